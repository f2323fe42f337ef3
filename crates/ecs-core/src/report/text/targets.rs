//! What a service and the log say of targets.

use crate::balance::{Reason, TargetState};

/// Spec: BAL-13.
pub(crate) fn registered(service: &str, arn: &str) -> String {
    format!("(service {service}) registered 1 targets in (target-group {arn})")
}

/// Spec: BAL-4.
pub(crate) fn draining(service: &str) -> String {
    format!("(service {service}) has begun draining connections on 1 tasks.")
}

/// Spec: BAL-4.
pub(crate) fn deregistered(service: &str, arn: &str) -> String {
    format!("(service {service}) deregistered 1 targets in (target-group {arn})")
}

/// Spec: BAL-14.
pub(crate) fn unhealthy(
    service: &str,
    task_id: &str,
    port: u16,
    arn: &str,
    reason: Option<Reason>,
) -> String {
    let reason = reason.map(Reason::description).unwrap_or_default();
    format!(
        "(service {service}) (task {task_id}) (port {port}) is unhealthy in (target-group {arn}) due to (reason {reason})"
    )
}

/// `stoppedReason`. Spec: BAL-14.
pub(crate) fn failed_elb_health_checks(arn: &str) -> String {
    format!("Task failed ELB health checks in (target-group {arn})")
}

/// Our sentence for another state.
pub(crate) fn state(task: &str, group: &str, state: TargetState, reason: Option<Reason>) -> String {
    let why = reason.map_or_else(String::new, |reason| format!(": {}", reason.description()));
    format!("{task} is {} in target group {group}{why}", state.name())
}

//! Services that may have no task, and whose policies then have nothing to go by. Spec: SCALE-5.

use crate::finding::{Finding, rules};
use crate::json::{Node, child};
use crate::metrics::Watched;
use crate::scaling::{Policy, PolicyKind, ScalableTarget, ScheduledAction};
use crate::scenario::read::Reader;

/// Metrics that have no value while no task runs, or is registered as a target.
const OF_TASKS: [(&str, &str); 3] = [
    ("AWS/ECS", "CPUUtilization"),
    ("AWS/ECS", "MemoryUtilization"),
    ("AWS/ApplicationELB", "RequestCountPerTarget"),
];

impl Reader<'_> {
    /// A target with a minimum of 0 needs one policy that knows what to do without a task, or a scheduled action
    /// that raises the minimum.
    pub(super) fn check_from_zero(
        &mut self,
        targets: &[ScalableTarget],
        policies: &[Policy],
        scheduled: &[ScheduledAction],
    ) {
        for target in targets.iter().filter(|target| target.min_capacity == 0) {
            let is_raised = scheduled.iter().any(|action| {
                action.service == target.service && action.min_capacity.is_some_and(|min| min > 0)
            });
            let own = || policies.iter().filter(|policy| policy.service == target.service);
            let blind: Option<Vec<(&Policy, &str)>> =
                own().map(|policy| Some((policy, metric_of_tasks(policy)?))).collect();
            let Some(blind) = blind.filter(|_| !is_raised) else { continue };
            for (policy, metric) in blind {
                self.stuck_at_zero(policy, metric);
            }
        }
    }

    fn stuck_at_zero(&mut self, policy: &Policy, metric: &str) {
        let is_own = |node: &Node| {
            let of = node.str("ResourceId").and_then(|resource| resource.rsplit('/').next());
            node.str("PolicyName") == Some(&policy.name) && of == Some(&policy.service)
        };
        let nodes = self.root.list("scalingPolicies");
        let Some((number, node)) = nodes.iter().enumerate().find(|(_, node)| is_own(node)) else { return };
        let key = "TargetTrackingScalingPolicyConfiguration";
        let place = node.get(key).map_or(node.opening(), Node::opening);
        let message = format!(
            "`MinCapacity` is 0, and {metric} has no value without a task: once there is none, nothing scales the service out"
        );
        let pointer = child(&format!("/scalingPolicies/{number}"), key);
        let finding = Finding::new(&rules::SCALING_FROM_ZERO, pointer, place, message);
        let hint =
            "set `MinCapacity` to 1, or follow a metric that needs no task, such as the messages in a queue";
        self.findings.push(finding.hint(hint));
    }
}

/// The metric of a policy, where that has no value without a task.
fn metric_of_tasks(policy: &Policy) -> Option<&str> {
    let PolicyKind::TargetTracking(tracking) = &policy.kind else { return None };
    let Watched::Metric { metric, .. } = &tracking.metric else { return None };
    let is_of_tasks = OF_TASKS.contains(&(metric.namespace.as_str(), metric.name.as_str()));
    is_of_tasks.then_some(metric.name.as_str())
}

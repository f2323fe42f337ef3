//! On Fargate the log driver is awslogs, splunk or awsfirelens.

use super::TaskDefinitionRule;
use super::definition::Definition;
use crate::finding::{Findings, Rule, Severity};

const HOST_DRIVERS: [&str; 5] = ["json-file", "syslog", "journald", "gelf", "fluentd"];

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "fargate-log-driver",
        severity: Severity::Error,
        summary: "On Fargate the log driver is awslogs, splunk or awsfirelens.",
        source: "TASK-52",
    },
    aws_message: Some("X is not a valid log driver. Must be one of [awslogs,splunk,awsfirelens]"),
    why: "The other drivers write to the host or to a daemon on it, and on Fargate there is no host to look at.",
    example: r#"{"family": "web", "requiresCompatibilities": ["FARGATE"], "networkMode": "awsvpc", "cpu": "256", "memory": "512", "containerDefinitions": [{"name": "app", "image": "app:1", "logConfiguration": {"logDriver": "json-file"}}]}"#,
    fix: "Choose awslogs, splunk or awsfirelens.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    if !definition.is_for_fargate() {
        return;
    }
    for log in definition.containers.iter().filter_map(|container| container.get("logConfiguration")) {
        // What is no driver at all has been reported with the values that there are.
        if let Some(driver) = log.str("logDriver").filter(|driver| HOST_DRIVERS.contains(driver)) {
            let message = format!("Fargate has no log driver {driver}");
            let aws =
                format!("{driver} is not a valid log driver. Must be one of [awslogs,splunk,awsfirelens]");
            let finding = log.finding_at("logDriver", &RULE, message);
            findings.push(finding.aws(aws).hint("choose awslogs, splunk or awsfirelens"));
        }
    }
}

//! A range of ports goes from a lower to a higher one.

use super::TaskDefinitionRule;
use super::definition::Definition;
use super::port_mapping::port_mappings;
use crate::aws::{NetworkMode, shorten};
use crate::finding::{Findings, Rule, Severity};

const AWS: &str = "Invalid 'containerPortRange' setting";

/// Ranges of one container.
const RANGES_MAX: u32 = 100;

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "invalid-port-range",
        severity: Severity::Error,
        summary: "A range of ports is written low-high, within 1 to 65535, in bridge or awsvpc mode, 100 a container at the most.",
        source: "TASK-16",
    },
    aws_message: Some(AWS),
    why: "The agent looks for as many free host ports in a row as the range is long.",
    example: r#"{"family": "web", "containerDefinitions": [{"name": "app", "image": "nginx:1.27", "memory": 64, "portMappings": [{"containerPortRange": "8010-8000"}]}]}"#,
    fix: "Write the lower port first, such as `8000-8010`.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    for container in &definition.containers {
        let mut count = 0;
        for mapping in port_mappings(container) {
            let Some(text) = mapping.range_text() else { continue };
            count += 1;
            let report = |message: String| mapping.place.finding_at("containerPortRange", &RULE, message);
            let hint = "write the lower port first, such as `8000-8010`";
            match mapping.range() {
                Some((low, high)) if low >= high => {
                    let message = format!("the range `{}` does not go up", shorten(text));
                    findings.push(report(message).aws(AWS).hint(hint));
                }
                Some(_) => {}
                None => {
                    let message = format!("`{}` is no range of ports within 1 to 65535", shorten(text));
                    findings.push(report(message).hint(hint));
                }
            }
            if definition.network_mode() == NetworkMode::Host {
                let message = "a range of ports needs network mode bridge or awsvpc".to_owned();
                findings.push(report(message).hint("write the ports one by one, or change the network mode"));
            }
            if count == RANGES_MAX + 1 {
                let message = format!("a container has at most {RANGES_MAX} ranges of ports");
                findings.push(report(message).hint("join ranges that touch each other"));
            }
        }
    }
}

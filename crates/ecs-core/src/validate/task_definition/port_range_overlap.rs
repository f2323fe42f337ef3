//! Ranges of ports do not overlap.

use super::TaskDefinitionRule;
use super::definition::Definition;
use super::port_mapping::{Mapping, port_mappings};
use crate::aws::NetworkMode;
use crate::finding::{Findings, Rule, Severity};

const AWS: &str = "container port is used multiple times in task";

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "port-range-overlap",
        severity: Severity::Error,
        summary: "A container port belongs to one mapping: ranges do not overlap.",
        source: "TASK-16",
    },
    aws_message: Some(AWS),
    why: "A port leads to one host port, and each of two ranges would give it another.",
    example: r#"{"family": "web", "containerDefinitions": [{"name": "app", "image": "nginx:1.27", "memory": 64, "portMappings": [{"containerPortRange": "8000-8010"}, {"containerPortRange": "8010-8020"}]}]}"#,
    fix: "Make the ranges disjoint, and take single ports out of them.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    match definition.network_mode() {
        // The containers of a task share its network interface, and so its ports.
        NetworkMode::Awsvpc => overlaps(definition.port_mappings(), findings),
        NetworkMode::Bridge | NetworkMode::Default => {
            for container in &definition.containers {
                overlaps(port_mappings(container), findings);
            }
        }
        NetworkMode::Host | NetworkMode::None => {}
    }
}

/// A stretch of ports, and the mapping that it stands in.
struct Stretch<'a> {
    ports: (u16, u16),
    mapping: Mapping<'a>,
}

fn overlaps<'a>(mappings: impl Iterator<Item = Mapping<'a>>, findings: &mut Findings) {
    let mut stretches: Vec<Stretch<'_>> = mappings
        .filter_map(|mapping| {
            let ports = match mapping.range_text() {
                Some(_) => mapping.range().filter(|(low, high)| low < high)?,
                None => mapping.container_port().map(|port| (port, port))?,
            };
            Some(Stretch { ports, mapping })
        })
        .collect();
    // Sorted by their lower ends, a stretch overlaps an earlier one if it begins before the farthest end so far.
    stretches.sort_by_key(|stretch| stretch.ports);
    let mut farthest: Option<&Stretch<'_>> = None;
    for stretch in &stretches {
        if let Some(before) = farthest.filter(|before| stretch.ports.0 <= before.ports.1) {
            report(before, stretch, findings);
        }
        if farthest.is_none_or(|before| stretch.ports.1 > before.ports.1) {
            farthest = Some(stretch);
        }
    }
}

fn report(before: &Stretch<'_>, stretch: &Stretch<'_>, findings: &mut Findings) {
    let is_range = |stretch: &Stretch<'_>| stretch.mapping.range_text().is_some();
    let written = |stretch: &Stretch<'_>| match stretch.ports {
        (low, high) if low == high => format!("port {low}"),
        (low, high) => format!("the range {low} to {high}"),
    };
    // A single port mapped twice is another rule's.
    if !is_range(before) && !is_range(stretch) {
        return;
    }
    let key = if is_range(stretch) { "containerPortRange" } else { "containerPort" };
    let message = format!("{} is mapped too, which overlaps {}", written(before), written(stretch));
    let finding = stretch.mapping.place.finding_at(key, &RULE, message);
    let finding = finding.hint("make the ranges disjoint, and take single ports out of them");
    // The text was seen for two ranges.
    findings.push(if is_range(before) && is_range(stretch) { finding.aws(AWS) } else { finding });
}

//! A task takes no more static host ports than an instance may reserve.

use super::TaskDefinitionRule;
use super::definition::Definition;
use crate::finding::{Findings, Rule, Severity};
use crate::network::{RESERVED_PORTS_MAX, RESERVED_TCP_PORTS, RESERVED_TCP_PORTS_WINDOWS, static_host_ports};

/// Ten mappings of network mode host: 10 stands for the ports 100 to 109.
macro_rules! ten {
    ($($tens:literal)*) => {
        concat!($(
            r#"{"containerPort": "#, $tens, r#"0}, {"containerPort": "#, $tens, r#"1}, "#,
            r#"{"containerPort": "#, $tens, r#"2}, {"containerPort": "#, $tens, r#"3}, "#,
            r#"{"containerPort": "#, $tens, r#"4}, {"containerPort": "#, $tens, r#"5}, "#,
            r#"{"containerPort": "#, $tens, r#"6}, {"containerPort": "#, $tens, r#"7}, "#,
            r#"{"containerPort": "#, $tens, r#"8}, {"containerPort": "#, $tens, r#"9}, "#,
        )*)
    };
}

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "static-port-count",
        severity: Severity::Warning,
        summary: "A task takes no more static host ports than an instance may reserve.",
        source: "TASK-78",
    },
    aws_message: None,
    why: "An instance reserves at most 100 host ports at a time, the agent's own among them: 5 on Linux, 11 on Windows. A task that wants more than is left finds no instance.",
    example: concat!(
        r#"{"family": "web", "networkMode": "host", "containerDefinitions": [{"name": "app", "image": "app:1", "memory": 64, "portMappings": ["#,
        ten!(10 11 12 13 14 15 16 17 18 19),
        r#"{"containerPort": 200}]}]}"#
    ),
    fix: "Map fewer ports, let host port 0 draw them, or use network mode awsvpc.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    let of_agent =
        if definition.read.windows { &RESERVED_TCP_PORTS_WINDOWS[..] } else { &RESERVED_TCP_PORTS };
    let (count, left) =
        (static_host_ports(&definition.read).len(), RESERVED_PORTS_MAX.saturating_sub(of_agent.len()));
    if count <= left {
        return;
    }
    let finds = if count > RESERVED_PORTS_MAX {
        "no instance has room for the task"
    } else {
        "the task finds room only where ECS_RESERVED_PORTS frees some of these"
    };
    let message = format!(
        "{count} static host ports; an instance reserves at most {RESERVED_PORTS_MAX}, {} of them the agent's: {finds}",
        of_agent.len()
    );
    let hint = format!("map at most {left} static host ports; 0 draws one in bridge mode");
    findings.push(definition.place.finding_at("containerDefinitions", &RULE, message).hint(hint));
}

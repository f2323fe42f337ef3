//! On Fargate, CPU and memory are one of its sizes.

use super::TaskDefinitionRule;
use super::definition::Definition;
use crate::catalog;
use crate::finding::{Findings, Rule, Severity};

const AWS: &str = "No Fargate configuration exists for given values.";

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "fargate-size",
        severity: Severity::Error,
        summary: "On Fargate, CPU and memory are one of its sizes.",
        source: "RES-3",
    },
    aws_message: Some(AWS),
    why: "Fargate sells fixed pairs of CPU and memory; a task is billed for its pair.",
    example: r#"{"family": "web", "requiresCompatibilities": ["FARGATE"], "networkMode": "awsvpc", "cpu": "256", "memory": "8192", "containerDefinitions": [{"name": "app", "image": "nginx"}]}"#,
    fix: "Take one of the pairs that Fargate sells, at task level.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    if !definition.is_for_fargate() {
        return;
    }
    for key in ["cpu", "memory"] {
        if definition.place.get(key).is_none() {
            let message = format!("a definition for Fargate has a task-level `{key}`");
            let finding = definition.place.finding_at(key, &RULE, message);
            let aws = format!("Fargate requires that '{key}' be defined at the task level.");
            findings.push(finding.aws(aws).hint("256 CPU units with 512 MiB is the smallest size"));
        }
    }
    let read = &definition.read;
    let Some((cpu, memory)) = read.cpu_units.zip(read.memory_mib) else { return };
    if !catalog::is_fargate_size(cpu, memory, read.windows) {
        let message = format!("Fargate has no size of {cpu} CPU units with {memory} MiB");
        let finding = definition.place.finding_at("memory", &RULE, message);
        findings.push(finding.aws(AWS).hint(sizes_near(cpu, read.windows)));
    }
}

fn sizes_near(cpu_units: u32, windows: bool) -> String {
    let sizes = || catalog::fargate_sizes().filter(move |size| size.windows || !windows);
    let of_this_cpu: Vec<String> =
        sizes().filter(|size| size.cpu_units == cpu_units).map(|size| size.memory_mib.to_string()).collect();
    if of_this_cpu.is_empty() {
        let mut cpus: Vec<u32> = sizes().map(|size| size.cpu_units).collect();
        cpus.dedup();
        let cpus: Vec<String> = cpus.iter().map(ToString::to_string).collect();
        return format!("CPU units are one of {}", cpus.join(", "));
    }
    format!("with {cpu_units} CPU units, memory in MiB is one of {}", of_this_cpu.join(", "))
}

//! Members that Windows containers do not have are left out.

use super::TaskDefinitionRule;
use super::definition::{Definition, Place};
use crate::finding::{Findings, Rule, Severity};

const TASK: [&str; 3] = ["proxyConfiguration", "ipcMode", "pidMode"];

const CONTAINER: [&str; 10] = [
    "disableNetworking",
    "dnsServers",
    "dnsSearchDomains",
    "extraHosts",
    "links",
    "linuxParameters",
    "privileged",
    "readonlyRootFilesystem",
    "user",
    "ulimits",
];

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "windows-members",
        severity: Severity::Warning,
        summary: "Members that Windows containers do not have are left out.",
        source: "TASK-69",
    },
    aws_message: None,
    why: "They are about the Linux kernel or its network; the agent for Windows on EC2 has nothing that they could set.",
    example: r#"{"family": "web", "runtimePlatform": {"operatingSystemFamily": "WINDOWS_SERVER_2022_CORE"}, "containerDefinitions": [{"name": "app", "image": "app:1", "memory": 512, "readonlyRootFilesystem": true}]}"#,
    fix: "Take them out.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    if !definition.read.windows || definition.is_for_fargate() {
        return;
    }
    for key in ["cpu", "memory"].into_iter().filter(|key| definition.place.get(key).is_some()) {
        let message = format!("task-level `{key}` is ignored for Windows containers");
        let finding = definition.place.finding_at(key, &RULE, message);
        findings.push(finding.hint(format!("give `{key}` to each container")));
    }
    report(&definition.place, &TASK, findings);
    for container in &definition.containers {
        report(container, &CONTAINER, findings);
    }
    for docker in
        definition.place.list("volumes").filter_map(|volume| volume.get("dockerVolumeConfiguration"))
    {
        if docker.str("driver").is_some_and(|driver| driver != "local") {
            let message = "Docker volumes on Windows have the driver local";
            findings.push(docker.finding_at("driver", &RULE, message).hint("set it to local"));
        }
    }
}

fn report(place: &Place<'_>, keys: &[&str], findings: &mut Findings) {
    for key in keys.iter().filter(|key| place.is_set(key)) {
        let message = format!("Windows containers on EC2 do not have `{key}`");
        findings.push(place.finding_at(key, &RULE, message).hint("take it out"));
    }
}

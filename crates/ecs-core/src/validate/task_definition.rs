//! What RegisterTaskDefinition refuses beyond the shape, as far as a run depends on it.

use crate::aws::{Compatibility, NetworkMode, TaskDefinition, shorten};
use crate::catalog;
use crate::finding::{Finding, Findings, rules};
use crate::json::{Node, Value, child};
use crate::units::{parse_cpu_units, parse_memory_mib};

/// Reports what makes the definition at `node` unusable.
pub(super) fn check(node: &Node, pointer: &str, findings: &mut Findings) {
    let definition = TaskDefinition::read(node, 1);
    let has_task_memory = node.get("memory").is_some();
    let mut checker = Checker { definition: &definition, has_task_memory, findings };
    checker.task_size(node, pointer);
    for (number, container) in node.list("containerDefinitions").iter().enumerate() {
        let pointer = child(&child(pointer, "containerDefinitions"), number);
        checker.container(container, &pointer);
    }
}

/// Reads a size.
type Parser = fn(&str) -> Option<u32>;

struct Checker<'a> {
    definition: &'a TaskDefinition,
    /// Whether task-level memory is written, be it a size or not.
    has_task_memory: bool,
    findings: &'a mut Findings,
}

impl Checker<'_> {
    /// Spec: RES-1, RES-3.
    fn task_size(&mut self, node: &Node, pointer: &str) {
        let parsers: [(&str, Parser); 2] = [("cpu", parse_cpu_units), ("memory", parse_memory_mib)];
        for (key, parse) in parsers {
            let Some(text) = node.get(key).and_then(Node::as_str).filter(|text| parse(text).is_none()) else {
                continue;
            };
            let message = format!("`{}` is no size for `{key}`", shorten(text));
            let range = node.get(key).map_or(node.range, |value| value.range);
            let finding = Finding::new(&rules::INVALID_TASK_SIZE, child(pointer, key), range, message).hint(
                if key == "cpu" {
                    "CPU units, such as \"256\", or \".25 vCPU\""
                } else {
                    "MiB, such as \"512\", or \"0.5 GB\""
                },
            );
            self.findings.push(if key == "cpu" {
                finding.aws("Invalid 'cpu' setting for task. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.")
            } else {
                finding
            });
        }
        if self.definition.requires_compatibilities.contains(&Compatibility::Fargate) {
            self.fargate_size(node, pointer);
        }
    }

    fn fargate_size(&mut self, node: &Node, pointer: &str) {
        if self.definition.network_mode != NetworkMode::Awsvpc {
            let range = node.get("networkMode").map_or(node.range, |mode| mode.range);
            let message = "a definition for Fargate has network mode awsvpc";
            self.findings.push(
                Finding::new(&rules::FARGATE_NETWORK_MODE, child(pointer, "networkMode"), range, message)
                    .aws("Fargate only supports network mode ‘awsvpc’."),
            );
        }
        for (key, given) in [("cpu", self.definition.cpu_units), ("memory", self.definition.memory_mib)] {
            if given.is_none() && node.get(key).is_none() {
                let message = format!("a definition for Fargate has a task-level `{key}`");
                self.findings.push(
                    Finding::new(&rules::FARGATE_SIZE, child(pointer, key), node.range, message)
                        .aws(format!("Fargate requires that '{key}' be defined at the task level.")),
                );
            }
        }
        let Some((cpu, memory)) = self.definition.cpu_units.zip(self.definition.memory_mib) else { return };
        if !catalog::is_fargate_size(cpu, memory, self.definition.windows) {
            let range = node.get("memory").map_or(node.range, |value| value.range);
            let message = format!("Fargate has no size of {cpu} CPU units with {memory} MiB");
            self.findings.push(
                Finding::new(&rules::FARGATE_SIZE, child(pointer, "memory"), range, message)
                    .aws("No Fargate configuration exists for given values.")
                    .hint(fargate_hint(cpu, self.definition.windows)),
            );
        }
    }

    fn container(&mut self, node: &Node, pointer: &str) {
        self.memory(node, pointer);
        for (number, mapping) in node.list("portMappings").iter().enumerate() {
            self.port_mapping(node, mapping, &child(&child(pointer, "portMappings"), number));
        }
    }

    /// Spec: RES-2.
    fn memory(&mut self, node: &Node, pointer: &str) {
        let amount = |key: &str| node.get(key).and_then(Node::as_integer);
        for key in ["cpu", "memory", "memoryReservation"] {
            let Some(value) = amount(key).filter(|value| u32::try_from(*value).is_err()) else { continue };
            let range = node.get(key).map_or(node.range, |value| value.range);
            let message = format!("`{key}` cannot be {value}");
            self.findings.push(Finding::new(&rules::NEGATIVE_AMOUNT, child(pointer, key), range, message));
        }
        let has = |key: &str| node.get(key).is_some();
        if !self.has_task_memory
            && matches!(node.value, Value::Object(_))
            && !has("memory")
            && !has("memoryReservation")
            && !self.definition.requires_compatibilities.contains(&Compatibility::Fargate)
        {
            let name = node.str("name").unwrap_or_default();
            let message = format!(
                "container `{}` has neither `memory` nor `memoryReservation`, and the task has no `memory`",
                shorten(name)
            );
            self.findings.push(
                Finding::new(&rules::MISSING_CONTAINER_MEMORY, pointer, node.range, message).aws(format!(
                    "Invalid setting for container '{name}'. At least one of 'memory' or 'memoryReservation' must be specified."
                )),
            );
        }
    }

    /// Spec: NET-1, NET-2, NET-3.
    fn port_mapping(&mut self, container: &Node, mapping: &Node, pointer: &str) {
        let name = container.str("name").unwrap_or_default();
        let port = |key: &str| mapping.get(key).and_then(Node::as_integer);
        let mode = self.definition.network_mode;
        let is_range = mapping.get("containerPortRange").is_some();
        if mode == NetworkMode::None {
            let message =
                format!("container `{}` maps a port, and network mode none has no network", shorten(name));
            self.findings.push(Finding::new(&rules::PORTS_IN_NONE, pointer, mapping.range, message));
            return;
        }
        let container_port = port("containerPort");
        if !is_range && container_port.is_none_or(|port| !(1..=65535).contains(&port)) {
            let message = format!(
                "container `{}` has no `containerPort` from 1 to 65535 in this mapping",
                shorten(name)
            );
            self.findings.push(
                Finding::new(&rules::INVALID_PORT, child(pointer, "containerPort"), mapping.range, message)
                    .aws(format!("Invalid 'containerPort' setting for container '{name}'.")),
            );
            return;
        }
        if let Some(protocol) =
            mapping.get("protocol").filter(|node| !matches!(node.as_str(), Some("tcp" | "udp")))
        {
            let message = format!(
                "protocol `{}` is neither tcp nor udp; tcp is taken",
                shorten(protocol.as_str().unwrap_or_default())
            );
            let pointer = child(pointer, "protocol");
            self.findings.push(Finding::new(&rules::UNKNOWN_PROTOCOL, pointer, protocol.range, message));
        }
        let Some(host_port) = port("hostPort") else { return };
        let range = mapping.get("hostPort").map_or(mapping.range, |value| value.range);
        if !(0..=65535).contains(&host_port) {
            let message = format!("`hostPort` cannot be {host_port}");
            self.findings.push(Finding::new(
                &rules::INVALID_PORT,
                child(pointer, "hostPort"),
                range,
                message,
            ));
        } else if host_port != 0 && Some(host_port) != container_port {
            self.host_port_differs(mode, child(pointer, "hostPort"), range);
        }
    }

    fn host_port_differs(&mut self, mode: NetworkMode, pointer: String, range: crate::finding::Range) {
        let aws = match mode {
            NetworkMode::Awsvpc => {
                "When networkMode=awsvpc, the host ports and container ports in port mappings must match."
            }
            NetworkMode::Host => {
                "When networkMode=host, the host ports and container ports in port mappings must match"
            }
            NetworkMode::Bridge | NetworkMode::None | NetworkMode::Default => return,
        };
        let message = "the host port differs from the container port, and this network mode has no translation between them";
        self.findings.push(
            Finding::new(&rules::HOST_PORT_MISMATCH, pointer, range, message)
                .aws(aws)
                .hint("leave `hostPort` out"),
        );
    }
}

fn fargate_hint(cpu_units: u32, windows: bool) -> String {
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

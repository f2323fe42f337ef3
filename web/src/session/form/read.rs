//! What the form shows of a text.

use super::super::outline::written;
use ecs_core::aws::NetworkMode;
use ecs_core::aws::TaskDefinition;
use ecs_core::catalog;
use ecs_core::finding::{Findings, rules};
use ecs_core::json::{self, Node, Value};
use serde_json::json;

/// A task definition as the form shows it. Values are texts, as they are written: also one that
/// cannot be used stays in its input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// JSON pointer of the definition within the text.
    pub base: &'static str,
    /// `family`.
    pub family: String,
    /// `requiresCompatibilities`.
    pub compatibilities: Vec<String>,
    /// `networkMode`, with its default.
    pub network_mode: String,
    /// `cpu`.
    pub cpu: String,
    /// `memory`.
    pub memory: String,
    /// `cpu` in CPU units, where it can be read.
    pub cpu_units: Option<u32>,
    /// `memory` in MiB, where it can be read.
    pub memory_mib: Option<u32>,
    /// Whether it is for Windows.
    pub windows: bool,
    /// `containerDefinitions`.
    pub containers: Vec<Container>,
}

/// A container.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Container {
    /// `name`.
    pub name: String,
    /// `essential`, with its default.
    pub essential: bool,
    /// `image`.
    pub image: String,
    /// `cpu`.
    pub cpu: String,
    /// `memory`.
    pub memory: String,
    /// `memoryReservation`.
    pub reservation: String,
    /// `portMappings`.
    pub ports: Vec<Port>,
    /// `environment`.
    pub environment: Vec<Variable>,
}

/// A port mapping.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Port {
    /// `containerPort`.
    pub container: String,
    /// `hostPort`.
    pub host: String,
    /// `protocol`, with its default.
    pub protocol: String,
}

/// A variable of the environment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable {
    /// `name`.
    pub name: String,
    /// `value`.
    pub value: String,
}

impl Form {
    /// Reads a text. None where it is none that the form can show and edit.
    pub fn read(text: &str) -> Option<Form> {
        let mut findings = Findings::new();
        let root = json::parse(text, &mut findings)?;
        let base = base(&root);
        let node = root.at(base).filter(|node| is_definition(node))?;
        // What was repaired to be read, or says a thing twice, has no one place to edit.
        json::set(text, &format!("{base}/family"), &json!("")).ok()?;
        if findings.placed(text).iter().any(|finding| finding.code == rules::DUPLICATE_KEY.code) {
            return None;
        }
        let definition = TaskDefinition::read(node, 1);
        let mode = node.get("networkMode").map(|mode| mode.as_str().unwrap_or_default());
        Some(Form {
            base,
            family: written(node, "family", ""),
            compatibilities: node
                .list("requiresCompatibilities")
                .iter()
                .map(|entry| entry.as_str().unwrap_or_default().to_owned())
                .collect(),
            network_mode: mode.unwrap_or(default_mode(definition.network_mode)).to_owned(),
            cpu: written(node, "cpu", ""),
            memory: written(node, "memory", ""),
            cpu_units: definition.cpu_units,
            memory_mib: definition.memory_mib,
            windows: definition.windows,
            containers: node.list("containerDefinitions").iter().map(container).collect(),
        })
    }

    /// Whether the definition asks for Fargate.
    pub fn on_fargate(&self) -> bool {
        self.compatibilities.iter().any(|entry| entry == "FARGATE")
    }

    /// Whether the host port is the container port: there is nothing to choose.
    pub fn host_port_follows(&self) -> bool {
        matches!(self.network_mode.as_str(), "awsvpc" | "host")
    }

    /// Whether a port mapping shows its host port.
    pub fn shows_host_port(&self, port: &Port) -> bool {
        !self.host_port_follows() || !(port.host.is_empty() || port.host == port.container)
    }

    /// What all containers reserve: CPU units and MiB.
    pub fn sums(&self) -> (u64, u64) {
        let number = |text: &str| text.trim().parse::<u64>().unwrap_or_default();
        let memory = |row: &Container| match row.reservation.trim() {
            "" => number(&row.memory),
            reservation => number(reservation),
        };
        let cpu = self.containers.iter().map(|row| number(&row.cpu)).fold(0, u64::saturating_add);
        (cpu, self.containers.iter().map(memory).fold(0, u64::saturating_add))
    }

    /// The CPU units that Fargate sells.
    pub fn fargate_cpus(&self) -> Vec<u32> {
        let windows = self.windows;
        let mut cpus: Vec<u32> = catalog::fargate_sizes()
            .filter(|size| size.windows || !windows)
            .map(|size| size.cpu_units)
            .collect();
        cpus.dedup();
        cpus
    }

    /// The MiB that Fargate sells with so many CPU units.
    pub fn fargate_memories(&self, cpu_units: u32) -> Vec<u32> {
        catalog::fargate_sizes()
            .filter(|size| size.cpu_units == cpu_units && (size.windows || !self.windows))
            .map(|size| size.memory_mib)
            .collect()
    }
}

/// As the rules have it: within what describe-task-definition prints, or the first of a list.
fn base(root: &Node) -> &'static str {
    match &root.value {
        Value::Array(_) => "/0",
        _ if root.get("taskDefinition").is_some() => "/taskDefinition",
        _ => "",
    }
}

fn is_definition(node: &Node) -> bool {
    node.get("containerDefinitions").is_some() || node.get("family").is_some()
}

fn default_mode(mode: NetworkMode) -> &'static str {
    match mode {
        NetworkMode::Awsvpc => "awsvpc",
        NetworkMode::Bridge => "bridge",
        NetworkMode::Host => "host",
        NetworkMode::None => "none",
        NetworkMode::Default => "default",
    }
}

fn container(node: &Node) -> Container {
    let text = |key: &str| written(node, key, "");
    Container {
        name: text("name"),
        essential: node.get("essential").and_then(Node::as_bool).unwrap_or(true),
        image: text("image"),
        cpu: text("cpu"),
        memory: text("memory"),
        reservation: text("memoryReservation"),
        ports: node
            .list("portMappings")
            .iter()
            .map(|row| Port {
                container: written(row, "containerPort", ""),
                host: written(row, "hostPort", ""),
                protocol: written(row, "protocol", "tcp"),
            })
            .collect(),
        environment: node
            .list("environment")
            .iter()
            .map(|row| Variable { name: written(row, "name", ""), value: written(row, "value", "") })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::Form;
    use crate::session::TEMPLATES;

    #[test]
    fn a_definition_as_the_form_shows_it() {
        let form = Form::read(TEMPLATES[1].text).unwrap();
        assert_eq!((form.family.as_str(), form.network_mode.as_str()), ("web", "bridge"));
        assert_eq!(form.sums(), (320, 640));
        assert!(form.containers[0].essential && !form.containers[1].essential);
        assert_eq!(form.containers[0].ports[0].container, "8080");
        assert!(form.shows_host_port(&form.containers[0].ports[0]));
        assert_eq!(form.containers[0].environment[0].value, "info");
    }

    #[test]
    fn what_is_left_out_has_its_default() {
        let form = Form::read(r#"{"family": "a"}"#).unwrap();
        assert_eq!((form.network_mode.as_str(), form.on_fargate()), ("bridge", false));
        let windows =
            r#"{"family": "a", "runtimePlatform": {"operatingSystemFamily": "WINDOWS_SERVER_2022_CORE"}}"#;
        let windows = Form::read(windows).unwrap();
        assert_eq!(windows.network_mode, "default");
        assert!(!windows.fargate_cpus().contains(&256) && form.fargate_cpus().contains(&256));
        assert_eq!(form.fargate_memories(256), [512, 1024, 2048]);
        assert!(!windows.fargate_memories(1024).is_empty());
    }

    #[test]
    fn wrappers_are_looked_through_and_other_texts_are_none() {
        let inner = r#"{"family": "a", "containerDefinitions": []}"#;
        assert_eq!(Form::read(&format!(r#"{{"taskDefinition": {inner}}}"#)).unwrap().base, "/taskDefinition");
        assert_eq!(Form::read(&format!("[{inner}]")).unwrap().base, "/0");
        let twice = r#"{"family": "a", "family": "b"}"#;
        let cloud_formation = r#"{"Family": "a", "ContainerDefinitions": []}"#;
        for text in ["", "hello", "[]", "{}", "{\"family\": \"a", twice, cloud_formation] {
            assert_eq!(Form::read(text), None, "{text}");
        }
    }
}

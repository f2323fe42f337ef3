//! What the form shows of a text.

use super::graph::Dependency;
use ecs_core::aws::TaskDefinition;
use ecs_core::catalog;
use ecs_core::finding::{Findings, rules};
use ecs_core::json::{self, Node, Value};
use serde_json::json;

/// Rows of a list that the form shows: those of a list that no person wrote would only slow it down.
const ROWS_SHOWN: usize = 50;

/// A task definition as the form shows it. Values are texts, as they are written: also one that
/// cannot be used stays in its input. Pointers lead from the definition on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// JSON pointer of the definition within the text.
    pub base: &'static str,
    /// The definition.
    node: Node,
    /// `requiresCompatibilities`.
    pub compatibilities: Vec<String>,
    /// `networkMode`, with its default.
    pub network_mode: String,
    /// `cpu` in CPU units, where it can be read.
    pub cpu_units: Option<u32>,
    /// `memory` in MiB, where it can be read.
    pub memory_mib: Option<u32>,
    /// Whether it is for Windows.
    pub windows: bool,
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
            compatibilities: texts(node.list("requiresCompatibilities")),
            network_mode: mode.unwrap_or(definition.network_mode.name()).to_owned(),
            cpu_units: definition.cpu_units,
            memory_mib: definition.memory_mib,
            windows: definition.windows,
            node: node.clone(),
        })
    }

    /// The definition's tree.
    pub(super) fn node(&self) -> &Node {
        &self.node
    }

    /// What is written at a place, as a text; empty where nothing is, or no text or number.
    pub fn text(&self, pointer: &str) -> String {
        match self.node.at(pointer).map(|node| &node.value) {
            Some(Value::Number(text) | Value::String(text)) => text.clone(),
            _ => String::new(),
        }
    }

    /// Whether it is true; where that cannot be told, `default`.
    pub fn flag(&self, pointer: &str, default: bool) -> bool {
        self.node.at(pointer).and_then(Node::as_bool).unwrap_or(default)
    }

    /// Whether something is there. Null is nothing.
    pub fn has(&self, pointer: &str) -> bool {
        self.node.at(pointer).is_some_and(|node| node.value != Value::Null)
    }

    /// Whether an object is there.
    pub fn has_object(&self, pointer: &str) -> bool {
        self.node.at(pointer).is_some_and(|node| matches!(node.value, Value::Object(_)))
    }

    /// How many elements a list has.
    pub fn count(&self, list: &str) -> usize {
        self.node.at(list).map_or(0, |node| node.elements().len())
    }

    /// How many of them the form shows.
    pub fn rows(&self, list: &str) -> usize {
        self.count(list).min(ROWS_SHOWN)
    }

    /// The elements of a list of texts. None where it is none.
    pub fn list(&self, list: &str) -> Option<Vec<String>> {
        let node = self.node.at(list).filter(|node| node.value != Value::Null);
        let Some(node) = node else { return Some(Vec::new()) };
        let is_text = |node: &Node| matches!(node.value, Value::String(_) | Value::Number(_));
        (matches!(node.value, Value::Array(_)) && node.elements().iter().all(is_text))
            .then(|| texts(node.elements()))
    }

    /// The names of an object's members.
    pub fn keys(&self, object: &str) -> Vec<String> {
        let members = self.node.at(object).map_or(&[][..], Node::members);
        members.iter().take(ROWS_SHOWN).map(|member| member.key.clone()).collect()
    }

    /// What the elements of a list have at a member.
    pub fn column(&self, list: &str, member: &str) -> Vec<String> {
        (0..self.rows(list)).map(|row| self.text(&format!("{list}/{row}/{member}"))).collect()
    }

    /// What a container is called, with or without a name.
    pub fn container_label(&self, number: usize) -> String {
        let name = self.text(&format!("/containerDefinitions/{number}/name"));
        if name.is_empty() { format!("Container {}", number + 1) } else { name }
    }

    /// What its containers wait for.
    pub fn dependencies(&self) -> Vec<Dependency> {
        let of = |container: usize| {
            let list = format!("/containerDefinitions/{container}/dependsOn");
            let names = self.column(&list, "containerName");
            let conditions = self.column(&list, "condition");
            names.into_iter().zip(conditions).map(move |(on, condition)| Dependency {
                container,
                on,
                condition,
            })
        };
        (0..self.rows("/containerDefinitions")).flat_map(of).collect()
    }

    /// Whether the definition asks for Fargate.
    pub fn on_fargate(&self) -> bool {
        self.compatibilities.iter().any(|entry| entry == "FARGATE")
    }

    /// Whether the host port is the container port: there is nothing to choose.
    pub fn host_port_follows(&self) -> bool {
        matches!(self.network_mode.as_str(), "awsvpc" | "host")
    }

    /// Whether the port mapping at that place shows its host port.
    pub fn shows_host_port(&self, mapping: &str) -> bool {
        let host = self.text(&format!("{mapping}/hostPort"));
        !(self.host_port_follows()
            && (host.is_empty() || host == self.text(&format!("{mapping}/containerPort"))))
    }

    /// Whether the port mappings of a container are shown: without a network there are none to add.
    pub fn shows_ports(&self, list: &str) -> bool {
        self.network_mode != "none" || self.has(list)
    }

    /// Whether the size of the ephemeral storage is shown: it is Fargate's.
    pub fn shows_ephemeral_storage(&self) -> bool {
        self.on_fargate() || self.has("/ephemeralStorage")
    }

    /// Whether a field or group is on the page, as the text is.
    pub(super) fn shows(&self, pointer: &str) -> bool {
        let beyond = |segment: &str| segment.parse().is_ok_and(|number: usize| number >= ROWS_SHOWN);
        if pointer.split('/').any(beyond) {
            return false;
        }
        let (parent, member) = pointer.rsplit_once('/').unwrap_or_default();
        let (above, part) = parent.rsplit_once('/').unwrap_or_default();
        match (part, member) {
            (_, "hostPort") => self.shows_host_port(parent),
            (_, "sizeInGiB" | "ephemeralStorage") => self.shows_ephemeral_storage(),
            ("healthCheck" | "logConfiguration", _) => self.has_object(parent),
            // Those that have a label are on the page wherever there is a driver.
            ("options", "awslogs-group" | "awslogs-region" | "awslogs-stream-prefix")
                if self.text(&format!("{above}/logDriver")) == "awslogs" =>
            {
                true
            }
            ("options", _) => self.keys(parent).iter().any(|key| json::child(parent, key) == pointer),
            ("authorizationConfig", _) => self.has_object(above),
            (part, _) if part.ends_with("Configuration") || part == "host" => self.has_object(parent),
            _ => true,
        }
    }

    /// What all containers reserve: CPU units and MiB.
    pub fn sums(&self) -> (u64, u64) {
        let number = |text: &str| text.trim().parse::<u64>().unwrap_or_default();
        let list = "/containerDefinitions";
        let column = |member: &str| self.column(list, member);
        let cpu = column("cpu").iter().map(|text| number(text)).fold(0, u64::saturating_add);
        let soft_or_hard = |(soft, hard): (String, String)| match soft.trim() {
            "" => number(&hard),
            soft => number(soft),
        };
        let memories = column("memoryReservation").into_iter().zip(column("memory"));
        (cpu, memories.map(soft_or_hard).fold(0, u64::saturating_add))
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

fn texts(elements: &[Node]) -> Vec<String> {
    elements.iter().map(|element| element.as_str().unwrap_or_default().to_owned()).collect()
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

#[cfg(test)]
mod tests {
    use super::Form;
    use crate::session::TEMPLATES;

    #[test]
    fn a_definition_as_the_form_shows_it() {
        let form = Form::read(TEMPLATES[1].text).unwrap();
        assert_eq!((form.text("/family").as_str(), form.network_mode.as_str()), ("web", "bridge"));
        assert_eq!(form.sums(), (320, 640));
        let essential = |number| form.flag(&format!("/containerDefinitions/{number}/essential"), true);
        assert!(essential(0) && !essential(1));
        assert!(form.shows_host_port("/containerDefinitions/0/portMappings/0"));
        assert_eq!(form.column("/containerDefinitions/0/environment", "value"), ["info"]);
        assert_eq!(form.container_label(1), "log-router");
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
        assert_eq!((form.list("/command"), form.count("/volumes")), (Some(Vec::new()), 0));
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

    #[test]
    fn a_list_that_nobody_wrote_is_cut() {
        let rows = vec![r#"{"name": "a", "image": "a:1"}"#; 900].join(",");
        let form = Form::read(&format!(r#"{{"family": "a", "containerDefinitions": [{rows}]}}"#)).unwrap();
        assert_eq!((form.count("/containerDefinitions"), form.rows("/containerDefinitions")), (900, 50));
        assert!(form.shows("/containerDefinitions/49/name") && !form.shows("/containerDefinitions/50/name"));
    }
}

//! The form's edits of a text: each as small as it can be.

use super::super::edit::number_or_text;
use super::read::Form;
use ecs_core::finding::Findings;
use ecs_core::json::{self, EditError, Node, Value};
use serde_json::json;

/// What the form changes. Pointers lead from the task definition on; texts are what was typed: the
/// core judges them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A text that has to be there.
    Text(String, String),
    /// A text; none removes the member.
    OptionalText(String, String),
    /// A number; none removes the member.
    Number(String, String),
    /// A member that is true or false.
    Flag(String, bool),
    /// Whether an entry of `requiresCompatibilities` is there.
    Compatibility(&'static str, bool),
    /// `cpu` of a task on Fargate: memory that is not sold with it becomes what is.
    FargateCpu(String),
    /// `containerPort` of a container's port mapping.
    ContainerPort(usize, usize, String),
    /// One more container.
    AddContainer,
    /// One more port mapping of a container.
    AddPort(usize),
    /// One more variable of a container.
    AddVariable(usize),
    /// An element of the list goes.
    Remove(String, usize),
}

/// `text` with the change made.
pub(in super::super) fn change(text: &str, change: &Change) -> Result<String, EditError> {
    let form = Form::read(text).ok_or(EditError::NotJson)?;
    let draft = Draft { text, root: parse(text)?, base: form.base };
    match change {
        Change::OptionalText(pointer, typed) if typed.trim().is_empty() => draft.remove(pointer),
        Change::Text(pointer, typed) | Change::OptionalText(pointer, typed) => {
            draft.set(pointer, &json!(typed))
        }
        Change::Number(pointer, typed) => draft.number(pointer, typed),
        Change::Flag(pointer, on) => draft.set(pointer, &json!(on)),
        Change::Compatibility(name, on) => compatibility(&draft, &form, name, *on),
        Change::FargateCpu(cpu) => fargate_cpu(&draft, &form, cpu),
        Change::ContainerPort(container, port, typed) => {
            container_port(&draft, &form, (*container, *port), typed)
        }
        Change::AddContainer => draft.append("/containerDefinitions", &next_container(&form)),
        Change::AddPort(container) => {
            let pointer = format!("/containerDefinitions/{container}/portMappings");
            draft.append(&pointer, &json!({"containerPort": next_port(&form)}))
        }
        Change::AddVariable(container) => {
            let pointer = format!("/containerDefinitions/{container}/environment");
            draft.append(&pointer, &next_variable(&form, *container))
        }
        Change::Remove(list, number) => draft.remove_element(list, *number),
    }
}

fn parse(text: &str) -> Result<Node, EditError> {
    json::parse(text, &mut Findings::new()).ok_or(EditError::NotJson)
}

/// A text and where the definition stands in it.
struct Draft<'a> {
    text: &'a str,
    root: Node,
    base: &'static str,
}

impl Draft<'_> {
    fn at(&self, pointer: &str) -> Option<&Node> {
        self.root.at(&format!("{}{pointer}", self.base))
    }

    fn set(&self, pointer: &str, value: &serde_json::Value) -> Result<String, EditError> {
        json::set(self.text, &format!("{}{pointer}", self.base), value)
    }

    fn remove(&self, pointer: &str) -> Result<String, EditError> {
        if self.at(pointer).is_none() {
            return Ok(self.text.to_owned());
        }
        json::remove(self.text, &format!("{}{pointer}", self.base))
    }

    fn number(&self, pointer: &str, typed: &str) -> Result<String, EditError> {
        if typed.trim().is_empty() { self.remove(pointer) } else { self.set(pointer, &number_or_text(typed)) }
    }

    fn append(&self, list: &str, value: &serde_json::Value) -> Result<String, EditError> {
        match self.at(list) {
            Some(node) if matches!(node.value, Value::Array(_)) => {
                self.set(&format!("{list}/{}", node.elements().len()), value)
            }
            _ => self.set(list, &json!([value])),
        }
    }

    /// A list that would be left empty goes as a whole, except for the one that has to be there.
    fn remove_element(&self, list: &str, number: usize) -> Result<String, EditError> {
        let alone = self.at(list).is_some_and(|node| node.elements().len() == 1 && number == 0);
        let all = alone && list != "/containerDefinitions";
        if all { self.remove(list) } else { self.remove(&format!("{list}/{number}")) }
    }
}

fn compatibility(draft: &Draft<'_>, form: &Form, name: &str, on: bool) -> Result<String, EditError> {
    let list = "/requiresCompatibilities";
    match (form.compatibilities.iter().position(|entry| entry == name), on) {
        (None, true) => draft.append(list, &json!(name)),
        (Some(number), false) => draft.remove_element(list, number),
        _ => Ok(draft.text.to_owned()),
    }
}

fn fargate_cpu(draft: &Draft<'_>, form: &Form, cpu: &str) -> Result<String, EditError> {
    if cpu.is_empty() {
        return draft.remove("/cpu");
    }
    let text = draft.set("/cpu", &json!(cpu))?;
    let memories = form.fargate_memories(cpu.parse().unwrap_or_default());
    let wanted = form.memory_mib.unwrap_or_default();
    let nearest = memories.iter().find(|memory| **memory >= wanted).or(memories.last());
    match nearest {
        Some(memory) if *memory != wanted => {
            json::set(&text, &format!("{}/memory", form.base), &json!(memory.to_string()))
        }
        _ => Ok(text),
    }
}

/// A host port that is written down and has to be the same follows.
fn container_port(
    draft: &Draft<'_>,
    form: &Form,
    (container, port): (usize, usize),
    typed: &str,
) -> Result<String, EditError> {
    let row = format!("/containerDefinitions/{container}/portMappings/{port}");
    let before = form.containers.get(container).and_then(|container| container.ports.get(port));
    let follows = before
        .is_some_and(|port| form.host_port_follows() && !port.host.is_empty() && port.host == port.container);
    let text = draft.number(&format!("{row}/containerPort"), typed)?;
    if !follows {
        return Ok(text);
    }
    Draft { text: &text, root: parse(&text)?, base: draft.base }.number(&format!("{row}/hostPort"), typed)
}

/// Numbers of which one is free where so many are taken.
fn free_numbers(taken: usize) -> std::ops::RangeInclusive<usize> {
    taken + 1..=2 * taken + 1
}

fn next_container(form: &Form) -> serde_json::Value {
    let taken = |name: &String| form.containers.iter().any(|row| row.name == *name);
    let name = free_numbers(form.containers.len())
        .map(|number| format!("container-{number}"))
        .find(|name| !taken(name));
    let mut container = json!({"name": name, "image": "busybox:1.37"});
    // Where the task has its own, a container needs none.
    if form.memory.is_empty() {
        container["memory"] = json!(128);
    }
    container
}

/// The first from 80 on that no container of the task has.
fn next_port(form: &Form) -> u16 {
    let taken = |port: u16| {
        form.containers.iter().flat_map(|row| &row.ports).any(|row| row.container == port.to_string())
    };
    (80..u16::MAX).find(|port| !taken(*port)).unwrap_or(80)
}

fn next_variable(form: &Form, container: usize) -> serde_json::Value {
    let rows = form.containers.get(container).map_or(&[][..], |row| &row.environment);
    let taken = |name: &String| rows.iter().any(|row| row.name == *name);
    let name = free_numbers(rows.len()).map(|number| format!("NAME_{number}")).find(|name| !taken(name));
    json!({"name": name, "value": ""})
}

#[cfg(test)]
mod tests {
    use super::{Change, change};
    use crate::session::{Form, TEMPLATES};
    use ecs_core::Document;
    use ecs_core::json::EditError;

    const TEXT: &str = r#"{
  // who we are
  "family": "web",
  "tags": [{ "key": "team", "value": "shop" }], // left alone
  "containerDefinitions": [
    {
      "name": "app", // the one
      "image": "app:1",
      "memory": 512,
      "portMappings": [{ "containerPort": 80 }]
    }
  ]
}"#;

    fn after(text: &str, changes: impl IntoIterator<Item = Change>) -> String {
        changes.into_iter().fold(text.to_owned(), |text, next| change(&text, &next).unwrap())
    }

    fn container(member: &str) -> String {
        format!("/containerDefinitions/0/{member}")
    }

    #[test]
    fn an_edit_keeps_the_rest_letter_for_letter() {
        let edited = after(TEXT, [Change::Number(container("memory"), "1024".into())]);
        assert_eq!(edited, TEXT.replace("512", "1024"));
        let edited = after(TEXT, [Change::Text("/family".into(), "api".into())]);
        assert_eq!(edited, TEXT.replace("\"web\"", "\"api\""));
        assert_eq!(after(TEXT, [Change::Number(container("cpu"), " ".into())]), TEXT);
    }

    #[test]
    fn an_emptied_optional_field_removes_its_member() {
        let edited = after(
            TEXT,
            [
                Change::OptionalText("/cpu".into(), "256".into()),
                Change::Number(container("memoryReservation"), "128".into()),
            ],
        );
        assert!(edited.contains(r#""cpu": "256""#) && edited.contains(r#""memoryReservation": 128"#));
        let edited = after(
            &edited,
            [
                Change::OptionalText("/cpu".into(), String::new()),
                Change::Number(container("memoryReservation"), String::new()),
            ],
        );
        assert!(!edited.contains("cpu") && !edited.contains("Reservation"));
        assert!(edited.contains("// who we are") && edited.contains("// the one"), "{edited}");
    }

    #[test]
    fn what_is_no_number_reaches_the_core_as_it_was_typed() {
        let edited = after(TEXT, [Change::Number(container("memory"), "much".into())]);
        assert_eq!(Form::read(&edited).unwrap().containers[0].memory, "much");
        assert!(Document::read(&edited).has_errors());
    }

    #[test]
    fn compatibilities_come_and_go() {
        let on = |name| Change::Compatibility(name, true);
        let edited = after(TEXT, [on("EC2"), on("FARGATE"), on("FARGATE")]);
        assert_eq!(Form::read(&edited).unwrap().compatibilities, ["EC2", "FARGATE"]);
        let off = |name| Change::Compatibility(name, false);
        assert!(!after(&edited, [off("FARGATE"), off("EC2")]).contains("requiresCompatibilities"));
    }

    #[test]
    fn memory_becomes_what_fargate_sells_with_the_cpu() {
        let text = TEMPLATES[0].text;
        let edited = after(text, [Change::FargateCpu("1024".into())]);
        let form = Form::read(&edited).unwrap();
        assert_eq!((form.cpu.as_str(), form.memory.as_str()), ("1024", "2048"));
        assert!(!Document::read(&edited).has_errors());
        let form = Form::read(&after(&edited, [Change::FargateCpu("256".into())])).unwrap();
        assert_eq!(form.memory, "2048");
        let same = after(&edited, [Change::FargateCpu("512".into())]);
        assert_eq!(Form::read(&same).unwrap().memory, "2048");
    }

    #[test]
    fn what_is_added_is_valid_and_can_be_removed() {
        // Without a network there are no ports to add.
        for template in TEMPLATES.iter().filter(|template| !template.text.contains("\"none\"")) {
            let more = after(
                template.text,
                [
                    Change::AddContainer,
                    Change::AddPort(1),
                    Change::AddPort(1),
                    Change::AddVariable(0),
                    Change::AddVariable(0),
                ],
            );
            assert!(!Document::read(&more).has_errors(), "{more}\n{:?}", Document::read(&more).findings);
            let form = Form::read(&more).unwrap();
            let before = Form::read(template.text).unwrap();
            assert_eq!(form.containers.len(), before.containers.len() + 1);
            assert!(form.containers[1].ports.len() >= 2);
        }
        let more = after(TEXT, [Change::AddContainer, Change::AddVariable(0)]);
        let less = after(
            &more,
            [
                Change::Remove("/containerDefinitions".into(), 1),
                Change::Remove(container("environment"), 0),
                Change::Remove(container("portMappings"), 0),
            ],
        );
        assert!(!less.contains("portMappings") && !less.contains("environment"));
        let none = after(&less, [Change::Remove("/containerDefinitions".into(), 0)]);
        assert!(Form::read(&none).unwrap().containers.is_empty());
    }

    #[test]
    fn a_host_port_that_has_to_be_the_same_follows() {
        let text = TEXT.replace("\"containerPort\": 80", "\"containerPort\": 80, \"hostPort\": 80");
        let typed = Change::ContainerPort(0, 0, "8080".into());
        let host = after(&text, [Change::Text("/networkMode".into(), "host".into()), typed.clone()]);
        assert_eq!(Form::read(&host).unwrap().containers[0].ports[0].host, "8080");
        let bridge = after(&text, [typed]);
        assert_eq!(Form::read(&bridge).unwrap().containers[0].ports[0].host, "80");
    }

    #[test]
    fn wrapped_definitions_are_edited_where_they_stand() {
        let text = format!(r#"{{"taskDefinition": {TEXT}, "tags": []}}"#);
        let edited = after(&text, [Change::Text("/family".into(), "api".into())]);
        assert_eq!(edited, text.replace("\"web\"", "\"api\""));
        assert_eq!(change("hello", &Change::AddContainer), Err(EditError::NotJson));
    }
}

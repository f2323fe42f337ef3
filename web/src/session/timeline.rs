//! The actions of the scenario's timeline: what they say, and the edits that add one and take one away.

use super::act::{CallField, CallForm, form_of, written_at};
use super::edit::decimal_or_text;
use super::follow::{parse, subnets};
use super::outline::counted;
use super::revisions::{Registry, names};
use super::rows::written;
use super::standing::named;
use ecs_core::SimTime;
use ecs_core::aws::{NetworkMode, TaskDefinition};
use ecs_core::json::{self, EditError, Node};
use serde_json::json;

pub(super) const TIMELINE: &str = "/simulation/timeline";

/// An action of the timeline.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ActionRow {
    /// `atSeconds`, as it is written.
    pub at_seconds: String,
    /// What it does, for example `StartTask web:1 on host/1`.
    pub words: String,
    /// `action`.
    pub(super) action: String,
    /// Whether something goes wrong by it, instead of somebody deciding something.
    pub is_fault: bool,
}

impl ActionRow {
    /// Its moment; none where that is not written as one.
    pub fn at(&self) -> Option<SimTime> {
        let seconds: f64 = self.at_seconds.parse().ok()?;
        Some(SimTime::from_ms(milliseconds(seconds)))
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast saturates")]
fn milliseconds(seconds: f64) -> u64 {
    (seconds * 1000.0).round() as u64
}

/// The moment of an action in milliseconds: 0 where it says none.
pub(super) fn milliseconds_of(action: &Node) -> u64 {
    milliseconds(written(action, "atSeconds", "0").parse().unwrap_or_default())
}

/// The actions in the scenario's order.
pub(super) fn rows(root: &Node) -> Vec<ActionRow> {
    let row = |node: &Node| ActionRow {
        at_seconds: written(node, "atSeconds", "0"),
        words: words(node),
        action: written(node, "action", ""),
        is_fault: node.str("action").and_then(form_of).is_some_and(|form| form.is_fault),
    };
    actions(root).iter().map(row).collect()
}

pub(super) fn actions(root: &Node) -> &[Node] {
    root.at(TIMELINE).map_or(&[], Node::elements)
}

fn words(action: &Node) -> String {
    let action_name = written(action, "action", "");
    let name = action_name.rsplit(':').next().unwrap_or_default().to_owned();
    let Some(input) = action.get("input") else { return name };
    let definition = written(input, "taskDefinition", "");
    match name.as_str() {
        "StartTask" => {
            let on: Vec<&str> = input.list("containerInstances").iter().filter_map(Node::as_str).collect();
            format!("{name} {definition} on {}", on.join(", "))
        }
        "RunTask" => {
            let count = written(input, "count", "1").parse().unwrap_or(1);
            format!("{name} {definition}, {}", counted(count, "task"))
        }
        "StopTask" => format!("{name} {}", written(input, "task", "")),
        _ => {
            let told = match form_of(&action_name) {
                Some(form) => told(form, input),
                None => named(&action_name, input),
            };
            format!("{name} {}", told.join(", ")).trim_end().to_owned()
        }
    }
}

/// What an input has of the fields of its form, and the names of what it has besides.
fn told(form: &CallForm, input: &Node) -> Vec<String> {
    let field = |(number, field): (usize, &CallField)| {
        let value = Some(written_at(Some(input), field.pointer)).filter(|value| !value.is_empty())?;
        Some(if number == 0 { value } else { format!("{} {value}", field.label) })
    };
    let is_besides = |key: &&str| {
        let within =
            |field: &CallField| field.pointer.trim_start_matches('/').split('/').next() == Some(*key);
        !form.fields.iter().any(within)
    };
    let besides = input.members().iter().map(|member| member.key.as_str()).filter(is_besides);
    form.fields.iter().enumerate().filter_map(field).chain(besides.map(str::to_owned)).collect()
}

/// `text` with one more action: a task of the definition is started on the instance at that second.
/// A definition whose tasks have network interfaces of their own brings the subnets of the instances; it is one of
/// `standing`, the scenario as it stands then.
pub(super) fn start_task(
    text: &str,
    standing: &str,
    (definition, instance): (&str, &str),
    at_seconds: u64,
) -> Result<String, EditError> {
    let root = parse(standing)?;
    let mut input = json!({"taskDefinition": definition, "containerInstances": [instance]});
    if has_own_interfaces(&root, definition) {
        input["networkConfiguration"] = json!({"awsvpcConfiguration": {"subnets": subnets(&root)}});
    }
    let action = json!({"atSeconds": at_seconds, "action": "ecs:StartTask", "input": input});
    json::set(text, &format!("{TIMELINE}/{}", actions(&parse(text)?).len()), &action)
}

/// `text` with one more action, and its number: one task of the definition is run at that second.
pub(super) fn run_task(text: &str, definition: &str, at_seconds: u64) -> Result<(String, usize), EditError> {
    let number = actions(&parse(text)?).len();
    let input = json!({"taskDefinition": definition, "count": 1});
    let action = json!({"atSeconds": at_seconds, "action": "ecs:RunTask", "input": input});
    Ok((json::set(text, &format!("{TIMELINE}/{number}"), &action)?, number))
}

fn has_own_interfaces(root: &Node, definition: &str) -> bool {
    let names = names(root);
    let node = Registry::of(&names).resolve(definition).and_then(|row| root.list("taskDefinitions").get(row));
    node.is_some_and(|node| TaskDefinition::read(node, 1).network_mode == NetworkMode::Awsvpc)
}

/// `text` with the action of that number at another second.
pub(super) fn move_action(text: &str, number: usize, typed: &str) -> Result<String, EditError> {
    json::set(text, &format!("{TIMELINE}/{number}/atSeconds"), &decimal_or_text(typed))
}

/// `text` without the actions behind that moment, and how many these are.
pub(super) fn without_later(text: &str, at: SimTime) -> Result<(String, usize), EditError> {
    let root = parse(text)?;
    let is_later = |(_, node): &(usize, &Node)| milliseconds_of(node) > at.as_ms();
    let later: Vec<usize> =
        actions(&root).iter().enumerate().filter(is_later).map(|(number, _)| number).collect();
    let mut edited = text.to_owned();
    for number in later.iter().rev() {
        edited = remove_action(&edited, *number)?;
    }
    Ok((edited, later.len()))
}

/// `text` without the action of that number.
pub(super) fn remove_action(text: &str, number: usize) -> Result<String, EditError> {
    json::remove(text, &format!("{TIMELINE}/{number}"))
}

#[cfg(test)]
mod tests {
    use super::{remove_action, start_task};
    use crate::session::outline::Outline;
    use ecs_core::{Budget, Document, Simulation};

    const TEXT: &str = r#"{"version": 1, // mine
  "taskDefinitions": [
    {"family": "web", "containerDefinitions": [{"name": "a", "image": "a:1", "memory": 64}]},
    {"family": "api", "networkMode": "awsvpc", "containerDefinitions": [{"name": "a", "image": "a:1", "memory": 64}]}],
  "containerInstances": [{"name": "host", "instanceType": "t3.medium", "availabilityZone": "us-east-1b", "count": 2}]}"#;

    fn words(text: &str) -> Vec<String> {
        Outline::read(text).actions.into_iter().map(|row| row.words).collect()
    }

    #[test]
    fn tasks_start_where_they_are_asked_to() {
        let text = start_task(TEXT, TEXT, ("web:1", "host/2"), 0).unwrap();
        let text = start_task(&text, TEXT, ("api:1", "host/1"), 7).unwrap();
        assert!(text.contains("// mine"));
        assert_eq!(words(&text), ["StartTask web:1 on host/2", "StartTask api:1 on host/1"]);
        let mut run = Simulation::new(Document::read(&text).scenario.unwrap());
        run.advance_to(run.duration(), Budget::UNLIMITED);
        let snapshot = run.snapshot(10);
        let tasks: Vec<(&str, Option<usize>)> =
            snapshot.tasks.iter().map(|task| (task.task_definition.as_str(), task.instance)).collect();
        assert_eq!(tasks, [("web:1", Some(1)), ("api:1", Some(0))]);
        assert!(snapshot.problems.is_empty());
    }

    #[test]
    fn what_cannot_start_is_a_problem_of_the_run() {
        let text = start_task(TEXT, TEXT, ("web:1", "host/3"), 0).unwrap();
        let mut run = Simulation::new(Document::read(&text).scenario.unwrap());
        run.advance_to(run.duration(), Budget::UNLIMITED);
        let problems = run.snapshot(10).problems;
        assert!(problems[0].text.contains("host/3"), "{problems:?}");
    }

    #[test]
    fn actions_go_one_by_one() {
        let text = start_task(
            &start_task(TEXT, TEXT, ("web:1", "host/2"), 0).unwrap(),
            TEXT,
            ("web:1", "host/1"),
            0,
        )
        .unwrap();
        let text = remove_action(&text, 0).unwrap();
        assert_eq!(words(&text), ["StartTask web:1 on host/1"]);
        let text = remove_action(&text, 0).unwrap();
        assert!(words(&text).is_empty() && !Document::read(&text).has_errors());
    }

    #[test]
    fn other_actions_have_words_too() {
        let text = r#"{"simulation": {"timeline": [
            {"atSeconds": 5, "action": "ecs:RunTask", "input": {"taskDefinition": "web", "count": 3}},
            {"action": "ecs:StopTask", "input": {"task": "service:web/1"}},
            {"action": "ecs:UpdateService", "input": {}}, 7]}}"#;
        assert_eq!(words(text), ["RunTask web, 3 tasks", "StopTask service:web/1", "UpdateService", ""]);
        assert_eq!(Outline::read(text).actions[0].at_seconds, "5");
    }
}

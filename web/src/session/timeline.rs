//! The actions of the scenario's timeline: what they say, and the edits that add one and take one away.

use super::follow::{parse, subnets};
use super::outline::counted;
use super::revisions::{Registry, names};
use super::rows::written;
use ecs_core::aws::{NetworkMode, TaskDefinition};
use ecs_core::json::{self, EditError, Node};
use serde_json::json;

const TIMELINE: &str = "/simulation/timeline";

/// An action of the timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionRow {
    /// `atSeconds`, as it is written.
    pub at_seconds: String,
    /// What it does, for example `StartTask web:1 on host/1`.
    pub words: String,
}

/// The actions in the scenario's order.
pub(super) fn rows(root: &Node) -> Vec<ActionRow> {
    let row = |node: &Node| ActionRow { at_seconds: written(node, "atSeconds", "0"), words: words(node) };
    actions(root).iter().map(row).collect()
}

fn actions(root: &Node) -> &[Node] {
    root.at(TIMELINE).map_or(&[], Node::elements)
}

fn words(action: &Node) -> String {
    let name = written(action, "action", "");
    let name = name.strip_prefix("ecs:").unwrap_or(&name).to_owned();
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
        _ => name,
    }
}

/// `text` with one more action: a task of the definition is started on the instance at the beginning.
/// A definition whose tasks have network interfaces of their own brings the subnets of the instances.
pub(super) fn start_task(text: &str, definition: &str, instance: &str) -> Result<String, EditError> {
    let root = parse(text)?;
    let mut input = json!({"taskDefinition": definition, "containerInstances": [instance]});
    if has_own_interfaces(&root, definition) {
        input["networkConfiguration"] = json!({"awsvpcConfiguration": {"subnets": subnets(&root)}});
    }
    let action = json!({"atSeconds": 0, "action": "ecs:StartTask", "input": input});
    json::set(text, &format!("{TIMELINE}/{}", actions(&root).len()), &action)
}

/// `text` with one more action, and its number: one task of the definition is run at the beginning.
pub(super) fn run_task(text: &str, definition: &str) -> Result<(String, usize), EditError> {
    let number = actions(&parse(text)?).len();
    let input = json!({"taskDefinition": definition, "count": 1});
    let action = json!({"atSeconds": 0, "action": "ecs:RunTask", "input": input});
    Ok((json::set(text, &format!("{TIMELINE}/{number}"), &action)?, number))
}

fn has_own_interfaces(root: &Node, definition: &str) -> bool {
    let names = names(root);
    let node = Registry::of(&names).resolve(definition).and_then(|row| root.list("taskDefinitions").get(row));
    node.is_some_and(|node| TaskDefinition::read(node, 1).network_mode == NetworkMode::Awsvpc)
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
        let text = start_task(TEXT, "web:1", "host/2").unwrap();
        let text = start_task(&text, "api:1", "host/1").unwrap();
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
        let text = start_task(TEXT, "web:1", "host/3").unwrap();
        let mut run = Simulation::new(Document::read(&text).scenario.unwrap());
        run.advance_to(run.duration(), Budget::UNLIMITED);
        let problems = run.snapshot(10).problems;
        assert!(problems[0].text.contains("host/3"), "{problems:?}");
    }

    #[test]
    fn actions_go_one_by_one() {
        let text = start_task(&start_task(TEXT, "web:1", "host/2").unwrap(), "web:1", "host/1").unwrap();
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

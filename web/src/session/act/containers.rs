//! Which containers a task can have that an action names, before it runs: those of the definitions that its
//! service, or its family, has had by any call.

use crate::session::revisions::short;
use crate::session::timeline::actions;
use ecs_core::json::Node;

/// The names, each once, in the order of the definitions; those of all definitions where it cannot be told whose
/// task it is.
pub(super) fn containers(root: &Node, task: &str) -> Vec<String> {
    let families = families(root, task);
    let registered = inputs(root, "ecs:RegisterTaskDefinition");
    let definitions = root.list("taskDefinitions").iter().chain(registered);
    let wanted = definitions.filter(|definition| {
        let family = definition.str("family").unwrap_or_default();
        families.is_empty() || families.contains(&family)
    });
    let mut names: Vec<String> = Vec::new();
    for name in wanted.flat_map(|definition| definition.list("containerDefinitions")) {
        let name = name.str("name").unwrap_or_default();
        if !name.is_empty() && !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    names
}

/// The families that a task of that short form can be of; none where that says nothing.
fn families<'n>(root: &'n Node, task: &'n str) -> Vec<&'n str> {
    let group = task.rsplit_once('/').map_or(task, |(group, _)| group);
    if let Some(family) = group.strip_prefix("family:") {
        return vec![family];
    }
    let Some(service) = group.strip_prefix("service:") else { return Vec::new() };
    let created = root.list("services").iter().chain(inputs(root, "ecs:CreateService"));
    let created = created.filter(|entry| entry.str("serviceName") == Some(service));
    let updated = inputs(root, "ecs:UpdateService").filter(|input| input.str("service") == Some(service));
    let references = created.chain(updated).filter_map(|entry| entry.str("taskDefinition"));
    references.map(family).collect()
}

/// The family that a reference names.
fn family(reference: &str) -> &str {
    let name = short(reference);
    name.rsplit_once(':').map_or(name, |(family, _)| family)
}

fn inputs<'n>(root: &'n Node, action: &'static str) -> impl Iterator<Item = &'n Node> {
    let called = actions(root).iter().filter(move |node| node.str("action") == Some(action));
    called.filter_map(|node| node.get("input"))
}

#[cfg(test)]
mod tests {
    use super::containers;
    use crate::session::follow::parse;

    const TEXT: &str = r#"{"version": 1,
      "taskDefinitions": [
        {"family": "web", "containerDefinitions": [{"name": "app"}, {"name": "log"}]},
        {"family": "web", "containerDefinitions": [{"name": "app"}, {"name": "proxy"}]},
        {"family": "job", "containerDefinitions": [{"name": "work"}]}],
      "services": [{"serviceName": "shop", "taskDefinition": "web:1"}, {"serviceName": "jobs", "taskDefinition": "job"}],
      "simulation": {"timeline": [
        {"atSeconds": 9, "action": "ecs:RegisterTaskDefinition", "input": {"family": "job", "containerDefinitions": [{"name": "tidy"}]}},
        {"atSeconds": 9, "action": "ecs:UpdateService", "input": {"service": "jobs", "taskDefinition": "arn:aws:ecs:us-east-1:123456789012:task-definition/web:2"}}]}}"#;

    #[test]
    fn only_containers_that_the_task_can_have_are_offered() {
        let root = parse(TEXT).unwrap();
        assert_eq!(containers(&root, "service:shop/1"), ["app", "log", "proxy"]);
        assert_eq!(containers(&root, "service:jobs/3"), ["app", "log", "proxy", "work", "tidy"]);
        assert_eq!(containers(&root, "family:job/1"), ["work", "tidy"]);
        assert_eq!(containers(&root, "batch/1").len(), 5);
        assert!(containers(&root, "service:gone/1").len() == 5, "nothing says whose it is");
    }
}

//! What one task definition has that another has not, member by member.

use super::shape::{Shapes, Status};
use crate::json::{Node, Value};
use std::collections::{BTreeMap, BTreeSet};

/// The members that tell the elements of a list apart, most telling first: containers, variables and
/// volumes have a name, tags a key, and so on.
const KEYS: [&str; 8] = [
    "name",
    "key",
    "containerName",
    "containerPort",
    "containerPath",
    "sourceContainer",
    "hostname",
    "hostPath",
];

/// A member that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Where: `containerDefinitions[app].memory`. An element of a list is called by what tells it
    /// apart, or by its number from 1 where nothing does.
    pub member: String,
    /// Its JSON before; none where it was added.
    pub before: Option<String>,
    /// Its JSON after; none where it was removed.
    pub after: Option<String>,
}

/// What differs between two task definitions, in the order of `before`, with what was added behind.
/// What AWS only prints, such as `revision`, is left out, and so is the order of members and of
/// elements that have a name. A member that is `null` is one that is not there.
pub fn differences(before: &Node, after: &Node) -> Vec<Difference> {
    let shapes = Shapes::load();
    let printed = |key: &str| {
        let mut members = shapes.members("RegisterTaskDefinitionRequest").iter();
        members.any(|shape| {
            shape.name == key && matches!(shape.status, Status::OutputOnly | Status::OutputOfAwsOnly)
        })
    };
    let mut found = Vec::new();
    for (key, before, after) in members(before, after).into_iter().filter(|(key, ..)| !printed(key)) {
        compare(key, before, after, &mut found);
    }
    found
}

fn compare(member: &str, before: Option<&Node>, after: Option<&Node>, found: &mut Vec<Difference>) {
    match (before, after) {
        (Some(before), Some(after)) => both(member, before, after, found),
        (Some(node), None) => one(member, node, true, found),
        (None, Some(node)) => one(member, node, false, found),
        (None, None) => {}
    }
}

fn both(member: &str, before: &Node, after: &Node, found: &mut Vec<Difference>) {
    match (&before.value, &after.value) {
        (Value::Object(_), Value::Object(_)) => {
            for (key, before, after) in members(before, after) {
                compare(&format!("{member}.{key}"), before, after, found);
            }
        }
        (Value::Array(_), Value::Array(_)) => match key_of(&[before, after]) {
            Some(key) => by_key(member, key, (before, after), found),
            None if are_objects(before) && are_objects(after) => by_number(member, (before, after), found),
            None => changed(member, before, after, found),
        },
        _ => changed(member, before, after, found),
    }
}

fn changed(member: &str, before: &Node, after: &Node, found: &mut Vec<Difference>) {
    let (before, after) = (before.to_value(), after.to_value());
    if before != after {
        let (before, after) = (Some(before.to_string()), Some(after.to_string()));
        found.push(Difference { member: member.to_owned(), before, after });
    }
}

/// What is there on one side only: an object or a list of objects as the members that it has.
fn one(member: &str, node: &Node, removed: bool, found: &mut Vec<Difference>) {
    let length = found.len();
    match &node.value {
        Value::Object(_) => each(member, node, None, removed, found),
        Value::Array(elements) if are_objects(node) => {
            let key = key_of(&[node]);
            for (number, element) in elements.iter().enumerate() {
                let name = key.and_then(|key| Some(format!("{member}[{}]", element.str(key)?)));
                let place = name.unwrap_or_else(|| format!("{member}[{}]", number + 1));
                each(&place, element, key, removed, found);
            }
        }
        _ => {}
    }
    if found.len() == length {
        found.push(lone(member, node, removed));
    }
}

/// The members of an object that is there on one side only, but for the one that its place says.
fn each(place: &str, node: &Node, key: Option<&str>, removed: bool, found: &mut Vec<Difference>) {
    let length = found.len();
    for (name, value, _) in members(node, node).into_iter().filter(|(name, ..)| Some(*name) != key) {
        if let Some(value) = value {
            one(&format!("{place}.{name}"), value, removed, found);
        }
    }
    if found.len() == length {
        found.push(lone(place, node, removed));
    }
}

fn lone(member: &str, node: &Node, removed: bool) -> Difference {
    let value = Some(node.to_value().to_string());
    let (before, after) = if removed { (value, None) } else { (None, value) };
    Difference { member: member.to_owned(), before, after }
}

fn by_key(member: &str, key: &str, (before, after): (&Node, &Node), found: &mut Vec<Difference>) {
    let name = |element: &Node| element.str(key).unwrap_or_default().to_owned();
    let mut there = BTreeMap::new();
    for element in after.elements() {
        there.insert(name(element), element);
    }
    let mut known = BTreeSet::new();
    for element in before.elements() {
        let name = name(element);
        let place = format!("{member}[{name}]");
        match there.get(&name) {
            Some(after) => both(&place, element, after, found),
            None => each(&place, element, Some(key), true, found),
        }
        known.insert(name);
    }
    for element in after.elements() {
        let name = name(element);
        if !known.contains(&name) {
            each(&format!("{member}[{name}]"), element, Some(key), false, found);
        }
    }
}

fn by_number(member: &str, (before, after): (&Node, &Node), found: &mut Vec<Difference>) {
    let count = before.elements().len().max(after.elements().len());
    for number in 0..count {
        let place = format!("{member}[{}]", number + 1);
        compare(&place, before.elements().get(number), after.elements().get(number), found);
    }
}

/// The member by which the elements of all the lists can be told apart.
fn key_of(lists: &[&Node]) -> Option<&'static str> {
    let tells_apart = |key: &str| {
        lists.iter().all(|list| {
            let mut known = BTreeSet::new();
            list.elements().iter().all(|element| element.str(key).is_some_and(|name| known.insert(name)))
        })
    };
    let any = lists.iter().any(|list| !list.elements().is_empty());
    KEYS.into_iter().find(|key| any && tells_apart(key))
}

fn are_objects(list: &Node) -> bool {
    list.elements().iter().all(|element| matches!(element.value, Value::Object(_)))
}

/// The members of both objects: those of the first in its order, then those that only the second has.
fn members<'a>(before: &'a Node, after: &'a Node) -> Vec<(&'a str, Option<&'a Node>, Option<&'a Node>)> {
    let mut known = BTreeSet::new();
    let both = before.members().iter().chain(after.members()).map(|member| member.key.as_str());
    let keys: Vec<&str> = both.filter(|key| known.insert(*key)).collect();
    keys.into_iter().map(|key| (key, before.get(key), after.get(key))).collect()
}

#[cfg(test)]
mod tests {
    use super::differences;
    use crate::finding::Findings;
    use crate::json::{Node, parse};

    fn node(text: &str) -> Node {
        parse(text, &mut Findings::new()).unwrap()
    }

    /// One line a difference: `member: before -> after`.
    fn lines(before: &str, after: &str) -> Vec<String> {
        let words = |value: Option<String>| value.unwrap_or_else(|| "none".to_owned());
        differences(&node(before), &node(after))
            .into_iter()
            .map(|found| format!("{}: {} -> {}", found.member, words(found.before), words(found.after)))
            .collect()
    }

    const WEB: &str = r#"{"family": "web", "cpu": "256", "containerDefinitions": [
        {"name": "app", "image": "app:1", "memory": 512, "command": ["serve"],
         "portMappings": [{"containerPort": 80}], "environment": [{"name": "LEVEL", "value": "info"}]},
        {"name": "log", "image": "log:1", "memory": 64}
    ]}"#;

    #[test]
    fn a_definition_does_not_differ_from_itself() {
        assert_eq!(lines(WEB, WEB), [""; 0]);
        let printed = WEB.replacen('{', r#"{"revision": 3, "status": "ACTIVE", "memory": null, "#, 1);
        assert_eq!(lines(WEB, &printed), [""; 0]);
    }

    #[test]
    fn members_of_containers_are_found_by_name() {
        let after = r#"{"cpu": "512", "family": "web", "containerDefinitions": [
            {"name": "log", "image": "log:2", "memory": 64},
            {"name": "app", "image": "app:1", "memory": 512, "command": ["serve", "--fast"], "essential": true,
             "portMappings": [{"containerPort": 80, "hostPort": 8080}],
             "environment": [{"name": "TOKEN", "value": "x"}, {"name": "LEVEL", "value": "debug"}]}
        ]}"#;
        assert_eq!(
            lines(WEB, after),
            [
                r#"cpu: "256" -> "512""#,
                r#"containerDefinitions[app].command: ["serve"] -> ["serve","--fast"]"#,
                "containerDefinitions[app].portMappings[80].hostPort: none -> 8080",
                r#"containerDefinitions[app].environment[LEVEL].value: "info" -> "debug""#,
                r#"containerDefinitions[app].environment[TOKEN].value: none -> "x""#,
                "containerDefinitions[app].essential: none -> true",
                r#"containerDefinitions[log].image: "log:1" -> "log:2""#,
            ]
        );
    }

    #[test]
    fn what_comes_or_goes_is_told_by_its_members() {
        let without = r#"{"family": "web", "cpu": "256", "containerDefinitions": [
            {"name": "app", "image": "app:1", "memory": 512, "command": ["serve"]}
        ]}"#;
        assert_eq!(
            lines(WEB, without),
            [
                r#"containerDefinitions[app].portMappings[80]: {"containerPort":80} -> none"#,
                r#"containerDefinitions[app].environment[LEVEL].value: "info" -> none"#,
                r#"containerDefinitions[log].image: "log:1" -> none"#,
                "containerDefinitions[log].memory: 64 -> none",
            ]
        );
        assert_eq!(
            lines("{}", r#"{"volumes": [], "runtimePlatform": {"cpuArchitecture": "ARM64"}}"#),
            ["volumes: none -> []", r#"runtimePlatform.cpuArchitecture: none -> "ARM64""#]
        );
    }

    #[test]
    fn lists_without_names_are_compared_by_number() {
        let twice = r#"{"volumes": [{"name": "a"}, {"name": "a", "host": {"sourcePath": "/a"}}]}"#;
        let other = r#"{"volumes": [{"name": "a"}, {"name": "a", "host": {"sourcePath": "/b"}}, {}]}"#;
        assert_eq!(
            lines(twice, other),
            [r#"volumes[2].host.sourcePath: "/a" -> "/b""#, "volumes[3]: none -> {}"]
        );
        assert_eq!(lines(r#"{"volumes": "x"}"#, r#"{"volumes": 1}"#), [r#"volumes: "x" -> 1"#]);
        assert_eq!(lines("[]", "7"), [""; 0]);
    }
}

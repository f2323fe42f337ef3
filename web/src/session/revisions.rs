//! What revisions are called, which one a reference names, and which one comes next.

use ecs_core::json::{Node, Value};
use std::collections::BTreeMap;
use std::fmt;

/// A revision of a task definition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Name {
    /// The family.
    pub family: String,
    /// The revision within it, from 1.
    pub revision: u32,
}

impl fmt::Display for Name {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}", self.family, self.revision)
    }
}

/// What the definitions of a scenario are called, as the core counts: revisions rise by one within a
/// family, one that is written down is kept.
pub(super) fn names(root: &Node) -> Vec<Name> {
    let mut last: BTreeMap<&str, u32> = BTreeMap::new();
    let name = |node| {
        let family = family_of(node);
        let counted = last.get(family).map_or(1, |last| last.saturating_add(1));
        let revision = written(node).unwrap_or(counted);
        last.insert(family, revision);
        Name { family: family.to_owned(), revision }
    };
    root.list("taskDefinitions").iter().map(name).collect()
}

/// What the definition is called once it is registered beside the others: a revision that is
/// written down counts only where it is newer than all of its family, since what is registered is.
pub(super) fn next(node: &Node, names: &[Name]) -> Name {
    next_of(family_of(node), written(node), names)
}

/// The same of a definition of `family` that says that it is the revision `written`.
pub(super) fn next_of(family: &str, written: Option<u32>, names: &[Name]) -> Name {
    let newest = of(family, names).map(|name| name.revision).max();
    let revision = written
        .filter(|revision| newest.is_none_or(|newest| *revision > newest))
        .unwrap_or_else(|| newest.map_or(1, |newest| newest.saturating_add(1)));
    Name { family: family.to_owned(), revision }
}

/// The revision that a family's next entry has if it does not say which.
pub(super) fn counted(family: &str, names: &[Name]) -> u32 {
    of(family, names).last().map_or(1, |last| last.revision.saturating_add(1))
}

/// `revision`, where an entry says which it is.
pub(super) fn written(node: &Node) -> Option<u32> {
    node.get("revision").and_then(Node::as_integer).and_then(|number| u32::try_from(number).ok())
}

/// `family`, also in CloudFormation's spelling.
pub(super) fn family_of(node: &Node) -> &str {
    node.str("family").or_else(|| node.str("Family")).unwrap_or_default()
}

/// The definition within a text: in a list the first, and what wrappers hold.
pub(super) fn definition_in(root: &Node) -> &Node {
    match &root.value {
        Value::Array(elements) => elements.first().unwrap_or(root),
        _ => root.get("taskDefinition").or_else(|| root.get("Properties")).unwrap_or(root),
    }
}

/// Which definition a reference names, for as many references as there are.
pub(super) struct Registry<'n> {
    exact: BTreeMap<(&'n str, u32), usize>,
    newest: BTreeMap<&'n str, usize>,
}

impl<'n> Registry<'n> {
    pub(super) fn of(names: &'n [Name]) -> Registry<'n> {
        let mut registry = Registry { exact: BTreeMap::new(), newest: BTreeMap::new() };
        for (number, Name { family, revision }) in names.iter().enumerate() {
            registry.exact.entry((family, *revision)).or_insert(number);
            let newest = registry.newest.entry(family).or_insert(number);
            if names.get(*newest).is_none_or(|other| other.revision <= *revision) {
                *newest = number;
            }
        }
        registry
    }

    /// The definition that a reference names: one revision, or the newest of a family.
    pub(super) fn resolve(&self, reference: &str) -> Option<usize> {
        let wanted = short(reference);
        let exact = wanted.rsplit_once(':').and_then(|(family, revision)| {
            let revision: u32 = revision.parse().ok()?;
            self.exact.get(&(family, revision))
        });
        exact.or_else(|| self.newest.get(wanted)).copied()
    }
}

/// A reference without what an ARN puts in front.
pub(super) fn short(reference: &str) -> &str {
    reference.rsplit_once("task-definition/").map_or(reference, |(_, short)| short)
}

/// Whether a reference names a family alone, so that it moves with each revision.
pub(super) fn is_bare(reference: &str) -> bool {
    !short(reference).contains(':')
}

/// The reference to another revision, spelled as this one is: an ARN stays one, a family alone too.
pub(super) fn respelled(reference: &str, name: &Name) -> String {
    let prefix = reference.strip_suffix(short(reference)).unwrap_or_default();
    if is_bare(reference) { format!("{prefix}{}", name.family) } else { format!("{prefix}{name}") }
}

/// The services that go along when a draft of `base` is deployed as a revision of `family`: those
/// that run `base`, else those that run another revision of the family. `runs` has what each service
/// runs.
pub(super) fn followers(runs: &[Option<usize>], names: &[Name], base: usize, family: &str) -> Vec<usize> {
    let numbered = || runs.iter().enumerate().filter_map(|(number, runs)| Some((number, (*runs)?)));
    let of_base: Vec<usize> =
        numbered().filter(|(_, runs)| *runs == base).map(|(number, _)| number).collect();
    if !of_base.is_empty() {
        return of_base;
    }
    let of_family = |runs: usize| names.get(runs).is_some_and(|name| name.family == family);
    numbered().filter(|(_, runs)| of_family(*runs)).map(|(number, _)| number).collect()
}

fn of<'a>(family: &str, names: &'a [Name]) -> impl Iterator<Item = &'a Name> {
    names.iter().filter(move |name| name.family == family)
}

#[cfg(test)]
mod tests {
    use super::{Name, Registry, followers, names, next, respelled};
    use ecs_core::finding::Findings;
    use ecs_core::json::{Node, parse};

    fn node(text: &str) -> Node {
        parse(text, &mut Findings::new()).unwrap()
    }

    fn listed(text: &str) -> Vec<Name> {
        names(&node(&format!(r#"{{"taskDefinitions": {text}}}"#)))
    }

    #[test]
    fn the_next_revision_is_newer_than_all() {
        let names = listed(
            r#"[{"family": "web", "revision": 5}, {"family": "web", "revision": 3}, {"family": "db"}]"#,
        );
        let called = |text: &str| next(&node(text), &names).to_string();
        assert_eq!(called(r#"{"family": "web"}"#), "web:6");
        assert_eq!(called(r#"{"family": "web", "revision": 5}"#), "web:6");
        assert_eq!(called(r#"{"family": "web", "revision": 4}"#), "web:6");
        assert_eq!(called(r#"{"family": "web", "revision": 9}"#), "web:9");
        assert_eq!(called(r#"{"family": "api", "revision": 7}"#), "api:7");
        assert_eq!(called(r#"{"Family": "api"}"#), "api:1");
    }

    #[test]
    fn references_name_a_revision_or_the_newest() {
        let names = listed(r#"[{"family": "web", "revision": 5}, {"family": "web", "revision": 3}]"#);
        let arn = "arn:aws:ecs:us-east-1:123456789012:task-definition/web";
        let registry = Registry::of(&names);
        let resolve = |reference| registry.resolve(reference);
        assert_eq!((resolve("web"), resolve("web:3"), resolve(arn)), (Some(0), Some(1), Some(0)));
        assert_eq!((resolve("web:4"), resolve("api")), (None, None));
        let name = Name { family: "api".into(), revision: 2 };
        assert_eq!(respelled("web", &name), "api");
        assert_eq!(respelled("web:3", &name), "api:2");
        assert_eq!(respelled(&format!("{arn}:3"), &name), arn.replace("web", "api:2"));
    }

    #[test]
    fn services_of_the_base_follow_and_else_those_of_the_family() {
        let names = listed(r#"[{"family": "web"}, {"family": "web"}, {"family": "db"}]"#);
        let runs = [Some(1), None, Some(2), Some(1)];
        assert_eq!(followers(&runs, &names, 1, "api"), [0, 3]);
        assert_eq!(followers(&runs, &names, 0, "web"), [0, 3]);
        assert_eq!(followers(&runs, &names, 0, "api"), [0; 0]);
    }
}

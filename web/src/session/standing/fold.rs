//! What stands at a moment: the scenario as the calls of its timeline have left it by then.

use super::kinds::{
    CLUSTER, DEFINITIONS, DEREGISTER, Deed, INSTANCES, Kind, PUT, PUT_CLUSTER, REGISTER, REGISTER_INSTANCES,
    Takes, deed,
};
use crate::session::register::entry;
use crate::session::revisions::{Name, Registry, is_bare, names, next};
use crate::session::timeline::{TIMELINE, actions};
use ecs_core::finding::Findings;
use ecs_core::json::{self, EditError, Node};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// An entry of a list, as it stands.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// Where the scenario has it: its pointer in a list, or the input of the call that made it.
    pub(super) origin: String,
    /// Its text.
    text: String,
    /// What names it.
    key: Option<Vec<String>>,
}

/// What a run says of a service at the playhead, which may be another than calls asked for: it is scaled, or went
/// back.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Measured {
    pub(super) service: String,
    pub(super) desired_count: u32,
    /// `family:revision`.
    pub(super) task_definition: String,
}

/// The lists that calls have changed.
pub(super) struct Fold<'a> {
    text: &'a str,
    root: &'a Node,
    lists: BTreeMap<&'static str, Vec<Entry>>,
    /// What the last PutClusterCapacityProviders has left of each member that it takes.
    cluster: Vec<(&'static str, Value)>,
    /// What its definitions are called so far.
    names: Vec<Name>,
    /// Those that are INACTIVE.
    pub(super) inactive: Vec<Name>,
}

impl<'a> Fold<'a> {
    pub(super) fn new(text: &'a str, root: &'a Node) -> Fold<'a> {
        let (lists, cluster) = (BTreeMap::new(), Vec::new());
        Fold { text, root, lists, cluster, names: names(root), inactive: Vec::new() }
    }

    /// The actions of those numbers are carried out, in their order.
    pub(super) fn act(&mut self, numbers: &[usize]) -> Result<(), EditError> {
        for number in numbers {
            let Some(node) = actions(self.root).get(*number) else { continue };
            if let (Some(action), Some(input)) = (node.str("action"), node.get("input")) {
                self.call(action, input, format!("{TIMELINE}/{number}/input"))?;
            }
        }
        Ok(())
    }

    fn call(&mut self, action: &str, input: &Node, origin: String) -> Result<(), EditError> {
        if action == REGISTER {
            return self.register(input, origin);
        }
        if action == DEREGISTER {
            let number = input.str("taskDefinition").and_then(|text| Registry::of(&self.names).resolve(text));
            self.inactive.extend(number.and_then(|number| self.names.get(number)).cloned());
            return Ok(());
        }
        if action == REGISTER_INSTANCES {
            let text = self.slice(input).to_owned();
            self.list(INSTANCES, |_| None).push(Entry { origin, text, key: None });
            return Ok(());
        }
        if action == PUT_CLUSTER {
            let put =
                |member: &'static str| (member, input.get(member).map_or_else(|| json!([]), Node::to_value));
            self.cluster = PUT.map(put).into();
            return Ok(());
        }
        let Some((kind, deed)) = deed(action) else { return Ok(()) };
        for key in kind.keys_in(&deed, input) {
            self.change((kind, &deed), key, input, &origin)?;
        }
        Ok(())
    }

    /// What a call does with the entry of that name.
    fn change(
        &mut self,
        (kind, deed): (&'static Kind, &Deed),
        key: Vec<String>,
        input: &Node,
        origin: &str,
    ) -> Result<(), EditError> {
        let (own, origin) = (self.slice(input).to_owned(), origin.to_owned());
        let entries = self.list(kind.list, |node| kind.key_of(node));
        let found = entries.iter().position(|entry| entry.key.as_ref() == Some(&key));
        match (deed, found) {
            (Deed::Put, None) => entries.push(Entry { origin, text: own, key: Some(key) }),
            (Deed::Put, Some(place)) => {
                if let Some(entry) = entries.get_mut(place) {
                    let members: Vec<&str> =
                        input.members().iter().map(|member| member.key.as_str()).collect();
                    entry.merge(input, &members)?;
                    entry.origin = origin;
                }
            }
            (Deed::Merge, Some(place)) => {
                let takes = kind.update.as_ref().map_or(&[][..], |update| update.takes);
                let (whole, parts): (Vec<&Takes>, Vec<&Takes>) =
                    takes.iter().partition(|takes| takes.fixed.is_none());
                let whole: Vec<&str> = whole.iter().map(|takes| takes.member).collect();
                let parts =
                    parts.iter().filter_map(|takes| input.get(takes.member).map(|node| (takes.member, node)));
                let parts = parts.flat_map(|(member, node)| {
                    node.members().iter().map(move |part| format!("{member}/{}", part.key))
                });
                let parts: Vec<String> = parts.collect();
                let members = whole.into_iter().chain(parts.iter().map(String::as_str));
                if let Some(entry) = entries.get_mut(place) {
                    entry.merge(input, &members.collect::<Vec<_>>())?;
                }
            }
            (Deed::End, Some(place)) => {
                entries.remove(place);
            }
            (Deed::Merge | Deed::End, None) => {}
        }
        Ok(())
    }

    /// The next revision of its family; services that name the family alone go on running what they run.
    fn register(&mut self, input: &Node, origin: String) -> Result<(), EditError> {
        let own = self.slice(input).to_owned();
        let counted = json::remove(&own, "/revision").unwrap_or(own);
        let node = json::parse(&counted, &mut Findings::new()).ok_or(EditError::NotJson)?;
        let name = next(&node, &self.names);
        let text = entry(&counted, &node, &name, &self.names)?;
        self.pin(&name.family)?;
        self.list(DEFINITIONS, |_| None).push(Entry { origin, text, key: None });
        self.names.push(name);
        Ok(())
    }

    fn pin(&mut self, family: &str) -> Result<(), EditError> {
        let names = self.names.clone();
        let registry = Registry::of(&names);
        for entry in self.services() {
            let Some(node) = json::parse(&entry.text, &mut Findings::new()) else { continue };
            let Some(written) = node.str("taskDefinition").filter(|written| is_bare(written)) else {
                continue;
            };
            let runs = registry.resolve(written).and_then(|number| names.get(number));
            if let Some(runs) = runs.filter(|runs| runs.family == family) {
                let pinned = json!(format!("{written}:{}", runs.revision));
                entry.text = json::set(&entry.text, "/taskDefinition", &pinned)?;
            }
        }
        Ok(())
    }

    /// What the run says of services takes the place of what calls asked for.
    pub(super) fn measure(&mut self, measured: &[Measured]) -> Result<(), EditError> {
        let names = self.names.clone();
        let registry = Registry::of(&names);
        for entry in self.services() {
            let Some(node) = json::parse(&entry.text, &mut Findings::new()) else { continue };
            let name = node.str("serviceName").unwrap_or_default();
            let Some(measured) = measured.iter().find(|measured| measured.service == name) else { continue };
            let count = node.get("desiredCount");
            let is_daemon = node.str("schedulingStrategy") == Some("DAEMON");
            let desired = i64::from(measured.desired_count);
            if !is_daemon && count.is_some_and(|count| count.as_integer() != Some(desired)) {
                entry.text = json::set(&entry.text, "/desiredCount", &json!(desired))?;
            }
            let runs = node.str("taskDefinition").and_then(|written| registry.resolve(written));
            let runs = runs.and_then(|number| names.get(number)).map(Name::to_string);
            if runs.is_some_and(|runs| runs != measured.task_definition) {
                entry.text = json::set(&entry.text, "/taskDefinition", &json!(measured.task_definition))?;
            }
        }
        Ok(())
    }

    fn services(&mut self) -> &mut Vec<Entry> {
        self.list("services", |node| Some(vec![node.str("serviceName")?.to_owned()]))
    }

    fn slice(&self, node: &Node) -> &'a str {
        self.text.get(node.range.start..node.range.end).unwrap_or_default()
    }

    /// The entries of a list, as the scenario has them where no call was about it yet.
    fn list(&mut self, list: &'static str, key: impl Fn(&Node) -> Option<Vec<String>>) -> &mut Vec<Entry> {
        let (text, root) = (self.text, self.root);
        self.lists.entry(list).or_insert_with(|| {
            let entry = |(number, node): (usize, &Node)| Entry {
                origin: format!("/{list}/{number}"),
                text: text.get(node.range.start..node.range.end).unwrap_or_default().to_owned(),
                key: key(node),
            };
            root.list(list).iter().enumerate().map(entry).collect()
        })
    }

    /// The scenario's text with the lists as they stand, and where each of their entries comes from.
    pub(super) fn written(&self) -> Result<(String, BTreeMap<&'static str, Vec<String>>), EditError> {
        let mut text = self.text.to_owned();
        for (member, value) in &self.cluster {
            text = json::set(&text, &format!("/{CLUSTER}/{member}"), value)?;
        }
        let mut origins = BTreeMap::new();
        for (list, entries) in &self.lists {
            let pointer = format!("/{list}");
            if self.root.get(list).is_none() {
                text = json::set(&text, &pointer, &json!([]))?;
            }
            let texts: Vec<&str> = entries.iter().map(|entry| entry.text.as_str()).collect();
            text = json::replace_text(&text, &pointer, &format!("[{}]", texts.join(",\n")))?;
            origins.insert(*list, entries.iter().map(|entry| entry.origin.clone()).collect());
        }
        Ok((text, origins))
    }
}

impl Entry {
    fn merge(&mut self, input: &Node, members: &[&str]) -> Result<(), EditError> {
        for member in members {
            if let Some(value) = input.at(&format!("/{member}")) {
                self.text = json::set(&self.text, &format!("/{member}"), &value.to_value())?;
            }
        }
        Ok(())
    }
}

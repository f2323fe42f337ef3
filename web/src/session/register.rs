//! A draft becomes a revision: one more entry of the scenario, and services that run it.
//!
//! One pass over the text, however many services there are: each is edited in its own few lines.

use super::follow::{follow, parse, services, subnets};
use super::revisions::{Name, Registry, counted, followers, is_bare, names, next, respelled, written};
use ecs_core::aws::TaskDefinition;
use ecs_core::json::{self, EditError, Node};
use ecs_core::validate::subject_of;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// A scenario with more revisions.
#[derive(Debug)]
pub(super) struct Registered {
    /// Its text.
    pub(super) text: String,
    /// The number of the first revision in the list.
    pub(super) number: usize,
    /// What they are called.
    pub(super) names: Vec<Name>,
}

/// `text`, a scenario, with each of `raws` as one more revision, letter for letter. Every service goes
/// on running what it runs: a service resolves the name of a family when it is created, so one that
/// names it alone now says which revision that was.
pub(super) fn register(text: &str, raws: &[&str]) -> Result<Registered, EditError> {
    let before = Before::read(text, false)?;
    let entries = entries(raws, &before.names)?;
    before.registered(text, &entries, &BTreeMap::new())
}

/// The same, and the services of `base`, the definition that the draft was made from, run the new
/// revision (see [`followers`]); of several, the one of the base's family, else the first, and the
/// services of another family run the newest of that. They spell its name as they did, bear the
/// family's name if they did, run on Fargate if that is all it can do, and have the network
/// configuration that its network mode takes. Where a family has no such service, one is added. Moved
/// `by_call`, services keep their names, and name the revision itself.
pub(super) fn deploy(text: &str, base: usize, raws: &[&str], by_call: bool) -> Result<Registered, EditError> {
    let before = Before::read(text, by_call)?;
    let entries = entries(raws, &before.names)?;
    let deployed = newest_of_each(&entries, before.names.get(base));
    let moved = before.moved(base, &entries, &deployed);
    let mut registered = before.registered(text, &entries, &moved)?;
    let is_moved: BTreeSet<usize> = moved.values().copied().collect();
    let without: Vec<&Entry> = deployed
        .iter()
        .filter(|number| !is_moved.contains(number))
        .filter_map(|number| entries.get(*number))
        .collect();
    registered.text = before.with_services(&registered.text, &without)?;
    Ok(registered)
}

/// A definition that is registered.
struct Entry {
    name: Name,
    /// Its text in the scenario.
    text: String,
    definition: TaskDefinition,
}

/// The definitions, each named after those before it.
fn entries(raws: &[&str], registered: &[Name]) -> Result<Vec<Entry>, EditError> {
    let mut names = registered.to_vec();
    let mut entries = Vec::new();
    for raw in raws {
        let (_, node) = &subject_of(raw).ok_or(EditError::NotJson)?;
        let name = next(node, &names);
        let text = entry(raw, node, &name, &names)?;
        names.push(name.clone());
        entries.push(Entry { name, text, definition: TaskDefinition::read(node, 1) });
    }
    Ok(entries)
}

/// The numbers of the newest entry of each family: the one of the base's family first.
fn newest_of_each(entries: &[Entry], base: Option<&Name>) -> Vec<usize> {
    let mut newest: Vec<usize> = Vec::new();
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for (number, Entry { name, .. }) in entries.iter().enumerate() {
        let place = *places.entry(&name.family).or_insert(newest.len());
        match newest.get_mut(place) {
            Some(older) => *older = number,
            None => newest.push(number),
        }
    }
    if let Some(place) = base.and_then(|base| places.get(base.family.as_str())) {
        let number = newest.remove(*place);
        newest.insert(0, number);
    }
    newest
}

/// A scenario before the revision is registered.
struct Before {
    root: Node,
    /// What its definitions are called.
    names: Vec<Name>,
    /// What each service runs.
    runs: Vec<Option<usize>>,
    /// The place of the first service of each name.
    places: BTreeMap<String, usize>,
    /// The subnets of its zones.
    subnets: Value,
    /// Whether services are moved by calls, which name a revision and leave a service's name as it is.
    by_call: bool,
}

impl Before {
    fn read(text: &str, by_call: bool) -> Result<Before, EditError> {
        let root = parse(text)?;
        let names = names(&root);
        let registry = Registry::of(&names);
        let runs =
            services(&root).map(|(_, service)| registry.resolve(service.str("taskDefinition")?)).collect();
        let mut places = BTreeMap::new();
        for (place, service) in services(&root) {
            if let Some(name) = service.str("serviceName") {
                places.entry(name.to_owned()).or_insert(place);
            }
        }
        let subnets = subnets(&root);
        Ok(Before { root, names, runs, places, subnets, by_call })
    }

    /// What the service at a place runs.
    fn runs(&self, place: usize) -> Option<&Name> {
        self.names.get(self.runs.get(place).copied()??)
    }

    /// For each service that is moved the number of its new definition in `entries`. The first of
    /// `deployed` takes the place of the definition `base`.
    fn moved(&self, base: usize, entries: &[Entry], deployed: &[usize]) -> BTreeMap<usize, usize> {
        let mut moved = BTreeMap::new();
        let of = |number: &usize| entries.get(*number).map(|entry| (entry.name.family.as_str(), *number));
        if let Some((family, number)) = deployed.first().and_then(of) {
            moved.extend(
                followers(&self.runs, &self.names, base, family).into_iter().map(|place| (place, number)),
            );
        }
        let others: BTreeMap<&str, usize> = deployed.iter().skip(1).filter_map(of).collect();
        for place in 0..self.runs.len() {
            if let Some(number) = self.runs(place).and_then(|name| others.get(name.family.as_str())) {
                moved.entry(place).or_insert(*number);
            }
        }
        moved
    }

    /// The text with the entries behind its definitions, and the services in `moved` running theirs.
    fn registered(
        &self,
        text: &str,
        entries: &[Entry],
        moved: &BTreeMap<usize, usize>,
    ) -> Result<Registered, EditError> {
        let number = self.names.len();
        let pointer = format!("/taskDefinitions/{number}");
        let edited = json::set(&self.with_moved(text, entries, moved)?, &pointer, &json!({}))?;
        let texts: Vec<&str> = entries.iter().map(|entry| entry.text.as_str()).collect();
        let text = json::replace_text(&edited, &pointer, &texts.join(",\n"))?;
        Ok(Registered { text, number, names: entries.iter().map(|entry| entry.name.clone()).collect() })
    }

    /// The text with all services edited, each in its own part of it.
    fn with_moved(
        &self,
        text: &str,
        entries: &[Entry],
        moved: &BTreeMap<usize, usize>,
    ) -> Result<String, EditError> {
        let families: BTreeSet<&str> = entries.iter().map(|entry| entry.name.family.as_str()).collect();
        let mut edited = String::with_capacity(text.len());
        let mut copied = 0;
        for (place, service) in services(&self.root) {
            let range = service.range.start..service.range.end;
            let Some(own) = text.get(range.clone()) else { continue };
            let own = match moved.get(&place).and_then(|number| entries.get(*number)) {
                Some(entry) => self.moved_to(own, service, place, entry)?,
                None => self.pinned(own, service, place, &families)?,
            };
            edited.push_str(text.get(copied..range.start).unwrap_or_default());
            edited.push_str(&own);
            copied = range.end;
        }
        edited.push_str(text.get(copied..).unwrap_or_default());
        Ok(edited)
    }

    /// The text of a service that stays: it names the revision that it runs if the family has a new one.
    fn pinned(
        &self,
        own: &str,
        service: &Node,
        place: usize,
        families: &BTreeSet<&str>,
    ) -> Result<String, EditError> {
        let reference = service.str("taskDefinition").filter(|written| is_bare(written));
        let runs = self.runs(place).filter(|runs| families.contains(runs.family.as_str()));
        match reference.zip(runs) {
            Some((written, runs)) => {
                json::set(own, "/taskDefinition", &json!(format!("{written}:{}", runs.revision)))
            }
            None => Ok(own.to_owned()),
        }
    }

    /// The text of a service that runs the entry.
    fn moved_to(&self, own: &str, service: &Node, place: usize, entry: &Entry) -> Result<String, EditError> {
        let name = &entry.name;
        let written = service.str("taskDefinition").unwrap_or_default();
        let mut reference = respelled(written, name);
        if self.by_call && is_bare(&reference) {
            reference = format!("{reference}:{}", name.revision);
        }
        let mut edited = json::set(own, "/taskDefinition", &json!(reference))?;
        if self.is_renamed(place, &name.family) {
            edited = json::set(&edited, "/serviceName", &json!(name.family))?;
        }
        follow(edited, service, &self.subnets, &entry.definition)
    }

    /// Whether a service bears its family's name, so that it is to bear the new one: unless another
    /// has that.
    fn is_renamed(&self, place: usize, family: &str) -> bool {
        let old = self.runs(place).map_or(family, |name| name.family.as_str());
        !self.by_call
            && old != family
            && self.places.get(old) == Some(&place)
            && !self.places.contains_key(family)
    }

    /// The text with a service for each of the entries.
    fn with_services(&self, text: &str, entries: &[&Entry]) -> Result<String, EditError> {
        if entries.is_empty() {
            return Ok(text.to_owned());
        }
        let mut taken: BTreeSet<String> = self.places.keys().cloned().collect();
        let mut added = Vec::new();
        for Entry { name, definition, .. } in entries {
            let service = free_name(&taken, &name.family);
            let value = json!({"serviceName": service, "taskDefinition": name.family, "desiredCount": 1});
            let followed = follow(value.to_string(), &parse(&value.to_string())?, &self.subnets, definition)?;
            added.push(serde_json::from_str(&followed).unwrap_or(value));
            taken.insert(service);
        }
        json::append(text, "/services", &added)
    }
}

/// The entry's text: it says its revision only where the core would count otherwise.
pub(super) fn entry(raw: &str, node: &Node, name: &Name, names: &[Name]) -> Result<String, EditError> {
    let counted = counted(&name.family, names);
    if written(node).unwrap_or(counted) == name.revision {
        return Ok(raw.to_owned());
    }
    if counted == name.revision {
        return json::remove(raw, "/revision");
    }
    json::set(raw, "/revision", &json!(name.revision))
}

/// The family's name, or with the first number from 2 on that makes it one of its own.
fn free_name(taken: &BTreeSet<String>, family: &str) -> String {
    let numbered = (2..).map(|number| format!("{family}-{number}"));
    std::iter::once(family.to_owned()).chain(numbered).find(|name| !taken.contains(name)).unwrap_or_default()
}

#[cfg(test)]
mod tests;

//! What the colours of instances mean, and what each of them has.

use super::layout::colour;
use crate::session::ColourBy;
use ecs_core::report::{InstanceView, Snapshot, TaskView};
use std::collections::{BTreeMap, BTreeSet};

/// Values that have a colour of their own. The others share one.
const VALUES: usize = 6;

/// Values that a legend names. There can be as many services as ECS allows.
pub(super) const NAMED: usize = 12;

/// The class of what is in none of the colours.
pub(super) const OTHER: &str = "cx";

/// A colour and what it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Meaning {
    /// The style class; none where the value is that there is no value.
    pub(super) class: Option<&'static str>,
    /// The value.
    pub(super) words: String,
    /// How many have it: instances, or the tasks of a revision.
    pub(super) count: u64,
}

/// The colours of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Colours {
    /// What they are of, for example `instance type`.
    pub(super) subject: String,
    /// What they mean.
    pub(super) meanings: Vec<Meaning>,
    /// Whether tasks have colours of their own, and are what is counted.
    pub(super) of_tasks: bool,
    /// For each instance the number of its meaning, and its value.
    of: Vec<(usize, String)>,
}

impl Colours {
    /// The style class of a task: of its revision where the colours are theirs, otherwise of its service.
    pub(super) fn task(&self, task: &TaskView) -> &'static str {
        if !self.of_tasks {
            return colour(task.service);
        }
        let meaning = self.meanings.iter().find(|meaning| meaning.words == task.task_definition);
        meaning.and_then(|meaning| meaning.class).unwrap_or(OTHER)
    }

    /// The style classes of revisions, where the colours are theirs.
    pub(super) fn revisions(&self) -> Option<BTreeMap<String, &'static str>> {
        let named = self.meanings.iter().filter_map(|meaning| Some((meaning.words.clone(), meaning.class?)));
        self.of_tasks.then(|| named.collect())
    }

    /// The style class of an instance.
    pub(super) fn class(&self, instance: usize) -> Option<&'static str> {
        let (meaning, _) = self.of.get(instance)?;
        self.meanings.get(*meaning)?.class
    }

    /// The value of an instance in words.
    pub(super) fn words(&self, instance: usize) -> &str {
        self.of.get(instance).map_or("", |(_, words)| words.as_str())
    }
}

/// What can be coloured by in this run, each with its name.
pub(super) fn choices(snapshot: &Snapshot) -> Vec<(ColourBy, String)> {
    let sets = snapshot.attribute_sets.iter().flat_map(BTreeMap::keys).map(String::as_str);
    let custom: BTreeSet<&str> = sets.filter(|name| !name.starts_with("ecs.")).collect();
    let built_in = [
        (ColourBy::Service, "service"),
        (ColourBy::Revision, "revision"),
        (ColourBy::InstanceType, "instance type"),
        (ColourBy::Zone, "zone"),
        (ColourBy::Status, "status"),
        (ColourBy::OperatingSystem, "operating system"),
    ];
    let built_in = built_in.map(|(by, name)| (by, name.to_owned())).into_iter();
    built_in
        .chain(custom.into_iter().map(|name| (ColourBy::Attribute(name.into()), name.to_owned())))
        .collect()
}

/// The colours of a run; those of its services where no instance has the attribute.
pub(super) fn colours(snapshot: &Snapshot, by: &ColourBy) -> Colours {
    let choices = choices(snapshot);
    let (by, subject) = choices.iter().find(|(choice, _)| choice == by).unwrap_or(&choices[0]);
    let values: Vec<Option<String>> =
        (0..snapshot.instances.len()).map(|number| value(snapshot, number, by)).collect();
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for value in values.iter().flatten() {
        *counts.entry(value).or_default() += 1;
    }
    let mut meanings = match by {
        ColourBy::Service => services(snapshot, &counts),
        ColourBy::Revision => revisions(snapshot),
        _ => most_frequent(&counts),
    };
    let places: BTreeMap<String, usize> =
        meanings.iter().enumerate().map(|(place, meaning)| (meaning.words.clone(), place)).collect();
    let (other, none) = (meanings.len(), meanings.len() + 1);
    let place = |value: &Option<String>| match value {
        Some(value) => places.get(value).copied().unwrap_or(other),
        None => none,
    };
    let of: Vec<usize> = values.iter().map(place).collect();
    let of_tasks = *by == ColourBy::Revision;
    let of_instances = |wanted: usize| of.iter().filter(|place| **place == wanted).count() as u64;
    let count = |wanted: usize| if of_tasks { 0 } else { of_instances(wanted) };
    let without = if of_tasks || *by == ColourBy::Service { "no task" } else { "no value" };
    meanings.push(Meaning { class: Some(OTHER), words: "other".to_owned(), count: count(other) });
    meanings.push(Meaning { class: None, words: without.to_owned(), count: count(none) });
    let words = values.into_iter().map(|value| value.unwrap_or_else(|| without.to_owned()));
    Colours { subject: subject.clone(), of_tasks, of: of.into_iter().zip(words).collect(), meanings }
}

/// Services keep the colours that they have everywhere.
fn services(snapshot: &Snapshot, counts: &BTreeMap<&str, u64>) -> Vec<Meaning> {
    let named =
        snapshot.services.iter().enumerate().map(|(number, service)| (Some(number), service.name.as_str()));
    named
        .filter_map(|(number, name)| {
            let count = *counts.get(name)?;
            Some(Meaning { class: Some(colour(number)), words: name.to_owned(), count })
        })
        .collect()
}

/// The revisions that have tasks. Each keeps its colour while others come and go, as far as there are enough:
/// the next revision has the next one.
fn revisions(snapshot: &Snapshot) -> Vec<Meaning> {
    let mut counts: BTreeMap<(&str, u64), u64> = BTreeMap::new();
    for task in &snapshot.tasks {
        let (family, number) = task.task_definition.rsplit_once(':').unwrap_or((&task.task_definition, "1"));
        *counts.entry((family, number.parse().unwrap_or(1))).or_default() += 1;
    }
    let families: BTreeSet<&str> = counts.keys().map(|(family, _)| *family).collect();
    let mut taken = [false; VALUES];
    let mut class = |family: &str, number: u64| {
        let place = families.iter().position(|one| *one == family).unwrap_or_default();
        let first = place + usize::try_from(number % VALUES as u64).unwrap_or_default() + VALUES - 1;
        let free =
            (0..VALUES).map(|more| (first + more) % VALUES).find(|place| taken.get(*place) == Some(&false));
        if let Some(slot) = free.and_then(|place| taken.get_mut(place)) {
            *slot = true;
        }
        free.map_or(OTHER, |place| colour(Some(place)))
    };
    let meaning = |((family, number), count): ((&str, u64), u64)| Meaning {
        class: Some(class(family, number)),
        words: format!("{family}:{number}"),
        count,
    };
    counts.into_iter().map(meaning).collect()
}

fn most_frequent(counts: &BTreeMap<&str, u64>) -> Vec<Meaning> {
    let mut values: Vec<(&str, u64)> = counts.iter().map(|(value, count)| (*value, *count)).collect();
    values.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    values.truncate(VALUES);
    values.sort_unstable();
    let meaning = |(number, (value, count)): (usize, (&str, u64))| Meaning {
        class: Some(colour(Some(number))),
        words: value.to_owned(),
        count,
    };
    values.into_iter().enumerate().map(meaning).collect()
}

fn value(snapshot: &Snapshot, number: usize, by: &ColourBy) -> Option<String> {
    let instance = snapshot.instances.get(number)?;
    let attribute = |name: &str| snapshot.attribute_sets.get(instance.attributes)?.get(name).cloned();
    match by {
        ColourBy::Service => most_tasks(snapshot, number, |task| &task.name),
        ColourBy::Revision => most_tasks(snapshot, number, |task| &task.task_definition),
        ColourBy::InstanceType => Some(instance.instance_type.to_string()),
        ColourBy::Zone => Some(instance.zone.clone()),
        ColourBy::Status => Some(status(instance).to_owned()),
        ColourBy::OperatingSystem => attribute("ecs.os-family"),
        ColourBy::Attribute(name) => {
            attribute(name).map(|value| if value.is_empty() { "without a value".to_owned() } else { value })
        }
    }
}

/// The name of what has most tasks on an instance; the earlier one of two with as many.
fn most_tasks(snapshot: &Snapshot, instance: usize, of: fn(&TaskView) -> &str) -> Option<String> {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for task in snapshot.tasks_on(instance).iter().filter_map(|number| snapshot.tasks.get(*number)) {
        match counts.iter_mut().find(|(name, _)| *name == of(task)) {
            Some((_, count)) => *count += 1,
            None => counts.push((of(task), 1)),
        }
    }
    counts.iter().rev().max_by_key(|(_, count)| *count).map(|(name, _)| (*name).to_owned())
}

/// ECS's word for whether new tasks may come.
fn status(instance: &InstanceView) -> &'static str {
    instance.condition.name()
}

#[cfg(test)]
mod tests {
    use super::{choices, colours};
    use crate::session::ColourBy;
    use ecs_core::report::{Snapshot, TaskView};
    use ecs_core::{Budget, Document, Simulation};
    use serde_json::{Value, json};
    use std::rc::Rc;

    fn snapshot(entries: &Value) -> Snapshot {
        let text = json!({
            "version": 1,
            "taskDefinitions": [{"family": "web", "containerDefinitions": [{"name": "a", "image": "a:1", "memory": 64}]}],
            "services": [{"serviceName": "web", "taskDefinition": "web", "desiredCount": 1}],
            "containerInstances": entries,
        });
        let mut run = Simulation::new(Document::read(&text.to_string()).scenario.unwrap());
        run.advance_to(run.duration(), Budget::UNLIMITED);
        run.snapshot(10)
    }

    fn entry(stack: Option<&str>, count: u32) -> Value {
        let attributes: Vec<Value> =
            stack.iter().map(|stack| json!({"name": "stack", "value": stack})).collect();
        json!({"instanceType": "t3.nano", "availabilityZone": "us-east-1a", "count": count, "attributes": attributes})
    }

    fn legend(snapshot: &Snapshot, by: &ColourBy) -> Vec<(Option<&'static str>, String, u64)> {
        let meanings = colours(snapshot, by).meanings.into_iter().filter(|meaning| meaning.count > 0);
        meanings.map(|meaning| (meaning.class, meaning.words, meaning.count)).collect()
    }

    #[test]
    fn an_attribute_colours_its_instances_and_the_rest_has_no_value() {
        let snapshot = snapshot(&json!([entry(Some("prod"), 2), entry(None, 1), entry(Some("dev"), 1)]));
        let by = ColourBy::Attribute("stack".into());
        assert_eq!(choices(&snapshot).last(), Some(&(by.clone(), "stack".to_owned())));
        let expected = [
            (Some("c0"), "dev".to_owned(), 1),
            (Some("c1"), "prod".to_owned(), 2),
            (None, "no value".to_owned(), 1),
        ];
        assert_eq!(legend(&snapshot, &by), expected);
        let colours = colours(&snapshot, &by);
        assert_eq!((colours.class(0), colours.words(0)), (Some("c1"), "prod"));
        assert_eq!((colours.class(2), colours.words(2)), (None, "no value"));
    }

    #[test]
    fn more_values_than_colours_share_the_last() {
        let entries: Vec<Value> =
            (0..9).map(|number| entry(Some(&format!("v{number}")), if number > 2 { 2 } else { 1 })).collect();
        let by = ColourBy::Attribute("stack".into());
        let snapshot = snapshot(&json!(entries));
        let legend = legend(&snapshot, &by);
        assert_eq!(legend.len(), 7);
        assert_eq!(legend[0], (Some("c0"), "v3".to_owned(), 2));
        assert_eq!(legend[6], (Some("cx"), "other".to_owned(), 3));
        assert_eq!(colours(&snapshot, &by).words(0), "v0");
    }

    #[test]
    fn tasks_have_the_colour_of_their_revision() {
        let mut snapshot = snapshot(&json!([entry(None, 1)]));
        let old = snapshot.tasks[0].clone();
        let new = TaskView { task_definition: "web:2".into(), ..(*old).clone() };
        snapshot.tasks.extend([Rc::new(new.clone()), Rc::new(new.clone())]);
        let by = ColourBy::Revision;
        let both = [(Some("c0"), "web:1".to_owned(), 1), (Some("c1"), "web:2".to_owned(), 2)];
        assert_eq!(legend(&snapshot, &by), both);
        let revisions = colours(&snapshot, &by);
        assert_eq!((revisions.task(&old), revisions.task(&new)), ("c0", "c1"));
        assert_eq!((revisions.class(0), revisions.words(0)), (Some("c0"), "web:1"));
        assert_eq!(colours(&snapshot, &ColourBy::Service).task(&new), "c0");
        snapshot.tasks.remove(0);
        assert_eq!(legend(&snapshot, &by), [(Some("c1"), "web:2".to_owned(), 2)]);
    }

    #[test]
    fn services_keep_their_colour_and_an_unknown_attribute_leaves_it_at_them() {
        let snapshot = snapshot(&json!([entry(None, 2)]));
        let gone = ColourBy::Attribute("gone".into());
        assert_eq!(legend(&snapshot, &gone), legend(&snapshot, &ColourBy::Service));
        let expected = [(Some("c0"), "web".to_owned(), 1), (None, "no task".to_owned(), 1)];
        assert_eq!(legend(&snapshot, &ColourBy::Service), expected);
        assert_eq!(legend(&snapshot, &ColourBy::Status)[0].1, "ACTIVE");
        assert_eq!(legend(&snapshot, &ColourBy::OperatingSystem)[0].1, "LINUX");
        assert!(!colours(&Snapshot::default(), &gone).subject.is_empty());
    }
}

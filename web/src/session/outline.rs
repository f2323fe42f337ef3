//! What the forms show of a scenario's text.

use super::alarms::{self, AlarmRow, MetricChoice};
use super::capacity::CapacityEntries;
use super::draft::Draft;
use super::network::{Balancing, Exposed, VpcEntries};
use super::revisions::{Name, Registry, definition_in, followers, names, next, next_of};
use super::rows::{InstanceRow, ServiceRow, written};
use super::scaling::ScalingEntries;
use super::timeline::{self, ActionRow};
use super::traffic::{Destination, TrafficRow, traffic_rows};
use crate::editor::ASSISTED_BYTES;
use crate::player::Verdict;
use ecs_core::finding::Findings;
use ecs_core::json::{self, Node};
use std::collections::BTreeSet;

/// The zones of a Region, by their last letter.
const ZONE_LETTERS: [char; 6] = ['a', 'b', 'c', 'd', 'e', 'f'];

/// The parts of a scenario that the forms show. Values are texts, as they are written: also one
/// that cannot be used stays in its input.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outline {
    /// `name`.
    pub name: String,
    /// `description`.
    pub description: String,
    /// `region`, with its default.
    pub region: String,
    /// Task definitions.
    pub definitions: Vec<DefinitionRow>,
    /// Services.
    pub services: Vec<ServiceRow>,
    /// Entries of container instances.
    pub instances: Vec<InstanceRow>,
    /// The names of the account's settings.
    pub(super) account_settings: Vec<String>,
    /// Whether `awsvpcTrunking` is enabled.
    pub has_trunking: bool,
    /// The names of capacity providers with Auto Scaling groups.
    pub providers: Vec<String>,
    /// What arrives at load balancers and in queues.
    pub traffic: Vec<TrafficRow>,
    /// Where that can go.
    pub destinations: Vec<Destination>,
    /// Actions of the timeline.
    pub actions: Vec<ActionRow>,
    /// Subnets, endpoints and security groups.
    pub vpc: VpcEntries,
    /// Load balancers, listeners and target groups.
    pub balancing: Balancing,
    /// Alarms.
    pub alarms: Vec<AlarmRow>,
    /// What they can watch.
    pub metrics: Vec<MetricChoice>,
    /// Auto Scaling groups, capacity providers and launch templates.
    pub capacity: CapacityEntries,
    /// Scalable targets, policies and scheduled actions.
    pub scaling: ScalingEntries,
}

/// A task definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DefinitionRow {
    /// Its family and revision.
    pub name: Name,
    /// The names of the services that run it.
    pub services: Vec<String>,
    /// Its text, without the indentation that it has in the document.
    pub text: String,
    /// Whether `requiresCompatibilities` names FARGATE.
    pub fits_fargate: bool,
    /// What it offers to a load balancer.
    pub exposes: Exposed,
    /// Whether tasks can be started from it: it was not deregistered.
    pub is_active: bool,
}

impl Outline {
    /// Reads the text of a scenario; empty where it is no JSON.
    pub fn read(text: &str) -> Outline {
        Outline::of(text).unwrap_or_default()
    }

    /// Reads the text of a scenario; none where it is no JSON.
    pub(super) fn of(text: &str) -> Option<Outline> {
        let root = json::parse(text, &mut Findings::new())?;
        let string = |key: &str| root.str(key).unwrap_or_default().to_owned();
        let names = names(&root);
        let services = services(&root, &names);
        let settings = root.list("accountSettings");
        let balancing = Balancing::read(&root);
        Some(Outline {
            name: string("name"),
            description: string("description"),
            region: root.str("region").unwrap_or("us-east-1").to_owned(),
            definitions: definitions(text, &root, names, &services),
            services,
            instances: root.list("containerInstances").iter().map(InstanceRow::read).collect(),
            account_settings: settings.iter().map(|node| written(node, "name", "")).collect(),
            has_trunking: settings
                .iter()
                .rfind(|node| node.str("name") == Some("awsvpcTrunking"))
                .is_some_and(|node| node.str("value") == Some("enabled")),
            providers: root.list("capacityProviders").iter().map(|node| written(node, "name", "")).collect(),
            traffic: traffic_rows(&root),
            actions: timeline::rows(&root),
            vpc: VpcEntries::read(&root),
            destinations: Destination::all(&root, &balancing),
            balancing,
            alarms: root.list("alarms").iter().map(AlarmRow::read).collect(),
            metrics: alarms::choices(&root),
            capacity: CapacityEntries::read(&root),
            scaling: ScalingEntries::read(&root),
        })
    }

    /// What the definition in a text is called once it is registered; none where there is none.
    pub fn next_name(&self, text: &str) -> Option<Name> {
        let root = json::parse(text, &mut Findings::new())?;
        let node = definition_in(&root);
        node.get("family").or_else(|| node.get("Family"))?;
        Some(next(node, &self.names()))
    }

    /// What a draft is called once it is registered. One that is too long to be read while somebody
    /// types keeps the name that its last judgement gave it.
    pub fn name_of(&self, draft: &Draft) -> Name {
        let read = || self.next_name(&draft.text);
        Some(draft)
            .filter(|draft| draft.text.len() <= ASSISTED_BYTES)
            .and_then(|_| read())
            .unwrap_or_else(|| draft.name.clone())
    }

    /// What the definition that was judged is called; none where there is none.
    pub(super) fn judged_name(&self, verdict: &Verdict) -> Option<Name> {
        Some(next_of(verdict.family.as_deref()?, verdict.revision, &self.names()))
    }

    /// The services that run another revision once a draft of the definition `base` is deployed as
    /// one of `family`.
    pub fn followers(&self, base: usize, family: &str) -> Vec<&str> {
        let runs: Vec<Option<usize>> = self.services.iter().map(|row| row.runs).collect();
        let numbers = followers(&runs, &self.names(), base, family);
        numbers.into_iter().filter_map(|number| Some(self.services.get(number)?.name.as_str())).collect()
    }

    /// The definition that a reference names.
    pub(super) fn definition_of(&self, reference: &str) -> Option<&DefinitionRow> {
        self.definitions.get(Registry::of(&self.names()).resolve(reference)?)
    }

    fn names(&self) -> Vec<Name> {
        self.definitions.iter().map(|row| row.name.clone()).collect()
    }

    /// The names of the Region's zones.
    pub fn zones(&self) -> impl Iterator<Item = String> {
        ZONE_LETTERS.iter().map(|letter| format!("{}{letter}", self.region))
    }

    /// Whether nothing in it is an instance, or makes one.
    pub fn is_for_fargate(&self) -> bool {
        let has_instances = !self.instances.is_empty() || !self.capacity.groups.is_empty();
        !has_instances && !self.definitions.is_empty() && self.definitions.iter().all(|row| row.fits_fargate)
    }

    /// One line: zones, instances, Auto Scaling groups, services.
    pub fn summary(&self) -> String {
        let zones: BTreeSet<&str> = self.instances.iter().map(|row| row.zone.as_str()).collect();
        let instances = sum(self.instances.iter().map(|row| &row.count));
        let services = self.services.len() as u64;
        let groups = self.capacity.groups.len() as u64;
        // Where groups launch instances, it is not worth saying that none are registered by hand.
        let parts = [
            (!zones.is_empty()).then(|| counted(zones.len() as u64, "zone")),
            (instances > 0 || groups == 0).then(|| counted(instances, "instance")),
            (groups > 0).then(|| counted(groups, "Auto Scaling group")),
            Some(counted(services, "service")),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }
}

/// `1 task`, `2 tasks`, `5,000 tasks`.
pub fn counted(count: u64, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", grouped(count))
}

/// Words of the core, which begin small, as a sentence: with a capital and a full stop.
pub fn sentence(words: &str) -> String {
    let mut characters = words.chars();
    let first = characters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    let end = if words.ends_with('.') { "" } else { "." };
    format!("{first}{}{end}", characters.as_str())
}

/// Digits in groups of three.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn services(root: &Node, names: &[Name]) -> Vec<ServiceRow> {
    let registry = Registry::of(names);
    root.list("services").iter().map(|node| ServiceRow::read(node, &registry)).collect()
}

fn definitions(text: &str, root: &Node, names: Vec<Name>, services: &[ServiceRow]) -> Vec<DefinitionRow> {
    let mut of_each: Vec<Vec<String>> = vec![Vec::new(); names.len()];
    for service in services {
        if let Some(list) = service.runs.and_then(|runs| of_each.get_mut(runs)) {
            list.push(service.name.clone());
        }
    }
    names
        .into_iter()
        .zip(of_each)
        .zip(root.list("taskDefinitions"))
        .map(|((name, services), node)| DefinitionRow {
            name,
            services,
            text: dedent(text.get(node.range.start..node.range.end).unwrap_or_default()),
            fits_fargate: node
                .list("requiresCompatibilities")
                .iter()
                .any(|one| one.as_str() == Some("FARGATE")),
            exposes: Exposed::read(node),
            is_active: true,
        })
        .collect()
}

/// `text` without the indentation of its last line. A JSON string holds no line break, so nothing
/// but layout changes.
pub(super) fn dedent(text: &str) -> String {
    let last = text.lines().last().unwrap_or_default();
    let indentation: String = last.chars().take_while(|character| matches!(character, ' ' | '\t')).collect();
    let lines: Vec<&str> =
        text.lines().map(|line| line.strip_prefix(indentation.as_str()).unwrap_or(line)).collect();
    lines.join("\n")
}

/// The sum of what is written as numbers. Nothing that is typed can make it overflow.
fn sum<'a>(texts: impl Iterator<Item = &'a String>) -> u64 {
    texts.filter_map(|text| text.parse::<u64>().ok()).fold(0, u64::saturating_add)
}

#[cfg(test)]
mod tests {
    use super::{Outline, grouped};

    #[test]
    fn a_gallery_scenario_in_outline() {
        let outline = Outline::read(ecs_workshop::gallery::ENTRIES[0].text);
        assert_eq!(outline.summary(), "3 zones · 5 instances · 1 service");
        let grouped =
            ecs_workshop::gallery::ENTRIES.iter().find(|entry| entry.text.contains("autoScalingGroups"));
        let grouped = Outline::read(grouped.unwrap().text);
        assert_eq!(grouped.summary(), "1 Auto Scaling group · 1 service");
        assert_eq!(outline.services[0].desired_count, "7");
        assert_eq!(outline.instances[2].count, "1");
        assert_eq!(outline.definitions[0].name.to_string(), "web:1");
        assert_eq!(outline.definitions[0].services, ["web"]);
        let text = &outline.definitions[0].text;
        assert!(text.starts_with("{\n  \"family\"") && text.ends_with("\n}"), "{text}");
    }

    #[test]
    fn a_text_that_is_no_json_has_an_empty_outline() {
        assert_eq!(Outline::read("{"), Outline::default());
    }

    #[test]
    fn revisions_count_up_within_a_family() {
        let outline = Outline::read(
            r#"{"taskDefinitions": [{"family": "a", "revision": 4}, {"family": "b"}, {"family": "a"}]}"#,
        );
        let labels: Vec<String> = outline.definitions.iter().map(|row| row.name.to_string()).collect();
        assert_eq!(labels, ["a:4", "b:1", "a:5"]);
    }

    #[test]
    fn numbers_beyond_measure_are_summed() {
        let huge =
            r#"{"instanceType": "t3.nano", "availabilityZone": "us-east-1a", "count": 18446744073709551615}"#;
        let outline = Outline::read(&format!(r#"{{"containerInstances": [{huge}, {huge}]}}"#));
        assert!(outline.summary().contains("18,446,744,073,709,551,615 instances"), "{}", outline.summary());
    }

    #[test]
    fn long_numbers_are_grouped() {
        assert_eq!(
            [grouped(0), grouped(999), grouped(5000), grouped(1_234_567)],
            ["0", "999", "5,000", "1,234,567"]
        );
    }
}

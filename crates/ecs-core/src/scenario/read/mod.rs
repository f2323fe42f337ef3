//! From tree to scenario: references are resolved, defaults filled in, bounds held.

mod across;
mod advanced_configuration;
mod agent_config;
mod alarm_actions;
mod alarm_metrics;
mod alarms;
mod awsvpc;
mod buckets;
mod capacity_calls;
mod capacity_providers;
mod capacity_strategy;
mod custom_metrics;
mod deployment;
mod ecr;
mod event_calls;
mod event_loops;
mod event_rules;
mod event_targets;
mod faults;
mod file_systems;
mod group_calls;
mod group_launch;
mod group_policies;
mod group_schedules;
mod groups;
mod images;
mod instance_calls;
mod instances;
mod launch_templates;
mod listeners;
mod load_balancers;
mod outgoing;
mod pipes;
mod placement;
mod queue_traffic;
mod queues;
mod reach;
mod references;
mod refusal;
mod roles;
mod roles_of_tasks;
mod rule_references;
mod scaling;
mod security_groups;
mod service_calls;
mod service_connect;
mod service_discovery;
mod service_load_balancers;
mod service_registries;
mod services;
mod shortages;
mod target_groups;
mod timeline;
mod traffic;
mod traffic_calls;
mod traffic_shape;
mod user_data;
mod vpc;
mod way_out;

use across::Across;
use groups::with_groups;
use launch_templates::LaunchTemplate;
use listeners::{Around, NamedListeners};
pub(crate) use placement::{failure_finding, notice_finding};
use references::Index;
use scaling::KnownScaling;
use service_calls::Known;

use super::{FORMAT_VERSION, Roster, Scenario};
use crate::aws::shape::Shapes;
use crate::aws::{ClusterCapacity, Events, LoadBalancing, ServiceDiscovery, TaskDefinition, Vpc, shorten};
use crate::finding::{Finding, Findings, Range, Rule, nearest, rules};
use crate::iam::Iam;
use crate::ids::Account;
use crate::json::{self, Node, Value, child};
use crate::limits;
use crate::time::{Calendar, SimTime};
use std::collections::BTreeMap;
use std::rc::Rc;

impl Scenario {
    /// Reads a tree that has been held against the shape `Scenario`. What is reported as an error
    /// is left out of the result.
    /// `judge_definition` says what AWS refuses of a task definition, which is a rule of `validate`.
    pub fn read(
        root: &Node,
        shapes: &Shapes,
        findings: &mut Findings,
        judge_definition: JudgeDefinition,
    ) -> Scenario {
        let mut reader = Reader::new(root, shapes, findings);
        reader.judge_definition = judge_definition;
        reader.version();
        reader.account = reader.account();
        reader.duration = reader.duration();
        reader.vpc = reader.vpc();
        reader.load_balancing = reader.load_balancing();
        reader.service_discovery = reader.service_discovery();
        reader.account_settings();
        reader.iam = reader.iam();
        reader.capacity = reader.cluster_capacity();
        let capacity = reader.capacity.clone();
        let container_instances = reader.container_instances();
        reader.launch_templates = reader.launch_templates();
        let auto_scaling_groups = reader.auto_scaling_groups();
        let kinds = with_groups(&container_instances, &auto_scaling_groups);
        let mut task_definitions = reader.task_definitions();
        let registered_first = task_definitions.len();
        let services = reader.services(&task_definitions);
        let (definitions, instances) = (&task_definitions[..], &kinds[..]);
        let calendar = reader.calendar();
        let traffic = reader.traffic(&services);
        let across = Across { services: &services, definitions, instances, calendar: &calendar };
        reader.across(&across);
        reader.check_targets_reached(&across);
        reader.check_ways_out(&across);
        reader.check_roles(&across);
        reader.check_volumes(&across);
        let events = reader.events(&task_definitions);
        let (metrics, alarms) = (reader.custom_metrics(), reader.alarms());
        let scaling = reader.scaling(&alarms);
        let images = reader.images(&task_definitions);
        let group_policies = reader.group_policies(&auto_scaling_groups);
        let group_schedules = reader.group_schedules(&auto_scaling_groups);
        let shortages = reader.shortages();
        let timeline = reader.timeline(&services, &auto_scaling_groups, &mut task_definitions);
        let (definitions, instances) = (&task_definitions[..], &kinds[..]);
        reader.check_outgoing(&Across { services: &services, definitions, instances, calendar: &calendar });
        Scenario {
            name: root.str("name").unwrap_or_default().to_owned(),
            description: root.str("description").unwrap_or_default().to_owned(),
            calendar,
            duration: reader.duration,
            capacity,
            images,
            file_systems: reader.file_systems(),
            container_instances,
            auto_scaling_groups,
            group_policies,
            group_schedules,
            shortages,
            events,
            scaling,
            metrics,
            alarms,
            traffic,
            timeline,
            registered_first,
            definition_constraints: (0..task_definitions.len())
                .map(|number| reader.definition_constraints(number))
                .collect(),
            task_definitions,
            services: services.into_iter().map(|(_, service)| service).collect(),
            account: reader.account,
            vpc: reader.vpc,
            load_balancing: reader.load_balancing,
            service_discovery: reader.service_discovery,
            iam: reader.iam,
        }
    }
}

/// Says what is wrong with a task definition at a JSON pointer.
pub(super) type JudgeDefinition = fn(&Node, &str, &mut Findings);

struct Reader<'a> {
    root: &'a Node,
    shapes: &'a Shapes,
    findings: &'a mut Findings,
    /// What its task definitions are called: `web`, `web:3`.
    references: BTreeMap<String, usize>,
    /// How far the timeline reaches.
    duration: SimTime,
    /// Subnets, security groups and endpoints.
    vpc: Vpc,
    /// Load balancers, listeners and target groups.
    load_balancing: LoadBalancing,
    /// Namespaces and the names in them.
    service_discovery: ServiceDiscovery,
    /// Roles and buckets.
    iam: Iam,
    /// Capacity providers, as the timeline has left them.
    capacity: ClusterCapacity,
    /// Those of them that a call has changed, by their numbers.
    updated_providers: BTreeMap<usize, Node>,
    /// Whether instances get a trunk interface where their type takes one.
    trunking: bool,
    /// What the listeners are called, once somebody has asked.
    named_listeners: Option<Rc<NamedListeners>>,
    region: String,
    /// What ARNs begin with.
    account: Account,
    /// The lists that references lead to, by their names and the member that names an entry.
    indexes: BTreeMap<(&'static str, &'static str), Index>,
    /// The trees of the task definitions, those that the timeline registers among them.
    definition_trees: Vec<&'a Node>,
    /// What calls of the timeline build on.
    known: Known,
    /// What AWS refuses of a task definition that the timeline registers.
    judge_definition: JudgeDefinition,
    /// What instances of groups are launched from.
    launch_templates: Vec<LaunchTemplate>,
    /// What scalable targets have as far as it has been read.
    known_scaling: KnownScaling,
}

impl Roster {
    /// Reads the text of a scenario, whatever else is wrong with it. Entries with an error are left out,
    /// and a text that is no JSON has none.
    pub fn read(text: &str) -> Roster {
        let (shapes, mut findings) = (Shapes::load(), Findings::new());
        let empty = Node { value: Value::Object(Vec::new()), range: Range::default() };
        let root = json::parse(text, &mut Findings::new()).unwrap_or(empty);
        let mut reader = Reader::new(&root, &shapes, &mut findings);
        reader.vpc = reader.vpc();
        reader.account_settings();
        reader.launch_templates = reader.launch_templates();
        let groups = reader.auto_scaling_groups();
        let launched = groups.iter().flat_map(|group| {
            let entries = group.first_instances().into_iter().filter_map(|pick| group.launch.entry(pick));
            entries.zip(1..)
        });
        Roster {
            account: reader.account(),
            calendar: reader.calendar(),
            entries: reader.container_instances(),
            launched: launched.collect(),
            launchable: groups.iter().flat_map(|group| group.launch.entries.iter().cloned()).collect(),
        }
    }
}

impl<'a> Reader<'a> {
    fn new(root: &'a Node, shapes: &'a Shapes, findings: &'a mut Findings) -> Reader<'a> {
        Reader {
            root,
            shapes,
            findings,
            references: BTreeMap::new(),
            duration: SimTime::ZERO,
            vpc: Vpc::default(),
            load_balancing: LoadBalancing::default(),
            service_discovery: ServiceDiscovery::default(),
            iam: Iam::default(),
            capacity: ClusterCapacity::default(),
            updated_providers: BTreeMap::new(),
            trunking: false,
            named_listeners: None,
            region: root.str("region").unwrap_or("us-east-1").to_owned(),
            account: Account::default(),
            indexes: BTreeMap::new(),
            definition_trees: root.list("taskDefinitions").iter().collect(),
            known: Known::default(),
            judge_definition: |_, _, _| (),
            launch_templates: Vec::new(),
            known_scaling: KnownScaling::default(),
        }
    }
}

impl Reader<'_> {
    /// What sends events and messages, and what they set off.
    fn events(&mut self, definitions: &[TaskDefinition]) -> Events {
        let queues = self.queues();
        self.consumers(definitions, &queues);
        let (buckets, topics) = (self.iam.buckets.clone(), self.topics());
        let (rules, pipes) = (self.event_rules(definitions), self.pipes(definitions));
        self.check_events(&rules, &buckets, definitions);
        Events { rules, pipes, queues, topics, traffic: self.queue_traffic() }
    }

    fn load_balancing(&mut self) -> LoadBalancing {
        let load_balancers = self.load_balancers();
        let classic_load_balancers = self.classic_load_balancers();
        let target_groups = self.target_groups();
        let around = Around { load_balancers: &load_balancers, target_groups: &target_groups };
        let listeners = self.listeners(&around);
        let rules = self.rules(&listeners, &around);
        self.check_associations(&listeners, &rules);
        LoadBalancing { load_balancers, classic_load_balancers, target_groups, listeners, rules }
    }

    fn report(&mut self, rule: &'static Rule, pointer: &str, node: &Node, message: impl Into<String>) {
        self.findings.push(Finding::new(rule, pointer, node.range, message));
    }

    fn report_hint(
        &mut self,
        rule: &'static Rule,
        pointer: &str,
        node: &Node,
        message: String,
        hint: Option<String>,
    ) {
        let finding = Finding::new(rule, pointer, node.range, message);
        self.findings.push(match hint {
            Some(hint) => finding.hint(hint),
            None => finding,
        });
    }

    /// The nearest of some names, as long as that is still looked for.
    fn nearest<'n>(&self, name: &str, known: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
        self.findings.wants_hints().then(|| nearest(name, known)).flatten()
    }

    /// An integer member within bounds; nothing, and a finding, where it is outside.
    fn bounded(
        &mut self,
        parent: &Node,
        key: &str,
        pointer: &str,
        bounds: std::ops::RangeInclusive<u64>,
    ) -> Option<u64> {
        let node = parent.get(key)?;
        let value = node.as_integer()?;
        let within = u64::try_from(value).ok().filter(|value| bounds.contains(value));
        if within.is_none() {
            let message =
                format!("`{key}` is {value}; it has to be from {} to {}", bounds.start(), bounds.end());
            self.report(&rules::OUT_OF_RANGE, &child(pointer, key), node, message);
        }
        within
    }

    /// Spec: SCN-1.
    fn version(&mut self) {
        let Some(node) = self.root.get("version") else { return };
        let Some(version) = node.as_integer().filter(|version| *version != FORMAT_VERSION) else { return };
        let message = if version > FORMAT_VERSION {
            format!(
                "version {version}: made by a newer version of the playground; this one reads version {FORMAT_VERSION}"
            )
        } else {
            format!("there is no version {version}; this playground reads version {FORMAT_VERSION}")
        };
        let hint = Some(format!("write \"version\": {FORMAT_VERSION}, or open it where it was made"));
        self.report_hint(&rules::VERSION_UNSUPPORTED, "/version", node, message, hint);
    }

    fn account(&mut self) -> Account {
        let simulation = self.root.get("simulation");
        let seed = simulation.and_then(|node| self.bounded(node, "seed", "/simulation", 0..=limits::SEED));
        let account_id = self.root.str("accountId").unwrap_or("123456789012").to_owned();
        if let Some(node) = self.root.get("accountId")
            && (account_id.len() != 12 || !account_id.bytes().all(|byte| byte.is_ascii_digit()))
        {
            self.report(
                &rules::OUT_OF_RANGE,
                "/accountId",
                node,
                "an account id is a string of twelve digits",
            );
        }
        Account {
            region: self.region.clone(),
            account_id,
            cluster: self
                .root
                .get("cluster")
                .and_then(|node| node.str("clusterName"))
                .unwrap_or("default")
                .to_owned(),
            seed: seed.unwrap_or(0),
        }
    }

    /// Spec: SCN-3.
    fn calendar(&mut self) -> Calendar {
        let starts_at = self.root.get("simulation").and_then(|node| node.get("startsAt"));
        let Some((node, text)) = starts_at.and_then(|node| node.as_str().map(|text| (node, text))) else {
            return Calendar::default();
        };
        Calendar::starting_at(text).unwrap_or_else(|| {
            let message = format!(
                "`{}` is no ISO 8601 time with an offset, such as 2026-01-01T00:00:00Z",
                shorten(text)
            );
            self.report(&rules::OUT_OF_RANGE, "/simulation/startsAt", node, message);
            Calendar::default()
        })
    }

    fn duration(&mut self) -> SimTime {
        let simulation = self.root.get("simulation");
        let bounds = 1..=limits::DURATION_SECONDS;
        let seconds =
            simulation.and_then(|node| self.bounded(node, "durationSeconds", "/simulation", bounds));
        SimTime::from_seconds(seconds.unwrap_or(1800))
    }

    /// Of the account's settings `awsvpcTrunking` counts. Spec: NET-6.
    fn account_settings(&mut self) {
        for (number, setting) in self.root.list("accountSettings").iter().enumerate() {
            match (setting.str("name"), setting.str("value")) {
                (Some("awsvpcTrunking"), value) => self.trunking = value == Some("enabled"),
                (Some(name), _) => {
                    let message = format!("the account setting `{}` is not simulated yet", shorten(name));
                    let pointer = format!("/accountSettings/{number}/name");
                    self.report(
                        &rules::NOT_SIMULATED,
                        &pointer,
                        setting.get("name").unwrap_or(setting),
                        message,
                    );
                }
                (None, _) => {}
            }
        }
    }

    /// A zone of the Region. Spec: SCN-5.
    fn zone(&mut self, parent: &Node, key: &str, pointer: &str) -> Option<String> {
        self.zone_named(parent.get(key)?, &child(pointer, key))
    }

    fn zone_named(&mut self, node: &Node, pointer: &str) -> Option<String> {
        let zone = node.as_str()?;
        let letter = zone.strip_prefix(self.region.as_str());
        if !letter.is_some_and(|rest| rest.ends_with(|last: char| last.is_ascii_lowercase())) {
            let message = format!("`{}` is no Availability Zone of {}", shorten(zone), self.region);
            let hint = format!("zones of it end in a letter, such as {}a; or set `region`", self.region);
            self.report_hint(&rules::UNKNOWN_ZONE, pointer, node, message, Some(hint));
            return None;
        }
        Some(zone.to_owned())
    }
}

//! From tree to scenario: references are resolved, defaults filled in, bounds held.

mod across;
mod actions;
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
mod empty_lists;
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
mod head;
mod images;
mod instance_calls;
mod instances;
mod launch_templates;
mod listeners;
mod load_balancers;
mod named;
mod named_kinds;
mod nameless;
mod never_due;
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
mod roster;
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
mod whole;
mod zones;

pub use actions::timeline_actions;
pub(crate) use placement::{failure_finding, notice_finding};

use crate::aws::shape::Shapes;
use crate::aws::{ClusterCapacity, Events, LoadBalancing, ServiceDiscovery, TaskDefinition, Vpc};
use crate::finding::{Finding, Findings, Rule, nearest, rules};
use crate::iam::Iam;
use crate::ids::Account;
use crate::json::{Node, child};
use crate::time::SimTime;
use launch_templates::LaunchTemplate;
use listeners::{Around, NamedListeners};
use references::Index;
use scaling::KnownScaling;
use service_calls::Known;
use std::collections::BTreeMap;
use std::rc::Rc;

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
            let message = out_of_range(key, value, &bounds);
            self.report(&rules::OUT_OF_RANGE, &child(pointer, key), node, message);
        }
        within
    }
}

/// That a number is too large or too small.
fn out_of_range(key: &str, value: i64, bounds: &std::ops::RangeInclusive<u64>) -> String {
    format!("`{key}` is {value}; it has to be from {} to {}", bounds.start(), bounds.end())
}

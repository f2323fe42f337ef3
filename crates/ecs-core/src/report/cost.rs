//! What a run is billed for: the one place that says since when, until when, and as what an instance or a
//! task is paid for. Spec: COST-2, COST-3, COST-4, COST-5.

use crate::aws::{LoadBalancer, Provider, TaskDefinition};
use crate::cost::{Bill, Item, MINIMUM_S, Metered, Platform, Share, Span, capacity_parts, weight};
use crate::engine::Engine;
use crate::ids::InstanceRow;
use crate::storage::EPHEMERAL_GIB;
use crate::time::SimTime;
use crate::traffic::{Minute, Outcome};
use crate::world::{Instance, Task};
use std::collections::BTreeMap;

impl Engine {
    /// What the run is billed for so far.
    pub(crate) fn bill(&self) -> Bill {
        let mut bill = Bill::default();
        for (_, instance) in self.world.instances.iter() {
            bill.spans.extend(self.instance_spans(instance));
        }
        for (_, task) in self.world.tasks.iter() {
            match task.instance {
                Some(row) => bill.shares.extend(self.shares(task, row)),
                None if self.world.launches[task.launch].runs_on_instances() => {}
                None => bill.spans.extend(self.fargate_spans(task)),
            }
        }
        self.bill_load_balancers(&mut bill);
        bill
    }

    /// As what an instance is paid for; none for an external one, which is its owner's.
    fn instance_item(&self, instance: &Instance) -> Option<Item> {
        let entry = &self.world.entries[instance.entry];
        let billed = !entry.attributes.kind.external;
        billed.then_some(Item::Instance { instance_type: entry.instance_type.name, spot: entry.spot })
    }

    fn instance_spans<'a>(&self, instance: &'a Instance) -> impl Iterator<Item = Span> + use<'a> {
        let item = self.instance_item(instance);
        instance.life.power.times().filter_map(move |(from, until)| {
            Some(Span { item: item?, per_second: 1, from, until, minimum_s: MINIMUM_S })
        })
    }

    /// What a task has of its instance: what it reserves, while it does and the machine runs.
    fn shares(&self, task: &Task, row: InstanceRow) -> impl Iterator<Item = Share> {
        let (instance, launch) = (&self.world.instances[row], &self.world.launches[task.launch]);
        let weight = weight(launch.requirement.cpu_units, launch.requirement.memory_mib);
        let (placed_at, stopped_at) = (task.placed_at, task.stopped_at);
        let item = self.instance_item(instance);
        instance.life.power.times().filter_map(move |(on, off)| {
            let (from, until) = (placed_at.max(on), earlier(stopped_at, off));
            let overlap = until.is_none_or(|until| until > from);
            Some(Share { item: item?, weight, from, until }).filter(|_| overlap)
        })
    }

    /// A task on Fargate is paid for from the beginning of its pull until it is over.
    fn fargate_spans(&self, task: &Task) -> Vec<Span> {
        let launch = &self.world.launches[task.launch];
        let definition = self.scenario.task_definitions.get(launch.task_definition);
        let (Some(from), Some(definition)) = (task.pull_started_at, definition) else { return Vec::new() };
        let until = task.stopped_at;
        let span =
            |(item, per_second): (Item, u64)| Span { item, per_second, from, until, minimum_s: MINIMUM_S };
        let spot = launch.capacity_provider == Some(Provider::FargateSpot);
        let (cpu_units, memory_mib) = (launch.requirement.cpu_units, launch.requirement.memory_mib);
        fargate_parts(definition, spot, (cpu_units, memory_mib)).into_iter().map(span).collect()
    }

    /// Load balancers are there all the time; what they do is measured by the minute.
    fn bill_load_balancers(&self, bill: &mut Bill) {
        for (balancer, groups) in self.billed_balancers() {
            let kind = balancer.load_balancer_type;
            let item = Item::LoadBalancer(kind);
            bill.spans.push(Span { item, per_second: 1, from: SimTime::ZERO, until: None, minimum_s: 0 });
            if groups.is_empty() {
                continue;
            }
            let rules = self.rules_of(&balancer);
            bill.metered.extend(self.history.minutes().map(|minute| Metered {
                item: Item::CapacityUnits(kind),
                end: minute.end,
                parts: capacity_parts(kind, requests_of(minute, &groups), rules),
            }));
        }
        bill.metered.sort_by_key(|minute| minute.end);
    }

    /// Every load balancer, with the numbers of the target groups behind it.
    fn billed_balancers(&self) -> Vec<(LoadBalancer, Vec<usize>)> {
        let balancing = &self.scenario.load_balancing;
        let mut all: BTreeMap<String, (LoadBalancer, Vec<usize>)> = BTreeMap::new();
        for balancer in &balancing.load_balancers {
            all.insert(balancer.name.clone(), (balancer.clone(), Vec::new()));
        }
        for (group, terms) in self.measured_terms() {
            let named = all.entry(terms.balancer.name.clone()).or_insert((terms.balancer, Vec::new()));
            named.1.push(group);
        }
        all.into_values().collect()
    }

    /// The rules of that of its listeners which has the most.
    fn rules_of(&self, balancer: &LoadBalancer) -> u64 {
        let balancing = &self.scenario.load_balancing;
        let is_own = |listener: usize| {
            let listener = balancing.listeners.get(listener);
            let found = listener.and_then(|listener| balancing.load_balancers.get(listener.load_balancer));
            found.is_some_and(|found| found.name == balancer.name)
        };
        let mut rules: BTreeMap<usize, u64> = BTreeMap::new();
        for rule in balancing.rules.iter().filter(|rule| is_own(rule.listener)) {
            *rules.entry(rule.listener).or_default() += 1;
        }
        rules.into_values().max().unwrap_or_default()
    }
}

/// What a task on Fargate is paid for, and how much of it a second. Spec: COST-3.
fn fargate_parts(definition: &TaskDefinition, spot: bool, size: (u32, u32)) -> Vec<(Item, u64)> {
    let (cpu_units, memory_mib) = size;
    let platform = match (definition.windows, definition.is_arm()) {
        (true, _) => Platform::Windows,
        (false, true) => Platform::LinuxArm,
        (false, false) => Platform::LinuxX86,
    };
    let mut parts = vec![
        (Item::FargateVcpu { platform, spot }, u64::from(cpu_units)),
        (Item::FargateMemory { platform, spot }, u64::from(memory_mib)),
    ];
    if definition.windows {
        parts.push((Item::FargateLicence, u64::from(cpu_units)));
    }
    let more_gib = definition.ephemeral_storage_gib().unwrap_or(EPHEMERAL_GIB).saturating_sub(EPHEMERAL_GIB);
    if more_gib > 0 {
        parts.push((Item::FargateStorage, more_gib));
    }
    parts
}

/// The earlier of two ends, of which either may not have come.
fn earlier(one: Option<SimTime>, other: Option<SimTime>) -> Option<SimTime> {
    one.into_iter().chain(other).min()
}

/// Requests of a minute that came to a load balancer.
fn requests_of(minute: &Minute, groups: &[usize]) -> u64 {
    let came = groups.iter().filter_map(|group| minute.groups.get(*group)).map(|requests| {
        let unreached = requests.counts.get(Outcome::Unreached as usize).copied().unwrap_or_default();
        requests.counts.iter().sum::<u64>().saturating_sub(unreached)
    });
    came.sum()
}

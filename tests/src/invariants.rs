//! What holds after every single event of a run, whatever happens in it. Nothing here knows how the engine
//! does it: a run is watched through its pictures and its EventBridge events.

use crate::causes::{Around, Causes};
use crate::seen::{Kind, Seen};
use crate::standing::Standings;
use crate::{bounds, providers, statuses};
use ecs_core::limits;
use ecs_core::report::{Feed, InstanceCondition, Snapshot, TaskView};
use ecs_core::{Budget, Progress, Scenario, Simulation};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

const MINUTE_MS: u64 = 60_000;

/// What a run that was watched came to.
#[derive(Clone, Debug, Default)]
pub struct Watched {
    /// Events until its end.
    pub events: u64,
    /// What has really happened in it.
    pub seen: BTreeSet<Kind>,
}

/// Runs a scenario, given as it is written and as it was read, to its end.
///
/// # Panics
///
/// Where something does not hold: the message says what, and when.
pub fn watch(scenario: &Value, read: Scenario) -> Watched {
    let mut simulation = Simulation::new(read);
    let (mut feed, mut told) = (Feed::default(), BTreeMap::new());
    let (mut standings, mut seen, mut causes) = (Standings::default(), Seen::default(), Causes::of(scenario));
    let mut before = simulation.snapshot(0);
    while simulation.advance_to(simulation.duration(), Budget { events: 1 }) == Progress::OutOfBudget {
        let events = simulation.news(&mut feed);
        let added = standings.read(scenario, &simulation, (&before, &events));
        check_books(&added.after);
        check_places(&before, &added.after);
        bounds::check(scenario, &standings, &added);
        check_shifts(&added.after);
        check_providers(&added.after);
        if added.after.at.as_ms() / MINUTE_MS > before.at.as_ms() / MINUTE_MS {
            check_groups(&simulation);
        }
        for event in &events {
            if event["detail-type"] == "ECS Task State Change" {
                statuses::check(event, &mut told, added.after.at);
            }
            causes.check(event, Around { before: &before, after: &added.after, standings: &standings });
        }
        seen.note(scenario, &standings, (&added, &before));
        before = added.after;
    }
    Watched { events: simulation.events(), seen: seen.kinds }
}

/// Nothing is overcommitted, nothing is bound twice, what an instance has taken is what its tasks have, and no
/// task is where no machine is.
///
/// # Panics
///
/// Where that is not so.
pub fn check_books(snapshot: &Snapshot) {
    for (number, instance) in snapshot.instances.iter().enumerate() {
        let at = snapshot.at;
        let tasks = || snapshot.tasks_on(number).iter().map(|task| &snapshot.tasks[*task]);
        assert!(instance.cpu_units.used <= instance.cpu_units.total, "{at:?}: {instance:?}");
        assert!(instance.memory_mib.used <= instance.memory_mib.total, "{at:?}: {instance:?}");
        assert!(instance.enis.used <= instance.enis.total, "{at:?}: {instance:?}");
        assert!(instance.gpus.used <= instance.gpus.total, "{at:?}: {instance:?}");
        assert_eq!(instance.cpu_units.used, tasks().map(|task| task.cpu_units).sum::<u32>(), "{at:?}");
        assert_eq!(instance.memory_mib.used, tasks().map(|task| task.memory_mib).sum::<u32>(), "{at:?}");
        assert!(tasks().all(|task| task.instance == Some(number)), "{at:?}: {instance:?}");
        assert!(!instance.condition.is_lost() || tasks().next().is_none(), "{at:?}: {instance:?}");
        // A task may have been placed for a static port that the agent has drawn for another: it fails to
        // start and never holds it. Spec: NET-4.
        let started = tasks().filter(|task| task.started_at.is_some());
        let mut bound: Vec<_> = started
            .flat_map(|task| &task.ports)
            .filter(|port| port.host_port > 0)
            .map(|port| (port.host_port, port.protocol.name()))
            .collect();
        let many = bound.len();
        bound.sort_unstable();
        bound.dedup();
        assert_eq!(bound.len(), many, "{at:?}: a port is bound twice on {}", instance.short);
    }
}

/// New tasks stand where tasks may come.
fn check_places(before: &Snapshot, after: &Snapshot) {
    let is_new = |task: &&TaskView| !before.tasks.iter().any(|known| known.id == task.id);
    let of_now = after.tasks.iter().rev().map(Rc::as_ref).take_while(|task| task.created_at == after.at);
    for task in of_now.filter(is_new) {
        let place = task.instance.map(|instance| &after.instances[instance].condition);
        assert!(
            place.is_none_or(|condition| *condition == InstanceCondition::Active),
            "{:?}: {} is placed where no task may come",
            after.at,
            task.short
        );
    }
}

/// Green and blue share all of the production traffic, and green gets none before it was healthy.
/// Spec: DEPLOY-17.
fn check_shifts(after: &Snapshot) {
    for service in &after.services {
        let Some(shift) = &service.shift else { continue };
        let share = shift.new.production_per_mille;
        let of_old = shift.old.as_ref().map_or(1000 - share, |old| old.production_per_mille);
        assert_eq!(share + of_old, 1000, "{:?}: {service:?}", after.at);
        let is_early = matches!(&*shift.stage, "RECONCILE_SERVICE" | "PRE_SCALE_UP" | "SCALE_UP");
        assert!(!is_early || share == 0, "{:?}: {service:?}", after.at);
    }
}

/// A task of a capacity provider runs on an instance of the provider's group, or waits for one; so many wait
/// at the most. Spec: CAP-6, CAP-11.
fn check_providers(after: &Snapshot) {
    let of_provider = |task: &&TaskView| task.capacity_provider.as_deref() == Some(providers::PROVIDER);
    let mut waiting = 0;
    for task in after.tasks.iter().map(Rc::as_ref).filter(of_provider) {
        waiting += usize::from(task.waits.is_some());
        match task.instance.and_then(|number| after.instances.get(number)) {
            Some(instance) => {
                let group = instance.member.as_ref().map(|member| &*member.group);
                assert_eq!(group, Some(providers::GROUP), "{:?}: {task:?}", after.at);
                assert!(task.waits.is_none(), "{:?}: {task:?}", after.at);
            }
            None => assert!(task.started_at.is_none(), "{:?}: {task:?}", after.at),
        }
    }
    assert!(waiting <= limits::PROVISIONING_TASKS, "{:?}: {waiting} wait", after.at);
}

/// Whoever scales a group stays within its bounds. Spec: ASG-1, CAP-9.
fn check_groups(simulation: &Simulation) {
    for group in simulation.report().auto_scaling_groups {
        let number = |member: &str| group[member].as_u64().unwrap_or_else(|| panic!("{member} of {group}"));
        let bounds = number("MinSize")..=number("MaxSize");
        assert!(bounds.contains(&number("DesiredCapacity")), "{group}");
    }
}

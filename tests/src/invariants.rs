//! What holds after every single event of a run, whatever happens in it. Nothing here knows how the engine
//! does it: a run is watched through its pictures and its EventBridge events.

use crate::{causes, providers};
use ecs_core::limits;
use ecs_core::report::{Feed, InstanceCondition, ServiceView, Snapshot, TaskView};
use ecs_core::world::TaskStatus;
use ecs_core::{Budget, Progress, Scenario, Simulation};
use serde_json::Value;
use std::collections::BTreeMap;
use std::rc::Rc;

const MINUTE_MS: u64 = 60_000;

/// What a task was when an event last told of it.
#[derive(Clone, Debug, Default)]
pub struct Told {
    pub last_status: String,
    pub desired_status: String,
    pub health_status: String,
}

/// Runs a scenario, given as it is written and as it was read, to its end, and says after how many events it
/// was there.
///
/// # Panics
///
/// Where something does not hold: the message says what, and when.
pub fn watch(scenario: &Value, read: Scenario) -> u64 {
    let mut simulation = Simulation::new(read);
    let (mut feed, mut told) = (Feed::default(), BTreeMap::new());
    let mut before = simulation.snapshot(0);
    while simulation.advance_to(simulation.duration(), Budget { events: 1 }) == Progress::OutOfBudget {
        let after = simulation.snapshot(0);
        check_books(&after);
        check_starts(scenario, &before, &after);
        check_shifts(&after);
        check_providers(&after);
        if after.at.as_ms() / MINUTE_MS > before.at.as_ms() / MINUTE_MS {
            check_groups(&simulation);
        }
        for event in simulation.news(&mut feed) {
            if event["detail-type"] == "ECS Task State Change" {
                check_task(scenario, &event, &mut told, &after);
            }
            causes::check(scenario, &event, &after);
        }
        before = after;
    }
    simulation.events()
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

/// New tasks stand where tasks may come, and no service has started one above its maximum.
fn check_starts(scenario: &Value, before: &Snapshot, after: &Snapshot) {
    let is_new = |task: &&TaskView| !before.tasks.iter().any(|known| known.id == task.id);
    let of_now = after.tasks.iter().rev().map(Rc::as_ref).take_while(|task| task.created_at == after.at);
    for task in of_now.filter(is_new) {
        assert!(
            task.instance
                .is_none_or(|instance| after.instances[instance].condition == InstanceCondition::Active),
            "{:?}: {} is placed where no task may come",
            after.at,
            task.short
        );
        let Some(service) = task.service.and_then(|number| after.services.get(number)) else { continue };
        let (_, maximum) = bounds(scenario, service);
        let was = before.services.iter().find(|known| known.name == service.name);
        assert!(
            service.running_count + service.pending_count <= maximum
                || only_green_grew(was, service, maximum),
            "{:?}: {} is one above the maximum of {maximum}: {service:?}",
            after.at,
            task.short
        );
    }
}

/// Whether of two sets of tasks that are kept each for itself only green has more than before, and within its
/// half of the maximum: blue may be above its own, where its failed deployment lets nothing make way.
/// Spec: DEPLOY-9, DEPLOY-17.
fn only_green_grew(was: Option<&ServiceView>, service: &ServiceView, maximum: u32) -> bool {
    let Some(shift) = &service.shift else { return false };
    let blue = shift.old.as_ref().map_or(0, |old| old.tasks);
    let blue_before = was.map_or(0, |was| match &was.shift {
        Some(shift) => shift.old.as_ref().map_or(0, |old| old.tasks),
        None => was.running_count + was.pending_count,
    });
    blue <= blue_before && shift.new.tasks <= maximum / 2
}

/// How many tasks a service keeps at least and has at most, by its `deploymentConfiguration`. Spec: DEPLOY-1.
fn bounds(scenario: &Value, service: &ServiceView) -> (u32, u32) {
    let services = scenario["services"].as_array().into_iter().flatten();
    let given = services.into_iter().find(|given| given["serviceName"] == service.name.as_str());
    let given = given.unwrap_or(&Value::Null);
    let defaults = if given["schedulingStrategy"] == "DAEMON" { (0, 100) } else { (100, 200) };
    let percent =
        |member: &str, default| given["deploymentConfiguration"][member].as_u64().unwrap_or(default);
    let desired = u64::from(service.desired_count);
    let minimum = (desired * percent("minimumHealthyPercent", defaults.0)).div_ceil(100);
    // Two sets of tasks, each with its own bounds, as long as traffic shifts. Spec: DEPLOY-17.
    let sets = if shifts(scenario, given, service) { 2 } else { 1 };
    let maximum = sets * (desired * percent("maximumPercent", defaults.1) / 100);
    (u32::try_from(minimum).expect("a count"), u32::try_from(maximum).expect("a count"))
}

/// Whether a service's deployments shift traffic, by what it is created with or by a later call.
fn shifts(scenario: &Value, given: &Value, service: &ServiceView) -> bool {
    let strategy = |of: &Value| {
        let name = of["deploymentConfiguration"]["strategy"].as_str();
        name.is_some_and(|name| name != "ROLLING")
    };
    let timeline = scenario["simulation"]["timeline"].as_array().into_iter().flatten();
    let mut calls = timeline.into_iter().map(|action| &action["input"]);
    strategy(given) || calls.any(|input| input["service"] == service.name.as_str() && strategy(input))
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

/// A task goes on and never back, a stopped one says why, and the scheduler has stopped none that it needed.
fn check_task(scenario: &Value, event: &Value, told: &mut BTreeMap<String, Told>, after: &Snapshot) {
    let (detail, at) = (&event["detail"], after.at);
    let text = |member: &str| detail[member].as_str().unwrap_or_default().to_owned();
    let known = told.entry(text("taskArn")).or_default();
    let now = Told {
        last_status: text("lastStatus"),
        desired_status: text("desiredStatus"),
        health_status: text("healthStatus"),
    };
    // One that has waited for an instance is told of when it has one. Spec: CAP-11.
    let is_placed = known.last_status == "PROVISIONING"
        && now.last_status == "PROVISIONING"
        && !detail["containerInstanceArn"].is_null();
    let goes_on = rank(&known.last_status) < rank(&now.last_status);
    assert!(goes_on || is_placed, "{at:?}: {known:?} became {now:?}");
    if now.desired_status == "STOPPED" {
        assert!(!text("stopCode").is_empty() && !text("stoppedReason").is_empty(), "{at:?}: {detail:#}");
    }
    let stops = known.desired_status == "RUNNING" && now.desired_status == "STOPPED";
    let was_healthy = known.last_status == "RUNNING" && now.health_status != "UNHEALTHY";
    // Of a task whose agent was cut off it is told late that the scheduler has stopped it.
    let is_late = !detail["stoppingAt"].is_null() && detail["stoppingAt"] != detail["updatedAt"];
    // What target groups say of a task is in no event but this.
    let failed_checks = text("stoppedReason").starts_with("Task failed");
    let needs_it = stops && was_healthy && !is_late && !failed_checks;
    if needs_it && detail["stopCode"] == "ServiceSchedulerInitiated" {
        let group = text("group");
        let name = group.strip_prefix("service:").unwrap_or_else(|| panic!("{at:?}: {detail:#}"));
        if let Some(service) = after.services.iter().find(|service| service.name == name) {
            let (minimum, _) = bounds(scenario, service);
            assert!(
                service.running_count >= minimum,
                "{at:?}: fewer than {minimum}: {service:?}, {detail:#}"
            );
        }
    }
    *known = now;
}

/// The order of statuses; nothing has been told of a task that is new.
fn rank(status: &str) -> usize {
    let order = ["", "PROVISIONING", "PENDING", "ACTIVATING", "RUNNING", "DEACTIVATING", "STOPPING"];
    let late = [TaskStatus::Deprovisioning.name(), TaskStatus::Stopped.name()];
    let found = order.iter().chain(&late).position(|known| *known == status);
    found.unwrap_or_else(|| panic!("`{status}` is no status"))
}

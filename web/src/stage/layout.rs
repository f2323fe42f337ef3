//! What the stage shows of a snapshot.

use crate::session::{counted, drawn_ports, grouped};
use ecs_core::network::RESERVED_TCP_PORTS;
use ecs_core::report::{Amount, InstanceCondition, InstanceView, Snapshot, TaskView, ZoneView};
use ecs_core::world::TaskStatus;
use ecs_core::{SimTime, aws::LaunchType};

/// The units of a bar's width.
pub(super) const BAR: u32 = 1000;

/// Tasks up to which each has a part of the bar of its own.
const PARTS_MAX: usize = 40;

/// Cards or tasks that are drawn before somebody asks for more.
pub(super) const PAGE: usize = 24;

/// The first eight characters of an instance's id, which tell it from the others.
pub fn short_id(id: &str) -> &str {
    id.get(..8).unwrap_or(id)
}

/// The style class of a service's colour; of standalone tasks for none.
pub fn colour(service: Option<usize>) -> &'static str {
    const COLOURS: [&str; 6] = ["c0", "c1", "c2", "c3", "c4", "c5"];
    service.map_or("cx", |number| COLOURS[number % COLOURS.len()])
}

/// `mm:ss`, or `h:mm:ss`.
pub fn clock(at: SimTime) -> String {
    let seconds = at.as_ms() / 1000;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes:02}:{seconds:02}")
    }
}

/// A part of a bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Part<'a> {
    /// The id of its task, or of the first of several.
    pub(super) task: &'a str,
    pub(super) colour: &'static str,
    pub(super) x: u32,
    pub(super) width: u32,
}

/// Parts of a bar for what each task takes; for each service where there are too many tasks.
pub(super) fn parts<'a>(
    tasks: &[&'a TaskView],
    total: u32,
    of: fn(&TaskView) -> u32,
    colour: impl Fn(&TaskView) -> &'static str,
) -> Vec<Part<'a>> {
    let mut amounts: Vec<(&str, &'static str, u64)> = Vec::new();
    for task in tasks {
        let colour = colour(task);
        match amounts.last_mut() {
            Some((_, last, amount)) if tasks.len() > PARTS_MAX && *last == colour => {
                *amount += u64::from(of(task));
            }
            _ => amounts.push((&task.id, colour, u64::from(of(task)))),
        }
    }
    let scale = |amount: u64| {
        let scaled = amount * u64::from(BAR) / u64::from(total).max(1);
        u32::try_from(scaled).unwrap_or(BAR).min(BAR)
    };
    let mut before = 0;
    let mut parts = Vec::with_capacity(amounts.len());
    for (task, colour, amount) in amounts {
        let (x, end) = (scale(before), scale(before + amount));
        before += amount;
        // A gap between neighbours, as long as there is something left of the part.
        let width = (end - x).saturating_sub(8).max((end - x).min(4));
        if width > 0 {
            parts.push(Part { task, colour, x, width });
        }
    }
    parts
}

/// What a task's chip says behind the id: its ports, or its status before it has any.
pub(super) fn chip_note(task: &TaskView) -> String {
    let drawn: Vec<String> = task
        .ports
        .iter()
        .filter(|port| port.host_port > 0)
        .take(2)
        .map(|port| format!(":{}", port.host_port))
        .collect();
    match &task.address {
        _ if task.status != TaskStatus::Running => task.status.name().to_owned(),
        Some(address) => address.clone(),
        None => drawn.join(" "),
    }
}

/// Static host ports on an instance that tasks use: the agent's own are on every instance and not worth
/// showing.
pub(super) fn host_ports(instance: &InstanceView) -> Vec<u16> {
    let mut ports: Vec<u16> = instance
        .ports
        .iter()
        .map(|port| port.host_port)
        .filter(|port| !RESERVED_TCP_PORTS.contains(port))
        .collect();
    ports.sort_unstable();
    ports.dedup();
    ports
}

/// The static host ports that tasks of an instance use, and how many were drawn.
pub(super) fn host_ports_in_words(snapshot: &Snapshot, number: usize) -> String {
    let listed = snapshot.instances.get(number).map(|instance| host_ports(instance)).unwrap_or_default();
    let mut words: Vec<String> = listed.iter().map(ToString::to_string).collect();
    let drawn = drawn_ports(snapshot, number);
    if drawn > 0 {
        words.push(format!("{} drawn", grouped(drawn as u64)));
    }
    words.join(", ")
}

/// How many of some instances there are, and behind that how many have been terminated: their cards stay, so that it
/// can be seen where they were.
pub(super) fn there_and_gone(instances: impl Iterator<Item = InstanceCondition>) -> (u64, String) {
    let (mut there, mut gone) = (0, 0);
    for condition in instances {
        *(if condition == InstanceCondition::Terminated { &mut gone } else { &mut there }) += 1;
    }
    let gone = if gone == 0 { String::new() } else { format!(" · {} terminated", grouped(gone)) };
    (there, gone)
}

/// `2 instances`, `0 instances · 2 terminated`: those of a zone.
pub(super) fn instances_of(snapshot: &Snapshot, zone: &ZoneView) -> String {
    let views = zone.instances.iter().filter_map(|number| snapshot.instances.get(*number));
    let (there, gone) = there_and_gone(views.map(|view| view.condition));
    format!("{}{gone}", counted(there, "instance"))
}

/// Whether a task of the run has a network interface of its own on an instance.
pub(super) fn uses_enis(snapshot: &Snapshot) -> bool {
    snapshot.instances.iter().any(|instance| instance.enis.used > 1)
}

/// When a task appears, in tenths of the time that all of them take.
pub(super) fn landing(number: usize, tasks: usize) -> &'static str {
    const STEPS: [&str; 10] = ["l0", "l1", "l2", "l3", "l4", "l5", "l6", "l7", "l8", "l9"];
    STEPS[(number * STEPS.len() / tasks.max(1)).min(STEPS.len() - 1)]
}

/// What all instances have, and what tasks take of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Totals {
    pub(super) placed: u64,
    pub(super) running: u64,
    pub(super) waiting: u64,
    pub(super) on_fargate: u64,
    pub(super) cpu_used: u64,
    pub(super) cpu_total: u64,
    pub(super) memory_used: u64,
    pub(super) memory_total: u64,
}

/// Sums over the snapshot.
pub(super) fn totals(snapshot: &Snapshot) -> Totals {
    let mut totals = Totals::default();
    for task in &snapshot.tasks {
        totals.placed += u64::from(task.waits.is_none());
        totals.waiting += u64::from(task.waits.is_some() && task.service.is_none());
        totals.running += u64::from(task.status == TaskStatus::Running);
        totals.on_fargate += u64::from(task.launch_type == LaunchType::Fargate);
    }
    let waiting = snapshot.services.iter().filter_map(|service| service.waiting.as_ref());
    totals.waiting += waiting.map(|waiting| u64::from(waiting.count)).sum::<u64>();
    let add = |sum: (&mut u64, &mut u64), amount: Amount| {
        *sum.0 += u64::from(amount.used);
        *sum.1 += u64::from(amount.total);
    };
    for instance in snapshot.instances.iter().filter(|instance| instance.status.is_registered()) {
        add((&mut totals.cpu_used, &mut totals.cpu_total), instance.cpu_units);
        add((&mut totals.memory_used, &mut totals.memory_total), instance.memory_mib);
    }
    totals
}

/// What the moment of the picture is.
pub(super) fn moment(snapshot: &Snapshot) -> String {
    let totals = totals(snapshot);
    let is_end = if snapshot.at == snapshot.duration { ", the end of the timeline" } else { "" };
    let at = clock(snapshot.at);
    let halted = snapshot.services.iter().filter(|service| service.halted().is_some()).count() as u64;
    let going = snapshot.services.iter().filter(|service| service.rollout.goes_on()).count() as u64;
    if let Some(limit) = &snapshot.limit_reached {
        format!("State at {at}{is_end}. {limit}")
    } else if halted > 0 {
        format!("State at {at}{is_end}: {} halted.", counted(halted, "deployment"))
    } else if totals.waiting > 0 {
        format!("State at {at}{is_end}: some tasks still wait for a place.")
    } else if totals.placed == 0 && going == 0 {
        format!("State at {at}: no service wants a task.")
    } else if going > 0 {
        format!("State at {at}{is_end}: {} under way.", counted(going, "deployment"))
    } else if totals.running == totals.placed {
        format!("State at {at}, after every task has settled.")
    } else {
        format!("State at {at}{is_end}: some tasks are on their way.")
    }
}

#[cfg(test)]
mod tests {
    use super::{clock, colour, host_ports, landing, moment, parts, totals};
    use ecs_core::report::{Snapshot, TaskView};
    use ecs_core::{Budget, Document, SimTime, Simulation};
    use ecs_workshop::gallery;

    fn snapshot(entry: usize) -> Snapshot {
        let mut run = Simulation::new(Document::read(gallery::ENTRIES[entry].text).scenario.unwrap());
        run.advance_to(run.duration(), Budget::UNLIMITED);
        run.snapshot(200)
    }

    #[test]
    fn a_bar_is_split_by_tasks_and_never_too_long() {
        let snapshot = snapshot(0);
        let task = &snapshot.tasks[0];
        let of = |task: &TaskView| colour(task.service);
        let two = parts(&[task, task], 1024, |task| task.cpu_units, of);
        assert_eq!(two.iter().map(|part| (part.x, part.width)).collect::<Vec<_>>(), [(0, 242), (250, 242)]);
        let many: Vec<&TaskView> = std::iter::repeat_n(&**task, 100).collect();
        let many = parts(&many, 1024, |task| task.cpu_units, of);
        assert_eq!(many.iter().map(|part| (part.x, part.width)).collect::<Vec<_>>(), [(0, 992)]);
        assert!(parts(&[task], 0, |_| 0, of).is_empty());
    }

    #[test]
    fn the_agents_ports_are_left_out() {
        let snapshot = snapshot(1);
        assert_eq!(host_ports(&snapshot.instances[0]), [8080]);
    }

    #[test]
    fn totals_of_a_run() {
        let totals = totals(&snapshot(1));
        assert_eq!((totals.placed, totals.running, totals.waiting), (2, 2, 1));
        assert_eq!((totals.cpu_used, totals.cpu_total), (512, 4096));
        assert!(moment(&snapshot(1)).contains("still wait"));
        assert_eq!(moment(&snapshot(0)), "State at 30:00, after every task has settled.");
        let mut full = snapshot(0);
        full.limit_reached = Some("No more are started.".into());
        assert_eq!(moment(&full), "State at 30:00, the end of the timeline. No more are started.");
    }

    #[test]
    fn terminated_instances_are_not_counted_among_those_that_are_there() {
        let entry = gallery::ENTRIES.iter().find(|entry| entry.id == "two-providers-flapping").unwrap();
        let mut run = Simulation::new(Document::read(entry.text).scenario.unwrap());
        run.advance_to(run.duration(), Budget::UNLIMITED);
        let snapshot = run.snapshot(0);
        let told: Vec<String> =
            snapshot.zones.iter().map(|zone| super::instances_of(&snapshot, zone)).collect();
        assert!(told.iter().all(|told| told.starts_with("0 instances · ")), "{told:?}");
        let first = super::instances_of(&self::snapshot(0), &self::snapshot(0).zones[0]);
        assert!(first.ends_with("instances") && !first.starts_with('0'), "{first}");
    }

    #[test]
    fn times_and_landings() {
        assert_eq!(clock(SimTime::from_seconds(824)), "13:44");
        assert_eq!(clock(SimTime::from_seconds(3_661)), "1:01:01");
        assert_eq!(
            (landing(0, 7), landing(6, 7), landing(4_999, 5_000), landing(0, 0)),
            ("l0", "l8", "l9", "l0")
        );
    }
}

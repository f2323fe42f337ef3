//! The state of a cluster for somebody who reads it.

use super::table::{self, Column};
use super::{BOLD, DIM, bus, counted, shown};
use ecs_core::aws::Protocol;
use ecs_core::report::{
    Amount, CallsReport, InstanceCondition, InstanceView, PortView, ServiceView, Snapshot, TaskView,
};
use ecs_core::world::TaskStatus;
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::rc::Rc;

/// Instances that get a row each: a screen of them.
const INSTANCE_ROWS_MAX: usize = 40;

/// Tasks that a cell names.
const TASK_NAMES_MAX: usize = 8;

/// Lines of refused and failed calls.
const CALLS_MAX: usize = 20;

/// Writes the state. `name` is what was run, `moment` its time on the calendar.
pub(crate) fn write(out: &mut impl Write, name: &str, moment: &str, snapshot: &Snapshot) -> io::Result<()> {
    let (at, duration) = (seconds(snapshot.at.as_ms()), seconds(snapshot.duration.as_ms()));
    let Snapshot { engine_version, log_hash, .. } = snapshot;
    writeln!(out, "{BOLD}{}{BOLD:#}", shown(name))?;
    writeln!(
        out,
        "second {at} of {duration} ({moment}) {DIM}engine {engine_version}, log {log_hash}{DIM:#}"
    )?;
    let is_empty = snapshot.services.is_empty() && snapshot.instances.is_empty() && snapshot.tasks.is_empty();
    if is_empty {
        writeln!(out, "\nThe cluster is empty.")?;
    }
    write_services(out, &snapshot.services)?;
    if snapshot.instances.len() > INSTANCE_ROWS_MAX {
        write_instances_summed(out, snapshot)?;
    } else {
        write_instances(out, snapshot)?;
    }
    write_fargate(out, snapshot)?;
    bus::write(out, &snapshot.bus)?;
    write_waiting(out, &snapshot.services)?;
    match &snapshot.limit_reached {
        Some(limit) => writeln!(out, "\n{BOLD}Limit{BOLD:#}\n  {limit}"),
        None => Ok(()),
    }
}

fn write_services(out: &mut impl Write, services: &[ServiceView]) -> io::Result<()> {
    let columns = [
        Column::Left("Service"),
        Column::Left("Task definition"),
        Column::Left("Launch type"),
        Column::Right("Desired"),
        Column::Right("Running"),
        Column::Right("Pending"),
        Column::Right("Waiting"),
    ];
    let row = |service: &ServiceView| {
        [
            shown(&service.name),
            shown(&service.task_definition),
            service.launch_type.name().to_owned(),
            service.desired_count.to_string(),
            service.running_count.to_string(),
            service.pending_count.to_string(),
            service.waiting.as_ref().map_or(0, |waiting| waiting.count).to_string(),
        ]
    };
    table::write(out, "Services", columns, services.iter().map(row))
}

fn write_instances(out: &mut impl Write, snapshot: &Snapshot) -> io::Result<()> {
    let columns = [
        Column::Left("Instance"),
        Column::Left("Type"),
        Column::Left("Zone"),
        Column::Right("CPU units"),
        Column::Right("Memory MiB"),
        Column::Right("ENIs"),
        Column::Left("Tasks"),
    ];
    let row = |(number, instance): (usize, &Rc<InstanceView>)| {
        let condition = match instance.condition {
            InstanceCondition::Active => String::new(),
            other => format!(" {}", other.name()),
        };
        [
            format!("{}{condition}", shown(&instance.short)),
            instance.instance_type.to_string(),
            shown(&instance.zone),
            used_of_total(instance.cpu_units),
            used_of_total(instance.memory_mib),
            used_of_total(instance.enis),
            task_names(snapshot, snapshot.tasks_on(number)),
        ]
    };
    table::write(out, "Container instances", columns, snapshot.instances.iter().enumerate().map(row))
}

/// What the instances of one zone and type have together.
#[derive(Default)]
struct Sum {
    instances: usize,
    cpu_units: (u64, u64),
    memory_mib: (u64, u64),
    enis: (u64, u64),
    tasks: usize,
}

fn write_instances_summed(out: &mut impl Write, snapshot: &Snapshot) -> io::Result<()> {
    let mut sums: BTreeMap<(&str, &str), Sum> = BTreeMap::new();
    // Those that are gone are described for an hour, and have nothing that could be added up.
    let (gone, there): (Vec<_>, Vec<_>) =
        snapshot.instances.iter().enumerate().partition(|(_, instance)| instance.condition.is_lost());
    for (number, instance) in &there {
        let sum = sums.entry((&instance.zone, &instance.instance_type)).or_default();
        sum.instances += 1;
        sum.tasks += snapshot.tasks_on(*number).len();
        for (total, amount) in [
            (&mut sum.cpu_units, instance.cpu_units),
            (&mut sum.memory_mib, instance.memory_mib),
            (&mut sum.enis, instance.enis),
        ] {
            total.0 += u64::from(amount.used);
            total.1 += u64::from(amount.total);
        }
    }
    let columns = [
        Column::Left("Zone"),
        Column::Left("Type"),
        Column::Right("Instances"),
        Column::Right("CPU units"),
        Column::Right("Memory MiB"),
        Column::Right("ENIs"),
        Column::Right("Tasks"),
    ];
    let pair = |(used, total): (u64, u64)| format!("{used}/{total}");
    let rows = sums.into_iter().map(|((zone, instance_type), sum)| {
        [
            shown(zone),
            instance_type.to_owned(),
            sum.instances.to_string(),
            pair(sum.cpu_units),
            pair(sum.memory_mib),
            pair(sum.enis),
            sum.tasks.to_string(),
        ]
    });
    let gone = if gone.is_empty() { String::new() } else { format!(", and {} that are gone", gone.len()) };
    let title = format!(
        "Container instances: {} of them, added up by zone and type{gone} (--format json has each)",
        there.len()
    );
    table::write(out, &title, columns, rows)
}

fn write_fargate(out: &mut impl Write, snapshot: &Snapshot) -> io::Result<()> {
    let columns = [Column::Left("Zone"), Column::Right("Tasks"), Column::Left("Names")];
    let zones = snapshot.zones.iter().filter(|zone| !zone.fargate_tasks.is_empty());
    let rows = zones.map(|zone| {
        [shown(&zone.name), zone.fargate_tasks.len().to_string(), task_names(snapshot, &zone.fargate_tasks)]
    });
    table::write(out, "Tasks on Fargate", columns, rows)
}

fn write_waiting(out: &mut impl Write, services: &[ServiceView]) -> io::Result<()> {
    let mut title = Some("Waiting for a place");
    for service in services {
        let Some(waiting) = &service.waiting else { continue };
        if let Some(title) = title.take() {
            writeln!(out, "\n{BOLD}{title}{BOLD:#}")?;
        }
        let count = counted(waiting.count as usize, "task", "tasks");
        writeln!(out, "  {}, {count}: {}", shown(&service.name), shown(&waiting.reason))?;
        // ECS says nothing of a service whose tasks wait for an instance.
        if !waiting.aws_message.is_empty() {
            writeln!(out, "    ECS: {}", shown(&waiting.aws_message))?;
        }
    }
    Ok(())
}

/// Writes the calls of the timeline that AWS refuses, and those that place less than they were to.
pub(crate) fn write_calls(out: &mut impl Write, report: &CallsReport) -> io::Result<()> {
    let at = |value: &Value| value["atSeconds"].as_f64().unwrap_or_default();
    let text = |value: &Value, key: &str| shown(value[key].as_str().unwrap_or_default());
    let mut calls: Vec<(f64, String)> = Vec::new();
    for refusal in &report.refusals {
        let [action, code, message] = ["action", "code", "message"].map(|key| text(refusal, key));
        calls.push((at(refusal), format!("{action} is refused, {code}: {message}")));
    }
    for failures in report.failures.chunk_by(|one, next| at(one).total_cmp(&at(next)).is_eq()) {
        let mut reasons: BTreeMap<(String, bool), usize> = BTreeMap::new();
        for failure in failures {
            let of_instance = failure.get("arn").is_some();
            *reasons.entry((text(failure, "reason"), of_instance)).or_default() += 1;
        }
        let told = |((reason, of_instance), count): ((String, bool), usize)| {
            if of_instance {
                format!("{reason} on {}", counted(count, "instance", "instances"))
            } else {
                format!("for {}: {reason}", counted(count, "task", "tasks"))
            }
        };
        let reasons: Vec<String> = reasons.into_iter().map(told).collect();
        let found = format!("ecs:RunTask finds no place, {}", reasons.join(", "));
        calls.extend(failures.first().map(|first| (at(first), found)));
    }
    if calls.is_empty() {
        return Ok(());
    }
    calls.sort_by(|(one, _), (other, _)| one.total_cmp(other));
    writeln!(out, "\n{BOLD}Refused and failed calls{BOLD:#}")?;
    for (at, call) in calls.iter().take(CALLS_MAX) {
        writeln!(out, "  second {at}: {call}")?;
    }
    match calls.len().saturating_sub(CALLS_MAX) {
        0 => Ok(()),
        more => writeln!(out, "  and {more} more (--format json has each)"),
    }
}

/// `service:web/1 :8080, service:web/4 PENDING`.
fn task_names(snapshot: &Snapshot, numbers: &[usize]) -> String {
    let tasks = numbers.iter().filter_map(|number| snapshot.tasks.get(*number));
    let mut names: Vec<String> = tasks.take(TASK_NAMES_MAX).map(|task| task_name(task)).collect();
    if let Some(more) = numbers.len().checked_sub(TASK_NAMES_MAX).filter(|more| *more > 0) {
        names.push(format!("and {more} more"));
    }
    names.join(", ")
}

fn task_name(task: &TaskView) -> String {
    let mut name = shown(&task.short);
    if let Some(status) = unusual(task.status) {
        name.push(' ');
        name.push_str(status);
    }
    for port in &task.ports {
        name.push(' ');
        name.push_str(&port_name(*port));
    }
    name
}

/// TCP is what a port usually is.
fn port_name(port: PortView) -> String {
    let protocol = match port.protocol {
        Protocol::Tcp => "",
        Protocol::Udp => "/udp",
    };
    match port.host_port {
        0 => format!(":dynamic{protocol}"),
        host_port => format!(":{host_port}{protocol}"),
    }
}

/// AWS's spelling of a status that is worth a word.
fn unusual(status: TaskStatus) -> Option<&'static str> {
    (status != TaskStatus::Running).then(|| status.name())
}

fn used_of_total(amount: Amount) -> String {
    format!("{}/{}", amount.used, amount.total)
}

/// Seconds, with decimals where there are some.
pub(crate) fn seconds(ms: u64) -> String {
    let decimals = format!("{:03}", ms % 1000);
    match decimals.trim_end_matches('0') {
        "" => (ms / 1000).to_string(),
        decimals => format!("{}.{decimals}", ms / 1000),
    }
}

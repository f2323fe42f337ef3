//! Deployments that are not over, for somebody who reads them: what there is of each, and why one does not go on.

use super::state::seconds;
use super::table::{self, Column};
use super::{DIM, counted, shown};
use ecs_core::report::{DeploymentView, EventView, ServiceView};
use std::io::{self, Write};

/// Services of which the deployments are written: a screen of them.
const SERVICES_MAX: usize = 20;

/// Of what a service has said last.
const EVENTS_MAX: usize = 3;

/// Writes the deployments of services that have one which is not over; nothing where none has. `said` is the
/// newest of what the service of that number has said, newest first.
pub(crate) fn write(
    out: &mut impl Write,
    services: &[ServiceView],
    said: impl Fn(usize, usize) -> Vec<EventView>,
) -> io::Result<()> {
    let going = services.iter().enumerate().filter(|(_, service)| is_worth_a_line(service));
    let going: Vec<(usize, &ServiceView)> = going.collect();
    let columns = [
        Column::Left("Service"),
        Column::Left("Status"),
        Column::Left("Task definition"),
        Column::Left("rolloutState"),
        Column::Right("Desired"),
        Column::Right("Running"),
        Column::Right("Pending"),
        Column::Right("Failed"),
    ];
    let listed = going.iter().take(SERVICES_MAX);
    let rows = listed.clone().flat_map(|(_, service)| {
        service.rollout.deployments.iter().map(|deployment| row(service, deployment))
    });
    table::write(out, "Deployments", columns, rows)?;
    for (number, service) in listed {
        write_service(out, service, &said(*number, EVENTS_MAX))?;
    }
    match going.len().saturating_sub(SERVICES_MAX) {
        0 => Ok(()),
        more => {
            writeln!(out, "  and of {} more (--format json has each)", counted(more, "service", "services"))
        }
    }
}

/// What waits for a place is told where the waiting is.
fn is_worth_a_line(service: &ServiceView) -> bool {
    service.halted().is_some() || (service.rollout.goes_on() && service.waiting.is_none())
}

fn row(service: &ServiceView, deployment: &DeploymentView) -> [String; 8] {
    let failed = match service.rollout.threshold.filter(|_| deployment.is_primary) {
        Some(threshold) => format!("{} of {threshold}", deployment.failed_tasks),
        None => deployment.failed_tasks.to_string(),
    };
    [
        shown(&service.name),
        deployment.status().to_owned(),
        shown(&deployment.task_definition),
        deployment.state.name().to_owned(),
        deployment.desired_count.to_string(),
        deployment.running_count.to_string(),
        deployment.pending_count.to_string(),
        failed,
    ]
}

fn write_service(out: &mut impl Write, service: &ServiceView, said: &[EventView]) -> io::Result<()> {
    let name = shown(&service.name);
    if let Some(why) = service.halted() {
        writeln!(out, "  {name}: {}", shown(&why))?;
    }
    if let Some(bounds) = service.rollout.bounds_in_words(service.desired_count) {
        writeln!(out, "  {name}: {bounds}")?;
    }
    for event in said.iter().rev() {
        writeln!(out, "    {DIM}second {}{DIM:#} {}", seconds(event.at.as_ms()), shown(&event.text))?;
    }
    Ok(())
}

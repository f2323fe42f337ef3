//! What a run counts, as it goes up and down: the steps that charts are drawn from.

use crate::engine::Engine;
use crate::ids::{Row, ServiceRow};
use crate::log::LogEvent;
use crate::time::SimTime;
use crate::units::CPU_UNITS_PER_VCPU;
use crate::world::{InstanceStatus, TaskStatus};
use serde::{Deserialize, Serialize};

/// What a task's new status, a service's new desired count, or an instance that comes or goes adds to the counts.
#[derive(Clone, Copy, Debug, Default)]
struct Change {
    at: SimTime,
    service: Option<ServiceRow>,
    desired: i64,
    running: i64,
    pending: i64,
    cpu_units: i64,
    memory_mib: i64,
    cpu_units_registered: i64,
    memory_mib_registered: i64,
}

/// The counts of a run as they went up and down, from which a [`Series`] is made for any service.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    changes: Vec<Change>,
    services: Vec<String>,
}

/// Counts over time: steps, each of which holds until the next.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Series {
    /// The steps, in order; the first is where the time begins that was asked for.
    pub points: Vec<Point>,
    /// Whether the run has had a container instance at any time, also outside of the time that was asked for.
    pub has_instances: bool,
}

/// Counts from a moment on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    /// The moment.
    pub at: SimTime,
    /// Tasks that the services are to keep.
    pub desired: u64,
    /// Tasks that run.
    pub running: u64,
    /// Tasks that start.
    pub pending: u64,
    /// CPU units reserved on container instances, whatever service is looked at.
    pub cpu_units: u64,
    /// Memory in MiB reserved on them.
    pub memory_mib: u64,
    /// CPU units that the container instances have registered that are ACTIVE or DRAINING.
    pub cpu_units_registered: u64,
    /// Memory in MiB that they have registered.
    pub memory_mib_registered: u64,
}

impl Series {
    /// The counts at a moment.
    pub fn at(&self, at: SimTime) -> Point {
        let behind = self.points.partition_point(|point| point.at <= at);
        let point = behind.checked_sub(1).and_then(|number| self.points.get(number)).copied();
        Point { at, ..point.unwrap_or_default() }
    }
}

impl Tally {
    /// The counts of one service, or of all tasks, between two moments. Of each of so many columns of that
    /// time only the extremes and the last step are kept, so that a week has no more steps than a picture
    /// has room for.
    pub fn series(&self, service: Option<&str>, (from, to): (SimTime, SimTime), columns: u32) -> Series {
        let row = service.map(|name| self.services.iter().position(|other| other == name));
        let counted = |change: &Change| match row {
            None => true,
            Some(row) => row.is_some() && change.service.map(Row::number) == row,
        };
        let mut points = vec![Point { at: from, ..Point::default() }];
        for change in self.changes.iter().take_while(|change| change.at <= to) {
            let mut point = Point { at: change.at.max(from), ..points.last().copied().unwrap_or_default() };
            if counted(change) {
                point.desired = point.desired.saturating_add_signed(change.desired);
                point.running = point.running.saturating_add_signed(change.running);
                point.pending = point.pending.saturating_add_signed(change.pending);
            }
            point.cpu_units = point.cpu_units.saturating_add_signed(change.cpu_units);
            point.memory_mib = point.memory_mib.saturating_add_signed(change.memory_mib);
            point.cpu_units_registered =
                point.cpu_units_registered.saturating_add_signed(change.cpu_units_registered);
            point.memory_mib_registered =
                point.memory_mib_registered.saturating_add_signed(change.memory_mib_registered);
            match points.last_mut() {
                Some(last) if last.at == point.at => *last = point,
                _ => points.push(point),
            }
        }
        let points = thinned(&points, to.as_ms().saturating_sub(from.as_ms()), columns);
        let has_instances = self.changes.iter().any(|change| change.cpu_units_registered > 0);
        Series { points, has_instances }
    }
}

/// The points of each of so many columns of time.
pub(super) fn columns_of<T>(
    points: &[T],
    span_ms: u64,
    columns: u32,
    at: fn(&T) -> SimTime,
) -> impl Iterator<Item = &[T]> {
    let width_ms = (span_ms / u64::from(columns.max(1))).max(1);
    points.chunk_by(move |one, next| at(one).as_ms() / width_ms == at(next).as_ms() / width_ms)
}

/// Of every column of time the extremes and the last point.
fn thinned(points: &[Point], span_ms: u64, columns: u32) -> Vec<Point> {
    columns_of(points, span_ms, columns, |point| point.at)
        .flat_map(|column| {
            let number = |point: Option<(usize, &Point)>| point.map(|(number, _)| number);
            let of = |value: fn(&Point) -> u64| {
                let most = number(column.iter().enumerate().max_by_key(|(_, point)| value(point)));
                [most, number(column.iter().enumerate().min_by_key(|(_, point)| value(point)))]
            };
            let values: [fn(&Point) -> u64; 7] = [
                |point| point.desired,
                |point| point.running,
                |point| point.pending,
                |point| point.cpu_units,
                |point| point.memory_mib,
                |point| point.cpu_units_registered,
                |point| point.memory_mib_registered,
            ];
            let mut numbers: Vec<usize> = values.into_iter().flat_map(of).flatten().collect();
            numbers.extend(column.len().checked_sub(1));
            numbers.sort_unstable();
            numbers.dedup();
            numbers.into_iter().filter_map(|number| column.get(number)).copied().collect::<Vec<_>>()
        })
        .collect()
}

impl Engine {
    /// What services began with, at their creation.
    fn services_created(&self) -> Vec<Change> {
        let mut first: Vec<i64> =
            self.world.services.iter().map(|(_, state)| i64::from(state.desired_count)).collect();
        for entry in self.log.entries().rev() {
            if let LogEvent::ServiceDesired { service, before, .. } = entry.event
                && let Some(desired) = first.get_mut(service.number())
            {
                *desired = i64::from(before);
            }
        }
        let created = self.world.services.iter().zip(first);
        created
            .map(|((row, state), desired)| Change {
                at: state.created_at,
                service: Some(row),
                desired,
                ..Change::default()
            })
            .collect()
    }

    /// Of what has happened so far. Entries of the log that were dropped are missing in it.
    pub(crate) fn tally(&self) -> Tally {
        let mut before = vec![None; self.world.tasks.len()];
        let changes = self.log.entries().filter_map(|entry| {
            if let LogEvent::ServiceDesired { service, before, desired } = entry.event {
                let desired = i64::from(desired) - i64::from(before);
                return Some(Change { at: entry.at, service: Some(service), desired, ..Change::default() });
            }
            let LogEvent::TaskStatus { task, launch, instance, status } = &entry.event else { return None };
            // One that waits for an instance reserves nothing until it has one. Spec: CAP-11.
            let reserves = instance.is_some() && *status != TaskStatus::Stopped;
            let known = before.get_mut(task.number())?.replace((*status, reserves));
            let was = known.map(|(status, _)| status);
            let launch = &self.world.launches[*launch];
            let difference = |counts: fn(TaskStatus) -> bool| {
                i64::from(counts(*status)) - i64::from(was.is_some_and(counts))
            };
            let more = i64::from(reserves) - i64::from(known.is_some_and(|(_, before)| before));
            Some(Change {
                at: entry.at,
                service: launch.service,
                running: difference(|one| one == TaskStatus::Running),
                pending: difference(|one| matches!(one, TaskStatus::Provisioning | TaskStatus::Pending)),
                cpu_units: more * i64::from(launch.requirement.cpu_units),
                memory_mib: more * i64::from(launch.requirement.memory_mib),
                ..Change::default()
            })
        });
        let all = self.services_created().into_iter().chain(changes).chain(self.instances_registered());
        let mut changes: Vec<Change> = all.collect();
        changes.sort_by_key(|change| change.at);
        let services = self.world.services.iter();
        Tally { changes, services: services.map(|(row, _)| self.service_name(row).to_owned()).collect() }
    }

    /// What container instances brought when they registered, and took with them. Spec: FAULT-1.
    fn instances_registered(&self) -> impl Iterator<Item = Change> + use<'_> {
        // One that still boots, or was lost before it had booted, has registered nothing.
        let instances = self.world.instances.iter();
        let registered = instances.filter(|(_, one)| one.life.status != InstanceStatus::Registering);
        registered.flat_map(|(row, instance)| {
            let (entry, life) = (self.instance_entry(row), &instance.life);
            let cpu_units = i64::from(entry.instance_type.vcpu * CPU_UNITS_PER_VCPU);
            let memory_mib = i64::from(entry.registered_memory_mib);
            let change = |at: SimTime, sign: i64| Change {
                at,
                cpu_units_registered: sign * cpu_units,
                memory_mib_registered: sign * memory_mib,
                ..Change::default()
            };
            let gone = life.deregistered_at.map(|at| change(at, -1));
            std::iter::once(change(life.registered_at, 1)).chain(gone)
        })
    }
}

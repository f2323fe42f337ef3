//! The health of targets over a run, and the targets of a group at one moment: what a strip and its list are
//! drawn from. Spec: BAL-1, BAL-2, BAL-4.

use super::tally::columns_of;
use crate::balance::TargetState;
use crate::engine::Engine;
use crate::ids::{Row, ServiceRow, TaskRow};
use crate::limits;
use crate::log::LogEvent;
use crate::time::SimTime;
use crate::traffic::{Target, TargetEvent, TargetId, TargetWhat};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// How many targets are in each state, in the order of [`TargetState::ALL`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HealthCounts(pub [u32; TargetState::ALL.len()]);

impl HealthCounts {
    /// Targets in a state.
    pub fn of(&self, state: TargetState) -> u32 {
        self.0.get(state as usize).copied().unwrap_or(0)
    }

    /// All targets.
    pub fn registered(&self) -> u32 {
        self.0.iter().sum()
    }

    /// Counts the targets of others, too.
    pub fn add(&mut self, others: &HealthCounts) {
        self.0.iter_mut().zip(others.0).for_each(|(sum, more)| *sum += more);
    }

    fn slot(&mut self, state: Option<TargetState>) -> Option<&mut u32> {
        state.and_then(|state| self.0.get_mut(state as usize))
    }
}

impl FromIterator<TargetState> for HealthCounts {
    fn from_iter<I: IntoIterator<Item = TargetState>>(states: I) -> HealthCounts {
        let mut counts = HealthCounts::default();
        for state in states {
            counts.slot(Some(state)).into_iter().for_each(|count| *count += 1);
        }
        counts
    }
}

/// A target that is in another state from a moment on.
#[derive(Clone, Copy, Debug)]
struct Change {
    at: SimTime,
    group: u32,
    service: ServiceRow,
    /// None where it was not registered before.
    from: Option<TargetState>,
    /// None where it is not registered any more.
    to: Option<TargetState>,
}

/// The health of targets as it went up and down, from which a [`HealthSeries`] is made for any service.
#[derive(Clone, Debug, Default)]
pub struct HealthTally {
    changes: Vec<Change>,
    groups: Vec<String>,
    services: Vec<String>,
}

/// The targets of each target group over time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HealthSeries {
    /// The groups that have had a target, in the scenario's order: [`limits::HEALTH_GROUPS`] at the most.
    pub groups: Vec<GroupHealth>,
    /// How many more there are.
    pub more: usize,
}

/// The targets of a target group over time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupHealth {
    /// Its name.
    pub name: String,
    /// Steps, each of which holds until the next; the first is where the time begins that was asked for.
    pub points: Vec<HealthPoint>,
}

/// How many targets are in which state from a moment on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HealthPoint {
    /// The moment.
    pub at: SimTime,
    /// The targets.
    pub targets: HealthCounts,
}

impl HealthPoint {
    fn change(&mut self, change: &Change) {
        if let Some(count) = self.targets.slot(change.from) {
            *count = count.saturating_sub(1);
        }
        if let Some(count) = self.targets.slot(change.to) {
            *count += 1;
        }
    }
}

impl GroupHealth {
    /// The counts at a moment.
    pub fn at(&self, at: SimTime) -> HealthPoint {
        let behind = self.points.partition_point(|point| point.at <= at);
        let point = behind.checked_sub(1).and_then(|number| self.points.get(number)).copied();
        HealthPoint { at, ..point.unwrap_or_default() }
    }
}

impl HealthTally {
    /// The groups of one service, or all, between two moments. Of each of so many columns of that time the
    /// extremes and the last step are kept, so that no unhealthy target is too short for the picture.
    pub fn series(
        &self,
        service: Option<&str>,
        (from, to): (SimTime, SimTime),
        columns: u32,
    ) -> HealthSeries {
        let row = service.map(|name| self.services.iter().position(|other| other == name));
        let counts = |change: &&Change| row.is_none_or(|row| row == Some(change.service.number()));
        let mut groups: BTreeMap<u32, Vec<HealthPoint>> = BTreeMap::new();
        for change in self.changes.iter().filter(counts).take_while(|change| change.at <= to) {
            let start = || vec![HealthPoint { at: from, ..HealthPoint::default() }];
            let points = groups.entry(change.group).or_insert_with(start);
            let mut point = points.last().copied().unwrap_or_default();
            point.change(change);
            point.at = change.at.max(from);
            match points.last_mut() {
                Some(last) if last.at == point.at => *last = point,
                _ => points.push(point),
            }
        }
        let more = groups.len().saturating_sub(limits::HEALTH_GROUPS);
        let span_ms = to.as_ms().saturating_sub(from.as_ms());
        let group = |(number, points): (u32, Vec<HealthPoint>)| GroupHealth {
            name: self.groups.get(number as usize).cloned().unwrap_or_default(),
            points: thinned(&points, span_ms, columns),
        };
        HealthSeries { groups: groups.into_iter().take(limits::HEALTH_GROUPS).map(group).collect(), more }
    }
}

/// Of every column of time the step with the fewest healthy targets, that with the most unhealthy ones, and
/// the last.
fn thinned(points: &[HealthPoint], span_ms: u64, columns: u32) -> Vec<HealthPoint> {
    let kept = columns_of(points, span_ms, columns, |point| point.at);
    kept.flat_map(|column| {
        let numbered = || column.iter().enumerate();
        let fewest = numbered().min_by_key(|(_, point)| point.targets.of(TargetState::Healthy));
        let most = numbered().max_by_key(|(_, point)| point.targets.of(TargetState::Unhealthy));
        let mut numbers: Vec<usize> =
            [fewest, most].into_iter().flatten().map(|(number, _)| number).collect();
        numbers.extend(column.len().checked_sub(1));
        numbers.sort_unstable();
        numbers.dedup();
        numbers.into_iter().filter_map(|number| column.get(number)).copied().collect::<Vec<_>>()
    })
    .collect()
}

/// The targets of a target group at one moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetList {
    /// Its name.
    pub group: String,
    /// The targets, those first that get no requests: [`limits::TARGETS_LISTED`] at the most.
    pub targets: Vec<TargetLine>,
    /// How many more there are.
    pub more: usize,
}

/// A target.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetLine {
    /// `Id`: an address, or its instance's id on EC2. Spec: NET-42.
    pub id: String,
    /// `Port`.
    pub port: u16,
    /// `AvailabilityZone`.
    pub zone: String,
    /// `State`.
    pub state: TargetState,
    /// `Reason` and `Description`; none where it is healthy.
    pub reason: Option<(Cow<'static, str>, Cow<'static, str>)>,
    /// The task's id.
    pub task: String,
    /// Its short form.
    pub short: String,
}

/// In which order targets are listed: what somebody looks for comes first.
fn rank(state: TargetState) -> u8 {
    match state {
        TargetState::Unhealthy => 0,
        TargetState::Draining => 1,
        TargetState::Initial => 2,
        TargetState::Unused => 3,
        TargetState::Healthy => 4,
    }
}

impl Engine {
    /// Of what has happened so far. Entries of the log that were dropped are missing in it.
    pub(crate) fn health_tally(&self) -> HealthTally {
        let mut known: BTreeMap<(u32, TaskRow, u16), TargetState> = BTreeMap::new();
        let mut changes = Vec::new();
        for entry in self.log.entries() {
            let LogEvent::Target(event) = &entry.event else { continue };
            let TargetEvent { group, service, state, .. } = *event;
            let target = (group, event.task, event.port);
            if matches!(event.what, TargetWhat::Deregistered | TargetWhat::Replaced(_)) {
                continue;
            }
            let from = known.insert(target, state);
            changes.push(Change { at: entry.at, group, service, from, to: Some(state) });
            if let Some(at) = event.drains_until.filter(|at| *at <= self.now) {
                known.remove(&target);
                changes.push(Change { at, group, service, from: Some(state), to: None });
            }
        }
        changes.sort_by_key(|change| change.at);
        let groups = self.scenario.load_balancing.target_groups.iter();
        let services = self.world.services.iter();
        HealthTally {
            changes,
            groups: groups.map(|group| group.name.clone()).collect(),
            services: services.map(|(_, state)| state.given.service_name.clone()).collect(),
        }
    }

    /// The targets of a group; none where there is no such group.
    pub(crate) fn target_list(&self, name: &str) -> Option<TargetList> {
        let number =
            self.scenario.load_balancing.target_groups.iter().position(|group| group.name == name)?;
        let rows = self.traffic.of_group.get(&number).into_iter().flatten();
        let mut targets: Vec<&Target> = rows.filter_map(|row| self.traffic.targets.get(row)).collect();
        targets.sort_by_key(|target| rank(target.health.state()));
        Some(TargetList {
            group: name.to_owned(),
            more: targets.len().saturating_sub(limits::TARGETS_LISTED),
            targets: targets
                .iter()
                .take(limits::TARGETS_LISTED)
                .map(|target| self.target_line(target))
                .collect(),
        })
    }

    /// What there is to say of a target.
    pub(super) fn target_line(&self, target: &Target) -> TargetLine {
        let task = &self.world.tasks[target.task];
        TargetLine {
            id: match target.id {
                TargetId::Ip(address) => address.map(|address| address.to_string()).unwrap_or_default(),
                TargetId::Instance(instance) => self.ec2_instance_id(instance),
            },
            port: target.port,
            zone: self.world.zones[task.zone].clone(),
            state: target.health.state(),
            reason: target.health.reason().map(|reason| (reason.code().into(), reason.description())),
            task: self.task_id(target.task),
            short: self.world.task_short(task),
        }
    }
}

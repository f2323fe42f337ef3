//! The story as a thread through the event log: which entries are steps of it, which of them are one step
//! together, and which led to which.

use super::{Because, Stage, Why};
use crate::aws::Provider;
use crate::engine::Engine;
use crate::ids::{AlarmRow, AutoScalingGroupRow, InstanceRow, LaunchRow, ServiceRow, TaskRow};
use crate::log::{LogEntry, LogEvent};
use crate::metrics::{AlarmOwner, AlarmState};
use crate::scaling::{ScalingCause, ScalingEvent};
use crate::time::SimTime;
use crate::world::{
    ActivityCause, CapacityCause, CapacityEvent, GroupEvent, InstanceChange, Stop, TaskStatus,
};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Tasks of a step that are named.
const TASKS_NAMED: usize = 3;

/// A step, as little of it as it takes to tell it.
#[derive(Clone, Debug)]
pub(super) struct Bead {
    pub(super) number: u64,
    pub(super) at: SimTime,
    pub(super) stage: Stage,
    pub(super) because: Option<Because>,
    pub(super) of: Of,
}

/// What a step is told from.
#[derive(Clone, Debug)]
pub(super) enum Of {
    /// The entry of the log.
    Entry,
    /// Equal tasks of one moment.
    Tasks {
        launch: LaunchRow,
        count: u32,
        /// The first of them.
        named: Vec<TaskRow>,
        /// Where they were placed.
        instances: BTreeSet<InstanceRow>,
        /// Whether they have waited in vain.
        in_vain: bool,
    },
    /// Instances of one group and one moment.
    Machines { group: AutoScalingGroupRow, instances: BTreeSet<InstanceRow>, why: Why },
}

/// What of one moment is one step together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Together {
    Tasks { in_vain: bool },
    Machines(Why),
}

/// The steps so far, and what is known of them that may lead to others.
#[derive(Clone, Debug, Default)]
pub(super) struct Thread {
    beads: Vec<Bead>,
    /// The newest step of a moment and a kind, for those that are one step together.
    open: BTreeMap<(Stage, u32, Together), usize>,
    alarms: BTreeMap<AlarmRow, Because>,
    /// What was decided last of a target, and of its bounds.
    decided: BTreeMap<usize, Because>,
    bounds: BTreeMap<usize, Because>,
    began: BTreeMap<u64, Because>,
    wanted: BTreeMap<ServiceRow, Wanted>,
    /// The tasks that have begun at the moment that was told last.
    begun: (SimTime, BTreeSet<TaskRow>),
    waiting: BTreeSet<TaskRow>,
    waiting_for: BTreeMap<usize, Because>,
    capacity: BTreeMap<AutoScalingGroupRow, Because>,
    launched: BTreeMap<InstanceRow, Because>,
    /// Of instances that are exchanged, what came first: one ends and another is launched, or the other way round.
    exchanges: BTreeMap<(AutoScalingGroupRow, Why), VecDeque<Because>>,
    registered: BTreeMap<InstanceRow, Because>,
}

/// The desired count that was set last, and the tasks that are to start for it yet: what starts behind these stands in
/// for tasks that have stopped.
#[derive(Clone, Copy, Debug)]
struct Wanted {
    because: Because,
    tasks: u32,
}

impl Thread {
    pub(super) fn beads(&self) -> &[Bead] {
        &self.beads
    }

    /// Takes an entry of the log, in its order.
    pub(super) fn take(&mut self, engine: &Engine, entry: &LogEntry) {
        match &entry.event {
            LogEvent::Alarm { alarm, change } if engine.is_step(&entry.event) => {
                let off = change.to.state == AlarmState::Alarm;
                let because = self.why_alarm(engine, *alarm).filter(|_| off);
                let step = self.step(entry, Stage::Alarm, because);
                self.alarms.insert(*alarm, step);
            }
            LogEvent::Scaling(event) => self.take_scaling(engine, entry, event),
            LogEvent::ServiceDesired { service, before, desired } if engine.is_scaled(*service) => {
                let because = self.step(entry, Stage::DesiredCount, None);
                let still = self.wanted.get(service).map_or(0, |wanted| wanted.tasks);
                let tasks =
                    (still + desired.saturating_sub(*before)).saturating_sub(before.saturating_sub(*desired));
                self.wanted.insert(*service, Wanted { because, tasks });
            }
            LogEvent::TaskStatus { task, launch, instance, status } => {
                self.take_task(engine, entry, (*task, *launch), *instance, *status);
            }
            LogEvent::Capacity(event) => self.take_capacity(engine, entry, event),
            LogEvent::Group(event) => self.take_group(entry, event),
            LogEvent::Instance { instance, state } if state.change == InstanceChange::Registered => {
                let membership = engine.world.instances[*instance].membership.as_ref();
                if let Some(group) = membership.map(|membership| membership.group) {
                    let because = self.launched.get(instance).copied();
                    let machine = (group, *instance, Why::Capacity);
                    let step = self.machine(entry, Stage::Registered, machine, because);
                    self.registered.insert(*instance, step);
                }
            }
            _ => {}
        }
    }

    fn take_scaling(&mut self, engine: &Engine, entry: &LogEntry, event: &ScalingEvent) {
        match event {
            ScalingEvent::Decided { target, alarm, .. } => {
                let because = self.alarms.get(alarm).copied();
                let step = self.step(entry, Stage::Policy, because);
                self.decided.insert(*target, step);
            }
            ScalingEvent::BoundsSet { target, .. } => {
                let step = self.step(entry, Stage::ScheduledAction, None);
                self.bounds.insert(*target, step);
            }
            ScalingEvent::Began { target, activity, cause, .. } => {
                self.forget_unexplained(entry);
                // What a policy has decided says so already.
                let decided =
                    self.decided.get(target).filter(|_| matches!(cause, ScalingCause::Alarm { .. }));
                let step = decided.copied().unwrap_or_else(|| {
                    let because = self.bounds.get(target).copied().filter(|because| because.at == entry.at);
                    self.step(entry, Stage::DesiredCount, because)
                });
                self.began.insert(*activity, step);
                let service = engine.service_of_target(*target);
                if let Some(wanted) = service.and_then(|service| self.wanted.get_mut(&service)) {
                    wanted.because = step;
                }
            }
            ScalingEvent::Ended { activity, fulfilled: true, .. } => {
                let because = self.began.get(activity).copied();
                self.step(entry, Stage::Fulfilled, because);
            }
            ScalingEvent::Ended { .. } => {}
        }
    }

    /// The desired count that an activity sets stands in the log just before that: it is one step.
    fn forget_unexplained(&mut self, entry: &LogEntry) {
        let is_same = |last: &Bead| last.stage == Stage::DesiredCount && last.number + 1 == entry.sequence;
        if self.beads.last().is_some_and(is_same) {
            self.beads.pop();
        }
    }

    fn take_task(
        &mut self,
        engine: &Engine,
        entry: &LogEntry,
        (task, launch): (TaskRow, LaunchRow),
        instance: Option<InstanceRow>,
        status: TaskStatus,
    ) {
        let started = &engine.world.launches[launch];
        let service = started.service.filter(|_| self.begins(engine, entry, task));
        let wanted = service.and_then(|service| self.wanted_task(service));
        let Some(Provider::Group(provider)) = started.capacity_provider else { return };
        if let Some(instance) = instance {
            if self.waiting.remove(&task) {
                let registered = self.registered.get(&instance).copied();
                let because = registered.filter(|registered| registered.at == entry.at);
                self.task(entry, Stage::Placed, (launch, task, Some(instance)), because, false);
            }
        } else if status == TaskStatus::Provisioning {
            self.waiting.insert(task);
            let step = self.task(entry, Stage::Waiting, (launch, task, None), wanted, false);
            self.waiting_for.insert(provider, step);
        } else if self.waiting.remove(&task) && engine.world.tasks[task].stop == Some(Stop::NoInstance) {
            let because = self.waiting_for.get(&provider).copied();
            self.task(entry, Stage::Waiting, (launch, task, None), because, true);
        }
    }

    /// Whether an entry is the first of a task.
    fn begins(&mut self, engine: &Engine, entry: &LogEntry, task: TaskRow) -> bool {
        if self.begun.0 != entry.at {
            self.begun = (entry.at, BTreeSet::new());
        }
        engine.world.tasks[task].created_at == entry.at && self.begun.1.insert(task)
    }

    /// What has led to one more task of a service: its desired count, as long as tasks start for that.
    fn wanted_task(&mut self, service: ServiceRow) -> Option<Because> {
        let wanted = self.wanted.get_mut(&service)?;
        wanted.tasks = wanted.tasks.checked_sub(1)?;
        Some(wanted.because)
    }

    fn take_capacity(&mut self, engine: &Engine, entry: &LogEntry, event: &CapacityEvent) {
        let (CapacityEvent::Scaled { provider, .. } | CapacityEvent::Held { provider, .. }) = event;
        let number = *provider as usize;
        let alarm = engine.alarm_of_provider(number, event.is_out());
        let off = alarm.and_then(|alarm| self.alarms.get(&alarm).copied());
        let because = off.or_else(|| self.waiting_for.get(&number).copied());
        let step = self.step(entry, Stage::CapacityProvider, because);
        if let (CapacityEvent::Scaled { .. }, Some(group)) = (event, engine.group_of_provider(number)) {
            self.capacity.insert(group, step);
        }
    }

    fn take_group(&mut self, entry: &LogEntry, event: &GroupEvent) {
        match event {
            // What the capacity provider or the policy has decided says so already.
            GroupEvent::Capacity { change, .. }
                if matches!(
                    change.cause,
                    CapacityCause::ManagedScaling { .. } | CapacityCause::Policy { .. }
                ) => {}
            GroupEvent::Decided { group, alarm, decision, .. } => {
                let because = self.alarms.get(alarm).copied();
                let step = self.step(entry, Stage::Policy, because);
                if decision.scaled_to().is_some() {
                    self.capacity.insert(*group, step);
                }
            }
            GroupEvent::Capacity { group, .. } => {
                let step = self.step(entry, Stage::AutoScalingGroup, None);
                self.capacity.insert(*group, step);
            }
            GroupEvent::Begins { group, kind, instance, cause, .. } => {
                let (why, stage) = (Why::of(cause), Stage::of_activity(*kind));
                let begins = why.begins_with() == Some(stage);
                let because = match why {
                    // An instance in place of one that is gone stands in for it, whatever was decided long ago.
                    Why::Capacity => self
                        .capacity
                        .get(group)
                        .filter(|_| matches!(cause, ActivityCause::Capacity { change: Some(_), .. }))
                        .copied(),
                    _ if begins => None,
                    _ => self.exchanges.get_mut(&(*group, why)).and_then(VecDeque::pop_front),
                };
                let step = self.machine(entry, stage, (*group, *instance, why), because);
                if begins {
                    self.exchanges.entry((*group, why)).or_default().push_back(step);
                }
                self.launched.insert(*instance, step);
            }
            GroupEvent::LaunchFails { group, .. } | GroupEvent::AllProtected { group } => {
                let because = self.capacity.get(group).copied();
                self.step(entry, Stage::AutoScalingGroup, because);
            }
            _ => {}
        }
    }

    /// What had the metric of an alarm rise: tasks that wait, for the alarm of a capacity provider.
    fn why_alarm(&self, engine: &Engine, alarm: AlarmRow) -> Option<Because> {
        let AlarmOwner::CapacityProvider(number) = engine.world.alarms[alarm].owner else { return None };
        let is_high = engine.alarm_of_provider(number, true) == Some(alarm);
        self.waiting_for.get(&number).copied().filter(|_| is_high)
    }

    fn step(&mut self, entry: &LogEntry, stage: Stage, because: Option<Because>) -> Because {
        self.push(entry, stage, because, Of::Entry)
    }

    fn push(&mut self, entry: &LogEntry, stage: Stage, because: Option<Because>, of: Of) -> Because {
        let (number, at) = (entry.sequence, entry.at);
        self.beads.push(Bead { number, at, stage, because, of });
        Because { number, at, stage }
    }

    /// A task more of a step of this moment, or a step of its own.
    fn task(
        &mut self,
        entry: &LogEntry,
        stage: Stage,
        (launch, task, instance): (LaunchRow, TaskRow, Option<InstanceRow>),
        because: Option<Because>,
        in_vain: bool,
    ) -> Because {
        let key = (stage, launch.0, Together::Tasks { in_vain });
        if let Some((bead, step)) = self.open_bead(key, entry.at)
            && let Of::Tasks { count, named, instances, .. } = &mut bead.of
        {
            *count += 1;
            named.extend((named.len() < TASKS_NAMED).then_some(task));
            instances.extend(instance);
            return step;
        }
        self.open.insert(key, self.beads.len());
        let instances = instance.into_iter().collect();
        self.push(
            entry,
            stage,
            because,
            Of::Tasks { launch, count: 1, named: vec![task], instances, in_vain },
        )
    }

    /// The same with an instance.
    fn machine(
        &mut self,
        entry: &LogEntry,
        stage: Stage,
        (group, instance, why): (AutoScalingGroupRow, InstanceRow, Why),
        because: Option<Because>,
    ) -> Because {
        let key = (stage, group.0, Together::Machines(why));
        if let Some((bead, step)) = self.open_bead(key, entry.at)
            && let Of::Machines { instances, .. } = &mut bead.of
        {
            instances.insert(instance);
            return step;
        }
        self.open.insert(key, self.beads.len());
        let instances = BTreeSet::from([instance]);
        self.push(entry, stage, because, Of::Machines { group, instances, why })
    }

    fn open_bead(&mut self, key: (Stage, u32, Together), at: SimTime) -> Option<(&mut Bead, Because)> {
        let bead = self.open.get(&key).and_then(|place| self.beads.get_mut(*place))?;
        let step = Because { number: bead.number, at: bead.at, stage: bead.stage };
        (bead.at == at && bead.stage == key.0).then_some((bead, step))
    }
}

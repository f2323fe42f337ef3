//! Time: the event queue, and what happens when an event is due.
//!
//! The loop knows no rule of ECS; [`lifecycle`], [`scheduler`] and [`timeline`] do.

#![allow(clippy::indexing_slicing, reason = "a table is indexed by a row that it made itself")]

mod agent;
mod capacity;
mod checkpoints;
mod daemon;
mod deployment_alarms;
mod disturbances;
mod draining;
mod events;
mod faults;
mod foresight;
mod groups;
mod hooks;
mod hosts;
mod iam;
mod inside;
mod instance_calls;
mod instances;
mod lifecycle;
mod machines;
mod metrics;
mod names;
mod network;
mod ports;
mod protection;
mod queue;
mod rebalancing;
mod registry;
mod replacements;
mod rollbacks;
mod scaling;
mod scheduler;
mod service_calls;
mod services;
mod setup;
mod shift_traffic;
mod shifts;
mod shortlists;
mod standstill;
mod start;
mod storage;
mod tally;
mod targets;
mod throttle;
mod timeline;
mod traffic;
mod victims;
mod witness;

use crate::bus::Bus;
use crate::ids::{AutoScalingGroupRow, InstanceRow, ServiceRow, TaskRow, ZoneRow};
use crate::log::{Log, LogEvent};
use crate::scenario::{Action, Call, Scenario};
use crate::time::SimTime;
use crate::traffic::{History, TargetRow, Traffic};
use crate::world::{Registration, TaskStatus, World};
pub(crate) use checkpoints::Checkpoints;
pub(crate) use events::whole;
pub(crate) use foresight::Rehearsed;
use groups::GroupDue;
use instances::InstanceDue;
pub(crate) use metrics::{Published, Source};
use names::Names;
pub(crate) use ports::{named_mapping, port_of, tcp_ports};
use queue::Queue;
pub(crate) use scheduler::why;
use shortlists::Shortlists;
use std::sync::Arc;
use witness::Watch;
pub(crate) use witness::Witnessed;

/// Something that is due at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Event {
    /// An action of the timeline, by number.
    Action(usize),
    /// A service compares what it has with what it wants.
    Schedule(ServiceRow),
    /// A task leaves a status for the next, unless something came between.
    TaskLeaves(TaskRow, TaskStatus),
    /// The images of a task begin to be pulled.
    PullBegins(TaskRow),
    /// They are there.
    PullEnds(TaskRow),
    /// The image of a container, by its number, is not.
    PullFails(TaskRow, usize),
    /// A task that does not reach what it needs is not tried any longer.
    GivesUp(TaskRow),
    /// Something happens inside of a task, unless something came between.
    ContainersDue(TaskRow),
    /// A container's application exits because a call was denied.
    CallDenied(TaskRow, usize),
    /// Something that a task writes into may be full.
    StorageFull(TaskRow),
    /// A service looks how a task does: it counts as healthy from now on, or its grace period is over.
    JudgeHealth(TaskRow),
    /// A health check of a target, or the end of its draining, unless something came between.
    TargetDue(TargetRow),
    /// Targets of a task that is to stop are deregistered.
    Deregisters(TaskRow),
    /// Requests in flight hold another amount of memory.
    InFlight(TargetRow),
    /// A step of load ends, of the island with a lead, unless another end was set.
    LoadStep(usize),
    /// A minute of the metrics ends.
    MinuteEnds,
    /// Alarms are held against the minutes so far.
    AlarmsDue,
    /// Scalable targets whose alarms have gone off are decided about.
    ScalingDue,
    /// Scheduled actions are due.
    ScheduledActionsDue,
    /// Rules look at what was logged.
    Route,
    /// The next target of a rule is called.
    Invoke,
    /// A rule's schedule is due.
    RuleDue(usize),
    /// A queue is worked out.
    QueueDue(usize),
    /// A pipe looks at its queue.
    PipeDue(usize),
    /// The message of an action of the timeline has been delayed for long enough.
    DelayedMessage(usize),
    /// Something is due with a container instance.
    Instance(InstanceRow, InstanceDue),
    /// A zone that was lost is back.
    ZoneReturns(ZoneRow),
    /// Tasks that wait for an instance are placed where they fit.
    PlacesDue,
    /// A task has waited for an instance long enough, unless it has one.
    WaitedForInstance(TaskRow),
    /// A shortage of capacity is over.
    ShortageEnds,
    /// Fargate Spot takes a task back, two minutes after its notice.
    SpotTaskEnds(TaskRow),
    /// Faults of a task end that have lasted long enough.
    DisturbanceEnds(TaskRow),
    /// The protection of a task ends, unless it was renewed.
    ProtectionEnds(TaskRow),
    /// Something is due with an Auto Scaling group.
    Group(AutoScalingGroupRow, GroupDue),
}

/// How much may be done before the caller is asked again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// Events; one of them places at most ten tasks.
    pub events: u32,
}

impl Budget {
    /// As much as there is.
    pub const UNLIMITED: Budget = Budget { events: u32::MAX };
}

/// Whether an advance got where it was to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// It did.
    Reached,
    /// The budget is used up; advance again.
    OutOfBudget,
}

/// A run at one moment.
#[derive(Clone, Debug)]
pub(crate) struct Engine {
    pub(crate) scenario: Arc<Scenario>,
    pub(crate) world: World,
    pub(crate) log: Log,
    pub(crate) traffic: Traffic,
    pub(crate) history: History,
    pub(crate) bus: Bus,
    pub(crate) now: SimTime,
    /// Events so far.
    pub(crate) events: u64,
    queue: Queue<Event>,
    names: Names,
    shortlists: Shortlists,
    /// The decision that somebody wants to see, while a run is repeated for it.
    watch: Option<Watch>,
}

impl Engine {
    /// The run at second 0, before anything is due.
    pub(crate) fn new(scenario: impl Into<Arc<Scenario>>) -> Engine {
        let mut engine = Engine {
            scenario: scenario.into(),
            world: World::default(),
            log: Log::default(),
            traffic: Traffic::default(),
            history: History::default(),
            bus: Bus::default(),
            now: SimTime::ZERO,
            events: 0,
            queue: Queue::default(),
            names: Names::default(),
            shortlists: Shortlists::default(),
            watch: None,
        };
        engine.set_up();
        engine
    }

    pub(crate) fn append(&mut self, action: Action) {
        self.expect_action(&action);
        let at = action.at;
        let scenario = Arc::make_mut(&mut self.scenario);
        if let Call::RegisterTaskDefinition(call) = &action.call {
            scenario.task_definitions.push(call.definition.clone());
            scenario.definition_constraints.push(call.constraints.clone());
            self.world.definitions.push(Registration::Unknown);
        }
        scenario.timeline.push(action);
        self.log.forget_from(at);
        self.history.forget_from(at);
    }

    /// An action that comes next in the list of the timeline is due at its time.
    fn expect_action(&mut self, action: &Action) {
        self.queue.push_action(action.at, Event::Action(self.queue.actions()));
    }

    pub(crate) fn advance_to(&mut self, at: SimTime, budget: Budget) -> Progress {
        for _ in 0..budget.events {
            let Some((due, event)) = self.queue.pop_due(at) else {
                self.now = self.now.max(at);
                return Progress::Reached;
            };
            self.now = due;
            self.events += 1;
            self.handle(event);
        }
        Progress::OutOfBudget
    }

    fn handle(&mut self, event: Event) {
        match event {
            Event::Action(number) => self.act(number),
            Event::Schedule(service) => self.schedule(service),
            Event::TaskLeaves(task, status) => self.task_leaves(task, status),
            Event::PullBegins(task) => self.pull_begins(task),
            Event::PullEnds(task) => self.pull_ends(task),
            Event::PullFails(task, container) => self.pull_fails(task, container),
            Event::GivesUp(task) => self.gives_up(task),
            Event::ContainersDue(task) => self.containers_due(task),
            Event::CallDenied(task, container) => self.exits_denied(task, container),
            Event::StorageFull(task) => self.storage_full(task),
            Event::JudgeHealth(task) => self.recount(task),
            Event::TargetDue(target) => self.target_due(target),
            Event::Deregisters(task) => self.deregisters(task),
            Event::InFlight(target) => self.in_flight_changed(target),
            Event::LoadStep(lead) => self.load_step_ends(lead),
            Event::MinuteEnds => self.minute_ends(),
            Event::AlarmsDue => self.alarms_due(),
            Event::ScalingDue => self.scaling_due(),
            Event::ScheduledActionsDue => self.scheduled_actions_due(),
            Event::Route => self.route(),
            Event::Invoke => self.invoke(),
            Event::RuleDue(rule) => self.rule_due(rule),
            Event::QueueDue(queue) => self.queue_due(queue),
            Event::PipeDue(pipe) => self.pipe_due(pipe),
            Event::DelayedMessage(action) => self.delayed_message(action),
            Event::Instance(instance, due) => self.instance_due(instance, due),
            Event::ZoneReturns(zone) => self.zone_returns(zone),
            Event::PlacesDue => self.places_due(),
            Event::WaitedForInstance(task) => self.waited_for_instance(task),
            Event::ShortageEnds => {
                self.waiting_look_again();
                self.groups_look_again();
            }
            Event::SpotTaskEnds(task) => self.spot_task_ends(task),
            Event::DisturbanceEnds(task) => self.disturbance_ends(task),
            Event::ProtectionEnds(task) => self.protection_ends(task),
            Event::Group(group, due) => self.group_due(group, due),
        }
    }

    fn after(&mut self, ms: u64, event: Event) {
        self.queue.push(self.now.plus_ms(ms), event);
    }

    fn say(&mut self, event: LogEvent) {
        self.rules_look(&event);
        self.log.push(self.now, event);
    }
}

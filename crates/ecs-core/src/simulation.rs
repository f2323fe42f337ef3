//! The one door.

use crate::cost::{Bill, CostReport};
use crate::engine::{Budget, Checkpoints, Engine, Progress};
use crate::ids::{Row as _, ServiceRow};
use crate::query::Expression;
use crate::report::{
    CallsReport, Comparison, ContainerInstanceReport, Course, EventView, Explanation, Feed, Fit, Foresight,
    HealthTally, Journal, LoadTally, MetricReport, ModeReport, NameReport, NetworkReport, Replay,
    RolesReport, RunReport, ScalingNow, ScalingStep, Snapshot, Summary, Tally, TargetList, TaskInspection,
    VolumesReport,
};
use crate::scenario::{Action, Scenario};
use crate::time::SimTime;
use serde_json::Value;

/// A run of a scenario, at one moment.
///
/// The same scenario gives the same run: natively, in the browser, today and next year as long as
/// [`ENGINE_VERSION`](crate::ENGINE_VERSION) is the same.
#[derive(Clone, Debug)]
pub struct Simulation {
    engine: Engine,
    /// States to go back to, where somebody wants to.
    checkpoints: Option<Checkpoints>,
}

impl Simulation {
    /// The run at second 0.
    pub fn new(scenario: Scenario) -> Simulation {
        Simulation { engine: Engine::new(scenario), checkpoints: None }
    }

    /// The run at second 0, one that can go back: it keeps a state for every `spacing` events on its way,
    /// fewer of a large cluster or a long run.
    pub fn recorded(scenario: Scenario, spacing: u32) -> Simulation {
        let engine = Engine::new(scenario);
        let checkpoints = Some(Checkpoints::of(&engine, spacing));
        Simulation { engine, checkpoints }
    }

    /// Runs on until `at`, or until the budget is used up. It never goes back.
    pub fn advance_to(&mut self, at: SimTime, budget: Budget) -> Progress {
        let Some(checkpoints) = &mut self.checkpoints else { return self.engine.advance_to(at, budget) };
        let mut left = budget.events;
        while left > 0 {
            let events = left.min(checkpoints.events_left(&self.engine));
            let progress = self.engine.advance_to(at, Budget { events });
            checkpoints.look_at(&self.engine);
            if progress == Progress::Reached {
                return progress;
            }
            left -= events;
        }
        Progress::OutOfBudget
    }

    /// Brings a recorded run as near to `at` as it can without work, back or ahead: to a state that is not
    /// behind `at`. What is left is for [`advance_to`](Simulation::advance_to). A run that is not recorded
    /// stays where it is.
    pub fn seek(&mut self, at: SimTime) {
        if let Some(checkpoints) = &self.checkpoints {
            checkpoints.go_near(&mut self.engine, at);
        }
    }

    /// A run of its own that stands as near to `at` as this one can be brought without work. This one stays
    /// where it is; the other is not recorded.
    #[must_use]
    pub fn near(&self, at: SimTime) -> Simulation {
        let mut engine = self.engine.clone();
        if let Some(checkpoints) = &self.checkpoints {
            checkpoints.go_near(&mut engine, at);
        }
        Simulation { engine, checkpoints: None }
    }

    /// Adds an action to the timeline. One that lies in the past is carried out at once.
    pub fn append(&mut self, action: Action) {
        if let Some(checkpoints) = &mut self.checkpoints {
            checkpoints.append(&action);
        }
        self.engine.append(action);
    }

    /// The moment.
    pub fn now(&self) -> SimTime {
        self.engine.now
    }

    /// Events so far: at two moments with as many, a run is in the same state.
    pub fn events(&self) -> u64 {
        self.engine.events
    }

    /// How far the timeline reaches.
    pub fn duration(&self) -> SimTime {
        self.engine.scenario.duration
    }

    /// Tasks created so far: what a progress bar counts.
    pub fn tasks_started(&self) -> usize {
        self.engine.world.tasks.len()
    }

    /// A hash of the event log so far: equal runs have equal hashes.
    pub fn log_hash(&self) -> u64 {
        self.engine.log.hash()
    }

    /// The state in AWS's describe shapes.
    pub fn report(&self) -> RunReport {
        self.engine.run_report()
    }

    /// The calls so far that were refused or found no place: what [`report`](Simulation::report) has of them.
    pub fn calls(&self) -> CallsReport {
        self.engine.calls_report()
    }

    /// The EventBridge events that `feed` has not told yet, in time order: of a run that goes on they are
    /// those of [`RunReport::events`], as soon as they have happened. Spec: LIFE-5, SVC-5.
    pub fn news(&self, feed: &mut Feed) -> Vec<Value> {
        self.engine.news(feed)
    }

    /// Why a task stands where it does: its ARN, its id or its short form (`service:web/1`). The run is
    /// repeated up to the decision. None where there is no such task; a task of StartTask has no decision.
    pub fn explain_task(&mut self, reference: &str) -> Option<Vec<Explanation>> {
        let mut replay = self.replay(reference)?;
        while replay.advance(Budget { events: 1000 }) == Progress::OutOfBudget {}
        Some(replay.explanation().into_iter().collect())
    }

    /// The same in slices, for whoever must not be kept waiting. None where there is no such task.
    pub fn replay(&mut self, reference: &str) -> Option<Replay> {
        let task = self.engine.find_task(reference)?;
        Some(Replay::new(&self.engine, task))
    }

    /// Where the next task of a service would go now, and why nowhere else. None where there is no such
    /// service, or none that is simulated.
    pub fn explain_service(&self, name: &str) -> Option<Explanation> {
        let row = self.engine.find_service(name)?;
        self.engine.explain_next(row)
    }

    /// The network around a task: its ARN, its id or its short form (`service:web/1`). None where there is
    /// no such task.
    pub fn network_of_task(&mut self, reference: &str) -> Option<NetworkReport> {
        let task = self.engine.find_task(reference)?;
        self.engine.network_report(task)
    }

    /// The same for every task of a service that is not stopped. None where there is no such service.
    pub fn network_of_service(&self, name: &str) -> Option<Vec<NetworkReport>> {
        let row = self.engine.find_service(name)?;
        Some(self.engine.network_reports(row))
    }

    /// The calls of AWS that a task makes, who signs each, and what comes of it: the task's ARN, its id or
    /// its short form (`service:web/1`). None where there is no such task.
    pub fn roles_of_task(&mut self, reference: &str) -> Option<RolesReport> {
        let task = self.engine.find_task(reference)?;
        self.engine.roles_report(task)
    }

    /// The volumes of a task, what they hold, who shares them, and what survives: the task's ARN, its id or
    /// its short form (`service:web/1`). None where there is no such task.
    pub fn volumes_of_task(&mut self, reference: &str) -> Option<VolumesReport> {
        let task = self.engine.find_task(reference)?;
        Some(self.engine.volumes_report(task))
    }

    /// A task definition (`web`, `web:3`) in each of the network modes. None where there is no such
    /// definition.
    pub fn modes_of(&self, task_definition: &str) -> Option<Vec<ModeReport>> {
        self.engine.modes_of(task_definition)
    }

    /// Every name of Cloud Map and Service Connect, with the running tasks behind it.
    pub fn names(&self) -> Vec<NameReport> {
        self.engine.names()
    }

    /// The container instances that an expression of the cluster query language means now, as ECS
    /// describes them.
    pub fn query(&self, expression: &Expression) -> Vec<ContainerInstanceReport> {
        let rows = self.engine.members(expression).into_iter();
        rows.map(|row| self.engine.container_instance_report(row)).collect()
    }

    /// The ARN of a container instance: its ARN, its id, its EC2 instance id or its short form
    /// (`host/1`).
    pub fn container_instance_arn(&mut self, reference: &str) -> Option<String> {
        let row = self.engine.find_instance(reference)?;
        Some(self.engine.container_instance_arn(row))
    }

    /// How many more copies of a task definition (`web`, `web:3`) fit now. None where there is no such
    /// definition.
    pub fn fit(&self, task_definition: &str) -> Option<Fit> {
        self.engine.clone().fit(task_definition)
    }

    /// Where a service ends from now on, if every task is healthy and gone at once, once `calls` have been made:
    /// an UpdateService of it, say, read out of a scenario with that action. Nothing of the run changes. None
    /// where there is no such service, none that is simulated, or a call that this run cannot make.
    /// Spec: DEPLOY-21.
    pub fn foresee(&self, service: &str, calls: &[Action]) -> Option<Foresight> {
        self.engine.clone().foresight(service, calls)
    }

    /// The state as a picture is drawn from it, with so many of the newest events.
    pub fn snapshot(&self, newest_events: usize) -> Snapshot {
        self.engine.snapshot(newest_events)
    }

    /// The newest of what the service of that number in a snapshot has said so far, newest first.
    pub fn service_said(&self, service: usize, newest: usize) -> Vec<EventView> {
        self.engine.service_said(ServiceRow::from_number(service), newest)
    }

    /// Where something has happened so far.
    pub fn course(&self) -> Course {
        self.engine.course()
    }

    /// The counts of tasks and of what they reserve, so far.
    pub fn tally(&self) -> Tally {
        self.engine.tally()
    }

    /// The event log so far, to be read page by page: also once the run has gone back.
    pub fn journal(&self) -> Journal {
        Journal::new(self.engine.clone())
    }

    /// A task with its containers, as it is now: its ARN, its id or its short form (`service:web/1`). One
    /// that has stopped, too. None where there is no such task yet.
    pub fn inspect_task(&mut self, reference: &str) -> Option<TaskInspection> {
        let task = self.engine.find_task(reference)?;
        Some(self.engine.inspection(task))
    }

    /// How services and instances were scaled so far, oldest step first. Spec: SCALE-19.
    pub fn scaling_story(&self) -> Vec<ScalingStep> {
        self.engine.scaling_steps()
    }

    /// Where everything that is scaled stands now. Spec: SCALE-19.
    pub fn scaling_now(&self) -> Vec<ScalingNow> {
        self.engine.scaling_now()
    }

    /// CloudWatch's metrics so far, one-minute periods; none without traffic.
    pub fn metrics(&self) -> Vec<MetricReport> {
        self.engine.metric_reports()
    }

    /// What the run is billed for so far: it answers for every earlier moment, too.
    pub fn bill(&self) -> Bill {
        self.engine.bill()
    }

    /// What the run has cost so far, and what an hour costs now. Spec: COST-1.
    pub fn cost(&self) -> CostReport {
        self.bill().at(self.now())
    }

    /// The run in a few figures, to be held against those of another.
    pub fn summary(&self) -> Summary {
        self.engine.summary()
    }

    /// Reads this event log and another side by side, as far as the budget goes: it counts entries.
    pub fn compare(&self, other: &Simulation, comparison: &mut Comparison, budget: Budget) -> Progress {
        comparison.advance(&self.engine, &other.engine, budget)
    }

    /// The health of the targets so far.
    pub fn health(&self) -> HealthTally {
        self.engine.health_tally()
    }

    /// The targets of a target group as they are now; none where there is no such group.
    pub fn targets_of(&self, group: &str) -> Option<TargetList> {
        self.engine.target_list(group)
    }

    /// Requests, response times and use so far, minute after minute; empty without traffic.
    pub fn load(&self) -> LoadTally {
        self.engine.load_tally()
    }
}

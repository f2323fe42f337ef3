//! The containers of a task, and what comes next.

use super::container::{Container, ContainerStatus};
use super::happening::{Happening, Reason, TaskEnd, What};
use super::health::{self, Health, HealthStatus};
use super::order::{self, Outlook};
use super::{Plan, memory};
use crate::time::SimTime;

/// 128 + SIGKILL.
const EXIT_CODE_SIGKILL: i32 = 137;

/// 128 + SIGTERM. Also what the agent says of a container that it never started.
const EXIT_CODE_SIGTERM: i32 = 143;

/// How far a task has come. It never goes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Its images are being pulled.
    Pulling,
    /// Containers start as their dependencies allow.
    Starting,
    /// Every container has been started.
    Running,
    /// Its containers are to stop.
    Stopping,
    /// The last container has stopped.
    Over,
}

/// The containers of one task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Containers {
    containers: Vec<Container>,
    stage: Stage,
    health: HealthStatus,
}

/// What is due of one container. At one moment the earlier of these comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Due {
    Runs,
    Ready,
    HealthChanges,
    Exits,
    OutOfMemory,
    EndsAfterSigterm,
    IsKilled,
    GivesUp,
}

impl Containers {
    /// The containers of a task whose images are being pulled.
    pub fn new(plan: &Plan) -> Containers {
        Containers {
            containers: vec![Container::WAITING; plan.containers.len()],
            stage: Stage::Pulling,
            health: HealthStatus::Unknown,
        }
    }

    /// The containers, in the definition's order.
    pub fn containers(&self) -> &[Container] {
        &self.containers
    }

    /// `healthStatus` of the task.
    pub fn health(&self) -> HealthStatus {
        self.health
    }

    /// How far the task has come.
    pub fn stage(&self) -> Stage {
        self.stage
    }

    fn stops(&self) -> bool {
        self.stage >= Stage::Stopping
    }

    /// When something happens next by itself. Nothing is due before that.
    pub fn next_at(&self, plan: &Plan) -> Option<SimTime> {
        self.next(plan).map(|(at, ..)| at)
    }

    /// Everything that happens by itself up to `to`, and at it.
    pub fn advance(&mut self, plan: &Plan, to: SimTime, happenings: &mut Vec<Happening>) {
        while let Some((at, due, number)) = self.next(plan).filter(|(at, ..)| *at <= to) {
            self.carry_out(plan, at, due, number, happenings);
            self.settle(plan, at, happenings);
        }
    }

    /// The images are there: containers start as their dependencies allow.
    pub fn start(&mut self, plan: &Plan, at: SimTime, happenings: &mut Vec<Happening>) {
        self.stage = self.stage.max(Stage::Starting);
        self.settle(plan, at, happenings);
    }

    /// The image of a container is not in the registry: the task ends before any container ran.
    pub fn cannot_pull(
        &mut self,
        plan: &Plan,
        at: SimTime,
        container: usize,
        happenings: &mut Vec<Happening>,
    ) {
        if self.stage != Stage::Pulling {
            return;
        }
        self.set_stopped(at, container, Some(Reason::CannotPull), None, happenings);
        self.end(at, TaskEnd::FailedToStart { container }, happenings);
        self.settle(plan, at, happenings);
    }

    /// The task is to stop: every container gets SIGTERM once those that depend on it have stopped.
    pub fn stop(&mut self, plan: &Plan, at: SimTime, happenings: &mut Vec<Happening>) {
        self.advance(plan, at, happenings);
        self.stage = self.stage.max(Stage::Stopping);
        self.settle(plan, at, happenings);
    }

    /// The task never runs, because of something that all its containers need.
    pub fn abandon(&mut self, plan: &Plan, at: SimTime, happenings: &mut Vec<Happening>) {
        self.stage = self.stage.max(Stage::Stopping);
        self.settle(plan, at, happenings);
    }

    /// What the containers run on is gone, and they with it: nobody hears how they end. Spec: FAULT-7.
    pub fn lose(&mut self, at: SimTime) {
        for state in self.containers.iter_mut().filter(|state| !state.is_stopped()) {
            state.status = ContainerStatus::Stopped { at };
        }
        self.stage = Stage::Over;
    }

    /// A container that runs exits for a cause from outside: a fault, a call that was denied, memory that
    /// its requests used. Nothing happens to one that does not run.
    pub fn exit(
        &mut self,
        plan: &Plan,
        at: SimTime,
        container: usize,
        exit_code: i32,
        reason: Option<Reason>,
        happenings: &mut Vec<Happening>,
    ) {
        self.advance(plan, at, happenings);
        if matches!(self.containers[container].status, ContainerStatus::Running { .. }) {
            self.exits(plan, at, container, exit_code, reason, happenings);
            self.settle(plan, at, happenings);
        }
    }

    /// The containers behave otherwise from now on: `after` is the plan that counts then, and differs from
    /// `before` in nothing else. Of a container that runs and changes, what its behaviour says counts from
    /// now, as if it had just started; one that is ready stays so.
    pub fn change_behaviour(
        &mut self,
        before: &Plan,
        after: &Plan,
        at: SimTime,
        happenings: &mut Vec<Happening>,
    ) {
        self.advance(before, at, happenings);
        for (state, (old, new)) in
            self.containers.iter_mut().zip(before.containers.iter().zip(&after.containers))
        {
            if old == new {
                continue;
            }
            if let Some(checked) = state.checked(old) {
                state.health = state.health.settled(&checked, at);
            }
            if let ContainerStatus::Running { started_at, since, ready_at, ready, .. } = &mut state.status {
                *since = at;
                if !*ready {
                    *ready_at = started_at.plus_ms(new.behaviour.start_ms).max(at);
                }
            }
        }
        self.advance(after, at, happenings);
    }

    /// The requests in flight hold so much memory in some containers, by their numbers, from now on: KiB.
    pub fn hold_for_requests(
        &mut self,
        plan: &Plan,
        at: SimTime,
        held: &[(usize, u64)],
        happenings: &mut Vec<Happening>,
    ) {
        self.advance(plan, at, happenings);
        for (container, kib) in held {
            self.containers[*container].held_kib = *kib;
            self.containers[*container].held_since = at;
        }
        self.advance(plan, at, happenings);
    }

    fn next(&self, plan: &Plan) -> Option<(SimTime, Due, usize)> {
        let own = (0..self.containers.len()).flat_map(|number| self.due(plan, number));
        let memory =
            memory::next_kill(plan, &self.containers).map(|(at, number)| (at, Due::OutOfMemory, number));
        own.chain(memory).min()
    }

    fn due(&self, plan: &Plan, number: usize) -> impl Iterator<Item = (SimTime, Due, usize)> {
        let fixed = &plan.containers[number];
        let mut due = [None; 5];
        match self.containers[number].status {
            ContainerStatus::Waiting => {
                let gives_up = order::gives_up(plan, &self.containers, number);
                due[0] = gives_up.filter(|_| !self.stops()).map(|(at, _)| (at, Due::GivesUp));
            }
            ContainerStatus::Starting { runs_at } => due[0] = Some((runs_at, Due::Runs)),
            ContainerStatus::Running { since, ready_at, ready, asked_at, .. } => {
                let behaviour = &fixed.behaviour;
                due[0] = Some((ready_at, Due::Ready)).filter(|_| !ready);
                due[1] = behaviour.exit.map(|exit| (since.plus_ms(exit.after_ms), Due::Exits));
                due[2] =
                    asked_at.map(|asked_at| (asked_at.plus_ms(behaviour.stop_ms), Due::EndsAfterSigterm));
                due[3] = asked_at.map(|asked_at| (asked_at.plus_ms(fixed.stop_timeout_ms), Due::IsKilled));
                due[4] = self.health_change(plan, number).map(|(at, _)| (at, Due::HealthChanges));
            }
            ContainerStatus::Stopped { .. } => {}
        }
        due.into_iter().flatten().map(move |(at, due)| (at, due, number))
    }

    /// Nobody looks at the health of a task that stops.
    fn health_change(&self, plan: &Plan, number: usize) -> Option<(SimTime, Health)> {
        let state = &self.containers[number];
        let checked = state.checked(&plan.containers[number]).filter(|_| !self.stops())?;
        state.health.next_change(&checked)
    }

    fn carry_out(
        &mut self,
        plan: &Plan,
        at: SimTime,
        due: Due,
        number: usize,
        happenings: &mut Vec<Happening>,
    ) {
        let fixed = &plan.containers[number];
        let mut say = |what| happenings.push(Happening { at, what });
        match due {
            Due::Runs => {
                let state = &mut self.containers[number];
                state.status = ContainerStatus::Running {
                    started_at: at,
                    since: at,
                    ready_at: at.plus_ms(fixed.behaviour.start_ms),
                    ready: false,
                    asked_at: None,
                };
                state.first_started_at.get_or_insert(at);
                state.held_kib = 0;
                state.health = Health::at_start(fixed.health_check.as_ref(), at);
                say(What::Started { container: number });
            }
            Due::Ready => {
                if let ContainerStatus::Running { ready, .. } = &mut self.containers[number].status {
                    *ready = true;
                }
                say(What::Ready { container: number });
            }
            Due::HealthChanges => {
                if let Some((_, health)) = self.health_change(plan, number) {
                    self.containers[number].health = health;
                    say(What::Health { container: number, status: health.status });
                }
            }
            Due::Exits => {
                let code = fixed.behaviour.exit.map_or(0, |exit| exit.code);
                self.exits(plan, at, number, code, None, happenings);
            }
            Due::OutOfMemory => {
                self.exits(plan, at, number, EXIT_CODE_SIGKILL, Some(Reason::OutOfMemory), happenings);
            }
            Due::EndsAfterSigterm => {
                // Who takes no time has no handler; who shuts down returns 0.
                let code = if fixed.behaviour.stop_ms == 0 { EXIT_CODE_SIGTERM } else { 0 };
                self.exits(plan, at, number, code, None, happenings);
            }
            Due::IsKilled => {
                say(What::Killed { container: number });
                self.exits(plan, at, number, EXIT_CODE_SIGKILL, None, happenings);
            }
            Due::GivesUp => {
                let reason = order::gives_up(plan, &self.containers, number).map(|(_, reason)| reason);
                self.never_starts(plan, at, number, reason, happenings);
            }
        }
    }

    /// A container that ran exits: it is started again where its policy says so. Spec: CONT-11.
    fn exits(
        &mut self,
        plan: &Plan,
        at: SimTime,
        number: usize,
        exit_code: i32,
        reason: Option<Reason>,
        happenings: &mut Vec<Happening>,
    ) {
        let state = &mut self.containers[number];
        let ContainerStatus::Running { started_at, .. } = state.status else { return };
        let ran_ms = at.as_ms().saturating_sub(started_at.as_ms());
        let restarts = plan.containers[number].restart_policy.as_ref().is_some_and(|policy| {
            ran_ms >= policy.attempt_period_ms && !policy.ignored_exit_codes.contains(&exit_code)
        });
        if restarts && self.stage < Stage::Stopping {
            state.status = ContainerStatus::Starting { runs_at: at.plus_ms(plan.start_ms) };
            (state.exit_code, state.reason) = (Some(exit_code), reason);
            state.restart_count += 1;
            state.health = Health::NONE;
            happenings.push(Happening { at, what: What::Restarts { container: number, exit_code, reason } });
            return;
        }
        self.set_stopped(at, number, reason, Some(exit_code), happenings);
        if plan.containers[number].essential {
            self.end(at, TaskEnd::EssentialContainerExited { container: number }, happenings);
        }
    }

    fn never_starts(
        &mut self,
        plan: &Plan,
        at: SimTime,
        number: usize,
        reason: Option<Reason>,
        happenings: &mut Vec<Happening>,
    ) {
        self.set_stopped(at, number, reason, Some(EXIT_CODE_SIGTERM), happenings);
        if plan.containers[number].essential {
            self.end(at, TaskEnd::FailedToStart { container: number }, happenings);
        }
    }

    fn set_stopped(
        &mut self,
        at: SimTime,
        number: usize,
        reason: Option<Reason>,
        exit_code: Option<i32>,
        happenings: &mut Vec<Happening>,
    ) {
        let state = &mut self.containers[number];
        state.status = ContainerStatus::Stopped { at };
        (state.exit_code, state.reason) = (exit_code, reason);
        happenings.push(Happening { at, what: What::Stopped { container: number, exit_code, reason } });
    }

    fn end(&mut self, at: SimTime, end: TaskEnd, happenings: &mut Vec<Happening>) {
        if !self.stops() {
            self.stage = Stage::Stopping;
            happenings.push(Happening { at, what: What::TaskEnds(end) });
        }
    }

    /// What follows at once from what has happened.
    fn settle(&mut self, plan: &Plan, at: SimTime, happenings: &mut Vec<Happening>) {
        // Each round moves a container on, and none moves back, so there are few.
        while self.settle_once(plan, at, happenings) {}
        let begun = |state: &Container| state.first_started_at.is_some() || state.is_stopped();
        if self.stage == Stage::Starting && self.containers.iter().all(begun) {
            self.stage = Stage::Running;
            happenings.push(Happening { at, what: What::TaskRuns });
        }
        let essential = self.containers.iter().zip(&plan.containers).filter(|(_, fixed)| fixed.essential);
        let health = health::of_task(essential.map(|(state, _)| state.health.status));
        if !self.stops() && health != self.health {
            self.health = health;
            happenings.push(Happening { at, what: What::TaskHealth(health) });
        }
        if self.stage != Stage::Over && self.containers.iter().all(Container::is_stopped) {
            self.stage = Stage::Over;
            happenings.push(Happening { at, what: What::TaskStopped });
        }
    }

    fn settle_once(&mut self, plan: &Plan, at: SimTime, happenings: &mut Vec<Happening>) -> bool {
        let mut moved = false;
        for number in 0..self.containers.len() {
            moved |= match self.containers[number].status {
                ContainerStatus::Waiting if self.stops() => {
                    self.set_stopped(at, number, None, None, happenings);
                    true
                }
                ContainerStatus::Starting { .. } if self.stops() => {
                    // One that was to run again has the exit code of its last run.
                    let Container { reason, exit_code, .. } = self.containers[number];
                    self.set_stopped(at, number, reason, exit_code, happenings);
                    true
                }
                ContainerStatus::Running { asked_at: None, .. } if self.stops() => {
                    self.ask_to_stop(plan, at, number, happenings)
                }
                ContainerStatus::Waiting if self.stage > Stage::Pulling => {
                    match order::outlook(plan, &self.containers, number) {
                        Outlook::Waits => false,
                        Outlook::Holds => {
                            let runs_at = at.plus_ms(plan.start_ms);
                            self.containers[number].status = ContainerStatus::Starting { runs_at };
                            true
                        }
                        Outlook::Never(reason) => {
                            self.never_starts(plan, at, number, Some(reason), happenings);
                            true
                        }
                    }
                }
                ContainerStatus::Waiting
                | ContainerStatus::Starting { .. }
                | ContainerStatus::Running { .. }
                | ContainerStatus::Stopped { .. } => false,
            };
        }
        moved
    }

    /// Sends SIGTERM, unless a container that depends on this one still runs. Spec: CONT-8.
    fn ask_to_stop(
        &mut self,
        plan: &Plan,
        at: SimTime,
        number: usize,
        happenings: &mut Vec<Happening>,
    ) -> bool {
        let mut dependents = plan.containers[number].dependents.iter();
        let free = dependents.all(|other| *other == number || self.containers[*other].is_stopped());
        if let ContainerStatus::Running { asked_at, .. } = &mut self.containers[number].status
            && free
        {
            *asked_at = Some(at);
            happenings.push(Happening { at, what: What::AskedToStop { container: number } });
        }
        free
    }
}

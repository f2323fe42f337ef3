//! Deployments that shift traffic, stage by stage. Spec: DEPLOY-17.

use super::{Engine, Event};
use crate::aws::{DeploymentController, DeploymentStrategy, LifecycleStage, Service};
use crate::deploy::{
    AlarmWatch, Facts, FailureCause, HookStatus, Past, Plan, RolloutReason, RolloutState, Shift,
    ShiftFailure, ShiftOutcome, ShiftStep, rollback_target,
};
use crate::ids::ServiceRow;
use crate::log::LogEvent;
use crate::world::{ServiceStatus, Shifting};

/// What every shift of traffic behind a Network Load Balancer takes. Source: ECS guide, blue/green
/// deployments, considerations.
const NETWORK_SHIFT_MS: u64 = 10 * 60 * 1000;

impl Engine {
    /// Whether new revisions of a service come by traffic that shifts. A DAEMON service has one task an
    /// instance, and so no room for a second fleet.
    fn shifts(service: &Service) -> bool {
        let deployment = &service.deployment;
        deployment.configuration.strategy != DeploymentStrategy::Rolling
            && deployment.controller == DeploymentController::Ecs
            && !service.daemon
    }

    /// Before another deployment of a service begins: one that shifts traffic is stopped, and its traffic goes
    /// back; one that only cleans up is over. Spec: DEPLOY-22.
    pub(super) fn stop_shifting(&mut self, service: ServiceRow) {
        let state = &self.world.services[service];
        let (number, primary) = (state.primary, state.deployment());
        let Some(shifting) = primary.and_then(|primary| primary.shifting.as_ref()) else { return };
        let (shift, has_blue) = (shifting.shift, shifting.blue.is_some());
        if shift.keeps_both() && has_blue {
            self.shift_to(service, number, shift.rolled_back(self.now));
        } else if shift.keeps_both() {
            self.shift_to(service, number, shift.stopped());
        } else if !shift.is_over() {
            self.shift_to(service, number, Shift { outcome: ShiftOutcome::Completed, ..shift });
            self.set_rollout(service, number, RolloutReason::Completed);
        }
    }

    /// Where tasks of a new deployment register, and how it shifts traffic if it does. Spec: DEPLOY-18.
    pub(super) fn shift_of_new(&self, service: ServiceRow, alarms: &AlarmWatch) -> (bool, Option<Shifting>) {
        let given = &self.world.services[service].given;
        let blue = self.blue_of_new(service);
        let taken = blue.map(|blue| self.groups_of(service, blue)).unwrap_or_default();
        let occupies = |alternate: bool| {
            let mut entries = given.load_balancers.iter().filter(|entry| entry.advanced.is_some());
            entries.any(|entry| entry.target_group(alternate).is_some_and(|group| taken.contains(&group)))
        };
        if !Self::shifts(given) {
            return (!occupies(false) && occupies(true), None);
        }
        let plan = self.plan_of_new(service, blue, alarms);
        let hooks = vec![None; plan.hooks.len()];
        let shifting = Shifting { plan, shift: Shift::begin(self.now), blue, hooks, wakes_at: None };
        (occupies(false), Some(shifting))
    }

    /// The deployment that serves while a new one comes up: the one that was COMPLETED last, else the newest that
    /// has tasks.
    fn blue_of_new(&self, service: ServiceRow) -> Option<usize> {
        let state = &self.world.services[service];
        let history: Vec<Past> = state.deployments.iter().map(crate::world::Deployment::past).collect();
        let has_tasks = |number: &usize| !state.deployments[*number].tasks.is_empty();
        let newest = || (0..state.deployments.len()).rev().find(has_tasks);
        rollback_target(&history).or_else(newest)
    }

    /// The first deployment of a service has nothing to shift traffic from: it has no steps and does not bake.
    fn plan_of_new(&self, service: ServiceRow, blue: Option<usize>, alarms: &AlarmWatch) -> Plan {
        let state = &self.world.services[service];
        let configuration = &state.given.deployment.configuration;
        let rules = || state.given.load_balancers.iter().filter_map(|entry| entry.advanced);
        let balancing = &self.scenario.load_balancing;
        let is_network = rules().any(|advanced| balancing.is_network(advanced.production));
        let is_first = blue.is_none();
        let has_others = |number: usize| Some(number) != blue && !state.deployments[number].tasks.is_empty();
        Plan {
            strategy: if is_first { DeploymentStrategy::BlueGreen } else { configuration.strategy },
            bake_time_ms: if is_first { 0 } else { self.configured_bake_time_ms(service, alarms) },
            hooks: configuration.lifecycle_hooks.clone(),
            reconciles: (0..state.deployments.len()).any(has_others),
            tests: rules().any(|advanced| advanced.test.is_some()),
            shift_ms: if is_network && !is_first { NETWORK_SHIFT_MS } else { 0 },
        }
    }

    /// How long a deployment that exchanges tasks is watched at its end. One that is gone back to is not.
    pub(super) fn bake_time_ms(&self, service: ServiceRow) -> u64 {
        match self.world.services[service].deployment() {
            Some(primary) if primary.strategy() == DeploymentStrategy::Rolling => {
                self.configured_bake_time_ms(service, &primary.alarms)
            }
            _ => 0,
        }
    }

    fn configured_bake_time_ms(&self, service: ServiceRow, alarms: &AlarmWatch) -> u64 {
        let configuration = &self.service(service).deployment.configuration;
        let given = configuration.bake_time_minutes.map(|minutes| u64::from(minutes) * 60_000);
        given.unwrap_or_else(|| self.bake_time_of_alarms_ms(alarms))
    }

    /// Takes the PRIMARY deployment as far as it gets now. Spec: DEPLOY-17.
    pub(super) fn advance_shift(&mut self, service: ServiceRow) {
        while let Some(step) = self.next_step(service) {
            let number = self.world.services[service].primary;
            match step {
                ShiftStep::Goes(next) => {
                    self.shift_to(service, number, next);
                    if next.outcome == ShiftOutcome::Completed {
                        self.set_rollout(service, number, RolloutReason::Completed);
                    }
                }
                ShiftStep::Answered(hook, status) => self.answer_hook(service, hook, status),
                ShiftStep::Fails(failure) => return self.fail_deployment(service, cause_of(failure), true),
            }
        }
        self.look_again_when_due(service);
    }

    /// The way of the PRIMARY deployment, while it goes on.
    pub(crate) fn on_its_way(&self, service: ServiceRow) -> Option<&Shifting> {
        let state = &self.world.services[service];
        let primary = state.deployment().filter(|_| state.status == ServiceStatus::Active)?;
        let goes_on = primary.reason.state() == RolloutState::InProgress;
        primary.shifting.as_ref().filter(|shifting| goes_on && !shifting.shift.is_over())
    }

    fn next_step(&self, service: ServiceRow) -> Option<ShiftStep> {
        let shifting = self.on_its_way(service)?;
        shifting.shift.next(&shifting.plan, self.now, &self.shift_facts(service, shifting))
    }

    pub(crate) fn shift_facts(&self, service: ServiceRow, shifting: &Shifting) -> Facts {
        let state = &self.world.services[service];
        let is_gone = |but: Option<usize>| {
            let others = state.older.iter().filter(|number| Some(**number) != but);
            others.filter_map(|number| state.deployments.get(*number)).all(|one| one.tasks.is_empty())
        };
        let healthy = state.deployment().map_or(0, |green| green.staying.healthy);
        Facts {
            is_reconciled: is_gone(shifting.blue),
            green_is_healthy: healthy >= state.desired_count,
            blue_is_gone: is_gone(None),
            hooks: shifting.hooks.clone(),
        }
    }

    /// A deployment is further, or back: traffic goes as it says, and the hooks of its stage are asked.
    pub(super) fn shift_to(&mut self, service: ServiceRow, number: usize, next: Shift) {
        let Some(deployment) = self.world.services[service].deployments.get_mut(number) else { return };
        let Some(shifting) = deployment.shifting.as_mut() else { return };
        let before = std::mem::replace(&mut shifting.shift, next);
        shifting.hooks.fill(None);
        if before.stage == next.stage && before.outcome != next.outcome {
            return;
        }
        let deployment = u32::try_from(number).unwrap_or(u32::MAX);
        self.say(LogEvent::Shift { service, deployment, shift: next });
        let moves = before.production_per_mille != next.production_per_mille
            || before.test_per_mille != next.test_per_mille
            || next.stage == LifecycleStage::ScaleUp;
        if moves {
            self.shift_traffic(service, number, before);
        }
        self.ask_hooks(service, number);
    }

    /// The PRIMARY deployment has failed: its traffic goes back with it, or stays where it is.
    pub(super) fn shift_fails(&mut self, service: ServiceRow, number: usize, goes_back: bool) {
        let now = self.now;
        let deployment = self.world.services[service].deployments.get(number);
        let Some(shifting) = deployment.and_then(|failed| failed.shifting.as_ref()) else { return };
        if shifting.shift.is_over() {
            return;
        }
        let shift = shifting.shift;
        self.shift_to(service, number, if goes_back { shift.rolled_back(now) } else { shift.stopped() });
    }

    fn look_again_when_due(&mut self, service: ServiceRow) {
        let Some(shifting) = self.on_its_way(service) else { return };
        let pending = shifting.shift.pending(&shifting.plan, &self.shift_facts(service, shifting));
        let Some(until) = pending.until().filter(|until| shifting.wakes_at != Some(*until)) else { return };
        let state = &mut self.world.services[service];
        let primary = state.deployments.get_mut(state.primary);
        if let Some(shifting) = primary.and_then(|primary| primary.shifting.as_mut()) {
            shifting.wakes_at = Some(until);
            self.queue.push(until, Event::Schedule(service));
        }
    }

    /// Says that hooks of the present stage are asked, where they do not answer at once.
    fn ask_hooks(&mut self, service: ServiceRow, number: usize) {
        let deployment = self.world.services[service].deployments.get(number);
        let Some(shifting) = deployment.and_then(|deployment| deployment.shifting.as_ref()) else { return };
        let waits = |(hook, _): &(usize, _)| shifting.shift.answer_to(&shifting.plan, *hook) > self.now;
        let asked: Vec<usize> =
            shifting.shift.hooks(&shifting.plan).filter(waits).map(|(hook, _)| hook).collect();
        for hook in asked {
            self.say_hook(service, number, hook, None);
        }
    }

    pub(super) fn say_hook(
        &mut self,
        service: ServiceRow,
        number: usize,
        hook: usize,
        status: Option<HookStatus>,
    ) {
        let deployment = u32::try_from(number).unwrap_or(u32::MAX);
        let hook = u32::try_from(hook).unwrap_or(u32::MAX);
        let shift = self.world.services[service].deployments.get(number);
        let Some(shift) = shift.and_then(|one| one.shifting.as_ref()).map(|one| one.shift) else { return };
        self.say(LogEvent::Hook { service, deployment, hook, shift, status });
    }
}

fn cause_of(failure: ShiftFailure) -> FailureCause {
    match failure {
        ShiftFailure::Hook => FailureCause::Hook,
        ShiftFailure::HookTimedOut => FailureCause::HookTimedOut,
        ShiftFailure::Tasks => FailureCause::StageTimedOut,
    }
}

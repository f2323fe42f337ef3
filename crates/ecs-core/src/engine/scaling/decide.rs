//! Policies that alarms ask are decided about, target by target. Spec: SCALE-8, SCALE-14.

use super::Engine;
use crate::aws::DeploymentController;
use crate::deploy::RolloutState;
use crate::ids::ServiceRow;
use crate::scaling::{
    Ask, Capacity, Cooldowns, Decision, Direction, Millionths, NotScaled, Outcome, PolicyKind, ScalingCause,
    ScalingEvent, decide,
};
use crate::world::Trigger;
use std::collections::BTreeSet;
use std::sync::Arc;

impl Engine {
    /// Every target whose policies are asked is decided about.
    pub(in super::super) fn scaling_due(&mut self) {
        self.world.scaling.due = false;
        let triggered = self.world.scaling.policies.iter().filter(|policy| !policy.triggers.is_empty());
        let targets: BTreeSet<usize> = triggered.map(|policy| policy.target).collect();
        for target in targets {
            self.decide_about(target);
        }
    }

    fn decide_about(&mut self, target: usize) {
        let triggers = self.take_triggers(target);
        let Some(service) = self.scaled_service(target) else { return };
        let capacity = self.capacity_of(target, service);
        let given: Vec<(Arc<crate::scaling::Policy>, Cooldowns)> = triggers
            .iter()
            .map(|(policy, _)| {
                let state = &self.world.scaling.policies[*policy];
                (Arc::clone(&state.given), state.cooldowns)
            })
            .collect();
        let asks: Vec<Ask<'_>> = triggers
            .iter()
            .zip(&given)
            .map(|((policy, trigger), (given, cooldowns))| Ask {
                policy: *policy,
                kind: &given.kind,
                side: trigger.side,
                threshold: Millionths::nearest(self.world.alarms[trigger.alarm].definition.rule.threshold),
                datapoints: &trigger.datapoints,
                cooldowns,
            })
            .collect();
        let decisions = decide(&capacity, &asks, &self.all_agree(target), self.is_cooling(target));
        drop(asks);
        for (number, decision) in decisions {
            if let Some((_, trigger)) = triggers.get(number) {
                self.carry_out(target, service, trigger, decision);
            }
        }
    }

    /// What is asked, in the order of the policies.
    fn take_triggers(&mut self, target: usize) -> Vec<(usize, Trigger)> {
        let policies = self.world.scaling.policies.iter_mut().enumerate();
        let own = policies.filter(|(_, policy)| policy.target == target);
        let triggers = own.flat_map(|(number, policy)| {
            std::mem::take(&mut policy.triggers).into_iter().map(move |trigger| (number, trigger))
        });
        triggers.collect()
    }

    fn capacity_of(&self, target: usize, service: ServiceRow) -> Capacity {
        let (target, state) = (&self.world.scaling.targets[target], &self.world.services[service]);
        let is_in_progress =
            state.deployment().is_some_and(|primary| primary.reason.state() == RolloutState::InProgress);
        Capacity {
            running: state.running_count,
            desired: state.desired_count,
            min: target.min_capacity,
            max: target.max_capacity,
            suspended: target.suspended,
            deploying: is_in_progress && state.given.deployment.controller == DeploymentController::Ecs,
            now: self.now,
        }
    }

    /// The target tracking policies of a target that scale in together or not at all.
    fn all_agree(&self, target: usize) -> Vec<usize> {
        let policies = self.world.scaling.policies.iter().enumerate();
        let own = policies.filter(|(_, policy)| policy.target == target && !policy.deleted);
        let tracking = own.filter(|(_, policy)| match &policy.given.kind {
            PolicyKind::TargetTracking(tracking) => !tracking.disable_scale_in,
            PolicyKind::Step(_) => false,
        });
        tracking.map(|(number, _)| number).collect()
    }

    fn is_cooling(&self, target: usize) -> bool {
        let own = self.world.scaling.policies.iter().filter(|policy| policy.target == target);
        own.into_iter().any(|policy| {
            policy.cooldowns.keeps_from_scaling_in(self.now, policy.given.kind.scale_in_cooldown_ms())
        })
    }

    /// Says what was decided, unless it is what was said last; and does it.
    fn carry_out(&mut self, target: usize, service: ServiceRow, trigger: &Trigger, decision: Decision) {
        let (policy, alarm, desired) = (decision.policy, trigger.alarm, decision.desired);
        let (outcome, direction) = (decision.outcome, decision.direction);
        let said = &mut self.world.scaling.policies[policy].said;
        let is_told = match outcome {
            Outcome::NotScaled(why) => {
                if said.insert(alarm, (why, desired)) == Some((why, desired)) {
                    return;
                }
                why == NotScaled::NoStep || why.code().is_some()
            }
            Outcome::Scaled { .. } => {
                said.clear();
                false
            }
        };
        let activity = is_told.then(|| self.next_activity());
        let state = self.world.alarms[alarm].standing.state;
        let datapoints = trigger.datapoints.iter().copied().map(Millionths::nearest).collect();
        self.say_scaling(ScalingEvent::Decided { target, alarm, state, datapoints, decision, activity });
        let Outcome::Scaled { to } = outcome else { return };
        self.remember(target, policy, (desired, to), direction);
        self.scale(target, service, to, ScalingCause::Alarm { alarm, state, policy });
    }

    /// What a policy scales begins its cooldown; a scale-out ends all of scaling in. Spec: SCALE-7.
    fn remember(
        &mut self,
        target: usize,
        policy: usize,
        (from, to): (u32, u32),
        direction: Option<Direction>,
    ) {
        let now = self.now;
        let policies = self.world.scaling.policies.iter_mut().enumerate();
        for (number, state) in policies.filter(|(_, state)| state.target == target) {
            if direction == Some(Direction::Out) {
                state.cooldowns.end_scale_in();
            }
            if number == policy {
                match direction {
                    Some(Direction::Out) => {
                        let cooldown_ms = state.given.kind.scale_out_cooldown_ms();
                        state.cooldowns.scaled_out(from, to, now, cooldown_ms);
                    }
                    _ => state.cooldowns.scaled_in(),
                }
            }
        }
    }
}

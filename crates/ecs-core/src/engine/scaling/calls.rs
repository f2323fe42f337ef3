//! The calls of Application Auto Scaling. Spec: SCALE-12, SCALE-18.

use super::Engine;
use crate::engine::service_calls::Refusal;
use crate::scaling::{Policy, ScalableTarget, Suspended};
use crate::scenario::ScalingCall;
use crate::world::{PolicyState, TargetState};
use std::collections::BTreeMap;
use std::sync::Arc;

const NOT_FOUND: &str = "ObjectNotFoundException";

impl Engine {
    pub(in super::super) fn scaling_called(&mut self, call: &ScalingCall) -> Result<(), Refusal> {
        match call {
            ScalingCall::Register { service, min_capacity, max_capacity, suspended } => {
                return self.register_called_target(service, (*min_capacity, *max_capacity), *suspended);
            }
            ScalingCall::Deregister { service } => {
                self.target_of(service)?;
                self.deregister_target(service);
            }
            ScalingCall::PutPolicy(policy) => {
                self.target_of(&policy.service)?;
                self.put_policy(policy);
            }
            ScalingCall::DeletePolicy { service, name } => {
                self.target_of(service)?;
                let policy = self.find_policy(service, name);
                let missing = || (NOT_FOUND, format!("service {service} has no scaling policy {name}"));
                self.delete_policy(policy.ok_or_else(missing)?);
            }
            ScalingCall::PutScheduled(action) => {
                self.target_of(&action.service)?;
                self.put_scheduled(action);
            }
            ScalingCall::DeleteScheduled { service, name } => {
                self.target_of(service)?;
                if !self.delete_scheduled(service, name) {
                    return Err((NOT_FOUND, format!("service {service} has no scheduled action {name}")));
                }
            }
        }
        Ok(())
    }

    /// The number of a registered target.
    fn target_of(&self, service: &str) -> Result<usize, Refusal> {
        let found = self.world.scaling.registered.get(service).copied();
        found.ok_or_else(|| (NOT_FOUND, format!("service {service} is no scalable target")))
    }

    /// Registers a target, and moves its service into the bounds. Spec: SCALE-12.
    pub(super) fn register_target(&mut self, given: &ScalableTarget) {
        let number = self.world.scaling.targets.len();
        self.world.scaling.targets.push(TargetState::new(given));
        self.world.scaling.registered.insert(given.service.clone(), number);
        self.move_into_bounds(number);
    }

    fn register_called_target(
        &mut self,
        service: &str,
        (min, max): (Option<u32>, Option<u32>),
        suspended: Option<Suspended>,
    ) -> Result<(), Refusal> {
        let Some(target) = self.world.scaling.registered.get(service).copied() else {
            self.register_target(&ScalableTarget {
                service: service.to_owned(),
                min_capacity: min.unwrap_or(0),
                max_capacity: max.unwrap_or(0),
                suspended: suspended.unwrap_or_default(),
            });
            return Ok(());
        };
        let state = &mut self.world.scaling.targets[target];
        let (min, max) = (min.unwrap_or(state.min_capacity), max.unwrap_or(state.max_capacity));
        if min > max {
            // A scheduled action has moved the bound that the call leaves out.
            let message = "Maximum capacity cannot be less than minimum capacity";
            return Err(("ValidationException", message.to_owned()));
        }
        (state.min_capacity, state.max_capacity) = (min, max);
        state.suspended = suspended.unwrap_or(state.suspended);
        self.move_into_bounds(target);
        Ok(())
    }

    /// With a target its policies and scheduled actions go.
    fn deregister_target(&mut self, service: &str) {
        self.world.scaling.registered.remove(service);
        let policies = self.world.scaling.policies.iter().enumerate();
        let own = policies.filter(|(_, policy)| !policy.deleted && policy.given.service == service);
        for policy in own.map(|(number, _)| number).collect::<Vec<usize>>() {
            self.delete_policy(policy);
        }
        let actions = self.world.scaling.scheduled.iter_mut();
        actions.filter(|action| action.given.service == service).for_each(|action| action.deleted = true);
    }

    /// Adds a policy with its alarms, in the place of the one of its name. Spec: SCALE-3, SCALE-18.
    pub(super) fn put_policy(&mut self, given: &Policy) {
        let Some(target) = self.world.scaling.registered.get(&given.service).copied() else { return };
        if let Some(before) = self.find_policy(&given.service, &given.name) {
            self.delete_policy(before);
        }
        let number = self.world.scaling.policies.len();
        let alarms = self.put_tracking_alarms(number, given);
        self.world.scaling.policies.push(PolicyState {
            given: Arc::new(given.clone()),
            target,
            alarms,
            cooldowns: crate::scaling::Cooldowns::default(),
            triggers: Vec::new(),
            said: BTreeMap::new(),
            deleted: false,
        });
    }

    /// A policy goes, and its alarms with it.
    fn delete_policy(&mut self, policy: usize) {
        let state = &mut self.world.scaling.policies[policy];
        state.deleted = true;
        state.triggers.clear();
        for alarm in std::mem::take(&mut state.alarms) {
            self.delete_alarm(alarm);
        }
    }
}

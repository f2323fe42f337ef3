//! Lifecycle hooks of deployments: what they are called, and who answers them. Spec: DEPLOY-19.

use super::Engine;
use super::service_calls::Refusal;
use crate::aws::{ContinueServiceDeployment, HookTarget};
use crate::deploy::{HookStatus, Shift};
use crate::ids::ServiceRow;

const INVALID: &str = "InvalidParameterException";

impl Engine {
    /// A hook of the PRIMARY deployment is not open any more.
    pub(super) fn answer_hook(&mut self, service: ServiceRow, hook: usize, status: HookStatus) {
        let state = &mut self.world.services[service];
        let number = state.primary;
        let primary = state.deployments.get_mut(number);
        let Some(shifting) = primary.and_then(|primary| primary.shifting.as_mut()) else { return };
        if let Some(open) = shifting.hooks.get_mut(hook) {
            *open = Some(status);
            self.say_hook(service, number, hook, Some(status));
        }
    }

    /// `hookId`: every time that a hook is asked it has another.
    pub(crate) fn hook_id(
        &self,
        service: ServiceRow,
        deployment: usize,
        hook: usize,
        shift: Shift,
    ) -> String {
        let short = format!(
            "{} {} {} {hook}",
            self.deployment_id(service, deployment),
            shift.stage.name(),
            shift.steps
        );
        format!("ecs-pause-{}", self.scenario.account.hex_id("hook", &short))
    }

    /// Spec: DEPLOY-19.
    pub(super) fn continue_service_deployment_called(
        &mut self,
        call: &ContinueServiceDeployment,
    ) -> Result<(), Refusal> {
        let Some((row, number)) = self.find_deployment(&call.service_deployment) else {
            let message = "Service deployment not found.".to_owned();
            return Err(("ServiceDeploymentNotFoundException", message));
        };
        let waiting = self.waiting_pauses(row, number);
        let is_meant = |hook: &usize| {
            let shift = self.on_its_way(row).map(|shifting| shifting.shift);
            shift.is_some_and(|shift| {
                call.hook == shift.stage.name() || call.hook == self.hook_id(row, number, *hook, shift)
            })
        };
        let meant: Vec<usize> = waiting.into_iter().filter(is_meant).collect();
        if meant.is_empty() {
            let message = format!("The hook {} is not awaiting an action.", call.hook);
            return Err((INVALID, message));
        }
        let status = if call.rolls_back { HookStatus::Failed } else { HookStatus::Succeeded };
        for hook in meant {
            self.answer_hook(row, hook, status);
        }
        self.schedule_soon(row);
        Ok(())
    }

    /// The PAUSE hooks of a deployment that are AWAITING_ACTION, by number.
    fn waiting_pauses(&self, service: ServiceRow, number: usize) -> Vec<usize> {
        let is_primary = self.world.services[service].primary == number;
        let Some(shifting) = self.on_its_way(service).filter(|_| is_primary) else { return Vec::new() };
        let open = shifting
            .shift
            .hooks(&shifting.plan)
            .filter(|(hook, _)| shifting.hooks.get(*hook).copied().flatten().is_none());
        open.filter(|(_, hook)| hook.target == HookTarget::Pause).map(|(hook, _)| hook).collect()
    }
}

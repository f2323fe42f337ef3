//! Deployments that shift traffic, as the log and a picture tell of them. Spec: DEPLOY-17.

use super::event_view::{Subject, Tone};
use super::text::shift as text;
use crate::aws::{HookTarget, LifecycleStage, TaskDefinition};
use crate::deploy::{HookStatus, Pending, Shift, ShiftOutcome};
use crate::engine::Engine;
use crate::ids::{Row, ServiceRow};
use crate::log::{LogEntry, LogEvent};
use crate::time::SimTime;
use crate::world::Shifting;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::borrow::Cow;

/// How far a deployment is that shifts traffic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftView {
    /// The stage, in AWS's spelling.
    pub stage: Cow<'static, str>,
    /// What that means.
    pub means: Cow<'static, str>,
    /// The revision that has served so far; none where there is no other.
    pub old: Option<RevisionView>,
    /// The new one.
    pub new: RevisionView,
    /// The new revision's share of the test traffic, in tenths of a percent; none where no test rule is named.
    pub test_per_mille: Option<u32>,
    /// Whether that is an answer to a PAUSE hook.
    pub is_paused: bool,
    /// What the deployment waits for.
    pub waits_for: Cow<'static, str>,
    /// Until when, where that is known.
    pub until: Option<SimTime>,
}

/// A revision of a service while traffic shifts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevisionView {
    /// `family:revision`.
    pub task_definition: String,
    /// Its tasks that are to run.
    pub tasks: u32,
    /// Those of them that are healthy.
    pub healthy: u32,
    /// Its share of the production traffic, in tenths of a percent.
    pub production_per_mille: u32,
}

impl Engine {
    /// How far the deployment of a service is, where that shifts traffic and goes on.
    pub(super) fn shift_of(&self, service: ServiceRow) -> Option<ShiftView> {
        let shifting = self.on_its_way(service)?;
        let state = &self.world.services[service];
        let Shifting { plan, shift, blue, .. } = shifting;
        let pending = shift.pending(plan, &self.shift_facts(service, shifting));
        let pauses = match pending {
            Pending::Hook(hook, _) => {
                plan.hooks.get(hook).is_some_and(|hook| hook.target == HookTarget::Pause)
            }
            _ => false,
        };
        let share = shift.production_per_mille;
        Some(ShiftView {
            stage: shift.stage.name().into(),
            means: text::stage_means(*shift).into(),
            old: blue.map(|blue| self.revision_view(service, blue, 1000 - share)),
            new: self.revision_view(service, state.primary, share),
            test_per_mille: plan.tests.then_some(shift.test_per_mille),
            is_paused: pauses,
            waits_for: text::waits_for(pending, pauses).into(),
            until: pending.until(),
        })
    }

    fn revision_view(&self, service: ServiceRow, number: usize, production_per_mille: u32) -> RevisionView {
        let deployment = self.world.services[service].deployments.get(number);
        let tally = deployment.map(crate::world::Deployment::tally).unwrap_or_default();
        RevisionView {
            task_definition: self.revision_of(service, number),
            tasks: tally.active(),
            healthy: tally.healthy,
            production_per_mille,
        }
    }

    /// `family:revision` of a deployment.
    pub(super) fn revision_of(&self, service: ServiceRow, number: usize) -> String {
        let deployment = self.world.services[service].deployments.get(number);
        let definition = deployment
            .and_then(|deployment| self.scenario.task_definitions.get(deployment.service.task_definition));
        definition.map(TaskDefinition::short).unwrap_or_default()
    }

    /// An entry of the log about a stage.
    pub(super) fn shift_view(
        &self,
        service: ServiceRow,
        deployment: u32,
        shift: Shift,
    ) -> (Subject, String, Tone) {
        let revision = self.revision_of(service, deployment as usize);
        let said = text::entered(self.service_name(service), &revision, shift);
        let tone = if shift.outcome == ShiftOutcome::RolledBack { Tone::Bad } else { Tone::Neutral };
        (Subject::Service(service.number()), said, tone)
    }

    /// An entry of the log about a hook.
    pub(super) fn hook_view(
        &self,
        (service, deployment, hook): (ServiceRow, u32, u32),
        stage: LifecycleStage,
        status: Option<HookStatus>,
    ) -> (Subject, String, Tone) {
        let name = match self.hook_target(service, deployment, hook) {
            Some(HookTarget::Lambda(arn)) => {
                format!("function {}", arn.rsplit(':').next().unwrap_or_default())
            }
            Some(HookTarget::Pause) | None => "PAUSE".to_owned(),
        };
        let tone = match status {
            None | Some(HookStatus::Succeeded) => Tone::Neutral,
            Some(HookStatus::Failed | HookStatus::TimedOut) => Tone::Bad,
        };
        let said = text::hook(self.service_name(service), &name, stage, status);
        (Subject::Service(service.number()), said, tone)
    }

    fn hook_target(&self, service: ServiceRow, deployment: u32, hook: u32) -> Option<&HookTarget> {
        let deployment = self.world.services[service].deployments.get(deployment as usize)?;
        Some(&deployment.shifting.as_ref()?.plan.hooks.get(hook as usize)?.target)
    }

    /// Events of hooks are those of PAUSE hooks. Spec: DEPLOY-19.
    pub(super) fn kind_of_hook_event(&self, event: &LogEvent) -> Option<(&'static str, &'static str)> {
        let LogEvent::Hook { service, deployment, hook, .. } = event else { return None };
        let pauses = self.hook_target(*service, *deployment, *hook) == Some(&HookTarget::Pause);
        pauses.then_some(("aws.ecs", "ECS Hook State Change"))
    }

    /// `ECS Hook State Change`. Spec: DEPLOY-19.
    pub(super) fn hook_state_change(&self, entry: &LogEntry, kind: (&str, &str)) -> Option<Value> {
        let LogEvent::Hook { service, deployment, hook, shift, status } = &entry.event else { return None };
        let (number, hook) = (*deployment as usize, *hook as usize);
        let deployment = self.world.services[*service].deployments.get(number)?;
        let plan = &deployment.shifting.as_ref()?.plan;
        let name = match status {
            None => "HOOK_AWAITING_ACTION",
            Some(HookStatus::Succeeded) => "HOOK_SUCCEEDED",
            Some(HookStatus::Failed) => "HOOK_FAILED",
            Some(HookStatus::TimedOut) => "HOOK_TIMED_OUT",
        };
        let calendar = &self.scenario.calendar;
        let detail = json!({
            "eventType": "INFO",
            "eventName": name,
            "hookId": self.hook_id(*service, number, hook, *shift),
            "hookType": "PAUSE",
            "expiresAt": calendar.iso(plan.times_out_at(hook, shift.since)),
            "lifecycleStage": shift.stage.name(),
            "clusterArn": self.scenario.account.cluster_arn(),
            "serviceArn": self.scenario.account.in_cluster_arn("service", self.service_name(*service)),
            "serviceDeploymentArn": self.service_deployment_arn(*service, number),
            "updatedAt": calendar.iso(entry.at),
        });
        Some(self.envelope(entry, kind, &[], detail))
    }
}

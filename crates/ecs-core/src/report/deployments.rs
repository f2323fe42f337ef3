//! Deployments as DescribeServices and EventBridge print them. Spec: DEPLOY-11.

use super::capacity::named_launch_type;
use super::event_view::{Subject, Tone};
use super::text::deployment as text;
use crate::deploy::{RolloutReason, RolloutState, Stall};
use crate::engine::Engine;
use crate::ids::{Row, ServiceRow};
use crate::log::LogEntry;
use crate::world::Deployment;
use serde_json::{Value, json};

impl Engine {
    /// `deployments[]` of a service: the PRIMARY one, then those that still have tasks, the newest first.
    pub(super) fn deployment_reports(&self, service: ServiceRow) -> Vec<Value> {
        let present = self.present_deployments(service).into_iter();
        present.map(|(number, deployment)| self.deployment_report(service, number, deployment)).collect()
    }

    /// The deployments of a service that are described, with their numbers, in that order.
    pub(super) fn present_deployments(&self, service: ServiceRow) -> Vec<(usize, &Deployment)> {
        let state = &self.world.services[service];
        let numbers = [state.primary].into_iter().chain(state.older.iter().rev().copied());
        numbers.filter_map(|number| Some((number, state.deployments.get(number)?))).collect()
    }

    fn deployment_report(&self, service: ServiceRow, number: usize, deployment: &Deployment) -> Value {
        let state = &self.world.services[service];
        let is_primary = number == state.primary;
        let tally = deployment.tally();
        let id = self.deployment_id(service, number);
        let given = &deployment.service;
        let mut report = json!({
            "id": id,
            "status": if is_primary { "PRIMARY" } else { "ACTIVE" },
            "taskDefinition": self.task_definition_arn(deployment.service.task_definition),
            "desiredCount": if is_primary { state.desired_count } else { tally.active() },
            "pendingCount": tally.pending,
            "runningCount": tally.active() - tally.pending,
            "failedTasks": deployment.breaker.failed_tasks(),
            "createdAt": self.scenario.calendar.iso(deployment.created_at),
            "updatedAt": self.scenario.calendar.iso(deployment.updated_at),
            "rolloutState": deployment.reason.state(),
            "rolloutStateReason": text::rollout_state_reason(id, deployment.reason),
        });
        if let Value::Object(members) = &mut report {
            if let Some(launch_type) = named_launch_type(given) {
                members.insert("launchType".to_owned(), json!(launch_type));
            } else {
                let strategy = self.strategy_report(&given.capacity_provider_strategy);
                members.insert("capacityProviderStrategy".to_owned(), strategy.into());
            }
        }
        report
    }

    /// What a service says of its deployment; nothing of one that begins.
    pub(super) fn deployment_message(
        &self,
        service: ServiceRow,
        number: u32,
        reason: RolloutReason,
    ) -> Option<String> {
        let (name, id) = (self.service_name(service), self.deployment_id(service, number as usize));
        match reason {
            RolloutReason::InProgress => None,
            RolloutReason::RollingBack(_) => Some(text::rolling_back(name, id)),
            RolloutReason::Completed => Some(text::completed(name, id)),
            RolloutReason::Failed(cause) => Some(text::failed(name, id, cause)),
        }
    }

    /// An entry of the log about a deployment's state.
    pub(super) fn deployment_view(
        &self,
        service: ServiceRow,
        number: u32,
        reason: RolloutReason,
    ) -> (Subject, String, Tone) {
        let id = self.deployment_id(service, number as usize);
        let said = self.deployment_message(service, number, reason);
        let message = said.unwrap_or_else(|| text::rollout_state_reason(id, reason));
        let tone = match reason.state() {
            RolloutState::InProgress => Tone::Neutral,
            RolloutState::Completed => Tone::Good,
            RolloutState::Failed => Tone::Bad,
        };
        (Subject::Service(service.number()), message, tone)
    }

    /// What a service says where nothing moves. Spec: DEPLOY-13.
    pub(super) fn stall_message(&self, service: ServiceRow, stall: Stall) -> Option<String> {
        let name = self.service_name(service);
        let state = &self.world.services[service];
        match stall {
            Stall::Deadlock => Some(text::deadlock(name)),
            Stall::Protection => {
                let all = state.tally();
                let protected = all.protected_healthy + all.protected_unproven;
                Some(text::protected(name, self.deployment_id(service, state.primary), protected))
            }
            Stall::NoRoom => None,
        }
    }

    /// `ECS Deployment State Change`.
    pub(super) fn deployment_state_change(
        &self,
        entry: &LogEntry,
        service: ServiceRow,
        number: u32,
        reason: RolloutReason,
    ) -> Value {
        let id = self.deployment_id(service, number as usize);
        let failed = reason.state() == RolloutState::Failed;
        let detail = json!({
            "eventType": if failed { "ERROR" } else { "INFO" },
            "eventName": text::event_name(reason),
            "deploymentId": id,
            "updatedAt": self.scenario.calendar.iso(entry.at),
            "reason": text::rollout_state_reason(id, reason),
        });
        let arn = self.scenario.account.in_cluster_arn("service", self.service_name(service));
        self.envelope(entry, ("aws.ecs", "ECS Deployment State Change"), &[arn], detail)
    }
}

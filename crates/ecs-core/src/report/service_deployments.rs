//! Deployments as DescribeServiceDeployments prints them. Spec: DEPLOY-23.

use super::text::deployment as text;
use super::text::shift::hook_status;
use crate::aws::HookTarget;
use crate::deploy::RolloutReason;
use crate::engine::Engine;
use crate::ids::ServiceRow;
use crate::world::{Deployment, ServiceState, Shifting};
use serde_json::{Value, json};

impl Engine {
    /// DescribeServiceDeployments of every service, in the order in which they began.
    pub(super) fn service_deployments(&self) -> Vec<Value> {
        let of_service = |(row, state): (ServiceRow, &ServiceState)| {
            (0..state.deployments.len()).filter_map(move |number| self.service_deployment(row, number))
        };
        self.world.services.iter().flat_map(of_service).collect()
    }

    /// The ARN of a service deployment: its last part is the digits of the deployment's id.
    pub(super) fn service_deployment_arn(&self, service: ServiceRow, number: usize) -> String {
        self.arn_of_deployment("service-deployment", service, number)
    }

    fn arn_of_deployment(&self, kind: &str, service: ServiceRow, number: usize) -> String {
        let id = self.deployment_id(service, number);
        let digits = id.rsplit_once('/').map_or(id, |(_, digits)| digits);
        let short = format!("{}/{digits}", self.service_name(service));
        self.scenario.account.in_cluster_arn(kind, &short)
    }

    fn service_deployment(&self, service: ServiceRow, number: usize) -> Option<Value> {
        let state = &self.world.services[service];
        let deployment = state.deployments.get(number)?;
        let is_primary = number == state.primary;
        let calendar = &self.scenario.calendar;
        let id = self.deployment_id(service, number);
        let mut described = json!({
            "serviceDeploymentArn": self.service_deployment_arn(service, number),
            "serviceArn": self.scenario.account.in_cluster_arn("service", self.service_name(service)),
            "clusterArn": self.scenario.account.cluster_arn(),
            "createdAt": calendar.iso(deployment.created_at),
            "updatedAt": calendar.iso(deployment.updated_at),
            "targetServiceRevision": self.service_revision(service, number, number),
            "status": status(deployment, is_primary),
            "statusReason": text::rollout_state_reason(id, deployment.reason),
            "deploymentConfiguration": { "strategy": deployment.strategy().name() },
        });
        let members = described.as_object_mut()?;
        if let Some(shifting) = &deployment.shifting {
            let source = shifting.blue.map(|blue| self.service_revision(service, blue, number));
            members.insert("sourceServiceRevisions".to_owned(), source.into_iter().collect());
            members.insert("lifecycleStage".to_owned(), shifting.shift.stage.name().into());
            let hooks = self.lifecycle_hook_details(service, number, shifting);
            members.insert("lifecycleHookDetails".to_owned(), hooks.into());
        }
        if let Some(target) = deployment.gone_back_to {
            let back = json!({
                "reason": text::rollout_state_reason(id, deployment.reason),
                "startedAt": calendar.iso(deployment.updated_at),
                "serviceRevisionArn": self.arn_of_deployment("service-revision", service, target),
            });
            members.insert("rollback".to_owned(), back);
        }
        if let Some(at) = deployment.completed_at {
            members.insert("finishedAt".to_owned(), calendar.iso(at).into());
        }
        Some(described)
    }

    /// A revision of a service, with its shares as the deployment of that number has them.
    fn service_revision(&self, service: ServiceRow, number: usize, shifts: usize) -> Option<Value> {
        let state = &self.world.services[service];
        let deployment = state.deployments.get(number)?;
        let tally = deployment.tally();
        let mut described = json!({
            "arn": self.arn_of_deployment("service-revision", service, number),
            "requestedTaskCount": if number == state.primary { state.desired_count } else { tally.active() },
            "runningTaskCount": tally.active() - tally.pending,
            "pendingTaskCount": tally.pending,
        });
        let shifting = state.deployments.get(shifts).and_then(|one| one.shifting.as_ref());
        if let (Some(shifting), Some(members)) = (shifting, described.as_object_mut()) {
            let weight = |green: u32| {
                let share = if number == shifts { green } else { 1000 - green };
                f64::from(share) / 10.0
            };
            let production = weight(shifting.shift.production_per_mille);
            members.insert("requestedProductionTrafficWeight".to_owned(), production.into());
            if shifting.plan.tests {
                let test = weight(shifting.shift.test_per_mille);
                members.insert("requestedTestTrafficWeight".to_owned(), test.into());
            }
        }
        Some(described)
    }

    /// The hooks of the present stage.
    fn lifecycle_hook_details(&self, service: ServiceRow, number: usize, shifting: &Shifting) -> Vec<Value> {
        let Shifting { plan, shift, hooks, .. } = shifting;
        let detail = |(hook, given): (usize, &crate::aws::LifecycleHook)| {
            let (kind, arn, open) = match &given.target {
                HookTarget::Lambda(arn) => ("AWS_LAMBDA", Some(arn), "IN_PROGRESS"),
                HookTarget::Pause => ("PAUSE", None, "AWAITING_ACTION"),
            };
            let mut detail = json!({
                "hookId": self.hook_id(service, number, hook, *shift),
                "targetType": kind,
                "status": hooks.get(hook).copied().flatten().map_or(open, hook_status),
                "expiresAt": self.scenario.calendar.iso(plan.times_out_at(hook, shift.since)),
                "timeoutAction": if given.continues_on_timeout { "CONTINUE" } else { "ROLLBACK" },
            });
            if let (Some(arn), Some(members)) = (arn, detail.as_object_mut()) {
                members.insert("targetArn".to_owned(), arn.as_str().into());
            }
            detail
        };
        shift.hooks(plan).map(detail).collect()
    }
}

/// `status` of a service deployment. Source: ECS guide, service deployments.
fn status(deployment: &Deployment, is_primary: bool) -> &'static str {
    let goes_back = deployment.gone_back_to.is_some();
    match deployment.reason {
        // It was successful before, and is gone back to.
        RolloutReason::Completed | RolloutReason::RollingBack(_) => "SUCCESSFUL",
        RolloutReason::Failed(_) if goes_back && deployment.tasks.is_empty() => "ROLLBACK_SUCCESSFUL",
        RolloutReason::Failed(_) if goes_back => "ROLLBACK_IN_PROGRESS",
        RolloutReason::InProgress if is_primary => "IN_PROGRESS",
        RolloutReason::Failed(_) | RolloutReason::InProgress => "STOPPED",
    }
}

//! The actions of the format, and what is said of one that a run does not carry out. Spec: SCN-8.

use super::Reader;
use super::faults::fis_actions;
use super::group_calls::GROUP_CALLS;
use crate::aws::shorten;
use crate::finding::rules;
use crate::json::Node;
use crate::scenario::Call;

/// Actions that a run carries out, besides those about Auto Scaling groups and those of AWS FIS.
pub(super) const ACTIONS: [&str; 40] = [
    "ecs:RunTask",
    "ecs:StartTask",
    "ecs:StopTask",
    "ecr:PutImage",
    "ecr:BatchDeleteImage",
    "simulation:SetBehaviour",
    "s3:PutObject",
    "sqs:SendMessage",
    "events:PutEvents",
    "simulation:SetTraffic",
    "elasticloadbalancing:ModifyTargetGroupAttributes",
    "elasticloadbalancing:ModifyListener",
    "elasticloadbalancing:ModifyRule",
    "ecs:RegisterTaskDefinition",
    "ecs:DeregisterTaskDefinition",
    "ecs:CreateService",
    "ecs:UpdateService",
    "ecs:DeleteService",
    "ecs:StopServiceDeployment",
    "ecs:ContinueServiceDeployment",
    "ecs:UpdateContainerInstancesState",
    "ecs:RegisterContainerInstance",
    "ecs:DeregisterContainerInstance",
    "ecs:PutAttributes",
    "ecs:DeleteAttributes",
    "ec2:TerminateInstances",
    "ecs:UpdateTaskProtection",
    "ecs:PutClusterCapacityProviders",
    "ecs:UpdateCapacityProvider",
    "simulation:LoseZone",
    "simulation:DisconnectAgent",
    "cloudwatch:PutMetricAlarm",
    "cloudwatch:DeleteAlarms",
    "application-autoscaling:RegisterScalableTarget",
    "application-autoscaling:DeregisterScalableTarget",
    "application-autoscaling:PutScalingPolicy",
    "application-autoscaling:DeleteScalingPolicy",
    "application-autoscaling:PutScheduledAction",
    "application-autoscaling:DeleteScheduledAction",
    "simulation:InterruptSpotTasks",
];

/// Actions that are not simulated yet, each with what does the same from the beginning on.
const NOT_SIMULATED: [(&str, &str); 3] = [
    ("ecs:PutAccountSetting", "`accountSettings` says what holds from the beginning on"),
    (
        "ec2:AuthorizeSecurityGroupIngress",
        "`securityGroups` says who may come in from the beginning on, and no action changes that",
    ),
    (
        "ec2:RevokeSecurityGroupIngress",
        "`securityGroups` says who may come in from the beginning on, and no action changes that",
    ),
];

/// Every action that a run carries out, by its name.
pub fn timeline_actions() -> impl Iterator<Item = &'static str> {
    ACTIONS.into_iter().chain(GROUP_CALLS).chain(fis_actions())
}

impl Reader<'_> {
    /// An action that no run carries out: one of the format that is not simulated yet, or none of it.
    pub(super) fn other_action(&mut self, name: &str, node: &Node, pointer: &str) -> Option<Call> {
        let not_simulated = NOT_SIMULATED.iter().find(|(other, _)| *other == name);
        if let Some((_, hint)) = not_simulated {
            let message = format!("`{name}` is not simulated yet; the action does nothing");
            self.report_hint(&rules::NOT_SIMULATED, pointer, node, message, Some((*hint).to_owned()));
            return Some(Call::NotSimulated);
        }
        let known = timeline_actions().chain(NOT_SIMULATED.map(|(other, _)| other));
        let hint = self.nearest(name, known).map(|name| format!("did you mean `{name}`?"));
        let message = format!("`{}` is no action of a timeline", shorten(name));
        self.report_hint(&rules::UNKNOWN_ACTION, pointer, node, message, hint);
        None
    }
}

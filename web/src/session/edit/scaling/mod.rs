//! Edits of scalable targets, policies and scheduled actions.

mod metric;
mod names;
mod steps;
#[cfg(test)]
mod tests;

pub use metric::QueryEdit;
pub(super) use names::{follow_service, without_service};

use super::placement::remove_element;
use crate::session::network::free_name;
use crate::session::outline::Outline;
use crate::session::scaling::PolicyType;
use ecs_core::json::{self, EditError};
use serde_json::{Value, json};

/// What is changed of how services are scaled. Services and entries go by their numbers in the scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScalingEdit {
    /// A service becomes a scalable target.
    AddTarget(usize),
    /// It is none any more, and has no policy and no scheduled action.
    RemoveTarget(usize),
    /// A scalable target goes, and nothing else.
    DropTarget(usize),
    /// One more policy of a service.
    AddPolicy(usize, PolicyType),
    /// One less; alarms name it no longer.
    RemovePolicy(usize),
    /// A policy gets another name, and alarms name it by that.
    RenamePolicy(usize, String),
    /// What a policy follows.
    Metric(usize, String),
    /// With which statistic.
    Statistic(usize, String),
    /// An entry of the metrics that an expression is made of.
    Query(usize, QueryEdit),
    /// The alarm of that name sets a policy off, and no other; none where it is empty.
    Alarm(usize, String),
    /// One more step of a policy.
    AddStep(usize),
    /// One less.
    RemoveStep(usize, usize),
    /// One more scheduled action of a service.
    AddSchedule(usize),
    /// One less.
    RemoveSchedule(usize),
    /// The entry at that place is about the service with that `ResourceId`.
    Assign(String, String),
}

impl ScalingEdit {
    /// What the edit takes away, in a sentence.
    pub(super) fn takes_away(&self, outline: &Outline) -> Option<String> {
        let entries = &outline.scaling;
        Some(match self {
            ScalingEdit::RemoveTarget(service) => {
                let name = &outline.services.get(*service)?.name;
                format!("{name} is no scalable target any more: its policies and scheduled actions are gone.")
            }
            ScalingEdit::RemovePolicy(number) => {
                format!("The policy {} is removed.", entries.policies.get(*number)?.name())
            }
            ScalingEdit::RemoveSchedule(number) => {
                format!("The scheduled action {} is removed.", entries.schedules.get(*number)?.name())
            }
            _ => return None,
        })
    }
}

/// `text` with the edit made.
pub(super) fn edit(text: &str, outline: &Outline, edit: &ScalingEdit) -> Result<String, EditError> {
    let entries = &outline.scaling;
    let service = |number: &usize| outline.services.get(*number).ok_or(EditError::NoSuchPlace);
    let policy = |number: &usize| entries.policies.get(*number).ok_or(EditError::NoSuchPlace);
    match edit {
        ScalingEdit::AddTarget(number) => add_target(text, outline, *number),
        ScalingEdit::RemoveTarget(number) => without_service(text, outline, &service(number)?.name),
        ScalingEdit::DropTarget(number) => {
            remove_element(text, "/scalableTargets", *number, entries.targets.len())
        }
        ScalingEdit::AddPolicy(number, kind) => add_policy(text, outline, &service(number)?.name, kind),
        ScalingEdit::RemovePolicy(number) => {
            let unnamed = names::unnamed(text, &policy(number)?.reference())?;
            remove_element(&unnamed, "/scalingPolicies", *number, entries.policies.len())
        }
        ScalingEdit::RenamePolicy(number, name) => {
            names::rename_policy(text, outline, *number, policy(number)?, name)
        }
        ScalingEdit::Metric(number, chosen) => {
            metric::follow(text, outline, *number, policy(number)?, chosen)
        }
        ScalingEdit::Statistic(number, chosen) => {
            let member = format!("{}/CustomizedMetricSpecification/Statistic", metric::place(*number));
            json::set(text, &member, &json!(chosen))
        }
        ScalingEdit::Query(number, edit) => metric::edit_query(text, outline, *number, policy(number)?, edit),
        ScalingEdit::Alarm(number, chosen) => names::set_off_by(text, outline, policy(number)?, chosen),
        ScalingEdit::AddStep(number) => steps::add(text, *number, policy(number)?),
        ScalingEdit::RemoveStep(number, at) => json::remove(text, &format!("{}/{at}", steps::place(*number))),
        ScalingEdit::AddSchedule(number) => add_schedule(text, outline, &service(number)?.name),
        ScalingEdit::RemoveSchedule(number) => {
            remove_element(text, "/scheduledActions", *number, entries.schedules.len())
        }
        ScalingEdit::Assign(place, resource) => {
            json::set(text, &format!("{place}/ResourceId"), &json!(resource))
        }
    }
}

/// From one task, or none where there is none, to twice as many as there are.
fn add_target(text: &str, outline: &Outline, number: usize) -> Result<String, EditError> {
    let row = outline.services.get(number).ok_or(EditError::NoSuchPlace)?;
    let tasks: u32 = row.desired_count.trim().parse().unwrap_or(1);
    let target = json!({
        "ResourceId": outline.scaling.resource_of(&row.name),
        "MinCapacity": tasks.min(1),
        "MaxCapacity": tasks.saturating_mul(2).clamp(4, 5000),
    });
    json::set(text, &format!("/scalableTargets/{}", outline.scaling.targets.len()), &target)
}

fn add_policy(text: &str, outline: &Outline, service: &str, kind: &PolicyType) -> Result<String, EditError> {
    let entries = &outline.scaling;
    let name = |wanted| free_name(wanted, entries.policies_of(service).map(|(_, row)| row.name()));
    let resource = entries.resource_of(service);
    let policy: Value = if *kind == PolicyType::Step {
        json!({
            "PolicyName": name("steps"),
            "ResourceId": resource,
            "PolicyType": "StepScaling",
            "StepScalingPolicyConfiguration": {
                "AdjustmentType": "ChangeInCapacity",
                "StepAdjustments": [{"MetricIntervalLowerBound": 0, "ScalingAdjustment": 1}],
            },
        })
    } else {
        // A metric is followed by one policy of a service.
        let is_cpu = |choice: &str| choice == "ECSServiceAverageCPUUtilization";
        let has_cpu = entries.policies_of(service).any(|(_, row)| is_cpu(&row.tracked.choice));
        let (wanted, metric) = if has_cpu {
            ("memory", "ECSServiceAverageMemoryUtilization")
        } else {
            ("cpu", "ECSServiceAverageCPUUtilization")
        };
        json!({
            "PolicyName": name(wanted),
            "ResourceId": resource,
            "PolicyType": "TargetTrackingScaling",
            "TargetTrackingScalingPolicyConfiguration": {
                "TargetValue": 70,
                "PredefinedMetricSpecification": {"PredefinedMetricType": metric},
            },
        })
    };
    json::set(text, &format!("/scalingPolicies/{}", entries.policies.len()), &policy)
}

/// Every day at nine there are at least half as many tasks as may be.
fn add_schedule(text: &str, outline: &Outline, service: &str) -> Result<String, EditError> {
    let entries = &outline.scaling;
    let most = entries.target_of(service).map_or("", |(_, row)| row.written.get("MaxCapacity"));
    let most: u32 = most.trim().parse().unwrap_or(2);
    let name = free_name("morning", entries.schedules_of(service).map(|(_, row)| row.name()));
    let action = json!({
        "ScheduledActionName": name,
        "ResourceId": entries.resource_of(service),
        "Schedule": "cron(0 9 * * ? *)",
        "ScalableTargetAction": {"MinCapacity": most.div_ceil(2)},
    });
    json::set(text, &format!("/scheduledActions/{}", entries.schedules.len()), &action)
}

//! Edits of scalable targets, policies and scheduled actions.

mod metric;
mod names;
mod policies;
mod steps;
#[cfg(test)]
mod tests;

pub(super) use names::{follow_service, unnamed, without_service};

use super::placement::remove_element;
use super::queries::QueryEdit;
use crate::session::network::free_name;
use crate::session::outline::Outline;
use crate::session::scaling::{PolicyAt, PolicyOf, PolicyType};
use ecs_core::json::{self, EditError};
use serde_json::json;

/// What is changed of how services are scaled. Services and entries go by their numbers in the scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScalingEdit {
    /// A service becomes a scalable target.
    AddTarget(usize),
    /// It is none any more, and has no policy and no scheduled action.
    RemoveTarget(usize),
    /// A scalable target goes, and nothing else.
    DropTarget(usize),
    /// One more policy of the service or the group of that number.
    AddPolicy(PolicyOf, usize, PolicyType),
    /// One less; alarms name it no longer.
    RemovePolicy(PolicyAt),
    /// A policy gets another name, and alarms name it by that.
    RenamePolicy(PolicyAt, String),
    /// What a policy follows.
    Metric(PolicyAt, String),
    /// With which statistic.
    Statistic(PolicyAt, String),
    /// An entry of the metrics that an expression is made of.
    Query(PolicyAt, QueryEdit),
    /// The alarm of that name sets a policy off, and no other; none where it is empty.
    Alarm(PolicyAt, String),
    /// One more step of a policy.
    AddStep(PolicyAt),
    /// One less.
    RemoveStep(PolicyAt, usize),
    /// One more scheduled action of a service.
    AddSchedule(usize),
    /// One less.
    RemoveSchedule(usize),
    /// The member at that place names another service, by its `ResourceId`, or another group.
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
            ScalingEdit::RemovePolicy(at) => {
                format!("The policy {} is removed.", entries.policy(*at)?.name())
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
    let policy = |at: &PolicyAt| entries.policy(*at).ok_or(EditError::NoSuchPlace);
    match edit {
        ScalingEdit::AddTarget(number) => add_target(text, outline, *number),
        ScalingEdit::RemoveTarget(number) => without_service(text, outline, &service(number)?.name),
        ScalingEdit::DropTarget(number) => {
            remove_element(text, "/scalableTargets", *number, entries.targets.len())
        }
        ScalingEdit::AddPolicy(of, number, kind) => policies::add(text, outline, (*of, *number), kind),
        ScalingEdit::RemovePolicy(at) => {
            let unnamed = names::unnamed(text, &policy(at)?.reference())?;
            let (list, count) = (at.of.fields().list, entries.policies(at.of).len());
            remove_element(&unnamed, &format!("/{list}"), at.number, count)
        }
        ScalingEdit::RenamePolicy(at, name) => names::rename_policy(text, outline, *at, policy(at)?, name),
        ScalingEdit::Metric(at, chosen) => metric::follow(text, outline, *at, policy(at)?, chosen),
        ScalingEdit::Statistic(at, chosen) => metric::statistic(text, *at, chosen),
        ScalingEdit::Query(at, edit) => metric::queries(outline, *at, policy(at)?).edit(text, edit),
        ScalingEdit::Alarm(at, chosen) => names::set_off_by(text, outline, policy(at)?, chosen),
        ScalingEdit::AddStep(at) => steps::add(text, *at, policy(at)?),
        ScalingEdit::RemoveStep(at, step) => json::remove(text, &format!("{}/{step}", steps::place(*at))),
        ScalingEdit::AddSchedule(number) => add_schedule(text, outline, &service(number)?.name),
        ScalingEdit::RemoveSchedule(number) => {
            remove_element(text, "/scheduledActions", *number, entries.schedules.len())
        }
        ScalingEdit::Assign(place, name) => json::set(text, place, &json!(name)),
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

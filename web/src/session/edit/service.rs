//! Edits of a service itself.

use super::placement::clear;
use super::{number_or_text, or_default, scaling, strategy};
use crate::session::follow::follow_text;
use crate::session::outline::Outline;
use crate::session::placement::Owner;
use crate::session::rows::ServiceRow;
use crate::session::strategy::BY_STRATEGY;
use ecs_core::json::{self, EditError};
use serde_json::json;

/// A member of a service that the form shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServiceField {
    /// `serviceName`.
    Name,
    /// `desiredCount`.
    DesiredCount,
    /// `taskDefinition`.
    TaskDefinition,
    /// `launchType`.
    LaunchType,
    /// `schedulingStrategy`.
    SchedulingStrategy,
}

impl ServiceField {
    /// The member's name.
    pub fn member(self) -> &'static str {
        match self {
            ServiceField::Name => "serviceName",
            ServiceField::DesiredCount => "desiredCount",
            ServiceField::TaskDefinition => "taskDefinition",
            ServiceField::LaunchType => "launchType",
            ServiceField::SchedulingStrategy => "schedulingStrategy",
        }
    }
}

impl ServiceRow {
    /// What goes when that is chosen, because AWS takes it no longer.
    pub(super) fn taken_away(&self, field: ServiceField, chosen: &str) -> Option<String> {
        let name = &self.name;
        let strategy_goes =
            field == ServiceField::LaunchType && chosen != BY_STRATEGY && self.strategy.len() > 1;
        match (field, chosen) {
            _ if strategy_goes => Some(format!("The capacity provider strategy of {name} is gone.")),
            (ServiceField::LaunchType, "FARGATE") => (!self.placement.is_empty()).then(|| {
                format!(
                    "Tasks on Fargate take no placement strategy and no constraint: those of {name} are gone."
                )
            }),
            (ServiceField::SchedulingStrategy, "DAEMON") => {
                let has_any = !self.desired_count.is_empty() || !self.placement.strategies.is_empty();
                has_any.then(|| {
                    format!("A DAEMON service keeps one task on every instance: the desired count and the placement strategies of {name} are gone.")
                })
            }
            _ => None,
        }
    }
}

/// `text` with a member of a service changed, and what AWS asks for with it.
pub(super) fn edit(
    text: &str,
    outline: &Outline,
    number: usize,
    row: &ServiceRow,
    field: ServiceField,
    typed: &str,
) -> Result<String, EditError> {
    let of = |member: &str| format!("/services/{number}/{member}");
    let pointer = of(field.member());
    match field {
        ServiceField::Name => {
            json::set(&scaling::follow_service(text, outline, &row.name, typed)?, &pointer, &json!(typed))
        }
        ServiceField::DesiredCount => json::set(text, &pointer, &number_or_text(typed)),
        ServiceField::TaskDefinition => {
            let edited = json::set(text, &pointer, &json!(typed))?;
            match outline.definition_of(typed) {
                Some(row) => follow_text(edited, Owner::Service(number), &row.text),
                None => Ok(edited),
            }
        }
        ServiceField::LaunchType => {
            if typed == BY_STRATEGY {
                let edited = or_default(text, &pointer, "EC2", "EC2")?;
                return strategy::begin(&edited, outline, number, row);
            }
            let edited = or_default(&strategy::end(text, number, row)?, &pointer, typed, "EC2")?;
            if typed == "FARGATE" {
                clear(&edited, Owner::Service(number), &row.placement)
            } else {
                Ok(edited)
            }
        }
        ServiceField::SchedulingStrategy => {
            let mut edited = or_default(text, &pointer, typed, "REPLICA")?;
            if typed != "DAEMON" {
                let count = of("desiredCount");
                let is_missing = row.desired_count.is_empty();
                return if is_missing { json::set(&edited, &count, &json!(1)) } else { Ok(edited) };
            }
            for (member, is_there) in [
                ("desiredCount", !row.desired_count.is_empty()),
                ("placementStrategy", !row.placement.strategies.is_empty()),
            ] {
                if is_there {
                    edited = json::remove(&edited, &of(member))?;
                }
            }
            Ok(edited)
        }
    }
}

/// `text` with one more service, which runs a definition, with a name that is free.
pub(super) fn add(text: &str, outline: &Outline, definition: usize) -> Result<String, EditError> {
    let row = outline.definitions.get(definition).ok_or(EditError::NoSuchPlace)?;
    let family = &row.name.family;
    // A family alone names its newest revision.
    let row = outline.definition_of(family).unwrap_or(row);
    let is_free = |name: &String| outline.services.iter().all(|service| service.name != *name);
    let numbered = (2..).map(|number| format!("{family}-{number}"));
    let name = std::iter::once(family.clone()).chain(numbered).find(is_free).unwrap_or_default();
    let service = json!({"serviceName": name, "taskDefinition": family, "desiredCount": 1});
    let number = outline.services.len();
    let edited = json::set(text, &format!("/services/{number}"), &service)?;
    follow_text(edited, Owner::Service(number), &row.text)
}

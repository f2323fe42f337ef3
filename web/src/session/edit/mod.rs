//! The forms' edits: each changes one member of the text and leaves the rest as it is.

mod alarm;
#[cfg(test)]
mod alarm_tests;
mod call;
mod capacity;
mod deployment;
mod dimensions;
mod front;
mod instance;
mod member;
mod network;
#[cfg(test)]
mod network_tests;
mod placement;
mod queries;
mod registration;
mod rename;
mod rule;
mod scaling;
mod service;
mod strategy;
#[cfg(test)]
mod tests;
mod traffic;

pub use alarm::{AlarmEdit, AlarmField};
pub use call::CallEdit;
pub(super) use call::{decimal_or_text, edit as edit_call};
pub use capacity::CapacityEdit;
pub use deployment::DeploymentField;
pub use instance::{AttributeEdit, ClusterTemplate, InstanceField};
pub use network::{NetworkEdit, NetworkField, NetworkPart};
pub use placement::PlacementEdit;
pub(super) use placement::edit as edit_placement;
pub use queries::QueryEdit;
pub use registration::ServiceNetworkEdit;
pub use scaling::ScalingEdit;
pub use service::ServiceField;
pub use strategy::{StrategyEdit, StrategyOf};
pub use traffic::TrafficEdit;

use super::follow::follow_zones;
use super::members::MemberField;
use super::outline::Outline;
use super::placement::Owner;
use ecs_core::json::{self, EditError};
use serde_json::{Value, json};

/// What a form changes. Texts are what was typed: the core judges them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// One more service, of the task definition of that number.
    AddService(usize),
    /// One less.
    RemoveService(usize),
    /// A member of a service.
    Service(usize, ServiceField, String),
    /// A capacity provider strategy.
    Strategy(StrategyOf, StrategyEdit),
    /// How a service is deployed.
    Deployment(usize, DeploymentField, String),
    /// Strategies and constraints.
    Placement(Owner, PlacementEdit),
    /// The call that is being written.
    Call(CallEdit),
    /// A cluster to begin with takes the place of the instances.
    Cluster(ClusterTemplate),
    /// Whether the account has `awsvpcTrunking`.
    Trunking(bool),
    /// A member of an entry of container instances.
    Instance(usize, InstanceField, String),
    /// An entry's attributes.
    Attribute(usize, AttributeEdit),
    /// One more entry of container instances.
    AddInstances,
    /// One less.
    RemoveInstances(usize),
    /// The VPC and load balancers.
    Network(NetworkEdit),
    /// What a service names of them.
    ServiceNetwork(usize, ServiceNetworkEdit),
    /// Alarms.
    Alarm(AlarmEdit),
    /// A member of the entry at a place, as a table has it.
    Member(String, &'static MemberField, String),
    /// How services are scaled.
    Scaling(ScalingEdit),
    /// Auto Scaling groups and capacity providers.
    Capacity(CapacityEdit),
    /// What arrives.
    Traffic(TrafficEdit),
}

impl Edit {
    /// Whether it is one of the call that is being written.
    pub(super) fn is_of_the_call(&self) -> bool {
        matches!(self, Edit::Placement(Owner::Action(_), _) | Edit::Call(_))
    }

    /// What the edit takes away or makes besides what it is asked to change, in a sentence; none where that
    /// is nothing.
    pub(super) fn takes_away(&self, outline: &Outline) -> Option<String> {
        match self {
            Edit::RemoveService(number) => {
                let name = &outline.services.get(*number)?.name;
                let scaling = if outline.scaling.has_any_of(name) { ", and its auto scaling" } else { "" };
                Some(format!("The service {name} is removed{scaling}."))
            }
            Edit::Service(number, field, chosen) => outline.services.get(*number)?.taken_away(*field, chosen),
            Edit::Cluster(template) if !outline.instances.is_empty() => {
                Some(format!("New cluster, {}: the instances that were here are gone.", template.name()))
            }
            Edit::Alarm(AlarmEdit::Remove(number)) => {
                Some(format!("The alarm {} is removed.", outline.alarms.get(*number)?.name))
            }
            Edit::Scaling(edit) => edit.takes_away(outline),
            Edit::Capacity(edit) => edit.takes_away(outline),
            Edit::Network(edit) => edit.takes_away(outline),
            Edit::ServiceNetwork(number, edit) => edit.takes_along(outline, *number),
            _ => None,
        }
    }
}

/// `text` with the edit made.
pub(super) fn edit(text: &str, outline: &Outline, edit: &Edit) -> Result<String, EditError> {
    let service = |number: &usize| outline.services.get(*number).ok_or(EditError::NoSuchPlace);
    let instance = |number: &usize| outline.instances.get(*number).ok_or(EditError::NoSuchPlace);
    match edit {
        Edit::AddService(definition) => service::add(text, outline, *definition),
        Edit::RemoveService(number) => {
            let edited = scaling::without_service(text, outline, &service(number)?.name)?;
            placement::remove_element(&edited, "/services", *number, outline.services.len())
        }
        Edit::Service(number, field, typed) => {
            service::edit(text, outline, *number, service(number)?, *field, typed)
        }
        Edit::Strategy(of @ StrategyOf::Service(number), edit) => {
            strategy::edit(text, outline, *of, &service(number)?.strategy, edit)
        }
        Edit::Strategy(of @ StrategyOf::Cluster, edit) => {
            strategy::edit(text, outline, *of, &outline.capacity.strategy, edit)
        }
        Edit::Deployment(number, field, typed) => {
            deployment::edit(text, *number, &service(number)?.deployment, *field, typed)
        }
        Edit::Placement(owner @ Owner::Service(number), edit) => {
            placement::edit(text, *owner, &service(number)?.placement, edit)
        }
        // Those are edits of a text that is not the scenario's yet.
        Edit::Placement(Owner::Action(_), _) | Edit::Call(_) => Err(EditError::NoSuchPlace),
        Edit::Cluster(template) => instance::replace(text, outline, *template),
        Edit::Trunking(on) => instance::trunking(text, outline, *on),
        Edit::Instance(number, field, typed) => {
            instance::edit(text, *number, instance(number)?, *field, typed)
        }
        Edit::Attribute(number, edit) => instance::edit_attribute(text, *number, instance(number)?, edit),
        Edit::AddInstances => {
            let number = outline.instances.len();
            let entry = next_entry(outline);
            follow_zones(text, json::set(text, &format!("/containerInstances/{number}"), &entry)?)
        }
        Edit::RemoveInstances(number) => {
            follow_zones(text, json::remove(text, &format!("/containerInstances/{number}"))?)
        }
        Edit::Alarm(edit) => alarm::edit(text, outline, edit),
        Edit::Member(entry, field, typed) => member::edit(text, entry, field, typed),
        Edit::Scaling(edit) => scaling::edit(text, outline, edit),
        Edit::Capacity(edit) => capacity::edit(text, outline, edit),
        Edit::Traffic(edit) => traffic::edit(text, outline, edit),
        Edit::Network(edit) => network::edit(text, outline, edit),
        Edit::ServiceNetwork(number, edit) => {
            registration::edit(text, outline, *number, service(number)?, edit)
        }
    }
}

/// `text` with what was chosen at a place. What is the default is left out.
fn or_default(text: &str, pointer: &str, chosen: &str, default: &str) -> Result<String, EditError> {
    if chosen == default {
        return json::remove(text, pointer).or_else(|error| match error {
            EditError::NoSuchPlace => Ok(text.to_owned()),
            other => Err(other),
        });
    }
    json::set(text, pointer, &json!(chosen))
}

/// `text` without a member that may be there.
fn without(text: &str, pointer: &str) -> Result<String, EditError> {
    json::remove(text, pointer).or_else(|error| match error {
        EditError::NoSuchPlace => Ok(text.to_owned()),
        other => Err(other),
    })
}

/// What is no whole number goes on as it was typed, so that the core can say what is wrong with it.
pub(super) fn number_or_text(typed: &str) -> Value {
    typed.trim().parse::<i64>().map_or_else(|_| json!(typed), Value::from)
}

/// One more of the last type, in the zone with the fewest entries.
fn next_entry(outline: &Outline) -> Value {
    let instance_type = outline.instances.last().map_or("t3.medium", |row| row.instance_type.as_str());
    let zone = outline
        .zones()
        .take(3)
        .min_by_key(|zone| outline.instances.iter().filter(|row| row.zone == *zone).count())
        .unwrap_or_default();
    json!({"instanceType": instance_type, "availabilityZone": zone, "count": 1})
}

//! Edits of what a service names of the network.

use super::front::Front;
use super::network::toggle;
use super::placement::remove_element;
use super::{number_or_text, or_default};
use crate::session::network::Exposed;
use crate::session::outline::Outline;
use crate::session::rows::ServiceRow;
use ecs_core::json::{self, EditError};
use serde_json::json;

/// What is changed of a service's network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ServiceNetworkEdit {
    /// Whether its tasks get interfaces in a subnet.
    Subnet(String, bool),
    /// Whether these have a security group.
    Group(String, bool),
    /// Whether they have public addresses.
    PublicIp(bool),
    /// It registers with one more target group.
    Register,
    /// With one less.
    Unregister(usize),
    /// The target group of an entry of `loadBalancers`.
    TargetGroup(usize, String),
    /// Its container, with a port that this maps.
    Container(usize, String),
    /// Its container's port.
    ContainerPort(usize, String),
    /// A load balancer is put in front of it.
    Front,
}

impl ServiceNetworkEdit {
    /// What the edit takes away or makes besides what it is asked for, in a sentence.
    pub(super) fn takes_along(&self, outline: &Outline, number: usize) -> Option<String> {
        let row = outline.services.get(number)?;
        match self {
            ServiceNetworkEdit::Front => Some(Front::of(outline, number)?.words()),
            ServiceNetworkEdit::Unregister(at) => {
                let entry = row.network.registrations.get(*at)?;
                let group = if entry.target_group.is_empty() { &entry.classic } else { &entry.target_group };
                Some(format!("{} no longer registers with {group}.", row.name))
            }
            _ => None,
        }
    }
}

/// `text` with the edit made of the service of that number, which is `row`.
pub(super) fn edit(
    text: &str,
    outline: &Outline,
    number: usize,
    row: &ServiceRow,
    edit: &ServiceNetworkEdit,
) -> Result<String, EditError> {
    let awsvpc =
        |member: &str| format!("/services/{number}/networkConfiguration/awsvpcConfiguration/{member}");
    let list = format!("/services/{number}/loadBalancers");
    let count = row.network.registrations.len();
    match edit {
        ServiceNetworkEdit::Subnet(id, on) => toggle(text, &awsvpc("subnets"), id, *on),
        ServiceNetworkEdit::Group(id, on) => toggle(text, &awsvpc("securityGroups"), id, *on),
        ServiceNetworkEdit::PublicIp(on) => {
            or_default(text, &awsvpc("assignPublicIp"), if *on { "ENABLED" } else { "DISABLED" }, "DISABLED")
        }
        ServiceNetworkEdit::Register => {
            let is_free =
                |name: &&str| row.network.registrations.iter().all(|entry| entry.target_group != *name);
            let group = outline.balancing.target_group_names().find(is_free).unwrap_or_default();
            let port = exposed(outline, row).and_then(|exposed| exposed.ports.first());
            let entry = json!({
                "targetGroupArn": group,
                "containerName": port.map_or("", |port| port.container.as_str()),
                "containerPort": port.map_or(80, |port| port.port),
            });
            json::set(text, &format!("{list}/{count}"), &entry)
        }
        ServiceNetworkEdit::Unregister(at) => remove_element(text, &list, *at, count),
        ServiceNetworkEdit::TargetGroup(at, name) => {
            json::set(text, &format!("{list}/{at}/targetGroupArn"), &json!(name))
        }
        ServiceNetworkEdit::Container(at, name) => {
            let edited = json::set(text, &format!("{list}/{at}/containerName"), &json!(name))?;
            let ports = exposed(outline, row).map_or(&[][..], |exposed| &exposed.ports);
            match ports.iter().find(|port| port.container == *name) {
                Some(port) => json::set(&edited, &format!("{list}/{at}/containerPort"), &json!(port.port)),
                None => Ok(edited),
            }
        }
        ServiceNetworkEdit::ContainerPort(at, typed) => {
            json::set(text, &format!("{list}/{at}/containerPort"), &number_or_text(typed))
        }
        ServiceNetworkEdit::Front => Front::of(outline, number).ok_or(EditError::NoSuchPlace)?.put(text),
    }
}

/// What the definition offers that a service runs.
fn exposed<'a>(outline: &'a Outline, row: &ServiceRow) -> Option<&'a Exposed> {
    outline.definitions.get(row.runs?).map(|row| &row.exposes)
}

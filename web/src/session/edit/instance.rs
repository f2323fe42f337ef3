//! Edits of container instances, and clusters to begin with.

use super::placement::remove_element;
use super::{number_or_text, or_default};
use crate::session::follow::follow_zones;
use crate::session::outline::Outline;
use crate::session::rows::InstanceRow;
use ecs_core::json::{self, EditError};
use serde_json::{Value, json};

/// A member of an entry of container instances that the form shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InstanceField {
    /// `instanceType`.
    InstanceType,
    /// `availabilityZone`.
    Zone,
    /// `count`.
    Count,
    /// `status`.
    Status,
    /// `operatingSystemFamily`.
    OperatingSystem,
    /// `simulation.registeredMemoryMiB`.
    RegisteredMemory,
}

/// What is changed of an entry's attributes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AttributeEdit {
    /// One more.
    Add,
    /// One less.
    Remove(usize),
    /// Its `name`.
    Name(usize, String),
    /// Its `value`.
    Value(usize, String),
}

/// A cluster to begin with, as the ECS console offers them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClusterTemplate {
    /// No instances.
    FargateOnly,
    /// Linux instances in three zones.
    Ec2Linux,
    /// Windows instances in three zones.
    Ec2Windows,
}

impl InstanceField {
    /// The member's place within the entry.
    pub fn member(self) -> &'static str {
        match self {
            InstanceField::InstanceType => "instanceType",
            InstanceField::Zone => "availabilityZone",
            InstanceField::Count => "count",
            InstanceField::Status => "status",
            InstanceField::OperatingSystem => "operatingSystemFamily",
            InstanceField::RegisteredMemory => "simulation/registeredMemoryMiB",
        }
    }
}

impl ClusterTemplate {
    /// All of them, in the order of the console.
    pub const ALL: [ClusterTemplate; 3] =
        [ClusterTemplate::FargateOnly, ClusterTemplate::Ec2Linux, ClusterTemplate::Ec2Windows];

    /// What the console calls it.
    pub fn name(self) -> &'static str {
        match self {
            ClusterTemplate::FargateOnly => "Fargate only",
            ClusterTemplate::Ec2Linux => "EC2 Linux",
            ClusterTemplate::Ec2Windows => "EC2 Windows",
        }
    }

    /// What it consists of.
    pub fn description(self) -> &'static str {
        match self {
            ClusterTemplate::FargateOnly => "No instances: only services on Fargate start tasks",
            ClusterTemplate::Ec2Linux => "A t3.medium in each of three zones",
            ClusterTemplate::Ec2Windows => "An m5.large with Windows Server 2022 in each of three zones",
        }
    }

    fn entry(self, zone: &str) -> Value {
        match self {
            ClusterTemplate::Ec2Windows => json!({
                "instanceType": "m5.large", "availabilityZone": zone, "operatingSystemFamily": "WINDOWS_SERVER_2022_CORE",
            }),
            _ => json!({"instanceType": "t3.medium", "availabilityZone": zone}),
        }
    }
}

/// `text` with a member of an entry changed. What has a default is left out where it is chosen.
pub(super) fn edit(
    text: &str,
    number: usize,
    row: &InstanceRow,
    field: InstanceField,
    typed: &str,
) -> Result<String, EditError> {
    let pointer = format!("/containerInstances/{number}/{}", field.member());
    match field {
        InstanceField::InstanceType => follow_zones(text, json::set(text, &pointer, &json!(typed.trim()))?),
        InstanceField::Zone => follow_zones(text, json::set(text, &pointer, &json!(typed))?),
        InstanceField::Count => follow_zones(text, json::set(text, &pointer, &number_or_text(typed))?),
        InstanceField::Status => or_default(text, &pointer, typed, "ACTIVE"),
        InstanceField::OperatingSystem => or_default(text, &pointer, typed, "LINUX"),
        InstanceField::RegisteredMemory if typed.trim().is_empty() => {
            if row.registered_memory.is_empty() {
                Ok(text.to_owned())
            } else {
                json::remove(text, &pointer)
            }
        }
        InstanceField::RegisteredMemory => json::set(text, &pointer, &number_or_text(typed)),
    }
}

/// `text` with the attributes of an entry changed.
pub(super) fn edit_attribute(
    text: &str,
    number: usize,
    row: &InstanceRow,
    edit: &AttributeEdit,
) -> Result<String, EditError> {
    let list = format!("/containerInstances/{number}/attributes");
    let count = row.attributes.len();
    match edit {
        AttributeEdit::Add => {
            let is_free = |name: &String| row.attributes.iter().all(|(other, _)| other != name);
            let names = (1..).map(|number| format!("attribute-{number}"));
            let name = names.into_iter().find(is_free).unwrap_or_default();
            json::set(text, &format!("{list}/{count}"), &json!({"name": name, "value": ""}))
        }
        AttributeEdit::Remove(place) => remove_element(text, &list, *place, count),
        AttributeEdit::Name(place, name) => json::set(text, &format!("{list}/{place}/name"), &json!(name)),
        AttributeEdit::Value(place, value) => {
            json::set(text, &format!("{list}/{place}/value"), &json!(value))
        }
    }
}

/// `text` with the instances of a template in the place of those that are there.
pub(super) fn replace(text: &str, outline: &Outline, template: ClusterTemplate) -> Result<String, EditError> {
    let edited = match template {
        ClusterTemplate::FargateOnly if outline.instances.is_empty() => return Ok(text.to_owned()),
        ClusterTemplate::FargateOnly => json::remove(text, "/containerInstances")?,
        _ => {
            let entries: Vec<Value> = outline.zones().take(3).map(|zone| template.entry(&zone)).collect();
            json::set(text, "/containerInstances", &Value::Array(entries))?
        }
    };
    follow_zones(text, edited)
}

/// `text` with the account's setting `awsvpcTrunking` on or off, which is its default.
pub(super) fn trunking(text: &str, outline: &Outline, on: bool) -> Result<String, EditError> {
    let list = "/accountSettings";
    let place = outline.account_settings.iter().rposition(|name| name == "awsvpcTrunking");
    let count = outline.account_settings.len();
    match (place, on) {
        (Some(place), true) => json::set(text, &format!("{list}/{place}/value"), &json!("enabled")),
        (Some(place), false) => remove_element(text, list, place, count),
        (None, true) => {
            let setting = json!({"name": "awsvpcTrunking", "value": "enabled"});
            json::set(text, &format!("{list}/{count}"), &setting)
        }
        (None, false) => Ok(text.to_owned()),
    }
}

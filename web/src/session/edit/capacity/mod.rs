//! Edits of Auto Scaling groups, capacity providers, launch templates, and of what the cluster says of providers.

mod names;
#[cfg(test)]
mod tests;

use super::placement::remove_element;
use super::{or_default, without};
use crate::session::capacity::GroupRow;
use crate::session::network::free_name;
use crate::session::outline::Outline;
use crate::session::scaling::PolicyOf;
use ecs_core::json::{self, EditError};
use serde_json::{Value, json};

/// What is changed of the cluster's capacity. Entries go by their numbers in the scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CapacityEdit {
    /// One more group.
    AddGroup,
    /// One less, with its policies and scheduled actions.
    RemoveGroup(usize),
    /// It gets another name, and what names it follows.
    RenameGroup(usize, String),
    /// Whether a group launches in a zone.
    Zone(usize, String, bool),
    /// The subnets of a group, with commas between them.
    Subnets(usize, String),
    /// Whether a group launches several types.
    Mixed(usize, bool),
    /// One more type of a mixed group.
    AddType(usize),
    /// One less.
    RemoveType(usize, usize),
    /// One more scheduled action of a group.
    AddSchedule(usize),
    /// One less.
    RemoveSchedule(usize),
    /// One more launch template.
    AddTemplate,
    /// One less.
    RemoveTemplate(usize),
    /// It gets another name, and what names it follows.
    RenameTemplate(usize, String),
    /// One more capacity provider, with a group where there is none.
    AddProvider,
    /// One less; the cluster and strategies name it no longer.
    RemoveProvider(usize),
    /// It gets another name, and what names it follows.
    RenameProvider(usize, String),
    /// Whether the cluster has a provider.
    Associate(String, bool),
}

impl CapacityEdit {
    /// What the edit takes away, in a sentence.
    pub(super) fn takes_away(&self, outline: &Outline) -> Option<String> {
        let entries = &outline.capacity;
        Some(match self {
            CapacityEdit::RemoveGroup(number) => {
                let name = &entries.groups.get(*number)?.name;
                let has_any = outline.scaling.policies_of(PolicyOf::Group, name).next().is_some()
                    || entries.schedules_of(name).next().is_some();
                let own = if has_any { ", with its policies and scheduled actions" } else { "" };
                format!("The Auto Scaling group {name} is removed{own}.")
            }
            CapacityEdit::RemoveSchedule(number) => {
                format!("The scheduled action {} is removed.", entries.schedules.get(*number)?.name())
            }
            CapacityEdit::RemoveTemplate(number) => {
                format!("The launch template {} is removed.", entries.templates.get(*number)?.name)
            }
            CapacityEdit::RemoveProvider(number) => {
                let name = &entries.providers.get(*number)?.name;
                format!("The capacity provider {name} is removed, also from strategies.")
            }
            CapacityEdit::Mixed(number, false) => {
                let types = entries.groups.get(*number)?.types.as_ref()?;
                (types.len() > 1).then_some("The group launches the first of its types alone.".to_owned())?
            }
            _ => return None,
        })
    }
}

/// `text` with the edit made.
pub(super) fn edit(text: &str, outline: &Outline, edit: &CapacityEdit) -> Result<String, EditError> {
    let entries = &outline.capacity;
    let group = |number: &usize| entries.groups.get(*number).ok_or(EditError::NoSuchPlace);
    match edit {
        CapacityEdit::AddGroup => {
            json::set(text, &format!("/autoScalingGroups/{}", entries.groups.len()), &new_group(outline))
        }
        CapacityEdit::RemoveGroup(number) => {
            let edited = names::without_group(text, outline, &group(number)?.name)?;
            remove_element(&edited, "/autoScalingGroups", *number, entries.groups.len())
        }
        CapacityEdit::RenameGroup(number, name) => names::rename_group(text, outline, *number, name),
        CapacityEdit::Zone(number, zone, on) => {
            let list = format!("/autoScalingGroups/{number}/AvailabilityZones");
            listed(text, &list, &group(number)?.zones, zone, *on)
        }
        CapacityEdit::Subnets(number, typed) => {
            or_default(text, &format!("/autoScalingGroups/{number}/VPCZoneIdentifier"), typed, "")
        }
        CapacityEdit::Mixed(number, on) => mixed(text, *number, group(number)?, *on),
        CapacityEdit::AddType(number) => add_type(text, *number, group(number)?),
        CapacityEdit::RemoveType(number, at) => json::remove(text, &format!("{}/{at}", types(*number))),
        CapacityEdit::AddSchedule(number) => add_schedule(text, outline, &group(number)?.name),
        CapacityEdit::RemoveSchedule(number) => {
            remove_element(text, "/autoScalingScheduledActions", *number, entries.schedules.len())
        }
        CapacityEdit::AddTemplate => add_template(text, outline),
        CapacityEdit::RemoveTemplate(number) => {
            remove_element(text, "/launchTemplates", *number, entries.templates.len())
        }
        CapacityEdit::RenameTemplate(number, name) => names::rename_template(text, outline, *number, name),
        CapacityEdit::AddProvider => add_provider(text, outline),
        CapacityEdit::RemoveProvider(number) => names::remove_provider(text, outline, *number),
        CapacityEdit::RenameProvider(number, name) => names::rename_provider(text, outline, *number, name),
        CapacityEdit::Associate(name, on) => associate(text, outline, name, *on),
    }
}

/// `text` with a name in a list, or without it. The list stays in the order in which names were chosen.
fn listed(text: &str, list: &str, names: &[String], name: &str, on: bool) -> Result<String, EditError> {
    match names.iter().position(|known| known == name) {
        None if on => json::set(text, &format!("{list}/{}", names.len()), &json!(name)),
        Some(place) if !on => json::remove(text, &format!("{list}/{place}")),
        _ => Ok(text.to_owned()),
    }
}

/// A group of the last type there is, in three zones, without an instance.
fn new_group(outline: &Outline) -> Value {
    let names = outline.capacity.groups.iter().map(|row| row.name.as_str());
    let entries = outline.instances.last().map(|row| row.instance_type.as_str());
    let instance_type = entries.filter(|name| !name.is_empty()).unwrap_or("t3.medium");
    let zones: Vec<String> = outline.zones().take(3).collect();
    json!({
        "AutoScalingGroupName": free_name("asg", names),
        "MinSize": 0,
        "MaxSize": 6,
        "DesiredCapacity": 0,
        "AvailabilityZones": zones,
        "simulation": {"instanceType": instance_type},
    })
}

/// Where the types of a mixed group are.
fn types(group: usize) -> String {
    format!("/autoScalingGroups/{group}/MixedInstancesPolicy/LaunchTemplate/Overrides")
}

/// A list of types takes the place of one type, and the first of them that of the list.
fn mixed(text: &str, number: usize, row: &GroupRow, on: bool) -> Result<String, EditError> {
    let place = format!("/autoScalingGroups/{number}");
    let one = format!("{place}/simulation/instanceType");
    match (&row.types, on) {
        (None, true) => {
            let named = row.written.get("simulation/instanceType");
            let named = if named.is_empty() { "t3.medium" } else { named };
            let edited = json::set(text, &format!("{}/0", types(number)), &json!({"InstanceType": named}))?;
            without(&edited, &one)
        }
        (Some(types), false) => {
            let edited = json::remove(text, &format!("{place}/MixedInstancesPolicy"))?;
            match types.first().map(|first| first.get("InstanceType")).filter(|name| !name.is_empty()) {
                Some(name) => json::set(&edited, &one, &json!(name)),
                None => Ok(edited),
            }
        }
        _ => Ok(text.to_owned()),
    }
}

/// The same type as the last one, to be changed; with a weight where the others have one.
fn add_type(text: &str, number: usize, row: &GroupRow) -> Result<String, EditError> {
    let known = row.types.as_deref().unwrap_or_default();
    let last = known.last().map_or("t3.medium", |last| last.get("InstanceType"));
    let mut entry = json!({"InstanceType": last});
    if known.last().is_some_and(|last| !last.get("WeightedCapacity").is_empty()) {
        entry["WeightedCapacity"] = json!("1");
    }
    json::set(text, &format!("{}/{}", types(number), known.len()), &entry)
}

/// On working days at nine there are two instances at the least.
fn add_schedule(text: &str, outline: &Outline, group: &str) -> Result<String, EditError> {
    let entries = &outline.capacity;
    let action = json!({
        "AutoScalingGroupName": group,
        "ScheduledActionName": free_name("morning", entries.schedules_of(group).map(|(_, row)| row.name())),
        "Recurrence": "0 9 * * MON-FRI",
        "MinSize": 2,
    });
    json::set(text, &format!("/autoScalingScheduledActions/{}", entries.schedules.len()), &action)
}

fn add_template(text: &str, outline: &Outline) -> Result<String, EditError> {
    let entries = &outline.capacity.templates;
    let template = json!({
        "LaunchTemplateName": free_name("template", entries.iter().map(|row| row.name.as_str())),
        "LaunchTemplateData": {"InstanceType": "t3.medium"},
    });
    json::set(text, &format!("/launchTemplates/{}", entries.len()), &template)
}

/// A provider of the first group that has none; where every group has one, of a new group.
fn add_provider(text: &str, outline: &Outline) -> Result<String, EditError> {
    let entries = &outline.capacity;
    let has_one = |name: &str| {
        entries.providers.iter().any(|row| entries.group_of(row).is_some_and(|group| group.name == name))
    };
    let free = entries.groups.iter().find(|group| !has_one(&group.name));
    let (edited, group) = if let Some(group) = free {
        (text.to_owned(), json!(group.name))
    } else {
        let new = new_group(outline);
        let place = format!("/autoScalingGroups/{}", entries.groups.len());
        (json::set(text, &place, &new)?, new["AutoScalingGroupName"].clone())
    };
    let name = free_name("cp", entries.providers.iter().map(|row| row.name.as_str()));
    let provider = json!({
        "name": name,
        "autoScalingGroupProvider": {
            "autoScalingGroupArn": group,
            "managedScaling": {"status": "ENABLED", "targetCapacity": 100},
        },
    });
    let place = format!("/capacityProviders/{}", entries.providers.len());
    let edited = json::set(&edited, &place, &provider)?;
    match &entries.associated {
        Some(names) => listed(&edited, "/cluster/capacityProviders", names, &name, true),
        None => Ok(edited),
    }
}

/// From the first that goes on the cluster lists what it has.
fn associate(text: &str, outline: &Outline, name: &str, on: bool) -> Result<String, EditError> {
    let list = "/cluster/capacityProviders";
    match &outline.capacity.associated {
        Some(names) => listed(text, list, names, name, on),
        None if on => Ok(text.to_owned()),
        None => {
            let mut names = outline.capacity.choices();
            names.retain(|known| known != name);
            json::set(text, list, &json!(names))
        }
    }
}

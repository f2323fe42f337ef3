//! What names a group, a provider or a launch template follows it.

use super::super::dimensions::{self, Named};
use super::super::placement::remove_element;
use super::super::rename::rewritten;
use super::super::scaling::unnamed;
use crate::session::follow::parse;
use crate::session::outline::Outline;
use crate::session::scaling::PolicyOf;
use ecs_core::json::{self, EditError, Node};
use serde_json::json;

/// Whether what names one of `names` follows it to a new name: where both say whose they are.
fn follows<'a>(names: impl Iterator<Item = &'a str>, old: &str, new: &str) -> bool {
    let names: Vec<&str> = names.collect();
    let count = |wanted: &str| names.iter().filter(|name| **name == wanted).count();
    !new.is_empty() && !old.is_empty() && count(old) == 1 && count(new) == 0
}

/// `text` in which these members follow one of `names`, by its number, to a new name, where they may.
fn followed(
    text: &str,
    names: &[&str],
    (number, name): (usize, &str),
    members: &[&str],
) -> Result<String, EditError> {
    let old = *names.get(number).ok_or(EditError::NoSuchPlace)?;
    let follow = follows(names.iter().copied(), old, name);
    rewritten(text, members, |written| (follow && written == old).then(|| name.to_owned()))
}

/// `text` with a group called `name`: providers, policies, scheduled actions and alarms name it by that.
pub(super) fn rename_group(
    text: &str,
    outline: &Outline,
    number: usize,
    name: &str,
) -> Result<String, EditError> {
    let rows = &outline.capacity.groups;
    let old = &rows.get(number).ok_or(EditError::NoSuchPlace)?.name;
    let follow = follows(rows.iter().map(|row| row.name.as_str()), old, name);
    let members = ["autoScalingGroupArn", "AutoScalingGroupName"];
    let edited = rewritten(text, &members, |written| (follow && written == old).then(|| name.to_owned()))?;
    let actions = ["AlarmActions", "OKActions", "InsufficientDataActions"];
    let edited = rewritten(&edited, &actions, |written| {
        let rest = written.strip_prefix(old.as_str()).filter(|rest| follow && rest.starts_with('/'))?;
        Some(format!("{name}{rest}"))
    })?;
    let edited =
        if follow { dimensions::follow(&edited, Named::AutoScalingGroup, old, name)? } else { edited };
    json::set(&edited, &format!("/autoScalingGroups/{number}/AutoScalingGroupName"), &json!(name))
}

/// `text` without policies and scheduled actions of a group. Where two groups have its name, they stay.
pub(super) fn without_group(text: &str, outline: &Outline, name: &str) -> Result<String, EditError> {
    let root = parse(text)?;
    let mut edited = text.to_owned();
    if outline.capacity.groups.iter().filter(|row| row.name == name).count() > 1 {
        return Ok(edited);
    }
    for (_, policy) in outline.scaling.policies_of(PolicyOf::Group, name) {
        edited = unnamed(&edited, &policy.reference())?;
    }
    for list in ["autoScalingPolicies", "autoScalingScheduledActions"] {
        let is_of = |node: &Node| node.str("AutoScalingGroupName") == Some(name);
        edited = without_those(&edited, &format!("/{list}"), root.list(list), is_of)?;
    }
    Ok(edited)
}

/// `text` without the elements of a list that are meant; the last one takes the list along.
fn without_those(
    text: &str,
    list: &str,
    elements: &[Node],
    is_meant: impl Fn(&Node) -> bool,
) -> Result<String, EditError> {
    let (mut edited, mut left) = (text.to_owned(), elements.len());
    for (place, _) in elements.iter().enumerate().rev().filter(|(_, node)| is_meant(node)) {
        edited = remove_element(&edited, list, place, left)?;
        left -= 1;
    }
    Ok(edited)
}

/// `text` with a launch template called `name`: groups name it by that.
pub(super) fn rename_template(
    text: &str,
    outline: &Outline,
    number: usize,
    name: &str,
) -> Result<String, EditError> {
    let names: Vec<&str> = outline.capacity.templates.iter().map(|row| row.name.as_str()).collect();
    let edited = followed(text, &names, (number, name), &["LaunchTemplateName"])?;
    json::set(&edited, &format!("/launchTemplates/{number}/LaunchTemplateName"), &json!(name))
}

/// `text` with a provider called `name`: the cluster and strategies name it by that.
pub(super) fn rename_provider(
    text: &str,
    outline: &Outline,
    number: usize,
    name: &str,
) -> Result<String, EditError> {
    let names: Vec<&str> = outline.capacity.providers.iter().map(|row| row.name.as_str()).collect();
    let mut edited = followed(text, &names, (number, name), &["capacityProvider", "capacityProviders"])?;
    let old = *names.get(number).ok_or(EditError::NoSuchPlace)?;
    if follows(names.iter().copied(), old, name) {
        edited = dimensions::follow(&edited, Named::CapacityProvider, old, name)?;
    }
    json::set(&edited, &format!("/capacityProviders/{number}/name"), &json!(name))
}

/// `text` without a provider, also in the cluster and in strategies of services.
pub(super) fn remove_provider(text: &str, outline: &Outline, number: usize) -> Result<String, EditError> {
    let rows = &outline.capacity.providers;
    let name = rows.get(number).ok_or(EditError::NoSuchPlace)?.name.as_str();
    let root = parse(text)?;
    let is_item = |node: &Node| node.str("capacityProvider") == Some(name);
    let mut edited = text.to_owned();
    for (service, node) in root.list("services").iter().enumerate() {
        let list = format!("/services/{service}/capacityProviderStrategy");
        edited = without_those(&edited, &list, node.list("capacityProviderStrategy"), is_item)?;
    }
    if let Some(cluster) = root.get("cluster") {
        let list = "/cluster/defaultCapacityProviderStrategy";
        edited = without_those(&edited, list, cluster.list("defaultCapacityProviderStrategy"), is_item)?;
        let list = cluster.list("capacityProviders");
        // An empty list says something else than none.
        for (place, _) in list.iter().enumerate().rev().filter(|(_, node)| node.as_str() == Some(name)) {
            edited = json::remove(&edited, &format!("/cluster/capacityProviders/{place}"))?;
        }
    }
    remove_element(&edited, "/capacityProviders", number, rows.len())
}

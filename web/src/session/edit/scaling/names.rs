//! What names a service or a policy follows it.

use super::super::dimensions::{self, Named};
use super::super::placement::remove_element;
use super::super::rename::rewritten;
use crate::session::follow::parse;
use crate::session::outline::Outline;
use crate::session::scaling::{POLICY_NAME, PolicyAt, PolicyOf, PolicyRow};
use ecs_core::json::{self, EditError, Node};
use serde_json::json;

/// The lists of an alarm that name policies.
const ACTIONS: [&str; 3] = ["AlarmActions", "OKActions", "InsufficientDataActions"];

/// `text` with all that is told of a service's scaling, and of its metrics, under its new name. Where another service has the old
/// one or the new one, it stays: it would be that one's.
pub(in super::super) fn follow_service(
    text: &str,
    outline: &Outline,
    old: &str,
    new: &str,
) -> Result<String, EditError> {
    let count = |name: &str| outline.services.iter().filter(|row| row.name == name).count();
    if count(old) != 1 || count(new) != 0 {
        return Ok(text.to_owned());
    }
    let text = dimensions::follow(text, Named::Service, old, new)?;
    let (old, new) = (outline.scaling.resource_of(old), outline.scaling.resource_of(new));
    let members: Vec<&str> = ACTIONS.into_iter().chain(["ResourceId"]).collect();
    rewritten(&text, &members, |written| {
        let rest = written.strip_prefix(old.as_str())?;
        (rest.is_empty() || rest.starts_with('/')).then(|| format!("{new}{rest}"))
    })
}

/// `text` without anything that is told of a service's scaling. Where two services have its name, that stays.
pub(in super::super) fn without_service(
    text: &str,
    outline: &Outline,
    service: &str,
) -> Result<String, EditError> {
    let entries = &outline.scaling;
    let mut edited = text.to_owned();
    if outline.services.iter().filter(|row| row.name == service).count() > 1 {
        return Ok(edited);
    }
    for (_, policy) in entries.policies_of(PolicyOf::Service, service) {
        edited = unnamed(&edited, &policy.reference())?;
    }
    let of = |list: Vec<&str>| -> Vec<usize> {
        list.iter().enumerate().filter(|(_, name)| **name == service).map(|(number, _)| number).collect()
    };
    let lists = [
        ("/scheduledActions", entries.schedules.iter().map(|row| row.service.as_str()).collect()),
        (
            "/scalingPolicies",
            entries.policies(PolicyOf::Service).iter().map(|row| row.scaled.as_str()).collect(),
        ),
        ("/scalableTargets", entries.targets.iter().map(|row| row.service.as_str()).collect::<Vec<&str>>()),
    ];
    for (list, services) in lists {
        let mut left = services.len();
        for number in of(services).into_iter().rev() {
            edited = remove_element(&edited, list, number, left)?;
            left -= 1;
        }
    }
    Ok(edited)
}

/// `text` where no alarm names a policy.
pub(in super::super) fn unnamed(text: &str, reference: &str) -> Result<String, EditError> {
    let mut edited = text.to_owned();
    for (number, alarm) in parse(text)?.list("alarms").iter().enumerate() {
        for key in ACTIONS {
            let list = alarm.list(key);
            let mut left = list.len();
            for (place, _) in
                list.iter().enumerate().rev().filter(|(_, action)| action.as_str() == Some(reference))
            {
                edited = remove_element(&edited, &format!("/alarms/{number}/{key}"), place, left)?;
                left -= 1;
            }
        }
    }
    Ok(edited)
}

/// `text` with a policy called `name`.
pub(super) fn rename_policy(
    text: &str,
    outline: &Outline,
    at: PolicyAt,
    row: &PolicyRow,
    name: &str,
) -> Result<String, EditError> {
    let old = row.reference();
    let others = || outline.scaling.policies_of(at.of, &row.scaled);
    let count = |name: &str| others().filter(|(_, row)| row.name() == name).count();
    let follows = !name.is_empty() && !row.name().is_empty() && count(row.name()) == 1 && count(name) == 0;
    let new = format!("{}/{name}", row.resource);
    let rewrite = |written: &str| (follows && written == old).then(|| new.clone());
    let edited = rewritten(text, &ACTIONS, rewrite)?;
    json::set(&edited, &format!("{}/{}", at.pointer(), POLICY_NAME.member), &json!(name))
}

/// `text` where the alarm of that name sets a policy off, and no other one.
pub(super) fn set_off_by(
    text: &str,
    outline: &Outline,
    row: &PolicyRow,
    alarm: &str,
) -> Result<String, EditError> {
    let reference = row.reference();
    let edited = unnamed(text, &reference)?;
    let Some(number) = outline.alarms.iter().position(|row| row.name == alarm) else { return Ok(edited) };
    let list = format!("/alarms/{number}/AlarmActions");
    let count = parse(&edited)?.at(&list).map_or(0, |node: &Node| node.elements().len());
    json::set(&edited, &format!("{list}/{count}"), &json!(reference))
}

//! A service as a scalable target.

use super::policy::{Owner, policy};
use super::schedule::schedule;
use super::service_named;
use crate::session::{
    CAPACITY, Edit, Outline, PolicyOf, PolicyType, SUSPENDED, ScalingEdit, ServiceRow, TargetRow, counted,
    element_id,
};
use crate::setup::form::Section;
use crate::setup::members::Entry;
use crate::setup::sheet::ScenarioSheet;
use yew::prelude::*;

/// Why a DAEMON service is not scaled.
const DAEMON: &str = "A DAEMON service keeps one task on every instance: it has no desired count to scale.";

/// The folded part of a service's form.
pub(in super::super) fn auto_scaling(
    sheet: ScenarioSheet<'_>,
    outline: &Outline,
    number: usize,
    row: &ServiceRow,
) -> Html {
    let entries = &outline.scaling;
    // Of two services with one name the first has what is written down.
    let is_first = service_named(outline, &row.name).is_some_and(|(first, _)| first == number);
    let has_any = is_first && entries.has_any_of(&row.name);
    let content = if has_any {
        of_service(sheet, outline, number, row)
    } else if row.is_daemon() {
        html! { <p class="note">{ DAEMON }</p> }
    } else {
        invitation(sheet, number, row)
    };
    html! {
        <Section title="Auto scaling" of={row.name.clone()} brief={brief(outline, row, has_any)} opens={has_any && says_something(sheet, outline, &row.name)}>
            <div class="scaling" id={part_id(number)} tabindex="-1">{ content }</div>
        </Section>
    }
}

/// The id of the part, which is there whatever goes from it.
fn part_id(number: usize) -> String {
    format!("scaling-{number}")
}

fn invitation(sheet: ScenarioSheet<'_>, number: usize, row: &ServiceRow) -> Html {
    let add = Edit::Scaling(ScalingEdit::AddTarget(number));
    html! {
        <>
            <p class="note">{ "The desired count stays what it is. As a scalable target the service gets another one from Application Auto Scaling, between a minimum and a maximum." }</p>
            { sheet.add(format!("add-scaling-{number}"), "+ Auto scaling", format!("Add auto scaling to {}", row.name), add) }
        </>
    }
}

/// One line: between what, and by how many policies.
fn brief(outline: &Outline, row: &ServiceRow, has_any: bool) -> String {
    if !has_any {
        return "off".to_owned();
    }
    let entries = &outline.scaling;
    let mut parts = Vec::new();
    if let Some((_, target)) = entries.target_of(&row.name) {
        let [min, max] = CAPACITY.each_ref().map(|field| target.written.get(field.member));
        parts.push(format!("{min} to {max} tasks"));
    }
    let policies: Vec<String> = entries
        .policies_of(PolicyOf::Service, &row.name)
        .map(|(_, policy)| match policy.kind {
            PolicyType::Tracking => policy.tracked.brief(&outline.metrics),
            _ => policy.title().to_owned(),
        })
        .collect();
    if !policies.is_empty() {
        parts.push(format!("by {}", policies.join(", ")));
    }
    let schedules = entries.schedules_of(&row.name).count() as u64;
    if schedules > 0 {
        parts.push(counted(schedules, "scheduled action"));
    }
    parts.join(" · ")
}

fn says_something(sheet: ScenarioSheet<'_>, outline: &Outline, service: &str) -> bool {
    let entries = &outline.scaling;
    let targets = entries.targets.iter().enumerate().filter(|(_, row)| row.service == service);
    let targets = targets.map(|(number, _)| format!("/scalableTargets/{number}"));
    let policies = entries.policies_of(PolicyOf::Service, service).map(|(at, _)| at.pointer());
    let schedules = entries.schedules_of(service).map(|(number, _)| format!("/scheduledActions/{number}"));
    targets.chain(policies).chain(schedules).any(|pointer| sheet.says_something_in(&pointer))
}

fn of_service(sheet: ScenarioSheet<'_>, outline: &Outline, number: usize, row: &ServiceRow) -> Html {
    let entries = &outline.scaling;
    let service = Some((number, row));
    let adds = element_id("add", &format!("policies-{number}"));
    let schedules = element_id("add", &format!("schedules-{number}"));
    let add = |kind| Edit::Scaling(ScalingEdit::AddPolicy(PolicyOf::Service, number, kind));
    html! {
        <>
            { targets(sheet, outline, number, row) }
            <div class="sections">
                { for entries.policies_of(PolicyOf::Service, &row.name).map(|(at, given)| policy(sheet, outline, Owner::Service(row), (at, given), &adds)) }
                { for entries.schedules_of(&row.name).map(|(at, given)| schedule(sheet, outline, service, (at, given), &schedules)) }
            </div>
            <div class="add-row">
                { sheet.add(adds.clone(), "+ Target tracking", format!("Add target tracking to {}", row.name), add(PolicyType::Tracking)) }
                { sheet.add(format!("{adds}-step"), "+ Step scaling", format!("Add step scaling to {}", row.name), add(PolicyType::Step)) }
                { sheet.add(schedules.clone(), "+ Scheduled action", format!("Add a scheduled action to {}", row.name), Edit::Scaling(ScalingEdit::AddSchedule(number))) }
            </div>
        </>
    }
}

/// The target; where there are several, what is said of the others.
fn targets(sheet: ScenarioSheet<'_>, outline: &Outline, number: usize, row: &ServiceRow) -> Html {
    let all = outline.scaling.targets.iter().enumerate().filter(|(_, target)| target.service == row.name);
    let mut all = all.peekable();
    if all.peek().is_none() {
        let add = Edit::Scaling(ScalingEdit::AddTarget(number));
        return html! {
            <>
                <p class="note">{ "The service is no scalable target yet: nothing below does anything." }</p>
                { sheet.add(format!("add-scaling-{number}"), "+ Scalable target", format!("Make {} a scalable target", row.name), add) }
            </>
        };
    }
    let remove = sheet.remove(
        format!("Remove auto scaling of {}", row.name),
        Edit::Scaling(ScalingEdit::RemoveTarget(number)),
        part_id(number),
    );
    html! {
        { for all.enumerate().map(|(place, (at, target))| if place == 0 {
            bounds(sheet, at, target, row, remove.clone())
        } else {
            another(sheet, at, row, &part_id(number))
        }) }
    }
}

fn bounds(sheet: ScenarioSheet<'_>, at: usize, target: &TargetRow, row: &ServiceRow, remove: Html) -> Html {
    let pointer = format!("/scalableTargets/{at}");
    let of = format!("auto scaling of {}", row.name);
    let entry = Entry { sheet, pointer: &pointer, of: &of, written: &target.written };
    let known: Vec<&str> = CAPACITY.iter().chain(&SUSPENDED).map(|field| field.member).collect();
    html! {
        <>
            <div class="entry">
                { for CAPACITY.iter().map(|field| entry.field(field)) }
                { remove }
            </div>
            { sheet.under_rest(&pointer, &known, &[]) }
            <div class="flags">{ for SUSPENDED.iter().map(|field| entry.field(field)) }</div>
        </>
    }
}

/// A second target of the service, which AWS does not have.
fn another(sheet: ScenarioSheet<'_>, at: usize, row: &ServiceRow, adds: &str) -> Html {
    let pointer = format!("/scalableTargets/{at}");
    let drop = Edit::Scaling(ScalingEdit::DropTarget(at));
    html! {
        <div class="entry one">
            <p class="note">{ "One more scalable target of the same service." }</p>
            { sheet.remove(format!("Remove scalable target {} of {}", at + 1, row.name), drop, adds.to_owned()) }
            { sheet.under_rest(&pointer, &[], &[]) }
        </div>
    }
}

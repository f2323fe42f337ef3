//! An Auto Scaling group.

use super::group_policies::group_policies;
use super::group_schedule::group_schedules;
use super::{add_id, head, members, title};
use crate::session::{
    COOLDOWNS, CapacityEdit, DISTRIBUTION, Edit, GROUP_FLAGS, GROUP_LAUNCH, GROUP_SIZES, GROUP_TEMPLATE,
    GROUP_TYPE, GroupRow, INSTANCE_TYPES, Outline, PolicyOf, Written, element_id,
};
use crate::setup::form::Section;
use crate::setup::members::Entry;
use crate::setup::network::{Checks, checks};
use crate::setup::sheet::{ScenarioField, ScenarioSheet};
use yew::prelude::*;

/// The group, folded away.
pub(super) fn group(sheet: ScenarioSheet<'_>, outline: &Outline, (number, row): (usize, &GroupRow)) -> Html {
    let pointer = format!("/autoScalingGroups/{number}");
    let of = format!("group {}", title(&row.name));
    let entry = Entry { sheet, pointer: &pointer, of: &of, written: &row.written };
    let rename = move |name| CapacityEdit::RenameGroup(number, name);
    let remove = (CapacityEdit::RemoveGroup(number), add_id("group"));
    let schedules = outline.capacity.schedules_of(&row.name);
    let schedules = schedules.map(|(at, _)| format!("/autoScalingScheduledActions/{at}"));
    let policies = outline.scaling.policies_of(PolicyOf::Group, &row.name).map(|(at, _)| at.pointer());
    let opens =
        schedules.chain(policies).chain([pointer.clone()]).any(|place| sheet.says_something_in(&place));
    let [boots, paid] = &GROUP_LAUNCH;
    html! {
        <Section key={pointer.clone()} title={title(&row.name)} of={"Auto Scaling group".to_owned()} brief={row.brief()} {opens}>
            { head(entry, ("AutoScalingGroupName", &row.name), rename, remove) }
            <div class="triple">{ for GROUP_SIZES.iter().map(|field| entry.field(field)) }</div>
            { zones(entry, outline, number, row) }
            { launched(entry, outline, number, row) }
            <div class="pair">
                { entry.field(boots) }
                if row.types.is_none() {
                    { entry.field(paid) }
                }
            </div>
            { entry.pairs(&COOLDOWNS) }
            <div class="flags">{ for GROUP_FLAGS.iter().map(|field| entry.field(field)) }</div>
            { rest(entry, row) }
            { group_policies(sheet, outline, number, row) }
            { group_schedules(sheet, outline, number, row) }
        </Section>
    }
}

/// What is said of the group and stands at none of its fields.
fn rest(entry: Entry<'_>, row: &GroupRow) -> Html {
    let tables: [&[_]; 6] =
        [&GROUP_SIZES, &[GROUP_TYPE, GROUP_TEMPLATE], &GROUP_LAUNCH, &COOLDOWNS, &GROUP_FLAGS, &DISTRIBUTION];
    let mut known: Vec<String> = members(&tables).into_iter().map(str::to_owned).collect();
    known.extend(["AutoScalingGroupName".to_owned(), "VPCZoneIdentifier".to_owned()]);
    for at in 0..row.types.as_deref().unwrap_or_default().len() {
        let place = format!("MixedInstancesPolicy/LaunchTemplate/Overrides/{at}");
        known.extend(INSTANCE_TYPES.iter().map(|field| format!("{place}/{}", field.member)));
        known.push(place);
    }
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    entry.sheet.under_rest(entry.pointer, &known, &["AvailabilityZones"])
}

/// Where it launches: in zones, or in subnets where it names some.
fn zones(entry: Entry<'_>, outline: &Outline, number: usize, row: &GroupRow) -> Html {
    if !row.subnets.is_empty() {
        let field = ScenarioField {
            pointer: format!("{}/VPCZoneIdentifier", entry.pointer),
            label: "Subnets, with commas between them",
            name: format!("Subnets, {}", entry.of),
            value: row.subnets.clone(),
            ..ScenarioField::default()
        };
        return entry.sheet.input(field, move |typed| Edit::Capacity(CapacityEdit::Subnets(number, typed)));
    }
    let boxes = Checks {
        pointer: format!("{}/AvailabilityZones", entry.pointer),
        legend: "Availability Zones",
        of: entry.of.to_owned(),
        choices: outline.zones().map(|zone| (zone, String::new())).collect(),
        chosen: &row.zones,
    };
    checks(entry.sheet, boxes, move |zone, on| Edit::Capacity(CapacityEdit::Zone(number, zone, on)))
}

/// One type, or several with what is On-Demand of them and what is Spot.
fn launched(entry: Entry<'_>, outline: &Outline, number: usize, row: &GroupRow) -> Html {
    let sheet = entry.sheet;
    let onchange = sheet.checked(move |on| Edit::Capacity(CapacityEdit::Mixed(number, on)));
    let name = format!("Several instance types, {}", entry.of);
    let is_mixed = row.types.is_some();
    html! {
        <>
            <div class="pair">
                if !is_mixed {
                    { entry.listed(&GROUP_TYPE, "instance-types") }
                }
                if shows_template(outline, row) {
                    { template(entry, outline) }
                }
            </div>
            <div class="flag">
                <label><input type="checkbox" checked={is_mixed} aria-label={name} {onchange} />{ "Several instance types" }</label>
            </div>
            if let Some(types) = &row.types {
                { several(entry, number, types) }
                { entry.pairs(&DISTRIBUTION) }
            }
        </>
    }
}

fn shows_template(outline: &Outline, row: &GroupRow) -> bool {
    !outline.capacity.templates.is_empty() || !row.written.get(GROUP_TEMPLATE.member).is_empty()
}

fn template(entry: Entry<'_>, outline: &Outline) -> Html {
    let none = (String::new(), "none".to_owned());
    let names = outline.capacity.templates.iter().map(|row| (row.name.clone(), row.name.clone()));
    entry.select(&GROUP_TEMPLATE, std::iter::once(none).chain(names).collect())
}

fn several(entry: Entry<'_>, number: usize, types: &[Written]) -> Html {
    let list = format!("{}/MixedInstancesPolicy/LaunchTemplate/Overrides", entry.pointer);
    let add = element_id("add", &list);
    let [instance_type, weight] = &INSTANCE_TYPES;
    let row = |(at, written): (usize, &Written)| {
        let pointer = format!("{list}/{at}");
        let of = format!("type {} of {}", at + 1, entry.of);
        let own = Entry { pointer: &pointer, of: &of, written, ..entry };
        let remove = Edit::Capacity(CapacityEdit::RemoveType(number, at));
        html! {
            <div key={at} class="entry">
                { own.listed(instance_type, "instance-types") }
                { own.field(weight) }
                { own.sheet.remove(format!("Remove {of}"), remove, add.clone()) }
                { own.sheet.under(&pointer) }
            </div>
        }
    };
    html! {
        <div class="list" role="group" aria-label={format!("Instance types of {}", entry.of)}>
            <p class="list-title">{ "Instance types, and the units of capacity that one counts for" }</p>
            { for types.iter().enumerate().map(row) }
            { entry.sheet.add(add.clone(), "+ Instance type", format!("Add an instance type to {}", entry.of), Edit::Capacity(CapacityEdit::AddType(number))) }
        </div>
    }
}

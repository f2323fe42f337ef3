//! A scaling policy, of a service or of an Auto Scaling group.

use super::followed::{followed, followed_members};
use super::steps::{step_members, steps};
use super::try_value::TryValue;
use crate::session::{
    ENABLED, Edit, GroupRow, Outline, POLICY_NAME, PolicyAt, PolicyOf, PolicyRow, PolicyType,
    SIMPLE_COOLDOWN, Scaled, ScalingEdit, ServiceRow, Trial, counted, element_id,
};
use crate::setup::form::Section;
use crate::setup::members::Entry;
use crate::setup::sheet::{ScenarioField, ScenarioSheet};
use yew::prelude::*;

/// What has a policy.
#[derive(Clone, Copy)]
pub(in super::super) enum Owner<'a> {
    /// A service.
    Service(&'a ServiceRow),
    /// A group.
    Group(&'a GroupRow),
    /// Nothing that the scenario has.
    Nobody,
}

/// The policy, folded away.
pub(in super::super) fn policy(
    sheet: ScenarioSheet<'_>,
    outline: &Outline,
    owner: Owner<'_>,
    (at, row): (PolicyAt, &PolicyRow),
    adds: &str,
) -> Html {
    let pointer = at.pointer();
    let scaled = if at.of == PolicyOf::Group { format!("group {}", row.scaled) } else { row.scaled.clone() };
    let of = format!("policy {} of {scaled}", row.title());
    let entry = Entry { sheet, pointer: &pointer, of: &of, written: &row.written };
    let place = (at, row);
    let content = match &row.kind {
        PolicyType::Tracking => tracking(entry, outline, owner, place),
        PolicyType::Step => step_scaling(entry, outline, place),
        PolicyType::Simple => simple(entry, outline, place),
        PolicyType::Other(_) => {
            html! { <p class="note">{ "Policies of this type are edited on the tab JSON." }</p> }
        }
    };
    let known = known(row, owner);
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    html! {
        <Section key={pointer.clone()} title={row.title().to_owned()} of={format!("policy of {scaled}")} brief={brief(outline, row)} opens={sheet.says_something_in(&pointer)}>
            { head(entry, place, adds) }
            { content }
            if at.of == PolicyOf::Group {
                { entry.field(&ENABLED) }
            }
            { sheet.under_rest(&pointer, &known, &[]) }
            { trial(outline, owner, row, &pointer) }
        </Section>
    }
}

/// The members that have a field, and what is said of others stands below them.
fn known(row: &PolicyRow, owner: Owner<'_>) -> Vec<String> {
    let fields = row.of.fields();
    let of_kind = match row.kind {
        PolicyType::Tracking => followed_members(row),
        PolicyType::Step => step_members(row),
        PolicyType::Simple => Vec::new(),
        PolicyType::Other(_) => return vec![POLICY_NAME.member.to_owned()],
    };
    let scaled = matches!(owner, Owner::Nobody).then(|| fields.scaled.to_owned());
    fields.all().map(|field| field.member.to_owned()).chain(of_kind).chain(scaled).collect()
}

/// One line: what it does.
fn brief(outline: &Outline, row: &PolicyRow) -> String {
    let fields = row.of.fields();
    let alarm = || {
        let alarm = row.alarm.and_then(|number| outline.alarms.get(number));
        alarm.map_or_else(|| "no alarm yet".to_owned(), |alarm| format!("on {}", alarm.name))
    };
    match &row.kind {
        PolicyType::Tracking => {
            let target = row.written.get(fields.target.member);
            format!("target tracking · {} at {target}", row.tracked.brief(&outline.metrics))
        }
        PolicyType::Step => {
            format!("step scaling · {} · {}", counted(row.steps.len() as u64, "step"), alarm())
        }
        PolicyType::Simple => format!("simple scaling · {}", alarm()),
        PolicyType::Other(kind) if kind.is_empty() => "no type".to_owned(),
        PolicyType::Other(kind) => kind.clone(),
    }
}

/// The name, and what takes the policy away.
fn head(entry: Entry<'_>, (at, row): (PolicyAt, &PolicyRow), adds: &str) -> Html {
    let name = ScenarioField {
        pointer: format!("{}/{}", entry.pointer, POLICY_NAME.member),
        label: POLICY_NAME.label,
        name: format!("{}, {}", POLICY_NAME.label, entry.of),
        value: row.name().to_owned(),
        ..ScenarioField::default()
    };
    let rename = move |typed| Edit::Scaling(ScalingEdit::RenamePolicy(at, typed));
    let remove = Edit::Scaling(ScalingEdit::RemovePolicy(at));
    html! {
        <div class="entry one">
            { entry.sheet.name_input(name, rename) }
            { entry.sheet.remove(format!("Remove {}", entry.of), remove, adds.to_owned()) }
        </div>
    }
}

fn tracking(entry: Entry<'_>, outline: &Outline, owner: Owner<'_>, place: (PolicyAt, &PolicyRow)) -> Html {
    let fields = place.0.of.fields();
    let service = if let Owner::Service(row) = owner { Some(row) } else { None };
    html! {
        <>
            { followed(entry, outline, service, place) }
            <div class="pair">
                { entry.field(&fields.target) }
            </div>
            { entry.pairs(fields.tracking_waits) }
            { entry.field(&fields.never_in) }
        </>
    }
}

fn step_scaling(entry: Entry<'_>, outline: &Outline, place: (PolicyAt, &PolicyRow)) -> Html {
    let fields = place.0.of.fields();
    html! {
        <>
            { alarm(entry, outline, place) }
            <div class="pair">{ entry.field(&fields.adjustment) }{ entry.field(&fields.step_wait) }</div>
            { steps(entry, place) }
            <div class="pair">
                { entry.field(&fields.aggregation) }
                if shows_least(place.1) {
                    { entry.field(&fields.least) }
                }
            </div>
        </>
    }
}

/// One number, whatever the metric is.
fn simple(entry: Entry<'_>, outline: &Outline, place: (PolicyAt, &PolicyRow)) -> Html {
    let fields = place.0.of.fields();
    let [_, _, number] = fields.step_by(place.1.written.get(fields.adjustment.member));
    html! {
        <>
            { alarm(entry, outline, place) }
            <div class="pair">{ entry.field(&fields.adjustment) }{ entry.field(number) }</div>
            <div class="pair">
                { entry.field(&SIMPLE_COOLDOWN) }
                if shows_least(place.1) {
                    { entry.field(&fields.least) }
                }
            </div>
        </>
    }
}

/// What a percentage changes at the least is no matter where there is none.
fn shows_least(row: &PolicyRow) -> bool {
    let fields = row.of.fields();
    row.written.get(fields.adjustment.member) == "PercentChangeInCapacity"
        || !row.written.get(fields.least.member).is_empty()
}

/// Which alarm sets the policy off.
fn alarm(entry: Entry<'_>, outline: &Outline, (at, row): (PolicyAt, &PolicyRow)) -> Html {
    let chosen = row.alarm.and_then(|number| outline.alarms.get(number));
    let mut options = vec![(String::new(), "no alarm yet".to_owned())];
    options.extend(
        outline
            .alarms
            .iter()
            .map(|alarm| (alarm.name.clone(), format!("{}: {}", alarm.name, alarm.brief(&outline.metrics)))),
    );
    let field = ScenarioField {
        pointer: format!("{}/alarm", entry.pointer),
        label: "Set off by",
        name: format!("Set off by, {}", entry.of),
        value: chosen.map(|alarm| alarm.name.clone()).unwrap_or_default(),
        ..ScenarioField::default()
    };
    let where_to = match at.of {
        PolicyOf::Service => "There is no alarm yet: below the services one can be added.",
        PolicyOf::Group => "There is no alarm yet: on the tab Service, below the services, one can be added.",
    };
    html! {
        <>
            { entry.sheet.select(field, options, move |name| Edit::Scaling(ScalingEdit::Alarm(at, name))) }
            if outline.alarms.is_empty() {
                <p class="note">{ where_to }</p>
            }
        </>
    }
}

/// What a value would do, where there is something to scale.
fn trial(outline: &Outline, owner: Owner<'_>, row: &PolicyRow, pointer: &str) -> Html {
    let (scaled, running, counts) = match owner {
        _ if matches!(row.kind, PolicyType::Other(_)) => return Html::default(),
        Owner::Service(service) => {
            let Some((_, target)) = outline.scaling.target_of(&service.name) else { return Html::default() };
            (Scaled::Service(target.clone()), service.desired_count.clone(), "with tasks running")
        }
        Owner::Group(group) => {
            let counts =
                if group.is_weighted() { "with units of capacity" } else { "with instances running" };
            (Scaled::Group(group.clone()), group.instances(), counts)
        }
        Owner::Nobody => return Html::default(),
    };
    let alarm = row.alarm.and_then(|number| outline.alarms.get(number)).cloned();
    let trial = Trial { policy: row.clone(), scaled, alarm };
    html! { <TryValue {trial} {running} {counts} id={element_id("try", pointer)} /> }
}

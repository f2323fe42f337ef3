//! A scaling policy.

use super::followed::{followed, followed_members};
use super::try_value::TryValue;
use crate::session::{
    EXACT_STEPS, Edit, MemberField, Outline, PERCENT_STEPS, POLICY_NAME, PolicyRow, PolicyType, STEP,
    STEP_LEAST, STEPS, ScalingEdit, ServiceRow, TRACKING, TargetRow, Trial, counted, element_id,
};
use crate::setup::form::Section;
use crate::setup::members::Entry;
use crate::setup::sheet::{ScenarioField, ScenarioSheet};
use yew::prelude::*;

/// Steps that a policy can have.
const STEPS_AT_MOST: usize = 20;

/// The policy, folded away. `service` is the one that it is of, where there is one.
pub(super) fn policy(
    sheet: ScenarioSheet<'_>,
    outline: &Outline,
    service: Option<(usize, &ServiceRow)>,
    (number, row): (usize, &PolicyRow),
    adds: &str,
) -> Html {
    let pointer = format!("/scalingPolicies/{number}");
    let of = format!("policy {} of {}", row.title(), row.service);
    let entry = Entry { sheet, pointer: &pointer, of: &of, written: &row.written };
    let content = match &row.kind {
        PolicyType::Tracking => tracking(entry, outline, service, (number, row)),
        PolicyType::Step => step_scaling(entry, outline, service.is_none(), (number, row)),
        PolicyType::Other(_) => other(entry),
    };
    html! {
        <Section key={pointer.clone()} title={row.title().to_owned()} of={format!("policy of {}", row.service)} brief={brief(outline, row)} opens={sheet.says_something_in(&pointer)}>
            { head(entry, number, row, adds) }
            { content }
            { trial(outline, service, row, &pointer) }
        </Section>
    }
}

/// One line: what it does.
fn brief(outline: &Outline, row: &PolicyRow) -> String {
    match &row.kind {
        PolicyType::Tracking => {
            let target = row.written.get(TRACKING[0].member);
            format!("target tracking · {} at {target}", row.tracked.brief(&outline.metrics))
        }
        PolicyType::Step => {
            let alarm = row.alarm.and_then(|number| outline.alarms.get(number));
            let alarm = alarm.map_or_else(|| "no alarm yet".to_owned(), |alarm| format!("on {}", alarm.name));
            format!("step scaling · {} · {alarm}", counted(row.steps.len() as u64, "step"))
        }
        PolicyType::Other(kind) if kind.is_empty() => "no type".to_owned(),
        PolicyType::Other(kind) => kind.clone(),
    }
}

/// The name, and what takes the policy away.
fn head(entry: Entry<'_>, number: usize, row: &PolicyRow, adds: &str) -> Html {
    let name = ScenarioField {
        pointer: format!("{}/{}", entry.pointer, POLICY_NAME.member),
        label: POLICY_NAME.label,
        name: format!("{}, {}", POLICY_NAME.label, entry.of),
        value: row.name().to_owned(),
        ..ScenarioField::default()
    };
    let rename = move |typed| Edit::Scaling(ScalingEdit::RenamePolicy(number, typed));
    let remove = Edit::Scaling(ScalingEdit::RemovePolicy(number));
    html! {
        <div class="entry one">
            { entry.sheet.name_input(name, rename) }
            { entry.sheet.remove(format!("Remove {}", entry.of), remove, adds.to_owned()) }
        </div>
    }
}

fn tracking(
    entry: Entry<'_>,
    outline: &Outline,
    service: Option<(usize, &ServiceRow)>,
    place: (usize, &PolicyRow),
) -> Html {
    let [target, scale_out, scale_in, never_in] = &TRACKING;
    let of_metric = followed_members(&place.1.tracked);
    let known = TRACKING.iter().map(|field| field.member).chain([POLICY_NAME.member]);
    let known = known.chain(service.is_none().then_some("ResourceId"));
    let known: Vec<&str> = known.chain(of_metric.iter().map(String::as_str)).collect();
    html! {
        <>
            { followed(entry, outline, service.map(|(_, row)| row), place) }
            <div class="pair">
                { entry.field(target) }
            </div>
            <div class="pair">
                { entry.field(scale_out) }
                { entry.field(scale_in) }
            </div>
            { entry.field(never_in) }
            { entry.sheet.under_rest(entry.pointer, &known, &[]) }
        </>
    }
}

fn step_scaling(
    entry: Entry<'_>,
    outline: &Outline,
    is_stray: bool,
    (number, row): (usize, &PolicyRow),
) -> Html {
    let [adjustment, cooldown, aggregation] = &STEP;
    let adjusts = row.written.get(adjustment.member);
    let shows_least = adjusts == "PercentChangeInCapacity" || !row.written.get(STEP_LEAST.member).is_empty();
    let list = format!("{}/StepScalingPolicyConfiguration/StepAdjustments", entry.pointer);
    let fields = STEP.iter().chain([&STEP_LEAST, &POLICY_NAME]).map(|field| field.member.to_owned());
    let mut known: Vec<String> = fields.chain(is_stray.then(|| "ResourceId".to_owned())).collect();
    known.push("StepScalingPolicyConfiguration/StepAdjustments".to_owned());
    for at in 0..row.steps.len() {
        let step = format!("StepScalingPolicyConfiguration/StepAdjustments/{at}");
        known.extend(STEPS.iter().map(|field| format!("{step}/{}", field.member)));
        known.push(step);
    }
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    html! {
        <>
            { alarm(entry, outline, (number, row)) }
            <div class="pair">{ entry.field(adjustment) }{ entry.field(cooldown) }</div>
            { steps(entry, &list, (number, row), step_fields(adjusts)) }
            <div class="pair">
                { entry.field(aggregation) }
                if shows_least {
                    { entry.field(&STEP_LEAST) }
                }
            </div>
            { entry.sheet.under_rest(entry.pointer, &known, &[]) }
        </>
    }
}

fn step_fields(adjustment_type: &str) -> &'static [MemberField; 3] {
    match adjustment_type {
        "PercentChangeInCapacity" => &PERCENT_STEPS,
        "ExactCapacity" => &EXACT_STEPS,
        _ => &STEPS,
    }
}

/// Which alarm sets the policy off.
fn alarm(entry: Entry<'_>, outline: &Outline, (number, row): (usize, &PolicyRow)) -> Html {
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
    html! {
        <>
            { entry.sheet.select(field, options, move |name| Edit::Scaling(ScalingEdit::Alarm(number, name))) }
            if outline.alarms.is_empty() {
                <p class="note">{ "There is no alarm yet: below the services one can be added." }</p>
            }
        </>
    }
}

fn steps(
    entry: Entry<'_>,
    list: &str,
    (number, row): (usize, &PolicyRow),
    fields: &'static [MemberField; 3],
) -> Html {
    let sheet = entry.sheet;
    let add = element_id("add", list);
    let step = |(at, written)| {
        let pointer = format!("{list}/{at}");
        let of = format!("step {} of {}", at + 1, entry.of);
        let step = Entry { sheet, pointer: &pointer, of: &of, written };
        let remove = Edit::Scaling(ScalingEdit::RemoveStep(number, at));
        html! {
            <div key={at} class="entry steps">
                { for fields.iter().map(|field| step.field(field)) }
                { sheet.remove(format!("Remove {of}"), remove, add.clone()) }
                { sheet.under(&pointer) }
            </div>
        }
    };
    html! {
        <div class="list" role="group" aria-label={format!("Steps of {}", entry.of)}>
            <p class="list-title">{ "Steps, by how far the metric is from the alarm's threshold" }</p>
            { for row.steps.iter().enumerate().map(step) }
            if row.steps.len() < STEPS_AT_MOST {
                { sheet.add(add.clone(), "+ Step", format!("Add a step to {}", entry.of), Edit::Scaling(ScalingEdit::AddStep(number))) }
            } else {
                <p class="note" id={add.clone()} tabindex="-1">{ "Twenty are the most." }</p>
            }
            { sheet.under(list) }
        </div>
    }
}

fn other(entry: Entry<'_>) -> Html {
    html! {
        <>
            <p class="note">{ "Policies of this type are edited on the tab JSON." }</p>
            { entry.sheet.under_rest(entry.pointer, &[POLICY_NAME.member], &[]) }
        </>
    }
}

/// What a value would do, where there is a target.
fn trial(outline: &Outline, service: Option<(usize, &ServiceRow)>, row: &PolicyRow, pointer: &str) -> Html {
    let Some((_, service)) = service.filter(|_| !matches!(row.kind, PolicyType::Other(_))) else {
        return Html::default();
    };
    let target: Option<&TargetRow> = outline.scaling.target_of(&service.name).map(|(_, target)| target);
    let Some(target) = target else { return Html::default() };
    let alarm = row.alarm.and_then(|number| outline.alarms.get(number)).cloned();
    let trial = Trial { policy: row.clone(), target: target.clone(), alarm };
    html! { <TryValue {trial} running={service.desired_count.clone()} id={element_id("try", pointer)} /> }
}

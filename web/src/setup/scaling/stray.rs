//! Entries of services that there are not.

use super::policy::{Owner, policy};
use super::schedule::schedule;
use super::{STRAY_ROWS, service_named};
use crate::session::{Edit, Outline, PolicyOf, ScalingEdit};
use crate::setup::form::with_written;
use crate::setup::sheet::{ScenarioField, ScenarioSheet};
use yew::prelude::*;

const HEADING: &str = "stray-scaling-heading";

/// The id of what is there whatever goes from here.
const STAYS: &str = "services-heading";

/// The entries; nothing where there are none.
pub(in super::super) fn stray_scaling(sheet: ScenarioSheet<'_>, outline: &Outline) -> Html {
    let entries = &outline.scaling;
    let is_stray = |service: &str| service_named(outline, service).is_none();
    let targets =
        entries.targets.iter().enumerate().take(STRAY_ROWS).filter(|(_, row)| is_stray(&row.service));
    let policies =
        entries.policies_where(PolicyOf::Service, is_stray).take_while(|(at, _)| at.number < STRAY_ROWS);
    let schedules =
        entries.schedules.iter().enumerate().take(STRAY_ROWS).filter(|(_, row)| is_stray(&row.service));
    let targets = targets.map(|(number, row)| target(sheet, outline, number, &row.resource));
    let policies = policies.map(|given| {
        let content = policy(sheet, outline, Owner::Nobody, given, STAYS);
        of_service(sheet, outline, &given.0.pointer(), &given.1.resource, content)
    });
    let schedules = schedules.map(|given| {
        let content = schedule(sheet, outline, None, given, STAYS);
        of_service(sheet, outline, &format!("/scheduledActions/{}", given.0), &given.1.resource, content)
    });
    let all: Vec<Html> = targets.chain(policies).chain(schedules).collect();
    if all.is_empty() {
        return Html::default();
    }
    html! {
        <section class="group" aria-labelledby={HEADING}>
            <div class="group-head"><h3 id={HEADING}>{ "Auto scaling of no service here" }</h3></div>
            <p class="note">{ "These name a service that the scenario does not have. Choose one, or remove them." }</p>
            { for all }
        </section>
    }
}

fn target(sheet: ScenarioSheet<'_>, outline: &Outline, number: usize, resource: &str) -> Html {
    let pointer = format!("/scalableTargets/{number}");
    let drop = Edit::Scaling(ScalingEdit::DropTarget(number));
    let content = html! {
        <div class="entry one">
            <p class="note">{ "A scalable target." }</p>
            { sheet.remove(format!("Remove scalable target of {resource}"), drop, STAYS.to_owned()) }
            { sheet.under_rest(&pointer, &["ResourceId"], &[]) }
        </div>
    };
    of_service(sheet, outline, &pointer, resource, content)
}

/// An entry behind the choice of its service.
fn of_service(
    sheet: ScenarioSheet<'_>,
    outline: &Outline,
    pointer: &str,
    resource: &str,
    content: Html,
) -> Html {
    let resources = outline.services.iter().map(|row| outline.scaling.resource_of(&row.name));
    let services = resources.zip(outline.services.iter().map(|row| row.name.clone())).collect();
    assigned(sheet, ("Service", "ResourceId"), pointer, (resource, services), content)
}

/// An entry behind the choice of what it is of: the label and the member, the entry's place, what is written and
/// what there is to choose.
pub(in super::super) fn assigned(
    sheet: ScenarioSheet<'_>,
    (label, member): (&'static str, &str),
    pointer: &str,
    (written, options): (&str, Vec<(String, String)>),
    content: Html,
) -> Html {
    let place = format!("{pointer}/{member}");
    let field = ScenarioField {
        pointer: place.clone(),
        label,
        name: format!("{label} of {pointer}"),
        value: written.to_owned(),
        ..ScenarioField::default()
    };
    let options = with_written(options, written, "not in this scenario");
    html! {
        <div key={pointer.to_owned()} class="stray">
            { sheet.select(field, options, move |name| Edit::Scaling(ScalingEdit::Assign(place.clone(), name))) }
            <div class="sections">{ content }</div>
        </div>
    }
}

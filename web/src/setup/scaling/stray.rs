//! Entries of services that there are not.

use super::policy::policy;
use super::schedule::schedule;
use super::{STRAY_ROWS, service_named};
use crate::session::{Edit, Outline, ScalingEdit};
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
        entries.policies.iter().enumerate().take(STRAY_ROWS).filter(|(_, row)| is_stray(&row.service));
    let schedules =
        entries.schedules.iter().enumerate().take(STRAY_ROWS).filter(|(_, row)| is_stray(&row.service));
    let targets = targets.map(|(number, row)| target(sheet, outline, number, &row.resource));
    let policies = policies.map(|given| {
        let content = policy(sheet, outline, None, given, STAYS);
        assigned(sheet, outline, &format!("/scalingPolicies/{}", given.0), &given.1.resource, content)
    });
    let schedules = schedules.map(|given| {
        let content = schedule(sheet, outline, None, given, STAYS);
        assigned(sheet, outline, &format!("/scheduledActions/{}", given.0), &given.1.resource, content)
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
    assigned(sheet, outline, &pointer, resource, content)
}

/// An entry behind the choice of its service.
fn assigned(
    sheet: ScenarioSheet<'_>,
    outline: &Outline,
    pointer: &str,
    resource: &str,
    content: Html,
) -> Html {
    let field = ScenarioField {
        pointer: format!("{pointer}/ResourceId"),
        label: "Service",
        name: format!("Service of {pointer}"),
        value: resource.to_owned(),
        ..ScenarioField::default()
    };
    let services =
        outline.services.iter().map(|row| (outline.scaling.resource_of(&row.name), row.name.clone()));
    let options = with_written(services.collect(), resource, "not in this scenario");
    let place = pointer.to_owned();
    html! {
        <div key={place.clone()} class="stray">
            { sheet.select(field, options, move |resource| Edit::Scaling(ScalingEdit::Assign(place.clone(), resource))) }
            <div class="sections">{ content }</div>
        </div>
    }
}

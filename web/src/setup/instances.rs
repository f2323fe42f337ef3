//! Container instances: type, zone and count.

use super::findings::described_by;
use crate::platform;
use crate::session::{Action, Dispatch, Edit, InstanceField, InstanceRow, Outline, Shared};
use ecs_core::catalog;
use ecs_core::finding::Finding;
use yew::prelude::*;

/// Rows that are shown at first, and more each time.
const ROWS: usize = 20;

/// What instances there are.
#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct InstancesProps {
    /// What the forms show.
    pub(super) outline: Shared<Outline>,
    /// What there is to say of the scenario.
    pub(super) findings: Shared<Vec<Finding>>,
    /// Where actions go.
    pub(super) dispatch: Dispatch,
}

/// The entries of container instances.
#[component]
pub(super) fn Instances(props: &InstancesProps) -> Html {
    let shown = use_state(|| ROWS);
    let rows = &props.outline.instances;
    let dispatch = props.dispatch.clone();
    let add = Callback::from(move |_: MouseEvent| dispatch.dispatch(Action::Edit(Edit::AddInstances)));
    let more = {
        let shown = shown.clone();
        Callback::from(move |_: MouseEvent| shown.set(*shown + ROWS))
    };
    html! {
        <section class="group" aria-labelledby="instances-heading">
            <div class="group-head"><h3 id="instances-heading">{ "Instances" }</h3></div>
            <p class="note">{ "EC2 instances in the cluster. A task on Fargate needs none." }</p>
            if !rows.is_empty() {
                <div class="rows instances" role="group" aria-labelledby="instances-heading">
                    <span class="column" aria-hidden="true">{ "Type" }</span>
                    <span class="column" aria-hidden="true">{ "Zone" }</span>
                    <span class="column" aria-hidden="true">{ "Count" }</span>
                    <span></span>
                    { for rows.iter().take(*shown).enumerate().map(|(number, row)| entry(props, number, row)) }
                </div>
            }
            if rows.len() > *shown {
                <button type="button" class="more" onclick={more}>{ format!("Show more of {}", rows.len() - *shown) }</button>
            }
            <button type="button" class="add" onclick={add}>{ "Add instances" }</button>
            <Types />
        </section>
    }
}

/// The types to choose from. A component without props: rendered once.
#[component]
fn Types() -> Html {
    html! {
        <datalist id="instance-types">
            { for catalog::instance_type_names().map(|name| html! { <option value={name}></option> }) }
        </datalist>
    }
}

fn entry(props: &InstancesProps, number: usize, row: &InstanceRow) -> Html {
    let described = |field: InstanceField| {
        described_by(&props.findings, &format!("/containerInstances/{number}/{}", field.member()))
    };
    let edited = |field: InstanceField| {
        let dispatch = props.dispatch.clone();
        move |typed: String| dispatch.dispatch(Action::Edit(Edit::Instance(number, field, typed)))
    };
    let typed = |field: InstanceField| {
        let edited = edited(field);
        Callback::from(move |event: InputEvent| edited(platform::value_of(&event)))
    };
    let chosen = edited(InstanceField::Zone);
    let zone_changed = Callback::from(move |event: Event| chosen(platform::value_of(&event)));
    let dispatch = props.dispatch.clone();
    let remove =
        Callback::from(move |_: MouseEvent| dispatch.dispatch(Action::Edit(Edit::RemoveInstances(number))));
    let (type_error, zone_error, count_error) = (
        described(InstanceField::InstanceType),
        described(InstanceField::Zone),
        described(InstanceField::Count),
    );
    let place = number + 1;
    html! {
        <>
            <input key={format!("type{number}")} type="text" list="instance-types" autocomplete="off" spellcheck="false"
                aria-label={format!("Instance type, row {place}")} value={row.instance_type.clone()} oninput={typed(InstanceField::InstanceType)}
                aria-invalid={type_error.is_some().to_string()} aria-describedby={type_error} />
            <select key={format!("zone{number}")} aria-label={format!("Zone, row {place}")} onchange={zone_changed}
                aria-invalid={zone_error.is_some().to_string()} aria-describedby={zone_error}>
                { zones(&props.outline, &row.zone) }
            </select>
            <input key={format!("count{number}")} type="number" min="0" max="5000" step="1" inputmode="numeric"
                aria-label={format!("Number of instances, row {place}")} value={row.count.clone()} oninput={typed(InstanceField::Count)}
                aria-invalid={count_error.is_some().to_string()} aria-describedby={count_error} />
            <button key={format!("remove{number}")} type="button" class="icon" aria-label={format!("Remove row {place}")} title="Remove" onclick={remove}>{ "×" }</button>
        </>
    }
}

/// The Region's zones, and the one that is written down if it is none of them.
fn zones(outline: &Outline, current: &str) -> Html {
    let mut zones: Vec<String> = outline.zones().collect();
    if !zones.iter().any(|zone| zone == current) {
        zones.push(current.to_owned());
    }
    let option = |zone: String| {
        let selected = zone == current;
        html! { <option key={zone.clone()} value={zone.clone()} {selected}>{ zone }</option> }
    };
    zones.into_iter().map(option).collect()
}

//! The cluster: its container instances, and what to begin with.

use super::findings::described_by;
use super::form::Section;
use super::more::more;
use super::sheet::{ScenarioField, ScenarioSheet, plain};
use crate::menu::Menu;
use crate::platform;
use crate::session::{
    Action, AttributeEdit, ClusterTemplate, Dispatch, Edit, InstanceField, InstanceRow, OPERATING_SYSTEMS,
    Outline, Shared, grouped,
};
use ecs_core::catalog;
use ecs_core::finding::Finding;
use yew::prelude::*;

/// Rows that are shown at first, and more each time.
pub(super) const INSTANCE_ROWS: usize = 20;

/// Members of which everything is said at their fields.
pub(super) const INSTANCE_MEMBERS: [&str; 4] =
    ["status", "operatingSystemFamily", "simulation", "attributes"];

/// Attributes that an instance can be given.
const ATTRIBUTES: usize = 10;

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
    let shown = use_state(|| INSTANCE_ROWS);
    let rows = &props.outline.instances;
    let dispatch = props.dispatch.clone();
    let add = Callback::from(move |_: MouseEvent| dispatch.dispatch(Action::Edit(Edit::AddInstances)));
    html! {
        <section class="group" aria-labelledby="instances-heading">
            <div class="group-head">
                <h3 id="instances-heading">{ "Instances" }</h3>
                { new_cluster(&props.dispatch) }
            </div>
            <p class="note">{ "EC2 instances in the cluster. A task on Fargate needs none." }</p>
            <div class="entries">{ for rows.iter().take(*shown).enumerate().map(|(number, row)| entry(props, number, row)) }</div>
            { more(&shown, rows.len(), INSTANCE_ROWS) }
            <button type="button" class="add" onclick={add}>{ "Add instances" }</button>
            { trunking(props) }
            <Types />
        </section>
    }
}

/// The templates of the ECS console.
fn new_cluster(dispatch: &Dispatch) -> Html {
    let choice = |template: ClusterTemplate| {
        (AttrValue::from(template.name()), AttrValue::from(template.description()))
    };
    let choices: Vec<(AttrValue, AttrValue)> = ClusterTemplate::ALL.map(choice).into();
    let dispatch = dispatch.clone();
    let on_choose = Callback::from(move |number: usize| {
        if let Some(template) = ClusterTemplate::ALL.get(number) {
            dispatch.dispatch(Action::Edit(Edit::Cluster(*template)));
        }
    });
    html! { <Menu id="new-cluster" label="New cluster" {choices} {on_choose} /> }
}

/// The account's setting.
fn trunking(props: &InstancesProps) -> Html {
    let sheet = ScenarioSheet { findings: &props.findings, dispatch: &props.dispatch };
    let onchange = sheet.checked(Edit::Trunking);
    html! {
        <div class="flag">
            <label><input type="checkbox" role="switch" checked={props.outline.has_trunking} aria-describedby="trunking-note" {onchange} />{ "awsvpcTrunking" }</label>
            <p class="note" id="trunking-note">{ "Types that can have a trunk interface take more tasks with network mode awsvpc: an m5.large 10 instead of 2." }</p>
        </div>
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
    let sheet = ScenarioSheet { findings: &props.findings, dispatch: &props.dispatch };
    html! {
        <div key={number} class="service">
            <div class="rows instances">
                <span class="column" aria-hidden="true">{ "Type" }</span>
                <span class="column" aria-hidden="true">{ "Zone" }</span>
                <span class="column" aria-hidden="true">{ "Count" }</span>
                <span></span>
                { inputs(props, number, row) }
            </div>
            <div class="sections">{ details(sheet, number, row) }</div>
        </div>
    }
}

fn inputs(props: &InstancesProps, number: usize, row: &InstanceRow) -> Html {
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

/// Status, system, memory and attributes.
fn details(sheet: ScenarioSheet<'_>, number: usize, row: &InstanceRow) -> Html {
    let of = |field: InstanceField| format!("/containerInstances/{number}/{}", field.member());
    let field = |member: InstanceField, label: &'static str, value: &str| ScenarioField {
        pointer: of(member),
        label,
        name: format!("{label}, row {}", number + 1),
        value: value.to_owned(),
        ..ScenarioField::default()
    };
    let edit = |member: InstanceField| move |typed: String| Edit::Instance(number, member, typed);
    let status = field(InstanceField::Status, "Status", &row.status);
    let system = field(InstanceField::OperatingSystem, "Operating system", &row.operating_system);
    let registered = catalog::instance_type(&row.instance_type).map(|found| found.registered_memory_mib);
    let memory = ScenarioField {
        placeholder: registered.map(|mib| grouped(mib.into())).unwrap_or_default(),
        ..field(InstanceField::RegisteredMemory, "Registered memory MiB", &row.registered_memory)
    };
    let attributes = format!("/containerInstances/{number}/attributes");
    let places = [&status.pointer, &system.pointer, &memory.pointer, &attributes];
    let opens = places.iter().any(|place| sheet.says_something_in(place));
    let systems = OPERATING_SYSTEMS.iter().filter(|(value, _)| !value.is_empty());
    let systems: Vec<(String, String)> =
        systems.map(|(value, words)| ((*value).to_owned(), (*words).to_owned())).collect();
    let systems = super::form::with_written(systems, &row.operating_system, "not known");
    let statuses = plain(&["ACTIVE", "DRAINING"], &row.status);
    html! {
        <Section title="Attributes" of={format!("row {}", number + 1)} brief={row.brief()} {opens}>
            <div class="list">{ for row.attributes.iter().enumerate().map(|(at, attribute)| attribute_row(sheet, number, at, attribute)) }</div>
            { add_attribute(sheet, number, row) }
            { sheet.under(&attributes) }
            <div class="pair">
                { sheet.select(status, statuses, edit(InstanceField::Status)) }
                { sheet.input(memory, edit(InstanceField::RegisteredMemory)) }
            </div>
            { sheet.select(system, systems, edit(InstanceField::OperatingSystem)) }
        </Section>
    }
}

fn attribute_row(
    sheet: ScenarioSheet<'_>,
    number: usize,
    at: usize,
    (name, value): &(String, String),
) -> Html {
    let pointer = format!("/containerInstances/{number}/attributes/{at}");
    let row = format!("attribute {} of row {}", at + 1, number + 1);
    let field = |member: &str, label: &'static str, value: &str| ScenarioField {
        pointer: format!("{pointer}/{member}"),
        label,
        name: format!("{label}, {row}"),
        value: value.to_owned(),
        ..ScenarioField::default()
    };
    let edit = move |make: fn(usize, String) -> AttributeEdit| {
        move |typed: String| Edit::Attribute(number, make(at, typed))
    };
    html! {
        <div key={at} class="entry">
            { sheet.input(field("name", "Name", name), edit(AttributeEdit::Name)) }
            { sheet.input(field("value", "Value", value), edit(AttributeEdit::Value)) }
            { sheet.remove(format!("Remove {row}"), Edit::Attribute(number, AttributeEdit::Remove(at)), add_id(number)) }
            { sheet.under(&pointer) }
        </div>
    }
}

fn add_attribute(sheet: ScenarioSheet<'_>, number: usize, row: &InstanceRow) -> Html {
    if row.attributes.len() >= ATTRIBUTES {
        return html! { <p class="note" id={add_id(number)} tabindex="-1">{ "Ten are the most." }</p> };
    }
    let name = format!("Add an attribute to row {}", number + 1);
    sheet.add(add_id(number), "+ Attribute", name, Edit::Attribute(number, AttributeEdit::Add))
}

fn add_id(number: usize) -> String {
    format!("add-attribute-{number}")
}

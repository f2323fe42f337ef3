//! Services: what each runs, how often, and where.

use super::deployment::deployment;
use super::findings::described_by;
use super::form::{Section, Select, with_written};
use super::more::more;
use super::placement::{Hosts, Place, Takes, placement, spread_fields};
use super::scaling::{auto_scaling, stray_scaling};
use super::service_network::service_network;
use super::sheet::{ScenarioField, ScenarioSheet, plain};
use super::strategy::strategy;
use crate::platform;
use crate::session::{
    Action, BY_STRATEGY, Dispatch, Edit, Name, Outline, Owner, ServiceField, ServiceRow, Shared, StrategyOf,
};
use ecs_core::cron::time_zone_names;
use ecs_core::finding::Finding;
use ecs_core::scenario::Roster;
use std::collections::BTreeMap;
use std::rc::Rc;
use yew::prelude::*;

/// Rows that are shown at first, and more each time.
pub(super) const SERVICE_ROWS: usize = 20;

/// Members of which everything is said at their fields.
pub(super) const SERVICE_MEMBERS: [&str; 8] = [
    "deploymentConfiguration",
    "launchType",
    "capacityProviderStrategy",
    "schedulingStrategy",
    "placementStrategy",
    "placementConstraints",
    "networkConfiguration",
    "loadBalancers",
];

/// Why tasks on Fargate have no placement.
pub(super) const BY_FARGATE: &str =
    "Fargate spreads tasks over the zones of the subnets by itself: it takes no strategy and no constraint.";

/// The id of the button that adds a service.
const ADD: &str = "add-service";

/// What services there are.
#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct ServicesProps {
    /// The scenario.
    pub(super) text: Shared<str>,
    /// What the forms show of it.
    pub(super) outline: Shared<Outline>,
    /// What there is to say of it.
    pub(super) findings: Shared<Vec<Finding>>,
    /// Which task definition is in the box: one more service runs it.
    pub(super) definition: usize,
    /// Whether the section is in view.
    pub(super) in_view: bool,
    /// Where actions go.
    pub(super) dispatch: Dispatch,
}

/// The services. The instances are read only while this is in view: 5,000 of them take their time.
#[component]
pub(super) fn Services(props: &ServicesProps) -> Html {
    let hosts = use_memo(props.in_view.then(|| props.text.clone()), |text| {
        let roster = Roster::read(text.as_deref().unwrap_or_default());
        Hosts { attributes: roster.attributes(), roster }
    });
    let shown = use_state(|| SERVICE_ROWS);
    let rows = &props.outline.services;
    let sheet = ScenarioSheet { findings: &props.findings, dispatch: &props.dispatch };
    html! {
        <>
        <section class="group" aria-labelledby="services-heading">
            <div class="group-head"><h3 id="services-heading" tabindex="-1">{ "Services" }</h3></div>
            <p class="note">{ "A service keeps its desired count of copies of a task running." }</p>
            if rows.is_empty() {
                <p class="empty-note">{ "No service yet. A task definition brings one along." }</p>
            }
            <div class="entries">{ for rows.iter().take(*shown).enumerate().map(|(number, row)| service(props, sheet, number, row, &hosts)) }</div>
            { more(&shown, rows.len(), SERVICE_ROWS) }
            if !props.outline.definitions.is_empty() {
                { sheet.add(ADD.to_owned(), "+ Service", "+ Service".to_owned(), Edit::AddService(props.definition)) }
            }
            { spread_fields(Owner::Service(0), &hosts.attributes) }
            <TimeZones />
        </section>
        { stray_scaling(sheet, &props.outline) }
        </>
    }
}

/// The time zones to choose from. A component without props: rendered once.
#[component]
fn TimeZones() -> Html {
    html! {
        <datalist id="time-zones">
            { for time_zone_names().map(|name| html! { <option value={name}></option> }) }
        </datalist>
    }
}

fn service(
    props: &ServicesProps,
    sheet: ScenarioSheet<'_>,
    number: usize,
    row: &ServiceRow,
    hosts: &Rc<Hosts>,
) -> Html {
    let remove =
        sheet.remove(format!("Remove service {}", row.name), Edit::RemoveService(number), ADD.to_owned());
    html! {
        <div key={number} class="service" role="group" aria-label={format!("Service {}", row.name)}>
            <div class="rows services">
                <span class="column" aria-hidden="true">{ "Name" }</span>
                <span class="column" aria-hidden="true">{ "Desired count" }</span>
                <span></span>
                { inputs(props, number, row) }
                { remove }
                { runs(props, number, row) }
            </div>
            <div class="sections">
                { kind(sheet, &props.outline, number, row) }
                { placement(Place { sheet, owner: Owner::Service(number), name: &row.name, placement: &row.placement, hosts }, takes(row)) }
                { deployment(sheet, number, row) }
                { auto_scaling(sheet, &props.outline, number, row) }
                { service_network(sheet, &props.outline, number, row) }
            </div>
        </div>
    }
}

/// What AWS takes of a service's placement.
fn takes(row: &ServiceRow) -> Takes {
    if row.on_fargate() {
        Takes::Nothing(BY_FARGATE)
    } else if row.is_daemon() {
        Takes::Constraints(
            "A DAEMON service keeps one task on every instance that can take it: it takes no strategy.",
        )
    } else {
        Takes::Both
    }
}

fn inputs(props: &ServicesProps, number: usize, row: &ServiceRow) -> Html {
    let error = |field: ServiceField| {
        described_by(&props.findings, &format!("/services/{number}/{}", field.member()))
    };
    let typed = |field: ServiceField| {
        let dispatch = props.dispatch.clone();
        Callback::from(move |event: InputEvent| {
            dispatch.dispatch(Action::Edit(Edit::Service(number, field, platform::value_of(&event))));
        })
    };
    let (name_error, count_error) = (error(ServiceField::Name), error(ServiceField::DesiredCount));
    html! {
        <>
            <input type="text" aria-label={format!("Service {} name", number + 1)} value={row.name.clone()} oninput={typed(ServiceField::Name)}
                aria-invalid={name_error.is_some().to_string()} aria-describedby={name_error} />
            if row.is_daemon() && row.desired_count.is_empty() {
                <span class="note">{ "one an instance" }</span>
            } else {
                <input type="number" min="0" max="5000" step="1" inputmode="numeric" aria-label={format!("Desired count of {}", row.name)}
                    value={row.desired_count.clone()} oninput={typed(ServiceField::DesiredCount)}
                    aria-invalid={count_error.is_some().to_string()} aria-describedby={count_error} />
            }
        </>
    }
}

fn runs(props: &ServicesProps, number: usize, row: &ServiceRow) -> Html {
    let field = ServiceField::TaskDefinition;
    let described = described_by(&props.findings, &format!("/services/{number}/{}", field.member()));
    let dispatch = props.dispatch.clone();
    let onchange = Callback::from(move |event: Event| {
        dispatch.dispatch(Action::Edit(Edit::Service(number, field, platform::value_of(&event))));
    });
    html! {
        <div class="runs">
            <span class="column" aria-hidden="true">{ "runs" }</span>
            <Select id={format!("runs-{number}")} name={Some(AttrValue::from(format!("Task definition of {}", row.name)))}
                value={row.task_definition.clone()} options={references(&props.outline, &row.task_definition)}
                invalid={described.is_some().to_string()} {described} {onchange} />
        </div>
    }
}

/// Launch type and scheduling strategy.
fn kind(sheet: ScenarioSheet<'_>, outline: &Outline, number: usize, row: &ServiceRow) -> Html {
    let field = |field: ServiceField, label: &'static str, value: &str| ScenarioField {
        pointer: format!("/services/{number}/{}", field.member()),
        label,
        name: format!("{label} of {}", row.name),
        value: value.to_owned(),
        ..ScenarioField::default()
    };
    let edit = |field: ServiceField| move |chosen: String| Edit::Service(number, field, chosen);
    let launch = field(ServiceField::LaunchType, "Launch type", row.launch_choice());
    let scheduling = field(ServiceField::SchedulingStrategy, "Scheduling strategy", &row.scheduling_strategy);
    let types = [("EC2", "EC2"), ("FARGATE", "Fargate"), (BY_STRATEGY, "Capacity providers")]
        .map(|(value, words)| (value.to_owned(), words.to_owned()));
    let types = with_written(types.into(), row.launch_choice(), "not simulated yet");
    let by_strategy = sheet.says_something_in(&format!("/services/{number}/capacityProviderStrategy"));
    let opens =
        by_strategy || [&launch, &scheduling].iter().any(|field| sheet.says_something_in(&field.pointer));
    let strategies = plain(&["REPLICA", "DAEMON"], &row.scheduling_strategy);
    html! {
        <Section title="Launch" of={row.name.clone()} brief={row.brief()} {opens}>
            <div class="pair">
                { sheet.select(launch, types, edit(ServiceField::LaunchType)) }
                { sheet.select(scheduling, strategies, edit(ServiceField::SchedulingStrategy)) }
            </div>
            if !row.strategy.is_empty() {
                { strategy(sheet, outline, StrategyOf::Service(number), (&row.name, &row.strategy)) }
            }
            <p class="note">{ "REPLICA keeps the desired count of tasks; DAEMON keeps one on every instance that can take it." }</p>
        </Section>
    }
}

/// What a service can run: the newest revision of a family or one revision, and what is written down
/// if it is spelled otherwise.
pub(super) fn references(outline: &Outline, written: &str) -> Vec<(String, String)> {
    // What is registered is listed last, and is the newest.
    let mut families: Vec<(&str, Vec<&Name>)> = Vec::new();
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for name in outline.definitions.iter().map(|row| &row.name).rev() {
        let place = *places.entry(&name.family).or_insert(families.len());
        match families.get_mut(place) {
            Some((_, names)) => names.push(name),
            None => families.push((&name.family, vec![name])),
        }
    }
    let mut references: Vec<(String, String)> = Vec::new();
    for (family, names) in families {
        references.push((family.to_owned(), format!("{family}, the newest revision")));
        references.extend(names.iter().map(|name| (name.to_string(), name.to_string())));
    }
    if !references.iter().any(|(value, _)| value == written) {
        references.push((written.to_owned(), written.to_owned()));
    }
    references
}

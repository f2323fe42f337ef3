//! Services: name, desired count, and what each runs.

use super::findings::described_by;
use super::form::Select;
use crate::platform;
use crate::session::{Action, Dispatch, Edit, Name, Outline, ServiceField, ServiceRow, Shared};
use ecs_core::finding::Finding;
use yew::prelude::*;

/// Rows that are shown at first.
const ROWS: usize = 20;

/// What services there are.
#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct ServicesProps {
    /// What the forms show.
    pub(super) outline: Shared<Outline>,
    /// What there is to say of the scenario.
    pub(super) findings: Shared<Vec<Finding>>,
    /// Where actions go.
    pub(super) dispatch: Dispatch,
}

/// The services.
#[component]
pub(super) fn Services(props: &ServicesProps) -> Html {
    let rows = &props.outline.services;
    html! {
        <section class="group" aria-labelledby="services-heading">
            <div class="group-head"><h3 id="services-heading">{ "Services" }</h3></div>
            <p class="note">{ "A service keeps its desired count of copies of a task running." }</p>
            { if rows.is_empty() {
                html! { <p class="empty-note">{ "No service yet. A task definition brings one along." }</p> }
            } else {
                html! {
                    <div class="rows services" role="group" aria-labelledby="services-heading">
                        <span class="column" aria-hidden="true">{ "Name" }</span>
                        <span class="column" aria-hidden="true">{ "Desired count" }</span>
                        { for rows.iter().take(ROWS).enumerate().map(|(number, row)| inputs(props, number, row)) }
                    </div>
                }
            } }
            { for (rows.len() > ROWS).then(|| html! { <p class="note">{ format!("and {} more in the scenario", rows.len() - ROWS) }</p> }) }
        </section>
    }
}

fn inputs(props: &ServicesProps, number: usize, row: &ServiceRow) -> Html {
    let error = |field: ServiceField| {
        described_by(&props.findings, &format!("/services/{number}/{}", field.member()))
    };
    let edited = |field: ServiceField| {
        let dispatch = props.dispatch.clone();
        move |typed: String| dispatch.dispatch(Action::Edit(Edit::Service(number, field, typed)))
    };
    let typed = |field: ServiceField| {
        let edited = edited(field);
        Callback::from(move |event: InputEvent| edited(platform::value_of(&event)))
    };
    let chosen = edited(ServiceField::TaskDefinition);
    let onchange = Callback::from(move |event: Event| chosen(platform::value_of(&event)));
    let (name_error, count_error) = (error(ServiceField::Name), error(ServiceField::DesiredCount));
    let described = error(ServiceField::TaskDefinition);
    html! {
        <>
            <input key={format!("name{number}")} type="text" aria-label={format!("Service {} name", number + 1)}
                value={row.name.clone()} oninput={typed(ServiceField::Name)}
                aria-invalid={name_error.is_some().to_string()} aria-describedby={name_error} />
            <input key={format!("count{number}")} type="number" min="0" max="5000" step="1" inputmode="numeric"
                aria-label={format!("Desired count of {}", row.name)} value={row.desired_count.clone()} oninput={typed(ServiceField::DesiredCount)}
                aria-invalid={count_error.is_some().to_string()} aria-describedby={count_error} />
            <div key={format!("runs{number}")} class="runs">
                <span class="column" aria-hidden="true">{ "runs" }</span>
                <Select id={format!("runs-{number}")} name={Some(AttrValue::from(format!("Task definition of {}", row.name)))}
                    value={row.task_definition.clone()} options={references(&props.outline, &row.task_definition)}
                    invalid={described.is_some().to_string()} {described} {onchange} />
            </div>
        </>
    }
}

/// What a service can run: the newest revision of a family or one revision, and what is written down
/// if it is spelled otherwise.
fn references(outline: &Outline, written: &str) -> Vec<(String, String)> {
    let mut references: Vec<(String, String)> = Vec::new();
    // What is registered is listed last, and is the newest.
    let names = || outline.definitions.iter().map(|row| &row.name).rev();
    for Name { family, .. } in names() {
        if references.iter().any(|(value, _)| value == family) {
            continue;
        }
        references.push((family.clone(), format!("{family}, the newest revision")));
        let of_family = names().filter(|name| name.family == *family);
        references.extend(of_family.map(|name| (name.to_string(), name.to_string())));
    }
    if !references.iter().any(|(value, _)| value == written) {
        references.push((written.to_owned(), written.to_owned()));
    }
    references
}

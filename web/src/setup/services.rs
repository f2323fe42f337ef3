//! Services: name and desired count.

use super::findings::described_by;
use crate::platform;
use crate::session::{Action, Dispatch, Edit, Outline, ServiceField, ServiceRow, Shared};
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
    let field = |field: ServiceField| {
        let dispatch = props.dispatch.clone();
        let described = described_by(&props.findings, &format!("/services/{number}/{}", field.member()));
        let oninput = Callback::from(move |event: InputEvent| {
            dispatch.dispatch(Action::Edit(Edit::Service(number, field, platform::value_of(&event))));
        });
        (described, oninput)
    };
    let (name_error, name_input) = field(ServiceField::Name);
    let (count_error, count_input) = field(ServiceField::DesiredCount);
    let title = format!("Runs {}", row.task_definition);
    html! {
        <>
            <input key={format!("name{number}")} type="text" {title} aria-label={format!("Service {} name", number + 1)}
                value={row.name.clone()} oninput={name_input}
                aria-invalid={name_error.is_some().to_string()} aria-describedby={name_error} />
            <input key={format!("count{number}")} type="number" min="0" max="5000" step="1" inputmode="numeric"
                aria-label={format!("Desired count of {}", row.name)} value={row.desired_count.clone()} oninput={count_input}
                aria-invalid={count_error.is_some().to_string()} aria-describedby={count_error} />
        </>
    }
}

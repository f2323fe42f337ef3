//! The lines of what a run costs.

use crate::dialog::Dialog;
use crate::session::{Action, Dispatch, Shared, moment};
use ecs_core::SimTime;
use ecs_core::cost::{CostLine, CostReport, CostSource, usd};
use yew::prelude::*;

/// What the lines are of.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct CostDialogProps {
    /// What the run has cost.
    pub report: Shared<CostReport>,
    /// The moment of the playhead.
    pub at: SimTime,
    /// Where actions go.
    pub dispatch: Dispatch,
}

/// The dialog. It is on the page only while it is open.
#[component]
pub fn CostDialog(props: &CostDialogProps) -> Html {
    let dispatch = props.dispatch.clone();
    let on_close = Callback::from(move |_: Event| dispatch.dispatch(Action::ShowCost(false)));
    let report = &*props.report;
    html! {
        <Dialog id="cost-heading" class="wide" heading={html! { { format!("Cost at {}", moment(props.at)) } }} {on_close}>
            if report.lines.is_empty() {
                <p class="note">{ "Nothing that is paid for has run so far." }</p>
            } else {
                { table(report) }
                { sources(report) }
            }
            <p class="note">{ format!("On-Demand prices of {}, whatever the Region. Unused is what is paid for on container instances and reserved by no task: of a price, each vCPU counts nine times as much as each GB. Data transfer, EBS volumes, NAT gateways, logs and taxes are left out, and so are free tiers and Savings Plans.", report.price_region) }</p>
        </Dialog>
    }
}

fn table(report: &CostReport) -> Html {
    let head = |words: &'static str| html! { <th scope="col" class="numeric">{ words }</th> };
    let total = |dollars: f64| html! { <td class="numeric">{ usd(dollars) }</td> };
    html! {
        <div class="table-scroll" tabindex="0" role="region" aria-label="What is paid for">
            <table>
                <thead><tr>
                    <th scope="col">{ "Paid for" }</th>
                    { head("Quantity") }{ head("Price") }{ head("So far") }{ head("Unused") }{ head("An hour now") }{ head("Unused now") }
                </tr></thead>
                <tbody>{ for report.lines.iter().map(row) }</tbody>
                <tfoot><tr>
                    <th scope="row">{ "Together" }</th><td></td><td></td>
                    { total(report.total_usd) }{ total(report.unused_usd) }{ total(report.per_hour_now_usd) }{ total(report.unused_per_hour_now_usd) }
                </tr></tfoot>
            </table>
        </div>
    }
}

/// Where each price of the table is from, and of when: prices drift.
fn sources(report: &CostReport) -> Html {
    let entry = |(from, items): (&CostSource, Vec<&str>)| {
        html! { <><dt>{ items.join(", ") }</dt><dd>{ format!("{}, {}", from.source, from.date) }</dd></> }
    };
    html! {
        <>
            <h3>{ "Where the prices are from" }</h3>
            <dl class="price-sources">{ for report.sources().into_iter().map(entry) }</dl>
        </>
    }
}

fn row(line: &CostLine) -> Html {
    let cell = |words: String| html! { <td class="numeric">{ words }</td> };
    let (quantity, price) = (format!("{:.3} {}s", line.quantity, line.unit), format!("$ {}", line.price_usd));
    html! {
        <tr key={line.item.clone()}>
            <th scope="row">{ &line.item }</th>
            { cell(quantity) }{ cell(price) }
            { cell(usd(line.amount_usd)) }{ cell(usd(line.unused_usd)) }
            { cell(usd(line.per_hour_now_usd)) }{ cell(usd(line.unused_per_hour_now_usd)) }
        </tr>
    }
}

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

/// Where there is no room for all columns, what is paid for stands above its amounts with quantity and price.
fn table(report: &CostReport) -> Html {
    let head = |words: &'static str| html! { <th scope="col" class="numeric">{ words }</th> };
    let detail = |words: &'static str| html! { <th scope="col" class="numeric detail">{ words }</th> };
    let total = |dollars: f64| html! { <td class="numeric">{ usd(dollars) }</td> };
    html! {
        <div class="table-scroll cost-lines" tabindex="0" role="region" aria-label="What is paid for">
            <table>
                <thead><tr>
                    <th scope="col" class="detail">{ "Paid for" }</th>
                    { detail("Quantity") }{ detail("Price") }{ head("So far") }{ head("Unused") }{ head("An hour now") }{ head("Unused now") }
                </tr></thead>
                { for report.lines.iter().map(row) }
                <tfoot>
                    <tr class="instead"><th scope="rowgroup" colspan="4">{ "Together" }</th></tr>
                    <tr>
                        <th scope="row" class="detail">{ "Together" }</th><td class="detail"></td><td class="detail"></td>
                        { total(report.total_usd) }{ total(report.unused_usd) }{ total(report.per_hour_now_usd) }{ total(report.unused_per_hour_now_usd) }
                    </tr>
                </tfoot>
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
    let detail = |words: &str| html! { <td class="numeric detail">{ words.to_owned() }</td> };
    let (quantity, price) = (format!("{:.3} {}s", line.quantity, line.unit), format!("$ {}", line.price_usd));
    html! {
        <tbody key={line.item.clone()}>
            <tr class="instead">
                <th scope="rowgroup" colspan="4">{ &line.item }{ " " }<span class="note">{ format!("{quantity} at {price}") }</span></th>
            </tr>
            <tr>
                <th scope="row" class="detail">{ &line.item }</th>
                { detail(&quantity) }{ detail(&price) }
                { cell(usd(line.amount_usd)) }{ cell(usd(line.unused_usd)) }
                { cell(usd(line.per_hour_now_usd)) }{ cell(usd(line.unused_per_hour_now_usd)) }
            </tr>
        </tbody>
    }
}

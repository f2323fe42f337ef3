//! The meter: an hour as things are, so far, and the way to the lines.

use crate::session::{Action, Dispatch, Shared};
use ecs_core::cost::{CostReport, usd};
use yew::prelude::*;

/// What the meter shows.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct CostMeterProps {
    /// What the run has cost; none until that is known.
    pub report: Option<Shared<CostReport>>,
    /// Where actions go.
    pub dispatch: Dispatch,
}

/// The meter. It has its room before anything is known, so that nothing moves.
#[component]
pub fn CostMeter(props: &CostMeterProps) -> Html {
    let dispatch = props.dispatch.clone();
    let onclick = Callback::from(move |_: MouseEvent| dispatch.dispatch(Action::ShowCost(true)));
    let report = props.report.as_deref();
    html! {
        <section class="cost" aria-label="Cost">
            <p><b>{ report.map_or("$ …".to_owned(), |report| usd(report.per_hour_now_usd)) }</b>{ " an hour now" }</p>
            <p>{ report.map_or(String::new(), unused) }</p>
            <p><b>{ report.map_or("$ …".to_owned(), |report| usd(report.total_usd)) }</b>{ " so far" }</p>
            <button type="button" class="small" aria-haspopup="dialog" disabled={report.is_none()} {onclick}>{ "Cost details" }</button>
        </section>
    }
}

fn unused(report: &CostReport) -> String {
    report.unused_percent_now().map_or_else(String::new, |percent| format!("{percent:.0} % of it unused"))
}

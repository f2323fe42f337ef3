//! The figures of two runs side by side.

use crate::session::grouped;
use ecs_core::cost::usd;
use ecs_core::report::{LatencyReport, Summary};
use yew::prelude::*;

/// A figure and how it is read out of a run; none where the run has no such figure.
type Figure = (&'static str, fn(&Summary) -> Option<String>);

const FIGURES: [Figure; 14] = [
    ("Tasks running", |run| Some(grouped(run.tasks_running))),
    ("Tasks started", |run| Some(grouped(run.tasks_started))),
    ("Tasks that failed to start", |run| Some(grouped(run.tasks_failed))),
    ("Tasks without a place", |run| Some(grouped(run.tasks_waiting))),
    ("Container instances", |run| Some(grouped(run.instances))),
    ("Container instances so far", |run| Some(grouped(run.instances_registered))),
    ("Requests", |run| run.requests.map(grouped)),
    ("Errors", |run| run.errors.map(grouped)),
    ("Response time p50", |run| run.latency_ms.map(|times| ms(times, |times| times.p50))),
    ("Response time p95", |run| run.latency_ms.map(|times| ms(times, |times| times.p95))),
    ("Response time p99", |run| run.latency_ms.map(|times| ms(times, |times| times.p99))),
    ("Cost so far", |run| Some(usd(run.cost.total_usd))),
    ("Paid for and unused", |run| Some(usd(run.cost.unused_usd))),
    ("Cost of an hour now", |run| Some(usd(run.cost.per_hour_now_usd))),
];

/// The table. A figure that neither run has is left out; what differs is marked.
pub(super) fn table(ours: &Summary, theirs: &Summary) -> Html {
    let read = FIGURES.iter().map(|(name, read)| (*name, read(ours), read(theirs)));
    let rows = read.filter(|(_, ours, theirs)| ours.is_some() || theirs.is_some());
    html! {
        <div class="table-scroll contrast-figures" tabindex="0" role="region" aria-label="Both runs">
            <table>
                <thead><tr>
                    <th scope="col">{ "At the end" }</th>
                    <th scope="col" class="numeric">{ "This scenario" }</th>
                    <th scope="col" class="numeric">{ "The other one" }</th>
                </tr></thead>
                <tbody>{ for rows.map(|(name, ours, theirs)| row(name, ours, theirs)) }</tbody>
            </table>
        </div>
    }
}

fn row(name: &'static str, ours: Option<String>, theirs: Option<String>) -> Html {
    let differs = ours != theirs;
    let cell = |value: Option<String>| html! { <td class="numeric">{ value.unwrap_or_else(|| "–".to_owned()) }</td> };
    html! {
        <tr key={name} class={differs.then_some("differs")}>
            <th scope="row">
                { name }
                if differs {
                    <span class="differs-sign" aria-hidden="true">{ " ≠" }</span>
                    <span class="visually-hidden">{ " (differs)" }</span>
                }
            </th>
            { cell(ours) }{ cell(theirs) }
        </tr>
    }
}

fn ms(times: LatencyReport, of: fn(LatencyReport) -> f64) -> String {
    format!("{:.1} ms", of(times))
}

//! Below the stage: the moment, the totals and the chart.

use super::layout::{Totals, moment, totals};
use crate::charts::ReservationChart;
use crate::platform::Theme;
use crate::session::{Shared, Shown, grouped};
use yew::prelude::*;

/// What is below the stage.
#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct FootProps {
    /// The run.
    pub(super) shown: Shared<Shown>,
    /// The page's theme.
    pub(super) theme: Theme,
}

/// The moment, the totals and the chart.
#[component]
pub(super) fn Foot(props: &FootProps) -> Html {
    let snapshot = &props.shown.snapshot;
    let totals = use_memo(props.shown.clone(), |shown| totals(&shown.snapshot));
    html! {
        <section class="foot" aria-label="Totals">
            <div class="totals">
                <p class="moment">{ moment(snapshot) }</p>
                { numbers(&totals) }
            </div>
            if !snapshot.instances.is_empty() {
                <ReservationChart shown={props.shown.clone()} theme={props.theme} />
            }
        </section>
    }
}

fn numbers(totals: &Totals) -> Html {
    let entry = |name: &'static str, value: String| html! { <div><dt>{ name }</dt><dd>{ value }</dd></div> };
    let share = |used: u64, total: u64| format!("{} of {}", grouped(used), grouped(total));
    html! {
        <dl class="numbers">
            { entry("Running tasks", grouped(totals.running)) }
            { (totals.waiting > 0).then(|| entry("Waiting tasks", grouped(totals.waiting))) }
            { (totals.on_fargate > 0).then(|| entry("On Fargate", grouped(totals.on_fargate))) }
            { (totals.cpu_total > 0).then(|| entry("CPU units", share(totals.cpu_used, totals.cpu_total))) }
            { (totals.memory_total > 0).then(|| entry("Memory, MiB", share(totals.memory_used, totals.memory_total))) }
        </dl>
    }
}

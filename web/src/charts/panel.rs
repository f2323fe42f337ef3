//! The chart on the page, and the same in words.

use super::compute::{BARS_MAX, Reserved, chart, reserved};
use super::sheet::use_sheet;
use crate::platform::Theme;
use crate::session::{Shared, Shown, grouped};
use yew::prelude::*;

/// What the chart is of.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct ReservationChartProps {
    /// The run.
    pub shown: Shared<Shown>,
    /// The page's theme: its colours are the chart's.
    pub theme: Theme,
}

/// How much of each instance's CPU and memory is reserved.
#[component]
pub fn ReservationChart(props: &ReservationChartProps) -> Html {
    let instances = use_memo(props.shown.clone(), |shown| reserved(&shown.snapshot));
    let canvas =
        use_sheet(instances.clone(), props.theme, |instances, size, scale| chart(instances, size, scale));
    html! {
        <figure class="chart">
            <figcaption>
                <span class="chart-title">{ "Reserved per instance" }</span>
                <span class="key key-cpu">{ "CPU" }</span>
                <span class="key key-memory">{ "Memory" }</span>
            </figcaption>
            <canvas ref={canvas} aria-hidden="true"></canvas>
            { mirror(&instances) }
        </figure>
    }
}

/// What the chart shows, for those who do not see it.
fn mirror(instances: &[Reserved]) -> Html {
    if instances.len() > BARS_MAX {
        return html! { <p class="visually-hidden">{ summary(instances) }</p> };
    }
    let row = |instance: &Reserved| {
        html! {
            <tr key={instance.label.clone()}>
                <th scope="row">{ &instance.label }</th>
                <td>{ format!("{} %", instance.cpu) }</td>
                <td>{ format!("{} %", instance.memory) }</td>
            </tr>
        }
    };
    html! {
        <div class="visually-hidden">
            <table>
                <caption>{ "Reserved per instance" }</caption>
                <thead><tr><th scope="col">{ "Instance" }</th><th scope="col">{ "CPU" }</th><th scope="col">{ "Memory" }</th></tr></thead>
                <tbody>{ for instances.iter().map(row) }</tbody>
            </table>
        </div>
    }
}

fn summary(instances: &[Reserved]) -> String {
    let range = |of: fn(&Reserved) -> u32| {
        let (least, most) = instances
            .iter()
            .map(of)
            .fold((u32::MAX, 0), |(least, most), value| (least.min(value), most.max(value)));
        let sum: u64 = instances.iter().map(|instance| u64::from(of(instance))).sum();
        format!("from {least} % to {most} %, {} % on average", sum / (instances.len() as u64).max(1))
    };
    format!(
        "Of {} instances, CPU is reserved {}; memory {}.",
        grouped(instances.len() as u64),
        range(|instance| instance.cpu),
        range(|instance| instance.memory)
    )
}

//! The charts over time: one axis, one crosshair, and the same in a table.

use super::figure::Figure;
use super::health;
use super::of_tasks::{reserved, tasks};
use super::plot::Chart;
use super::strips::Strips;
use super::targets::TargetTable;
use super::{of_alarms, of_load};
use crate::platform::Theme;
use crate::session::{Axis, Counts, Dispatch, Shared, Targets, moment};
use ecs_core::SimTime;
use ecs_core::report::HealthSeries;
use std::rc::Rc;
use yew::prelude::*;

/// Rows of the table that are written: more are no easier to read.
const ROWS: usize = 200;

/// What the charts are of.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct OverTimeProps {
    /// The counts.
    pub counts: Counts,
    /// The target group whose targets are listed.
    pub targets: Targets,
    /// Where the playhead stands.
    pub at: SimTime,
    /// What is shown of the run's time.
    pub axis: Axis,
    /// How far the timeline reaches.
    pub end: SimTime,
    /// The page's theme: its colours are the charts'.
    pub theme: Theme,
    /// Where actions go.
    pub dispatch: Dispatch,
}

/// The charts.
#[component]
pub fn OverTime(props: &OverTimeProps) -> Html {
    let pointed = use_state_eq(|| None::<SimTime>);
    let counts = &props.counts;
    let measured = (counts.load.clone(), counts.health.clone());
    let drawn = (counts.series.clone(), measured, counts.service());
    let charts = use_memo(drawn, |(series, (load, health), service)| {
        let title =
            service.as_ref().map_or_else(|| "All tasks".to_owned(), |name| format!("Tasks of {name}"));
        let of_instances = series.has_instances.then(|| reserved(series));
        // What the run is scaled on stands beside the tasks that it scales: the first row is all that is seen at first.
        let charts = std::iter::once(tasks(series, title))
            .chain(of_alarms::charts(&load.alarms))
            .chain(of_instances)
            .chain(of_load::charts(load))
            .chain(health::all(&health.groups));
        charts.map(Shared::new).collect::<Vec<Shared<Chart>>>()
    });
    html! {
        <>
            { for charts.iter().map(|chart| html! {
                <Figure key={chart.title.clone()} chart={chart.clone()} at={props.at} pointed={*pointed} axis={props.axis} end={props.end} theme={props.theme}
                    point={pointed.setter()} dispatch={props.dispatch.clone()} />
            }) }
            if !counts.health.groups.is_empty() {
                <Strips health={counts.health.clone()} targets={props.targets.clone()} at={props.at} pointed={*pointed} axis={props.axis} theme={props.theme}
                    point={pointed.setter()} dispatch={props.dispatch.clone()} />
                <TargetTable targets={props.targets.clone()} at={props.at} dispatch={props.dispatch.clone()} />
            }
            <Numbers {charts} health={counts.health.clone()} />
        </>
    }
}

#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct NumbersProps {
    /// The charts.
    pub(super) charts: Rc<Vec<Shared<Chart>>>,
    /// The strips below them; empty where there are none.
    pub(super) health: Shared<HealthSeries>,
}

/// What the charts show, in a table. It is written when it is opened first.
#[component]
pub(super) fn Numbers(props: &NumbersProps) -> Html {
    let open = use_state_eq(|| false);
    let ontoggle = {
        let open = open.clone();
        Callback::from(move |_: Event| open.set(!*open))
    };
    html! {
        <details class="chart-table" {ontoggle}>
            <summary>{ "The charts as a table" }</summary>
            if *open {
                <div class="chart-rows" tabindex="0" role="group" aria-label="Rows">{ rows(props) }</div>
            }
        </details>
    }
}

fn rows(props: &NumbersProps) -> Html {
    let health = props.health.groups.iter().map(|group| Shared::new(health::chart(group)));
    table(&props.charts.iter().cloned().chain(health).collect::<Vec<Shared<Chart>>>())
}

/// A group of columns for each chart, so that two that measure the same are told apart.
fn table(charts: &[Shared<Chart>]) -> Html {
    let mut moments: Vec<SimTime> = charts.iter().flat_map(|chart| chart.moments()).collect();
    moments.sort_unstable();
    moments.dedup();
    let columns: Vec<Vec<String>> = charts.iter().map(|chart| chart.columns()).collect();
    let caption = charts.first().map(|chart| format!("{} over time", chart.title)).unwrap_or_default();
    let head = |(chart, columns): (&Shared<Chart>, &Vec<String>)| {
        html! { <th scope="colgroup" colspan={columns.len().to_string()}>{ &chart.title }</th> }
    };
    let row = |at: &SimTime| {
        let cells = charts.iter().flat_map(|chart| chart.cells(*at));
        html! { <tr key={at.as_ms()}><th scope="row">{ moment(*at) }</th>{ for cells.map(|cell| html! { <td>{ cell }</td> }) }</tr> }
    };
    html! {
        <>
            <table>
                <caption>{ caption }</caption>
                <colgroup />
                { for columns.iter().map(|columns| html! { <colgroup span={columns.len().to_string()} /> }) }
                <thead>
                    <tr><th scope="col" rowspan="2">{ "From" }</th>{ for charts.iter().zip(&columns).map(head) }</tr>
                    <tr>{ for columns.iter().flatten().map(|name| html! { <th scope="col">{ name }</th> }) }</tr>
                </thead>
                <tbody>{ for moments.iter().take(ROWS).map(row) }</tbody>
            </table>
            if moments.len() > ROWS {
                <p class="note">{ format!("and {} more", moments.len() - ROWS) }</p>
            }
        </>
    }
}

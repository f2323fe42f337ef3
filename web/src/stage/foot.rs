//! Below the stage: the time, the totals and the charts.

use super::divider::Divider;
use super::layout::{self, moment, totals};
use crate::charts::{OverTime, ReservationChart};
use crate::cost::CostMeter;
use crate::platform::Theme;
use crate::session::{
    Axis, Counts, Dispatch, Look, Outline, Parting, Shared, Shown, Targets, Transport, Zoom, grouped,
};
use crate::time::{CHARTS, TimeBar};
use ecs_core::cost::CostReport;
use yew::prelude::*;

/// What is below the stage.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct FootProps {
    /// The run.
    pub shown: Shared<Shown>,
    /// What is shown of its time.
    pub axis: Axis,
    /// What else can be shown of it.
    pub zooms: Vec<Zoom>,
    /// How it is looked at.
    pub look: Look,
    /// What the forms show of the scenario.
    pub outline: Shared<Outline>,
    /// Where the playhead stands, and how it moves.
    pub transport: Transport,
    /// Where the run parts from the one that it was held against.
    pub parting: Option<Parting>,
    /// What is counted over time.
    pub counts: Counts,
    /// What the run has cost; none until that is known.
    pub cost: Option<Shared<CostReport>>,
    /// The target group whose targets are listed.
    pub targets: Targets,
    /// The page's theme.
    pub theme: Theme,
    /// Where actions go.
    pub dispatch: Dispatch,
}

/// The time, the totals and the charts.
#[component]
pub fn Foot(props: &FootProps) -> Html {
    let (snapshot, dispatch) = (&props.shown.snapshot, &props.dispatch);
    let charts = use_node_ref();
    // As long as the run has any at some time: a chart that goes with the moment would move the others.
    let has_instances = props.counts.series.has_instances || !snapshot.instances.is_empty();
    html! {
        <div class="foot">
            if !props.look.folds_charts {
                <Divider panel={charts.clone()} controls={CHARTS} />
            }
            <TimeBar shown={props.shown.clone()} axis={props.axis} zooms={props.zooms.clone()} look={props.look.clone()} outline={props.outline.clone()} transport={props.transport.clone()} parting={props.parting.clone()} dispatch={dispatch.clone()} />
            <Totals shown={props.shown.clone()} cost={props.cost.clone()} dispatch={dispatch.clone()} />
            if !props.look.folds_charts {
                <div class="charts" id={CHARTS} ref={charts}>
                    <OverTime counts={props.counts.clone()} targets={props.targets.clone()} at={props.transport.at} axis={props.axis} end={snapshot.duration} theme={props.theme} dispatch={dispatch.clone()} />
                    if has_instances {
                        <ReservationChart shown={props.shown.clone()} theme={props.theme} />
                    }
                </div>
            }
        </div>
    }
}

#[derive(Clone, Debug, PartialEq, Properties)]
struct TotalsProps {
    shown: Shared<Shown>,
    cost: Option<Shared<CostReport>>,
    dispatch: Dispatch,
}

/// The picture in a sentence and a few numbers.
#[component(Totals)]
fn totals_of(props: &TotalsProps) -> Html {
    let moment = moment(&props.shown.snapshot);
    html! {
        <section class="totals" aria-label="Totals">
            <p class="moment" title={moment.clone()}>{ &moment }</p>
            { numbers(&totals(&props.shown.snapshot)) }
            <CostMeter report={props.cost.clone()} dispatch={props.dispatch.clone()} />
        </section>
    }
}

fn numbers(totals: &layout::Totals) -> Html {
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

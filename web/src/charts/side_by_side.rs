//! Two runs over time, in the same charts.

use super::compute::Ink;
use super::figure::line;
use super::over_time::Numbers;
use super::plot::{Chart, Line, Unit};
use super::sheet::use_sheet;
use crate::platform::Theme;
use crate::player::{Contrast, RunCourse, Unfit};
use crate::session::{Axis, Shared, moment};
use ecs_core::SimTime;
use ecs_core::report::{Divergence, HealthSeries, Point};
use yew::prelude::*;

/// What is drawn.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct SideBySideProps {
    /// The comparison; nothing is drawn where there was none.
    pub answer: Shared<Result<Contrast, Unfit>>,
    /// The page's theme: its colours are the charts'.
    pub theme: Theme,
}

/// Tasks that run, tasks that are wanted, and what both runs cost, each on one axis.
#[component]
pub fn SideBySide(props: &SideBySideProps) -> Html {
    let drawn = use_memo(props.answer.clone(), |answer| match &**answer {
        Ok(contrast) => charts(&contrast.courses).map(Shared::new).to_vec(),
        Err(_) => Vec::new(),
    });
    let Ok(contrast) = &*props.answer else { return Html::default() };
    let axis = Axis::whole(contrast.summaries.0.at);
    let parting = contrast.divergence.as_ref();
    let parts_at = parting.map(Divergence::marked);
    html! {
        <section class="contrast-charts" aria-label="Both runs over time">
            { for drawn.iter().map(|chart| html! { <Still key={chart.title.clone()} chart={chart.clone()} {axis} {parts_at} theme={props.theme} /> }) }
            if let Some(parting) = parting {
                <p class="note key key-parting">{ parting_in_words(parting) }</p>
            }
            <Numbers charts={drawn.clone()} health={Shared::<HealthSeries>::default()} />
        </section>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct StillProps {
    chart: Shared<Chart>,
    axis: Axis,
    /// Where the runs part, if they do.
    parts_at: Option<SimTime>,
    theme: Theme,
}

/// A chart without a playhead. What it shows stands in the table below, too.
#[component]
fn Still(props: &StillProps) -> Html {
    let painted = (props.chart.clone(), props.axis);
    let canvas =
        use_sheet(painted, props.theme, |(chart, axis), size, scale| chart.shapes(*axis, size, scale));
    let values = props.chart.values(props.axis.to).map(|(line, value)| {
        html! { <span key={line.name} class={classes!("key", line.ink.class())}>{ line.name }{ " " }<b>{ value }</b></span> }
    });
    html! {
        <figure class="chart">
            <figcaption>
                <span class="chart-title">{ &props.chart.title }</span>
                { for values }
            </figcaption>
            <div class="plot">
                <canvas ref={canvas} aria-hidden="true"></canvas>
                if let Some(at) = props.parts_at {
                    <svg class="cross still" aria-hidden="true" data-testid="parting-line">{ line("cross-parting", at, props.axis) }</svg>
                }
            </div>
        </figure>
    }
}

/// What the line in the charts stands for.
fn parting_in_words(parting: &Divergence) -> String {
    let what = if parting.decision.is_some() {
        "The first decision that differs"
    } else {
        "The first difference of the event logs"
    };
    format!("{what}: {}", moment(parting.marked()))
}

fn charts((ours, theirs): &(RunCourse, RunCourse)) -> [Chart; 3] {
    let tasks = |title: &str, names: [&'static str; 2], of: fn(&Point) -> u64| {
        let points = |run: &RunCourse| run.tasks.points.iter().map(|point| (point.at, of(point))).collect();
        chart(title, Unit::Count, names, [points(ours), points(theirs)])
    };
    [
        tasks("Desired tasks", ["Desired here", "Desired there"], |point| point.desired),
        tasks("Running tasks", ["Running here", "Running there"], |point| point.running),
        chart(
            "Cost so far",
            Unit::TenThousandthsOfADollar,
            ["Cost here", "Cost there"],
            [ours.cost.clone(), theirs.cost.clone()],
        ),
    ]
}

/// `here` is this scenario, which is in front.
fn chart(
    title: &str,
    unit: Unit,
    [here, there]: [&'static str; 2],
    [ours, theirs]: [Vec<(SimTime, u64)>; 2],
) -> Chart {
    let line = |ink: Ink, name: &'static str, points: Vec<(SimTime, u64)>| {
        let points = points.into_iter().map(|(at, value)| (at, Some(value))).collect();
        Line { ink, name, points }
    };
    let lines = vec![line(Ink::Memory, there, theirs), line(Ink::Cpu, here, ours)];
    Chart { title: title.to_owned(), unit, lines, bands: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::charts;
    use crate::player::RunCourse;
    use ecs_core::SimTime;
    use ecs_core::report::{Point, Series};

    #[test]
    fn this_scenario_stands_before_the_other_one_in_every_chart() {
        let run = |desired, running, cost| RunCourse {
            tasks: Series {
                points: vec![Point { desired, running, ..Point::default() }],
                has_instances: true,
            },
            cost: vec![(SimTime::ZERO, cost)],
        };
        let told: Vec<String> = charts(&(run(4, 2, 474), run(8, 8, 123_456)))
            .iter()
            .map(|chart| format!("{}: {}", chart.title, chart.words(SimTime::ZERO).join(", ")))
            .collect();
        assert_eq!(
            told,
            [
                "Desired tasks: Desired here 4, Desired there 8",
                "Running tasks: Running here 2, Running there 8",
                "Cost so far: Cost here $ 0.0474, Cost there $ 12.35",
            ]
        );
    }
}

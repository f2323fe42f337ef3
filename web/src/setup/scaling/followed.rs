//! What a target tracking policy follows.

use crate::session::{
    Edit, MATH, Outline, PolicyRow, QueryEdit, QueryRow, ScalingEdit, ServiceRow, Tracked, element_id,
    tracked_choices,
};
use crate::setup::form::with_written;
use crate::setup::members::Entry;
use crate::setup::sheet::{ScenarioField, plain};
use yew::prelude::*;

const STATISTICS: [&str; 5] = ["Average", "Minimum", "Maximum", "SampleCount", "Sum"];

const CONFIGURATION: &str = "TargetTrackingScalingPolicyConfiguration";

/// The metric, and what belongs to it.
pub(super) fn followed(
    entry: Entry<'_>,
    outline: &Outline,
    service: Option<&ServiceRow>,
    (number, row): (usize, &PolicyRow),
) -> Html {
    let tracked = &row.tracked;
    let field = |label: &'static str, member: &str, value: &str| ScenarioField {
        pointer: format!("{}/{CONFIGURATION}/{member}", entry.pointer),
        label,
        name: format!("{label}, {}", entry.of),
        value: value.to_owned(),
        ..ScenarioField::default()
    };
    let metric = field("Keeps at its target", "metric", &tracked.choice);
    let statistic = field("Statistic", "CustomizedMetricSpecification/Statistic", &tracked.statistic);
    let options = with_written(tracked_choices(outline, service), &tracked.choice, "as written");
    let edit =
        move |make: fn(usize, String) -> ScalingEdit| move |chosen| Edit::Scaling(make(number, chosen));
    html! {
        <>
            { entry.sheet.select(metric, options, edit(ScalingEdit::Metric)) }
            if tracked.choice == MATH {
                { queries(entry, outline, number, &tracked.queries) }
            } else if !tracked.statistic.is_empty() {
                { entry.sheet.select(statistic, plain(&STATISTICS, &tracked.statistic), edit(ScalingEdit::Statistic)) }
            }
        </>
    }
}

/// The members that its fields show, within the policy.
pub(super) fn followed_members(tracked: &Tracked) -> Vec<String> {
    let customised = format!("{CONFIGURATION}/CustomizedMetricSpecification");
    let queries = (0..tracked.queries.len()).flat_map(|at| {
        ["Id", "Expression", "MetricStat/Metric"].map(|member| format!("{customised}/Metrics/{at}/{member}"))
    });
    queries.chain([format!("{customised}/Statistic")]).collect()
}

/// The entries of an expression.
fn queries(entry: Entry<'_>, outline: &Outline, number: usize, rows: &[QueryRow]) -> Html {
    let list = format!("{}/{CONFIGURATION}/CustomizedMetricSpecification/Metrics", entry.pointer);
    let add = element_id("add", &list);
    let row = |(at, row): (usize, &QueryRow)| query(entry, outline, (number, at), row, &list);
    let more = Edit::Scaling(ScalingEdit::Query(number, QueryEdit::Add));
    html! {
        <div class="list" role="group" aria-label={format!("Expression of {}", entry.of)}>
            <p class="list-title">{ "Metrics by their ids, and the expression of them" }</p>
            { for rows.iter().enumerate().map(row) }
            if !outline.metrics.is_empty() {
                { entry.sheet.add(add, "+ Metric", format!("Add a metric to {}", entry.of), more) }
            }
        </div>
    }
}

fn query(
    entry: Entry<'_>,
    outline: &Outline,
    (number, at): (usize, usize),
    row: &QueryRow,
    list: &str,
) -> Html {
    let of = format!("metric {} of {}", at + 1, entry.of);
    let field = |label: &'static str, member: &str, value: &str| ScenarioField {
        pointer: format!("{list}/{at}/{member}"),
        label,
        name: format!("{label}, {of}"),
        value: value.to_owned(),
        ..ScenarioField::default()
    };
    let edit = move |make: fn(usize, String) -> QueryEdit| {
        move |typed| Edit::Scaling(ScalingEdit::Query(number, make(at, typed)))
    };
    let choices = outline.metrics.iter().map(|choice| (choice.metric.to_string(), choice.words.clone()));
    let remove = Edit::Scaling(ScalingEdit::Query(number, QueryEdit::Remove(at)));
    html! {
        <div key={at} class="entry query">
            { entry.sheet.input(field("Id", "Id", &row.id), edit(QueryEdit::Id)) }
            if let Some(expression) = &row.expression {
                { entry.sheet.input(field("Expression", "Expression", expression), edit(QueryEdit::Expression)) }
            } else {
                { entry.sheet.select(field("Metric", "MetricStat/Metric", &row.metric), with_written(choices.collect(), &row.metric, "as written"), edit(QueryEdit::Metric)) }
            }
            { entry.sheet.remove(format!("Remove {of}"), remove, element_id("add", list)) }
        </div>
    }
}

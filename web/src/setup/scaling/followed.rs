//! What a target tracking policy follows.

use crate::session::{Edit, MATH, Outline, PolicyAt, PolicyRow, ScalingEdit, ServiceRow, tracked_choices};
use crate::setup::form::with_written;
use crate::setup::members::Entry;
use crate::setup::queries::{Queries, query_members};
use crate::setup::sheet::{ScenarioField, plain};
use yew::prelude::*;

const STATISTICS: [&str; 5] = ["Average", "Minimum", "Maximum", "SampleCount", "Sum"];

const CUSTOMIZED: &str = "CustomizedMetricSpecification";

/// The metric, and what belongs to it.
pub(super) fn followed(
    entry: Entry<'_>,
    outline: &Outline,
    service: Option<&ServiceRow>,
    (at, row): (PolicyAt, &PolicyRow),
) -> Html {
    let tracked = &row.tracked;
    let configuration = at.of.fields().tracking;
    let field = |label: &'static str, member: &str, value: &str| ScenarioField {
        pointer: format!("{}/{configuration}/{member}", entry.pointer),
        label,
        name: format!("{label}, {}", entry.of),
        value: value.to_owned(),
        ..ScenarioField::default()
    };
    let metric = field("Keeps at its target", "metric", &tracked.choice);
    let statistic = field("Statistic", &format!("{CUSTOMIZED}/Statistic"), &tracked.statistic);
    let options = with_written(tracked_choices(outline, at.of, service), &tracked.choice, "as written");
    let edit = move |make: fn(PolicyAt, String) -> ScalingEdit| move |chosen| Edit::Scaling(make(at, chosen));
    let list = format!("{}/{configuration}/{CUSTOMIZED}/Metrics", entry.pointer);
    let queries = Queries {
        sheet: entry.sheet,
        list: &list,
        of: entry.of,
        rows: &tracked.queries,
        metrics: &outline.metrics,
    };
    html! {
        <>
            { entry.sheet.select(metric, options, edit(ScalingEdit::Metric)) }
            if tracked.choice == MATH {
                { queries.list(move |edit| Edit::Scaling(ScalingEdit::Query(at, edit))) }
            } else if !tracked.statistic.is_empty() {
                { entry.sheet.select(statistic, plain(&STATISTICS, &tracked.statistic), edit(ScalingEdit::Statistic)) }
            }
        </>
    }
}

/// The members that its fields show, within the policy.
pub(super) fn followed_members(row: &PolicyRow) -> Vec<String> {
    let customised = format!("{}/{CUSTOMIZED}", row.of.fields().tracking);
    let statistic = format!("{customised}/Statistic");
    query_members(&format!("{customised}/Metrics"), &row.tracked.queries)
        .into_iter()
        .chain([statistic])
        .collect()
}

//! Alarms of CloudWatch: what each watches, against which threshold, and what a value would do.

use super::form::{Section, with_written};
use super::more::more;
use super::queries::{Queries, STATISTICS, query_members};
use super::sheet::{ScenarioField, ScenarioSheet, plain};
use crate::platform;
use crate::session::{
    AlarmEdit, AlarmField, AlarmRow, Dispatch, Edit, MATH, MetricChoice, Outline, Shared, element_id,
};
use ecs_core::finding::Finding;
use yew::prelude::*;

/// Rows that are shown at first, and more each time.
pub(super) const ALARM_ROWS: usize = 20;

/// Members of which everything is said at their fields.
pub(super) const ALARM_MEMBERS: [&str; 10] = [
    "AlarmName",
    "Metrics",
    "MetricName",
    "Statistic",
    "Period",
    "EvaluationPeriods",
    "DatapointsToAlarm",
    "Threshold",
    "ComparisonOperator",
    "TreatMissingData",
];

/// The id of the button that adds an alarm.
const ADD: &str = "add-alarm";

const COMPARISONS: [(&str, &str); 4] = [
    ("GreaterThanThreshold", "is above"),
    ("GreaterThanOrEqualToThreshold", "is at or above"),
    ("LessThanThreshold", "is below"),
    ("LessThanOrEqualToThreshold", "is at or below"),
];

const MISSING: [(&str, &str); 4] = [
    ("missing", "missing: no data, no state"),
    ("notBreaching", "within the threshold"),
    ("breaching", "beyond the threshold"),
    ("ignore", "ignored: the state stays"),
];

const PERIODS: [(&str, &str); 3] = [("60", "1 minute"), ("300", "5 minutes"), ("900", "15 minutes")];

/// What alarms there are.
#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct AlarmsProps {
    /// What the forms show of the scenario.
    pub(super) outline: Shared<Outline>,
    /// What there is to say of it.
    pub(super) findings: Shared<Vec<Finding>>,
    /// Where actions go.
    pub(super) dispatch: Dispatch,
}

/// The alarms.
#[component]
pub(super) fn Alarms(props: &AlarmsProps) -> Html {
    let shown = use_state(|| ALARM_ROWS);
    let rows = &props.outline.alarms;
    let sheet = ScenarioSheet { findings: &props.findings, dispatch: &props.dispatch };
    let row = |(number, row): (usize, &AlarmRow)| alarm(sheet, &props.outline.metrics, number, row);
    html! {
        <section class="group" aria-labelledby="alarms-heading">
            <div class="group-head"><h3 id="alarms-heading">{ "Alarms" }</h3></div>
            <p class="note">{ "An alarm of CloudWatch holds a metric against a threshold, once a minute. It tells topics and scaling policies." }</p>
            <div class="sections">{ for rows.iter().take(*shown).enumerate().map(row) }</div>
            { more(&shown, rows.len(), ALARM_ROWS) }
            { sheet.add(ADD.to_owned(), "+ Alarm", "+ Alarm".to_owned(), Edit::Alarm(AlarmEdit::Add)) }
        </section>
    }
}

/// A field of an alarm.
fn field(
    number: usize,
    row: &AlarmRow,
    field: AlarmField,
    label: &'static str,
    value: &str,
) -> ScenarioField {
    ScenarioField {
        pointer: format!("/alarms/{number}/{}", field.member()),
        label,
        name: format!("{label}, alarm {}", row.name),
        value: value.to_owned(),
        ..ScenarioField::default()
    }
}

/// What typing into it does.
fn typed(number: usize, field: AlarmField) -> impl Fn(String) -> Edit + 'static {
    move |typed| Edit::Alarm(AlarmEdit::Set(number, field, typed))
}

fn alarm(sheet: ScenarioSheet<'_>, metrics: &[MetricChoice], number: usize, row: &AlarmRow) -> Html {
    let pointer = format!("/alarms/{number}");
    let title = if row.name.is_empty() { "(no name)".to_owned() } else { row.name.clone() };
    let remove = sheet.remove(
        format!("Remove alarm {}", row.name),
        Edit::Alarm(AlarmEdit::Remove(number)),
        ADD.to_owned(),
    );
    let name = field(number, row, AlarmField::Name, "Name", &row.name);
    html! {
        <Section key={number} {title} brief={row.brief(metrics)} opens={sheet.says_something_in(&pointer)}>
            <div class="entry one">
                { sheet.input(name, typed(number, AlarmField::Name)) }
                { remove }
            </div>
            { watched(sheet, metrics, number, row) }
            { compared(sheet, number, row) }
            { counted_periods(sheet, number, row) }
            { rest(sheet, &pointer, row) }
            <Preview row={row.clone()} id={element_id("preview", &pointer)} />
        </Section>
    }
}

/// What is said of the alarm and stands at none of its fields.
fn rest(sheet: ScenarioSheet<'_>, pointer: &str, row: &AlarmRow) -> Html {
    let queries = query_members("Metrics", &row.queries);
    let known: Vec<&str> = ALARM_MEMBERS.into_iter().chain(queries.iter().map(String::as_str)).collect();
    sheet.under_rest(pointer, &known, &[])
}

/// One metric with its statistic, or an expression of several.
fn watched(sheet: ScenarioSheet<'_>, metrics: &[MetricChoice], number: usize, row: &AlarmRow) -> Html {
    let metric = field(number, row, AlarmField::Metric, "Metric", &row.metric);
    let statistic = field(number, row, AlarmField::Statistic, "Statistic", &row.statistic);
    let math = (MATH.to_owned(), "An expression of metrics".to_owned());
    let choices = metrics.iter().map(|choice| (choice.metric.to_string(), choice.words.clone()));
    let options = with_written(choices.chain([math]).collect(), &row.metric, "by its full name");
    let metric = sheet.select(metric, options, typed(number, AlarmField::Metric));
    if !row.is_math() {
        return html! {
            <div class="pair">
                { metric }
                { sheet.select(statistic, plain(&STATISTICS, &row.statistic), typed(number, AlarmField::Statistic)) }
            </div>
        };
    }
    let (list, of) = (format!("/alarms/{number}/Metrics"), format!("alarm {}", row.name));
    let queries = Queries { sheet, list: &list, of: &of, rows: &row.queries, metrics };
    html! {
        <>
            { metric }
            { queries.list(move |edit| Edit::Alarm(AlarmEdit::Query(number, edit))) }
        </>
    }
}

fn compared(sheet: ScenarioSheet<'_>, number: usize, row: &AlarmRow) -> Html {
    let comparison = field(number, row, AlarmField::Comparison, "Goes off where it", &row.comparison);
    let threshold = field(number, row, AlarmField::Threshold, "Threshold", &row.threshold);
    html! {
        <div class="pair">
            { sheet.select(comparison, worded(&COMPARISONS, &row.comparison), typed(number, AlarmField::Comparison)) }
            { sheet.input(threshold, typed(number, AlarmField::Threshold)) }
        </div>
    }
}

fn counted_periods(sheet: ScenarioSheet<'_>, number: usize, row: &AlarmRow) -> Html {
    let count = |own: AlarmField, label: &'static str, value: &str, placeholder: &str| ScenarioField {
        range: Some((1, 1440)),
        placeholder: placeholder.to_owned(),
        ..field(number, row, own, label, value)
    };
    let datapoints = count(AlarmField::Datapoints, "Datapoints to alarm", &row.datapoints, &row.periods);
    let periods = count(AlarmField::Periods, "Of so many periods", &row.periods, "");
    let missing = field(number, row, AlarmField::Missing, "Missing data is", &row.missing);
    html! {
        <>
            <div class="pair">
                { sheet.input(datapoints, typed(number, AlarmField::Datapoints)) }
                { sheet.input(periods, typed(number, AlarmField::Periods)) }
            </div>
            <div class="pair">
                { sheet.select(field(number, row, AlarmField::Period, "Period", &row.period), worded(&PERIODS, &row.period), typed(number, AlarmField::Period)) }
                { sheet.select(missing, worded(&MISSING, &row.missing), typed(number, AlarmField::Missing)) }
            </div>
        </>
    }
}

fn worded(options: &[(&str, &str)], written: &str) -> Vec<(String, String)> {
    let options = options.iter().map(|(value, words)| ((*value).to_owned(), (*words).to_owned()));
    with_written(options.collect(), written, "as written")
}

#[derive(Clone, Debug, PartialEq, Properties)]
struct PreviewProps {
    row: AlarmRow,
    id: String,
}

/// What a value of the metric would do. The value is nobody else's.
#[component]
fn Preview(props: &PreviewProps) -> Html {
    let value = use_state_eq(|| None::<String>);
    let shown = (*value).clone().unwrap_or_else(|| props.row.threshold.clone());
    let setter = value.setter();
    let oninput = Callback::from(move |event: InputEvent| setter.set(Some(platform::value_of(&event))));
    let told = props.row.preview(&shown);
    html! {
        <div class="entry one preview" role="group" aria-label={format!("What a value would do to alarm {}", props.row.name)}>
            <div class="field">
                <label for={props.id.clone()}>{ "Try a value of the metric" }</label>
                <input id={props.id.clone()} type="text" inputmode="decimal" autocomplete="off" value={shown} {oninput} />
                <p class="note" role="status">
                    { told.map_or_else(|| "Numbers are needed to tell.".to_owned(), |told| told.join(" ")) }
                </p>
            </div>
        </div>
    }
}

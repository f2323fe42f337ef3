//! The entries that an expression of metrics is made of: of an alarm, or of what a policy follows.

use super::form::with_written;
use super::sheet::{ScenarioField, ScenarioSheet, plain};
use crate::session::{Edit, MetricChoice, QueryEdit, QueryRow, element_id};
use yew::prelude::*;

/// Statistics of CloudWatch that are offered.
pub(super) const STATISTICS: [&str; 9] =
    ["Average", "Sum", "Minimum", "Maximum", "SampleCount", "p50", "p90", "p95", "p99"];

/// The entries of something.
#[derive(Clone, Copy)]
pub(super) struct Queries<'a> {
    pub(super) sheet: ScenarioSheet<'a>,
    /// The list's place in the scenario.
    pub(super) list: &'a str,
    /// What they are of, for those who do not see where a field stands.
    pub(super) of: &'a str,
    /// What is in the list.
    pub(super) rows: &'a [QueryRow],
    /// What there is to watch.
    pub(super) metrics: &'a [MetricChoice],
}

/// The members that the fields of so many entries show, within what has the list as `member`.
pub(super) fn query_members(member: &str, rows: &[QueryRow]) -> Vec<String> {
    let of_entry = |at: usize| {
        let members = ["", "/Id", "/Expression", "/MetricStat/Metric", "/MetricStat/Stat"];
        members.map(|own| format!("{member}/{at}{own}"))
    };
    (0..rows.len()).flat_map(of_entry).chain([member.to_owned()]).collect()
}

impl Queries<'_> {
    /// The entries, what is added to them, and which of them is watched.
    pub(super) fn list(self, edit: impl Fn(QueryEdit) -> Edit + Clone + 'static) -> Html {
        let (sheet, of) = (self.sheet, self.of);
        let add = element_id("add", self.list);
        let expression = sheet.add(
            add.clone(),
            "+ Expression",
            format!("Add an expression to {of}"),
            edit(QueryEdit::AddExpression),
        );
        html! {
            <div class="list" role="group" aria-label={format!("Expression of {of}")}>
                <p class="list-title">{ "Metrics by their ids, and what is made of them" }</p>
                { for self.rows.iter().enumerate().map(|(at, row)| self.entry(at, row, edit.clone())) }
                <div class="add-row">
                    if !self.metrics.is_empty() {
                        { sheet.add(format!("{add}-metric"), "+ Metric", format!("Add a metric to {of}"), edit(QueryEdit::AddMetric)) }
                    }
                    { expression }
                </div>
                { self.returned(edit) }
            </div>
        }
    }

    fn field(&self, at: usize, label: &'static str, member: &str, value: &str) -> ScenarioField {
        ScenarioField {
            pointer: format!("{}/{at}/{member}", self.list),
            label,
            name: format!("{label}, {}", self.name_of(at)),
            value: value.to_owned(),
            ..ScenarioField::default()
        }
    }

    fn name_of(&self, at: usize) -> String {
        format!("entry {} of {}", at + 1, self.of)
    }

    fn entry(self, at: usize, row: &QueryRow, edit: impl Fn(QueryEdit) -> Edit + Clone + 'static) -> Html {
        let sheet = self.sheet;
        let made = move |make: fn(usize, String) -> QueryEdit| {
            let edit = edit.clone();
            move |typed| edit(make(at, typed))
        };
        let remove = made(|at, _| QueryEdit::Remove(at))(String::new());
        let metrics = self.metrics.iter().map(|choice| (choice.metric.to_string(), choice.words.clone()));
        let metrics = with_written(metrics.collect(), &row.metric, "by its full name");
        html! {
            <div key={at} class="entry query">
                { sheet.name_input(self.field(at, "Id", "Id", &row.id), made(QueryEdit::Id)) }
                if row.expression.is_none() {
                    { sheet.select(self.field(at, "Statistic", "MetricStat/Stat", &row.statistic), plain(&STATISTICS, &row.statistic), made(QueryEdit::Statistic)) }
                }
                { sheet.remove(format!("Remove {}", self.name_of(at)), remove, element_id("add", self.list)) }
                if let Some(expression) = &row.expression {
                    { sheet.input(self.field(at, "Expression", "Expression", expression), made(QueryEdit::Expression)) }
                } else {
                    { sheet.select(self.field(at, "Metric", "MetricStat/Metric", &row.metric), metrics, made(QueryEdit::Metric)) }
                }
                { sheet.under(&format!("{}/{at}", self.list)) }
            </div>
        }
    }

    /// Which entry is watched. Where that is not one, somebody has to choose.
    fn returned(self, edit: impl Fn(QueryEdit) -> Edit + 'static) -> Html {
        let returned = QueryRow::returned(self.rows);
        let none = returned.is_none().then(|| (String::new(), "choose one".to_owned()));
        let ids = self.rows.iter().map(|row| (row.id.clone(), row.id.clone()));
        let field = ScenarioField {
            pointer: self.list.to_owned(),
            label: "Watched is",
            name: format!("Watched is, {}", self.of),
            value: returned.unwrap_or_default().to_owned(),
            ..ScenarioField::default()
        };
        let options = none.into_iter().chain(ids).collect();
        self.sheet.select(field, options, move |id| edit(QueryEdit::Returns(id)))
    }
}

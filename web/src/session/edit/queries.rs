//! Edits of the entries that an expression of metrics is made of: of an alarm, or of what a policy follows.

use super::number_or_text;
use super::placement::remove_element;
use super::without;
use crate::session::alarms::MetricChoice;
use crate::session::queries::QueryRow;
use ecs_core::json::{self, EditError};
use ecs_core::metrics::MetricRef;
use serde_json::{Value, json};

/// What is changed of the entries, each by its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QueryEdit {
    /// One more metric.
    AddMetric,
    /// One more expression.
    AddExpression,
    /// One less.
    Remove(usize),
    /// What an entry is called: expressions that name it follow.
    Id(usize, String),
    /// The metric of an entry, by its full name.
    Metric(usize, String),
    /// Its statistic.
    Statistic(usize, String),
    /// An expression.
    Expression(usize, String),
    /// The entry of that id is watched, and no other.
    Returns(String),
}

/// Entries that are edited.
pub(super) struct Queries<'a> {
    /// Where the list is.
    pub(super) list: String,
    /// What is in it.
    pub(super) rows: &'a [QueryRow],
    /// What there is to watch.
    pub(super) metrics: &'a [MetricChoice],
    /// The period in seconds of a metric that is added; none where metrics have none.
    pub(super) period: Option<&'a str>,
}

/// `Dimensions` of a metric.
pub(super) fn dimensions(metric: &MetricRef) -> Value {
    metric.dimensions.iter().map(|own| json!({"Name": own.name, "Value": own.value})).collect()
}

/// A metric as an object of its own.
pub(super) fn metric(metric: &MetricRef) -> Value {
    json!({"Namespace": metric.namespace, "MetricName": metric.name, "Dimensions": dimensions(metric)})
}

/// An entry that is a metric, and not what is watched.
pub(super) fn entry(id: &str, watched: &MetricRef, statistic: &str, period: Option<&str>) -> Value {
    let mut stat = json!({"Metric": metric(watched)});
    if let Some(period) = period {
        stat["Period"] = number_or_text(period);
    }
    stat["Stat"] = json!(statistic);
    json!({"Id": id, "MetricStat": stat, "ReturnData": false})
}

impl Queries<'_> {
    /// `text` with the edit made.
    pub(super) fn edit(&self, text: &str, edit: &QueryEdit) -> Result<String, EditError> {
        let (list, rows) = (&self.list, self.rows);
        match edit {
            QueryEdit::AddMetric => {
                let choice = self.metrics.first().ok_or(EditError::NoSuchPlace)?;
                let added = entry(&self.free_id("m"), &choice.metric, choice.statistic, self.period);
                json::set(text, &format!("{list}/{}", rows.len()), &added)
            }
            QueryEdit::AddExpression => self.add_expression(text),
            QueryEdit::Remove(at) => remove_element(text, list, *at, rows.len()),
            QueryEdit::Id(at, typed) => self.rename(text, *at, typed),
            QueryEdit::Metric(at, chosen) => {
                let named = |choice: &&MetricChoice| choice.metric.to_string() == *chosen;
                let Some(choice) = self.metrics.iter().find(named) else { return Ok(text.to_owned()) };
                let place = format!("{list}/{at}/MetricStat");
                let edited = json::set(text, &format!("{place}/Metric"), &metric(&choice.metric))?;
                json::set(&edited, &format!("{place}/Stat"), &json!(choice.statistic))
            }
            QueryEdit::Statistic(at, chosen) => {
                json::set(text, &format!("{list}/{at}/MetricStat/Stat"), &json!(chosen))
            }
            QueryEdit::Expression(at, typed) => {
                json::set(text, &format!("{list}/{at}/Expression"), &json!(typed))
            }
            QueryEdit::Returns(id) => self.returns(text, id),
        }
    }

    /// An id has no dash between its letter and its number.
    fn free_id(&self, letter: &str) -> String {
        let is_free = |id: &String| self.rows.iter().all(|row| row.id != *id);
        // One of them is free: there are more than rows.
        let mut ids = (0..=self.rows.len()).map(|number| format!("{letter}{}", number + 1));
        ids.find(is_free).unwrap_or_default()
    }

    /// One that is the first entry as it is, to be written on. It is watched where nothing is.
    fn add_expression(&self, text: &str) -> Result<String, EditError> {
        let first = self.rows.first().map_or("1", |row| row.id.as_str());
        let mut added = json!({"Id": self.free_id("e"), "Expression": first});
        if self.rows.iter().any(|row| row.returns) {
            added["ReturnData"] = json!(false);
        }
        json::set(text, &format!("{}/{}", self.list, self.rows.len()), &added)
    }

    /// Expressions go by an id as long as it says whose it is.
    fn rename(&self, text: &str, at: usize, id: &str) -> Result<String, EditError> {
        let old = self.rows.get(at).ok_or(EditError::NoSuchPlace)?.id.as_str();
        let count = |wanted: &str| self.rows.iter().filter(|row| row.id == wanted).count();
        let follows = !id.is_empty() && !old.is_empty() && count(old) == 1 && count(id) == 0;
        let mut edited = text.to_owned();
        for (number, row) in self.rows.iter().enumerate().filter(|_| follows) {
            let Some(expression) = &row.expression else { continue };
            let renamed = renamed(expression, old, id);
            if renamed != *expression {
                edited = json::set(&edited, &format!("{}/{number}/Expression", self.list), &json!(renamed))?;
            }
        }
        json::set(&edited, &format!("{}/{at}/Id", self.list), &json!(id))
    }

    /// What is watched says nothing of it, and every other entry does.
    fn returns(&self, text: &str, id: &str) -> Result<String, EditError> {
        let mut edited = text.to_owned();
        let Some(chosen) = self.rows.iter().position(|row| row.id == id) else { return Ok(edited) };
        for (at, row) in self.rows.iter().enumerate() {
            let member = format!("{}/{at}/ReturnData", self.list);
            if at == chosen && !row.returns {
                edited = without(&edited, &member)?;
            } else if at != chosen && row.returns {
                edited = json::set(&edited, &member, &json!(false))?;
            }
        }
        Ok(edited)
    }
}

/// An expression in which an entry goes by another id. Texts in quotation marks name no entry.
fn renamed(expression: &str, old: &str, new: &str) -> String {
    let is_of_word = |character: char| character.is_ascii_alphanumeric() || character == '_';
    let (mut told, mut word, mut quote) = (String::new(), String::new(), None);
    for character in expression.chars().chain(['\n']) {
        if quote.is_none() && is_of_word(character) {
            word.push(character);
            continue;
        }
        told.push_str(if word == old { new } else { &word });
        word.clear();
        told.push(character);
        quote = match quote {
            None if matches!(character, '"' | '\'') => Some(character),
            Some(open) if open == character => None,
            other => other,
        };
    }
    told.pop();
    told
}

#[cfg(test)]
mod tests {
    use super::renamed;

    #[test]
    fn an_expression_follows_the_ids_that_it_names() {
        assert_eq!(
            renamed("m1 / (m1 + m10) * FILL(m1, 0)", "m1", "busy"),
            "busy / (busy + m10) * FILL(busy, 0)"
        );
        assert_eq!(renamed("SEARCH('m1', \"m1\") + m1", "m1", "x"), "SEARCH('m1', \"m1\") + x");
        assert_eq!(renamed("m1", "m1", "m2"), "m2");
    }
}

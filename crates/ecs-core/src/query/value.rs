//! What subjects are compared with: texts, numbers, versions, dates.

use jiff::Timestamp;
use jiff::civil;
use jiff::tz::TimeZone;
use std::cmp::Ordering;

/// What stands behind an operator, read as its subject has it. Spec: QUERY-5.
#[derive(Clone, Debug, PartialEq)]
pub enum Bound {
    /// A text, as it is.
    Text(String),
    /// A whole number.
    Number(u64),
    /// A version.
    Version(Version),
    /// A date.
    Date(Date),
}

/// Numbers with dots between them, compared one by one: 1.9.0 comes before 1.14.5.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// As it is written.
    pub text: String,
    parts: Vec<u64>,
}

impl Version {
    /// Reads a version. None where a part is no number.
    pub fn read(text: &str) -> Option<Version> {
        let parts = text.split('.').map(|part| part.parse().ok()).collect::<Option<Vec<u64>>>()?;
        Some(Version { text: text.to_owned(), parts })
    }

    /// Compares part by part; what is left out is 0.
    pub fn compare(&self, other: &Version) -> Ordering {
        let length = self.parts.len().max(other.parts.len());
        let part = |version: &Version, number: usize| version.parts.get(number).copied().unwrap_or(0);
        (0..length)
            .map(|number| part(self, number).cmp(&part(other, number)))
            .find(|ordering| ordering.is_ne())
            .unwrap_or(Ordering::Equal)
    }
}

/// A moment: `2018-06-18T22:28:28+00:00`, with `Z`, without zone, or a date alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Date {
    /// As it is written.
    pub text: String,
    /// What it means. No zone is UTC, a date alone its midnight.
    pub moment: Timestamp,
}

impl Date {
    /// Reads a date. None where it is written otherwise.
    pub fn read(text: &str) -> Option<Date> {
        let moment = text.parse::<Timestamp>().ok().or_else(|| {
            let local = text.parse::<civil::DateTime>().ok()?;
            local.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
        })?;
        Some(Date { text: text.to_owned(), moment })
    }
}

impl Bound {
    /// As it is written.
    pub fn text(&self) -> String {
        match self {
            Bound::Text(text) => text.clone(),
            Bound::Number(number) => number.to_string(),
            Bound::Version(version) => version.text.clone(),
            Bound::Date(date) => date.text.clone(),
        }
    }
}

/// How two values of an attribute stand to each other: as numbers where both are numbers, else by
/// their characters. Spec: QUERY-6.
pub(super) fn compare_texts(one: &str, two: &str) -> Ordering {
    match (one.parse::<i128>(), two.parse::<i128>()) {
        (Ok(one), Ok(two)) => one.cmp(&two),
        _ => one.cmp(two),
    }
}

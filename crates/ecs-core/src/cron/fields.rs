//! A field of a cron expression: values, ranges and steps.

use super::{ScheduleFault, shorten};

/// What a field may hold.
pub(super) struct Field {
    /// What it is called in a sentence.
    name: &'static str,
    least: u16,
    most: u16,
    /// Names of the values, from the least on; none where it has none.
    names: &'static [&'static str],
}

const fn field(name: &'static str, least: u16, most: u16) -> Field {
    Field { name, least, most, names: &[] }
}

pub(super) const MINUTES: Field = field("minute", 0, 59);
pub(super) const HOURS: Field = field("hour", 0, 23);
pub(super) const DAYS_OF_MONTH: Field = field("day of the month", 1, 31);
pub(super) const MONTHS: Field = Field {
    names: &["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"],
    ..field("month", 1, 12)
};
pub(super) const DAYS_OF_WEEK: Field =
    Field { names: &["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"], ..field("day of the week", 1, 7) };
/// Of crontab: Sunday is both 0 and 7.
pub(super) const UNIX_DAYS_OF_WEEK: Field =
    Field { names: DAYS_OF_WEEK.names, ..field("day of the week", 0, 7) };
pub(super) const YEARS: Field = field("year", 1970, 2199);

impl Field {
    /// A value by its number or its name.
    pub(super) fn value(&self, text: &str) -> Option<u16> {
        let named = self.names.iter().position(|name| name.eq_ignore_ascii_case(text));
        let named = named.and_then(|at| u16::try_from(at).ok()).map(|at| at + self.least);
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let number = text.parse().ok().filter(|_| digits);
        named.or(number).filter(|value| (self.least..=self.most).contains(value))
    }

    /// That a part of a field is none.
    pub(super) fn fault(&self, part: &str) -> ScheduleFault {
        let names = match (self.names.first(), self.names.last()) {
            (Some(first), Some(last)) => format!(", or {first} to {last}"),
            _ => String::new(),
        };
        let hint = format!("the {} is {} to {}{names}", self.name, self.least, self.most);
        ScheduleFault::new(format!("`{}` is no {} of a cron expression", shorten(part), self.name), hint)
    }
}

/// The values of a field, ascending.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Set(Vec<u16>);

impl Set {
    /// Reads `*`, `5`, `1-5`, `0/15`, and lists of them.
    pub(super) fn parse(text: &str, field: &Field) -> Result<Set, ScheduleFault> {
        let mut values = Vec::new();
        for part in text.split(',') {
            values.extend(part_values(part, field).ok_or_else(|| field.fault(part))?);
        }
        Ok(Set::of(values.into_iter()))
    }

    /// These values.
    pub(super) fn of(values: impl Iterator<Item = u16>) -> Set {
        let mut values: Vec<u16> = values.collect();
        values.sort_unstable();
        values.dedup();
        Set(values)
    }

    pub(super) fn contains(&self, value: u16) -> bool {
        self.0.binary_search(&value).is_ok()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = u16> {
        self.0.iter().copied()
    }
}

fn part_values(part: &str, field: &Field) -> Option<Vec<u16>> {
    let (range, step) = match part.split_once('/') {
        Some((range, step)) => (range, Some(step.parse::<u16>().ok().filter(|step| *step > 0)?)),
        None => (part, None),
    };
    let (first, last) = match range.split_once('-') {
        _ if range == "*" || (range.is_empty() && step.is_some()) => (field.least, field.most),
        Some((first, last)) => (field.value(first)?, field.value(last)?),
        None if step.is_some() => (field.value(range)?, field.most),
        None => {
            let value = field.value(range)?;
            (value, value)
        }
    };
    let step = usize::from(step.unwrap_or(1));
    if first <= last {
        return Some((first..=last).step_by(step).collect());
    }
    // Over the end: `20-2` is from eight in the evening to two in the morning.
    Some((first..=field.most).chain(field.least..=last).step_by(step).collect())
}

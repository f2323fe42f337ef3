//! Schedule expressions of AWS: `rate(…)`, and `cron(…)` with its six fields.
//!
//! Own code, because the dialects of the libraries that could be linked here differ: AWS numbers the days
//! of a week from 1 on Sunday, has a year, and takes `?`, `L`, `W` and `#` where others take none of them.

mod dates;
mod days;
mod fields;
mod next;
#[cfg(test)]
mod tests;
mod unix;
mod zones;

pub use dates::{Due, next_dates};
use days::{DaysOfMonth, DaysOfWeek};
use fields::Set;
pub use zones::{time_zone, time_zone_names};

/// What makes something happen again and again. Spec: EVENT-3, EVENT-4.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Schedule {
    /// `rate(5 minutes)`.
    Rate {
        /// From one time to the next, in milliseconds.
        every_ms: u64,
    },
    /// `cron(0 2 * * ? *)`.
    Cron(Box<Cron>),
}

/// The six fields of a cron expression. Spec: EVENT-4.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cron {
    minutes: Set,
    hours: Set,
    months: Set,
    years: Set,
    days: Days,
}

/// Days by their number in the month or by their name: one of the two fields is `?`.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Days {
    OfMonth(DaysOfMonth),
    OfWeek(DaysOfWeek),
    /// Those of either: in crontab both may be given.
    Either(DaysOfMonth, DaysOfWeek),
}

/// Why an expression is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScheduleFault {
    /// What is wrong, in our words.
    pub message: String,
    /// What would be right; empty where the message says it.
    pub hint: String,
}

impl ScheduleFault {
    fn new(message: impl Into<String>, hint: impl Into<String>) -> ScheduleFault {
        ScheduleFault { message: message.into(), hint: hint.into() }
    }
}

impl Schedule {
    /// Reads `rate(…)` or `cron(…)`. Spec: EVENT-3, EVENT-4.
    ///
    /// # Errors
    ///
    /// What is wrong with the expression.
    pub fn parse(text: &str) -> Result<Schedule, ScheduleFault> {
        let inner = |kind: &str| text.strip_prefix(kind)?.strip_prefix('(')?.strip_suffix(')');
        if let Some(rate) = inner("rate") {
            return parse_rate(rate).map(|every_ms| Schedule::Rate { every_ms });
        }
        if let Some(cron) = inner("cron") {
            return Cron::parse(cron).map(|cron| Schedule::Cron(Box::new(cron)));
        }
        let hint = "write `rate(5 minutes)`, or `cron(0 2 * * ? *)` for two o'clock every night";
        if inner("at").is_some() {
            return Err(ScheduleFault::new("a rule has no `at(…)`: EventBridge Scheduler has", hint));
        }
        Err(ScheduleFault::new(format!("`{}` is no schedule", shorten(text)), hint))
    }
}

/// Milliseconds of `5 minutes`. Spec: EVENT-3.
fn parse_rate(text: &str) -> Result<u64, ScheduleFault> {
    let hint = "a rate is a whole number above zero and minute(s), hour(s) or day(s): `rate(5 minutes)`";
    let mut words = text.split(' ').filter(|word| !word.is_empty());
    let (Some(number), Some(unit), None) = (words.next(), words.next(), words.next()) else {
        return Err(ScheduleFault::new(format!("`{}` is no rate", shorten(text)), hint));
    };
    let number: u32 = match number.parse() {
        Ok(number) if number > 0 => number,
        _ => return Err(ScheduleFault::new(format!("`{}` is no number of a rate", shorten(number)), hint)),
    };
    let singular = unit.strip_suffix('s').unwrap_or(unit);
    let unit_ms: u64 = match singular {
        "minute" => 60_000,
        "hour" => 3_600_000,
        "day" => 86_400_000,
        _ => return Err(ScheduleFault::new(format!("`{}` is no unit of a rate", shorten(unit)), hint)),
    };
    let right = if number == 1 { singular.to_owned() } else { format!("{singular}s") };
    if unit != right {
        let message = format!("EventBridge takes `{right}` with {number}, and refuses `{unit}`");
        return Err(ScheduleFault::new(message, format!("write `rate({number} {right})`")));
    }
    Ok(u64::from(number) * unit_ms)
}

impl Cron {
    /// Reads the six fields, without `cron(` and `)`. Spec: EVENT-4.
    ///
    /// # Errors
    ///
    /// What is wrong with the expression.
    pub fn parse(text: &str) -> Result<Cron, ScheduleFault> {
        let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
        let [minutes, hours, days_of_month, months, days_of_week, years] = words[..] else {
            return Err(ScheduleFault::new(
                format!("a cron expression of AWS has six fields, and this one has {}", words.len()),
                "minutes, hours, day of the month, month, day of the week, year: `cron(0 2 * * ? *)`",
            ));
        };
        let days = match (days_of_month, days_of_week) {
            ("?", "?") => {
                return Err(ScheduleFault::new(
                    "`?` stands for both the day of the month and the day of the week",
                    "write `*` for one of the two",
                ));
            }
            ("?", _) => Days::OfWeek(DaysOfWeek::parse(days_of_week)?),
            (_, "?") => Days::OfMonth(DaysOfMonth::parse(days_of_month)?),
            _ => {
                return Err(ScheduleFault::new(
                    "the day of the month and the day of the week cannot both be given",
                    "write `?` for one of the two",
                ));
            }
        };
        Ok(Cron {
            minutes: Set::parse(minutes, &fields::MINUTES)?,
            hours: Set::parse(hours, &fields::HOURS)?,
            months: Set::parse(months, &fields::MONTHS)?,
            years: Set::parse(years, &fields::YEARS)?,
            days,
        })
    }
}

/// What a message quotes of a text.
fn shorten(text: &str) -> String {
    const MOST: usize = 60;
    if text.chars().count() <= MOST {
        text.to_owned()
    } else {
        text.chars().take(MOST).chain(['…']).collect()
    }
}

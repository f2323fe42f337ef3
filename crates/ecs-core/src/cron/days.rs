//! Days of a month and days of a week, with `L`, `W` and `#`.

use super::ScheduleFault;
use super::fields::{DAYS_OF_MONTH, DAYS_OF_WEEK, Set};
use jiff::civil::{Date, Weekday};

/// The third field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum DaysOfMonth {
    /// These.
    In(Set),
    /// `L`: the last.
    Last,
    /// `LW`: the last from Monday to Friday.
    LastWeekday,
    /// `15W`: the one from Monday to Friday that is nearest to this day, in the same month.
    NearestWeekday(u16),
}

/// The fifth field; Sunday is 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum DaysOfWeek {
    /// These.
    In(Set),
    /// `6L`: the last one of a month.
    Last(u16),
    /// `6#3`: the third one of a month.
    Nth(u16, i8),
}

impl DaysOfMonth {
    pub(super) fn parse(text: &str) -> Result<DaysOfMonth, ScheduleFault> {
        match text {
            "L" => return Ok(DaysOfMonth::Last),
            "LW" => return Ok(DaysOfMonth::LastWeekday),
            _ => {}
        }
        if let Some(day) = text.strip_suffix('W') {
            let day = DAYS_OF_MONTH.value(day).ok_or_else(|| DAYS_OF_MONTH.fault(text))?;
            return Ok(DaysOfMonth::NearestWeekday(day));
        }
        Set::parse(text, &DAYS_OF_MONTH).map(DaysOfMonth::In)
    }

    pub(super) fn contains(&self, date: Date) -> bool {
        let last = date.last_of_month();
        match self {
            DaysOfMonth::In(set) => set.contains(date.day().unsigned_abs().into()),
            DaysOfMonth::Last => date == last,
            DaysOfMonth::LastWeekday => Some(date) == nearest_weekday(last),
            DaysOfMonth::NearestWeekday(day) => {
                let day = i8::try_from(*day).ok();
                let around = day.and_then(|day| Date::new(date.year(), date.month(), day).ok());
                around.and_then(nearest_weekday) == Some(date)
            }
        }
    }
}

/// The day from Monday to Friday that is nearest to a date, in the same month.
fn nearest_weekday(date: Date) -> Option<Date> {
    let (before, behind) = (date.yesterday().ok(), date.tomorrow().ok());
    let same_month = |other: &Date| other.month() == date.month();
    match date.weekday() {
        Weekday::Saturday => before.filter(same_month).or_else(|| behind?.tomorrow().ok()),
        Weekday::Sunday => behind.filter(same_month).or_else(|| before?.yesterday().ok()),
        _ => Some(date),
    }
}

impl DaysOfWeek {
    pub(super) fn parse(text: &str) -> Result<DaysOfWeek, ScheduleFault> {
        let fault = || DAYS_OF_WEEK.fault(text);
        if text == "L" {
            return Set::parse("7", &DAYS_OF_WEEK).map(DaysOfWeek::In);
        }
        if let Some(day) = text.strip_suffix('L') {
            return DAYS_OF_WEEK.value(day).map(DaysOfWeek::Last).ok_or_else(fault);
        }
        if let Some((day, nth)) = text.split_once('#') {
            let day = DAYS_OF_WEEK.value(day).ok_or_else(fault)?;
            let nth = nth.parse().ok().filter(|nth| (1..=5).contains(nth)).ok_or_else(fault)?;
            return Ok(DaysOfWeek::Nth(day, nth));
        }
        Set::parse(text, &DAYS_OF_WEEK).map(DaysOfWeek::In)
    }

    pub(super) fn contains(&self, date: Date) -> bool {
        let weekday = date.weekday().to_sunday_one_offset().unsigned_abs().into();
        match self {
            DaysOfWeek::In(set) => set.contains(weekday),
            DaysOfWeek::Last(day) => *day == weekday && date.day() > date.days_in_month() - 7,
            DaysOfWeek::Nth(day, nth) => *day == weekday && (date.day() - 1) / 7 + 1 == *nth,
        }
    }
}

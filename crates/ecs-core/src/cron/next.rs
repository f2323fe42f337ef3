//! When a schedule is due next.

use super::{Cron, Days, Schedule};
use jiff::civil::Date;
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{Timestamp, ToSpan};

impl Schedule {
    /// The first moment behind `after` and not behind `until`; a rate counts from `begun`, in the time zone
    /// that a cron expression's fields are read in. Spec: EVENT-3, EVENT-4.
    pub fn next_after(
        &self,
        begun: Timestamp,
        after: Timestamp,
        until: Timestamp,
        zone: &TimeZone,
    ) -> Option<Timestamp> {
        match self {
            Schedule::Rate { every_ms } => {
                let every_ms = i64::try_from(*every_ms).ok()?;
                let times = (after.as_millisecond() - begun.as_millisecond()).div_euclid(every_ms) + 1;
                let ms = begun.as_millisecond().checked_add(times.checked_mul(every_ms)?)?;
                Timestamp::from_millisecond(ms).ok().filter(|next| *next <= until)
            }
            Schedule::Cron(cron) => cron.next_after(after, until, zone),
        }
    }
}

impl Cron {
    /// The first moment behind `after` and not behind `until` that the fields name in a time zone: the
    /// beginning of a minute. Days up to `until` are looked at, so a caller bounds the work.
    /// Spec: EVENT-4.
    pub fn next_after(&self, after: Timestamp, until: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
        let last = zone.to_datetime(until).date();
        let mut date = zone.to_datetime(after).date();
        while date <= last {
            if self.is_day(date)
                && let Some(next) = self.on(date, zone).find(|moment| *moment > after)
            {
                return Some(next).filter(|next| *next <= until);
            }
            date = date.checked_add(1.day()).ok()?;
        }
        None
    }

    fn is_day(&self, date: Date) -> bool {
        let number = |part: i16| part.unsigned_abs();
        self.years.contains(number(date.year()))
            && self.months.contains(number(date.month().into()))
            && match &self.days {
                Days::OfMonth(days) => days.contains(date),
                Days::OfWeek(days) => days.contains(date),
                Days::Either(month, week) => month.contains(date) || week.contains(date),
            }
    }

    /// The moments of a day. A time that clocks skip when they go forward is none; one that they show twice when
    /// they go back is the first of the two. Spec: SCALE-15.
    fn on(&self, date: Date, zone: &TimeZone) -> impl Iterator<Item = Timestamp> {
        let small = |value: u16| i8::try_from(value).unwrap_or(0);
        let times =
            self.hours.iter().flat_map(move |hour| self.minutes.iter().map(move |minute| (hour, minute)));
        times.filter_map(move |(hour, minute)| {
            let moment = zone.to_ambiguous_timestamp(date.at(small(hour), small(minute), 0, 0));
            let is_skipped = matches!(moment.offset(), AmbiguousOffset::Gap { .. });
            if is_skipped { None } else { moment.earlier().ok() }
        })
    }
}

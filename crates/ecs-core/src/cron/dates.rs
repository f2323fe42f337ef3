//! The next dates of a schedule, for somebody who writes one.

use crate::time::{Calendar, SimTime};
use jiff::civil::Weekday;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// How far dates are looked for: a 29 February may be eight years away.
const HORIZON_HOURS: i64 = 9 * 366 * 24;

/// A date that a schedule names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// What clocks of its time zone show: `Thu 2026-01-01 09:00`.
    pub local: String,
    /// The moment of the run.
    pub at: SimTime,
}

/// The first dates behind second 0 of a run. `next` is the first moment behind one and not behind another.
/// Spec: SCALE-15, ASG-15.
pub fn next_dates(
    calendar: &Calendar,
    zone: &TimeZone,
    count: usize,
    next: impl Fn(Timestamp, Timestamp) -> Option<Timestamp>,
) -> Vec<Due> {
    let begun = calendar.timestamp(SimTime::ZERO);
    let until = begun.saturating_add(SignedDuration::from_hours(HORIZON_HOURS)).unwrap_or(Timestamp::MAX);
    let dates = std::iter::successors(next(begun, until), |last| next(*last, until));
    let due = |moment: Timestamp| Due {
        local: local(moment, zone),
        at: SimTime::from_ms(u64::try_from(moment.as_millisecond() - begun.as_millisecond()).unwrap_or(0)),
    };
    dates.take(count).map(due).collect()
}

fn local(moment: Timestamp, zone: &TimeZone) -> String {
    let shown = zone.to_datetime(moment);
    let day = match shown.weekday() {
        Weekday::Monday => "Mon",
        Weekday::Tuesday => "Tue",
        Weekday::Wednesday => "Wed",
        Weekday::Thursday => "Thu",
        Weekday::Friday => "Fri",
        Weekday::Saturday => "Sat",
        Weekday::Sunday => "Sun",
    };
    format!("{day} {} {:02}:{:02}", shown.date(), shown.hour(), shown.minute())
}

#[cfg(test)]
mod tests {
    use super::next_dates;
    use crate::cron::{Schedule, time_zone};
    use crate::time::Calendar;
    use jiff::Timestamp;

    fn dates(schedule: &str, zone: &str) -> Vec<String> {
        let (calendar, zone) = (Calendar::default(), time_zone(zone).unwrap());
        let schedule = Schedule::parse(schedule).unwrap();
        let begun: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
        let next = |after, until| schedule.next_after(begun, after, until, &zone);
        let dates = next_dates(&calendar, &zone, 3, next);
        dates.iter().map(|due| format!("{} {}", due.local, due.at.as_ms() / 1000)).collect()
    }

    #[test]
    fn dates_are_told_in_their_zone_and_counted_from_second_0() {
        assert_eq!(
            dates("cron(0 9 ? * MON-FRI *)", "Europe/Berlin"),
            ["Thu 2026-01-01 09:00 28800", "Fri 2026-01-02 09:00 115200", "Mon 2026-01-05 09:00 374400"]
        );
        assert_eq!(dates("rate(5 minutes)", "UTC")[0], "Thu 2026-01-01 00:05 300");
    }

    #[test]
    fn a_date_that_seldom_comes_is_found_and_one_that_never_comes_is_not() {
        let local: Vec<String> = dates("cron(0 0 29 2 ? *)", "UTC");
        assert_eq!(local.len(), 2, "{local:?}");
        assert!(local[0].starts_with("Tue 2028-02-29 00:00"), "{local:?}");
        assert!(dates("cron(0 0 1 1 ? 2020)", "UTC").is_empty());
    }
}

//! When a scheduled action is due.
//!
//! Source: Application Auto Scaling guide, scheduled scaling; API, PutScheduledAction.

use crate::cron::{Due, Schedule, ScheduleFault, next_dates};
use crate::time::{Calendar, SimTime};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// What stands between the parentheses of `at(…)`, with 0 for every digit.
const AT_PATTERN: &str = "0000-00-00T00:00:00";

/// A scheduled action of a scalable target. Spec: SCALE-15.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScheduledAction {
    /// `ScheduledActionName`.
    pub name: String,
    /// The name of the target's service.
    pub service: String,
    /// `Schedule`.
    pub when: When,
    /// `Timezone`; UTC where none is given.
    pub zone: TimeZone,
    /// `StartTime`: it is due then, too, and not before.
    pub start: Option<Timestamp>,
    /// `EndTime`: it is not due any more behind it.
    pub end: Option<Timestamp>,
    /// `MinCapacity` of the target from then on; none: it stays.
    pub min_capacity: Option<u32>,
    /// `MaxCapacity` of the target from then on; none: it stays.
    pub max_capacity: Option<u32>,
}

/// `Schedule`: once, or again and again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum When {
    /// `at(2026-01-01T09:00:00)`.
    At(DateTime),
    /// `rate(…)` or `cron(…)`.
    Again(Schedule),
}

impl When {
    /// Reads `at(…)`, `rate(…)` or `cron(…)`. The unit of a rate may be singular or plural. The last field of a cron
    /// expression, the year, may be left out; a seventh field before the others is seconds, which do not count.
    /// Spec: SCALE-15.
    ///
    /// # Errors
    ///
    /// What is wrong with the expression.
    pub fn parse(text: &str) -> Result<When, ScheduleFault> {
        let inner = |kind: &str| text.strip_prefix(kind)?.strip_prefix('(')?.strip_suffix(')');
        if let Some(at) = inner("at") {
            return date_time(at).map(When::At).ok_or_else(|| ScheduleFault {
                message: "`at(…)` holds a date and a time to the second, without an offset".to_owned(),
                hint: "write `at(2026-01-01T09:00:00)`".to_owned(),
            });
        }
        let schedule = match (inner("cron"), inner("rate")) {
            (Some(cron), _) => Schedule::parse(&format!("cron({})", six_fields(cron))),
            (None, Some(rate)) => Schedule::parse(&format!("rate({})", agreed(rate))),
            (None, None) => Schedule::parse(text),
        };
        schedule.map(When::Again)
    }
}

/// AWS's `yyyy-mm-ddThh:mm:ss`, and no other way to write a moment of a calendar.
fn date_time(text: &str) -> Option<DateTime> {
    let is_pattern = text.len() == AT_PATTERN.len()
        && text.bytes().zip(AT_PATTERN.bytes()).all(|(given, wanted)| match wanted {
            b'0' => given.is_ascii_digit(),
            mark => given == mark,
        });
    // A leap second is no second of a schedule.
    text.parse().ok().filter(|_| is_pattern && !text.ends_with(":60"))
}

/// A rate as `cron` reads it: here the unit may be singular or plural, whatever the number.
fn agreed(text: &str) -> String {
    let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
    let [number, unit] = words[..] else { return text.to_owned() };
    let singular = unit.strip_suffix('s').unwrap_or(unit);
    if number.parse() == Ok(1) { format!("1 {singular}") } else { format!("{number} {singular}s") }
}

/// The fields as `cron` reads them.
fn six_fields(text: &str) -> String {
    let mut fields: Vec<&str> = text.split(' ').filter(|field| !field.is_empty()).collect();
    match fields.len() {
        5 => fields.push("*"),
        7 => drop(fields.remove(0)),
        _ => {}
    }
    fields.join(" ")
}

impl ScheduledAction {
    /// The first moment behind `after` and not behind `until` at which it is due; a rate counts from `begun`, or
    /// from `StartTime`. Spec: SCALE-15.
    pub fn next_after(&self, begun: Timestamp, after: Timestamp, until: Timestamp) -> Option<Timestamp> {
        let until = self.end.map_or(until, |end| end.min(until));
        let schedule = match &self.when {
            When::At(at) => {
                let at = self.zone.to_timestamp(*at).ok()?;
                return Some(at).filter(|at| *at > after && *at <= until);
            }
            When::Again(schedule) => schedule,
        };
        match self.start {
            Some(start) if start > after => Some(start).filter(|start| *start <= until),
            start => schedule.next_after(start.unwrap_or(begun), after, until, &self.zone),
        }
    }

    /// The first dates of a run that begins where the calendar says. Spec: SCALE-15.
    pub fn next_dates(&self, calendar: &Calendar, count: usize) -> Vec<Due> {
        let begun = calendar.timestamp(SimTime::ZERO);
        next_dates(calendar, &self.zone, count, |after, until| self.next_after(begun, after, until))
    }
}

#[cfg(test)]
mod tests {
    use super::{ScheduledAction, When};
    use crate::cron::time_zone;
    use jiff::Timestamp;

    fn action(schedule: &str, zone: &str) -> ScheduledAction {
        ScheduledAction {
            name: "n".to_owned(),
            service: "web".to_owned(),
            when: When::parse(schedule).expect(schedule),
            zone: time_zone(zone).expect(zone),
            start: None,
            end: None,
            min_capacity: None,
            max_capacity: None,
        }
    }

    fn at(text: &str) -> Timestamp {
        text.parse().expect("a time")
    }

    /// Every moment of a day that an action is due at.
    fn due(action: &ScheduledAction, day: &str) -> Vec<String> {
        let begun = at(&format!("{day}T00:00:00Z"));
        let (mut after, until) = (begun, at(&format!("{day}T23:59:59Z")));
        let mut found = Vec::new();
        while let Some(next) = action.next_after(begun, after, until) {
            found.push(next.to_string());
            after = next;
        }
        found
    }

    #[test]
    fn an_action_is_due_once_at_its_zones_time() {
        assert_eq!(due(&action("at(2026-07-01T09:00:00)", "UTC"), "2026-07-01"), ["2026-07-01T09:00:00Z"]);
        assert_eq!(
            due(&action("at(2026-07-01T09:00:00)", "Europe/Berlin"), "2026-07-01"),
            ["2026-07-01T07:00:00Z"]
        );
        assert!(due(&action("at(2026-07-01T09:00:00)", "UTC"), "2026-07-02").is_empty());
    }

    /// Worked examples scheduled.cron, and the guide's zone without summer time.
    #[test]
    fn expressions_of_the_guide() {
        let first = |cron: &str, zone: &str, day: &str| due(&action(cron, zone), day).first().cloned();
        let thursday = "2026-01-01";
        assert_eq!(first("cron(0 10 * * ? *)", "UTC", thursday).as_deref(), Some("2026-01-01T10:00:00Z"));
        assert_eq!(first("cron(15 12 * * ? *)", "UTC", thursday).as_deref(), Some("2026-01-01T12:15:00Z"));
        assert_eq!(first("cron(0 8 1 * ? *)", "UTC", thursday).as_deref(), Some("2026-01-01T08:00:00Z"));
        assert_eq!(first("cron(0 8 1 * ? *)", "UTC", "2026-01-02"), None);
        assert_eq!(
            first("cron(0 18 ? * MON-FRI *)", "Etc/GMT+9", "2026-01-02").as_deref(),
            Some("2026-01-02T03:00:00Z")
        );
        assert_eq!(due(&action("cron(0/15 * * * ? *)", "UTC"), thursday).len(), 95);
        let office = due(&action("cron(0/5 8-17 ? * MON-FRI *)", "UTC"), thursday);
        assert_eq!((office.len(), office.last().map(String::as_str)), (120, Some("2026-01-01T17:55:00Z")));
        assert!(due(&action("cron(0/5 8-17 ? * MON-FRI *)", "UTC"), "2026-01-03").is_empty());
    }

    #[test]
    fn a_year_may_be_left_out_and_seconds_do_not_count() {
        assert_eq!(When::parse("cron(30 6 ? * 2)"), When::parse("cron(30 6 ? * 2 *)"));
        assert_eq!(When::parse("cron(0 30 6 1 * ? *)"), When::parse("cron(30 6 1 * ? *)"));
        let stars = ["cron(0 10 * * * *)", "cron(0 10 * * *)", "cron(0 16 * * MON-FRI *)"];
        for text in [
            &stars[..],
            &["cron(0 10 1 * MON *)", "cron(0 10 ? * ? *)", "cron(0 10 * ?)", "rate(5)", "daily"],
        ]
        .concat()
        {
            assert!(When::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_moment_is_written_in_one_way() {
        for text in [
            "tomorrow",
            "2026-01-01",
            "20260101T090000",
            "2026-01-01t09:00:00",
            "2026-01-01 09:00:00",
            "2026-W01-1T09:00:00",
            "2026-01-01T09",
            "2026-01-01T09:00",
            "2026-01-01T09:00:00.5",
            "2026-01-01T09:00:60",
            "2026-01-01T09:00:00Z",
            "2026-01-01T09:00:00+01",
            "2026-01-01T09:00:00[Europe/Berlin]",
            "2026-02-30T00:00:00",
            "2026-01-01T24:00:00",
            " 2026-01-01T09:00:00",
        ] {
            let fault = When::parse(&format!("at({text})")).expect_err(text);
            assert_eq!(fault.hint, "write `at(2026-01-01T09:00:00)`", "{text}");
        }
        assert!(When::parse("at(2028-02-29T23:59:59)").is_ok());
    }

    /// SCALE-15: in Berlin there is no 02:30 on 29 March 2026, and there are two of it on 25 October.
    #[test]
    fn what_clocks_skip_is_left_out_and_what_they_show_twice_counts_once() {
        let berlin = |schedule: &str, day: &str| due(&action(schedule, "Europe/Berlin"), day);
        let (spring, autumn) = ("2026-03-29", "2026-10-25");
        assert!(berlin("cron(30 2 * * ? *)", spring).is_empty());
        assert_eq!(berlin("cron(0 2,3 * * ? *)", spring), ["2026-03-29T01:00:00Z"]);
        assert_eq!(berlin("cron(30 2 * * ? *)", autumn), ["2026-10-25T00:30:00Z"]);
        // 00:30 UTC is the first 02:30; the next one, at 01:30 UTC, does not count, and 03:00 is at 02:00 UTC.
        assert_eq!(
            berlin("cron(0/30 2-3 * * ? *)", autumn),
            ["2026-10-25T00:30:00Z", "2026-10-25T02:00:00Z", "2026-10-25T02:30:00Z"]
        );
        // The one moment of `at` comes all the same: an hour later, and the first of two.
        assert_eq!(berlin("at(2026-03-29T02:30:00)", spring), ["2026-03-29T01:30:00Z"]);
        assert_eq!(berlin("at(2026-10-25T02:30:00)", autumn), ["2026-10-25T00:30:00Z"]);
    }

    #[test]
    fn it_is_due_at_its_start_and_not_behind_its_end() {
        let mut hourly = action("rate(1 hour)", "UTC");
        hourly.start = Some(at("2026-01-01T09:30:00Z"));
        hourly.end = Some(at("2026-01-01T11:30:00Z"));
        let moments = ["2026-01-01T09:30:00Z", "2026-01-01T10:30:00Z", "2026-01-01T11:30:00Z"];
        assert_eq!(due(&hourly, "2026-01-01"), moments);
        let mut daily = action("cron(0 10 * * ? *)", "UTC");
        daily.start = Some(at("2026-01-01T10:00:00Z"));
        assert_eq!(due(&daily, "2026-01-01"), ["2026-01-01T10:00:00Z"]);
    }
}

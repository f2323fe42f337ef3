//! The five fields of crontab, as Amazon EC2 Auto Scaling takes them. Spec: ASG-15.

use super::days::{DaysOfMonth, DaysOfWeek};
use super::fields::{self, Set};
use super::{Cron, Days, ScheduleFault};

impl Cron {
    /// Reads `30 0 1 1,6,12 *`: minute, hour, day of the month, month, and day of the week, of which 0 and 7 are
    /// Sunday. Where both kinds of days are given, either counts. Spec: ASG-15.
    ///
    /// # Errors
    ///
    /// What is wrong with the expression.
    pub fn parse_unix(text: &str) -> Result<Cron, ScheduleFault> {
        let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
        let [minutes, hours, days_of_month, months, days_of_week] = words[..] else {
            return Err(ScheduleFault::new(
                format!("a recurrence has five fields, and this one has {}", words.len()),
                "minute, hour, day of the month, month, day of the week: `0 9 * * MON-FRI`",
            ));
        };
        let of_month = || Set::parse(days_of_month, &fields::DAYS_OF_MONTH).map(DaysOfMonth::In);
        let of_week =
            || Ok(DaysOfWeek::In(from_sunday(&Set::parse(days_of_week, &fields::UNIX_DAYS_OF_WEEK)?)));
        let days = match (days_of_month, days_of_week) {
            (_, "*") => Days::OfMonth(of_month()?),
            ("*", _) => Days::OfWeek(of_week()?),
            _ => Days::Either(of_month()?, of_week()?),
        };
        Ok(Cron {
            minutes: Set::parse(minutes, &fields::MINUTES)?,
            hours: Set::parse(hours, &fields::HOURS)?,
            months: Set::parse(months, &fields::MONTHS)?,
            years: Set::parse("*", &fields::YEARS)?,
            days,
        })
    }
}

/// Days as AWS's own dialect counts them: Sunday is 1.
fn from_sunday(days: &Set) -> Set {
    Set::of(days.iter().map(|day| day % 7 + 1))
}

#[cfg(test)]
mod tests {
    use super::Cron;
    use jiff::Timestamp;
    use jiff::tz::TimeZone;

    /// The first two moments behind the beginning of 2026, a Thursday.
    fn first(text: &str) -> Vec<String> {
        let cron = Cron::parse_unix(text).expect(text);
        let until: Timestamp = "2027-01-01T00:00:00Z".parse().expect("a time");
        let mut after: Timestamp = "2026-01-01T00:00:00Z".parse().expect("a time");
        let mut found = Vec::new();
        while let Some(next) = cron.next_after(after, until, &TimeZone::UTC).filter(|_| found.len() < 2) {
            found.push(next.to_string());
            after = next;
        }
        found
    }

    #[test]
    fn expressions_of_the_guide() {
        assert_eq!(first("30 0 1 1,6,12 *"), ["2026-01-01T00:30:00Z", "2026-06-01T00:30:00Z"]);
        assert_eq!(first("0 9 * * MON"), ["2026-01-05T09:00:00Z", "2026-01-12T09:00:00Z"]);
        assert_eq!(first("0 9 * * 1"), first("0 9 * * MON"));
        assert_eq!(first("0 9 * * 0"), first("0 9 * * 7"));
        assert_eq!(first("*/30 * * * *"), ["2026-01-01T00:30:00Z", "2026-01-01T01:00:00Z"]);
    }

    #[test]
    fn either_kind_of_days_counts_where_both_are_given() {
        assert_eq!(first("0 0 3 * FRI"), ["2026-01-02T00:00:00Z", "2026-01-03T00:00:00Z"]);
    }

    #[test]
    fn what_is_no_recurrence() {
        for text in ["", "0 9 * *", "0 9 * * ? *", "60 9 * * *", "0 9 * * 8", "0 9 L * *"] {
            assert!(Cron::parse_unix(text).is_err(), "{text}");
        }
    }
}

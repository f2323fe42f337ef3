//! Simulated time: whole milliseconds since second 0 of a scenario.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A moment of a run, in milliseconds since its second 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SimTime {
    ms: u64,
}

impl SimTime {
    /// Second 0.
    pub const ZERO: SimTime = SimTime { ms: 0 };

    /// The moment `ms` milliseconds after second 0.
    pub const fn from_ms(ms: u64) -> SimTime {
        SimTime { ms }
    }

    /// The moment `seconds` seconds after second 0.
    pub const fn from_seconds(seconds: u64) -> SimTime {
        SimTime { ms: seconds.saturating_mul(1000) }
    }

    /// Milliseconds since second 0.
    pub const fn as_ms(self) -> u64 {
        self.ms
    }

    /// Seconds since second 0, for rates and waiting times; exact for whole seconds of any run.
    #[expect(clippy::cast_precision_loss, reason = "a run's milliseconds are far below 2^53")]
    pub const fn as_seconds(self) -> f64 {
        self.ms as f64 / 1000.0
    }

    /// The whole millisecond nearest to so many seconds; a time before second 0 counts as second 0.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the cast saturates, and a run's milliseconds are far below 2^53"
    )]
    pub fn from_seconds_nearest(seconds: f64) -> SimTime {
        SimTime { ms: (seconds * 1000.0 + 0.5).floor() as u64 }
    }

    /// This moment, `ms` milliseconds later.
    #[must_use]
    pub const fn plus_ms(self, ms: u64) -> SimTime {
        SimTime { ms: self.ms.saturating_add(ms) }
    }
}

/// The calendar that a scenario's `simulation.startsAt` fixes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "(i64, i32)", try_from = "(i64, i32)")]
pub struct Calendar {
    starts_at: Timestamp,
}

/// `simulation.startsAt` where a scenario names none: a Thursday. Spec: SCN-3.
pub const DEFAULT_STARTS_AT: &str = "2026-01-01T00:00:00Z";

impl Calendar {
    /// The calendar whose second 0 is `text`, an ISO 8601 time with its offset from UTC.
    /// Nothing where it is no such time.
    pub fn starting_at(text: &str) -> Option<Calendar> {
        text.parse().ok().map(|starts_at| Calendar { starts_at })
    }

    /// What `at` is on the calendar.
    pub fn timestamp(&self, at: SimTime) -> Timestamp {
        let ms = i64::try_from(at.as_ms()).unwrap_or(i64::MAX);
        let timestamp = self.starts_at.saturating_add(jiff::SignedDuration::from_millis(ms));
        timestamp.unwrap_or(Timestamp::MAX)
    }

    /// `at` as ISO 8601 in UTC, with milliseconds where they are not zero.
    pub fn iso(&self, at: SimTime) -> String {
        self.timestamp(at).to_string()
    }
}

/// Seconds and nanoseconds since 1970.
impl From<Calendar> for (i64, i32) {
    fn from(calendar: Calendar) -> (i64, i32) {
        (calendar.starts_at.as_second(), calendar.starts_at.subsec_nanosecond())
    }
}

impl TryFrom<(i64, i32)> for Calendar {
    type Error = jiff::Error;

    fn try_from((seconds, nanoseconds): (i64, i32)) -> Result<Calendar, jiff::Error> {
        Ok(Calendar { starts_at: Timestamp::new(seconds, nanoseconds)? })
    }
}

impl Default for Calendar {
    fn default() -> Self {
        Calendar { starts_at: Timestamp::constant(1_767_225_600, 0) }
    }
}

#[cfg(test)]
mod tests {
    use super::{Calendar, DEFAULT_STARTS_AT, SimTime};

    #[test]
    fn the_default_calendar_is_the_documented_one() {
        assert_eq!(Calendar::starting_at(DEFAULT_STARTS_AT), Some(Calendar::default()));
    }

    #[test]
    fn times_are_iso_8601() {
        let calendar = Calendar::default();
        assert_eq!(calendar.iso(SimTime::ZERO), "2026-01-01T00:00:00Z");
        assert_eq!(calendar.iso(SimTime::from_ms(90_050)), "2026-01-01T00:01:30.05Z");
        assert_eq!(calendar.iso(SimTime::from_ms(u64::MAX)), "9999-12-30T22:00:00.999999999Z");
    }
}

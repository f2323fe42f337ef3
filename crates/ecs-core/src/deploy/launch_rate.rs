//! How fast tasks may be launched.
//!
//! Source: AWS General Reference, Amazon ECS endpoints and quotas; ECS guide, AWS Fargate throttling quotas.

use crate::time::SimTime;

/// A token is a task; its parts are counted, so that a bucket fills by whole parts every millisecond.
const PARTS_PER_TOKEN: u64 = 60_000;

/// A quota of launches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LaunchRate {
    /// Tasks that may be launched at once after a pause.
    pub burst: u32,
    /// Tasks a minute that may be launched all the time.
    pub per_minute: u32,
}

impl LaunchRate {
    /// Tasks that a service launches, in a large Region. That they come in one burst is not documented.
    pub const SERVICE: LaunchRate = LaunchRate { burst: 500, per_minute: 500 };
    /// Tasks that an account launches on Fargate in a large Region: a burst of 100, then 20 a second.
    /// On-Demand and Spot have a bucket each.
    pub const FARGATE: LaunchRate = LaunchRate { burst: 100, per_minute: 1200 };
}

/// A token bucket: how many tasks may be launched now. It begins full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TokenBucket {
    rate: LaunchRate,
    parts: u64,
    at: SimTime,
}

impl Default for TokenBucket {
    /// The account's launches on Fargate, at the beginning of a run.
    fn default() -> TokenBucket {
        TokenBucket::full(LaunchRate::FARGATE, SimTime::ZERO)
    }
}

impl TokenBucket {
    /// A full bucket.
    pub fn full(rate: LaunchRate, now: SimTime) -> TokenBucket {
        TokenBucket { rate, parts: u64::from(rate.burst) * PARTS_PER_TOKEN, at: now }
    }

    /// How many tasks may be launched at `now`.
    pub fn available(&self, now: SimTime) -> u32 {
        u32::try_from(self.parts_at(now) / PARTS_PER_TOKEN).unwrap_or(u32::MAX)
    }

    /// Takes up to `wanted` tasks out of the bucket, and says how many.
    pub fn take(&mut self, wanted: u32, now: SimTime) -> u32 {
        let taken = wanted.min(self.available(now));
        self.parts = self.parts_at(now) - u64::from(taken) * PARTS_PER_TOKEN;
        self.at = self.at.max(now);
        taken
    }

    /// When there will be a token; none where there is one at `now`, or never will be.
    pub fn next_at(&self, now: SimTime) -> Option<SimTime> {
        let missing = PARTS_PER_TOKEN.checked_sub(self.parts_at(now)).filter(|missing| *missing > 0)?;
        let per_ms = u64::from(self.rate.per_minute);
        (per_ms > 0 && self.rate.burst > 0).then(|| now.plus_ms(missing.div_ceil(per_ms)))
    }

    fn parts_at(&self, now: SimTime) -> u64 {
        let elapsed_ms = now.as_ms().saturating_sub(self.at.as_ms());
        let filled = elapsed_ms.saturating_mul(u64::from(self.rate.per_minute));
        self.parts.saturating_add(filled).min(u64::from(self.rate.burst) * PARTS_PER_TOKEN)
    }
}

#[cfg(test)]
mod tests {
    use super::{LaunchRate, TokenBucket};
    use crate::time::SimTime;

    /// ECS guide 2023, throttling.md, worked example fargate.tokenBucket: 100 at once, then 20 a second.
    #[test]
    fn fargate_launches_a_hundred_at_once_and_then_twenty_a_second() {
        let mut bucket = TokenBucket::full(LaunchRate::FARGATE, SimTime::ZERO);
        assert_eq!(bucket.take(1000, SimTime::ZERO), 100);
        assert_eq!(bucket.next_at(SimTime::ZERO), Some(SimTime::from_ms(50)));
        for second in 1..=10 {
            assert_eq!(bucket.take(1000, SimTime::from_seconds(second)), 20);
        }
        assert_eq!(bucket.available(SimTime::from_seconds(1000)), 100);
    }

    #[test]
    fn a_service_launches_five_hundred_a_minute() {
        let mut bucket = TokenBucket::full(LaunchRate::SERVICE, SimTime::ZERO);
        assert_eq!(bucket.take(600, SimTime::ZERO), 500);
        assert_eq!(bucket.take(600, SimTime::from_ms(119)), 0);
        assert_eq!(bucket.take(600, SimTime::from_ms(120)), 1);
        assert_eq!(bucket.take(600, SimTime::from_ms(60_000)), 499);
    }

    #[test]
    fn time_that_goes_back_gives_nothing() {
        let mut bucket = TokenBucket::full(LaunchRate { burst: 1, per_minute: 0 }, SimTime::from_ms(5));
        assert_eq!(bucket.take(1, SimTime::ZERO), 1);
        assert_eq!((bucket.available(SimTime::ZERO), bucket.next_at(SimTime::ZERO)), (0, None));
    }
}

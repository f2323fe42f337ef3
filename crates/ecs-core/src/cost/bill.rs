//! Everything that is billed in a run, and what it comes to at a moment.

use super::report::{CostReport, Line};
use super::{Item, NanoUsd};
use crate::time::SimTime;
use std::collections::BTreeMap;

const MS_PER_SECOND: u64 = 1000;
const SECONDS_PER_HOUR: u128 = 3600;
const MINUTES_PER_HOUR: u128 = 60;

/// Something that is billed from one moment to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// What.
    pub item: Item,
    /// Parts of it a second.
    pub per_second: u64,
    /// Since when.
    pub from: SimTime,
    /// Until when; none while it goes on.
    pub until: Option<SimTime>,
    /// Seconds that are billed at the least.
    pub minimum_s: u64,
}

impl Span {
    /// Seconds that are billed by a moment: begun ones count, and never fewer than the least.
    fn billed_s(&self, at: SimTime) -> u64 {
        elapsed_ms(self.from, self.until, at).map_or(0, |ms| ms.div_ceil(MS_PER_SECOND).max(self.minimum_s))
    }
}

/// What a task has of an instance, from one moment to another. Spec: COST-5.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// The instance, as it is billed.
    pub item: Item,
    /// Its part of the instance's [weight](Item::weight).
    pub weight: u64,
    /// Since when.
    pub from: SimTime,
    /// Until when; none while it goes on.
    pub until: Option<SimTime>,
}

/// What was measured of something in a minute. Spec: COST-4.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Metered {
    /// What.
    pub item: Item,
    /// When the minute ended.
    pub end: SimTime,
    /// Parts of it.
    pub parts: u128,
}

/// What is billed in a run, up to the moment when the bill was made: it answers for every earlier one.
#[derive(Clone, Debug, Default)]
pub struct Bill {
    /// By time.
    pub spans: Vec<Span>,
    /// Who has what of instances.
    pub shares: Vec<Share>,
    /// By what was measured, in order of time.
    pub metered: Vec<Metered>,
}

/// What has come together of an item.
#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    parts: u128,
    parts_per_hour: u128,
    /// Weights of tasks × milliseconds.
    shared_ms: u128,
    shared_now: u128,
}

impl Bill {
    /// What it comes to at a moment.
    pub fn at(&self, at: SimTime) -> CostReport {
        let mut sums: BTreeMap<Item, Sum> = BTreeMap::new();
        for span in self.spans.iter().filter(|span| span.from <= at) {
            let sum = sums.entry(span.item).or_default();
            sum.parts += u128::from(span.per_second) * u128::from(span.billed_s(at));
            if goes_on(span.until, at) {
                sum.parts_per_hour += u128::from(span.per_second) * SECONDS_PER_HOUR;
            }
        }
        for share in self.shares.iter().filter(|share| share.from <= at) {
            let sum = sums.entry(share.item).or_default();
            let ms = elapsed_ms(share.from, share.until, at).unwrap_or_default();
            sum.shared_ms += u128::from(share.weight) * u128::from(ms);
            if goes_on(share.until, at) {
                sum.shared_now += u128::from(share.weight);
            }
        }
        let so_far = self.metered.partition_point(|minute| minute.end <= at);
        let measured = self.metered.get(..so_far).unwrap_or_default();
        let newest = measured.last().map(|minute| minute.end);
        for minute in measured {
            let sum = sums.entry(minute.item).or_default();
            sum.parts += minute.parts;
            if Some(minute.end) == newest {
                sum.parts_per_hour += minute.parts * MINUTES_PER_HOUR;
            }
        }
        let lines: Vec<Line> = sums.into_iter().map(|(item, sum)| line(item, &sum)).collect();
        CostReport::of(&lines)
    }
}

fn line(item: Item, sum: &Sum) -> Line {
    let (price, per_unit) = (item.price(), item.parts_per_unit());
    let amount = NanoUsd::of(price, sum.parts, per_unit);
    let per_hour = NanoUsd::of(price, sum.parts_per_hour, per_unit);
    let (unused, unused_per_hour) = item.weight().map_or_else(Default::default, |whole| {
        let hour_ms = SECONDS_PER_HOUR * u128::from(MS_PER_SECOND);
        let used = NanoUsd::of(price, sum.shared_ms, u128::from(whole) * hour_ms);
        let used_per_hour = NanoUsd::of(price, sum.shared_now, whole.into());
        (amount.minus(used), per_hour.minus(used_per_hour))
    });
    Line { item, parts: sum.parts, amount, per_hour, unused, unused_per_hour }
}

/// How long something has gone on by a moment; none before it began.
fn elapsed_ms(from: SimTime, until: Option<SimTime>, at: SimTime) -> Option<u64> {
    let end = until.map_or(at, |until| until.min(at));
    at.as_ms().checked_sub(from.as_ms()).map(|_| end.as_ms().saturating_sub(from.as_ms()))
}

fn goes_on(until: Option<SimTime>, at: SimTime) -> bool {
    until.is_none_or(|until| until > at)
}

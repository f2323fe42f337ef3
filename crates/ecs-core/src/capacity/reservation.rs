//! CapacityProviderReservation, and what the group's desired capacity becomes by it. Spec: CAP-8 to CAP-12.

use super::Demand;
use serde::Serialize;

/// Instances that a group without any is given at first, however much waits. Spec: CAP-8.
pub const ENOUGH_FROM_ZERO: u32 = 2;

/// `minimumScalingStepSize` and `maximumScalingStepSize`: instances that one scale-out adds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Steps {
    /// At the least.
    pub minimum: u32,
    /// At the most.
    pub maximum: u32,
}

impl Steps {
    /// A number of instances within both; the minimum wins.
    pub fn hold(self, needed: u32) -> u32 {
        needed.min(self.maximum).max(self.minimum)
    }
}

/// The metric at the end of a minute: 100 × M ÷ N, in percent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Reservation {
    /// N: instances of the group that run.
    pub instances: u32,
    /// M, and how it came about.
    pub demand: Demand,
    /// `targetCapacity`.
    pub target_percent: u32,
    /// What the metric reads.
    pub reading: Reading,
}

impl Reservation {
    /// Whether there is neither an instance nor a task that needs one.
    pub fn is_of_nothing(&self) -> bool {
        self.instances == 0 && self.demand.instances() == Some(0)
    }
}

/// A value of the metric as a fraction, so that nothing is rounded before a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Reading {
    /// The percentage is this number…
    pub numerator: u64,
    /// … divided by this one, which is never 0.
    pub denominator: u64,
}

impl Reading {
    /// In percent.
    #[expect(clippy::cast_precision_loss, reason = "100 × 5,000 instances is far below 2^53")]
    pub fn percent(self) -> f64 {
        self.numerator as f64 / self.denominator as f64
    }

    /// In whole percent; none where it is none.
    pub fn whole_percent(self) -> Option<u64> {
        self.numerator.is_multiple_of(self.denominator).then(|| self.numerator / self.denominator)
    }

    /// Compared with a percentage.
    pub fn against(self, percent: u32) -> std::cmp::Ordering {
        self.numerator.cmp(&(u64::from(percent) * self.denominator))
    }
}

/// What the metric reads of a group. Spec: CAP-8.
pub fn reservation(instances: u32, demand: Demand, target_percent: u32) -> Reservation {
    let whole = |percent: u32| Reading { numerator: u64::from(percent), denominator: 1 };
    let reading = match (demand.instances(), instances) {
        (None, _) => whole(target_percent),
        (Some(0), 0) => whole(100),
        (Some(_), 0) => whole(100 * ENOUGH_FROM_ZERO),
        (Some(needed), _) => {
            Reading { numerator: 100 * u64::from(needed), denominator: u64::from(instances) }
        }
    };
    Reservation { instances, demand, target_percent, reading }
}

/// The desired capacity that brings the metric to its target: ceil(N × CPR ÷ T), where target tracking takes
/// no instance for one. Spec: CAP-10.
pub fn desired_out(reservation: &Reservation) -> u32 {
    let Reading { numerator, denominator } = reservation.reading;
    let target = u64::from(reservation.target_percent.max(1));
    // From zero the target is left out: it is always two instances.
    let (instances, target) = match reservation.instances {
        0 => (1, 100),
        instances => (u64::from(instances), target),
    };
    let desired = (instances * numerator).div_ceil(denominator * target);
    u32::try_from(desired).unwrap_or(u32::MAX)
}

/// What a look at the metric changes, with all that it was made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Scaling {
    /// The metric.
    pub reservation: Reservation,
    /// The group's desired capacity before.
    pub before: u32,
    /// What the arithmetic gives.
    pub computed: u32,
    /// What it is set to: no lower in a scale-in than half of what was there.
    pub desired: u32,
}

/// A scale-out: never below what is there already. None where nothing changes.
pub fn scale_out(reservation: &Reservation, before: u32, maximum: u32) -> Option<Scaling> {
    if reservation.is_of_nothing() || reservation.demand.instances().is_none() {
        return None;
    }
    let computed = desired_out(reservation);
    let desired = computed.min(maximum);
    (desired > before).then(|| Scaling { reservation: reservation.clone(), before, computed, desired })
}

/// A scale-in: at least one instance, at most half of them. None where nothing changes. Spec: CAP-12.
pub fn scale_in(reservation: &Reservation, before: u32, minimum: u32) -> Option<Scaling> {
    let needed = reservation.demand.instances()?;
    let reservation = reservation.clone();
    let target = u64::from(reservation.target_percent.max(1));
    let computed = u32::try_from((100 * u64::from(needed)).div_ceil(target)).unwrap_or(u32::MAX);
    let most = (before / 2).max(1);
    let desired = computed.max(before.saturating_sub(most)).max(minimum);
    (desired < before).then_some(Scaling { reservation, before, computed, desired })
}

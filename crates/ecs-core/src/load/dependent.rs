//! What a container can do whose requests wait for those that it sends to others.

use super::{Capacity, Flow, Work};

/// What a container needs of others for each request that it works on. Spec: LOAD-13.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dependency {
    /// Requests that it sends for one of its own.
    pub per_request: f64,
    /// Seconds until one of them is answered, all in all.
    pub took_s: f64,
    /// Of those, seconds that it is worked on: without the requests before it that are still to be done.
    pub service_s: f64,
    /// Requests of this container that wait there.
    pub waiting: f64,
    /// How many of this container's requests can be done there in the step; infinite where nothing waits.
    pub can_do: f64,
}

impl Capacity {
    /// This capacity, as far as the container's concurrency lets it wait for others in a step of so many
    /// seconds: a request is in the container until those that it sends are answered.
    ///
    /// At the end of the step no more than the concurrency is worked on here or waits there. The rate for
    /// which that is so is looked for, so that an overloaded service slows its callers down to what it does,
    /// and neither starts to swing. Spec: LOAD-13.
    #[must_use]
    pub fn dependent(self, work: &Work, dependencies: &[Dependency], seconds: f64) -> Capacity {
        let own = self.per_second();
        let sum = |of: fn(&Dependency) -> f64| -> f64 {
            dependencies.iter().map(|each| each.per_request * of(each)).sum()
        };
        let held_s = self.service_s + sum(|each| each.service_s);
        let took_s = self.service_s + sum(|each| each.took_s);
        let slots = f64::from(work.concurrency.max(1));
        let rate = own.min(rate_within(slots, held_s, dependencies, seconds)).max(own * LEAST);
        let servers = (rate * took_s).max(1.0);
        Capacity { servers, service_s: servers / rate }
    }
}

/// The least share of what it could do alone that a container is taken to do, so that times stay finite.
const LEAST: f64 = 1e-6;

/// The rate at which so many slots are taken at the end of a step: by Newton's method from above, which is
/// exact after as many rounds as there are bends.
fn rate_within(slots: f64, held_s: f64, dependencies: &[Dependency], seconds: f64) -> f64 {
    let mut rate = slots / held_s;
    for _ in 0..=dependencies.len() {
        let (mut taken, mut slope) = (rate * held_s, held_s);
        for each in dependencies {
            let waiting = each.waiting + each.per_request * rate * seconds - each.can_do;
            if waiting > 0.0 {
                taken += waiting;
                slope += each.per_request * seconds;
            }
        }
        rate -= (taken - slots) / slope;
    }
    rate
}

/// What became of requests in a step, as whoever sent them feels it. Spec: LOAD-13.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Felt {
    requests: f64,
    failed: f64,
    took_s: f64,
    service_s: f64,
}

impl Felt {
    /// Adds what a target did, before which a sender waits for so many seconds at the most.
    pub fn add(&mut self, flow: &Flow, patience_s: f64) {
        let service_s = flow.sojourn.capacity().service_s;
        let times = flow.pieces.iter().flat_map(|piece| piece.parts());
        let took_s: f64 =
            times.map(|(requests, wait_s)| requests * flow.sojourn.mean_s(wait_s).min(patience_s)).sum();
        self.requests += flow.served + flow.timed_out + flow.refused;
        self.failed += flow.late + flow.failed + flow.timed_out + flow.refused;
        self.took_s += took_s + flow.timed_out * patience_s;
        self.service_s += flow.served * service_s.min(patience_s);
    }

    /// Adds requests that failed after so many seconds without any target.
    pub fn add_failed(&mut self, requests: f64, seconds: f64) {
        self.requests += requests;
        self.failed += requests;
        self.took_s += requests * seconds;
        self.service_s += requests * seconds;
    }

    /// The share that was not answered well; none where nothing came out.
    pub fn failed(&self) -> f64 {
        self.of_each(self.failed)
    }

    /// Seconds that one took on average.
    pub fn took_s(&self) -> f64 {
        self.of_each(self.took_s)
    }

    /// Seconds that one was worked on, on average.
    pub fn service_s(&self) -> f64 {
        self.of_each(self.service_s)
    }

    /// Whether whoever sends feels hardly a difference: one in a hundred.
    pub fn is_like(&self, other: &Felt) -> bool {
        let near = |one: f64, other: f64, of: f64| (one - other).abs() <= SAME * of;
        let longest = self.took_s().max(other.took_s());
        near(self.took_s(), other.took_s(), longest) && near(self.failed(), other.failed(), 1.0)
    }

    fn of_each(&self, sum: f64) -> f64 {
        if self.requests > 0.0 { sum / self.requests } else { 0.0 }
    }
}

/// Differences that nobody feels.
const SAME: f64 = 0.01;

/// The chance that one of so many requests fails, each with the same chance; of a part of one with a part of
/// the chance. Spec: LOAD-13.
pub fn any_fails(failed: f64, requests: f64) -> f64 {
    let whole = requests.floor();
    1.0 - libm::pow(1.0 - failed, whole) * (1.0 - (requests - whole) * failed)
}

#[cfg(test)]
mod tests {
    use super::{Dependency, any_fails};
    use crate::load::{Capacity, Work};

    const QUIET: Dependency =
        Dependency { per_request: 1.0, took_s: 0.08, service_s: 0.08, waiting: 0.0, can_do: f64::INFINITY };

    fn rate(concurrency: u32, dependencies: &[Dependency]) -> f64 {
        let work = Work { concurrency, ..Work::default() };
        Capacity::of(&work, 4.0).dependent(&work, dependencies, 1.0).per_second()
    }

    /// LOAD-13: 20 ms here and 80 ms there are 100 ms, ten requests a second for each slot.
    #[test]
    fn a_request_holds_its_slot_until_it_is_answered() {
        assert!((rate(10, &[QUIET]) - 100.0).abs() < 1e-9);
        assert!((rate(10, &[QUIET, QUIET]) - 10.0 / 0.18).abs() < 1e-9);
    }

    #[test]
    fn processors_still_bound_it() {
        assert!((rate(100_000, &[QUIET]) - 800.0).abs() < 1e-9);
    }

    /// LOAD-13: what an overloaded service does is what its caller does, from the step on in which the slots
    /// are full, and as many wait there as there are slots that nothing is done with.
    #[test]
    fn an_overloaded_service_slows_its_caller_down() {
        let (can_do, mut waiting) = (50.0, 0.0);
        let mut rates = Vec::new();
        for _ in 0..6 {
            let busy = Dependency { took_s: 0.02, service_s: 0.02, waiting, can_do, ..QUIET };
            rates.push(rate(10, &[busy]));
            waiting += rates[rates.len() - 1] - can_do;
        }
        assert!(rates[1..].iter().all(|rate| (rate - 50.0).abs() < 1.0), "{rates:?}");
        assert!((waiting - (10.0 - 50.0 * 0.04)).abs() < 0.1, "{waiting}");
    }

    #[test]
    fn one_of_several_fails() {
        assert!((any_fails(0.5, 2.0) - 0.75).abs() < 1e-12);
        assert!((any_fails(0.5, 0.5) - 0.25).abs() < 1e-12);
        assert!(any_fails(0.0, 7.3).abs() < 1e-12);
        assert!((any_fails(1.0, 1.0) - 1.0).abs() < 1e-12);
    }
}

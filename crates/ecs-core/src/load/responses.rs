//! The answers of a minute, grouped so that making the histogram is cheap.

use super::{Capacity, Flow, Histogram, Sojourn};
use std::collections::BTreeMap;

/// What of an `f64` names its group: exponent and three bits, eight groups a doubling.
const GROUP_SHIFT: u32 = 49;

/// Answers of like targets at like load: servers, service time, what the load leaves, and wait.
type Group = [u16; 4];

/// Sums over a group, so that it is worked out at its means; where all are equal that is exact.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Sums {
    requests: f64,
    servers: f64,
    service_s: f64,
    load: f64,
    wait_s: f64,
}

/// The answers of a target group's targets, of a service's or of one target's, over some time.
/// Spec: LOAD-7.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Responses {
    groups: BTreeMap<Group, Sums>,
}

impl Responses {
    /// Adds what `targets` equal targets did, each of them this.
    pub fn add(&mut self, flow: &Flow, targets: u32) {
        let Capacity { servers, service_s } = flow.sojourn.capacity();
        let load = flow.sojourn.load();
        for (requests, wait_s) in flow.pieces.iter().flat_map(|piece| piece.parts()) {
            let key = [servers, service_s, 1.0 - load, wait_s].map(group);
            let requests = requests * f64::from(targets);
            let sums = self.groups.entry(key).or_default();
            sums.requests += requests;
            sums.servers += requests * servers;
            sums.service_s += requests * service_s;
            sums.load += requests * load;
            sums.wait_s += requests * wait_s;
        }
    }

    /// Whether there was no answer.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// The times of those answers that came before the time-out.
    pub fn histogram(&self, time_out_s: f64) -> Histogram {
        let mut histogram = Histogram::default();
        for sums in self.groups.values().filter(|sums| sums.requests > 0.0) {
            let mean = |sum: f64| sum / sums.requests;
            let capacity = Capacity { servers: mean(sums.servers).max(1.0), service_s: mean(sums.service_s) };
            let sojourn = Sojourn::new(capacity, mean(sums.load));
            histogram.add(sums.requests, &sojourn, mean(sums.wait_s), time_out_s);
        }
        histogram
    }
}

fn group(value: f64) -> u16 {
    u16::try_from(value.max(0.0).to_bits() >> GROUP_SHIFT).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::Responses;
    use crate::load::{Capacity, Histogram, Queue, Terms};
    use crate::time::SimTime;

    const STATION: Capacity = Capacity { servers: 4.0, service_s: 0.02 };

    /// LOAD-7: grouping changes a percentile by less than one in a hundred, also where load swings.
    #[test]
    fn grouping_keeps_the_percentiles() {
        let (mut grouped, mut exact) = (Responses::default(), Histogram::default());
        for second in 0..60u32 {
            let from = SimTime::from_seconds(u64::from(second));
            let offered = 60.0 + 2.2 * f64::from(second);
            let terms = Terms::default();
            let flow = Queue::default().step(from, from.plus_ms(1000), offered, STATION, &terms);
            grouped.add(&flow, 3);
            exact.add(3.0 * offered, &flow.sojourn, 0.0, 60.0);
        }
        assert!(grouped.groups.len() < 30, "{}", grouped.groups.len());
        let grouped = grouped.histogram(60.0);
        assert!((grouped.requests() - exact.requests()).abs() < 1e-3);
        for share in [0.5, 0.95, 0.99] {
            let (one, other) = (grouped.percentile_s(share).unwrap(), exact.percentile_s(share).unwrap());
            assert!((one / other - 1.0).abs() < 0.01, "{share}: {one} {other}");
        }
    }
}

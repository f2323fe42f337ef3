//! Response times as a histogram that adds up: targets to a service, minutes to a run.

use super::Sojourn;

/// Bits of an `f64` below those that name its bucket: its exponent and three bits behind it, so that a
/// doubling has eight buckets and finding one takes no logarithm.
const BUCKET_SHIFT: u32 = 49;

/// The lowest bucket ends a little above 2^-14 s (61 µs), the highest at 2^12 s (68 minutes).
const FIRST: u64 = (1023 - 14) << 3;
const BUCKETS: u64 = 26 << 3;

/// A share of requests that is too small to look for.
const NOTHING: f64 = 1e-8;

/// Requests that take less than a mean service time divided by this share a bucket: one in a hundred.
const EARLY: f64 = 64.0;

/// Requests by their time in seconds, in buckets that are 7 to 12 % wide. Spec: LOAD-7.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Histogram {
    /// Empty until the first request.
    buckets: Vec<f64>,
}

impl Histogram {
    /// Adds requests that found `wait_s` seconds of work before them; those that would take longer than
    /// `most_s` are left out, because they were not answered in time. Spec: LOAD-6.
    pub fn add(&mut self, requests: f64, sojourn: &Sojourn, wait_s: f64, most_s: f64) {
        let tail = sojourn.tail(wait_s);
        let mut bucket = bucket_of(wait_s + sojourn.capacity().service_s / EARLY);
        let mut later = 1.0;
        while bucket < BUCKETS && later > NOTHING {
            let end_s = upper_edge(bucket);
            let mut still_later = tail.later_than(end_s.min(most_s));
            if end_s < most_s && (still_later <= NOTHING || bucket + 1 == BUCKETS) {
                still_later = 0.0;
            }
            self.put(bucket, requests * (later - still_later).max(0.0));
            if end_s >= most_s {
                break;
            }
            later = still_later;
            bucket += 1;
        }
    }

    /// Adds all of another one.
    pub fn merge(&mut self, other: &Histogram) {
        if self.buckets.is_empty() {
            self.buckets.clone_from(&other.buckets);
            return;
        }
        for (own, others) in self.buckets.iter_mut().zip(&other.buckets) {
            *own += others;
        }
    }

    /// Requests in it.
    pub fn requests(&self) -> f64 {
        self.buckets.iter().sum()
    }

    /// The time in seconds that a share of the requests (0.95 for p95) does not exceed, evenly spread
    /// inside a bucket. Nothing where there is no request. Spec: LOAD-7.
    pub fn percentile_s(&self, share: f64) -> Option<f64> {
        let total = self.requests();
        if total <= 0.0 {
            return None;
        }
        let wanted = share.clamp(0.0, 1.0) * total;
        let mut below = 0.0;
        let mut last_s = 0.0;
        for (bucket, requests) in (0..).zip(&self.buckets) {
            if *requests > 0.0 {
                let (from_s, end_s) = edges(bucket);
                if below + requests >= wanted {
                    return Some(from_s + (end_s - from_s) * ((wanted - below) / requests).clamp(0.0, 1.0));
                }
                last_s = end_s;
            }
            below += requests;
        }
        Some(last_s)
    }

    /// The mean in seconds, requests counted at the middle of their bucket.
    /// Nothing where there is no request.
    pub fn mean_s(&self) -> Option<f64> {
        let total = self.requests();
        let middle = |bucket| {
            let (from_s, end_s) = edges(bucket);
            f64::midpoint(from_s, end_s)
        };
        let sum: f64 = (0..).zip(&self.buckets).map(|(bucket, requests)| requests * middle(bucket)).sum();
        (total > 0.0).then(|| sum / total)
    }

    fn put(&mut self, bucket: u64, requests: f64) {
        if self.buckets.is_empty() {
            self.buckets = (0..BUCKETS).map(|_| 0.0).collect();
        }
        let place = usize::try_from(bucket).ok().and_then(|bucket| self.buckets.get_mut(bucket));
        if let Some(place) = place {
            *place += requests;
        }
    }
}

fn bucket_of(seconds: f64) -> u64 {
    (seconds.max(0.0).to_bits() >> BUCKET_SHIFT).saturating_sub(FIRST).min(BUCKETS - 1)
}

fn upper_edge(bucket: u64) -> f64 {
    f64::from_bits((FIRST + bucket + 1) << BUCKET_SHIFT)
}

/// Where a bucket begins and ends; the lowest begins at nothing.
fn edges(bucket: u64) -> (f64, f64) {
    (bucket.checked_sub(1).map_or(0.0, upper_edge), upper_edge(bucket))
}

#[cfg(test)]
mod tests {
    use super::{Histogram, Sojourn, bucket_of, edges};
    use crate::load::Capacity;

    fn of(servers: f64, service_s: f64, load: f64, wait_s: f64) -> Histogram {
        let mut histogram = Histogram::default();
        let sojourn = Sojourn::new(Capacity { servers, service_s }, load);
        histogram.add(1000.0, &sojourn, wait_s, f64::INFINITY);
        histogram
    }

    #[test]
    fn a_time_lies_between_the_edges_of_its_bucket() {
        for seconds in [0.0, 1e-9, 7e-5, 0.02, 0.0999, 1.0, 59.9, 4000.0] {
            let (from_s, end_s) = edges(bucket_of(seconds));
            assert!(from_s <= seconds && seconds < end_s, "{from_s} {seconds} {end_s}");
        }
    }

    /// LOAD-6: p of M/M/1 is −ln(1 − p) × s ÷ (1 − ρ), within 1 % although buckets are 12 % wide.
    #[test]
    fn percentiles_of_one_server_are_exact() {
        for service_s in [0.001, 0.02, 0.37, 2.0] {
            for load in [0.0, 0.5, 0.8, 0.95] {
                let histogram = of(1.0, service_s, load, 0.0);
                for share in [0.5, 0.95, 0.99] {
                    let exact = -libm::log(1.0 - share) * service_s / (1.0 - load);
                    let found = histogram.percentile_s(share).unwrap();
                    assert!(
                        (found / exact - 1.0).abs() < 0.01,
                        "{service_s} {load} {share}: {found} {exact}"
                    );
                }
                let mean = histogram.mean_s().unwrap();
                assert!((mean / (service_s / (1.0 - load)) - 1.0).abs() < 0.01, "{mean}");
            }
        }
    }

    #[test]
    fn merging_is_adding() {
        let mut sum = of(4.0, 0.02, 0.3, 0.0);
        sum.merge(&of(1.0, 0.5, 0.9, 2.0));
        assert!((sum.requests() - 2000.0).abs() < 1e-6);
        let median = sum.percentile_s(0.5).unwrap();
        assert!((0.1..2.1).contains(&median), "{median}");
        let mut empty = Histogram::default();
        assert_eq!((empty.percentile_s(0.5), empty.mean_s()), (None, None));
        empty.merge(&sum);
        assert_eq!(empty, sum);
    }

    #[test]
    fn what_is_not_answered_in_time_is_left_out() {
        let mut histogram = Histogram::default();
        let sojourn = Sojourn::new(Capacity { servers: 1.0, service_s: 60.0 }, 0.0);
        histogram.add(100.0, &sojourn, 0.0, 60.0);
        assert!((histogram.requests() - 63.212).abs() < 0.001);
        assert!(histogram.percentile_s(1.0).unwrap() <= 60.0);
    }
}

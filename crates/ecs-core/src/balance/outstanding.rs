//! Least outstanding requests, as a flow.

use super::RouteTarget;

/// Steps towards the level after which it is near enough.
const STEPS: u32 = 64;

/// How near: a share of the arrivals.
const NEAR: f64 = 1e-9;

/// Requests for each target so that all have equally many in flight at the end of the step, as near as
/// requests can bring that about; `offered` arrive in `seconds`. Spec: BAL-7.
///
/// A target that has `level` in flight at the end took what it finished meanwhile, and the difference to
/// what it had. That grows with the level, along straight lines, so Newton's steps between bounds find it.
pub(super) fn least_outstanding(targets: &[&RouteTarget], offered: f64, seconds: f64) -> Vec<f64> {
    let taken = |target: &RouteTarget, level: f64| {
        let working = level.min(target.capacity.servers);
        let finished = seconds * working / target.capacity.service_s;
        (level - target.outstanding + finished).max(0.0)
    };
    let slope = |target: &RouteTarget, level: f64| {
        let finishing =
            if level < target.capacity.servers { seconds / target.capacity.service_s } else { 0.0 };
        if taken(target, level) > 0.0 { 1.0 + finishing } else { 0.0 }
    };
    let most = targets.iter().map(|target| target.outstanding).fold(0.0, f64::max);
    let (mut low, mut high) = (0.0, most + offered);
    let mut level = high;
    for _ in 0..STEPS {
        let sum: f64 = targets.iter().map(|target| taken(target, level)).sum();
        if (sum - offered).abs() <= NEAR * offered {
            break;
        }
        if sum > offered {
            high = level;
        } else {
            low = level;
        }
        let slope: f64 = targets.iter().map(|target| slope(target, level)).sum();
        let newton = level - (sum - offered) / slope;
        level = if newton > low && newton < high { newton } else { f64::midpoint(low, high) };
    }
    targets.iter().map(|target| taken(target, level)).collect()
}

#[cfg(test)]
mod tests {
    use super::least_outstanding;
    use crate::balance::{RouteTarget, TargetState};
    use crate::load::Capacity;

    /// BAL-7: all arrivals are given out, and who gets some ends with as many in flight as the others.
    #[test]
    fn whatever_arrives_is_given_out_and_evens_out() {
        let mut state = 3u32;
        let mut draw = |below: u32| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            f64::from((state >> 16) % below)
        };
        for round in 0..300 {
            let seconds = 1.0 + draw(60);
            let targets: Vec<RouteTarget> = (0..2 + round % 40)
                .map(|_| RouteTarget {
                    zone: 0,
                    state: TargetState::Healthy,
                    slow_start_from: None,
                    outstanding: draw(300),
                    capacity: Capacity {
                        servers: 1.0 + draw(64) / 4.0,
                        service_s: 0.001 + draw(500) / 1000.0,
                    },
                })
                .collect();
            let offered = 1.0 + draw(30_000);
            let given = least_outstanding(&targets.iter().collect::<Vec<_>>(), offered, seconds);
            assert!((given.iter().sum::<f64>() / offered - 1.0).abs() < 1e-6, "{targets:?}");
            let levels =
                targets.iter().zip(&given).filter(|(_, given)| **given > 0.0).map(|(target, given)| {
                    let Capacity { servers, service_s } = target.capacity;
                    let full = target.outstanding + given - seconds * servers / service_s;
                    if full >= servers {
                        full
                    } else {
                        (target.outstanding + given) / (1.0 + seconds / service_s)
                    }
                });
            let levels: Vec<f64> = levels.collect();
            let (low, high) = levels
                .iter()
                .fold((f64::MAX, 0.0f64), |(low, high), level| (low.min(*level), high.max(*level)));
            assert!(high - low < 1e-5 * high.max(1.0), "{levels:?}");
        }
    }
}

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

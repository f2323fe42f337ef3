//! Which share of a target group's requests each of its targets gets.

use super::outstanding::least_outstanding;
use super::{Algorithm, GroupSettings, TargetState};
use crate::load::Capacity;
use crate::time::SimTime;

/// A target, as routing sees it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RouteTarget {
    /// Its zone, by any number that is the same for all of a zone.
    pub zone: u32,
    /// Its state.
    pub state: TargetState,
    /// Since when it is in slow start.
    pub slow_start_from: Option<SimTime>,
    /// Requests that are worked on in it or wait before it; see [`crate::load::Flow::outstanding`].
    pub outstanding: f64,
    /// What it can do.
    pub capacity: Capacity,
}

impl RouteTarget {
    fn is_registered(&self) -> bool {
        matches!(self.state, TargetState::Initial | TargetState::Healthy | TargetState::Unhealthy)
    }
}

/// A step's requests for a target group.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Routing {
    /// When the step begins.
    pub from: SimTime,
    /// When it ends.
    pub until: SimTime,
    /// Requests that arrive in it.
    pub offered: f64,
}

/// Where a group's requests go; the shares and `without_target` make one together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shares {
    /// The share of each target, in the order in which they were given.
    pub of_targets: Vec<f64>,
    /// The share that finds no target: 503. Spec: BAL-5.
    pub without_target: f64,
    /// Whether unhealthy targets get requests because too few are healthy. Spec: BAL-5.
    pub fails_open: bool,
}

/// Shares a group's requests over its targets.
///
/// `zones` are those in which the load balancer has a subnet. Clients are spread evenly over the zones that
/// DNS names; with cross-zone load balancing a zone's node reaches all targets, else those of its zone.
/// Spec: BAL-5, BAL-6, BAL-9.
pub fn route(targets: &[RouteTarget], zones: &[u32], settings: &GroupSettings, step: &Routing) -> Shares {
    let mut shares = Shares { of_targets: targets.iter().map(|_| 0.0).collect(), ..Shares::default() };
    if settings.cross_zone {
        let pool = Pool::of(targets, None);
        pool.spread(1.0, settings, step, &mut shares);
        return shares;
    }
    let pools: Vec<Pool<'_>> = zones.iter().map(|zone| Pool::of(targets, Some(*zone))).collect();
    let in_dns =
        |pool: &Pool<'_>| pool.is_empty() || settings.dns_failover.met(pool.healthy, pool.registered());
    let any_in_dns = pools.iter().any(|pool| !pool.is_empty() && in_dns(pool));
    let named: Vec<&Pool<'_>> = pools.iter().filter(|pool| !any_in_dns || in_dns(pool)).collect();
    if named.is_empty() {
        shares.without_target = 1.0;
    }
    let nodes: f64 = named.iter().map(|_| 1.0).sum();
    for pool in named {
        pool.spread(1.0 / nodes, settings, step, &mut shares);
    }
    shares
}

/// The registered targets that a load balancer's node can reach.
struct Pool<'a> {
    targets: Vec<(usize, &'a RouteTarget)>,
    healthy: u32,
}

impl<'a> Pool<'a> {
    fn of(targets: &'a [RouteTarget], zone: Option<u32>) -> Pool<'a> {
        let reached = targets
            .iter()
            .enumerate()
            .filter(|(_, target)| target.is_registered() && zone.is_none_or(|zone| target.zone == zone));
        let targets: Vec<_> = reached.collect();
        let healthy = targets.iter().filter(|(_, target)| target.state == TargetState::Healthy).count();
        Pool { targets, healthy: u32::try_from(healthy).unwrap_or(u32::MAX) }
    }

    fn is_empty(&self) -> bool {
        self.targets.is_empty()
    }

    fn registered(&self) -> u32 {
        u32::try_from(self.targets.len()).unwrap_or(u32::MAX)
    }

    /// Spreads a share of the group's requests over the targets that may have them.
    fn spread(&self, share: f64, settings: &GroupSettings, step: &Routing, shares: &mut Shares) {
        if self.is_empty() {
            shares.without_target += share;
            return;
        }
        let opens = self.healthy == 0 || !settings.routing_failover.met(self.healthy, self.registered());
        let open: Vec<(usize, &RouteTarget)> = self
            .targets
            .iter()
            .copied()
            .filter(|(_, target)| opens || target.state == TargetState::Healthy)
            .collect();
        shares.fails_open |= opens && self.healthy < self.registered();
        let weights = weights(&open, share, settings, step);
        let sum: f64 = weights.iter().sum();
        for ((index, _), weight) in open.iter().zip(weights) {
            if let Some(place) = shares.of_targets.get_mut(*index) {
                *place = share * weight / sum;
            }
        }
    }
}

/// What the algorithm gives each of some targets, up to a common factor. Spec: BAL-7, BAL-8.
fn weights(open: &[(usize, &RouteTarget)], share: f64, settings: &GroupSettings, step: &Routing) -> Vec<f64> {
    let equal = || open.iter().map(|_| 1.0).collect::<Vec<f64>>();
    let weights = match settings.algorithm {
        Algorithm::WeightedRandom | Algorithm::FlowHash => return equal(),
        Algorithm::RoundRobin if settings.slow_start == SimTime::ZERO => return equal(),
        Algorithm::RoundRobin => open.iter().map(|(_, target)| ramp(target, settings, step)).collect(),
        Algorithm::LeastOutstandingRequests => {
            let targets: Vec<&RouteTarget> = open.iter().map(|(_, target)| *target).collect();
            if alike(&targets) {
                return equal();
            }
            let seconds = step.until.as_seconds() - step.from.as_seconds();
            least_outstanding(&targets, step.offered * share, seconds)
        }
    };
    if weights.iter().sum::<f64>() > 0.0 { weights } else { equal() }
}

/// Whether all have the same to do and the same to do it with: then nothing has to be worked out.
fn alike(targets: &[&RouteTarget]) -> bool {
    targets.windows(2).all(|pair| match pair {
        [one, other] => one.capacity == other.capacity && (one.outstanding - other.outstanding).abs() <= 0.0,
        _ => true,
    })
}

/// How far a target is in its slow start in the middle of the step, 0 to 1. Spec: BAL-8.
fn ramp(target: &RouteTarget, settings: &GroupSettings, step: &Routing) -> f64 {
    let Some(from) = target.slow_start_from else { return 1.0 };
    let middle_s = f64::midpoint(step.from.as_seconds(), step.until.as_seconds());
    ((middle_s - from.as_seconds()) / settings.slow_start.as_seconds()).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::{Algorithm, Capacity, GroupSettings, RouteTarget, Routing, Shares, TargetState, route};
    use crate::balance::Threshold;
    use crate::time::SimTime;

    const ONE: Threshold = Threshold { count: Some(1), percentage: None };

    fn settings() -> GroupSettings {
        GroupSettings {
            deregistration_delay: SimTime::from_seconds(300),
            slow_start: SimTime::ZERO,
            algorithm: Algorithm::RoundRobin,
            sticky_for: None,
            cross_zone: true,
            dns_failover: ONE,
            routing_failover: ONE,
        }
    }

    fn target(zone: u32, state: TargetState) -> RouteTarget {
        let capacity = Capacity { servers: 4.0, service_s: 0.02 };
        RouteTarget { zone, state, slow_start_from: None, outstanding: 0.0, capacity }
    }

    fn healthy(zones: &[u32]) -> Vec<RouteTarget> {
        zones.iter().map(|zone| target(*zone, TargetState::Healthy)).collect()
    }

    fn shares(targets: &[RouteTarget], settings: &GroupSettings) -> Shares {
        let from = SimTime::from_seconds(100);
        let step = Routing { from, until: from.plus_ms(1000), offered: 300.0 };
        let shares = route(targets, &[0, 1], settings, &step);
        let sum: f64 = shares.of_targets.iter().sum::<f64>() + shares.without_target;
        assert!((sum - 1.0).abs() < 1e-9, "{shares:?}");
        shares
    }

    /// BAL-5: healthy targets only; all that are registered where none is healthy; 503 where none is.
    #[test]
    fn who_gets_requests() {
        use TargetState::{Draining, Healthy, Initial, Unhealthy, Unused};
        let of = |states: &[TargetState]| {
            let targets: Vec<_> = states.iter().map(|state| target(0, *state)).collect();
            let shares = shares(&targets, &settings());
            (shares.of_targets, shares.without_target, shares.fails_open)
        };
        let some = of(&[Healthy, Unhealthy, Initial, Draining, Unused, Healthy]);
        assert_eq!(some, (vec![0.5, 0.0, 0.0, 0.0, 0.0, 0.5], 0.0, false));
        assert_eq!(of(&[Unhealthy, Initial, Draining]), (vec![0.5, 0.5, 0.0], 0.0, true));
        assert_eq!(of(&[Draining, Unused]), (vec![0.0, 0.0], 1.0, false));
        assert_eq!(of(&[]), (vec![], 1.0, false));
    }

    /// BAL-9: three targets in one zone and one in the other.
    #[test]
    fn without_cross_zone_each_zone_gets_half() {
        let targets = healthy(&[0, 0, 0, 1]);
        assert_eq!(shares(&targets, &settings()).of_targets, [0.25; 4]);
        let off = GroupSettings { cross_zone: false, ..settings() };
        let sixth = 0.5 / 3.0;
        assert_eq!(shares(&targets, &off).of_targets, [sixth, sixth, sixth, 0.5]);
        assert!((shares(&healthy(&[0, 0]), &off).without_target - 0.5).abs() < 1e-9);
    }

    /// BAL-6: a zone without healthy targets leaves DNS; when all zones would, all stay.
    #[test]
    fn an_unhealthy_zone_fails_over() {
        let off = GroupSettings { cross_zone: false, ..settings() };
        let mut targets = healthy(&[0, 0, 1, 1]);
        targets[2].state = TargetState::Unhealthy;
        assert_eq!(shares(&targets, &off).of_targets, [0.25, 0.25, 0.0, 0.5]);
        targets[3].state = TargetState::Unhealthy;
        assert_eq!(shares(&targets, &off).of_targets, [0.5, 0.5, 0.0, 0.0]);
        targets[0].state = TargetState::Unhealthy;
        targets[1].state = TargetState::Unhealthy;
        let all = shares(&targets, &off);
        assert_eq!((all.of_targets.as_slice(), all.fails_open), ([0.25; 4].as_slice(), true));
    }

    /// BAL-8: a third of the way through slow start a target gets a third of a full share.
    #[test]
    fn slow_start_is_a_straight_line() {
        let slow = GroupSettings { slow_start: SimTime::from_seconds(30), ..settings() };
        let mut targets = healthy(&[0, 1]);
        assert!(slow.starts_slowly(SimTime::from_seconds(90), &targets[..1]));
        targets[1].slow_start_from = Some(SimTime::from_ms(90_500));
        assert!(!slow.starts_slowly(SimTime::from_seconds(95), &targets[1..]));
        assert!(slow.starts_slowly(SimTime::from_seconds(121), &targets[1..]));
        assert!(!settings().starts_slowly(SimTime::from_seconds(95), &targets));
        let shares = shares(&targets, &slow).of_targets;
        assert!((shares[0] - 0.75).abs() < 1e-9 && (shares[1] - 0.25).abs() < 1e-9, "{shares:?}");
    }

    /// BAL-7: a slow target gets fewer requests, one with a backlog none until the others have as many.
    #[test]
    fn least_outstanding_requests_evens_out_what_is_in_flight() {
        let least = GroupSettings { algorithm: Algorithm::LeastOutstandingRequests, ..settings() };
        let mut targets = healthy(&[0, 1]);
        assert_eq!(shares(&targets, &least).of_targets, [0.5, 0.5]);
        targets[1].capacity.service_s = 0.04;
        (targets[0].outstanding, targets[1].outstanding) = (4.0, 4.0);
        let slow = shares(&targets, &least).of_targets;
        assert!((slow[0] - 2.0 / 3.0).abs() < 1e-3, "{slow:?}");
        targets[0].outstanding = 1000.0;
        assert_eq!(shares(&targets, &least).of_targets, [0.0, 1.0]);
    }
}

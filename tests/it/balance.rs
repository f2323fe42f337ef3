//! Load balancing against examples of AWS's documentation.
//!
//! *ALB guide* is the archive awsdocs/elb-application-load-balancers-user-guide at 01a945e.

use ecs_core::SimTime;
use ecs_core::aws::{ElbProtocol, TargetHealthCheck};
use ecs_core::balance::{
    Algorithm, Answer, Failure, GroupSettings, Reason, RouteTarget, Routing, Shares, TargetHealth,
    TargetState, Threshold, gives_up, route,
};
use ecs_core::load::{Capacity, Queue, Terms};

const WELL: Answer = Answer::Status(200);

fn check(interval_s: u64, healthy_threshold: u32, unhealthy_threshold: u32) -> TargetHealthCheck {
    TargetHealthCheck {
        protocol: ElbProtocol::Http,
        port: None,
        path: "/".to_owned(),
        interval: SimTime::from_seconds(interval_s),
        timeout: SimTime::from_seconds(5),
        healthy_threshold,
        unhealthy_threshold,
        matcher: "200".to_owned(),
    }
}

/// Lets every check have the same answer until the state changes, and says when that was.
fn answer_until_change(health: &mut TargetHealth, answer: Answer, check: &TargetHealthCheck) -> u64 {
    loop {
        let at = health.next_at().expect("a checked target");
        if health.check(at, answer, check) {
            return at.as_ms() / 1000;
        }
    }
}

/// A target that was healthy and then unhealthy; the second at which it became so.
fn unhealthy(check: &TargetHealthCheck) -> (TargetHealth, u64) {
    let mut health = TargetHealth::registered(SimTime::ZERO, check);
    answer_until_change(&mut health, WELL, check);
    let at_s = answer_until_change(&mut health, Answer::TimedOut, check);
    (health, at_s)
}

/// BAL-1. alb.health, <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/load-balancer-healthcheck.html>:
/// five checks of 30 seconds are 150 seconds, two of 5 seconds are 10.
#[test]
fn a_target_recovers_after_threshold_times_interval() {
    for (interval_s, threshold, expected_s) in [(30, 5, 150), (5, 2, 10)] {
        let check = check(interval_s, threshold, 2);
        let (mut health, ill_s) = unhealthy(&check);
        assert_eq!(answer_until_change(&mut health, WELL, &check) - ill_s, expected_s);
        assert_eq!((health.state(), health.reason()), (TargetState::Healthy, None));
    }
}

/// BAL-1. alb.health (derived), ALB guide, target-group-health-checks.md: two checks of 30 seconds are a minute.
#[test]
fn a_target_turns_unhealthy_after_threshold_times_interval() {
    let (health, ill_s) = unhealthy(&check(30, 5, 2));
    assert_eq!(ill_s - 30, 60);
    assert_eq!(health.reason(), Some(Reason::Timeout));
}

/// BAL-1. ALB guide, target-group-health-checks.md: a new target needs one pass, whatever the threshold.
#[test]
fn a_new_target_needs_one_pass() {
    let check = check(30, 10, 2);
    let mut health = TargetHealth::registered(SimTime::from_seconds(7), &check);
    assert_eq!(answer_until_change(&mut health, WELL, &check), 37);
}

fn settings(cross_zone: bool, percentage: Option<u32>) -> GroupSettings {
    let threshold = Threshold { count: Some(1), percentage };
    GroupSettings {
        deregistration_delay: SimTime::from_seconds(300),
        slow_start: SimTime::ZERO,
        algorithm: Algorithm::RoundRobin,
        sticky_for: None,
        cross_zone,
        dns_failover: threshold,
        routing_failover: threshold,
    }
}

fn shares(states: &[(u32, TargetState)], settings: &GroupSettings) -> Shares {
    let capacity = Capacity { servers: 1.0, service_s: 0.1 };
    let target =
        |&(zone, state)| RouteTarget { zone, state, slow_start_from: None, outstanding: 0.0, capacity };
    let targets: Vec<RouteTarget> = states.iter().map(target).collect();
    let step = Routing { from: SimTime::ZERO, until: SimTime::from_seconds(1), offered: 100.0 };
    route(&targets, &[0, 1], settings, &step)
}

/// BAL-5. alb.health, ALB guide, target-group-health-checks.md: a group with unhealthy targets only fails open.
#[test]
fn when_all_targets_are_unhealthy_all_get_requests() {
    let shares = shares(&[(0, TargetState::Unhealthy), (1, TargetState::Unhealthy)], &settings(true, None));
    assert_eq!((shares.of_targets, shares.fails_open), (vec![0.5, 0.5], true));
}

/// BAL-6. alb.groupHealth, ALB guide, target-group-health.md: two zones of ten targets, six of zone B unhealthy,
/// and a threshold of 50 %. With cross-zone load balancing 14 of 20 are enough; without, 4 of 10 are not.
#[test]
fn group_health_counts_zones_alone_or_together() {
    let states: Vec<(u32, TargetState)> = (0..20)
        .map(|number| (number / 10, if number < 14 { TargetState::Healthy } else { TargetState::Unhealthy }))
        .collect();
    assert!(settings(true, Some(50)).dns_failover.met(14, 20));
    let together = shares(&states, &settings(true, Some(50)));
    assert_eq!(together.of_targets.iter().filter(|share| **share > 0.0).count(), 14);
    assert!(!together.fails_open);
    let apart = shares(&states, &settings(false, Some(50)));
    let in_zone_b: f64 = apart.of_targets[10..].iter().sum();
    assert!(in_zone_b <= 0.0 && !apart.fails_open, "{apart:?}");
}

/// BAL-12. alb.httpError,
/// <https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html>.
#[test]
fn statuses_of_the_load_balancer_itself() {
    assert!((shares(&[], &settings(true, None)).without_target - 1.0).abs() < 1e-9);
    let cases = [
        (Failure::NoTarget, 503),
        (Failure::ConnectionRefused, 502),
        (Failure::TargetGone, 502),
        (gives_up(None, 60.0).0, 504),
        (gives_up(Some(90.0), 60.0).0, 504),
        (gives_up(Some(5.0), 60.0).0, 460),
    ];
    for (failure, status) in cases {
        assert_eq!(failure.status(), status, "{failure:?}");
    }
}

/// BAL-4. alb.deregistration, ALB guide, load-balancer-target-groups.md: without requests in flight nothing is
/// waited for, and the state is still `draining` for the whole delay, then `unused`.
#[test]
fn draining_is_shown_for_the_whole_delay() {
    let check = check(30, 5, 2);
    let mut health = TargetHealth::registered(SimTime::ZERO, &check);
    answer_until_change(&mut health, WELL, &check);
    health.deregister(SimTime::from_seconds(100), settings(true, None).deregistration_delay);
    assert!(Queue::default().break_off() <= 0.0);
    assert!(!health.end_draining(SimTime::from_seconds(399)));
    assert_eq!((health.state().name(), health.next_at()), ("draining", Some(SimTime::from_seconds(400))));
    assert!(health.end_draining(SimTime::from_seconds(400)));
    assert_eq!(health.state().name(), "unused");
}

/// BAL-4. alb.httpError, load-balancer-troubleshooting.html: what is in flight at the end of the delay gets 502.
#[test]
fn requests_in_flight_at_the_end_of_draining_break_off() {
    let mut queue = Queue::default();
    let capacity = Capacity { servers: 1.0, service_s: 10.0 };
    queue.step(SimTime::ZERO, SimTime::from_seconds(1), 5.0, capacity, &Terms::default());
    assert!((queue.break_off() - 4.9).abs() < 1e-9);
    assert_eq!(Failure::TargetGone.status(), 502);
}

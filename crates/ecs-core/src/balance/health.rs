//! A target's health: checks, thresholds, draining.

use super::Reason;
use crate::aws::{ElbProtocol, TargetHealthCheck};
use crate::time::SimTime;
use serde::{Deserialize, Serialize};

/// `State` of a target's health. Spec: BAL-1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TargetState {
    /// Registered, and not checked yet or neither well nor ill for long enough.
    Initial,
    /// It gets requests.
    Healthy,
    /// It gets requests only where no other target is healthy.
    Unhealthy,
    /// It gets no new requests; those in flight may end.
    Draining,
    /// The load balancer has nothing to do with it.
    Unused,
}

impl TargetState {
    /// All, in the order in which a target goes through them.
    pub const ALL: [TargetState; 5] = [
        TargetState::Initial,
        TargetState::Healthy,
        TargetState::Unhealthy,
        TargetState::Draining,
        TargetState::Unused,
    ];

    /// AWS's word for it.
    pub fn name(self) -> &'static str {
        match self {
            TargetState::Initial => "initial",
            TargetState::Healthy => "healthy",
            TargetState::Unhealthy => "unhealthy",
            TargetState::Draining => "draining",
            TargetState::Unused => "unused",
        }
    }
}

/// What a health check met. Spec: BAL-3.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// An answer with this HTTP or gRPC status.
    Status(u16),
    /// Nobody listens, or the connection was reset.
    Refused,
    /// Nothing within `HealthCheckTimeoutSeconds`: a slow application, or a security group that drops.
    TimedOut,
}

impl Answer {
    /// What a target that is well answers: the first status that the matcher has.
    pub fn well(check: &TargetHealthCheck) -> Answer {
        let first = check.matcher.split([',', '-']).next().and_then(|status| status.trim().parse().ok());
        Answer::Status(first.unwrap_or(200))
    }

    /// What is wrong with it, if anything is: over TCP any answer is well. Spec: BAL-3.
    pub fn fault(self, check: &TargetHealthCheck) -> Option<Reason> {
        match self {
            Answer::Status(status) => {
                let over_http = matches!(check.protocol, ElbProtocol::Http | ElbProtocol::Https);
                (over_http && !matches_status(&check.matcher, status))
                    .then_some(Reason::ResponseCodeMismatch(status))
            }
            Answer::Refused => Some(Reason::FailedHealthChecks),
            Answer::TimedOut => Some(Reason::Timeout),
        }
    }
}

/// Whether a matcher (`200`, `200,301`, `200-299`) has a status.
fn matches_status(matcher: &str, status: u16) -> bool {
    matcher.split(',').any(|part| {
        let (low, high) = part.split_once('-').unwrap_or((part, part));
        let bounds = (low.trim().parse::<u16>(), high.trim().parse::<u16>());
        matches!(bounds, (Ok(low), Ok(high)) if (low..=high).contains(&status))
    })
}

/// The health of one target of one target group, a state machine that is told the time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetHealth {
    state: TargetState,
    reason: Option<Reason>,
    /// Checks since the last one that went the other way.
    in_a_row: u32,
    last_passed: bool,
    next_at: Option<SimTime>,
    slow_start_from: Option<SimTime>,
}

impl TargetHealth {
    /// A target that is registered now; its first check comes one interval later. Spec: BAL-1.
    pub fn registered(at: SimTime, check: &TargetHealthCheck) -> TargetHealth {
        TargetHealth {
            state: TargetState::Initial,
            reason: Some(Reason::InitialHealthChecking),
            in_a_row: 0,
            last_passed: false,
            next_at: Some(at.plus_ms(check.interval.as_ms())),
            slow_start_from: None,
        }
    }

    /// A target that the load balancer does not check: its group is in no rule, its zone is not enabled,
    /// or its instance does not run. Spec: BAL-1.
    pub fn unused(reason: Reason) -> TargetHealth {
        TargetHealth {
            state: TargetState::Unused,
            reason: Some(reason),
            in_a_row: 0,
            last_passed: false,
            next_at: None,
            slow_start_from: None,
        }
    }

    /// A target that nobody checks and that gets requests: what is behind a name. Spec: LOAD-12.
    pub fn unchecked() -> TargetHealth {
        TargetHealth {
            state: TargetState::Healthy,
            reason: None,
            in_a_row: 0,
            last_passed: true,
            next_at: None,
            slow_start_from: None,
        }
    }

    /// Where it stands.
    pub fn state(&self) -> TargetState {
        self.state
    }

    /// Why it is not healthy; nothing where it is.
    pub fn reason(&self) -> Option<Reason> {
        self.reason
    }

    /// When something is to be done: the next check, or the end of draining.
    pub fn next_at(&self) -> Option<SimTime> {
        self.next_at
    }

    /// Since when its share of the requests grows. Spec: BAL-8.
    pub fn slow_start_from(&self) -> Option<SimTime> {
        self.slow_start_from
    }

    /// Takes the outcome of the check that was due; says whether the state changed.
    ///
    /// A new target is healthy by its first pass; an unhealthy one by `HealthyThresholdCount` in a row;
    /// any is unhealthy by `UnhealthyThresholdCount` failures in a row. Spec: BAL-1.
    pub fn check(&mut self, at: SimTime, answer: Answer, check: &TargetHealthCheck) -> bool {
        if matches!(self.state, TargetState::Draining | TargetState::Unused) {
            return false;
        }
        self.next_at = Some(at.plus_ms(check.interval.as_ms()));
        let fault = answer.fault(check);
        let passed = fault.is_none();
        self.in_a_row = if passed == self.last_passed { self.in_a_row.saturating_add(1) } else { 1 };
        self.last_passed = passed;
        let before = self.state;
        match (self.state, fault) {
            (TargetState::Initial, None) => self.turn_healthy(),
            (TargetState::Unhealthy, None) if self.in_a_row >= check.healthy_threshold => {
                self.turn_healthy();
            }
            (TargetState::Initial | TargetState::Healthy, Some(reason))
                if self.in_a_row >= check.unhealthy_threshold =>
            {
                self.state = TargetState::Unhealthy;
                self.reason = Some(reason);
                self.slow_start_from = None;
            }
            (TargetState::Unhealthy, Some(reason)) => self.reason = Some(reason),
            _ => {}
        }
        self.state != before
    }

    /// Whether checks that go on ending with this fault change nothing: they need not be made. Spec: BAL-1.
    pub fn is_settled(&self, fault: Option<Reason>) -> bool {
        match self.state {
            TargetState::Initial => false,
            TargetState::Healthy => fault.is_none() && self.last_passed,
            TargetState::Unhealthy => fault.is_some() && self.reason == fault && !self.last_passed,
            TargetState::Draining | TargetState::Unused => true,
        }
    }

    /// Leaves out the checks before a moment that would have changed nothing; they come once an interval as
    /// before.
    pub fn skip_to(&mut self, at: SimTime, check: &TargetHealthCheck) {
        let checked = matches!(self.state, TargetState::Healthy | TargetState::Unhealthy);
        if let Some(next) = self.next_at.filter(|next| checked && *next < at) {
            let interval_ms = check.interval.as_ms().max(1);
            let missed = (at.as_ms() - next.as_ms()).div_ceil(interval_ms);
            self.next_at = Some(next.plus_ms(missed * interval_ms));
        }
    }

    fn turn_healthy(&mut self) {
        self.state = TargetState::Healthy;
        self.reason = None;
    }

    /// Begins slow start: the caller asks [`super::GroupSettings::starts_slowly`] when the target turns
    /// healthy. Spec: BAL-8.
    pub fn start_slowly(&mut self, at: SimTime) {
        self.slow_start_from = Some(at);
    }

    /// Begins to deregister it: it drains for the whole deregistration delay, requests or not.
    /// Spec: BAL-4.
    pub fn deregister(&mut self, at: SimTime, delay: SimTime) {
        self.state = TargetState::Draining;
        self.reason = Some(Reason::DeregistrationInProgress);
        self.next_at = Some(at.plus_ms(delay.as_ms()));
        self.slow_start_from = None;
    }

    /// Ends draining at its time: the target is unused, and a request that is still in flight breaks off.
    /// Says whether that happened. Spec: BAL-4.
    pub fn end_draining(&mut self, at: SimTime) -> bool {
        let ends = self.state == TargetState::Draining && self.next_at.is_some_and(|end| end <= at);
        if ends {
            *self = TargetHealth::unused(Reason::NotRegistered);
        }
        ends
    }
}

#[cfg(test)]
mod tests {
    use super::{Answer, TargetHealth, TargetState, matches_status};
    use crate::aws::{ElbProtocol, TargetHealthCheck};
    use crate::balance::Reason;
    use crate::time::SimTime;

    fn check() -> TargetHealthCheck {
        TargetHealthCheck {
            protocol: ElbProtocol::Http,
            port: None,
            path: "/".to_owned(),
            interval: SimTime::from_seconds(10),
            timeout: SimTime::from_seconds(5),
            healthy_threshold: 3,
            unhealthy_threshold: 2,
            matcher: "200-299,404".to_owned(),
        }
    }

    /// The state after each of some answers.
    fn walk(answers: &[Answer]) -> Vec<TargetState> {
        let mut health = TargetHealth::registered(SimTime::ZERO, &check());
        let step = |answer| {
            let at = health.next_at().unwrap();
            health.check(at, answer, &check());
            health.state()
        };
        answers.iter().copied().map(step).collect()
    }

    const WELL: Answer = Answer::Status(204);
    const ILL: Answer = Answer::Status(503);

    #[test]
    fn one_pass_makes_a_new_target_healthy_and_thresholds_hold_afterwards() {
        use TargetState::{Healthy, Initial, Unhealthy};
        assert_eq!(
            walk(&[WELL, ILL, WELL, ILL, ILL, WELL, WELL, ILL, WELL, WELL, WELL]),
            [
                Healthy, Healthy, Healthy, Healthy, Unhealthy, Unhealthy, Unhealthy, Unhealthy, Unhealthy,
                Unhealthy, Healthy
            ]
        );
        assert_eq!(walk(&[ILL, WELL]), [Initial, Healthy]);
        assert_eq!(walk(&[ILL, Answer::TimedOut, WELL]), [Initial, Unhealthy, Unhealthy]);
    }

    #[test]
    fn the_reason_is_that_of_the_last_check() {
        let mut health = TargetHealth::registered(SimTime::ZERO, &check());
        assert_eq!(health.reason(), Some(Reason::InitialHealthChecking));
        for answer in [ILL, ILL] {
            health.check(health.next_at().unwrap(), answer, &check());
        }
        let reason = health.reason().unwrap();
        assert_eq!(reason.code(), "Target.ResponseCodeMismatch");
        assert_eq!(reason.description(), "Health checks failed with these codes: [503]");
        health.check(health.next_at().unwrap(), Answer::TimedOut, &check());
        assert_eq!(health.reason().unwrap().description(), "Request timed out");
        assert_eq!(health.next_at(), Some(SimTime::from_seconds(40)));
    }

    #[test]
    fn draining_lasts_the_whole_delay_and_ends_unused() {
        let mut health = TargetHealth::registered(SimTime::ZERO, &check());
        health.deregister(SimTime::from_seconds(5), SimTime::from_seconds(300));
        assert!(!health.check(SimTime::from_seconds(10), WELL, &check()));
        assert!(!health.end_draining(SimTime::from_seconds(304)));
        assert_eq!(health.state(), TargetState::Draining);
        assert!(health.end_draining(SimTime::from_seconds(305)));
        assert_eq!(health, TargetHealth::unused(Reason::NotRegistered));
    }

    #[test]
    fn matchers_have_lists_and_ranges() {
        assert!(matches_status("200", 200) && !matches_status("200", 204));
        assert!(matches_status("200, 300-399", 301) && !matches_status("200,300-399", 299));
        assert!(!matches_status("", 200) && !matches_status("two hundred", 200));
    }

    #[test]
    fn over_tcp_any_answer_is_well() {
        let tcp = TargetHealthCheck { protocol: ElbProtocol::Tcp, ..check() };
        assert_eq!(ILL.fault(&tcp), None);
        assert_eq!(Answer::Refused.fault(&tcp), Some(Reason::FailedHealthChecks));
    }
}

//! Health checks of containers, and the health of the task. Spec: CONT-9.

use crate::aws::HealthCheck;
use crate::time::SimTime;
use serde::Serialize;

/// `healthStatus`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum HealthStatus {
    /// The last check that counted passed.
    Healthy,
    /// As many checks as `retries` says failed in a row.
    Unhealthy,
    /// Nothing is known yet, or there is no health check.
    #[default]
    Unknown,
}

impl HealthStatus {
    /// AWS's spelling.
    pub fn name(self) -> &'static str {
        match self {
            HealthStatus::Healthy => "HEALTHY",
            HealthStatus::Unhealthy => "UNHEALTHY",
            HealthStatus::Unknown => "UNKNOWN",
        }
    }
}

/// The health of a container since it was last started.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Health {
    /// What its checks have said.
    pub status: HealthStatus,
    /// Failures in a row that count.
    failures: u32,
    /// When the check after the last change of status begins.
    next_check_at: SimTime,
}

/// A run of a container, as its health check sees it.
pub(super) struct Checked<'a> {
    pub(super) check: &'a HealthCheck,
    /// When the container was last started.
    pub(super) started_at: SimTime,
    /// Until then it refuses.
    pub(super) ready_at: SimTime,
    /// From then on it does not answer; not before it is ready.
    pub(super) unwell_at: Option<SimTime>,
}

/// Checks that fail one like the other.
struct Failing {
    /// How long each takes to fail.
    takes_ms: u64,
    /// From when on checks go otherwise.
    until: Option<SimTime>,
}

impl Health {
    /// The health of a container that does not run.
    pub(super) const NONE: Health =
        Health { status: HealthStatus::Unknown, failures: 0, next_check_at: SimTime::ZERO };

    /// The health of a container that was just started.
    pub(super) fn at_start(check: Option<&HealthCheck>, started_at: SimTime) -> Health {
        let first = check.map_or(started_at, |check| started_at.plus_ms(check.interval_ms));
        Health { status: HealthStatus::Unknown, failures: 0, next_check_at: first }
    }

    /// The next change of status: when, and the health from then on.
    ///
    /// A container fails its checks at once while it is not ready, passes them when it is, and does not
    /// answer them any more when it is unwell.
    pub(super) fn next_change(mut self, checked: &Checked<'_>) -> Option<(SimTime, Health)> {
        let Checked { check, ready_at, unwell_at, .. } = *checked;
        if self.next_check_at < ready_at {
            match self.fail(checked, &Failing { takes_ms: 0, until: Some(ready_at) }) {
                Ok(change) => return Some(change),
                Err(later) => self = later,
            }
        }
        if unwell_at.is_none_or(|unwell_at| self.next_check_at < unwell_at) {
            if self.status != HealthStatus::Healthy {
                let at = self.next_check_at;
                let next_check_at = at.plus_ms(check.interval_ms);
                return Some((at, Health { status: HealthStatus::Healthy, failures: 0, next_check_at }));
            }
            self.failures = 0;
            self.next_check_at = first_from(self.next_check_at, check.interval_ms, unwell_at?);
        }
        self.fail(checked, &Failing { takes_ms: check.timeout_ms, until: None }).ok()
    }

    /// The health at `now`, when the container is about to behave otherwise; no change of status is due
    /// before. A check that nothing has answered yet, and that would be the last one, is made again.
    pub(super) fn settled(mut self, checked: &Checked<'_>, now: SimTime) -> Health {
        let Checked { check, ready_at, unwell_at, .. } = *checked;
        let pause = ready_at.min(now);
        if self.next_check_at < pause {
            let (Ok((_, later)) | Err(later)) =
                self.fail(checked, &Failing { takes_ms: 0, until: Some(pause) });
            self = later;
        }
        let until = unwell_at.unwrap_or(now).min(now);
        if self.next_check_at < until {
            self.failures = 0;
            self.next_check_at = first_from(self.next_check_at, check.interval_ms, until);
        }
        if self.next_check_at >= now {
            return self;
        }
        match self.fail(checked, &Failing { takes_ms: check.timeout_ms, until: Some(now) }) {
            Err(later) => later,
            Ok(_) => Health { failures: check.retries.saturating_sub(1), next_check_at: now, ..self },
        }
    }

    /// UNHEALTHY, and when; or the health at the first check that goes otherwise.
    fn fail(self, checked: &Checked<'_>, failing: &Failing) -> Result<(SimTime, Health), Health> {
        let check = checked.check;
        let step_ms = check.interval_ms + failing.takes_ms;
        let end = failing.until.unwrap_or(SimTime::from_ms(u64::MAX));
        if self.status == HealthStatus::Unhealthy {
            return Err(Health { next_check_at: first_from(self.next_check_at, step_ms, end), ..self });
        }
        // Until a container is known to be healthy, failures in the start period do not count.
        let counts_from = match self.status {
            HealthStatus::Unknown => checked.started_at.plus_ms(check.start_period_ms).min(end),
            HealthStatus::Healthy | HealthStatus::Unhealthy => self.next_check_at,
        };
        let first = first_from(self.next_check_at, step_ms, counts_from);
        let missing = check.retries.saturating_sub(self.failures).max(1);
        let last = first.plus_ms(u64::from(missing - 1).saturating_mul(step_ms));
        if last < end {
            let health = Health {
                status: HealthStatus::Unhealthy,
                failures: check.retries,
                next_check_at: last.plus_ms(step_ms),
            };
            return Ok((last.plus_ms(failing.takes_ms), health));
        }
        let next_check_at = first_from(first, step_ms, end);
        let failed = (next_check_at.as_ms() - first.as_ms()) / step_ms;
        // Fewer than are missing, or the last of them would lie before the end.
        let failures = self.failures + u32::try_from(failed).unwrap_or(missing).min(missing);
        Err(Health { failures, next_check_at, ..self })
    }
}

/// The first of `at`, `at + step`, … that is not before `target`.
fn first_from(at: SimTime, step_ms: u64, target: SimTime) -> SimTime {
    let missing_ms = target.as_ms().saturating_sub(at.as_ms());
    at.plus_ms(missing_ms.div_ceil(step_ms).saturating_mul(step_ms))
}

/// The health of a task whose essential containers have these. Spec: TASK-23.
pub(super) fn of_task(essential: impl Iterator<Item = HealthStatus>) -> HealthStatus {
    let worse = |one, other| match (one, other) {
        (HealthStatus::Unhealthy, _) | (_, HealthStatus::Unhealthy) => HealthStatus::Unhealthy,
        (HealthStatus::Unknown, _) | (_, HealthStatus::Unknown) => HealthStatus::Unknown,
        (HealthStatus::Healthy, HealthStatus::Healthy) => HealthStatus::Healthy,
    };
    essential.reduce(worse).unwrap_or_default()
}

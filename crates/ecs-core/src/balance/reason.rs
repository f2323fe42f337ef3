//! Why a target is not healthy, as DescribeTargetHealth says it.

use serde::Serialize;
use std::borrow::Cow;

/// How an instance ended that is a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum StoppedState {
    /// It is stopped.
    Stopped,
    /// It is terminated.
    Terminated,
}

/// `Reason` of a target's health. Spec: BAL-2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Reason {
    /// The first check is still to come.
    InitialHealthChecking,
    /// The last check was answered by a code that the matcher does not have.
    ResponseCodeMismatch(u16),
    /// The last check was not answered in time.
    Timeout,
    /// The last check found nobody listening.
    FailedHealthChecks,
    /// No listener forwards to the target group.
    NotInUse,
    /// The load balancer has no subnet in the target's zone.
    ZoneNotEnabled,
    /// The instance does not run.
    InvalidState(StoppedState),
    /// It is being deregistered.
    DeregistrationInProgress,
    /// It is not, or no longer, registered.
    NotRegistered,
}

impl Reason {
    /// AWS's code for it.
    pub fn code(self) -> &'static str {
        match self {
            Reason::InitialHealthChecking => "Elb.InitialHealthChecking",
            Reason::ResponseCodeMismatch(_) => "Target.ResponseCodeMismatch",
            Reason::Timeout => "Target.Timeout",
            Reason::FailedHealthChecks => "Target.FailedHealthChecks",
            Reason::NotInUse | Reason::ZoneNotEnabled => "Target.NotInUse",
            Reason::InvalidState(_) => "Target.InvalidState",
            Reason::DeregistrationInProgress => "Target.DeregistrationInProgress",
            Reason::NotRegistered => "Target.NotRegistered",
        }
    }

    /// AWS's description of it.
    pub fn description(self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Reason::InitialHealthChecking => "Initial health checks in progress",
            Reason::ResponseCodeMismatch(code) => {
                return Cow::Owned(format!("Health checks failed with these codes: [{code}]"));
            }
            Reason::Timeout => "Request timed out",
            Reason::FailedHealthChecks => "Health checks failed",
            Reason::NotInUse => "Target group is not configured to receive traffic from the load balancer",
            Reason::ZoneNotEnabled => {
                "Target is in an Availability Zone that is not enabled for the load balancer"
            }
            Reason::InvalidState(StoppedState::Stopped) => "Target is in the stopped state",
            Reason::InvalidState(StoppedState::Terminated) => "Target is in the terminated state",
            Reason::DeregistrationInProgress => "Target deregistration is in progress",
            Reason::NotRegistered => "Target is not registered to the target group",
        })
    }
}

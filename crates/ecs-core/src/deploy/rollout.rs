//! When a rolling deployment is over, and where a failed one goes back to.
//!
//! Source: ECS guide, deployment circuit breaker, deployment alarms, service deployment state change events;
//! API, Deployment.rolloutState and DeploymentEarlySuccessCriteria.

use super::{Tally, percent_of_rounded_up};
use crate::aws::EarlySuccess;
use crate::time::SimTime;
use serde::{Deserialize, Serialize};

/// `rolloutState` of a deployment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum RolloutState {
    /// On its way.
    InProgress,
    /// The service has been steady with it.
    Completed,
    /// It launches no task any more.
    Failed,
}

impl RolloutState {
    /// AWS's spelling.
    pub fn name(self) -> &'static str {
        match self {
            RolloutState::InProgress => "IN_PROGRESS",
            RolloutState::Completed => "COMPLETED",
            RolloutState::Failed => "FAILED",
        }
    }
}

/// What made a deployment fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum FailureCause {
    /// The circuit breaker.
    CircuitBreaker,
    /// A deployment alarm.
    Alarm,
    /// StopServiceDeployment.
    Stopped,
    /// A lifecycle hook answered with FAILED or ROLLBACK.
    Hook,
    /// Nobody answered a lifecycle hook in time.
    HookTimedOut,
    /// A stage took longer than it may: the new tasks did not become healthy.
    StageTimedOut,
}

/// Why a deployment is in its state. `report::text` has the sentences.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum RolloutReason {
    /// It has begun.
    InProgress,
    /// It has begun because another failed: the service goes back to it.
    RollingBack(FailureCause),
    /// It is over.
    Completed,
    /// It has failed.
    Failed(FailureCause),
}

impl RolloutReason {
    /// The state that it goes with.
    pub fn state(self) -> RolloutState {
        match self {
            RolloutReason::InProgress | RolloutReason::RollingBack(_) => RolloutState::InProgress,
            RolloutReason::Completed => RolloutState::Completed,
            RolloutReason::Failed(_) => RolloutState::Failed,
        }
    }
}

/// A deployment of a service's history, as far as a rollback looks at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Past {
    /// `rolloutState`.
    pub state: RolloutState,
    /// When it was last COMPLETED; none where it never was.
    pub completed_at: Option<SimTime>,
}

/// The number of the deployment that a failed one goes back to: the one that is COMPLETED and was so last.
/// None where there is none; the failed one then stalls. The one that is taken is IN_PROGRESS again, so that
/// nothing goes back to it before it is COMPLETED.
pub fn rollback_target(history: &[Past]) -> Option<usize> {
    let completed = history.iter().enumerate().filter(|(_, past)| past.state == RolloutState::Completed);
    completed.max_by_key(|(number, past)| (past.completed_at, *number)).map(|(number, _)| number)
}

/// How far a rolling deployment is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Tasks that the service is to have.
    pub desired: u32,
    /// Tasks of older revisions.
    pub source: Tally,
    /// Tasks of the new revision.
    pub target: Tally,
    /// `earlySuccessCriteria`.
    pub early_success: Option<EarlySuccess>,
    /// How long it is watched when it has scaled, in milliseconds: the bake time of the configuration or of
    /// the alarms, whichever is longer.
    pub bake_time_ms: u64,
    /// When it had scaled; none where it had not at the last look.
    pub scaled_at: Option<SimTime>,
}

/// What is missing to the end of a deployment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Completion {
    /// So many healthy tasks of the new revision.
    Healthy {
        /// How many there are.
        have: u32,
        /// How many it takes.
        need: u32,
    },
    /// So many old tasks are still there.
    Source(u32),
    /// It is watched until then.
    Baking(SimTime),
    /// Nothing: it is COMPLETED.
    Completed,
}

/// What is missing to the end of a rolling deployment at `now`.
pub fn completion(progress: &Progress, now: SimTime) -> Completion {
    let need = match progress.early_success {
        Some(early) => percent_of_rounded_up(progress.desired, early.healthy_percent.min(100)),
        None => progress.desired,
    };
    if progress.target.healthy < need {
        return Completion::Healthy { have: progress.target.healthy, need };
    }
    let left = progress.source.active().saturating_add(progress.source.stopping);
    if left > 0 && !progress.early_success.is_some_and(|early| early.deferred_cleanup) {
        return Completion::Source(left);
    }
    let until = progress.scaled_at.unwrap_or(now).plus_ms(progress.bake_time_ms);
    if now < until { Completion::Baking(until) } else { Completion::Completed }
}

#[cfg(test)]
mod tests {
    use super::{Completion, Past, Progress, RolloutState, completion, rollback_target};
    use crate::aws::EarlySuccess;
    use crate::deploy::Tally;
    use crate::time::SimTime;

    fn past(state: RolloutState, completed_at: Option<u64>) -> Past {
        Past { state, completed_at: completed_at.map(SimTime::from_seconds) }
    }

    /// ECS guide, deployment circuit breaker (worked example circuitBreaker.rollback): D2 goes back to D1,
    /// which is IN_PROGRESS then, so D3, which fails meanwhile, has nothing to go back to.
    #[test]
    fn a_rollback_goes_to_the_last_completed_deployment() {
        use RolloutState::{Completed, Failed, InProgress};
        assert_eq!(rollback_target(&[past(Completed, Some(10)), past(Failed, None)]), Some(0));
        assert_eq!(
            rollback_target(&[past(InProgress, Some(10)), past(Failed, None), past(Failed, None)]),
            None
        );
        let completed_again = [past(Completed, Some(90)), past(Completed, Some(50)), past(Failed, None)];
        assert_eq!(rollback_target(&completed_again), Some(0));
        assert_eq!(rollback_target(&[]), None);
    }

    fn progress(desired: u32, healthy: u32, early_success: Option<EarlySuccess>) -> Progress {
        Progress {
            desired,
            source: Tally::default(),
            target: Tally { healthy, ..Tally::default() },
            early_success,
            bake_time_ms: 0,
            scaled_at: None,
        }
    }

    /// ECS guide, early success criteria, as worked examples deployment.earlySuccess have it.
    #[test]
    fn early_success_takes_a_part_of_the_tasks() {
        for (desired, healthy_percent, need) in
            [(2, 50, 1), (3, 50, 2), (10, 80, 8), (100, 90, 90), (10, 100, 10)]
        {
            let early = Some(EarlySuccess { healthy_percent, deferred_cleanup: false });
            let have = need - 1;
            let missing = completion(&progress(desired, have, early), SimTime::ZERO);
            assert_eq!(missing, Completion::Healthy { have, need });
            assert_eq!(completion(&progress(desired, need, early), SimTime::ZERO), Completion::Completed);
        }
    }

    #[test]
    fn old_tasks_go_before_the_end_unless_they_are_deferred() {
        let source = Tally { healthy: 1, stopping: 1, ..Tally::default() };
        let waiting = Progress { source, ..progress(2, 2, None) };
        assert_eq!(completion(&waiting, SimTime::ZERO), Completion::Source(2));
        let early = |deferred_cleanup| Some(EarlySuccess { healthy_percent: 100, deferred_cleanup });
        let deferred = Progress { early_success: early(true), ..waiting };
        assert_eq!(completion(&deferred, SimTime::ZERO), Completion::Completed);
        let blocking = Progress { early_success: early(false), ..waiting };
        assert_eq!(completion(&blocking, SimTime::ZERO), Completion::Source(2));
    }

    #[test]
    fn it_is_watched_for_the_bake_time() {
        let baking = Progress {
            bake_time_ms: 300_000,
            scaled_at: Some(SimTime::from_seconds(100)),
            ..progress(1, 1, None)
        };
        let end = SimTime::from_seconds(400);
        assert_eq!(completion(&baking, SimTime::from_seconds(399)), Completion::Baking(end));
        assert_eq!(completion(&baking, end), Completion::Completed);
    }
}

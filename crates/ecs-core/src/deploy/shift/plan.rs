//! What a deployment with traffic shifts goes through, and what it asks about the world.

use crate::aws::{DeploymentStrategy, LifecycleHook, LifecycleStage};
use crate::time::SimTime;
use serde::Serialize;

/// All of the traffic, in tenths of a percent.
pub const ALL_PER_MILLE: u32 = 1000;

const MINUTE_MS: u64 = 60_000;

/// What a deployment goes through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The strategy, with its steps. ROLLING shifts no traffic, and counts as BLUE_GREEN here.
    pub strategy: DeploymentStrategy,
    /// The bake time, in milliseconds.
    pub bake_time_ms: u64,
    /// `lifecycleHooks`.
    pub hooks: Vec<LifecycleHook>,
    /// Whether more than one revision is active at the start.
    pub reconciles: bool,
    /// Whether there is test traffic: a test listener rule.
    pub tests: bool,
    /// What a shift of traffic takes, in milliseconds: ten minutes behind a Network Load Balancer.
    pub shift_ms: u64,
}

impl Plan {
    /// Shares of the production traffic that green gets one after the other, in tenths of a percent.
    pub fn steps(&self) -> Vec<u32> {
        match self.strategy {
            DeploymentStrategy::Linear { step_per_mille, .. } => {
                let step = step_per_mille.clamp(1, ALL_PER_MILLE);
                let steps = ALL_PER_MILLE.div_ceil(step);
                (1..=steps).map(|number| (number * step).min(ALL_PER_MILLE)).collect()
            }
            DeploymentStrategy::Canary { canary_per_mille, .. } if canary_per_mille < ALL_PER_MILLE => {
                vec![canary_per_mille, ALL_PER_MILLE]
            }
            DeploymentStrategy::Canary { .. }
            | DeploymentStrategy::BlueGreen
            | DeploymentStrategy::Rolling => vec![ALL_PER_MILLE],
        }
    }

    /// The wait between two steps, in milliseconds. Behind the last there is none.
    pub(super) fn step_bake_time_ms(&self) -> u64 {
        let minutes = match self.strategy {
            DeploymentStrategy::Linear { step_bake_time_minutes, .. } => step_bake_time_minutes,
            DeploymentStrategy::Canary { canary_bake_time_minutes, .. } => canary_bake_time_minutes,
            DeploymentStrategy::BlueGreen | DeploymentStrategy::Rolling => 0,
        };
        u64::from(minutes) * MINUTE_MS
    }

    pub(super) fn skips(&self, stage: LifecycleStage) -> bool {
        stage == LifecycleStage::ReconcileService && !self.reconciles
    }

    /// When the hook of that number gives up, if it is asked at a moment.
    pub fn times_out_at(&self, hook: usize, asked: SimTime) -> SimTime {
        let minutes = self.hooks.get(hook).map_or(0, |hook| hook.timeout_minutes);
        asked.plus_ms(u64::from(minutes) * MINUTE_MS)
    }
}

/// `status` of a lifecycle hook that is not open any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum HookStatus {
    /// The deployment may go on.
    Succeeded,
    /// It goes back.
    Failed,
    /// Nobody answered in time; the hook's configuration says what follows.
    TimedOut,
}

/// What a deployment asks about the world.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Whether the tasks of other revisions than blue and green are gone.
    pub is_reconciled: bool,
    /// Whether green has all its tasks, healthy.
    pub green_is_healthy: bool,
    /// Whether blue's tasks are gone.
    pub blue_is_gone: bool,
    /// How the plan's hooks stand at the present stage, in the plan's order; none of one that is open.
    pub hooks: Vec<Option<HookStatus>>,
}

/// Where a deployment is going.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum ShiftOutcome {
    /// To green.
    Going,
    /// It is at green, and blue is gone.
    Completed,
    /// All traffic is back on blue.
    RolledBack,
    /// It stays where it is: it has failed, and does not go back.
    Stopped,
}

/// What a deployment waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Pending {
    /// The tasks of other revisions than blue and green, which have to go.
    Reconciliation,
    /// Green's tasks; at that moment it gives up.
    Tasks(SimTime),
    /// The answer to the hook with that number in the plan, which may come at that moment at the latest.
    Hook(usize, SimTime),
    /// The end of a shift of traffic, or of the wait behind a step.
    Until(SimTime),
    /// The end of the bake time.
    Bake(SimTime),
    /// Blue's tasks, which have to go.
    CleanUp,
    /// Nothing.
    Nothing,
}

impl Pending {
    /// When to look again, whatever else happens.
    pub fn until(self) -> Option<SimTime> {
        match self {
            Pending::Tasks(at) | Pending::Hook(_, at) | Pending::Until(at) | Pending::Bake(at) => Some(at),
            Pending::Reconciliation | Pending::CleanUp | Pending::Nothing => None,
        }
    }
}

/// Why a deployment fails by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShiftFailure {
    /// A hook says so.
    Hook,
    /// Nobody answered a hook in time.
    HookTimedOut,
    /// Green did not become healthy within the time of a stage.
    Tasks,
}

/// The next thing that happens to a deployment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShiftStep {
    /// It gets further.
    Goes(super::Shift),
    /// The hook with that number in the plan is not open any more.
    Answered(usize, HookStatus),
    /// It fails.
    Fails(ShiftFailure),
}

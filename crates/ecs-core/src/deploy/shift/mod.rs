//! Deployments that shift traffic: blue/green, linear, canary. Spec: DEPLOY-17.
//!
//! Blue is the revision that serves, green the new one. Source: ECS guide, how blue/green deployments work,
//! linear and canary deployments, lifecycle hooks, pause hooks; API, LinearConfiguration, CanaryConfiguration
//! and DeploymentLifecycleHook.

mod plan;
#[cfg(test)]
mod tests;

use crate::aws::{HookOutcome, HookTarget, LifecycleHook, LifecycleStage};
use crate::time::SimTime;
pub use plan::{ALL_PER_MILLE, Facts, HookStatus, Pending, Plan, ShiftFailure, ShiftOutcome, ShiftStep};
use serde::Serialize;

/// How long green may take to become healthy, in milliseconds: a stage lasts at most 24 hours.
const STAGE_LIMIT_MS: u64 = 24 * 60 * 60 * 1000;

/// How far a deployment is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Shift {
    /// The stage.
    pub stage: LifecycleStage,
    /// When the stage began.
    pub since: SimTime,
    /// Green's share of the production traffic, in tenths of a percent.
    pub production_per_mille: u32,
    /// Green's share of the test traffic, in tenths of a percent.
    pub test_per_mille: u32,
    /// Steps of the production traffic that were taken.
    pub steps: usize,
    /// Where it is going.
    pub outcome: ShiftOutcome,
}

impl Shift {
    /// A deployment that begins.
    pub fn begin(now: SimTime) -> Shift {
        Shift {
            stage: LifecycleStage::ReconcileService,
            since: now,
            production_per_mille: 0,
            test_per_mille: 0,
            steps: 0,
            outcome: ShiftOutcome::Going,
        }
    }

    /// The next thing that happens to it, where that is at `now` or was before; none where it waits. Ask again
    /// until it waits.
    pub fn next(&self, plan: &Plan, now: SimTime, facts: &Facts) -> Option<ShiftStep> {
        if self.is_over() {
            return None;
        }
        if let Some(step) = self.answered(plan, now, facts).or_else(|| self.refused(plan, facts)) {
            return Some(step);
        }
        match self.pending(plan, facts) {
            Pending::Tasks(until) if now >= until => Some(ShiftStep::Fails(ShiftFailure::Tasks)),
            Pending::Until(until) | Pending::Bake(until) if now < until => None,
            Pending::Tasks(_) | Pending::Hook(..) | Pending::Reconciliation | Pending::CleanUp => None,
            Pending::Until(_) | Pending::Bake(_) | Pending::Nothing => {
                Some(ShiftStep::Goes(self.further(plan, now)))
            }
        }
    }

    /// What it waits for.
    pub fn pending(&self, plan: &Plan, facts: &Facts) -> Pending {
        if self.is_over() || plan.skips(self.stage) {
            return Pending::Nothing;
        }
        if let Some((hook, until)) = self.first_answer(plan, facts) {
            return Pending::Hook(hook, until);
        }
        match self.stage {
            LifecycleStage::ReconcileService if !facts.is_reconciled => Pending::Reconciliation,
            LifecycleStage::ScaleUp if !facts.green_is_healthy => {
                Pending::Tasks(self.since.plus_ms(STAGE_LIMIT_MS))
            }
            LifecycleStage::TestTrafficShift if plan.tests => {
                Pending::Until(self.since.plus_ms(plan.shift_ms))
            }
            LifecycleStage::ProductionTrafficShift => {
                let more = self.steps < plan.steps().len();
                let bake_ms = if more { plan.step_bake_time_ms() } else { 0 };
                Pending::Until(self.since.plus_ms(plan.shift_ms).plus_ms(bake_ms))
            }
            LifecycleStage::BakeTime => Pending::Bake(self.since.plus_ms(plan.bake_time_ms)),
            LifecycleStage::CleanUp if !facts.blue_is_gone => Pending::CleanUp,
            _ => Pending::Nothing,
        }
    }

    /// All traffic goes back to blue at once.
    #[must_use]
    pub fn rolled_back(&self, now: SimTime) -> Shift {
        Shift {
            stage: LifecycleStage::CleanUp,
            since: now,
            production_per_mille: 0,
            test_per_mille: 0,
            outcome: ShiftOutcome::RolledBack,
            ..*self
        }
    }

    /// It has failed and goes no further.
    #[must_use]
    pub fn stopped(&self) -> Shift {
        Shift { outcome: ShiftOutcome::Stopped, ..*self }
    }

    /// Whether it goes nowhere any more.
    pub fn is_over(&self) -> bool {
        self.outcome != ShiftOutcome::Going
    }

    /// Whether blue and green are both kept: green as soon as it is started, see [`Shift::has_green`].
    pub fn keeps_both(&self) -> bool {
        matches!(self.outcome, ShiftOutcome::Going | ShiftOutcome::Stopped)
            && self.stage < LifecycleStage::CleanUp
    }

    /// Whether green is to have its tasks.
    pub fn has_green(&self) -> bool {
        self.stage >= LifecycleStage::ScaleUp
    }

    /// The hooks of the stage, by their numbers in the plan.
    pub fn hooks<'a>(&self, plan: &'a Plan) -> impl Iterator<Item = (usize, &'a LifecycleHook)> + use<'a> {
        let stage = self.stage;
        let asks = self.outcome == ShiftOutcome::Going && !plan.skips(stage);
        plan.hooks.iter().enumerate().filter(move |(_, hook)| asks && hook.stages.contains(&stage))
    }

    fn open<'a>(&self, plan: &'a Plan, facts: &Facts) -> impl Iterator<Item = (usize, &'a LifecycleHook)> {
        self.hooks(plan).filter(|(number, _)| facts.hooks.get(*number).copied().flatten().is_none())
    }

    /// When a hook of the stage is answered at the latest, if nobody does it earlier.
    pub fn answer_to(&self, plan: &Plan, number: usize) -> SimTime {
        plan.hooks.get(number).map_or(self.since, |hook| self.answer(plan, number, hook).0)
    }

    /// When an open hook is answered at the latest, and how.
    fn answer(&self, plan: &Plan, number: usize, hook: &LifecycleHook) -> (SimTime, HookStatus) {
        let timeout = (plan.times_out_at(number, self.since), HookStatus::TimedOut);
        let returned = match (&hook.target, hook.outcome) {
            (HookTarget::Pause, _) | (_, HookOutcome::InProgress) => return timeout,
            (HookTarget::Lambda(_), HookOutcome::Succeeded) => HookStatus::Succeeded,
            (HookTarget::Lambda(_), HookOutcome::Failed) => HookStatus::Failed,
        };
        let at = self.since.plus_ms(hook.answers_after_ms);
        if at < timeout.0 { (at, returned) } else { timeout }
    }

    /// A hook that is answered by now.
    fn answered(&self, plan: &Plan, now: SimTime, facts: &Facts) -> Option<ShiftStep> {
        let answers = self.open(plan, facts).map(|(number, hook)| (number, self.answer(plan, number, hook)));
        let mut due = answers.filter(|(_, (at, _))| *at <= now);
        due.next().map(|(number, (_, status))| ShiftStep::Answered(number, status))
    }

    /// A hook that lets the deployment go no further.
    fn refused(&self, plan: &Plan, facts: &Facts) -> Option<ShiftStep> {
        let failure = |(number, hook): (usize, &LifecycleHook)| match facts.hooks.get(number).copied()?? {
            HookStatus::Failed => Some(ShiftFailure::Hook),
            HookStatus::TimedOut if !hook.continues_on_timeout => Some(ShiftFailure::HookTimedOut),
            HookStatus::TimedOut | HookStatus::Succeeded => None,
        };
        self.hooks(plan).find_map(failure).map(ShiftStep::Fails)
    }

    /// The open hook whose answer comes first.
    fn first_answer(&self, plan: &Plan, facts: &Facts) -> Option<(usize, SimTime)> {
        let open = self.open(plan, facts).map(|(number, hook)| (number, self.answer(plan, number, hook).0));
        open.min_by_key(|(number, until)| (*until, *number))
    }

    /// The stage is over.
    fn further(&self, plan: &Plan, now: SimTime) -> Shift {
        let steps = plan.steps();
        let next = match self.stage {
            // Every step has its two stages.
            LifecycleStage::ProductionTrafficShift if self.steps < steps.len() => {
                Some(LifecycleStage::PreProductionTrafficShift)
            }
            stage => LifecycleStage::ALL.into_iter().find(|other| *other > stage),
        };
        let Some(stage) = next else {
            return Shift { outcome: ShiftOutcome::Completed, ..*self };
        };
        let entered = Shift { stage, since: now, ..*self };
        match stage {
            LifecycleStage::TestTrafficShift if plan.tests => {
                Shift { test_per_mille: ALL_PER_MILLE, ..entered }
            }
            LifecycleStage::ProductionTrafficShift => Shift {
                production_per_mille: steps.get(self.steps).copied().unwrap_or(ALL_PER_MILLE),
                steps: self.steps + 1,
                ..entered
            },
            _ => entered,
        }
    }
}

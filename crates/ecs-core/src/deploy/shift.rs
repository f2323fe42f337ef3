//! Deployments that shift traffic: blue/green, linear, canary.
//!
//! Blue is the revision that serves, green the new one. Source: ECS guide, how blue/green deployments work,
//! linear and canary deployments, lifecycle hooks, pause hooks; API, LinearConfiguration, CanaryConfiguration
//! and DeploymentLifecycleHook. That all hooks of a stage are asked at once, on entering it, is inferred.

use crate::aws::{DeploymentStrategy, LifecycleHook, LifecycleStage};
use crate::time::SimTime;
use serde::Serialize;

/// All of the traffic, in tenths of a percent.
const ALL_PER_MILLE: u32 = 1000;

/// How long green may take to become healthy, in milliseconds: a stage lasts at most 24 hours.
const STAGE_LIMIT_MS: u64 = 24 * 60 * 60 * 1000;

const MINUTE_MS: u64 = 60_000;

/// What a deployment goes through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The strategy, with its steps. ROLLING shifts no traffic, and counts as BLUE_GREEN here.
    pub strategy: DeploymentStrategy,
    /// `bakeTimeInMinutes`.
    pub bake_time_minutes: u32,
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
    fn step_bake_time_ms(&self) -> u64 {
        let minutes = match self.strategy {
            DeploymentStrategy::Linear { step_bake_time_minutes, .. } => step_bake_time_minutes,
            DeploymentStrategy::Canary { canary_bake_time_minutes, .. } => canary_bake_time_minutes,
            DeploymentStrategy::BlueGreen | DeploymentStrategy::Rolling => 0,
        };
        u64::from(minutes) * MINUTE_MS
    }

    fn skips(&self, stage: LifecycleStage) -> bool {
        stage == LifecycleStage::ReconcileService && !self.reconciles
    }
}

/// What somebody answers to a hook.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HookAnswer {
    /// Nothing yet.
    #[default]
    None,
    /// Go on.
    Continue,
    /// Go back.
    RollBack,
}

/// What a deployment asks about the world.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Whether green has all its tasks, healthy.
    pub green_is_healthy: bool,
    /// Whether the tasks of the revision that loses are gone.
    pub loser_is_gone: bool,
    /// The answers to the plan's hooks at the present stage, in the plan's order; one that is missing has not
    /// come.
    pub answers: Vec<HookAnswer>,
}

/// Where a deployment is going.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum ShiftOutcome {
    /// To green.
    Going,
    /// It is at green, and blue is gone.
    Completed,
    /// Back to blue.
    RollingBack,
    /// It is back at blue, and green is gone.
    RolledBack,
}

/// What a deployment waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Pending {
    /// Green's tasks; at that moment it gives up.
    Tasks(SimTime),
    /// The answer to the hook with that number in the plan; at that moment its timeout answers.
    Hook(usize, SimTime),
    /// Time.
    Until(SimTime),
    /// The tasks of the revision that loses.
    CleanUp,
    /// Nothing.
    Nothing,
}

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
    /// When traffic last moved.
    pub shifted_at: SimTime,
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
            shifted_at: now,
            outcome: ShiftOutcome::Going,
        }
    }

    /// The next thing that happens to it, where that is at `now` or was before; none where it waits. Ask again
    /// until it waits.
    pub fn next(&self, plan: &Plan, now: SimTime, facts: &Facts) -> Option<Shift> {
        if self.is_over() {
            return None;
        }
        if self.is_refused(plan, now, facts) {
            return Some(self.rolled_back(now));
        }
        match self.pending(plan, now, facts) {
            Pending::Tasks(until) if now >= until => Some(self.rolled_back(now)),
            Pending::Until(until) if now >= until => Some(self.worked(plan, now)),
            Pending::Nothing => Some(self.worked(plan, now)),
            Pending::Tasks(_) | Pending::Hook(..) | Pending::Until(_) | Pending::CleanUp => None,
        }
    }

    /// What it waits for at `now`. A moment in it is when to look again, whatever else happens.
    pub fn pending(&self, plan: &Plan, now: SimTime, facts: &Facts) -> Pending {
        if self.is_over() || plan.skips(self.stage) {
            return Pending::Nothing;
        }
        if let Some((hook, until)) = self.open_hook(plan, now, facts) {
            return Pending::Hook(hook, until);
        }
        match self.stage {
            LifecycleStage::ScaleUp if !facts.green_is_healthy => {
                Pending::Tasks(self.since.plus_ms(STAGE_LIMIT_MS))
            }
            LifecycleStage::TestTrafficShift if self.test_per_mille > 0 => {
                Pending::Until(self.shifted_at.plus_ms(plan.shift_ms))
            }
            LifecycleStage::ProductionTrafficShift if self.steps > 0 => {
                let more = self.steps < plan.steps().len();
                let bake_ms = if more { plan.step_bake_time_ms() } else { 0 };
                Pending::Until(self.shifted_at.plus_ms(plan.shift_ms).plus_ms(bake_ms))
            }
            LifecycleStage::BakeTime => {
                Pending::Until(self.since.plus_ms(u64::from(plan.bake_time_minutes) * MINUTE_MS))
            }
            LifecycleStage::CleanUp if !facts.loser_is_gone => Pending::CleanUp,
            _ => Pending::Nothing,
        }
    }

    /// All traffic goes back to blue at once, and green is stopped: a hook, an alarm or a person said so.
    #[must_use]
    pub fn rolled_back(&self, now: SimTime) -> Shift {
        if self.outcome != ShiftOutcome::Going {
            return *self;
        }
        Shift {
            stage: LifecycleStage::CleanUp,
            since: now,
            production_per_mille: 0,
            test_per_mille: 0,
            shifted_at: now,
            outcome: ShiftOutcome::RollingBack,
            ..*self
        }
    }

    /// Whether it has come to an end.
    pub fn is_over(&self) -> bool {
        matches!(self.outcome, ShiftOutcome::Completed | ShiftOutcome::RolledBack)
    }

    /// The hooks of the stage, before its work has begun.
    fn hooks<'a>(&self, plan: &'a Plan) -> impl Iterator<Item = (usize, &'a LifecycleHook)> {
        let stage = self.stage;
        let begun = match stage {
            LifecycleStage::TestTrafficShift => self.test_per_mille > 0,
            LifecycleStage::ProductionTrafficShift => self.steps > 0,
            _ => false,
        };
        let asks = !begun && self.outcome == ShiftOutcome::Going && !plan.skips(stage);
        plan.hooks.iter().enumerate().filter(move |(_, hook)| asks && hook.stages.contains(&stage))
    }

    fn times_out_at(&self, hook: &LifecycleHook) -> SimTime {
        self.since.plus_ms(u64::from(hook.timeout_minutes) * MINUTE_MS)
    }

    /// What was answered to a hook, by its timeout if by nobody else.
    fn answer(&self, number: usize, hook: &LifecycleHook, now: SimTime, facts: &Facts) -> HookAnswer {
        match facts.answers.get(number).copied().unwrap_or_default() {
            HookAnswer::None if now < self.times_out_at(hook) => HookAnswer::None,
            HookAnswer::None if hook.continues_on_timeout => HookAnswer::Continue,
            HookAnswer::None => HookAnswer::RollBack,
            given => given,
        }
    }

    fn is_refused(&self, plan: &Plan, now: SimTime, facts: &Facts) -> bool {
        self.hooks(plan).any(|(number, hook)| self.answer(number, hook, now, facts) == HookAnswer::RollBack)
    }

    /// The hook without an answer whose timeout comes first.
    fn open_hook(&self, plan: &Plan, now: SimTime, facts: &Facts) -> Option<(usize, SimTime)> {
        let open = self
            .hooks(plan)
            .filter(|(number, hook)| self.answer(*number, hook, now, facts) == HookAnswer::None);
        open.map(|(number, hook)| (number, self.times_out_at(hook)))
            .min_by_key(|(number, until)| (*until, *number))
    }

    /// The work of the stage is done, or the next stage entered where it is.
    fn worked(&self, plan: &Plan, now: SimTime) -> Shift {
        match self.stage {
            LifecycleStage::TestTrafficShift if plan.tests && self.test_per_mille == 0 => {
                Shift { test_per_mille: ALL_PER_MILLE, shifted_at: now, ..*self }
            }
            LifecycleStage::ProductionTrafficShift => match plan.steps().get(self.steps) {
                Some(share) => {
                    Shift { production_per_mille: *share, steps: self.steps + 1, shifted_at: now, ..*self }
                }
                None => self.entered(now),
            },
            _ => self.entered(now),
        }
    }

    fn entered(&self, now: SimTime) -> Shift {
        let next = LifecycleStage::ALL.into_iter().find(|stage| *stage > self.stage);
        match next {
            Some(stage) => Shift { stage, since: now, ..*self },
            None if self.outcome == ShiftOutcome::Going => {
                Shift { outcome: ShiftOutcome::Completed, ..*self }
            }
            None => Shift { outcome: ShiftOutcome::RolledBack, ..*self },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Facts, HookAnswer, Pending, Plan, Shift, ShiftOutcome};
    use crate::aws::{DeploymentStrategy, HookTarget, LifecycleHook, LifecycleStage};
    use crate::time::SimTime;

    fn plan(strategy: DeploymentStrategy) -> Plan {
        Plan {
            strategy,
            bake_time_minutes: 5,
            hooks: Vec::new(),
            reconciles: false,
            tests: false,
            shift_ms: 0,
        }
    }

    const LINEAR: DeploymentStrategy =
        DeploymentStrategy::Linear { step_per_mille: 100, step_bake_time_minutes: 6 };
    const CANARY: DeploymentStrategy =
        DeploymentStrategy::Canary { canary_per_mille: 50, canary_bake_time_minutes: 10 };

    fn pause(stage: LifecycleStage, timeout_minutes: u32, continues_on_timeout: bool) -> LifecycleHook {
        LifecycleHook {
            target: HookTarget::Pause,
            stages: vec![stage],
            timeout_minutes,
            continues_on_timeout,
        }
    }

    /// Lets it run from second 0, with everything granted, and notes the share of green whenever it changes.
    fn run(plan: &Plan, facts: &Facts) -> (Shift, Vec<(u64, u32)>) {
        let (mut now, mut shift, mut shares) = (SimTime::ZERO, Shift::begin(SimTime::ZERO), Vec::new());
        loop {
            if let Some(next) = shift.next(plan, now, facts) {
                if next.production_per_mille != shift.production_per_mille {
                    shares.push((now.as_ms() / 60_000, next.production_per_mille));
                }
                shift = next;
                continue;
            }
            match shift.pending(plan, now, facts) {
                Pending::Until(until) | Pending::Hook(_, until) | Pending::Tasks(until) => now = until,
                Pending::CleanUp | Pending::Nothing => return (shift, shares),
            }
        }
    }

    fn granted() -> Facts {
        Facts { green_is_healthy: true, loser_is_gone: true, answers: Vec::new() }
    }

    /// pypi:botocore 1.44.5 ecs LinearConfiguration: 10 percent every 6 minutes, no wait behind the last step.
    #[test]
    fn linear_goes_in_equal_steps() {
        let (shift, shares) = run(&plan(LINEAR), &granted());
        let expected: Vec<(u64, u32)> = (0..10).map(|step| (6 * u64::from(step), 100 * (step + 1))).collect();
        assert_eq!(shares, expected);
        assert_eq!((shift.outcome, shift.since), (ShiftOutcome::Completed, SimTime::from_seconds(59 * 60)));
        let thirds = DeploymentStrategy::Linear { step_per_mille: 333, step_bake_time_minutes: 0 };
        assert_eq!(plan(thirds).steps(), [333, 666, 999, 1000]);
    }

    /// pypi:botocore 1.44.5 ecs CanaryConfiguration.
    #[test]
    fn canary_goes_in_two_steps() {
        let (shift, shares) = run(&plan(CANARY), &granted());
        assert_eq!(shares, [(0, 50), (10, 1000)]);
        assert_eq!(shift.since, SimTime::from_seconds(15 * 60));
    }

    #[test]
    fn blue_green_shifts_at_once_and_bakes_before_blue_goes() {
        let facts = Facts { loser_is_gone: false, ..granted() };
        let (shift, shares) = run(&plan(DeploymentStrategy::BlueGreen), &facts);
        assert_eq!(shares, [(0, 1000)]);
        assert_eq!((shift.stage, shift.since), (LifecycleStage::CleanUp, SimTime::from_seconds(300)));
        assert_eq!(shift.outcome, ShiftOutcome::Going);
    }

    #[test]
    fn behind_a_network_load_balancer_every_shift_takes_ten_minutes() {
        let slow = Plan { shift_ms: 600_000, tests: true, ..plan(CANARY) };
        assert_eq!(run(&slow, &granted()).1, [(10, 50), (30, 1000)]);
    }

    #[test]
    fn green_that_never_comes_up_is_given_up_after_a_day() {
        let facts = Facts { green_is_healthy: false, ..granted() };
        let (shift, shares) = run(&plan(LINEAR), &facts);
        assert_eq!((shift.outcome, shares), (ShiftOutcome::RolledBack, Vec::new()));
        assert_eq!(shift.since, SimTime::from_seconds(24 * 60 * 60));
    }

    #[test]
    fn a_pause_waits_for_an_answer_and_its_timeout_answers_for_nobody() {
        let stage = LifecycleStage::PreProductionTrafficShift;
        let hooks = vec![pause(stage, 10, false), pause(stage, 20, true)];
        let paused = Plan { hooks, ..plan(LINEAR) };
        let (back, _) = run(&paused, &granted());
        assert_eq!((back.outcome, back.since), (ShiftOutcome::RolledBack, SimTime::from_seconds(600)));
        let one_answer = Facts { answers: vec![HookAnswer::Continue], ..granted() };
        assert_eq!(run(&paused, &one_answer).1.first(), Some(&(20, 100)));
        let answers = vec![HookAnswer::Continue, HookAnswer::Continue];
        assert_eq!(run(&paused, &Facts { answers, ..granted() }).1.first(), Some(&(0, 100)));
        let refused = Facts { answers: vec![HookAnswer::None, HookAnswer::RollBack], ..granted() };
        assert_eq!(run(&paused, &refused).0.outcome, ShiftOutcome::RolledBack);
    }

    #[test]
    fn a_rollback_while_baking_gives_all_traffic_back_at_once() {
        let plan = plan(DeploymentStrategy::BlueGreen);
        let mut shift = Shift::begin(SimTime::ZERO);
        while let Some(next) = shift.next(&plan, SimTime::ZERO, &granted()) {
            shift = next;
        }
        assert_eq!((shift.stage, shift.production_per_mille), (LifecycleStage::BakeTime, 1000));
        let back = shift.rolled_back(SimTime::from_seconds(7));
        assert_eq!((back.production_per_mille, back.outcome), (0, ShiftOutcome::RollingBack));
        let gone = back.next(&plan, SimTime::from_seconds(9), &granted()).expect("green is gone");
        assert_eq!(gone.outcome, ShiftOutcome::RolledBack);
    }
}

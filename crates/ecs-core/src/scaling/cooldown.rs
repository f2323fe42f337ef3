//! What a policy remembers of its last scaling activities.
//!
//! Source: ECS guide, service auto scaling, considerations; Application Auto Scaling guide, step scaling policies,
//! cooldown period.

use super::CooldownState;
use crate::time::SimTime;

/// The cooldowns of a policy. A cooldown counts from when the activity is fulfilled; until then it holds, too.
/// Spec: SCALE-7.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cooldowns {
    scale_out: Option<AfterScaleOut>,
    scale_in: Option<AfterScaleIn>,
}

/// What is left of the scale-outs of one cooldown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct AfterScaleOut {
    /// Tasks that the service was to have before the first of them.
    from: u32,
    /// Tasks that they added.
    added: u32,
    /// When the last of them was fulfilled.
    fulfilled_at: Option<SimTime>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct AfterScaleIn {
    fulfilled_at: Option<SimTime>,
}

impl Cooldowns {
    /// The policy sets the desired count from one number to a larger one.
    pub fn scaled_out(&mut self, from: u32, to: u32, now: SimTime, cooldown_ms: u64) {
        let before = self.scale_out.filter(|before| holds(before.fulfilled_at, now, cooldown_ms));
        let added = to.saturating_sub(from);
        self.scale_out = Some(AfterScaleOut {
            from: before.map_or(from, |before| before.from),
            added: before.map_or(0, |before| before.added).saturating_add(added),
            fulfilled_at: None,
        });
    }

    /// The policy sets the desired count to a smaller number.
    pub fn scaled_in(&mut self) {
        self.scale_in = Some(AfterScaleIn { fulfilled_at: None });
    }

    /// Somebody scales the target out: a cooldown after scaling in is over.
    pub fn end_scale_in(&mut self) {
        self.scale_in = None;
    }

    /// What was set last is fulfilled, or overridden: time begins to count.
    pub fn fulfilled(&mut self, now: SimTime) {
        if let Some(out) = &mut self.scale_out {
            out.fulfilled_at.get_or_insert(now);
        }
        if let Some(inwards) = &mut self.scale_in {
            inwards.fulfilled_at.get_or_insert(now);
        }
    }

    /// What a cooldown of the last scale-outs has to do with the next one. What it has added and does not run yet
    /// is no part of the tasks that the next one counts from, so it is not taken off again.
    pub fn counted(&self, running: u32, now: SimTime, cooldown_ms: u64) -> CooldownState {
        let Some(out) = self.scale_out.filter(|out| holds(out.fulfilled_at, now, cooldown_ms)) else {
            return CooldownState::Free;
        };
        let running = running.saturating_sub(out.from).min(out.added);
        CooldownState::Counts { added: out.added, running }
    }

    /// Whether the policy may not scale in.
    pub fn keeps_from_scaling_in(&self, now: SimTime, cooldown_ms: u64) -> bool {
        self.scale_in.is_some_and(|inwards| holds(inwards.fulfilled_at, now, cooldown_ms))
    }
}

fn holds(fulfilled_at: Option<SimTime>, now: SimTime, cooldown_ms: u64) -> bool {
    fulfilled_at.is_none_or(|at| now < at.plus_ms(cooldown_ms))
}

#[cfg(test)]
mod tests {
    use super::{CooldownState, Cooldowns};
    use crate::time::SimTime;

    const COOLDOWN_MS: u64 = 300_000;

    fn at(seconds: u64) -> SimTime {
        SimTime::from_seconds(seconds)
    }

    #[test]
    fn what_was_added_counts_until_the_cooldown_is_over() {
        let mut cooldowns = Cooldowns::default();
        cooldowns.scaled_out(10, 12, at(0), COOLDOWN_MS);
        let counted =
            |cooldowns: &Cooldowns, running, seconds| cooldowns.counted(running, at(seconds), COOLDOWN_MS);
        let of = |added, running| CooldownState::Counts { added, running };
        assert_eq!(counted(&cooldowns, 11, 60), of(2, 1));
        cooldowns.fulfilled(at(60));
        assert_eq!(counted(&cooldowns, 12, 359), of(2, 2));
        assert_eq!(counted(&cooldowns, 12, 360), CooldownState::Free);
        cooldowns.scaled_out(12, 13, at(200), COOLDOWN_MS);
        cooldowns.fulfilled(at(230));
        assert_eq!(counted(&cooldowns, 13, 529), of(3, 3));
        assert_eq!(counted(&cooldowns, 13, 530), CooldownState::Free);
        cooldowns.scaled_out(13, 14, at(600), COOLDOWN_MS);
        assert_eq!(counted(&cooldowns, 14, 600), of(1, 1));
    }

    #[test]
    fn a_scale_in_cooldown_counts_from_when_it_is_fulfilled_and_can_be_ended() {
        let mut cooldowns = Cooldowns::default();
        cooldowns.scaled_in();
        assert!(cooldowns.keeps_from_scaling_in(at(9000), COOLDOWN_MS));
        cooldowns.fulfilled(at(9000));
        assert!(cooldowns.keeps_from_scaling_in(at(9299), COOLDOWN_MS));
        assert!(!cooldowns.keeps_from_scaling_in(at(9300), COOLDOWN_MS));
        cooldowns.scaled_in();
        cooldowns.end_scale_in();
        assert!(!cooldowns.keeps_from_scaling_in(at(9301), COOLDOWN_MS));
    }
}

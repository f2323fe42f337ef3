//! Which instance of a group goes first. Spec: ASG-9, ASG-10.

use crate::time::SimTime;

/// An hour as EC2 once billed it.
const BILLED_HOUR_MS: u64 = 3_600_000;

/// An entry of `TerminationPolicies`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TerminationPolicy {
    /// AllocationStrategy, OldestLaunchTemplate and ClosestToNextInstanceHour, one after the other.
    Default,
    /// Those that a mixed group has too many of.
    AllocationStrategy,
    /// Those of the oldest launch template.
    OldestLaunchTemplate,
    /// The one whose next hour begins soonest.
    ClosestToNextInstanceHour,
    /// The one that was launched first.
    OldestInstance,
    /// The one that was launched last.
    NewestInstance,
}

impl TerminationPolicy {
    /// The policy of that name; none where AWS has none, or where it is not simulated.
    pub fn parse(name: &str) -> Option<TerminationPolicy> {
        Some(match name {
            "Default" => TerminationPolicy::Default,
            "AllocationStrategy" => TerminationPolicy::AllocationStrategy,
            "OldestLaunchTemplate" => TerminationPolicy::OldestLaunchTemplate,
            "ClosestToNextInstanceHour" => TerminationPolicy::ClosestToNextInstanceHour,
            "OldestInstance" => TerminationPolicy::OldestInstance,
            "NewestInstance" => TerminationPolicy::NewestInstance,
            _ => return None,
        })
    }
}

/// An instance that may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// How many instances of the group its zone has.
    pub in_zone: u32,
    /// Whether it is a Spot Instance that will be interrupted: a replacement is there, so it goes first.
    pub at_risk: bool,
    /// Whether the group has more of its kind than its distribution asks for.
    pub surplus: bool,
    /// Which of the group's launch templates it was launched from, counted up as they change.
    pub generation: u32,
    /// When it was launched.
    pub launched_at: SimTime,
    /// What decides where nothing else does: a draw of its own.
    pub draw: u128,
}

/// The number of the candidate that goes first: out of the zone with the most instances, then by the policies,
/// then by the draw. None where there is no candidate. Spec: ASG-9, ASG-10.
pub fn to_terminate(candidates: &[Candidate], policies: &[TerminationPolicy], now: SimTime) -> Option<usize> {
    let mut left: Vec<usize> = (0..candidates.len()).collect();
    let mut keep = |rank: &dyn Fn(&Candidate) -> u64| {
        let rank = |number: &usize| candidates.get(*number).map(rank);
        let least = left.iter().filter_map(rank).min();
        left.retain(|number| rank(number) == least);
    };
    keep(&|candidate| u64::from(!candidate.at_risk));
    keep(&|candidate| u64::from(u32::MAX - candidate.in_zone));
    for policy in policies.iter().flat_map(|policy| policy.steps()) {
        match policy {
            TerminationPolicy::Default => {}
            TerminationPolicy::AllocationStrategy => keep(&|candidate| u64::from(!candidate.surplus)),
            TerminationPolicy::OldestLaunchTemplate => keep(&|candidate| u64::from(candidate.generation)),
            TerminationPolicy::ClosestToNextInstanceHour => {
                keep(&|candidate| until_next_hour(candidate, now));
            }
            TerminationPolicy::OldestInstance => keep(&|candidate| candidate.launched_at.as_ms()),
            TerminationPolicy::NewestInstance => keep(&|candidate| u64::MAX - candidate.launched_at.as_ms()),
        }
    }
    left.into_iter().min_by_key(|number| candidates.get(*number).map(|candidate| candidate.draw))
}

impl TerminationPolicy {
    fn steps(self) -> Vec<TerminationPolicy> {
        match self {
            TerminationPolicy::Default => vec![
                TerminationPolicy::AllocationStrategy,
                TerminationPolicy::OldestLaunchTemplate,
                TerminationPolicy::ClosestToNextInstanceHour,
            ],
            one => vec![one],
        }
    }
}

fn until_next_hour(candidate: &Candidate, now: SimTime) -> u64 {
    let age_ms = now.as_ms().saturating_sub(candidate.launched_at.as_ms());
    BILLED_HOUR_MS - age_ms % BILLED_HOUR_MS
}

#[cfg(test)]
mod tests {
    use super::{Candidate, TerminationPolicy, to_terminate};
    use crate::time::SimTime;

    const PLAIN: Candidate = Candidate {
        in_zone: 2,
        at_risk: false,
        surplus: false,
        generation: 1,
        launched_at: SimTime::ZERO,
        draw: 5,
    };

    fn chosen(candidates: &[Candidate], policy: TerminationPolicy) -> Option<usize> {
        to_terminate(candidates, &[policy], SimTime::from_seconds(7000))
    }

    fn launched(seconds: u64) -> Candidate {
        Candidate { launched_at: SimTime::from_seconds(seconds), ..PLAIN }
    }

    #[test]
    fn the_fullest_zone_comes_before_every_policy() {
        let old = launched(0);
        let fuller = Candidate { in_zone: 3, ..launched(6000) };
        assert_eq!(chosen(&[old, fuller], TerminationPolicy::OldestInstance), Some(1));
        assert_eq!(chosen(&[], TerminationPolicy::Default), None);
    }

    #[test]
    fn default_looks_at_kind_then_template_then_hour() {
        let surplus = Candidate { surplus: true, generation: 2, ..PLAIN };
        let older = Candidate { generation: 0, ..PLAIN };
        // At 7,000 seconds one of second 3,500 has 100 seconds left of its hour, one of second 0 has 200.
        let soon = launched(3500);
        assert_eq!(chosen(&[PLAIN, older, surplus], TerminationPolicy::Default), Some(2));
        assert_eq!(chosen(&[PLAIN, soon, older], TerminationPolicy::Default), Some(2));
        assert_eq!(chosen(&[PLAIN, soon], TerminationPolicy::Default), Some(1));
    }

    #[test]
    fn other_policies_look_at_one_thing() {
        let candidates = [launched(10), launched(5), launched(20)];
        assert_eq!(chosen(&candidates, TerminationPolicy::OldestInstance), Some(1));
        assert_eq!(chosen(&candidates, TerminationPolicy::NewestInstance), Some(2));
    }

    #[test]
    fn what_no_policy_tells_apart_is_drawn() {
        let other = Candidate { draw: 1, ..PLAIN };
        assert_eq!(chosen(&[PLAIN, other, PLAIN], TerminationPolicy::Default), Some(1));
    }

    #[test]
    fn one_that_will_be_interrupted_goes_first() {
        let at_risk = Candidate { at_risk: true, in_zone: 1, ..PLAIN };
        assert_eq!(chosen(&[PLAIN, at_risk], TerminationPolicy::OldestInstance), Some(1));
    }
}

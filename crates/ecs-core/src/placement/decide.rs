//! The decision.

use super::strategy::effective;
use super::{Ledger, Requirement, Strategy, Verdict, verdicts};
use crate::ids::{GroupRow, InstanceRow, ZoneRow};
use crate::limits::PLACEMENT_STRATEGIES;
use crate::rng::below;

/// Who listens to a decision.
pub trait Recorder {
    /// Whether anybody does: if not, an instance is left at its first failing check.
    const LISTENS: bool;

    /// What a check says of an instance. All verdicts of an instance come in one piece.
    fn verdict(&mut self, row: InstanceRow, verdict: Verdict);

    /// How a strategy ranks an instance that passed every check.
    fn rank(&mut self, row: InstanceRow, strategy: Strategy, score: u32);

    /// Which instance was chosen, and among how many that every strategy ranked equal.
    fn choice(&mut self, row: InstanceRow, among: usize);
}

/// Nobody listens: asking costs nothing.
#[derive(Clone, Copy, Debug)]
pub struct Silent;

impl Recorder for Silent {
    const LISTENS: bool = false;

    fn verdict(&mut self, _: InstanceRow, _: Verdict) {}

    fn rank(&mut self, _: InstanceRow, _: Strategy, _: u32) {}

    fn choice(&mut self, _: InstanceRow, _: usize) {}
}

/// The instance for a task, or nothing where none passes every check.
///
/// Spec: PLACE-1. The strategies rank from left to right: the first score counts, the next one among
/// equals. What no strategy tells apart is drawn: `tie_break` is the draw (PLACE-6). It looks at every
/// instance; [`super::Shortlist`] gives the same answer for one equal task after the other.
pub fn decide<R: Recorder>(
    ledger: &Ledger,
    requirement: &Requirement,
    strategies: &[Strategy],
    tie_break: u128,
    recorder: &mut R,
) -> Option<InstanceRow> {
    let strategies = effective(strategies);
    let mut best = Scores::WORST;
    let mut candidates: Vec<InstanceRow> = Vec::new();
    for row in ledger.rows() {
        let scores = Scores::of(ledger, requirement, strategies, row);
        // Whoever ranks behind is out whatever the checks say; a recorder wants to know it all the same.
        if !R::LISTENS && scores > best {
            continue;
        }
        if !passes(ledger, requirement, row, recorder) {
            continue;
        }
        for (strategy, score) in strategies.iter().zip(scores.0) {
            recorder.rank(row, *strategy, score);
        }
        if scores < best {
            best = scores;
            candidates.clear();
        }
        if scores == best {
            candidates.push(row);
        }
    }
    let among = candidates.len();
    let chosen = candidates.get(drawn(tie_break, among)).copied()?;
    recorder.choice(chosen, among);
    Some(chosen)
}

/// The number of the candidate that the draw picks among so many.
pub(super) fn drawn(tie_break: u128, among: usize) -> usize {
    below(tie_break, u32::try_from(among).unwrap_or(u32::MAX)) as usize
}

/// The scores of an instance under each strategy in turn: compared from left to right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Scores(pub(super) [u32; PLACEMENT_STRATEGIES]);

impl Scores {
    pub(super) const WORST: Scores = Scores([u32::MAX; PLACEMENT_STRATEGIES]);

    pub(super) fn of(
        ledger: &Ledger,
        requirement: &Requirement,
        strategies: &[Strategy],
        row: InstanceRow,
    ) -> Scores {
        let mut scores = [0; PLACEMENT_STRATEGIES];
        for (score, strategy) in scores.iter_mut().zip(strategies) {
            *score = strategy.score(ledger, requirement, row);
        }
        Scores(scores)
    }
}

/// Whether an instance passes every check.
pub fn fits(ledger: &Ledger, requirement: &Requirement, row: InstanceRow) -> bool {
    passes(ledger, requirement, row, &mut Silent)
}

fn passes<R: Recorder>(
    ledger: &Ledger,
    requirement: &Requirement,
    row: InstanceRow,
    recorder: &mut R,
) -> bool {
    let mut all = verdicts(ledger, requirement, row);
    if !R::LISTENS {
        return all.all(|verdict| verdict.passed);
    }
    all.fold(true, |passed, verdict| {
        recorder.verdict(row, verdict);
        passed && verdict.passed
    })
}

/// The zone for a task on Fargate: the one with the fewest tasks of the group. Spec: PLACE-7.
pub fn decide_zone(ledger: &Ledger, zones: &[ZoneRow], group: GroupRow, tie_break: u128) -> Option<ZoneRow> {
    let fewest = zones.iter().map(|zone| ledger.tasks_in_zone(group, *zone)).min()?;
    let candidates: Vec<&ZoneRow> =
        zones.iter().filter(|zone| ledger.tasks_in_zone(group, **zone) == fewest).collect();
    candidates.get(drawn(tie_break, candidates.len())).map(|zone| **zone)
}

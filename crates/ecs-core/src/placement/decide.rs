//! The decision.

use super::{Check, Ledger, Requirement, Strategy, Verdict};
use crate::ids::{GroupRow, InstanceRow, Row, ZoneRow};
use crate::rng::below;

/// Who listens to a decision.
pub trait Recorder {
    /// Whether anybody does: if not, an instance is left at its first failing check.
    const LISTENS: bool;

    /// What a check says of an instance. All verdicts of an instance come in one piece.
    fn verdict(&mut self, row: InstanceRow, verdict: Verdict);

    /// How a strategy ranks an instance, and whether that kept it.
    fn rank(&mut self, row: InstanceRow, strategy: Strategy, score: u32, kept: bool);

    /// Which instance was chosen, and among how many that every strategy ranked equal.
    fn choice(&mut self, row: InstanceRow, among: usize);
}

/// Nobody listens: asking costs nothing.
#[derive(Clone, Copy, Debug)]
pub struct Silent;

impl Recorder for Silent {
    const LISTENS: bool = false;

    fn verdict(&mut self, _: InstanceRow, _: Verdict) {}

    fn rank(&mut self, _: InstanceRow, _: Strategy, _: u32, _: bool) {}

    fn choice(&mut self, _: InstanceRow, _: usize) {}
}

/// The instance for a task, or nothing where none passes every check.
///
/// Spec: PLACE-1. A stage keeps the candidates with its lowest score and hands them to the next. What
/// no strategy tells apart is drawn: `tie_break` is the draw (PLACE-6).
pub fn decide<R: Recorder>(
    ledger: &Ledger,
    requirement: &Requirement,
    strategies: &[Strategy],
    tie_break: u128,
    recorder: &mut R,
) -> Option<InstanceRow> {
    let mut candidates: Vec<InstanceRow> =
        ledger.rows().filter(|row| passes(ledger, requirement, *row, recorder)).collect();
    for strategy in strategies {
        keep_best(ledger, requirement, *strategy, &mut candidates, recorder);
    }
    let among = candidates.len();
    let drawn = below(tie_break, u32::try_from(among).unwrap_or(u32::MAX));
    let chosen = candidates.get(drawn as usize).copied()?;
    recorder.choice(chosen, among);
    Some(chosen)
}

fn passes<R: Recorder>(
    ledger: &Ledger,
    requirement: &Requirement,
    row: InstanceRow,
    recorder: &mut R,
) -> bool {
    if !R::LISTENS {
        return Check::ALL.iter().all(|check| check.verdict(ledger, requirement, row).passed);
    }
    let mut passed = true;
    for check in Check::ALL {
        let verdict = check.verdict(ledger, requirement, row);
        passed &= verdict.passed;
        recorder.verdict(row, verdict);
    }
    passed
}

fn keep_best<R: Recorder>(
    ledger: &Ledger,
    requirement: &Requirement,
    strategy: Strategy,
    candidates: &mut Vec<InstanceRow>,
    recorder: &mut R,
) {
    let Some(best) = candidates.iter().map(|row| strategy.score(ledger, requirement, *row)).min() else {
        return;
    };
    candidates.retain(|row| {
        let score = strategy.score(ledger, requirement, *row);
        recorder.rank(*row, strategy, score, score == best);
        score == best
    });
}

/// The zone for a task on Fargate: the one with the fewest tasks of the group. Spec: PLACE-7.
pub fn decide_zone(ledger: &Ledger, zones: &[ZoneRow], group: GroupRow, tie_break: u128) -> Option<ZoneRow> {
    let fewest = zones.iter().map(|zone| ledger.tasks_in_zone(group, *zone)).min()?;
    let candidates: Vec<&ZoneRow> =
        zones.iter().filter(|zone| ledger.tasks_in_zone(group, **zone) == fewest).collect();
    let drawn = below(tie_break, u32::try_from(candidates.len()).unwrap_or(u32::MAX));
    candidates.get(ZoneRow(drawn).number()).map(|zone| **zone)
}

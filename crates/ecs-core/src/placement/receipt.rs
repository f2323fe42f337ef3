//! What a decision wrote down.

use super::{Check, Recorder, Strategy, Verdict};
use crate::ids::InstanceRow;
use serde::Serialize;

/// How a strategy ranked a candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Rank {
    /// The strategy.
    pub strategy: Strategy,
    /// Its score: the lowest is kept.
    pub score: u32,
    /// Whether the candidate was kept.
    pub kept: bool,
}

/// An instance, as a decision saw it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Which.
    pub row: InstanceRow,
    /// What every check said.
    pub verdicts: Vec<Verdict>,
    /// How the strategies ranked it, as far as it came.
    pub ranks: Vec<Rank>,
}

/// The instance that came closest to taking a task that none took, and why it did not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Closest {
    /// Which.
    pub row: InstanceRow,
    /// Its first failing check.
    pub verdict: Verdict,
}

/// Every reason of one decision.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Receipt {
    /// All instances, in order of registration.
    pub candidates: Vec<Candidate>,
    /// The one that was chosen.
    pub chosen: Option<InstanceRow>,
    /// How many the strategies ranked equal to it, itself among them.
    pub among: usize,
}

impl Recorder for Receipt {
    const LISTENS: bool = true;

    fn verdict(&mut self, row: InstanceRow, verdict: Verdict) {
        match self.candidates.last_mut().filter(|last| last.row == row) {
            Some(candidate) => candidate.verdicts.push(verdict),
            None => self.candidates.push(Candidate { row, verdicts: vec![verdict], ranks: Vec::new() }),
        }
    }

    fn rank(&mut self, row: InstanceRow, strategy: Strategy, score: u32) {
        if let Some(candidate) = self.candidates.last_mut().filter(|last| last.row == row) {
            candidate.ranks.push(Rank { strategy, score, kept: false });
        }
    }

    fn choice(&mut self, row: InstanceRow, among: usize) {
        (self.chosen, self.among) = (Some(row), among);
        self.stages();
    }
}

impl Receipt {
    /// The first failing check of every instance that tasks can be placed on and that failed one:
    /// the others are not looked at, nor are those of other capacity providers. Spec: PLACE-3, CAP-11.
    pub fn first_failures(&self) -> impl Iterator<Item = (InstanceRow, Verdict)> + '_ {
        self.candidates.iter().filter_map(|candidate| {
            let verdict = candidate.verdicts.iter().find(|verdict| !verdict.passed)?;
            let is_looked_at = !matches!(verdict.check, Check::Status | Check::CapacityProvider);
            is_looked_at.then_some((candidate.row, *verdict))
        })
    }

    /// The instance that came closest, where none was chosen. Spec: PLACE-8.
    pub fn closest(&self) -> Option<Closest> {
        let failing = self.first_failures().map(|(row, verdict)| (self.failures(row), verdict, row));
        let (_, verdict, row) = failing.min_by_key(|(failures, verdict, row)| {
            // Constraints follow the common checks, in their own order.
            let place = (verdict.constraint, verdict.check);
            (*failures, std::cmp::Reverse(place), verdict.deficit(), *row)
        })?;
        Some(Closest { row, verdict })
    }

    /// Marks, strategy by strategy, whom it kept, and leaves out what came behind it for the others.
    fn stages(&mut self) {
        let stages = self.candidates.iter().map(|candidate| candidate.ranks.len()).max().unwrap_or(0);
        for stage in 0..stages {
            let scores = self.candidates.iter().filter_map(|candidate| candidate.ranks.get(stage));
            let Some(best) = scores.map(|rank| rank.score).min() else { return };
            for candidate in &mut self.candidates {
                let Some(rank) = candidate.ranks.get_mut(stage) else { continue };
                rank.kept = rank.score == best;
                if !rank.kept {
                    candidate.ranks.truncate(stage + 1);
                }
            }
        }
    }

    fn failures(&self, row: InstanceRow) -> usize {
        let found = self.candidates.binary_search_by_key(&row, |candidate| candidate.row);
        let candidate = found.ok().and_then(|number| self.candidates.get(number));
        candidate.map_or(0, |candidate| candidate.verdicts.iter().filter(|verdict| !verdict.passed).count())
    }

    /// The most that any instance had that tasks can be placed on, of what a check asks for, in numbers.
    pub fn most(&self, check: Check) -> Option<u32> {
        let open = |candidate: &&Candidate| {
            let closes = |check: Check| matches!(check, Check::Status | Check::CapacityProvider);
            candidate.verdicts.iter().all(|verdict| verdict.passed || !closes(verdict.check))
        };
        let verdicts = self.candidates.iter().filter(open).flat_map(|candidate| &candidate.verdicts);
        verdicts
            .filter(|verdict| verdict.check == check)
            .filter_map(|verdict| match verdict.have {
                super::Quantity::Number(have) => Some(have),
                super::Quantity::Port(..) | super::Quantity::Flag(_) => None,
            })
            .max()
    }
}

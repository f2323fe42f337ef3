//! One equal task after the other: the candidates, kept in order of rank while the cluster changes.

use super::decide::{Scores, drawn, fits};
use super::strategy::effective;
use super::{Ledger, Requirement, Strategy};
use crate::ids::{InstanceRow, Row};
use crate::limits::PLACEMENT_STRATEGIES;
use std::collections::BTreeMap;

/// The instances that can take a task, in order of rank.
///
/// It says what [`super::decide`] says and looks only at what has changed since it was asked last.
/// Instances fall into sections in which every division that a strategy counts by is the same; within
/// a section the order does not depend on those counts, so that one more task in a zone moves no
/// instance of it.
#[derive(Clone, Debug)]
pub struct Shortlist {
    strategies: Vec<Strategy>,
    sections: Vec<Section>,
    /// For each instance its section, and its rank there; no rank where it cannot take a task.
    places: Vec<(usize, Option<Scores>)>,
    /// How far the ledger's list of changes has been read.
    seen: u64,
}

/// Instances that no division tells apart.
#[derive(Clone, Debug, Default)]
struct Section {
    /// By rank, which is 0 where a strategy counts by a division; instances of one rank in their order.
    ranked: BTreeMap<Scores, Vec<InstanceRow>>,
}

impl Shortlist {
    /// Looks at every instance.
    pub fn new(ledger: &Ledger, requirement: &Requirement, strategies: &[Strategy]) -> Shortlist {
        let mut list = Shortlist {
            strategies: effective(strategies).to_vec(),
            sections: Vec::new(),
            places: Vec::new(),
            seen: 0,
        };
        list.build(ledger, requirement);
        list
    }

    /// The instance for a task: the same as [`super::decide`] gives.
    pub fn decide(
        &mut self,
        ledger: &Ledger,
        requirement: &Requirement,
        tie_break: u128,
    ) -> Option<InstanceRow> {
        self.catch_up(ledger, requirement);
        let mut best = Scores::WORST;
        let mut equal: Vec<&[InstanceRow]> = Vec::new();
        for section in &self.sections {
            let Some((rank, rows)) = section.ranked.first_key_value() else { continue };
            let Some(first) = rows.first() else { continue };
            let scores = self.scores(*rank, ledger, requirement, *first);
            if scores < best {
                best = scores;
                equal.clear();
            }
            if scores == best {
                equal.push(rows);
            }
        }
        let among = equal.iter().map(|rows| rows.len()).sum();
        nth(&equal, drawn(tie_break, among))
    }

    fn build(&mut self, ledger: &Ledger, requirement: &Requirement) {
        self.sections.clear();
        self.places.clear();
        self.seen = ledger.changes_end();
        let mut known: BTreeMap<[Option<u32>; PLACEMENT_STRATEGIES], usize> = BTreeMap::new();
        for row in ledger.all_rows() {
            let mut parts = [None; PLACEMENT_STRATEGIES];
            for (part, strategy) in parts.iter_mut().zip(&self.strategies) {
                *part = strategy.division().and_then(|division| ledger.part(division, row));
            }
            let section = *known.entry(parts).or_insert_with(|| {
                self.sections.push(Section::default());
                self.sections.len() - 1
            });
            self.places.push((section, None));
            self.place(ledger, requirement, row);
        }
    }

    fn catch_up(&mut self, ledger: &Ledger, requirement: &Requirement) {
        if self.places.len() != ledger.len() {
            return self.build(ledger, requirement);
        }
        match ledger.changes_since(self.seen) {
            None => self.build(ledger, requirement),
            Some(changed) => {
                for row in changed {
                    self.place(ledger, requirement, *row);
                }
                self.seen = ledger.changes_end();
            }
        }
    }

    /// Puts an instance where it belongs now.
    fn place(&mut self, ledger: &Ledger, requirement: &Requirement, row: InstanceRow) {
        let rank = fits(ledger, requirement, row).then(|| self.rank(ledger, requirement, row));
        let Some((section, old)) = self.places.get_mut(row.number()) else { return };
        if *old == rank {
            return;
        }
        let Some(section) = self.sections.get_mut(*section) else { return };
        if let Some(old) = old.take() {
            section.remove(old, row);
        }
        if let Some(rank) = rank {
            section.insert(rank, row);
        }
        *old = rank;
    }

    /// The scores that do not hang on a division.
    fn rank(&self, ledger: &Ledger, requirement: &Requirement, row: InstanceRow) -> Scores {
        let mut rank = Scores::default();
        for (score, strategy) in rank.0.iter_mut().zip(&self.strategies) {
            if strategy.division().is_none() {
                *score = strategy.score(ledger, requirement, row);
            }
        }
        rank
    }

    /// A rank with the scores filled in that are the same all over the section of `row`.
    fn scores(&self, rank: Scores, ledger: &Ledger, requirement: &Requirement, row: InstanceRow) -> Scores {
        let mut scores = rank;
        for (score, strategy) in scores.0.iter_mut().zip(&self.strategies) {
            if strategy.division().is_some() {
                *score = strategy.score(ledger, requirement, row);
            }
        }
        scores
    }
}

impl Section {
    fn insert(&mut self, rank: Scores, row: InstanceRow) {
        let rows = self.ranked.entry(rank).or_default();
        if let Err(place) = rows.binary_search(&row) {
            rows.insert(place, row);
        }
    }

    fn remove(&mut self, rank: Scores, row: InstanceRow) {
        let Some(rows) = self.ranked.get_mut(&rank) else { return };
        if let Ok(place) = rows.binary_search(&row) {
            rows.remove(place);
        }
        if rows.is_empty() {
            self.ranked.remove(&rank);
        }
    }
}

/// The n-th smallest of several lists in order, taken together.
fn nth(lists: &[&[InstanceRow]], number: usize) -> Option<InstanceRow> {
    if let [only] = lists {
        return only.get(number).copied();
    }
    let last = lists.iter().filter_map(|list| list.last()).max()?.number();
    let up_to = |row: usize| -> usize {
        lists.iter().map(|list| list.partition_point(|listed| listed.number() <= row)).sum()
    };
    let (mut low, mut high) = (0, last);
    while low < high {
        let middle = low.midpoint(high);
        if up_to(middle) > number { high = middle } else { low = middle + 1 }
    }
    Some(InstanceRow::from_number(low)).filter(|_| up_to(low) > number)
}

//! Two runs' decisions side by side, moment by moment.

use super::decision::DecisionTold;
use crate::engine::Engine;
use crate::time::SimTime;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// The first decision that is not the same, on either side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionDivergence {
    /// The earlier moment of the two.
    pub at: SimTime,
    /// What the one run decides; none where it decides nothing of the kind any more.
    pub one: Option<DecisionTold>,
    /// What the other one decides: where it decides nothing of the kind at that moment, its next such decision.
    pub other: Option<DecisionTold>,
}

/// What was read of one log.
#[derive(Clone, Debug, Default)]
struct Side {
    /// The number of the next entry.
    next: u64,
    /// The moment of the last entry that was read.
    until: SimTime,
    is_over: bool,
    /// Decisions that are not held against the other side's yet.
    waiting: VecDeque<DecisionTold>,
}

impl Side {
    fn read(&mut self, engine: &Engine) {
        let Some(entry) = engine.log.entries_from(self.next).next() else {
            self.is_over = true;
            return;
        };
        (self.next, self.until) = (entry.sequence + 1, entry.at);
        self.waiting.extend(engine.decision(entry));
    }

    fn knows_all_of(&self, at: SimTime) -> bool {
        self.is_over || self.until > at
    }

    /// The decisions of a moment, which wait no longer.
    fn take(&mut self, at: SimTime) -> Vec<DecisionTold> {
        let count = self.waiting.iter().take_while(|decision| decision.at == at).count();
        self.waiting.drain(..count).collect()
    }
}

/// Both logs, read from the entry on at which they part.
#[derive(Clone, Debug, Default)]
pub(super) struct Decisions {
    sides: [Side; 2],
    /// A decision that the other side has not taken, and which side that is: its next one of the kind is looked for.
    alone: Option<(DecisionTold, usize)>,
    found: Option<DecisionDivergence>,
    is_over: bool,
}

impl Decisions {
    pub(super) fn from(numbers: (u64, u64)) -> Decisions {
        let side = |next| Side { next, ..Side::default() };
        Decisions { sides: [side(numbers.0), side(numbers.1)], ..Decisions::default() }
    }

    /// Reads an entry more. True once what differs is known, or that nothing does.
    pub(super) fn advance(&mut self, engines: [&Engine; 2]) -> bool {
        if self.is_over {
            return true;
        }
        let behind = self.alone.as_ref().map_or_else(|| self.behind(), |(_, side)| *side);
        let (Some(side), Some(engine)) = (self.sides.get_mut(behind), engines.get(behind)) else {
            return true;
        };
        side.read(engine);
        if self.alone.is_some() {
            self.seek_next();
        } else {
            self.settle();
        }
        self.is_over
    }

    pub(super) fn found(&self) -> Option<&DecisionDivergence> {
        self.found.as_ref()
    }

    /// The side that is less far.
    fn behind(&self) -> usize {
        let [one, other] = &self.sides;
        usize::from(one.is_over || (!other.is_over && other.until < one.until))
    }

    /// Holds the moments against each other of which both sides know all.
    fn settle(&mut self) {
        let [one, other] = &mut self.sides;
        loop {
            let fronts = one.waiting.front().into_iter().chain(other.waiting.front());
            let Some(at) = fronts.map(|decision| decision.at).min() else { break };
            if !one.knows_all_of(at) || !other.knows_all_of(at) {
                return;
            }
            match first_of(one.take(at), other.take(at)) {
                None => {}
                Some((Some(decision), None)) => self.alone = Some((decision, 1)),
                Some((None, Some(decision))) => self.alone = Some((decision, 0)),
                Some((one, other)) => {
                    self.found = Some(DecisionDivergence { at, one, other });
                    self.is_over = true;
                }
            }
            if self.alone.is_some() || self.is_over {
                break;
            }
        }
        if self.alone.is_some() {
            self.seek_next();
        } else if self.sides.iter().all(|side| side.is_over) {
            self.is_over = true;
        }
    }

    /// Looks for the decision of the side that did not take the other's at the moment of the other's.
    fn seek_next(&mut self) {
        let Some((decision, number)) = &self.alone else { return };
        let Some(side) = self.sides.get_mut(*number) else { return };
        let next = loop {
            match side.waiting.pop_front() {
                Some(next) if next.is_alike(decision) => break Some(next),
                Some(_) => {}
                None if side.is_over => break None,
                None => return,
            }
        };
        let (at, alone) = (decision.at, Some(decision.clone()));
        let (one, other) = if *number == 0 { (next, alone) } else { (alone, next) };
        self.found = Some(DecisionDivergence { at, one, other });
        self.is_over = true;
    }
}

/// Of the decisions of one moment the first that is not taken on both sides, with the other side's of the same kind
/// about the same thing where there is one. None where both sides take the same.
fn first_of(
    mut one: Vec<DecisionTold>,
    mut other: Vec<DecisionTold>,
) -> Option<(Option<DecisionTold>, Option<DecisionTold>)> {
    one.retain(|decision| {
        let same = other.iter().position(|own| own.is_same(decision));
        same.inspect(|place| drop(other.remove(*place))).is_none()
    });
    let pair = one.iter().find_map(|decision| {
        let own = other.iter().find(|own| own.is_alike(decision))?;
        Some((Some(decision.clone()), Some(own.clone())))
    });
    pair.or_else(|| one.into_iter().next().map(|decision| (Some(decision), None)))
        .or_else(|| other.into_iter().next().map(|decision| (None, Some(decision))))
}

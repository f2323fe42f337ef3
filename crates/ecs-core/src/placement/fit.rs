//! How many more copies of a task there is room for.

use super::{Ledger, Requirement, Shortlist, Strategy};
use crate::ids::InstanceRow;

/// Places copies of a task until none fits or there are `limit`, and gives the instance of each in order
/// and the books afterwards. `tie_break` is the draw for the n-th.
pub fn fit(
    ledger: &Ledger,
    requirement: &Requirement,
    strategies: &[Strategy],
    limit: usize,
    tie_break: impl Fn(u64) -> u128,
) -> (Vec<InstanceRow>, Ledger) {
    let mut ledger = ledger.clone();
    let mut list = Shortlist::new(&ledger, requirement, strategies);
    let mut placed = Vec::new();
    while placed.len() < limit {
        let Some(row) = list.decide(&ledger, requirement, tie_break(placed.len() as u64)) else { break };
        ledger.take(row, requirement);
        placed.push(row);
    }
    (placed, ledger)
}

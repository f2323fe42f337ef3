//! What a run costs: things that are billed by time, with their prices, and what is paid for and not used.
//!
//! A [`Bill`] is a list of spans, so that it answers for every moment up to the one that it was made at.
//! Money is counted in whole billionths of a dollar: sums are the same on every machine.

mod bill;
mod item;
mod report;
#[cfg(test)]
mod tests;

pub use bill::{Bill, Metered, Share, Span};
pub use item::{Item, Platform, capacity_parts, weight};
pub use report::{CostLine, CostReport, CostSource, usd};

use serde::Serialize;

/// The Region whose prices are taken, wherever the cluster is. Spec: COST-1.
pub const PRICE_REGION: &str = "us-east-1";

/// Seconds that a span is billed for at the least. Spec: COST-2, COST-3.
pub const MINIMUM_S: u64 = 60;

/// An amount of money, in billionths of a dollar.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct NanoUsd(pub u64);

impl NanoUsd {
    /// So many parts at a price for `per` of them, to the nearest billionth.
    pub fn of(price: NanoUsd, parts: u128, per: u128) -> NanoUsd {
        let amount = (u128::from(price.0).saturating_mul(parts) + per / 2) / per.max(1);
        NanoUsd(u64::try_from(amount).unwrap_or(u64::MAX))
    }

    /// Both together.
    #[must_use]
    pub fn plus(self, more: NanoUsd) -> NanoUsd {
        NanoUsd(self.0.saturating_add(more.0))
    }

    /// What is left without a part of it; nothing where the part is more.
    #[must_use]
    pub fn minus(self, part: NanoUsd) -> NanoUsd {
        NanoUsd(self.0.saturating_sub(part.0))
    }

    /// In dollars, to be shown.
    #[expect(clippy::cast_precision_loss, reason = "the cost of a run is far below 2^53 billionths")]
    pub fn usd(self) -> f64 {
        self.0 as f64 / 1e9
    }
}

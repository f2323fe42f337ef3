//! A bill at a moment, to be shown: in dollars.

use super::{Item, NanoUsd, PRICE_REGION};
use crate::catalog::PriceSource;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Decimals of a quantity that are shown: a capacity unit's share of a minute has that many.
const QUANTITY_PARTS: u32 = 1_000_000;

/// What a run has cost by a moment, and what it costs there. Spec: COST-1, COST-5.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CostReport {
    /// So far, in dollars.
    pub total_usd: f64,
    /// What an hour costs as things are, in dollars.
    pub per_hour_now_usd: f64,
    /// What was paid for and reserved by no task so far, in dollars.
    pub unused_usd: f64,
    /// That part of what an hour costs as things are, in dollars.
    pub unused_per_hour_now_usd: f64,
    /// The Region whose prices these are.
    pub price_region: Cow<'static, str>,
    /// What was billed, kind by kind.
    pub lines: Vec<CostLine>,
}

/// What is billed at one price.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CostLine {
    /// What, for example `m5.large` or `Fargate vCPU Linux/x86`.
    pub item: String,
    /// How much so far, in units.
    pub quantity: f64,
    /// The unit, for example `vCPU-hour`.
    pub unit: Cow<'static, str>,
    /// What a unit costs, in dollars.
    pub price_usd: f64,
    /// Where the price is from: the On-Demand price, and where it is of Spot the share that this costs.
    pub price_sources: Vec<CostSource>,
    /// Both multiplied.
    pub amount_usd: f64,
    /// What an hour costs as things are, in dollars.
    pub per_hour_now_usd: f64,
    /// What no task has reserved of the amount, in dollars; nothing for what tasks have no shares of.
    pub unused_usd: f64,
    /// That part of what an hour costs as things are, in dollars.
    pub unused_per_hour_now_usd: f64,
}

/// Where a price was read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CostSource {
    /// A page or a file.
    pub source: Cow<'static, str>,
    /// When it was valid: a year, with or without a month and a day.
    pub date: Cow<'static, str>,
}

impl From<PriceSource> for CostSource {
    fn from(PriceSource { source, date }: PriceSource) -> CostSource {
        CostSource { source: source.into(), date: date.into() }
    }
}

/// The same as a bill has it: in whole numbers.
pub(super) struct Line {
    pub(super) item: Item,
    pub(super) parts: u128,
    pub(super) amount: NanoUsd,
    pub(super) per_hour: NanoUsd,
    pub(super) unused: NanoUsd,
    pub(super) unused_per_hour: NanoUsd,
}

impl CostReport {
    /// Of its lines: sums are taken before anything becomes a fraction.
    pub(super) fn of(lines: &[Line]) -> CostReport {
        let sum =
            |of: fn(&Line) -> NanoUsd| lines.iter().map(of).fold(NanoUsd::default(), NanoUsd::plus).usd();
        CostReport {
            total_usd: sum(|line| line.amount),
            per_hour_now_usd: sum(|line| line.per_hour),
            unused_usd: sum(|line| line.unused),
            unused_per_hour_now_usd: sum(|line| line.unused_per_hour),
            price_region: PRICE_REGION.into(),
            lines: lines.iter().map(CostLine::of).collect(),
        }
    }

    /// Where the prices are from, each once, with what is paid for at prices from there. Spec: COST-1.
    pub fn sources(&self) -> Vec<(&CostSource, Vec<&str>)> {
        let mut sources: Vec<(&CostSource, Vec<&str>)> = Vec::new();
        for line in &self.lines {
            for from in &line.price_sources {
                match sources.iter_mut().find(|(known, _)| *known == from) {
                    Some((_, items)) => items.push(&line.item),
                    None => sources.push((from, vec![&line.item])),
                }
            }
        }
        sources
    }

    /// The share of what is paid an hour that no task has reserved, in percent; none where nothing is paid.
    pub fn unused_percent_now(&self) -> Option<f64> {
        (self.per_hour_now_usd > 0.0).then(|| self.unused_per_hour_now_usd * 100.0 / self.per_hour_now_usd)
    }
}

impl CostLine {
    fn of(line: &Line) -> CostLine {
        let per_unit = line.item.parts_per_unit();
        let rounded = (line.parts * u128::from(QUANTITY_PARTS) + per_unit / 2) / per_unit;
        #[expect(clippy::cast_precision_loss, reason = "a picture has fewer digits")]
        let quantity = rounded as f64 / f64::from(QUANTITY_PARTS);
        CostLine {
            item: line.item.name(),
            quantity,
            unit: line.item.unit().into(),
            price_usd: line.item.price().usd(),
            price_sources: line.item.price_sources().map(CostSource::from).collect(),
            amount_usd: line.amount.usd(),
            per_hour_now_usd: line.per_hour.usd(),
            unused_usd: line.unused.usd(),
            unused_per_hour_now_usd: line.unused_per_hour.usd(),
        }
    }
}

/// Dollars as they are read: cents from a dollar on, four decimals below, where a cent is much.
pub fn usd(dollars: f64) -> String {
    if dollars > 0.0 && dollars < 1.0 { format!("$ {dollars:.4}") } else { format!("$ {dollars:.2}") }
}

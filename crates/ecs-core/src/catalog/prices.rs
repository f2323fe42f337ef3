//! What things cost, as data: `data/prices.csv`. Instance types have theirs in their own table.

use crate::units::parse_decimal;

const PRICES: &str = include_str!("../../data/prices.csv");

/// Parts of a dollar that prices are counted in: the cheapest has six decimals, and a tenth of it counts.
pub const NANO_PER_USD: u64 = 1_000_000_000;

/// A row of the table: a price of us-east-1. Spec: COST-1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Price {
    /// What is sold, for example `Fargate vCPU Linux/ARM`.
    pub item: &'static str,
    /// What the price is of, for example `vCPU-hour`.
    pub unit: &'static str,
    /// Billionths of a dollar; of a share, billionths of the whole.
    pub nano_usd: u64,
    /// Where it was read, and when.
    pub from: PriceSource,
}

/// Where prices were read. Spec: COST-1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PriceSource {
    /// A page or a file.
    pub source: &'static str,
    /// When they were valid: a year, with or without a month and a day.
    pub date: &'static str,
}

/// All prices, in the table's order.
pub fn prices() -> impl Iterator<Item = Price> {
    PRICES.lines().skip(1).filter_map(parse)
}

/// The price of that item.
pub fn price(item: &str) -> Option<Price> {
    prices().find(|price| price.item == item)
}

fn parse(line: &'static str) -> Option<Price> {
    let mut fields = line.split(',');
    let item = fields.next()?;
    let unit = fields.next()?;
    let nano_usd = parse_decimal(fields.next()?, NANO_PER_USD)?;
    let source = fields.next()?;
    let date = fields.next()?;
    Some(Price { item, unit, nano_usd, from: PriceSource { source, date } })
}

#[cfg(test)]
mod tests {
    use super::{PRICES, parse, price};

    #[test]
    fn every_row_of_the_table_is_read() {
        assert!(PRICES.lines().skip(1).all(|line| parse(line).is_some_and(|row| row.nano_usd > 0)));
        assert_eq!(price("Fargate memory Linux/x86").unwrap().nano_usd, 4_445_000);
        assert_eq!(price("Fargate memory"), None);
    }
}

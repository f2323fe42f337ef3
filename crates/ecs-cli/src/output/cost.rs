//! What a run costs, in a line.

use super::{BOLD, DIM};
use ecs_core::cost::{CostReport, usd};
use std::io::{self, Write};

/// Writes the line; nothing of a run that is billed for nothing.
pub(crate) fn write(out: &mut impl Write, cost: &CostReport) -> io::Result<()> {
    if cost.lines.is_empty() {
        return Ok(());
    }
    let unused = match cost.unused_percent_now() {
        Some(percent) if percent >= 0.5 => format!(", {percent:.0} % of it unused"),
        _ => String::new(),
    };
    let (now, so_far) = (usd(cost.per_hour_now_usd), usd(cost.total_usd));
    let region = &cost.price_region;
    writeln!(
        out,
        "\n{BOLD}Cost{BOLD:#}\n  {now} an hour now{unused}; {so_far} so far {DIM}(prices of {region}; --format json has the lines){DIM:#}"
    )
}

//! Two runs side by side.

use super::state::seconds;
use super::table::{self, Column};
use super::{BOLD, shown};
use ecs_core::cost::usd;
use ecs_core::report::{DecisionDivergence, Divergence, JournalEntry, LatencyReport};
use ecs_workshop::row::Row;
use std::io::{self, Write};

/// Writes both, and where they part.
pub(crate) fn write(
    out: &mut impl Write,
    names: [&str; 2],
    rows: &[Row; 2],
    divergence: Option<&Divergence>,
) -> io::Result<()> {
    let [one, other] = rows;
    writeln!(out, "{BOLD}A{BOLD:#}  {}", shown(names[0]))?;
    writeln!(out, "{BOLD}B{BOLD:#}  {}", shown(names[1]))?;
    let columns = [Column::Left(""), Column::Right("A"), Column::Right("B")];
    let cells = figures(one).into_iter().zip(figures(other));
    let rows = cells.filter_map(|((label, one), (_, other))| {
        let absent = one.is_none() && other.is_none();
        let cell = |value: Option<String>| value.unwrap_or_else(|| "-".to_owned());
        (!absent).then(|| [label.to_owned(), cell(one), cell(other)])
    });
    table::write(out, &format!("At second {}", one.at_seconds), columns, rows)?;
    let Some(found) = divergence else { return writeln!(out, "\nBoth event logs are the same.") };
    match &found.decision {
        Some(decision) => decisions(out, decision)?,
        None => writeln!(out, "\nBoth decide the same throughout.")?,
    }
    if found.begins_in_the_log() {
        let at = seconds(found.at.as_ms());
        writeln!(out, "\n{BOLD}First difference of the event logs: second {at}{BOLD:#}")?;
        writeln!(out, "  A: {}", told(found.one.as_ref()))?;
        writeln!(out, "  B: {}", told(found.other.as_ref()))?;
    }
    Ok(())
}

/// Both decisions, each with how it was worked out.
fn decisions(out: &mut impl Write, found: &DecisionDivergence) -> io::Result<()> {
    let at = seconds(found.at.as_ms());
    writeln!(out, "\n{BOLD}First decision that differs: second {at}{BOLD:#}")?;
    for (name, decision) in [("A", &found.one), ("B", &found.other)] {
        let Some(decision) = decision else {
            writeln!(out, "  {name}: decides nothing of the kind from there on")?;
            continue;
        };
        let at = seconds(decision.at.as_ms());
        writeln!(out, "  {name}: second {at}: {}", shown(&decision.text))?;
        if let Some(arithmetic) = &decision.arithmetic {
            writeln!(out, "     {}", shown(arithmetic))?;
        }
    }
    Ok(())
}

fn figures(row: &Row) -> [(&'static str, Option<String>); 13] {
    let latency = |of: fn(LatencyReport) -> f64| row.latency_ms.map(|times| format!("{:.1} ms", of(times)));
    let count = |count: u64| Some(count.to_string());
    [
        ("Seed", count(row.seed)),
        ("Tasks running", count(row.tasks.running)),
        ("Tasks started", count(row.tasks.started)),
        ("Tasks that failed to start", count(row.tasks.failed_to_start)),
        ("Tasks without a place", count(row.tasks.waiting)),
        ("Container instances", count(row.instances.registered)),
        ("Requests", row.requests.and_then(count)),
        ("Errors", row.errors.and_then(count)),
        ("Response time p50", latency(|times| times.p50)),
        ("Response time p95", latency(|times| times.p95)),
        ("Response time p99", latency(|times| times.p99)),
        ("Cost so far", Some(usd(row.cost_usd))),
        ("Paid for and unused", Some(usd(row.unused_usd))),
    ]
}

fn told(entry: Option<&JournalEntry>) -> String {
    let Some(entry) = entry else { return "nothing more happens".to_owned() };
    let names = entry.names().join(", ");
    format!("second {}: {} [{}]", seconds(entry.at.as_ms()), shown(&entry.text), shown(&names))
}

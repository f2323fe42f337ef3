//! A decision, told as text.

use super::table::{self, Column};
use super::{BOLD, DIM, shown};
use ecs_core::report::{CandidateReport, Explanation};
use std::io::{self, Write};

/// Writes a decision: what was asked, how the candidates became one, and what every instance said.
pub(crate) fn write(out: &mut impl Write, decision: &Explanation) -> io::Result<()> {
    let chosen = decision.candidates.iter().find(|candidate| candidate.chosen);
    let (what, cause) = match &decision.task {
        Some(task) => (task, format!(": {}", decision.cause)),
        None => (&decision.cause, String::new()),
    };
    let place = match chosen {
        Some(candidate) => format!(" on {} ({})", shown(&candidate.name), candidate.ec2_instance_id),
        None => String::new(),
    };
    writeln!(out, "{BOLD}{}{place}{BOLD:#}", shown(what))?;
    writeln!(out, "{DIM}at {} s{}{DIM:#}", decision.at_seconds, shown(&cause))?;
    let steps = decision
        .steps
        .iter()
        .map(|step| [shown(&step.name), step.before.to_string(), step.after.to_string()]);
    let columns = [Column::Left("step"), Column::Right("before"), Column::Right("after")];
    table::write(out, "Steps", columns, steps)?;
    let columns = [Column::Left("instance"), Column::Left("why"), Column::Left("what would change it")];
    table::write(out, "Instances", columns, decision.candidates.iter().map(row))?;
    for line in decision.tie_break.iter().chain(&decision.aws_message) {
        writeln!(out, "\n{}", shown(line))?;
    }
    Ok(())
}

fn row(candidate: &CandidateReport) -> [String; 3] {
    [shown(&candidate.name), shown(&candidate.sentence), shown(&candidate.changes.join("; "))]
}

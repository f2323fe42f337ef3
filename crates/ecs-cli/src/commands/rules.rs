//! `ecs-playground rules`.

use super::{Failure, Status};
use crate::args::{Format, RulesArgs};
use crate::output;
use crate::output::table::{self, Column};
use ecs_core::finding::{Rule, Severity};
use ecs_core::validate::all_rules;
use std::io::Write as _;

pub(super) fn rules(args: &RulesArgs) -> Result<Status, Failure> {
    let rules: Vec<&Rule> = all_rules().collect();
    if args.format == Format::Json {
        output::print_json(&rules)?;
        return Ok(Status::Fine);
    }
    let mut out = output::stdout();
    let columns =
        [Column::Left("Code"), Column::Left("Severity"), Column::Left("Source"), Column::Left("Rule")];
    table::write(&mut out, "Rules", columns, rules.into_iter().map(row))?;
    out.flush()?;
    Ok(Status::Fine)
}

fn row(rule: &Rule) -> [String; 4] {
    let severity = match rule.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    };
    [rule.code, severity, rule.source, rule.summary].map(str::to_owned)
}

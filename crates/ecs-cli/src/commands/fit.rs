//! `ecs-playground fit FILE --task-definition REF`.

use super::inspect::{At, inspect};
use super::{Failure, Status};
use crate::args::{FitArgs, Format};
use crate::output::table::{self, Column};
use crate::output::{self, BOLD, shown};
use std::io::Write as _;

pub(super) fn fit(args: &FitArgs) -> Result<Status, Failure> {
    let Some(At { simulation, .. }) = inspect(&args.of)? else {
        return Ok(Status::Errors);
    };
    let fit = simulation.fit(&args.task_definition).ok_or_else(|| {
        Failure::Usage(format!("there is no task definition `{}` in the scenario", args.task_definition))
    })?;
    if args.of.format == Format::Json {
        output::print_json(&fit)?;
        return Ok(Status::Fine);
    }
    let mut out = output::stdout();
    let copies = output::counted(fit.copies, "more copy fits", "more copies fit");
    let beyond = if fit.truncated { ", and more than that" } else { "" };
    writeln!(out, "{BOLD}{copies}{beyond}{BOLD:#}")?;
    let rows = fit.next.iter().map(|next| {
        let here = fit.per_instance.get(&next.container_instance_arn).copied().unwrap_or(0);
        [shown(&next.name), here.to_string(), shown(&next.changes.join("; "))]
    });
    let columns = [Column::Left("instance"), Column::Right("copies"), Column::Left("for one more")];
    table::write(&mut out, "By instance", columns, rows)?;
    out.flush()?;
    Ok(Status::Fine)
}

//! `ecs-playground roles FILE` and `volumes FILE`: what is asked of one task.

use super::inspect::{At, inspect};
use super::{Failure, Status};
use crate::args::{Format, TaskArgs};
use crate::output::{self, roles, volumes};
use ecs_core::Simulation;
use serde::Serialize;
use std::io::{self, Write as _};

pub(super) fn roles(args: &TaskArgs) -> Result<Status, Failure> {
    tell(args, Simulation::roles_of_task, |mut out, report| roles::write(&mut out, report))
}

pub(super) fn volumes(args: &TaskArgs) -> Result<Status, Failure> {
    tell(args, Simulation::volumes_of_task, |mut out, report| volumes::write(&mut out, report))
}

fn tell<R: Serialize>(
    args: &TaskArgs,
    ask: impl FnOnce(&mut Simulation, &str) -> Option<R>,
    write: impl FnOnce(&mut dyn io::Write, &R) -> io::Result<()>,
) -> Result<Status, Failure> {
    let Some(At { mut simulation, .. }) = inspect(&args.of)? else {
        return Ok(Status::Errors);
    };
    let task = &args.task;
    let report = ask(&mut simulation, task)
        .ok_or_else(|| Failure::Usage(format!("there is no task `{task}` by that second")))?;
    match args.of.format {
        Format::Json => output::print_json(&report)?,
        Format::Text => {
            let mut out = output::stdout();
            write(&mut out, &report)?;
            out.flush()?;
        }
    }
    Ok(Status::Fine)
}

//! `ecs-playground roles FILE`.

use super::inspect::{At, inspect};
use super::{Failure, Status};
use crate::args::{Format, RolesArgs};
use crate::output::{self, roles};
use std::io::Write as _;

pub(super) fn roles(args: &RolesArgs) -> Result<Status, Failure> {
    let Some(At { mut simulation, .. }) = inspect(&args.file, args.at, args.format)? else {
        return Ok(Status::Errors);
    };
    let task = &args.task;
    let report = simulation
        .roles_of_task(task)
        .ok_or_else(|| Failure::Usage(format!("there is no task `{task}` by that second")))?;
    match args.format {
        Format::Json => output::print_json(&report)?,
        Format::Text => {
            let mut out = output::stdout();
            roles::write(&mut out, &report)?;
            out.flush()?;
        }
    }
    Ok(Status::Fine)
}

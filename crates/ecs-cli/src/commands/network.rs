//! `ecs-playground network FILE --task REF`.

use super::inspect::{At, inspect};
use super::{Failure, Status};
use crate::args::{Format, NetworkArgs};
use crate::output::{self, network};
use ecs_core::report::NetworkReport;
use serde::Serialize;
use std::io::Write as _;

/// `network --service NAME --format json`.
#[derive(Debug, Serialize)]
struct Tasks<'a> {
    tasks: &'a [NetworkReport],
}

pub(super) fn network(args: &NetworkArgs) -> Result<Status, Failure> {
    let Some(At { mut simulation }) = inspect(&args.file, args.at, args.format)? else {
        return Ok(Status::Errors);
    };
    let reports = match (&args.task, &args.service) {
        (Some(task), _) => vec![
            simulation
                .network_of_task(task)
                .ok_or_else(|| Failure::Usage(format!("there is no task `{task}` by that second")))?,
        ],
        (None, Some(service)) => simulation
            .network_of_service(service)
            .ok_or_else(|| Failure::Usage(format!("there is no service `{service}`")))?,
        (None, None) => {
            return Err(Failure::Usage("`--task` or `--service` says whose network is meant".to_owned()));
        }
    };
    if args.format == Format::Json {
        match (reports.as_slice(), &args.task) {
            ([report], Some(_)) => output::print_json(report)?,
            (tasks, _) => output::print_json(&Tasks { tasks })?,
        }
        return Ok(Status::Fine);
    }
    let mut out = output::stdout();
    if reports.is_empty() {
        writeln!(out, "The service has no task at that second.")?;
    }
    for (number, report) in reports.iter().enumerate() {
        if number > 0 {
            writeln!(out)?;
        }
        network::write(&mut out, report)?;
    }
    out.flush()?;
    Ok(Status::Fine)
}

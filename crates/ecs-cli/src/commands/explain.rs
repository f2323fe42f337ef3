//! `ecs-playground explain FILE`.

use super::inspect::{At, inspect};
use super::{Failure, Status};
use crate::args::{ExplainArgs, Format};
use crate::output::{self, decision};
use ecs_core::report::Explanation;
use serde::Serialize;
use std::io::Write as _;

/// `explain --format json`.
#[derive(Debug, Serialize)]
struct Decisions {
    decisions: Vec<Explanation>,
}

pub(super) fn explain(args: &ExplainArgs) -> Result<Status, Failure> {
    let Some(At { mut simulation, .. }) = inspect(&args.of)? else {
        return Ok(Status::Errors);
    };
    let mut decisions =
        match (&args.task, &args.service) {
            (Some(task), _) => simulation
                .explain_task(task)
                .ok_or_else(|| Failure::Usage(format!("there is no task `{task}` by that second")))?,
            (None, Some(service)) => vec![simulation.explain_service(service).ok_or_else(|| {
                Failure::Usage(format!("there is no service `{service}` that is simulated"))
            })?],
            (None, None) => {
                return Err(Failure::Usage("`--task` or `--service` says what to explain".to_owned()));
            }
        };
    if let Some(instance) = &args.instance {
        let arn = simulation
            .container_instance_arn(instance)
            .ok_or_else(|| Failure::Usage(format!("there is no container instance `{instance}`")))?;
        for decision in &mut decisions {
            decision.candidates.retain(|candidate| candidate.container_instance_arn == arn);
        }
    }
    if args.of.format == Format::Json {
        output::print_json(&Decisions { decisions })?;
        return Ok(Status::Fine);
    }
    let mut out = output::stdout();
    if decisions.is_empty() {
        writeln!(out, "No decision placed this task: StartTask names the instance.")?;
    }
    for decision in &decisions {
        decision::write(&mut out, decision)?;
    }
    out.flush()?;
    Ok(Status::Fine)
}

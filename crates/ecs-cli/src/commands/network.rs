//! `ecs-playground network FILE`.

use super::inspect::{At, inspect};
use super::{Failure, Status};
use crate::args::{Format, NetworkArgs};
use crate::output::{self, modes, network};
use ecs_core::Simulation;
use ecs_core::report::{ModeReport, NetworkReport};
use serde::Serialize;
use std::io::{self, Write as _};

/// What is asked for, as `network --format json` prints it.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Answer {
    /// `--task`.
    Task(Box<NetworkReport>),
    /// `--service`.
    Service { tasks: Vec<NetworkReport> },
    /// `--task-definition`.
    TaskDefinition { modes: Vec<ModeReport> },
}

pub(super) fn network(args: &NetworkArgs) -> Result<Status, Failure> {
    let Some(At { mut simulation, .. }) = inspect(&args.of)? else {
        return Ok(Status::Errors);
    };
    let answer = ask(&mut simulation, args)?;
    match args.of.format {
        Format::Json => output::print_json(&answer)?,
        Format::Text => write(&answer)?,
    }
    Ok(Status::Fine)
}

fn ask(simulation: &mut Simulation, args: &NetworkArgs) -> Result<Answer, Failure> {
    let found = match (&args.task, &args.service, &args.task_definition) {
        (Some(task), _, _) => simulation
            .network_of_task(task)
            .map(|report| Answer::Task(Box::new(report)))
            .ok_or_else(|| format!("there is no task `{task}` by that second")),
        (None, Some(service), _) => simulation
            .network_of_service(service)
            .map(|tasks| Answer::Service { tasks })
            .ok_or_else(|| format!("there is no service `{service}`")),
        (None, None, Some(definition)) => simulation
            .modes_of(definition)
            .map(|modes| Answer::TaskDefinition { modes })
            .ok_or_else(|| format!("there is no task definition `{definition}` in the scenario")),
        (None, None, None) => {
            Err("`--task`, `--service` or `--task-definition` says whose network is meant".to_owned())
        }
    };
    found.map_err(Failure::Usage)
}

fn write(answer: &Answer) -> io::Result<()> {
    let mut out = output::stdout();
    match answer {
        Answer::Task(report) => network::write(&mut out, report)?,
        Answer::TaskDefinition { modes } => modes::write(&mut out, modes)?,
        Answer::Service { tasks } if tasks.is_empty() => {
            writeln!(out, "The service has no task at that second.")?;
        }
        Answer::Service { tasks } => {
            for (number, report) in tasks.iter().enumerate() {
                if number > 0 {
                    writeln!(out)?;
                }
                network::write(&mut out, report)?;
            }
        }
    }
    out.flush()
}

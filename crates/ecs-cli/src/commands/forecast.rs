//! `ecs-playground forecast FILE --service NAME`.

use super::inspect::{At, inspect};
use super::{Failure, Status};
use crate::args::{ForecastArgs, Format};
use crate::output::table::{self, Column};
use crate::output::{self, BOLD, shown};
use ecs_core::report::Foresight;
use ecs_core::validate::propose;
use serde_json::{Map, Value, json};
use std::io::Write as _;

pub(super) fn forecast(args: &ForecastArgs) -> Result<Status, Failure> {
    let Some(At { simulation, root }) = inspect(&args.of)? else {
        return Ok(Status::Errors);
    };
    let calls = match update(args) {
        Some(input) => {
            propose(&root, simulation.now(), &[("ecs:UpdateService", input)]).map_err(|findings| {
                Failure::Usage(
                    findings.iter().map(|finding| finding.message.as_str()).collect::<Vec<_>>().join("; "),
                )
            })?
        }
        None => Vec::new(),
    };
    let foresight = simulation.foresee(&args.service, &calls).ok_or_else(|| {
        Failure::Usage(format!(
            "there is no service `{}` in the run, or none that is simulated",
            args.service
        ))
    })?;
    match args.of.format {
        Format::Json => output::print_json(&foresight)?,
        Format::Text => print(&foresight)?,
    }
    Ok(Status::Fine)
}

/// The input of UpdateService that the options say; none where they say nothing.
fn update(args: &ForecastArgs) -> Option<Value> {
    let mut input = Map::new();
    let mut configuration = Map::new();
    if let Some(definition) = &args.task_definition {
        input.insert("taskDefinition".to_owned(), json!(definition));
    }
    if let Some(count) = args.desired_count {
        input.insert("desiredCount".to_owned(), json!(count));
    }
    let percents =
        [("minimumHealthyPercent", args.minimum_healthy_percent), ("maximumPercent", args.maximum_percent)];
    for (member, percent) in percents {
        if let Some(percent) = percent {
            configuration.insert(member.to_owned(), json!(percent));
        }
    }
    if !configuration.is_empty() {
        input.insert("deploymentConfiguration".to_owned(), Value::Object(configuration));
    }
    if input.is_empty() {
        return None;
    }
    input.insert("service".to_owned(), json!(args.service));
    Some(Value::Object(input))
}

fn print(foresight: &Foresight) -> Result<(), Failure> {
    let mut out = output::stdout();
    if let Some(code) = &foresight.refused {
        writeln!(
            out,
            "{BOLD}UpdateService would be refused.{BOLD:#} {}: {}",
            shown(code),
            shown(&foresight.message)
        )?;
        out.flush()?;
        return Ok(());
    }
    writeln!(out, "{BOLD}{}{BOLD:#}", shown(&foresight.message))?;
    let steps: Vec<String> = foresight.trace.iter().map(|(old, new)| format!("({old},{new})")).collect();
    let bounds = foresight.bounds;
    writeln!(
        out,
        "{} of {}, at least {} healthy, at most {} to run; old and new: {}",
        shown(&foresight.task_definition),
        shown(&foresight.service),
        bounds.min_healthy,
        bounds.max_tasks,
        steps.join(" ")
    )?;
    if !foresight.blocked_by.is_empty() {
        let rows = foresight
            .blocked_by
            .iter()
            .map(|candidate| [shown(&candidate.name), shown(&candidate.changes.join("; "))]);
        table::write(
            &mut out,
            "In the way of the next task",
            [Column::Left("instance"), Column::Left("what would let it in")],
            rows,
        )?;
    }
    out.flush()?;
    Ok(())
}

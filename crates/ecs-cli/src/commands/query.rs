//! `ecs-playground query FILE EXPR`.

use super::inspect::{At, inspect};
use super::{Failure, Status};
use crate::args::{Format, QueryArgs};
use crate::output;
use crate::output::table::{self, Column};
use crate::subject::FileFindings;
use ecs_core::finding::{Finding, Findings, Range, rules};
use ecs_core::query;
use ecs_core::report::ContainerInstanceReport;
use serde::Serialize;
use std::io::Write as _;

/// `query --format json`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    container_instances: Vec<ContainerInstanceReport>,
}

pub(super) fn query(args: &QueryArgs) -> Result<Status, Failure> {
    let expression = match query::parse(&args.expression) {
        Ok(parsed) => parsed.expression,
        Err(failure) => {
            let about = refusal(&args.expression, &failure);
            super::run::refuse(about, args.format)?;
            return Ok(Status::Errors);
        }
    };
    let Some(At { simulation }) = inspect(&args.file, args.at, args.format)? else {
        return Ok(Status::Errors);
    };
    let container_instances = simulation.query(&expression);
    if args.format == Format::Json {
        output::print_json(&Answer { container_instances })?;
        return Ok(Status::Fine);
    }
    let mut out = output::stdout();
    let title = output::counted(container_instances.len(), "container instance", "container instances");
    let attribute = |report: &ContainerInstanceReport, name: &str| {
        let named = report.attributes.iter().find(|attribute| attribute["name"] == name);
        named.and_then(|attribute| attribute["value"].as_str()).unwrap_or_default().to_owned()
    };
    let rows = container_instances.iter().map(|report| {
        [
            report.ec2_instance_id.clone(),
            attribute(report, "ecs.instance-type"),
            attribute(report, "ecs.availability-zone"),
            report.status.to_owned(),
            report.running_tasks_count.to_string(),
        ]
    });
    let columns = [
        Column::Left("instance"),
        Column::Left("type"),
        Column::Left("zone"),
        Column::Left("status"),
        Column::Right("running"),
    ];
    if container_instances.is_empty() {
        writeln!(out, "{title}")?;
    }
    table::write(&mut out, &title, columns, rows)?;
    out.flush()?;
    Ok(Status::Fine)
}

/// An expression that cannot be read, as a finding: its text is the file.
fn refusal(text: &str, failure: &query::Failure) -> FileFindings {
    let range = Range { start: failure.range.start, end: failure.range.end };
    let finding = Finding::new(&rules::QUERY_SYNTAX, "", range, failure.to_string());
    let mut findings = Findings::new();
    findings.push(match failure.hint() {
        Some(hint) => finding.hint(hint),
        None => finding,
    });
    FileFindings { file: "expression".to_owned(), kind: None, findings: findings.placed(text) }
}

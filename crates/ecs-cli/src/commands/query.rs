//! `ecs-playground query FILE EXPR`.

use super::inspect::{At, inspect};
use super::run::{refuse, warn};
use super::{Failure, Status};
use crate::args::{Format, QueryArgs};
use crate::output;
use crate::output::table::{self, Column};
use crate::subject::FileFindings;
use ecs_core::finding::{Finding, Findings, rules};
use ecs_core::query;
use ecs_core::report::ContainerInstanceReport;
use serde::Serialize;
use std::io::Write as _;

/// `query --format json`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    container_instances: Vec<ContainerInstanceReport>,
    /// What there is to say of the expression, at its own characters.
    findings: Vec<Finding>,
}

pub(super) fn query(args: &QueryArgs) -> Result<Status, Failure> {
    let query = match query::parse(&args.expression) {
        Ok(parsed) => parsed,
        Err(failure) => {
            refuse(about(&args.expression, [refusal(&failure)]), args.of.format)?;
            return Ok(Status::Errors);
        }
    };
    let Some(At { simulation, .. }) = inspect(&args.of)? else {
        return Ok(Status::Errors);
    };
    let notices = query.notices.into_iter().map(|(range, notice)| notice.finding("", range));
    let remarks = about(&args.expression, notices);
    let container_instances = simulation.query(&query.expression);
    if args.of.format == Format::Json {
        output::print_json(&Answer { container_instances, findings: remarks.findings })?;
        return Ok(Status::Fine);
    }
    warn(&remarks)?;
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
            report.status.name().to_owned(),
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

/// Why an expression cannot be read.
fn refusal(failure: &query::Failure) -> Finding {
    let finding = Finding::new(&rules::QUERY_SYNTAX, "", failure.range, failure.to_string());
    match failure.hint() {
        Some(hint) => finding.hint(hint),
        None => finding,
    }
}

/// What there is to say of an expression: its text is the file.
fn about(text: &str, said: impl IntoIterator<Item = Finding>) -> FileFindings {
    let mut findings = Findings::new();
    for finding in said {
        findings.push(finding);
    }
    FileFindings { file: "expression".to_owned(), kind: None, findings: findings.placed(text) }
}

//! The roles of a task and its calls, told as text.

use super::table::{self, Column};
use super::{BOLD, DIM, RED, shown};
use ecs_core::report::{CallReport, RoleReport, RolesReport};
use std::io::{self, Write};

/// Writes the roles, the calls, and what would allow those that are denied.
pub(crate) fn write(out: &mut impl Write, report: &RolesReport) -> io::Result<()> {
    writeln!(out, "{BOLD}{}{BOLD:#} {}", shown(&report.name), report.launch_type.name())?;
    if report.everything_allowed {
        writeln!(out, "{DIM}the scenario lists no roles: every call is allowed{DIM:#}")?;
    }
    let columns = [Column::Left("part"), Column::Left("role"), Column::Left("")];
    table::write(out, "Roles", columns, report.roles.iter().map(role))?;
    let columns = [
        Column::Left("container"),
        Column::Left("on"),
        Column::Left("call"),
        Column::Left("resource"),
        Column::Left("signed by"),
        Column::Left(""),
        Column::Left("why"),
    ];
    table::write(out, "Calls", columns, report.calls.iter().map(call))?;
    for call in report.calls.iter().filter(|call| !call.allowed) {
        write_denied(out, call)?;
    }
    Ok(())
}

fn role(report: &RoleReport) -> [String; 3] {
    let trust = if report.trusted { "" } else { "; cannot be assumed" };
    [
        report.part.name().to_owned(),
        report.role.as_deref().map(shown).unwrap_or_default(),
        format!("{}{trust}", report.sentence),
    ]
}

fn call(report: &CallReport) -> [String; 7] {
    let signer = match (report.signer, &report.role) {
        (Some(signer), Some(role)) => format!("{} ({})", shown(role), signer.name()),
        _ => String::new(),
    };
    [
        shown(&report.container),
        report.on.to_string(),
        shown(&report.call),
        report.resource.as_deref().map(shown).unwrap_or_default(),
        signer,
        if report.allowed { "ok" } else { "no" }.to_owned(),
        shown(&report.sentence),
    ]
}

fn write_denied(out: &mut impl Write, call: &CallReport) -> io::Result<()> {
    writeln!(out, "\n{RED}{}{RED:#}", shown(&call.call))?;
    if let Some(message) = &call.aws_message {
        writeln!(out, " {}", shown(message))?;
    }
    if let Some(missing) = &call.missing {
        writeln!(out, " add to {}: {}", missing.pointer, missing.value)?;
    }
    Ok(())
}

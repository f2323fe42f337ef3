//! The network around a task, told as text.

use super::table::{self, Column};
use super::{BOLD, DIM, RED, shown};
use ecs_core::report::{AddressReport, HopReport, NetworkReport, PathReport};
use std::io::{self, Write};

/// Writes where a task is reached, every path to it, its names, and what it reaches itself.
pub(crate) fn write(out: &mut impl Write, report: &NetworkReport) -> io::Result<()> {
    let mode = report.network_mode.name();
    let status = report.last_status.name();
    writeln!(out, "{BOLD}{}{BOLD:#} {status}, network mode {mode}", shown(&report.name))?;
    writeln!(out, "{DIM}at {} s: {}{DIM:#}", report.at_seconds, report.address.sentence)?;
    if let Some(address) = address(&report.address) {
        writeln!(out, "{address}")?;
    }
    if let Some(why) = &report.why_not_running {
        writeln!(out, "{RED}not RUNNING{RED:#}: {}", shown(why))?;
    }
    if report.paths.is_empty() {
        writeln!(out, "\nNo path leads to it.")?;
    }
    for (number, path) in report.paths.iter().enumerate() {
        write_path(out, report, number, path)?;
    }
    let columns = [Column::Left("name"), Column::Left("kind"), Column::Left("leads to")];
    let names = report.names.iter().map(|name| {
        let port = |port: Option<u16>| port.map(|port| format!(":{port}")).unwrap_or_default();
        [
            format!("{}{}", shown(&name.name), port(name.client_port)),
            name.kind.name().to_owned(),
            format!("{}{}", name.address, port(name.port)),
        ]
    });
    table::write(out, "Names", columns, names)?;
    let columns = [Column::Left("destination"), Column::Left(""), Column::Left("how, or why not")];
    let way_out = report.way_out.iter().map(|destination| {
        [destination.destination.to_string(), mark(destination.passed), shown(&destination.sentence)]
    });
    table::write(out, "Way out", columns, way_out)
}

/// The address, its subnet and its security groups; none while there is no address.
fn address(report: &AddressReport) -> Option<String> {
    let address = report.address.as_ref()?;
    let subnet = report.subnet.as_ref().map(|subnet| format!(" in {}", shown(subnet)));
    let public = if report.public { ", and a public one" } else { "" };
    let groups = match &report.security_groups[..] {
        [] => String::new(),
        groups => format!(", security groups: {}", shown(&groups.join(", "))),
    };
    Some(format!("address {address}{}{public}{groups}", subnet.unwrap_or_default()))
}

fn write_path(
    out: &mut impl Write,
    report: &NetworkReport,
    number: usize,
    path: &PathReport,
) -> io::Result<()> {
    let title = match (&path.load_balancer, &path.target_group) {
        (Some(balancer), Some(group)) => format!("Through {} to target group {}", balancer.name, group),
        (Some(balancer), None) => format!("Through {}", balancer.name),
        (None, _) => "Asked for itself".to_owned(),
    };
    let columns = [
        Column::Left("hop"),
        Column::Left("name"),
        Column::Left("address"),
        Column::Right("port"),
        Column::Left("security groups"),
        Column::Left(""),
        Column::Left("why"),
    ];
    let mut reached = true;
    let rows = report.hops_of(number).map(|hop| {
        let mark = if reached { mark(hop.passed) } else { String::new() };
        reached = hop.passed;
        row(hop, mark)
    });
    table::write(out, &shown(&title), columns, rows)?;
    if let Some(health) = &path.target_health {
        let reason = health.reason.as_ref().map(|reason| format!(" ({reason})")).unwrap_or_default();
        writeln!(out, " health check: {}{reason}: {}", health.state.name(), shown(&health.sentence))?;
    }
    if let Some(error) = &path.client_error {
        let status = error.status.map(|status| format!("{status} ")).unwrap_or_default();
        writeln!(out, " {RED}the client sees: {status}{}{RED:#}: {}", error.name, shown(&error.sentence))?;
    }
    Ok(())
}

fn row(hop: &HopReport, mark: String) -> [String; 7] {
    let port = match (hop.port, &hop.protocol) {
        (Some(port), Some(protocol)) => format!("{port} {protocol}"),
        (Some(port), None) => port.to_string(),
        (None, _) => String::new(),
    };
    [
        hop.kind.name().to_owned(),
        shown(&hop.name),
        hop.address.clone().unwrap_or_default(),
        port,
        shown(&hop.security_groups.join(", ")),
        mark,
        hop.reason.as_deref().map(shown).unwrap_or_default(),
    ]
}

fn mark(passed: bool) -> String {
    if passed { "ok" } else { "no" }.to_owned()
}

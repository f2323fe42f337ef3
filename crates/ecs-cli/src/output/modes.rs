//! A task definition in each network mode, told as text.

use super::{BOLD, DIM, shown};
use ecs_core::report::ModeReport;
use std::io::{self, Write};

/// Writes what each mode makes of the definition.
pub(crate) fn write(out: &mut impl Write, modes: &[ModeReport]) -> io::Result<()> {
    for (number, mode) in modes.iter().enumerate() {
        if number > 0 {
            writeln!(out)?;
        }
        let current = if mode.current { " (as it is)" } else { "" };
        writeln!(out, "{BOLD}{}{BOLD:#}{current}", mode.network_mode.name())?;
        for (what, told) in lines(mode) {
            writeln!(out, "  {DIM}{what:<12}{DIM:#} {}", shown(&told))?;
        }
    }
    Ok(())
}

fn lines(mode: &ModeReport) -> Vec<(&'static str, String)> {
    let mut lines = vec![("address", mode.address.clone())];
    lines.extend(mode.ports.iter().map(|port| {
        let protocol = port.protocol.name();
        ("port", format!("{} {}/{protocol}: {}", port.container, port.container_port, port.sentence))
    }));
    let none = "none: no target group reaches it";
    lines.push(("target type", mode.target_type.as_deref().unwrap_or(none).to_owned()));
    lines.extend(mode.copies.iter().map(|copies| {
        let stopped = copies.stopped_by.join("; ");
        let then = if stopped.is_empty() { String::new() } else { format!("; then {stopped}") };
        let on = format!("{} ({})", copies.container_instance, copies.instance_type);
        ("copies", format!("{} on an empty {on}{then}", copies.copies))
    }));
    lines.extend(mode.permissions.iter().map(|needed| {
        let (state, default) = if needed.present {
            ("is there", "the default group")
        } else {
            ("is missing", "a group of its own")
        };
        let group = needed.permission.group_id.as_deref().unwrap_or(default);
        let what = if needed.health_checks { "the health checks of " } else { "" };
        let rule = &needed.permission.sentence;
        ("rule", format!("{rule} in {group} for {what}{}: {state}", needed.load_balancer))
    }));
    lines.push(("way out", mode.way_out.clone()));
    lines.extend(mode.refused.iter().map(|refused| {
        let message = refused.aws_message.as_ref().unwrap_or(&refused.message);
        ("refused", message.clone())
    }));
    lines
}

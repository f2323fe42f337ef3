//! The volumes of a task, told as text.

use super::table::{self, Column};
use super::{BOLD, shown};
use ecs_core::report::{MountReport, VolumeReport, VolumesReport};
use std::io::{self, Write};

const KIB_PER_MIB: u64 = 1024;

/// Writes where each volume is, who has it, how much is in it, and what survives.
pub(crate) fn write(out: &mut impl Write, report: &VolumesReport) -> io::Result<()> {
    writeln!(out, "{BOLD}{}{BOLD:#} at {} s", shown(&report.name), report.at_seconds)?;
    if report.volumes.is_empty() {
        return writeln!(out, "\nIts task definition has no volumes: what containers write goes with them.");
    }
    let columns = [
        Column::Left("volume"),
        Column::Left("is"),
        Column::Left("where"),
        Column::Left("mounted by"),
        Column::Left("shared with"),
        Column::Right("written"),
        Column::Right("room"),
    ];
    table::write(out, "Volumes", columns, report.volumes.iter().map(row))?;
    writeln!(out)?;
    for volume in &report.volumes {
        writeln!(out, "{BOLD}{}{BOLD:#} {}", shown(&volume.name), volume.sentence)?;
    }
    Ok(())
}

fn row(volume: &VolumeReport) -> [String; 7] {
    let mount = |mount: &MountReport| {
        let only = if mount.read_only { " (read only)" } else { "" };
        format!("{} at {}{only}", shown(&mount.container), shown(&mount.path))
    };
    let mounts: Vec<String> = volume.mounts.iter().map(mount).collect();
    let mib = |kib: u64| format!("{} MiB", kib / KIB_PER_MIB);
    let shared = match volume.shared_with_count {
        0 => String::new(),
        1 => shown(&volume.shared_with.join("")),
        many => format!("{many} tasks"),
    };
    let full = if volume.full { ", full" } else { "" };
    [
        shown(&volume.name),
        volume.kind.to_string(),
        shown(&volume.place),
        mounts.join(", "),
        shared,
        format!("{}{full}", mib(volume.held_kib)),
        volume.limit_kib.map(mib).unwrap_or_default(),
    ]
}

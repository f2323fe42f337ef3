//! How services are scaled: their scalable targets, policies and scheduled actions.

mod followed;
mod policy;
mod schedule;
mod stray;
mod target;
mod try_value;

pub(super) use stray::stray_scaling;
pub(super) use target::auto_scaling;

use crate::session::{Outline, ServiceRow};

/// Entries of no service that are shown.
const STRAY_ROWS: usize = 20;

/// Whether an entry is shown where so many services are: with its service, or with those of none. What is said
/// of a part of an entry is then shown right there.
pub(super) fn is_shown(outline: &Outline, pointer: &str, services: usize) -> bool {
    let mut parts = pointer.split('/').skip(1);
    let (Some(list), Some(number)) = (parts.next(), parts.next()) else { return false };
    let Ok(number) = number.parse::<usize>() else { return false };
    let entries = &outline.scaling;
    let service = match list {
        "scalableTargets" => entries.targets.get(number).map(|row| &row.service),
        "scalingPolicies" => entries.policies.get(number).map(|row| &row.service),
        "scheduledActions" => entries.schedules.get(number).map(|row| &row.service),
        _ => None,
    };
    let Some(service) = service else { return false };
    match service_named(outline, service) {
        Some((at, _)) => at < services,
        None => number < STRAY_ROWS,
    }
}

/// The first service of a name, with its number.
fn service_named<'a>(outline: &'a Outline, name: &str) -> Option<(usize, &'a ServiceRow)> {
    outline.services.iter().enumerate().find(|(_, row)| row.name == name)
}

//! How services are scaled: their scalable targets, policies and scheduled actions.

mod followed;
mod policy;
mod schedule;
mod steps;
mod stray;
mod target;
mod try_value;

pub(super) use policy::{Owner, policy};
pub(super) use stray::{assigned, stray_scaling};
pub(super) use target::auto_scaling;

use crate::session::{Outline, PolicyOf, ServiceRow};

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
        "scalingPolicies" => entries.policies(PolicyOf::Service).get(number).map(|row| &row.scaled),
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

#[cfg(test)]
mod tests {
    use super::is_shown;
    use crate::session::Outline;

    #[test]
    fn an_entry_is_shown_with_its_service_or_with_those_of_none() {
        let text = r#"{"services": [{"serviceName": "a"}, {"serviceName": "b"}],
          "scalableTargets": [{"ResourceId": "service/default/b"}],
          "scalingPolicies": [{"ResourceId": "service/default/a"}, {"ResourceId": "service/default/gone"}]}"#;
        let outline = Outline::read(text);
        let shown = |pointer: &str, services| is_shown(&outline, pointer, services);
        assert!(shown("/scalableTargets/0/MaxCapacity", 2) && !shown("/scalableTargets/0/MaxCapacity", 1));
        assert!(shown("/scalingPolicies/0", 1) && shown("/scalingPolicies/1/ResourceId", 0));
        for elsewhere in
            ["/scalingPolicies/2/PolicyName", "/scalingPolicies", "/alarms/0", "/scheduledActions/0"]
        {
            assert!(!shown(elsewhere, 2), "{elsewhere}");
        }
    }
}

//! A decision's data in words: what a check is called, what it needs and has, what a task asks for.

use super::rules::texts;
use ecs_core::placement::Check;
use ecs_core::report::{CandidateReport, VerdictReport};
use serde_json::Value;
use std::cmp::Reverse;

/// What a check is called.
pub(super) fn check_name(check: Check) -> &'static str {
    match check {
        Check::Status => "Status",
        Check::Cpu => "CPU units",
        Check::Memory => "Memory, MiB",
        Check::Ports => "Host ports",
        Check::Gpu => "GPUs",
        Check::Eni => "Network interfaces",
        Check::Location => "Zone",
        Check::Attribute => "Attributes",
        Check::MemberOf => "memberOf",
        Check::DistinctInstance => "distinctInstance",
        Check::CapacityProvider => "Capacity provider",
    }
}

/// What the task needs and what the instance has of it.
pub(super) fn need_and_have(verdict: &VerdictReport) -> (String, String) {
    let plain = (text(&verdict.need), text(&verdict.have));
    match verdict.check {
        Check::Status => {
            let have = if verdict.passed { "that" } else { "not ACTIVE, or no agent connected" };
            ("ACTIVE, agent connected".to_owned(), have.to_owned())
        }
        Check::Ports if verdict.need.is_string() => (format!("{} free", plain.0), "taken".to_owned()),
        Check::Ports => (format!("{} to reserve", plain.0), format!("{} left of 100", plain.1)),
        Check::Attribute => {
            let missing = verdict.have.get("missing").map(text).unwrap_or_default();
            let have = if missing.is_empty() { "all of them".to_owned() } else { format!("lacks {missing}") };
            (plain.0, have)
        }
        Check::MemberOf => (plain.0, if verdict.passed { "a member" } else { "not a member" }.to_owned()),
        Check::DistinctInstance => ("no task of the group".to_owned(), tasks(verdict.have.as_u64())),
        Check::CapacityProvider => {
            let have = if verdict.passed { "one of them" } else { "of another, or of none" };
            ("of the task's capacity provider".to_owned(), have.to_owned())
        }
        Check::Cpu | Check::Memory | Check::Gpu | Check::Eni | Check::Location => plain,
    }
}

fn tasks(count: Option<u64>) -> String {
    crate::session::counted(count.unwrap_or_default(), "task") + " of the group"
}

/// A list, a number or a text, without JSON's signs.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(text).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

/// The checks that an instance failed.
pub(super) fn failing(candidate: &CandidateReport) -> impl Iterator<Item = &VerdictReport> {
    candidate.verdicts.iter().filter(|verdict| !verdict.passed)
}

/// What a task asks for: names and values, without those that it does not ask for.
pub(super) fn asked_for(requirement: &Value) -> Vec<(&'static str, String)> {
    let number = |member: &str| requirement.get(member).and_then(Value::as_u64).unwrap_or_default();
    let ports = requirement.get("hostPorts").and_then(Value::as_array).into_iter().flatten();
    let port = |port: &Value| {
        let of = |member: &str| port.get(member).map(text).unwrap_or_default();
        format!("{}/{}", of("hostPort"), of("protocol"))
    };
    let constraints = requirement.get("placementConstraints").and_then(Value::as_array).into_iter().flatten();
    let constraint = |constraint: &Value| {
        let of = |member: &str| constraint.get(member).map(text).unwrap_or_default();
        format!("{} {}", of("type"), of("expression")).trim_end().to_owned()
    };
    let listed = |member: &str| texts(requirement, member).join(", ");
    let counted = |count: u64| if count == 0 { String::new() } else { count.to_string() };
    let asked = [
        ("CPU units", number("cpuUnits").to_string()),
        ("Memory, MiB", number("memoryMiB").to_string()),
        ("GPUs", counted(number("gpus"))),
        ("Network interfaces", counted(number("networkInterfaces"))),
        ("Host ports", ports.map(port).collect::<Vec<_>>().join(", ")),
        ("Zones", listed("availabilityZones")),
        ("Attributes", listed("requiresAttributes")),
        ("Constraints", constraints.map(constraint).collect::<Vec<_>>().join("; ")),
        ("Strategy", listed("placementStrategy")),
        ("Group", requirement.get("group").map(text).unwrap_or_default()),
    ];
    asked.into_iter().filter(|(_, value)| !value.is_empty()).collect()
}

/// The candidates as they are read: the chosen one, then those that came furthest, then those that
/// failed the fewest checks; equal ones in order of registration.
pub(super) fn in_order(candidates: &[CandidateReport]) -> Vec<&CandidateReport> {
    let mut ordered: Vec<&CandidateReport> = candidates.iter().collect();
    ordered.sort_by_cached_key(|candidate| {
        let kept = candidate.ranks.iter().filter(|rank| rank.kept).count();
        let dropped_with = candidate.ranks.iter().find(|rank| !rank.kept).map(|rank| rank.score);
        (!candidate.chosen, failing(candidate).count(), Reverse(kept), dropped_with)
    });
    ordered
}

/// Whether what somebody looks for, in small letters, is in a candidate: in its names or in what is
/// said of it.
pub(super) fn is_about(candidate: &CandidateReport, wanted: &str) -> bool {
    [&candidate.ec2_instance_id, &candidate.name, &candidate.sentence]
        .iter()
        .any(|text| text.to_ascii_lowercase().contains(wanted))
}

//! The steps of the story of scaling that are told of several entries of the log at once. Spec: SCALE-19.

use super::alarm::counted;
use crate::metrics::{AlarmRule, AlarmState, Comparison, Datapoint, Evaluation, MissingData};
use crate::report::story::{Stage, Why};

/// An alarm that goes off, is over, or is in another state: `CPUUtilization was above 70 in 3 datapoints: the alarm
/// of policy cpu of web goes off`.
pub(in crate::report) fn alarm(
    whose: &str,
    metric: &str,
    (from, to): (AlarmState, AlarmState),
    seen: Option<&Evaluation>,
) -> String {
    let newest = seen.and_then(|seen| Some((seen, seen.newest()?)));
    let becomes = match (from, to) {
        (_, AlarmState::Alarm) => "goes off".to_owned(),
        (AlarmState::Alarm, _) => "is over".to_owned(),
        (_, to) => format!("is {}", to.name()),
    };
    let why = match (to, newest) {
        (AlarmState::Alarm, Some((seen, _))) => breached(seen),
        (AlarmState::Ok, Some((seen, newest))) if seen.rule.breaches(newest) => too_seldom(seen),
        (AlarmState::Ok, Some((seen, newest))) => {
            format!("is {}, not {}", number(newest), beyond(&seen.rule))
        }
        _ => "is missing".to_owned(),
    };
    format!("{metric} {why}: {whose} {becomes}")
}

/// `was above 70 in 3 datapoints`, and what was missing where that counts.
fn breached(seen: &Evaluation) -> String {
    let (count, limit) = (seen.those(true).count(), beyond(&seen.rule));
    let missing = if counts_missing(seen) { seen.filled() } else { 0 };
    match (count, missing) {
        (_, 0) => format!("was {limit} in {}", counted(count, "datapoint")),
        (0, _) => format!("was missing {}", times(missing)),
        _ => format!("was {limit} in {} and missing {}", counted(count, "datapoint"), times(missing)),
    }
}

/// `was above 70 in only 1 datapoint`, and what was missing beside that.
fn too_seldom(seen: &Evaluation) -> String {
    let missing =
        if seen.filled() == 0 { String::new() } else { format!(" and missing {}", times(seen.filled())) };
    format!("was {} in only {}{missing}", beyond(&seen.rule), counted(seen.those(true).count(), "datapoint"))
}

/// Whether datapoints that were missing have been taken for such that breach the threshold.
fn counts_missing(seen: &Evaluation) -> bool {
    seen.rule.treat_missing == MissingData::Breaching && seen.filled() > 0
}

fn times(count: usize) -> String {
    if count == 1 { "once".to_owned() } else { format!("{count} times") }
}

/// `above 70`.
pub(in crate::report) fn beyond(rule: &AlarmRule) -> String {
    let side = match rule.comparison {
        Comparison::Greater => "above",
        Comparison::GreaterOrEqual => "at or above",
        Comparison::Less => "below",
        Comparison::LessOrEqual => "at or below",
    };
    format!("{side} {}", number(rule.threshold))
}

/// What has to happen for a change: `more tasks once it is above 70, 3 times in a row`.
pub(in crate::report) fn limit(rule: &AlarmRule, is_high: bool, what: Option<&str>) -> String {
    let needed = rule.datapoints();
    let often = match (needed, rule.evaluation_periods) {
        (1, 1) => String::new(),
        (needed, periods) if needed == periods => format!(", {needed} times in a row"),
        (needed, periods) => format!(", {needed} of {periods} times"),
    };
    let does = match (what, is_high) {
        (Some(what), true) => format!("more {what}"),
        (Some(_), false) => "fewer".to_owned(),
        (None, _) => "it goes off".to_owned(),
    };
    format!("{does} once it is {}{often}", beyond(rule))
}

/// `Policy cpu of web: CPUUtilization was 40 in the last whole minute; more tasks once it is above 70, 3 times in a
/// row; …`. A datapoint is of the past, and may be of up to a minute ago.
pub(in crate::report) fn stands(
    scaler: &str,
    metric: &str,
    (value, period_seconds): (Option<f64>, u32),
    limits: &[String],
) -> String {
    let was = value.map_or_else(|| "had no value".to_owned(), |value| format!("was {}", number(value)));
    let when = match period_seconds / 60 {
        0 | 1 => "the last whole minute".to_owned(),
        minutes => format!("the last {minutes} whole minutes"),
    };
    format!("{}: {metric} {was} in {when}; {}", capitalized(scaler), limits.join("; "))
}

/// With a capital letter, as at the beginning of a sentence.
pub(in crate::report) fn capitalized(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}", letters.as_str())
}

/// What an alarm has looked at, the oldest first: `50 (5 times), missing, 0 (10 times)`.
pub(in crate::report) fn datapoints(seen: &Evaluation) -> String {
    let mut runs: Vec<(String, usize)> = Vec::new();
    let told = |point: &Datapoint| point.value.map_or_else(|| "missing".to_owned(), number);
    for value in seen.datapoints.iter().map(told) {
        match runs.last_mut() {
            Some((last, count)) if *last == value => *count += 1,
            _ => runs.push((value, 1)),
        }
    }
    let run = |(value, count): &(String, usize)| match count {
        1 => value.clone(),
        _ => format!("{value} ({count} times)"),
    };
    let listed = runs.iter().rev().map(run).collect::<Vec<_>>().join(", ");
    if counts_missing(seen) { format!("{listed}; what is missing counts as breaching") } else { listed }
}

/// With two decimals at the most.
pub(in crate::report) fn number(value: f64) -> String {
    let written = format!("{value:.2}");
    written.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// `web is to have 8 tasks instead of 4: minimum capacity was set to 8`.
pub(in crate::report) fn desired_count(whose: &str, from: u32, to: u32, cause: &str) -> String {
    format!("{whose} is to have {to} tasks instead of {from}: {cause}")
}

/// `web has the 8 tasks that it was scaled to`.
pub(in crate::report) fn fulfilled(whose: &str, to: u32) -> String {
    match to {
        0 => format!("{whose} has no task any more, as it was scaled"),
        1 => format!("{whose} has the one task that it was scaled to"),
        _ => format!("{whose} has the {to} tasks that it was scaled to"),
    }
}

/// `3 tasks of web wait in PROVISIONING for instances of cp`.
pub(in crate::report) fn wait(count: u32, whose: &str, provider: &str) -> String {
    let (tasks, verb) = if count == 1 { ("task", "waits") } else { ("tasks", "wait") };
    format!("{count} {tasks} of {whose} {verb} in PROVISIONING for instances of {provider}")
}

/// `3 tasks of web have waited for instances of cp in vain`.
pub(in crate::report) fn waited_in_vain(count: u32, whose: &str, provider: &str) -> String {
    let (tasks, verb) = if count == 1 { ("task", "has") } else { ("tasks", "have") };
    format!("{count} {tasks} of {whose} {verb} waited for instances of {provider} in vain")
}

/// `3 tasks of web are placed: asg/1, asg/2`.
pub(in crate::report) fn placed(count: u32, whose: &str, instances: &str) -> String {
    let (tasks, verb) = if count == 1 { ("task", "is") } else { ("tasks", "are") };
    format!("{count} {tasks} of {whose} {verb} placed: {instances}")
}

/// `asg launches 2 instances: asg/1, asg/2`.
pub(in crate::report) fn machines(
    (stage, why): (Stage, Why),
    group: &str,
    (count, names): (usize, String),
) -> String {
    let instances = if count == 1 { "instance" } else { "instances" };
    match stage {
        Stage::Launch => format!("{group} launches {count} {instances}{}: {names}", launched_for(why)),
        Stage::Terminate => format!("{group} terminates {count} {instances}{}: {names}", terminated_for(why)),
        _ => format!("{count} {instances} of {group} registered with the cluster: {names}"),
    }
}

fn launched_for(why: Why) -> &'static str {
    match why {
        Why::Capacity | Why::UserRequest => "",
        Why::Unhealthy => " in place of what failed its health check",
        Why::Balance => " to balance its zones",
        Why::AtRisk => " in place of Spot Instances at risk",
    }
}

fn terminated_for(why: Why) -> &'static str {
    match why {
        Why::Capacity => "",
        Why::Unhealthy => " for a health check that failed",
        Why::UserRequest => " because a call asks for it",
        Why::Balance => ", since its zones are balanced with others",
        Why::AtRisk => " at risk, since there are others",
    }
}

/// What a step of tasks means.
pub(in crate::report) fn of_tasks(stage: Stage, in_vain: bool) -> &'static str {
    match (stage, in_vain) {
        (_, true) => {
            "Nobody made room for them in time, so they end. A service starts others, which wait again."
        }
        (Stage::Waiting, false) => {
            "No instance of their capacity provider has room. They wait instead of failing, and count in CapacityProviderReservation."
        }
        _ => "They have waited for an instance, and have one now. They still have to start.",
    }
}

/// What a step of instances means.
pub(in crate::report) fn of_machines(stage: Stage) -> &'static str {
    match stage {
        Stage::Launch => {
            "The machines boot. Their agents register them with the cluster when that is done; no task can be placed there before."
        }
        Stage::Terminate => {
            "The group ends these machines. What runs on them ends with them, unless something drains them first."
        }
        _ => "Their agents have reached the cluster: tasks may be placed there from now on.",
    }
}

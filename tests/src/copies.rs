//! A table of network modes and port mappings: what becomes of two copies on one instance.

use crate::subset::matches;
use ecs_core::finding::Severity;
use ecs_core::{Budget, Document, Simulation, json};
use serde_json::{Value, json};

/// A row of the table, as it is written.
struct Row<'a> {
    /// `networkMode`; `default` is a definition for Windows without one.
    mode: &'a str,
    /// JSON of the one port mapping; nothing where there is none.
    mapping: &'a str,
    outcome: &'a str,
    message: &'a str,
}

/// The table with what the tool says of each row. A message that says it with `…` is kept.
///
/// # Panics
///
/// Where the table is not written as one, and where the scenario has nothing to put a row into.
pub fn told(text: &str, table: &str) -> String {
    let heads = table.lines().take(2).map(str::to_owned);
    let rows = table.lines().skip(2).map(|line| {
        let row = read(line);
        let (outcome, message) = outcome(text, &row);
        let outcome = if matches(row.outcome, &outcome) { row.outcome } else { &outcome };
        let message = if matches(row.message, &message) { row.message } else { &message };
        let mapping = if row.mapping.is_empty() { String::new() } else { format!("`{}`", row.mapping) };
        format!("| {} | {mapping} | {outcome} | {message} |", row.mode)
    });
    heads.chain(rows).map(|line| line + "\n").collect()
}

fn read(line: &str) -> Row<'_> {
    let cells: Vec<&str> = line.split('|').map(str::trim).collect();
    let [_, mode, mapping, outcome, message, _] = cells.as_slice() else {
        panic!("four cells, not `{line}`")
    };
    Row { mode, mapping: mapping.trim_matches('`'), outcome, message }
}

/// What becomes of the copies, and what AWS says of it.
fn outcome(text: &str, row: &Row<'_>) -> (String, String) {
    let document = Document::read(&with_row(text, row));
    let error = document.findings.iter().find(|finding| finding.severity == Severity::Error);
    if let Some(error) = error {
        let message = error.aws_message.clone().unwrap_or_else(|| format!("ours: {}", error.message));
        return ("refused".to_owned(), message);
    }
    let mut simulation = Simulation::new(document.scenario.expect("no errors"));
    simulation.advance_to(simulation.duration(), Budget::UNLIMITED);
    let report = simulation.report();
    let ports: Vec<String> = report
        .tasks
        .iter()
        .filter_map(|task| {
            let network = simulation.network_of_task(task.task_arn.as_str())?;
            let reached = network.hops.iter().find(|hop| hop.port.is_some())?;
            Some(reached.port?.to_string())
        })
        .collect();
    let at = if ports.is_empty() { String::new() } else { format!(", at {}", ports.join(" and ")) };
    let service = &report.services[0];
    let outcome = format!("{} of {} run{at}", service.running_count, service.desired_count);
    let unable = service.events.iter().find(|event| event.message.contains("was unable to place"));
    (outcome, unable.map(|event| event.message.clone()).unwrap_or_default())
}

/// The scenario with the row's mode and mapping in its one task definition.
fn with_row(text: &str, row: &Row<'_>) -> String {
    const DEFINITION: &str = "/taskDefinitions/0";
    const INSTANCE: &str = "/containerInstances/0/operatingSystemFamily";
    let set = |text: String, pointer: &str, value: &Value| {
        json::set(&text, pointer, value).unwrap_or_else(|error| panic!("{pointer}: {error}"))
    };
    let mut text = text.to_owned();
    if row.mode == "default" {
        let windows = json!("WINDOWS_SERVER_2022_CORE");
        let platform = json!({"operatingSystemFamily": windows});
        text = set(text, &format!("{DEFINITION}/runtimePlatform"), &platform);
        text = set(text, INSTANCE, &windows);
    } else {
        text = set(text, &format!("{DEFINITION}/networkMode"), &json!(row.mode));
    }
    if row.mode == "awsvpc" {
        let subnets = json!({"awsvpcConfiguration": {"subnets": ["subnet-a"]}});
        text = set(text, "/services/0/networkConfiguration", &subnets);
    }
    if !row.mapping.is_empty() {
        let mapping: Value = serde_json::from_str(row.mapping).expect("a mapping is JSON");
        text = set(text, &format!("{DEFINITION}/containerDefinitions/0/portMappings"), &json!([mapping]));
    }
    text
}

//! What the tools print for a case's input.

use crate::case::{Case, Input, Kind};
use ecs_core::scenario::{Starter, canonical, starter};
use ecs_core::validate::propose;
use ecs_core::{Budget, Document, DocumentKind, Simulation};
use ecs_interop::Language;
use serde_json::{Value, json};

/// The tool's JSON for one expectation.
///
/// # Panics
///
/// Where the expectation does not go with the input, for example a run of a text with errors.
pub fn evaluate(case: &Case, kind: &Kind) -> Value {
    match (&case.input, kind) {
        (Input::Link(link), Kind::Open) => open(link),
        (Input::Document(text), Kind::Findings) => json!(read(text).findings),
        (Input::Document(text), Kind::Run { at_seconds }) => {
            let mut simulation = Simulation::new(scenario(&case.name, text));
            let at = at_seconds.map_or(simulation.duration(), ecs_core::SimTime::from_seconds);
            simulation.advance_to(at, Budget::UNLIMITED);
            serde_json::to_value(simulation.report()).expect("a report is JSON")
        }
        (Input::Document(text), Kind::Query { expression }) => {
            let parsed =
                ecs_core::query::parse(expression).unwrap_or_else(|why| panic!("{}: {why}", case.name));
            json!({"containerInstances": at_end(case, text).query(&parsed.expression)})
        }
        (Input::Document(text), Kind::ExplainTask { task }) => {
            let decisions = at_end(case, text).explain_task(task);
            json!({"decisions": decisions.unwrap_or_else(|| panic!("{}: there is no task {task}", case.name))})
        }
        (Input::Document(text), Kind::ExplainService { service }) => {
            let decision = at_end(case, text).explain_service(service);
            json!({"decisions": [decision.unwrap_or_else(|| panic!("{}: there is no service {service}", case.name))]})
        }
        (Input::Document(text), Kind::Fit { task_definition }) => {
            json!(
                at_end(case, text)
                    .fit(task_definition)
                    .unwrap_or_else(|| panic!("{}: nothing to fit", case.name))
            )
        }
        (Input::Document(text), Kind::Forecast { service, update }) => {
            let simulation = at_end(case, text);
            let calls = update.iter().flat_map(|update| {
                let mut input: Value = serde_json::from_str(update).expect("the input of UpdateService");
                input["service"] = json!(service);
                propose(&root(text), simulation.now(), &[("ecs:UpdateService", input)]).expect("a call")
            });
            let foresight = simulation.foresee(service, &calls.collect::<Vec<_>>());
            json!(foresight.unwrap_or_else(|| panic!("{}: there is no service {service}", case.name)))
        }
        (Input::Document(text), Kind::Network { task }) => {
            let network = at_end(case, text).network_of_task(task);
            json!(network.unwrap_or_else(|| panic!("{}: there is no task {task}", case.name)))
        }
        (Input::Document(text), Kind::Roles { task }) => {
            let roles = at_end(case, text).roles_of_task(task);
            json!(roles.unwrap_or_else(|| panic!("{}: there is no task {task}", case.name)))
        }
        (Input::Document(text), Kind::Volumes { task }) => {
            let volumes = at_end(case, text).volumes_of_task(task);
            json!(volumes.unwrap_or_else(|| panic!("{}: there is no task {task}", case.name)))
        }
        (Input::Document(text), Kind::Names) => json!(at_end(case, text).names()),
        (Input::Document(text), Kind::Modes { family }) => {
            let modes = at_end(case, text).modes_of(family);
            json!(modes.unwrap_or_else(|| panic!("{}: there is no family {family}", case.name)))
        }
        (Input::Document(text), Kind::Canonical) => canonical(&root(text)),
        (Input::Document(text), Kind::Redacted) => {
            ecs_workshop::redact::redact(&canonical(&root(text))).scenario
        }
        (input, kind) => panic!("{}: {kind:?} cannot be expected of {input:?}", case.name),
    }
}

fn at_end(case: &Case, text: &str) -> Simulation {
    let mut simulation = Simulation::new(scenario(&case.name, text));
    simulation.advance_to(simulation.duration(), Budget::UNLIMITED);
    simulation
}

/// The scenario of a case: of a task definition, the one that the tools run it in.
///
/// # Panics
///
/// Where the text has findings of severity error.
pub fn scenario(name: &str, text: &str) -> ecs_core::Scenario {
    let mut document = read(text);
    if let Some(text) = in_scenario(&document) {
        document = Document::read(&text);
    }
    document.scenario.unwrap_or_else(|| panic!("{name}: {:#?}", document.findings))
}

/// The text of the scenario that the tools run for a text: of a task definition, the one around it. None
/// where it has errors.
pub fn runnable(text: &str) -> Option<String> {
    let text = in_scenario(&read(text))?;
    Document::read(&text).scenario.map(|_| text)
}

fn in_scenario(document: &Document) -> Option<String> {
    match document.kind? {
        DocumentKind::TaskDefinition if document.has_errors() => None,
        DocumentKind::TaskDefinition => Some(starter(document.subject()?, Starter { desired_count: 1 })),
        DocumentKind::Scenario => Some(document.root.as_ref()?.to_json()),
    }
}

fn root(text: &str) -> ecs_core::json::Node {
    read(text).root.expect("a text that has a tree")
}

/// As the command line does with standard input.
fn read(text: &str) -> Document {
    ecs_interop::read(text, Language::Detected)
}

fn open(link: &str) -> Value {
    match ecs_workshop::link::decode(link) {
        Ok(decoded) => {
            let scenario: Value = serde_json::from_str(&decoded.scenario).expect("a link holds JSON");
            let seen = decoded.fingerprint.map(|seen| {
                json!({"engineVersion": seen.engine_version, "atSeconds": seen.at_seconds, "logHash": format!("{:016x}", seen.log_hash)})
            });
            json!({"scenario": scenario, "fingerprint": seen})
        }
        Err(error) => json!({"error": error.to_string()}),
    }
}

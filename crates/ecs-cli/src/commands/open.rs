//! `ecs-playground open LINK`.

use super::{Failure, Status, advance, remark, run};
use crate::args::{Format, OpenArgs};
use crate::input;
use crate::output::{self, state};
use crate::subject::{FileFindings, Playable, playable};
use ecs_core::{Document, ENGINE_VERSION, Scenario, SimTime, Simulation};
use ecs_workshop::link::{Fingerprint, decode};
use std::io::Write as _;
use std::path::Path;

pub(super) fn open(args: &OpenArgs) -> Result<Status, Failure> {
    let given = Path::new(&args.link);
    let opened = if input::is_standard_input(given) {
        decode(&input::read(given)?.text)?
    } else {
        decode(&args.link)?
    };
    let mut out = output::plain_stdout();
    writeln!(out, "{}", opened.scenario)?;
    out.flush()?;
    drop(out);
    let document = Document::read(&opened.scenario);
    let about =
        FileFindings { file: "link".to_owned(), kind: document.kind, findings: document.findings.clone() };
    let Some(Playable { scenario, .. }) = playable(document) else {
        run::refuse(about, Format::Text)?;
        return Ok(Status::Errors);
    };
    if let Some(difference) = opened.fingerprint.and_then(|seen| difference(scenario, seen)) {
        remark(&difference)?;
    }
    Ok(Status::Fine)
}

/// By what a run here is not what the maker of the link saw.
fn difference(scenario: Scenario, seen: Fingerprint) -> Option<String> {
    let Fingerprint { engine_version, at_seconds, log_hash } = seen;
    let at = SimTime::from_seconds(at_seconds);
    if at > scenario.duration {
        let end = state::seconds(scenario.duration.as_ms());
        return Some(format!(
            "the maker of the link saw second {at_seconds}, and the scenario ends at second {end}: the link was changed"
        ));
    }
    let mut simulation = Simulation::new(scenario);
    advance(&mut simulation, at);
    if simulation.log_hash() == log_hash {
        return None;
    }
    let why = if engine_version == ENGINE_VERSION {
        "the engine is the same, so the link was changed".to_owned()
    } else {
        format!("the link was made with engine {engine_version}, and this is engine {ENGINE_VERSION}")
    };
    Some(format!("the run up to second {at_seconds} is not the one that the maker of the link saw: {why}"))
}

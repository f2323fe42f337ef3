//! `ecs-playground link FILE`.

use super::{Failure, Status, advance, remark, run};
use crate::args::{Format, LinkArgs};
use crate::input;
use crate::output::{self, counted};
use crate::subject::{FileFindings, Playable, Subject, playable, prepare};
use ecs_core::scenario::canonical;
use ecs_core::{Document, ENGINE_VERSION, Simulation};
use ecs_workshop::link::{Fingerprint, INFLATED_BYTES_MAX, decode, encode};
use ecs_workshop::redact::{Replacement, Secret, redact};
use std::io::Write as _;

pub(super) fn link(args: &LinkArgs) -> Result<Status, Failure> {
    let input = input::read(&args.file)?;
    let Subject { about, playable: given } = prepare(&input, 1);
    let Some(Playable { root, .. }) = given else {
        run::refuse(about, Format::Text)?;
        return Ok(Status::Errors);
    };
    let mut value = canonical(&root);
    if !args.keep_values {
        let redacted = redact(&value);
        if !redacted.replacements.is_empty() {
            remark(&replaced(&redacted.replacements))?;
        }
        value = redacted.scenario;
    }
    if value.to_string().len() > INFLATED_BYTES_MAX {
        let message = format!(
            "`{}` is too large for a link, which holds {INFLATED_BYTES_MAX} bytes at the most",
            about.file
        );
        return Err(Failure::Usage(message));
    }
    // What the link opens to is run, not the file: placeholders and the way through the link count.
    let document = Document::read(&decode(&encode(&value, None))?.scenario);
    let about = FileFindings {
        file: format!("{} as it would be linked", about.file),
        kind: document.kind,
        findings: document.findings.clone(),
    };
    let Some(Playable { scenario, .. }) = playable(document) else {
        run::refuse(about, Format::Text)?;
        return Ok(Status::Errors);
    };
    let mut out = output::plain_stdout();
    let page = args.page.as_deref().unwrap_or_default();
    writeln!(out, "{page}{}", encode(&value, Some(fingerprint(Simulation::new(scenario)))))?;
    out.flush()?;
    Ok(Status::Fine)
}

/// What a run to the end looks like.
fn fingerprint(mut simulation: Simulation) -> Fingerprint {
    let end = simulation.duration();
    advance(&mut simulation, end);
    Fingerprint {
        engine_version: ENGINE_VERSION,
        at_seconds: end.as_ms() / 1000,
        log_hash: simulation.log_hash(),
    }
}

fn replaced(replacements: &[Replacement]) -> String {
    let kinds = [
        (Secret::EnvironmentValue, "value of `environment`", "values of `environment`"),
        (Secret::AccountId, "account id", "account ids"),
        (Secret::RegistryHost, "host of a registry", "hosts of registries"),
    ];
    let parts: Vec<String> = kinds
        .into_iter()
        .map(|(kind, one, many)| {
            let count = replacements.iter().filter(|replacement| replacement.secret == kind).count();
            (count, one, many)
        })
        .filter(|(count, ..)| *count > 0)
        .map(|(count, one, many)| counted(count, one, many))
        .collect();
    format!("replaced by placeholders: {} (--keep-values keeps them)", parts.join(", "))
}

//! `ecs-playground run FILE`.

use super::validate::Validation;
use super::{Failure, SLICE, Status, advance};
use crate::args::{Format, RunArgs};
use crate::input;
use crate::output::progress::Bar;
use crate::output::{self, cost, deployments, findings, metrics, state, story};
use crate::subject::{FileFindings, Playable, Subject, prepare};
use ecs_core::finding::Severity;
use ecs_core::report::Feed;
use ecs_core::{DocumentKind, Progress, SimTime, Simulation};
use std::fs::File;
use std::io::{self, BufWriter, IsTerminal as _, Write as _};
use std::mem::ManuallyDrop;
use std::path::Path;

pub(super) fn run(args: &RunArgs) -> Result<Status, Failure> {
    let input = input::read(&args.file)?;
    let Subject { about, playable } = prepare(&input, args.count.unwrap_or(1));
    if args.count.is_some() && about.kind == Some(DocumentKind::Scenario) {
        let message = format!(
            "`--count` is for a task definition, and `{}` is a scenario: its services have their own counts",
            about.file
        );
        return Err(Failure::Usage(message));
    }
    let Some(Playable { scenario, .. }) = playable else {
        refuse(about, args.format)?;
        return Ok(Status::Errors);
    };
    let until = args.until.unwrap_or(scenario.duration);
    if until > scenario.duration {
        let message = format!(
            "`--until` is {}, and the scenario ends at second {}",
            state::seconds(until.as_ms()),
            state::seconds(scenario.duration.as_ms())
        );
        return Err(Failure::Usage(message));
    }
    let name = if scenario.name.is_empty() { about.file.clone() } else { scenario.name.clone() };
    let moment = scenario.calendar.iso(until);
    // Never dropped: the end of the process frees a big cluster and its report faster than their own.
    let mut simulation = ManuallyDrop::new(Simulation::new(scenario));
    if args.events {
        stream_events(&mut simulation, until)?;
    } else {
        advance(&mut simulation, until);
    }
    if let Some(file) = &args.metrics {
        write_metrics(file, &simulation)?;
    }
    if args.events {
        return Ok(Status::Fine);
    }
    if args.format == Format::Json {
        output::print_json(&*ManuallyDrop::new(simulation.report()))?;
    } else {
        warn(&about)?;
        let mut out = output::stdout();
        let snapshot = simulation.snapshot(0);
        state::write(&mut out, &name, &moment, &snapshot)?;
        let said = |service: usize, newest: usize| simulation.service_said(service, newest);
        deployments::write(&mut out, &snapshot.services, said)?;
        cost::write(&mut out, &simulation.cost())?;
        story::write(&mut out, &simulation.scaling_story(), &simulation.scaling_now())?;
        state::write_calls(&mut out, &simulation.calls())?;
        out.flush()?;
    }
    Ok(Status::Fine)
}

fn write_metrics(file: &Path, simulation: &Simulation) -> Result<(), Failure> {
    let written =
        File::create(file).and_then(|file| metrics::write(BufWriter::new(file), &simulation.metrics()));
    written.map_err(|error| Failure::Usage(format!("cannot write `{}`: {error}", file.display())))
}

/// Says why `about` does not run.
pub(super) fn refuse(about: FileFindings, format: Format) -> io::Result<()> {
    match format {
        Format::Text => warn(&about),
        Format::Json => output::print_json(&Validation { files: vec![about] }),
    }
}

/// Says what there is to say about a file that can be used.
pub(super) fn warn(about: &FileFindings) -> io::Result<()> {
    let mut err = output::stderr();
    findings::write_from(&mut err, about, Severity::Warning)?;
    err.flush()
}

/// Runs on until `until`, and prints every event as soon as it has happened.
fn stream_events(simulation: &mut Simulation, until: SimTime) -> io::Result<()> {
    let mut out = output::plain_stdout();
    let mut feed = Feed::default();
    // The events themselves are what a terminal shows.
    let mut bar = if io::stdout().is_terminal() { Bar::hidden() } else { Bar::new() };
    loop {
        let progress = simulation.advance_to(until, SLICE);
        for event in simulation.news(&mut feed) {
            serde_json::to_writer(&mut out, &event)?;
            writeln!(out)?;
        }
        out.flush()?;
        if progress == Progress::Reached {
            bar.clear();
            return Ok(());
        }
        bar.show(simulation.now(), until);
    }
}

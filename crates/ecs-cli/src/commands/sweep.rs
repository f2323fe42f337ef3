//! `ecs-playground sweep SCENARIO`.

use super::run::{refuse, warn};
use super::{Failure, SLICE, Status};
use crate::args::{Format, SweepArgs};
use crate::input;
use crate::output::{self, state};
use crate::subject::{FileFindings, Playable, Subject, prepare};
use ecs_core::finding::Finding;
use ecs_core::report::{Comparison, Divergence};
use ecs_core::{Budget, DocumentKind, Progress, SimTime, Simulation};
use ecs_workshop::row::Row;
use ecs_workshop::sweep::{Shard, Sweep, SweepError, Variation};
use serde::Serialize;
use serde_json::{Map, Value};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::num::NonZeroUsize;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc;
use std::thread;

/// What stands for the number of a child of an array job.
const BATCH_INDEX: &str = "AWS_BATCH_JOB_ARRAY_INDEX";

/// A line of a combination that does not run.
#[derive(Debug, Serialize)]
struct Refused {
    scenario: String,
    settings: Map<String, Value>,
    seed: u64,
    findings: Vec<Finding>,
}

pub(super) fn sweep(args: &SweepArgs) -> Result<Status, Failure> {
    let shard = args.shard.as_deref().map_or(Ok(Shard::WHOLE), shard)?;
    let input = input::read(&args.file)?;
    let Subject { about, playable } = prepare(&input, 1);
    let Some(Playable { root, scenario }) = playable else {
        refuse(about, Format::Text)?;
        return Ok(Status::Errors);
    };
    warn(&about)?;
    // The lines of findings are those of the file where that is a scenario in JSON.
    let is_file = about.kind == Some(DocumentKind::Scenario)
        && serde_json::from_str::<serde::de::IgnoredAny>(&input.text).is_ok();
    let text = if is_file { input.text } else { root.to_json() };
    let name = if scenario.name.is_empty() { about.file.clone() } else { scenario.name.clone() };
    let sweep = Sweep::new(&text, &root, args.settings.clone(), args.seeds)?;
    let samples = sweep.samples();
    for sample in &samples {
        let findings = sample.wrong_alone();
        if !findings.is_empty() {
            let file = with_settings(&about.file, sample);
            warn(&FileFindings { file, kind: Some(DocumentKind::Scenario), findings })?;
            return Ok(Status::Errors);
        }
    }
    if let Some(until) = args.until {
        ends_behind(&about.file, &samples, until)?;
    }
    let jobs = args.jobs.or_else(|| thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get);
    let run = |number| line(&name, &sweep, number, args.until);
    let mut out = output::plain_stdout();
    let status = in_order(shard.of(sweep.runs()), jobs, run, |(line, status): (String, Status)| {
        writeln!(out, "{line}")?;
        // Whoever reads along does not wait for a buffer to be full.
        out.flush().map(|()| status)
    })?;
    Ok(status)
}

fn shard(text: &str) -> Result<Shard, Failure> {
    let Some(count) = text.strip_prefix(BATCH_INDEX) else { return Ok(Shard::parse(text)?) };
    let index = std::env::var(BATCH_INDEX).map_err(|_| {
        Failure::Usage(format!(
            "`{BATCH_INDEX}` is not set: AWS Batch sets it in the children of an array job"
        ))
    })?;
    Shard::parse(&format!("{index}{count}"))
        .map_err(|_| SweepError::NoShard { text: format!("{index}{count}") }.into())
}

/// The file as a sample has it.
fn with_settings(file: &str, sample: &Variation) -> String {
    let setting = |(path, value): &(String, Value)| format!(" with {path}={value}");
    format!("{file}{}", sample.settings.iter().map(setting).collect::<String>())
}

/// Whether every run goes on until that moment: where the duration is swept, its values say so.
fn ends_behind(file: &str, samples: &[Variation], until: SimTime) -> Result<(), Failure> {
    let varies = |sample: &&Variation| sample.sets("/simulation/durationSeconds");
    let is_swept = samples.iter().any(|sample| varies(&sample));
    for sample in samples.iter().filter(|sample| varies(sample) == is_swept) {
        let Ok(scenario) = sample.scenario() else { continue };
        if until > scenario.duration {
            let (until, end) = (state::seconds(until.as_ms()), state::seconds(scenario.duration.as_ms()));
            let file = with_settings(file, sample);
            return Err(Failure::Usage(format!("`--until` is {until}, and {file} ends at second {end}")));
        }
    }
    Ok(())
}

thread_local! {
    /// The run that others are held against, with its number and moment: most sweeps have one, and it is large.
    static FIRST: RefCell<Option<((u64, SimTime), Simulation)>> = const { RefCell::new(None) };
}

/// Where a run parts from the first combination with the same seed; none where that cannot be run.
fn divergence(sweep: &Sweep, number: u64, run: &Simulation, at: SimTime) -> Option<Divergence> {
    let first = sweep.first_of_seed(number);
    if first == number {
        return None;
    }
    FIRST.with_borrow_mut(|known| {
        if known.as_ref().is_none_or(|(known, _)| *known != (first, at)) {
            let mut simulation = Simulation::new(sweep.variation(first).scenario().ok()?);
            simulation.advance_to(at.min(simulation.duration()), Budget::UNLIMITED);
            *known = Some(((first, at), simulation));
        }
        let (_, first) = known.as_ref()?;
        let mut comparison = Comparison::default();
        while first.compare(run, &mut comparison, SLICE) == Progress::OutOfBudget {}
        comparison.divergence().cloned()
    })
}

/// A variation's line, and whether it could be run.
fn line(scenario: &str, sweep: &Sweep, number: u64, until: Option<SimTime>) -> (String, Status) {
    let variation = sweep.variation(number);
    let read = variation.scenario();
    let (scenario, seed) = (scenario.to_owned(), variation.seed);
    let settings: Map<String, Value> = variation.settings.into_iter().collect();
    match read {
        Ok(given) => {
            let at = until.map_or(given.duration, |until| until.min(given.duration));
            let seed = given.account.seed;
            let mut simulation = Simulation::new(given);
            simulation.advance_to(at, Budget::UNLIMITED);
            let row = Row::of(scenario, settings, seed, &simulation.summary());
            (json(&row.against(divergence(sweep, number, &simulation, at).as_ref())), Status::Fine)
        }
        Err(findings) => (json(&Refused { scenario, settings, seed, findings }), Status::Errors),
    }
}

fn json(line: &impl Serialize) -> String {
    // Maps with texts as keys and finite numbers are always JSON.
    serde_json::to_string(line).unwrap_or_default()
}

/// Does the work for all numbers, so many at a time, and tells what comes of it in their order. The greatest of
/// what telling returns.
fn in_order<Done: Send>(
    numbers: Range<u64>,
    jobs: usize,
    work: impl Fn(u64) -> Done + Sync,
    mut tell: impl FnMut(Done) -> io::Result<Status>,
) -> io::Result<Status> {
    let next = AtomicU64::new(numbers.start);
    let (end, work, next) = (numbers.end, &work, &next);
    thread::scope(|scope| {
        let (sender, receiver) = mpsc::channel();
        for _ in 0..jobs {
            let sender = sender.clone();
            scope.spawn(move || {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= end || sender.send((number, work(number))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        let (mut due, mut early, mut status) = (numbers.start, BTreeMap::new(), Status::Fine);
        for (number, done) in receiver {
            early.insert(number, done);
            while let Some(done) = early.remove(&due) {
                status = status.max(tell(done)?);
                due += 1;
            }
        }
        Ok(status)
    })
}

#[cfg(test)]
mod tests {
    use super::{Status, in_order};

    #[test]
    fn what_is_done_at_the_same_time_is_told_in_order() {
        for jobs in [1, 3, 8] {
            let mut told = Vec::new();
            let slow_first = |number: u64| {
                std::thread::sleep(std::time::Duration::from_millis(if number.is_multiple_of(3) {
                    3
                } else {
                    0
                }));
                number
            };
            let status = in_order(5..30, jobs, slow_first, |number| {
                told.push(number);
                Ok(if number == 7 { Status::Errors } else { Status::Fine })
            });
            assert_eq!(told, (5..30).collect::<Vec<u64>>());
            assert_eq!(status.unwrap(), Status::Errors);
        }
    }
}

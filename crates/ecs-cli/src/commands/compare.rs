//! `ecs-playground compare A B`.

use super::run::{refuse, warn};
use super::{Failure, SLICE, Status, advance, remark};
use crate::args::{CompareArgs, Format};
use crate::input::{self, is_standard_input};
use crate::output::{self, comparison, state};
use crate::subject::{FileFindings, Playable, Subject, prepare};
use ecs_core::report::Comparison;
use ecs_core::{Progress, Scenario, SimTime, Simulation};
use ecs_workshop::row::Row;
use ecs_workshop::traffic::traffic_apart;
use serde::Serialize;
use serde_json::Map;
use std::io::Write as _;
use std::mem::ManuallyDrop;
use std::path::Path;

/// What `--format json` prints (docs/scenario.md, What the tools print).
#[derive(Debug, Serialize)]
struct Runs {
    /// A, then B, which says where it parts from A.
    runs: [Row; 2],
}

pub(super) fn compare(args: &CompareArgs) -> Result<Status, Failure> {
    if is_standard_input(&args.one) && is_standard_input(&args.other) {
        return Err(Failure::Usage("`-` is standard input, which can be read once".to_owned()));
    }
    let (one, other) = (read(&args.one, args.format)?, read(&args.other, args.format)?);
    let (Some((about, one)), Some((other_about, other))) = (one, other) else {
        return Ok(Status::Errors);
    };
    let Playable { root: one_root, scenario: one } = one;
    let Playable { root: other_root, scenario: other } = other;
    let shorter = one.duration.min(other.duration);
    let until = args.until.unwrap_or(shorter);
    if until > shorter {
        let (until, end) = (state::seconds(until.as_ms()), state::seconds(shorter.as_ms()));
        let message = format!("`--until` is {until}, and the shorter scenario ends at second {end}");
        return Err(Failure::Usage(message));
    }
    if one.account.seed != other.account.seed {
        remark("the scenarios have different seeds, so their runs differ by chance, too")?;
    }
    let apart = traffic_apart(&one_root, &other_root);
    if !apart.is_empty() {
        let names = apart.join(", ");
        remark(&format!(
            "the scenarios have different traffic ({names}), so their runs differ by that, too"
        ))?;
    }
    let (first, second) = (row(&about, &one), row(&other_about, &other));
    // Never dropped: the end of the process frees big clusters faster than their own.
    let one = run(one, until);
    let other = run(other, until);
    let mut comparison = Comparison::default();
    while one.compare(&other, &mut comparison, SLICE) == Progress::OutOfBudget {}
    let rows = [first(&one), second(&other).against(comparison.divergence())];
    if args.format == Format::Json {
        output::print_json(&Runs { runs: rows })?;
        return Ok(Status::Fine);
    }
    let mut out = output::stdout();
    comparison::write(&mut out, [&about.file, &other_about.file], &rows, comparison.divergence())?;
    out.flush()?;
    Ok(Status::Fine)
}

/// What is to be run; none where it has errors, which have been said.
fn read(path: &Path, format: Format) -> Result<Option<(FileFindings, Playable)>, Failure> {
    let input = input::read_or_open(path)?;
    let Subject { about, playable } = prepare(&input, 1);
    let Some(playable) = playable else {
        refuse(about, format)?;
        return Ok(None);
    };
    if format == Format::Text {
        warn(&about)?;
    }
    Ok(Some((about, playable)))
}

fn run(scenario: Scenario, until: SimTime) -> ManuallyDrop<Simulation> {
    let mut simulation = ManuallyDrop::new(Simulation::new(scenario));
    advance(&mut simulation, until);
    simulation
}

fn row(about: &FileFindings, scenario: &Scenario) -> impl FnOnce(&Simulation) -> Row + use<> {
    let name = if scenario.name.is_empty() { about.file.clone() } else { scenario.name.clone() };
    let seed = scenario.account.seed;
    move |simulation| Row::of(name, Map::new(), seed, &simulation.summary())
}

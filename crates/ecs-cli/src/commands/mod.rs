//! What the program does, one file a command.

mod compare;
mod explain;
mod fit;
mod forecast;
mod inspect;
mod link;
mod network;
mod open;
mod query;
mod rules;
mod run;
mod sweep;
mod task;
mod validate;

use crate::args::{Args, Command};
use crate::input::InputError;
use crate::output::progress::Bar;
use crate::output::{self, RED, shown};
use ecs_core::{Budget, Progress, SimTime, Simulation};
use ecs_workshop::link::LinkError;
use ecs_workshop::sweep::SweepError;
use std::io::{self, Write as _};
use std::process::ExitCode;

/// How a command ends. Of several, the greatest counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Status {
    /// There is nothing to complain about.
    Fine = 0,
    /// A finding of severity error.
    Errors = 1,
    /// An unusable call or an unreadable file.
    Unusable = 2,
}

/// Why a command cannot go on.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("{0}")]
    Usage(String),
    #[error(transparent)]
    Input(#[from] InputError),
    #[error(transparent)]
    Link(#[from] LinkError),
    #[error(transparent)]
    Sweep(#[from] SweepError),
    #[error("cannot write the output: {0}")]
    Output(#[from] io::Error),
}

/// Carries out what the command line says.
pub(crate) fn carry_out(args: Args) -> ExitCode {
    let result = match args.command {
        Command::Validate(args) => validate::validate(&args),
        Command::Run(args) => run::run(&args),
        Command::Explain(args) => explain::explain(&args),
        Command::Query(args) => query::query(&args),
        Command::Fit(args) => fit::fit(&args),
        Command::Forecast(args) => forecast::forecast(&args),
        Command::Network(args) => network::network(&args),
        Command::Roles(args) => task::roles(&args.of),
        Command::Volumes(args) => task::volumes(&args.of),
        Command::Compare(args) => compare::compare(&args),
        Command::Sweep(args) => sweep::sweep(&args),
        Command::Link(args) => link::link(&args),
        Command::Open(args) => open::open(&args),
        Command::Rules(args) => rules::rules(&args),
    };
    let status = result.unwrap_or_else(|failure| {
        // Where standard error is gone, the status is all that is left to say.
        let _ = complain(&failure);
        Status::Unusable
    });
    ExitCode::from(status as u8)
}

/// Says on standard error why something did not work, in clap's manner.
fn complain(failure: &Failure) -> io::Result<()> {
    let mut err = output::stderr();
    writeln!(err, "{RED}error:{RED:#} {}", shown(&failure.to_string()))?;
    err.flush()
}

/// Says something on standard error.
fn remark(text: &str) -> io::Result<()> {
    let mut err = output::stderr();
    writeln!(err, "{}", shown(text))?;
    err.flush()
}

/// Events between two looks at a run: a few milliseconds of work.
const SLICE: Budget = Budget { events: 1000 };

/// Runs on until `at`. A run that takes a while shows how far it is.
fn advance(simulation: &mut Simulation, at: SimTime) {
    let mut bar = Bar::new();
    while simulation.advance_to(at, SLICE) == Progress::OutOfBudget {
        bar.show(simulation.now(), at);
    }
    bar.clear();
}

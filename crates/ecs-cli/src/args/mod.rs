//! What may stand on the command line. clap makes the help, the version and the usage errors of it.

mod moment;
mod placement;
mod runs;
mod tasks;
mod texts;
mod value;

pub(crate) use moment::MomentArgs;
pub(crate) use placement::{ExplainArgs, FitArgs, QueryArgs};
pub(crate) use runs::{CompareArgs, ForecastArgs, RunArgs, SweepArgs};
pub(crate) use tasks::{NetworkArgs, RolesArgs, TaskArgs, VolumesArgs};
pub(crate) use texts::{LinkArgs, OpenArgs, RulesArgs, ValidateArgs};

use clap::{Parser, Subcommand, ValueEnum};
use ecs_core::ENGINE_VERSION;
use std::sync::LazyLock;

/// Runs are equal where the engine is: a version without it would say too little.
static VERSION: LazyLock<String> =
    LazyLock::new(|| format!("{} (engine {ENGINE_VERSION})", env!("CARGO_PKG_VERSION")));

const AFTER_HELP: &str = "\
A FILE of `-` is standard input. A FILE is JSON or YAML.
Status: 0 fine, 1 findings of severity error, 2 an unusable call or an unreadable file.";

/// Amazon ECS as a simulation: check task definitions, run scenarios, share them as links
#[derive(Debug, Parser)]
#[command(name = "ecs-playground", version = VERSION.as_str(), after_help = AFTER_HELP)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Validate(ValidateArgs),
    Run(RunArgs),
    Explain(ExplainArgs),
    Query(QueryArgs),
    Fit(FitArgs),
    Forecast(ForecastArgs),
    Network(NetworkArgs),
    Roles(RolesArgs),
    Volumes(VolumesArgs),
    Compare(CompareArgs),
    Sweep(SweepArgs),
    Link(LinkArgs),
    Open(OpenArgs),
    Rules(RulesArgs),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For reading
    Text,
    /// For other programs
    Json,
}

#[cfg(test)]
mod tests {
    use super::Args;
    use clap::CommandFactory as _;

    #[test]
    fn clap_finds_no_contradiction() {
        Args::command().debug_assert();
    }
}

//! What every command takes that asks something of a run at a moment.

use super::Format;
use super::value::seconds;
use clap::Args as Arguments;
use ecs_core::SimTime;
use std::path::PathBuf;

/// Which run is asked, when, and how the answer is printed.
#[derive(Debug, Arguments)]
pub(crate) struct MomentArgs {
    /// A scenario or a task definition; `-` is standard input
    pub(crate) file: PathBuf,
    /// The second at which to look [default: the scenario's duration]
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub(crate) at: Option<SimTime>,
    /// How to print the answer
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
}

//! `ecs-playground`: the simulation of Amazon ECS on the command line.
//!
//! It only reads texts, asks the core, and prints: every rule of ECS stands in `ecs-core`, everything
//! about links in `ecs-workshop`. It reads files and standard input, and nothing else from outside.

mod args;
mod commands;
mod input;
mod output;
mod subject;

use clap::Parser as _;
use std::process::ExitCode;

fn main() -> ExitCode {
    commands::carry_out(args::Args::parse())
}

//! `ecs-playground`: the simulation of Amazon ECS on the command line.
//!
//! It only reads texts, asks the core, and prints: every rule of ECS stands in `ecs-core`, everything
//! about links, rows and sweeps in `ecs-workshop`. From outside it reads files, standard input, and the index of
//! an array job of AWS Batch where it is asked to.

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

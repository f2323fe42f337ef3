//! The build system: `cargo xtask <command>`.
//!
//! It depends on nothing but the standard library, so that it is built in a second on a fresh
//! clone and can then fetch whatever else a command needs.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program for the command line")]

mod bench;
mod failure;
mod options;
mod page;
mod repo;
mod run;
mod serve;
mod setup;
mod soak;
mod steps;
mod test;

use std::process::ExitCode;

use failure::{Outcome, fail};
use options::Options;

const HELP: &str = "\
cargo xtask <command>

  serve [--port N] [--dev]   build the page and serve it on http://127.0.0.1:8080/
  build [--dev]              build the page into dist/
  test                       run every check, as the continuous integration does
  soak [--fuzz-seconds N]    run the tests with their long numbers, then the fuzzer (600 seconds)
  bench                      measure speed and download size

Each command first installs what it needs and the machine does not have.
--dev builds the page unoptimised, which is quicker to build and slower to use.
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\n{failure}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(arguments: &[String]) -> Outcome {
    let Some((command, rest)) = arguments.split_first() else {
        print!("{HELP}");
        return Ok(());
    };
    match command.as_str() {
        "serve" => serve::serve(Options::parse(rest, &["--port", "--dev", "--release"])?),
        "build" => page::build_command(Options::parse(rest, &["--dev", "--release"])?),
        "test" => without_options(rest).and_then(|()| test::test()),
        "soak" => soak::soak(Options::parse(rest, &["--fuzz-seconds"])?),
        "bench" => without_options(rest).map(|()| bench::bench()),
        "help" | "--help" | "-h" => {
            print!("{HELP}");
            Ok(())
        }
        other => fail(format!("There is no command '{other}'.\n\n{HELP}")),
    }
}

fn without_options(arguments: &[String]) -> Outcome {
    Options::parse(arguments, &[]).map(|_| ())
}

//! cargo-fuzz, which builds and runs the fuzz target of `tests/fuzz`.

use std::path::PathBuf;

use super::Setup;
use super::cargo_tool::CargoTool;
use crate::failure::{Outcome, fail};
use crate::run::find;

const VERSION: &str = "0.13.2";

pub(crate) fn ensure(setup: &mut Setup) -> Outcome<PathBuf> {
    if ["c++", "g++", "clang++"].into_iter().all(|compiler| find(compiler).is_none()) {
        return fail(
            "libFuzzer is built with a C++ compiler, and there is none. Install one (on Debian: apt-get install g++), \
             or leave the fuzzer out with 'cargo xtask soak --fuzz-seconds 0'.",
        );
    }
    CargoTool {
        package: "cargo-fuzz",
        version: VERSION.to_string(),
        programs: &["cargo-fuzz"],
        why: "with cargo: it feeds the parser with texts that nobody thought of",
        time: "about a minute",
        options: &["--locked"],
    }
    .ensure(setup)
}

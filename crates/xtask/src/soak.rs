//! `cargo xtask soak`: the tests with their long numbers, which `ECS_SOAK` asks for, and the fuzzer.

use crate::failure::Outcome;
use crate::options::Options;
use crate::repo;
use crate::run::Run;
use crate::setup::{Setup, cargo_fuzz};

/// The fuzz target, and the folder of its inputs below `tests/fuzz/corpus`.
const TARGET: &str = "document";

pub(crate) fn soak(options: Options) -> Outcome {
    Run::new("cargo")
        .args(["test", "--release", "--workspace", "--exclude", "ecs-tests-browser"])
        .env("ECS_SOAK", "1")
        .finish()?;
    if options.fuzz_seconds == 0 {
        return Ok(());
    }
    fuzz(options.fuzz_seconds)
}

/// Runs the fuzzer from the inputs of the suite and from what it found before.
fn fuzz(seconds: u32) -> Outcome {
    let folder = repo::root().join("tests").join("fuzz");
    let corpus = folder.join("corpus").join(TARGET);
    let tools = cargo_fuzz::ensure(&mut Setup::default())?;
    Run::new("cargo")
        .args(["run", "--release", "--package", "ecs-tests", "--example", "fuzz_corpus", "--"])
        .args([&corpus])
        .finish()?;
    // Without a sanitizer, which only nightly Rust has: the code is safe Rust, so what is looked for
    // are panics and broken properties.
    Run::new("cargo")
        .args(["fuzz", "run", "--fuzz-dir", ".", "--sanitizer", "none", TARGET])
        .args([corpus.as_path(), &folder.join("seeds")])
        .args(["--", "-dict=document.dict", "-max_len=16384", "-timeout=10", "-print_final_stats=1"])
        .args([format!("-max_total_time={seconds}")])
        .folder(folder)
        .path(&[tools])?
        .finish()
}

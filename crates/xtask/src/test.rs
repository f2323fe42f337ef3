//! `cargo xtask test`: every check there is, cheap ones first, stopping at the first that fails.

use crate::failure::Outcome;
use crate::page;
use crate::repo;
use crate::run::Run;
use crate::setup::{Setup, TestTools, components};
use crate::steps::Steps;
use std::path::{Path, PathBuf};

/// What is compiled for the browser.
const FOR_THE_BROWSER: [&str; 5] =
    ["ecs-web", "ecs-web-core", "ecs-web-interop", "ecs-web-port", "ecs-tests-browser"];

pub(crate) fn test() -> Outcome {
    let mut steps = Steps::default();
    let mut setup = Setup::default();

    steps.step("rustfmt and clippy", || components::ensure(&mut setup))?;
    steps.step("format", || Run::new("cargo").args(["fmt", "--check"]).finish())?;
    steps.step("lint", lint)?;
    steps.step("documentation", documentation)?;
    let tools = steps.step("tools for the browser", || {
        let tools = setup.for_tests()?;
        setup.done();
        Ok(tools)
    })?;

    let page = page::build_beside(&tools.page)?;
    steps.step("tests", tests)?;
    steps.step("build of the page", || page.finish())?;
    let runs = steps.step("runs to repeat in the browser", record_runs)?;
    if tools.page.has_clippy() {
        steps.step("lint for the browser", || lint_for_the_browser(&tools, &runs))?;
    }
    steps.step("tests in the browser", || browser_tests(&tools, &runs))?;
    steps.step("end-to-end tests", || end_finish(&tools))?;

    steps.summary();
    steps.total();
    Ok(())
}

fn lint() -> Outcome {
    Run::new("cargo").args(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]).finish()
}

fn documentation() -> Outcome {
    Run::new("cargo").args(["doc", "--no-deps", "--workspace"]).env("RUSTDOCFLAGS", "-Dwarnings").finish()
}

fn tests() -> Outcome {
    Run::new("cargo").args(["test", "--workspace", "--exclude", "ecs-tests-browser"]).finish()
}

/// Writes down what becomes of the suite natively, and says where.
fn record_runs() -> Outcome<PathBuf> {
    let file = repo::root().join("target").join("runs.json");
    Run::new("cargo")
        .args(["run", "--quiet", "--package", "ecs-tests", "--example", "record_runs", "--"])
        .args([&file])
        .finish()?;
    Ok(file)
}

/// The same lints over what only the browser runs, and where a `usize` has 32 bits.
fn lint_for_the_browser(tools: &TestTools, runs: &Path) -> Outcome {
    let packages = FOR_THE_BROWSER.iter().flat_map(|name| ["--package", name]);
    let run = Run::new("cargo")
        .args(["clippy", "--target", "wasm32-unknown-unknown", "--tests"])
        .args(packages)
        .env("ECS_RUNS", runs);
    tools.page.prepare(run)?.args(["--", "-D", "warnings"]).finish()
}

fn browser_tests(tools: &TestTools, runs: &Path) -> Outcome {
    // `--tests` leaves out examples in documentation, which the compiler of another toolchain cannot run.
    in_the_browser(tools)?.args(["--tests"]).env("ECS_RUNS", runs).finish()
}

/// A call of `cargo test` for the tests in the browser, to which more options can be added.
pub(crate) fn in_the_browser(tools: &TestTools) -> Outcome<Run> {
    let run = Run::new("cargo")
        .args(["test", "--package", "ecs-tests-browser", "--target", "wasm32-unknown-unknown"])
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", "wasm-bindgen-test-runner")
        .env("CHROMEDRIVER", &tools.chromedriver);
    tools.page.prepare(run)
}

fn end_finish(tools: &TestTools) -> Outcome {
    Run::new("node").args(["tests/e2e/run.mjs"]).env("CHROME", &tools.chromium).finish()
}

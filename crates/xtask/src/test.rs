//! `cargo xtask test`: every check there is, cheap ones first, stopping at the first that fails.

use crate::failure::Outcome;
use crate::options::Profile;
use crate::page;
use crate::run::Run;
use crate::setup::{Setup, TestTools, components};
use crate::steps::Steps;

pub(crate) fn test() -> Outcome {
    let mut steps = Steps::default();
    let mut setup = Setup::default();

    steps.step("rustfmt and clippy", || components::ensure(&mut setup))?;
    steps.step("format", || Run::new("cargo").args(["fmt", "--check"]).finish())?;
    steps.step("lint", lint)?;
    steps.step("documentation", documentation)?;
    steps.step("tests", tests)?;

    let tools = steps.step("tools for the browser", || {
        let tools = setup.for_tests()?;
        setup.done();
        Ok(tools)
    })?;
    steps.step("tests in the browser", || browser_tests(&tools))?;
    steps.step("build of the page", || page::build(&tools.page, Profile::Release))?;
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

fn browser_tests(tools: &TestTools) -> Outcome {
    // `--tests` leaves out examples in documentation, which the compiler of another toolchain cannot run.
    in_the_browser(tools)?.args(["--tests"]).finish()
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

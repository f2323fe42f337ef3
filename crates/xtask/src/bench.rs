//! `cargo xtask bench`: what the code costs, in time and in bytes. It measures and judges nothing,
//! so a part that cannot be measured is named and the rest goes on.

use crate::failure::Outcome;
use crate::options::Profile;
use crate::page;
use crate::repo;
use crate::run::Run;
use crate::setup::{Setup, chromium, npm};
use crate::test;

pub(crate) fn bench() {
    part("Speed of the simulation", native);
    part("Speed of the simulation in the browser", simulation);
    part("Size of the download", size);
    part("Speed of the page", in_the_browser);
}

fn part(name: &str, work: fn() -> Outcome) {
    println!("\n== {name}");
    if let Err(failure) = work() {
        println!("Not measured: {failure}");
    }
}

fn native() -> Outcome {
    Run::new("cargo").args(["bench", "--package", "ecs-tests"]).finish()
}

fn simulation() -> Outcome {
    let mut setup = Setup::default();
    let tools = setup.for_tests()?;
    setup.done();
    test::in_the_browser(&tools)?
        .args(["--release", "--features", "bench", "--test", "simulation", "--", "--nocapture"])
        .finish()
}

fn size() -> Outcome {
    let mut setup = Setup::default();
    let tools = setup.for_page(Profile::Release)?;
    setup.done();
    page::build(&tools, Profile::Release)?;
    Run::new("node").args(["tests/e2e/sizes.mjs"]).finish()
}

fn in_the_browser() -> Outcome {
    if !repo::e2e().join("bench.mjs").is_file() {
        println!("Not measured: there is no tests/e2e/bench.mjs.");
        return Ok(());
    }
    let mut setup = Setup::default();
    npm::ensure_tests(&mut setup)?;
    let chromium = chromium::ensure(&mut setup)?;
    setup.done();
    Run::new("node").args(["tests/e2e/bench.mjs"]).env("CHROME", chromium).finish()
}

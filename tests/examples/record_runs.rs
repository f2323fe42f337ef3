//! Writes down what becomes of every scenario of the suite natively, for the tests in the browser.

use ecs_tests::runs::{Recorded, Run, of_seed, of_suite};
use std::path::Path;

/// Random scenarios beside those of the suite.
const RANDOM: u64 = 100;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let file = std::env::args_os().nth(1).ok_or("name a file")?;
    let suite = of_suite(&Path::new(env!("CARGO_MANIFEST_DIR")).join("suite"));
    let recorded: Vec<Recorded> =
        suite.into_iter().chain((0..RANDOM).map(of_seed)).map(Run::record).collect();
    std::fs::write(file, serde_json::to_vec(&recorded)?)?;
    Ok(())
}

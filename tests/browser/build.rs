//! Runs every scenario of the suite natively and writes down its event log's hash, for the browser to
//! find the same.

use ecs_core::{Budget, Simulation};
use ecs_tests::case::{Input, Kind, cases};
use ecs_tests::{clusters, evaluate};
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// Random scenarios beside those of the suite.
const RANDOM: u64 = 100;

fn main() {
    let suite =
        Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/browser stands in tests").join("suite");
    println!("cargo::rerun-if-changed={}", suite.display());
    let mut list = String::from("[\n");
    for case in cases(&suite) {
        let runs = case.expectations.iter().any(|expectation| matches!(expectation.kind, Kind::Run { .. }));
        if let (Input::Document(text), true) = (&case.input, runs) {
            add(&mut list, &case.name, &evaluate::scenario_text(&case.name, text));
        }
    }
    for seed in 0..RANDOM {
        add(&mut list, &format!("seed {seed}"), &clusters::scenario(seed).to_string());
    }
    list.push_str("]\n");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    std::fs::write(out.join("runs.rs"), list).expect("a folder that can be written");
}

fn add(list: &mut String, name: &str, text: &str) {
    let mut simulation = Simulation::new(evaluate::scenario(name, text));
    simulation.advance_to(simulation.duration(), Budget::UNLIMITED);
    writeln!(list, "({name:?}, {text:?}, {}),", simulation.log_hash()).expect("a string takes everything");
}

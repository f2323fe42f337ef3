//! The simulation in the browser: `cargo xtask bench` runs it and prints the table.

#![cfg(target_family = "wasm")]

use ecs_tests::decisions::{Field, SIZES, settings};
use ecs_tests::{day, figures};
use wasm_bindgen_test::{console_log, wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// Runs of each measurement; the fastest is printed, because a browser has other things to do.
const RUNS: usize = 5;

#[wasm_bindgen_test]
fn decisions_a_second() {
    for setting in settings() {
        for instances in SIZES {
            measure(&format!("{}, {instances}", setting.name), || {
                Field::new(&setting, instances).fill(10 * instances) as u64
            });
        }
    }
}

#[wasm_bindgen_test]
fn a_day() {
    let scenario = day::scenario();
    measure(day::NAME, || day::run(&scenario));
}

/// Prints how long something takes that says how many steps it has.
fn measure(what: &str, run: impl Fn() -> u64) {
    let (mut fastest_ms, mut steps) = (f64::INFINITY, 0);
    for _ in 0..RUNS {
        let begin = js_sys::Date::now();
        steps = run();
        fastest_ms = fastest_ms.min(js_sys::Date::now() - begin);
    }
    console_log!("{}", figures::row(&format!("browser: {what}"), fastest_ms, Some(steps)));
}

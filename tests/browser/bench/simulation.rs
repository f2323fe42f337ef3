//! The simulation in the browser: `cargo xtask bench` runs it and prints the table.

#![cfg(target_family = "wasm")]

use ecs_tests::day;
use ecs_tests::decisions::{Field, SIZES, settings};
use wasm_bindgen_test::{console_log, wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// Runs of each measurement; the fastest is printed, because a browser has other things to do.
const RUNS: usize = 5;

#[wasm_bindgen_test]
fn decisions_a_second() {
    for setting in settings() {
        for instances in SIZES {
            let (mut fastest_ms, mut placed) = (f64::INFINITY, 0);
            for _ in 0..RUNS {
                let mut field = Field::new(&setting, instances);
                let begin = js_sys::Date::now();
                placed = field.fill(10 * instances);
                fastest_ms = fastest_ms.min(js_sys::Date::now() - begin);
            }
            let a_second = f64::from(u32::try_from(placed).expect("thousands")) * 1e3 / fastest_ms.max(1.0);
            console_log!("{}, {instances}: {fastest_ms:.0} ms, {a_second:.0} a second", setting.name);
        }
    }
}

#[wasm_bindgen_test]
fn a_day() {
    let scenario = day::scenario();
    let (mut fastest_ms, mut events) = (f64::INFINITY, 0);
    for _ in 0..RUNS {
        let begin = js_sys::Date::now();
        events = day::run(&scenario);
        fastest_ms = fastest_ms.min(js_sys::Date::now() - begin);
    }
    let a_second = f64::from(u32::try_from(events).expect("millions")) * 1e3 / fastest_ms.max(1.0);
    console_log!("{}: {fastest_ms:.0} ms, {a_second:.0} events a second", day::NAME);
}

//! The suite's scenarios, run in the browser.

#[cfg(all(test, target_family = "wasm"))]
mod tests {
    use ecs_core::{Budget, Document, Simulation};
    use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

    wasm_bindgen_test_configure!(run_in_browser);

    /// Name, scenario, and the hash of the event log of the native run.
    const RUNS: &[(&str, &str, u64)] = &include!(concat!(env!("OUT_DIR"), "/runs.rs"));

    #[wasm_bindgen_test]
    fn the_browser_has_the_same_event_logs() {
        for (name, text, native) in RUNS {
            let scenario = Document::read(text).scenario.expect("a scenario that runs natively");
            let mut simulation = Simulation::new(scenario);
            simulation.advance_to(simulation.duration(), Budget::UNLIMITED);
            assert_eq!(simulation.log_hash(), *native, "{name}");
        }
    }
}

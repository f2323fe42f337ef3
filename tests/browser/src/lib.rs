//! The suite's scenarios, run in the browser.

#[cfg(all(test, target_family = "wasm"))]
mod tests {
    use ecs_core::Budget;
    use ecs_tests::runs::Recorded;
    use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

    wasm_bindgen_test_configure!(run_in_browser);

    /// The native runs, as JSON.
    const RUNS: &str = include_str!(env!("ECS_RUNS", "`cargo xtask test` records the native runs first"));

    #[wasm_bindgen_test]
    fn the_browser_has_the_same_event_logs() {
        let runs: Vec<Recorded> = serde_json::from_str(RUNS).expect("a list of runs");
        assert!(runs.len() > 300, "only {} runs", runs.len());
        for Recorded { run, log_hash } in runs {
            assert_eq!(run.log_hash(Budget::UNLIMITED.events), log_hash, "{}", run.name);
        }
    }
}

//! wasm-bindgen, which writes the JavaScript around the page's wasm, and its test runner.

use std::path::PathBuf;

use super::cargo_tool::CargoTool;
use super::{Setup, downloads};
use crate::failure::Outcome;
use crate::repo;

/// The folder of wasm-bindgen, or nothing if Trunk gets it by itself.
pub(crate) fn for_build(setup: &mut Setup) -> Outcome<Option<PathBuf>> {
    let tool = tool()?;
    if let Some(folder) = tool.find()? {
        return Ok(Some(folder));
    }
    if downloads::trunk_gets(setup, "wasm-bindgen", &tool.version)? {
        return Ok(None);
    }
    tool.ensure(setup).map(Some)
}

/// The folder of wasm-bindgen and of its test runner, which Trunk would not get.
pub(crate) fn for_tests(setup: &mut Setup) -> Outcome<PathBuf> {
    tool()?.ensure(setup)
}

fn tool() -> Outcome<CargoTool> {
    Ok(CargoTool {
        package: "wasm-bindgen-cli",
        version: repo::wasm_bindgen_version()?,
        programs: &["wasm-bindgen", "wasm-bindgen-test-runner"],
        why: "with cargo: it connects the page's wasm with the browser, and runs tests there",
        time: "about 3 minutes on two cores",
        // Not locked: its lock file can name a version that a mirror of crates.io does not have yet.
        options: &[],
    })
}

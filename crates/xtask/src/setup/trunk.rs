//! Trunk, which builds and serves the page.

use std::path::PathBuf;

use super::Setup;
use super::cargo_tool::CargoTool;
use crate::failure::Outcome;

/// The newest that the workspace's oldest supported Rust compiles.
const VERSION: &str = "0.21.14";

pub(crate) fn ensure(setup: &mut Setup) -> Outcome<PathBuf> {
    CargoTool {
        package: "trunk",
        version: VERSION.to_string(),
        programs: &["trunk"],
        why: "with cargo: it builds and serves the page",
        time: "about 4 minutes on two cores",
        // Optimised it takes 10 minutes, and its own speed hardly matters; nor is it debugged here.
        options: &["--locked", "--debug", "--config", "profile.dev.debug=false"],
    }
    .ensure(setup)
}

//! wasm-opt, which makes the page's wasm smaller in release builds.

use std::path::PathBuf;

use super::{Setup, downloads, npm};
use crate::failure::{Outcome, fail};
use crate::repo;
use crate::run::{Run, find};

/// The folder of wasm-opt, or nothing if Trunk gets it by itself or finds it on the PATH.
pub(crate) fn for_build(setup: &mut Setup) -> Outcome<Option<PathBuf>> {
    let version = repo::wasm_opt_version()?;
    let from_npm = repo::e2e().join("node_modules").join(".bin");

    if find("wasm-opt").is_some() && is_version(Run::new("wasm-opt"), &version) {
        return Ok(None);
    }
    let is_here = find("node").is_some() && is_version(Run::new(from_npm.join("wasm-opt")), &version);
    if is_here {
        return Ok(Some(from_npm));
    }
    if downloads::trunk_gets(setup, "wasm-opt", &version)? {
        return Ok(None);
    }
    npm::ensure_tests(setup)?;
    if is_version(Run::new(from_npm.join("wasm-opt")), &version) {
        return Ok(Some(from_npm));
    }
    fail(format!(
        "Trunk.toml asks for wasm-opt {version}, and tests/e2e/package.json brings another binaryen. \
         They must name the same version."
    ))
}

/// It says `wasm-opt version 132 (version_132)`; Trunk calls that `version_132`.
fn is_version(wasm_opt: Run, version: &str) -> bool {
    let answer = wasm_opt.args(["--version"]).answer();
    answer.is_some_and(|text| text.split_whitespace().nth(2) == version.strip_prefix("version_"))
}

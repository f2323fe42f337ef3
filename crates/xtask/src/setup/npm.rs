//! Node.js and the npm packages: of the page's editor, and of the end-to-end tests.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::{Setup, apt};
use crate::failure::{Outcome, fail};
use crate::repo;
use crate::run::{Run, find};

const OLDEST_NODE: u32 = 18;

fn ensure_node(setup: &mut Setup) -> Outcome {
    if is_here() {
        return Ok(());
    }
    if apt::is_here() {
        setup.announce(
            "Node.js and npm",
            "from Debian's packages: the page's editor and the end-to-end tests need them",
            "about a minute",
        );
        apt::install(setup, &["nodejs", "npm"])?;
        if is_here() {
            return Ok(());
        }
    }
    fail(format!(
        "Node.js {OLDEST_NODE} or newer, with npm, is needed. Install it from https://nodejs.org, with \
         'brew install node' on macOS or with 'winget install OpenJS.NodeJS.LTS' on Windows."
    ))
}

/// Node.js and what `web/editor/package-lock.json` lists.
pub(crate) fn ensure_editor(setup: &mut Setup) -> Outcome {
    ensure_packages(setup, repo::editor(), "the packages of web/editor", "with npm: CodeMirror and esbuild")
}

/// Node.js and what `tests/e2e/package-lock.json` lists.
pub(crate) fn ensure_tests(setup: &mut Setup) -> Outcome {
    ensure_packages(setup, repo::e2e(), "the packages of tests/e2e", "with npm: Playwright, axe and binaryen")
}

fn ensure_packages(setup: &mut Setup, folder: PathBuf, what: &str, why: &str) -> Outcome {
    ensure_node(setup)?;
    let lock = changed(&folder.join("package-lock.json"));
    // npm writes this file last.
    let installed = changed(&folder.join("node_modules").join(".package-lock.json"));
    if installed.is_some() && installed >= lock {
        return Ok(());
    }
    let Some(npm) = find("npm") else { return fail("npm is not on the PATH.") };
    setup.announce(what, why, "a few seconds");
    Run::new(npm).args(["ci"]).folder(folder).finish()
}

fn is_here() -> bool {
    let Some(version) = Run::new("node").args(["--version"]).answer() else { return false };
    let major = version.trim_start_matches('v').split('.').next().and_then(|major| major.parse::<u32>().ok());
    major.is_some_and(|major| major >= OLDEST_NODE) && find("npm").is_some()
}

fn changed(file: &Path) -> Option<SystemTime> {
    fs::metadata(file).and_then(|data| data.modified()).ok()
}

//! Where tools are kept: a folder a user, so that a fresh clone finds what an earlier one built.

use std::env;
use std::path::PathBuf;

use crate::failure::{Outcome, fail};
use crate::run::variable;

/// The folder into which this program installs tools; their programs are in its `bin`.
pub(crate) fn tools() -> Outcome<PathBuf> {
    if let Some(cache) = variable("XDG_CACHE_HOME") {
        return Ok(PathBuf::from(cache).join("ecs-playground").join("tools"));
    }
    match env::home_dir() {
        Some(home) => Ok(home.join(".cache").join("ecs-playground").join("tools")),
        None => fail("There is no home folder to keep tools in. Set XDG_CACHE_HOME to a folder for them."),
    }
}

/// The folder into which Trunk downloads its helpers.
pub(crate) fn trunk() -> Option<PathBuf> {
    if cfg!(windows) {
        Some(PathBuf::from(variable("LOCALAPPDATA")?).join("trunkrs").join("trunk").join("cache"))
    } else if cfg!(target_os = "macos") {
        Some(env::home_dir()?.join("Library").join("Caches").join("dev.trunkrs.trunk"))
    } else if let Some(cache) = variable("XDG_CACHE_HOME") {
        Some(PathBuf::from(cache).join("trunk"))
    } else {
        Some(env::home_dir()?.join(".cache").join("trunk"))
    }
}

//! Whether Trunk can be left to get a helper by itself, which it does from GitHub's releases.

use super::{Setup, cache};
use crate::failure::Outcome;
use crate::repo;
use crate::run::Run;

/// Trunk has this helper already, or can download it during the build.
pub(crate) fn trunk_gets(setup: &mut Setup, helper: &str, version: &str) -> Outcome<bool> {
    let kept = cache::trunk().is_some_and(|folder| folder.join(format!("{helper}-{version}")).is_dir());
    Ok(kept || github_answers(setup)?)
}

/// Asks for the head of one release file; a firewall may let GitHub's pages through and not its files.
fn github_answers(setup: &mut Setup) -> Outcome<bool> {
    if let Some(known) = setup.downloads_work {
        return Ok(known);
    }
    let version = repo::wasm_opt_version()?;
    let file = format!(
        "https://github.com/WebAssembly/binaryen/releases/download/{version}/binaryen-{version}-x86_64-linux.tar.gz"
    );
    let curl =
        Run::new("curl").args(["--silent", "--fail", "--location", "--head", "--max-time", "15", &file]);
    let works = curl.answer().is_some();
    setup.downloads_work = Some(works);
    Ok(works)
}

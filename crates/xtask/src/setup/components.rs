//! rustfmt and clippy, which a minimal installation of Rust lacks.

use super::Setup;
use crate::failure::{Outcome, fail};
use crate::run::{Run, find};

pub(crate) fn ensure(setup: &mut Setup) -> Outcome {
    let missing: Vec<&str> = [("fmt", "rustfmt"), ("clippy", "clippy")]
        .into_iter()
        .filter(|(command, _)| Run::new("cargo").args([*command, "--version"]).answer().is_none())
        .map(|(_, component)| component)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    if find("rustup").is_none() {
        return fail(format!("Your Rust lacks {}. Install it as you installed Rust.", missing.join(" and ")));
    }
    setup.announce(&missing.join(" and "), "with rustup: the code is checked with it", "a few seconds");
    Run::new("rustup").args(["component", "add"]).args(missing).finish()
}

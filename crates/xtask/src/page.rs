//! Building the page with Trunk.

use crate::failure::Outcome;
use crate::options::{Options, Profile};
use crate::run::{Beside, Run, variable};
use crate::setup::{PageTools, Setup};

/// `cargo xtask build`.
pub(crate) fn build_command(options: Options) -> Outcome {
    let mut setup = Setup::default();
    let tools = setup.for_page(options.profile)?;
    setup.done();
    build(&tools, options.profile)?;
    println!("\nThe page is in dist/. Any web server can serve that folder.");
    Ok(())
}

/// Builds the page into `dist/`.
pub(crate) fn build(tools: &PageTools, profile: Profile) -> Outcome {
    trunk(tools, "build", profile)?.finish()
}

/// Builds it beside whatever comes next: linking it keeps one core busy and no more.
pub(crate) fn build_beside(tools: &PageTools) -> Outcome<Beside> {
    trunk(tools, "build", Profile::Release)?.beside("build-of-the-page.log")
}

/// A call of Trunk, to which more options can be added.
pub(crate) fn trunk(tools: &PageTools, command: &str, profile: Profile) -> Outcome<Run> {
    let mut run = Run::new("trunk").args([command]).env("TRUNK_SKIP_VERSION_CHECK", "true");
    if profile == Profile::Release {
        run = run.args(["--release"]);
    }
    if variable("NO_COLOR").is_some() {
        // Trunk takes only 'true' and 'false' and stops at the usual '1'.
        run = run.env("NO_COLOR", "true");
    }
    if variable("RUST_BACKTRACE").is_some() {
        // Trunk's own backtrace would push the compiler's message off the screen.
        run = run.env("RUST_BACKTRACE", "0");
    }
    tools.prepare(run)
}

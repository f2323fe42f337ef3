//! Packages of Debian and what is derived from it.

use super::Setup;
use crate::failure::{Outcome, fail};
use crate::run::{Run, find};

/// Whether this system installs its software with apt.
pub(crate) fn is_here() -> bool {
    cfg!(target_os = "linux") && find("apt-get").is_some()
}

pub(crate) fn has(packages: &[&str]) -> bool {
    let Some(dpkg) = find("dpkg-query") else { return false };
    let ask = Run::new(dpkg).args(["--show", "--showformat=${db:Status-Status}\n"]).args(packages);
    ask.answer().is_some_and(|answer| answer.lines().all(|status| status == "installed"))
}

pub(crate) fn install(setup: &mut Setup, packages: &[&str]) -> Outcome {
    if !setup.package_lists_are_fresh {
        // Fails as soon as one of the machine's sources is out of order, be it one that is not
        // needed here. Whether the packages can be had, the installation will tell.
        if let Err(failure) = apt_get(["update", "--quiet"])?.finish() {
            println!("{failure} Going on with the package lists that are there.");
        }
        setup.package_lists_are_fresh = true;
    }
    apt_get(["install", "--yes", "--quiet", "--no-install-recommends"])?.args(packages).finish()
}

/// apt-get as root, asking no questions.
fn apt_get<const N: usize>(arguments: [&str; N]) -> Outcome<Run> {
    let is_root = Run::new("id").args(["-u"]).answer().as_deref() == Some("0");
    let run = match (is_root, find("sudo")) {
        (true, _) => Run::new("env"),
        (false, Some(sudo)) => Run::new(sudo).args(["env"]),
        (false, None) => return fail("Installing packages takes root or sudo, and neither is at hand."),
    };
    Ok(run.args(["DEBIAN_FRONTEND=noninteractive", "apt-get"]).args(arguments))
}

//! Programs that cargo compiles from crates.io, at one exact version.

use std::path::{Path, PathBuf};

use super::{Setup, cache};
use crate::failure::Outcome;
use crate::run::{Run, find};

pub(crate) struct CargoTool {
    pub(crate) package: &'static str,
    pub(crate) version: String,
    /// The programs of the package that are used; each must be of the version.
    pub(crate) programs: &'static [&'static str],
    /// Why it is installed, after "Installing trunk 1.2.3".
    pub(crate) why: &'static str,
    pub(crate) time: &'static str,
    pub(crate) options: &'static [&'static str],
}

impl CargoTool {
    /// The folder of the programs, which are installed if they are not there.
    pub(crate) fn ensure(&self, setup: &mut Setup) -> Outcome<PathBuf> {
        match self.find()? {
            Some(folder) => Ok(folder),
            None => self.install(setup),
        }
    }

    /// The folder of the programs: our own, or one on the PATH if its version is the right one.
    pub(crate) fn find(&self) -> Outcome<Option<PathBuf>> {
        let ours = cache::tools()?.join("bin");
        if self.is_in(&ours) {
            return Ok(Some(ours));
        }
        let on_path = find(self.programs[0]).and_then(|file| file.parent().map(Path::to_path_buf));
        Ok(on_path.filter(|folder| self.is_in(folder)))
    }

    fn is_in(&self, folder: &Path) -> bool {
        self.programs.iter().all(|program| {
            let version = Run::new(folder.join(program)).args(["--version"]).answer();
            version.is_some_and(|text| text.split_whitespace().nth(1) == Some(self.version.as_str()))
        })
    }

    fn install(&self, setup: &mut Setup) -> Outcome<PathBuf> {
        let root = cache::tools()?;
        setup.announce(&format!("{} {}", self.package, self.version), self.why, self.time);
        Run::new("cargo")
            .args(["install", self.package, "--version", &self.version])
            .args(self.options)
            .args([Path::new("--root"), root.as_path()])
            .finish()?;
        Ok(root.join("bin"))
    }
}

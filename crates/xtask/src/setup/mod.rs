//! Finding what a command needs and installing what is missing.
//!
//! Two ways lead to a page. With rustup and a download from GitHub nothing special is needed.
//! Where only package registries are reached, the same tools come from the Debian, Rust and npm
//! registries. Each tool has a file here and decides for itself, so the ways can be mixed.

mod apt;
mod cache;
pub(crate) mod cargo_fuzz;
mod cargo_tool;
pub(crate) mod chromium;
mod compiler;
pub(crate) mod components;
mod downloads;
pub(crate) mod npm;
mod trunk;
mod wasm_bindgen;
mod wasm_opt;

use std::path::PathBuf;

use crate::failure::Outcome;
use crate::options::Profile;
use crate::run::Run;
use compiler::Compiler;

/// One run of the setup: remembers what need not be done or asked twice.
#[derive(Default)]
pub(crate) struct Setup {
    installed_something: bool,
    package_lists_are_fresh: bool,
    downloads_work: Option<bool>,
}

/// What builds the page.
pub(crate) struct PageTools {
    compiler: Compiler,
    folders: Vec<PathBuf>,
}

/// What the tests need beyond that.
pub(crate) struct TestTools {
    pub(crate) page: PageTools,
    pub(crate) chromium: PathBuf,
    pub(crate) chromedriver: PathBuf,
}

impl Setup {
    pub(crate) fn for_page(&mut self, profile: Profile) -> Outcome<PageTools> {
        let compiler = compiler::ensure(self)?;
        let mut folders = vec![trunk::ensure(self)?];
        folders.extend(wasm_bindgen::for_build(self)?);
        if profile == Profile::Release {
            folders.extend(wasm_opt::for_build(self)?);
        }
        npm::ensure_editor(self)?;
        folders.dedup();
        Ok(PageTools { compiler, folders })
    }

    pub(crate) fn for_tests(&mut self) -> Outcome<TestTools> {
        npm::ensure_tests(self)?;
        let chromium = chromium::ensure(self)?;
        let chromedriver = chromium::ensure_driver(self)?;
        // First, because it has the test runner beside the program that the page is built with.
        let wasm_bindgen = wasm_bindgen::for_tests(self)?;
        let mut page = self.for_page(Profile::Release)?;
        page.folders.push(wasm_bindgen);
        Ok(TestTools { page, chromium, chromedriver })
    }

    /// Says what is being installed, why, and how long that takes.
    fn announce(&mut self, what: &str, why: &str, time: &str) {
        self.installed_something = true;
        println!("\nInstalling {what} {why}. This takes {time}, once.");
    }

    /// Ends the setup with a word when there was nothing to do.
    pub(crate) fn done(&self) {
        if !self.installed_something {
            println!("Nothing to install: everything that is needed is here.");
        }
    }
}

impl PageTools {
    /// Whether clippy has the compiler that the page is built with: it comes with a toolchain.
    pub(crate) fn has_clippy(&self) -> bool {
        matches!(self.compiler, Compiler::Toolchain)
    }

    /// Gives a program that compiles the page its tools and its environment.
    pub(crate) fn prepare(&self, run: Run) -> Outcome<Run> {
        self.compiler.prepare(run).path(&self.folders)
    }
}

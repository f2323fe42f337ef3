//! Chromium, in which the page is tested, and the driver that wasm-bindgen's tests use.

use std::path::{Path, PathBuf};

use super::{Setup, apt};
use crate::failure::{Outcome, fail};
use crate::run::{find, variable};

const NAMES: [&str; 5] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const PLACES: [&str; 3] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

pub(crate) fn ensure(setup: &mut Setup) -> Outcome<PathBuf> {
    let look = || {
        let named = variable("CHROME").map(PathBuf::from);
        let on_path = || NAMES.iter().find_map(|name| find(name));
        let in_place = || PLACES.iter().map(Path::new).find(|file| file.is_file()).map(Path::to_path_buf);
        named.or_else(on_path).or_else(in_place)
    };
    ensure_with(
        setup,
        look,
        ("Chromium", "the page is tested in it"),
        "Chromium or Chrome is needed for the tests. Install it with 'brew install --cask google-chrome' on \
         macOS or with 'winget install Google.Chrome' on Windows, or set CHROME to its program file.",
    )
}

pub(crate) fn ensure_driver(setup: &mut Setup) -> Outcome<PathBuf> {
    let look = || variable("CHROMEDRIVER").map(PathBuf::from).or_else(|| find("chromedriver"));
    ensure_with(
        setup,
        look,
        ("ChromeDriver", "the tests in the browser are started by it"),
        "ChromeDriver is needed for the tests in the browser. Install it with 'brew install --cask chromedriver' \
         on macOS or with 'winget install Chromium.ChromeDriver' on Windows, or set CHROMEDRIVER to its program file.",
    )
}

/// Looks, installs both Debian packages if there is nothing, and looks again.
fn ensure_with(
    setup: &mut Setup,
    look: impl Fn() -> Option<PathBuf>,
    (what, why): (&str, &str),
    how: &str,
) -> Outcome<PathBuf> {
    if let Some(file) = look() {
        return Ok(file);
    }
    if apt::is_here() {
        setup.announce(what, &format!("from Debian's packages: {why}"), "about half a minute");
        apt::install(setup, &["chromium", "chromium-driver"])?;
        if let Some(file) = look() {
            return Ok(file);
        }
    }
    fail(how)
}

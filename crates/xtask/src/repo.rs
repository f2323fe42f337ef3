//! Where things are in the repository, and the versions it pins.

use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::{Outcome, fail};

/// The top of the repository.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_path_buf()
}

/// The folder of the page's editor, an npm package.
pub(crate) fn editor() -> PathBuf {
    root().join("web").join("editor")
}

/// The folder of the end-to-end tests, an npm package, which also brings tools that can come from npm.
pub(crate) fn e2e() -> PathBuf {
    root().join("tests").join("e2e")
}

/// The version of wasm-bindgen that the page is compiled with. The command-line tool must be of
/// the same version, so this is the one place that says it.
pub(crate) fn wasm_bindgen_version() -> Outcome<String> {
    let Some(version) = locked_version(&read("Cargo.lock")?, "wasm-bindgen") else {
        return fail("Cargo.lock names no wasm-bindgen, without which no page can be built.");
    };
    Ok(version)
}

/// The version of wasm-opt that Trunk asks for, such as `version_132`.
pub(crate) fn wasm_opt_version() -> Outcome<String> {
    let Some(version) = read("Trunk.toml")?.lines().find_map(|line| quoted(line, "wasm_opt = ")) else {
        return fail("Trunk.toml does not say which wasm-opt to use: [tools] wasm_opt = \"version_...\".");
    };
    Ok(version)
}

fn read(file: &str) -> Outcome<String> {
    let path = root().join(file);
    fs::read_to_string(&path).or_else(|error| fail(format!("{} cannot be read: {error}.", path.display())))
}

fn locked_version(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    lines.nth(1).and_then(|line| quoted(line, "version = "))
}

fn quoted(line: &str, key: &str) -> Option<String> {
    line.strip_prefix(key)?.strip_prefix('"')?.strip_suffix('"').map(str::to_string)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = "\
[[package]]
name = \"wasm-bindgen-macro\"
version = \"0.2.1\"

[[package]]
name = \"wasm-bindgen\"
version = \"0.2.130\"
source = \"registry\"
";

    #[test]
    fn the_locked_version_is_that_of_the_package_of_exactly_this_name() {
        assert_eq!(locked_version(LOCK, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(locked_version(LOCK, "wasm"), None);
    }

    #[test]
    fn trunk_toml_names_a_version_of_wasm_opt() {
        let version = wasm_opt_version().expect("Trunk.toml is in the repository");
        assert!(version.starts_with("version_"), "{version}");
    }
}

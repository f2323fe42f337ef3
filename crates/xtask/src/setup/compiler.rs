//! A Rust compiler for wasm32.

use std::path::Path;
use std::time::Duration;

use super::{Setup, apt};
use crate::failure::{Outcome, fail};
use crate::run::{Run, find};

const TARGET: &str = "wasm32-unknown-unknown";
const DEBIAN_PACKAGES: [&str; 3] = ["rustc-web", "rust-web-src", "lld-22"];

#[derive(Debug, Clone, Copy)]
pub(crate) enum Compiler {
    /// The developer's own toolchain has the target. Nothing special is needed.
    Toolchain,
    /// Debian's `rustc-web`, for which cargo builds the standard library itself.
    Debian,
}

pub(crate) fn ensure(setup: &mut Setup) -> Outcome<Compiler> {
    if toolchain_has_target() {
        return Ok(Compiler::Toolchain);
    }
    if apt::is_here() && apt::has(&DEBIAN_PACKAGES) {
        return Ok(Compiler::Debian);
    }
    if find("rustup").is_some() {
        setup.announce(
            &format!("the target {TARGET}"),
            "with rustup: the page is compiled for it",
            "a few seconds",
        );
        let added = Run::new("rustup").args(["target", "add", TARGET]).finish_within(Duration::from_secs(60));
        match added {
            Ok(()) => return Ok(Compiler::Toolchain),
            Err(failure) => println!("{failure} Looking for another way."),
        }
    }
    if !apt::is_here() {
        return fail(format!(
            "There is no Rust compiler for {TARGET}. Install Rust from https://rustup.rs and run \
             'rustup target add {TARGET}', then try again."
        ));
    }
    setup.announce(
        "Debian's Rust compiler for wasm32",
        "from Debian's packages: the Rust here cannot compile the page",
        "about half a minute",
    );
    println!("The first build with it also compiles Rust's standard library: 90 seconds more.");
    apt::install(setup, &DEBIAN_PACKAGES)?;
    Ok(Compiler::Debian)
}

/// True for rustup's toolchains with the target added, and for others that bring it.
fn toolchain_has_target() -> bool {
    let library = Run::new("rustc").args(["--print", "target-libdir", "--target", TARGET]).answer();
    library.is_some_and(|folder| Path::new(&folder).is_dir())
}

impl Compiler {
    pub(crate) fn prepare(self, run: Run) -> Run {
        match self {
            Self::Toolchain => run,
            // Building the standard library is not stable in cargo, hence RUSTC_BOOTSTRAP. The
            // target directory is a separate one because two compilers would each throw away
            // the other's work.
            Self::Debian => run
                .env("RUSTC", "/usr/bin/rustc")
                .env("RUSTC_BOOTSTRAP", "1")
                .env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort")
                .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", "wasm-ld-22")
                .env("CARGO_TARGET_DIR", "target/wasm-fallback"),
        }
    }
}

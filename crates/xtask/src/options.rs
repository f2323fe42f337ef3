//! The options of `serve`, `build` and `soak`.

use crate::failure::{Outcome, fail};

const DEFAULT_PORT: u16 = 8080;
const DEFAULT_FUZZ_SECONDS: u32 = 600;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Options {
    pub(crate) port: u16,
    pub(crate) profile: Profile,
    /// How long the fuzzer runs.
    pub(crate) fuzz_seconds: u32,
}

/// How the page is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    /// Small and fast: what a visitor gets.
    Release,
    /// Quick to build: for working on the page.
    Dev,
}

impl Options {
    /// Reads the arguments after a command that takes the options in `allowed`.
    pub(crate) fn parse(arguments: &[String], allowed: &[&str]) -> Outcome<Self> {
        let mut options =
            Self { port: DEFAULT_PORT, profile: Profile::Release, fuzz_seconds: DEFAULT_FUZZ_SECONDS };
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            let (name, value) = match argument.split_once('=') {
                Some((name, value)) => (name, Some(value)),
                None => (argument.as_str(), None),
            };
            if !allowed.contains(&name) {
                return fail(format!(
                    "'{argument}' is not an option of this command; see 'cargo xtask help'."
                ));
            }
            let mut value = || value.or_else(|| rest.next().map(String::as_str));
            match name {
                "--port" => options.port = port(value())?,
                "--fuzz-seconds" => options.fuzz_seconds = fuzz_seconds(value())?,
                "--dev" => options.profile = Profile::Dev,
                _ => options.profile = Profile::Release,
            }
        }
        Ok(options)
    }
}

fn port(value: Option<&str>) -> Outcome<u16> {
    match value.map(str::parse::<u16>) {
        Some(Ok(port)) if port > 0 => Ok(port),
        _ => fail("--port takes a number from 1 to 65535, for example --port 8081."),
    }
}

fn fuzz_seconds(value: Option<&str>) -> Outcome<u32> {
    match value.map(str::parse) {
        Some(Ok(seconds)) => Ok(seconds),
        _ => fail(
            "--fuzz-seconds takes a number of seconds, for example --fuzz-seconds 60; 0 leaves the fuzzer out.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(arguments: &[&str]) -> Outcome<Options> {
        let arguments: Vec<String> = arguments.iter().map(ToString::to_string).collect();
        Options::parse(&arguments, &["--port", "--dev", "--release", "--fuzz-seconds"])
    }

    const DEFAULT: Options =
        Options { port: DEFAULT_PORT, profile: Profile::Release, fuzz_seconds: DEFAULT_FUZZ_SECONDS };

    #[test]
    fn a_release_build_on_port_8080_is_the_default() {
        assert_eq!(parse(&[]), Ok(DEFAULT));
        assert_eq!(DEFAULT.port, 8080);
    }

    #[test]
    fn a_port_is_written_with_a_space_or_an_equals_sign() {
        assert_eq!(
            parse(&["--port", "9000", "--dev"]),
            Ok(Options { port: 9000, profile: Profile::Dev, ..DEFAULT })
        );
        assert_eq!(parse(&["--port=9000"]), Ok(Options { port: 9000, ..DEFAULT }));
    }

    #[test]
    fn the_fuzzer_runs_as_long_as_one_says() {
        assert_eq!(parse(&["--fuzz-seconds", "60"]), Ok(Options { fuzz_seconds: 60, ..DEFAULT }));
        assert!(parse(&["--fuzz-seconds", "long"]).is_err());
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        for wrong in [&["--port"] as &[&str], &["--port", "0"], &["--port", "70000"], &["--fast"], &["8080"]]
        {
            assert!(parse(wrong).is_err(), "{wrong:?}");
        }
    }
}

//! `cargo xtask bench`: what the code costs, in time and in bytes. It measures and judges nothing,
//! so a part that cannot be measured is named and the rest goes on.

use crate::failure::Outcome;
use crate::options::Profile;
use crate::page;
use crate::run::Run;
use crate::setup::{Setup, chromium, npm};
use crate::test;

/// What begins a line that goes into the table, whichever program prints it.
const ROW: &str = "| ";

/// Measures everything and prints one table of it.
pub(crate) fn bench() {
    let mut rows = Vec::new();
    for (name, measure) in PARTS {
        println!("\n== {name}");
        match measure() {
            Ok(printed) => rows.extend(printed.lines().filter_map(cells)),
            Err(failure) => println!("Not measured: {failure}"),
        }
    }
    let width = |column: usize| rows.iter().map(|row: &[String; 3]| row[column].chars().count()).max();
    let [what, time, each] = [0, 1, 2].map(|column| width(column).unwrap_or(0).max(8));
    println!("\n{:<what$} {:>time$} {:>each$}", "measured", "median", "a second");
    for row in &rows {
        println!("{:<what$} {:>time$} {:>each$}", row[0], row[1], row[2]);
    }
}

/// Measures something and tells what was printed.
type Measure = fn() -> Outcome<String>;

const PARTS: [(&str, Measure); 4] = [
    ("Speed of the simulation", native),
    ("Speed of the simulation in the browser", simulation),
    ("Size of the download", size),
    ("Speed of the page", page_in_the_browser),
];

/// The cells of a line that is a row of the table.
fn cells(line: &str) -> Option<[String; 3]> {
    let mut cells = line.trim().strip_prefix(ROW)?.split('|').map(|cell| cell.trim().to_owned());
    Some([cells.next()?, cells.next()?, cells.next()?])
}

fn native() -> Outcome<String> {
    Run::new("cargo").args(["bench", "--package", "ecs-tests"]).finish_telling()
}

fn simulation() -> Outcome<String> {
    let mut setup = Setup::default();
    let tools = setup.for_tests()?;
    setup.done();
    test::in_the_browser(&tools)?
        // As the worker is built that visitors get.
        .args(["--profile", "wasm-worker", "--features", "bench"])
        .args(["--test", "simulation", "--", "--nocapture"])
        .finish_telling()
}

fn size() -> Outcome<String> {
    let mut setup = Setup::default();
    let tools = setup.for_page(Profile::Release)?;
    setup.done();
    page::build(&tools, Profile::Release)?;
    let download = Run::new("node").args(["tests/e2e/sizes.mjs"]).finish_telling()?;
    let crates = Run::new("node").args(["tests/e2e/crates.mjs"]).finish_telling()?;
    Ok(download + &crates)
}

fn page_in_the_browser() -> Outcome<String> {
    let mut setup = Setup::default();
    npm::ensure_tests(&mut setup)?;
    let chromium = chromium::ensure(&mut setup)?;
    setup.done();
    Run::new("node").args(["tests/e2e/bench.mjs"]).env("CHROME", chromium).finish_telling()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_told_from_what_else_is_printed() {
        let row = ["browser: a day", "12.3 ms", "4000"].map(ToOwned::to_owned);
        assert_eq!(cells("  | browser: a day | 12.3 ms | 4000 |"), Some(row));
        assert_eq!(
            cells("| size: first download, brotli | 600 KiB | |").map(|[_, _, last]| last),
            Some(String::new())
        );
        assert_eq!(cells("running 2 tests"), None);
        assert_eq!(cells("| two | cells"), None);
    }
}

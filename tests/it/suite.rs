//! Runs `tests/suite`. `UPDATE=1` writes what the tool says into the expectations that differ.

use ecs_tests::case::{Case, Expectation, Input, Kind, cases};
use ecs_tests::evaluate::evaluate;
use ecs_tests::mends::{codes, walk, with_codes};
use ecs_tests::subset::{difference, project};
use libtest_mimic::{Arguments, Failed, Trial};
use serde_json::Value;
use std::path::Path;

fn main() {
    let arguments = Arguments::from_args();
    let update = std::env::var_os("UPDATE").is_some();
    let cases = cases(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/suite")));
    if update {
        // From the last block of a file to the first: what is written moves only what is behind it.
        for case in cases.iter().rev() {
            rewrite(case);
        }
    }
    let trials = cases.into_iter().map(|case| Trial::test(case.name.clone(), move || check(&case))).collect();
    libtest_mimic::run(&arguments, trials).exit();
}

fn check(case: &Case) -> Result<(), Failed> {
    for expectation in &case.expectations {
        if expectation.kind == Kind::Mends {
            check_mends(case, expectation)?;
            continue;
        }
        let expected = parse(case, expectation)?;
        let actual = evaluate(case, &expectation.kind);
        if let Some(difference) = difference(&expected, &actual) {
            let shown = serde_json::to_string_pretty(&project(&expected, &actual))?;
            return Err(format!("{:?}: {difference}\nUPDATE=1 would write\n{shown}", expectation.kind).into());
        }
    }
    Ok(())
}

/// A table is what a walk through its edits finds.
fn check_mends(case: &Case, expectation: &Expectation) -> Result<(), Failed> {
    let found = walk_mends(case, expectation);
    if found == codes(&expectation.text) {
        return Ok(());
    }
    Err(format!("UPDATE=1 would write\n{}", with_codes(&expectation.text, &found)).into())
}

fn walk_mends(case: &Case, expectation: &Expectation) -> Vec<String> {
    let Input::Document(text) = &case.input else { panic!("{}: a link is not mended", case.name) };
    walk(text, &expectation.text)
}

fn parse(case: &Case, expectation: &Expectation) -> Result<Value, Failed> {
    serde_json::from_str(&expectation.text)
        .map_err(|error| format!("{}: the expectation is no JSON: {error}", case.name).into())
}

fn rewrite(case: &Case) {
    for expectation in case.expectations.iter().rev() {
        if expectation.kind == Kind::Mends {
            let found = walk_mends(case, expectation);
            if found != codes(&expectation.text) {
                write(case, expectation, &with_codes(&expectation.text, &found));
            }
            continue;
        }
        let Ok(expected) = parse(case, expectation) else { continue };
        let actual = evaluate(case, &expectation.kind);
        if difference(&expected, &actual).is_none() {
            continue;
        }
        let written = serde_json::to_string_pretty(&project(&expected, &actual)).expect("JSON");
        write(case, expectation, &format!("{written}\n"));
    }
}

fn write(case: &Case, expectation: &Expectation, written: &str) {
    let mut text = std::fs::read_to_string(&case.file).expect("a file that was read before");
    text.replace_range(expectation.range.clone(), written);
    std::fs::write(&case.file, text).expect("a file that can be written");
}

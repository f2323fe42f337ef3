//! Runs `tests/suite`. `UPDATE=1` writes what the tool says into the expectations that differ.

use ecs_tests::case::{Case, Expectation, Input, Kind, cases};
use ecs_tests::copies;
use ecs_tests::evaluate::evaluate;
use ecs_tests::mends::{walk, with_codes};
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
        if expectation.kind.is_table() {
            check_table(case, expectation)?;
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

fn check_table(case: &Case, expectation: &Expectation) -> Result<(), Failed> {
    let told = told_table(case, expectation);
    if told == expectation.text {
        return Ok(());
    }
    Err(format!("UPDATE=1 would write\n{told}").into())
}

/// The table with what the tool says.
fn told_table(case: &Case, expectation: &Expectation) -> String {
    let Input::Document(text) = &case.input else { panic!("{}: a link has no table", case.name) };
    match expectation.kind {
        Kind::Copies => copies::told(text, &expectation.text),
        _ => with_codes(&expectation.text, &walk(text, &expectation.text)),
    }
}

fn parse(case: &Case, expectation: &Expectation) -> Result<Value, Failed> {
    serde_json::from_str(&expectation.text)
        .map_err(|error| format!("{}: the expectation is no JSON: {error}", case.name).into())
}

fn rewrite(case: &Case) {
    for expectation in case.expectations.iter().rev() {
        if expectation.kind.is_table() {
            let told = told_table(case, expectation);
            if told != expectation.text {
                write(case, expectation, &told);
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

//! `docs/rules.md` is what the rules say of themselves.

use crate::repository;
use ecs_core::finding::Severity;
use ecs_core::validate::{all_rules, rules_page, task_definition};
use ecs_tests::case::{Kind, cases};
use ecs_tests::mends::codes;
use std::collections::BTreeSet;

#[test]
fn the_page_of_rules_is_up_to_date() {
    let file = repository().join("docs/rules.md");
    let page = rules_page();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&file, &page).expect("a file that can be written");
    }
    let written = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(written == page, "docs/rules.md is not what the rules say; UPDATE=1 writes it");
}

/// Every id that a rule names has a heading in the file that its page links to.
#[test]
fn every_rule_links_to_its_heading() {
    let page = rules_page();
    for rule in all_rules() {
        let link = format!("[{}](spec/", rule.source);
        let file = page.split(&link).nth(1).and_then(|rest| rest.split(')').next());
        let file = file.unwrap_or_else(|| panic!("{}: no link for {}", rule.code, rule.source));
        let text = std::fs::read_to_string(repository().join("docs/spec").join(file))
            .expect("a file under docs/spec");
        let heading = format!("### {} ", rule.source);
        assert!(text.contains(&heading), "{}: {file} has no heading {}", rule.code, rule.source);
    }
}

/// The tables of `tests/suite` that mend a definition error by error have every error that the rules
/// for task definitions know.
#[test]
fn every_error_stands_in_a_table_that_mends_it() {
    // A definition that is too large fills a page of its own.
    const WITHOUT: [&str; 1] = ["definition-too-large"];
    let cases = cases(&repository().join("tests/suite"));
    let tables = cases.iter().flat_map(|case| &case.expectations).filter(|table| table.kind == Kind::Mends);
    let mended: BTreeSet<String> = tables.flat_map(|table| codes(&table.text)).collect();
    let missing: Vec<&str> = task_definition::RULES
        .iter()
        .filter(|rule| rule.rule.severity == Severity::Error)
        .map(|rule| rule.rule.code)
        .filter(|code| !mended.contains(*code))
        .collect();
    assert_eq!(missing, WITHOUT);
}

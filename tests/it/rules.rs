//! `docs/rules.md` is what the rules say of themselves.

use crate::repository;
use ecs_core::validate::{all_rules, rules_page};

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

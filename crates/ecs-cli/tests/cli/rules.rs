//! `rules`.

use crate::Folder;
use serde_json::Value;

#[test]
fn every_rule_has_code_severity_message_and_source() {
    let outcome = Folder::new().call(&["rules", "--format", "json"]);
    assert_eq!(outcome.status, 0);
    let rules: Vec<Value> = serde_json::from_str(&outcome.stdout).unwrap();
    assert!(rules.len() > 30);
    for rule in &rules {
        let members: Vec<&str> = rule.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(members, ["code", "severity", "message", "source"]);
    }
}

#[test]
fn the_text_has_a_line_a_rule() {
    let outcome = Folder::new().call(&["rules"]);
    assert_eq!(outcome.status, 0);
    let line = outcome.stdout.lines().find(|line| line.contains(" json-syntax ")).unwrap();
    assert!(line.contains("error") && line.contains("DOC-1") && line.contains("A text is JSON."), "{line}");
}

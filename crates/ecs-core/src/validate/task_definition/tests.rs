use super::RULES;
use crate::Document;
use crate::finding::Severity;

#[test]
fn every_example_breaks_its_rule_and_no_other() {
    for rule in RULES {
        let document = Document::read(rule.example);
        let code = rule.rule.code;
        let mine: Vec<_> = document.findings.iter().filter(|finding| finding.code == code).collect();
        assert!(!mine.is_empty(), "{code}: its example does not break it: {:#?}", document.findings);
        let other_errors =
            document.findings.iter().filter(|other| other.code != code && other.severity == Severity::Error);
        assert_eq!(other_errors.count(), 0, "{code}: its example breaks more: {:#?}", document.findings);
        for finding in mine {
            assert_eq!(finding.aws_message.is_some(), rule.aws_message.is_some(), "{code}: AWS's text");
            assert!(finding.hint.is_some(), "{code}: a finding without a hint");
        }
    }
}

#[test]
fn every_rule_says_what_its_page_needs() {
    let mut codes = std::collections::BTreeSet::new();
    for rule in RULES {
        let code = rule.rule.code;
        assert!(codes.insert(code), "{code} stands twice");
        assert!(
            rule.rule.summary.ends_with('.') && rule.why.ends_with('.') && rule.fix.ends_with('.'),
            "{code}: sentences end"
        );
    }
}

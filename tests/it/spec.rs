//! Every rule under `docs/spec` is cited by code and by a case.

use crate::repository;
use std::collections::BTreeSet;
use std::path::Path;

#[test]
fn every_rule_has_code_and_a_case() {
    let repository = repository();
    let rules = rules(&repository.join("docs/spec"));
    assert!(rules.len() > 40, "only {} rules were found", rules.len());
    let code = cited(&repository.join("crates"), "rs")
        .union(&cited(&repository.join("web/src"), "rs"))
        .cloned()
        .collect();
    let suite = cited(&repository.join("tests/suite"), "md");
    let missing = |cited: &BTreeSet<String>| rules.difference(cited).cloned().collect::<Vec<_>>();
    assert_eq!(missing(&code), Vec::<String>::new(), "rules that no code cites");
    assert_eq!(missing(&suite), Vec::<String>::new(), "rules that no case cites");
    let unknown = |cited: &BTreeSet<String>| cited.difference(&rules).cloned().collect::<Vec<_>>();
    assert_eq!(unknown(&code), Vec::<String>::new(), "ids in code that docs/spec does not have");
    assert_eq!(unknown(&suite), Vec::<String>::new(), "ids in cases that docs/spec does not have");
}

#[test]
fn every_rule_names_status_and_source() {
    for file in
        files(&repository().join("docs/spec"), "md").iter().filter(|file| !file.ends_with("README.md"))
    {
        let text = std::fs::read_to_string(file).expect("a readable file");
        for rule in text.split("\n### ").skip(1) {
            let name = rule.split('\n').next().unwrap_or_default();
            let status = rule.lines().find_map(|line| line.split_once("Status: ")).map(|(_, status)| status);
            let named = status.is_some_and(|status| {
                ["documented", "inferred", "simplified", "not documented"]
                    .iter()
                    .any(|word| status.contains(word))
            });
            assert!(named, "{}: {name} has no status", file.display());
            assert!(rule.contains("\nSource: "), "{}: {name} has no source", file.display());
        }
    }
}

/// Ids of the headings.
fn rules(folder: &Path) -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    for file in files(folder, "md") {
        let text = std::fs::read_to_string(&file).expect("a readable file");
        for heading in text.lines().filter_map(|line| line.strip_prefix("### ")) {
            let id = heading.split(' ').next().unwrap_or_default().to_owned();
            assert!(is_id(&id), "{}: `{heading}` begins with no id", file.display());
            assert!(ids.insert(id), "{}: `{heading}` stands twice", file.display());
        }
    }
    ids
}

/// Ids that files of one kind mention.
fn cited(folder: &Path, ending: &str) -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    for file in files(folder, ending) {
        let text = std::fs::read_to_string(&file).expect("a readable file");
        let words = text.split(|character: char| !(character.is_ascii_alphanumeric() || character == '-'));
        ids.extend(words.filter(|word| is_id(word)).map(ToOwned::to_owned));
    }
    ids
}

/// `PLACE-7`: an area of `docs/spec` and a number.
fn is_id(word: &str) -> bool {
    const AREAS: [&str; 27] = [
        "QUERY", "TASK", "DOC", "YAML", "SCN", "RES", "NET", "LB", "DISC", "PLACE", "LIFE", "CONT", "SVC",
        "LINK", "DEPLOY", "LOAD", "BAL", "FAULT", "ROLE", "ECR", "VOL", "EVENT", "METRIC", "SCALE", "CAP",
        "COST", "ASG",
    ];
    word.split_once('-').is_some_and(|(area, number)| {
        AREAS.contains(&area) && !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
    })
}

fn files(folder: &Path, ending: &str) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    let Ok(entries) = std::fs::read_dir(folder) else { return found };
    for path in entries.map(|entry| entry.expect("a readable folder").path()) {
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.extension().is_some_and(|given| given == ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

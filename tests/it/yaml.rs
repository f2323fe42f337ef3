//! What holds for every text of YAML.

use ecs_core::finding::Findings;
use ecs_core::json::{Node, Value, parse};
use ecs_interop::{Language, read, to_json, yaml};
use ecs_tests::clusters;
use proptest::prelude::*;
use std::fmt::Write as _;
use std::time::{Duration, Instant};

/// In block style, with quotes around every string: the plainest YAML there is.
fn block(value: &serde_json::Value, indent: usize, text: &mut String) {
    let margin = "  ".repeat(indent);
    match value {
        serde_json::Value::Array(elements) if !elements.is_empty() => {
            for element in elements {
                write!(text, "\n{margin}-").unwrap();
                block(element, indent + 1, text);
            }
        }
        serde_json::Value::Object(members) if !members.is_empty() => {
            for (key, value) in members {
                write!(text, "\n{margin}{}:", serde_json::Value::from(key.as_str())).unwrap();
                block(value, indent + 1, text);
            }
        }
        leaf => write!(text, " {leaf}").unwrap(),
    }
}

fn as_yaml(value: &serde_json::Value) -> String {
    let mut text = String::from("---");
    block(value, 0, &mut text);
    text + "\n"
}

/// The tree without its places.
fn bare(node: &Node) -> Node {
    let value = match &node.value {
        Value::Array(elements) => Value::Array(elements.iter().map(bare).collect()),
        Value::Object(members) => Value::Object(
            members
                .iter()
                .map(|member| ecs_core::json::Member {
                    key: member.key.clone(),
                    key_range: ecs_core::finding::Range::default(),
                    value: bare(&member.value),
                })
                .collect(),
        ),
        other => other.clone(),
    };
    Node { range: ecs_core::finding::Range::default(), value }
}

fn tree(text: &str, reader: fn(&str, &mut Findings) -> Option<Node>) -> Node {
    let mut findings = Findings::new();
    let root = reader(text, &mut findings);
    assert!(!findings.any_error(), "{text}\n{:?}", findings.placed(text));
    bare(&root.expect("a text without errors has a tree"))
}

fn documents() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(serde_json::Value::from),
        any::<i64>().prop_map(serde_json::Value::from),
        (-1.0e9..1.0e9).prop_map(serde_json::Value::from),
        "\\PC*".prop_map(serde_json::Value::from),
        "[-:#&*!|>'\"%@`{}\\[\\], \\n\\tyesno0-9~<]{0,12}".prop_map(serde_json::Value::from),
    ];
    leaf.prop_recursive(5, 60, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(serde_json::Value::from),
            prop::collection::vec(("[a-zA-Z<:# -]{0,8}", inner), 0..6)
                .prop_map(|members| serde_json::Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    /// JSON is YAML, block style is YAML, and what is converted is the same again.
    #[test]
    fn a_document_is_the_same_in_either_language(value in documents()) {
        let json = value.to_string();
        let expected = tree(&json, parse);
        prop_assert_eq!(&tree(&json, yaml::read), &expected);
        let text = as_yaml(&value);
        prop_assert_eq!(&tree(&text, yaml::read), &expected, "{}", text);
        let converted = to_json(&text).expect("YAML without errors").json;
        prop_assert_eq!(&tree(&converted, parse), &expected, "{}", converted);
    }

    /// Whatever comes: an answer, and places within the text.
    #[test]
    fn no_text_is_too_much(text in "([-:#&*!|>'\"%@`{}\\[\\], \\n\\r\\tab01~<?é]|<<|&a|\\*a|: |- |\\n  ){0,60}") {
        for language in [Language::Detected, Language::Yaml] {
            for finding in read(&text, language).findings {
                prop_assert!(text.get(finding.range.start..finding.range.end.min(text.len())).is_some(), "{:?}", finding);
            }
        }
    }
}

#[test]
fn a_scenario_in_yaml_is_the_scenario() {
    for seed in 0..20 {
        let scenario = clusters::scenario(seed);
        let from_json = ecs_core::Document::read(&scenario.to_string());
        let from_yaml = read(&as_yaml(&scenario), Language::Yaml);
        assert_eq!(from_yaml.kind, from_json.kind);
        let said = |document: &ecs_core::Document| {
            let mut said: Vec<(&str, String)> =
                document.findings.iter().map(|finding| (finding.code, finding.pointer.clone())).collect();
            said.sort();
            said
        };
        assert_eq!(said(&from_yaml), said(&from_json), "seed {seed}");
        assert_eq!(from_yaml.scenario.is_some(), from_json.scenario.is_some(), "seed {seed}");
    }
}

/// Nine anchors, each of which repeats the one before ten times: a thousand million strings.
fn bomb() -> String {
    let mut text = String::from("a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
    for level in 1..10 {
        let aliases = vec![format!("*a{}", level - 1); 10].join(", ");
        writeln!(text, "a{level}: &a{level} [{aliases}]").unwrap();
    }
    text
}

#[test]
fn hostile_texts_end_soon_with_a_finding() {
    let megabyte = "x".repeat(1 << 20);
    let texts = [
        ("an alias bomb", bomb()),
        ("a long text repeated", format!("a: &a {megabyte}\nb: [{}]\n", vec!["*a"; 1000].join(", "))),
        (
            "merges of merges",
            format!("a: &a {{b: 1}}\nc: [{}]\n", vec!["{<<: [*a, *a]}"; 200_000].join(", ")),
        ),
        ("entries in entries", "- ".repeat(1_000_000)),
        ("keys in keys", "? ".repeat(1_000_000)),
        ("braces", "{".repeat(1_000_000)),
        ("brackets", "[".repeat(1_000_000)),
        ("deeper and deeper", (0..3000).map(|depth| " ".repeat(depth) + "a:\n").collect()),
        ("anchors", "&a ".repeat(1_000_000)),
        ("tags", "!!str ".repeat(1_000_000)),
        ("colons", ": ".repeat(1_000_000)),
        ("an open quote", format!("a: \"{megabyte}")),
        ("binary", (0..100_000_u32).map(|byte| char::from((byte * 7 % 251) as u8)).collect()),
        ("more than is read", " ".repeat(17 << 20)),
    ];
    for (name, text) in texts {
        let started = Instant::now();
        let document = read(&text, Language::Yaml);
        let took = started.elapsed();
        assert!(document.has_errors(), "{name}: no error");
        // Without optimisation, on a machine with other work to do.
        assert!(took < Duration::from_secs(20), "{name}: {took:?}");
    }
}

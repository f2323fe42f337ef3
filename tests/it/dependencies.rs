//! Which crate may know which: the core has a short written list, and the page reads JSON only.

use crate::repository;
use std::collections::BTreeSet;
use std::process::Command;

/// What may stand below `ecs-core`, each with its reason.
const ALLOWED: &[(&str, &str)] = &[
    ("ecs-core", "itself"),
    ("indexmap", "objects keep the order of their members"),
    ("equivalent", "of indexmap"),
    ("hashbrown", "of indexmap"),
    ("foldhash", "of hashbrown"),
    ("jiff", "ISO 8601 times; later cron and time zones"),
    ("jiff-core", "of jiff"),
    ("jiff-static", "of jiff"),
    ("jsonc-parser", "one parse of every text, with ranges and edits that keep the rest"),
    ("libm", "exp, sin, cos and asin that are the same on every target"),
    ("postcard", "the event log's bytes, from which its hash is made: a specified format"),
    ("cobs", "of postcard"),
    ("thiserror", "of postcard's cobs"),
    ("thiserror-impl", "of postcard's cobs"),
    ("serde", "what the tools print"),
    ("serde_core", "of serde"),
    ("serde_derive", "of serde"),
    ("serde_json", "what the tools print"),
    ("itoa", "of serde_json"),
    ("ryu", "of serde_json"),
    ("zmij", "of serde_json"),
    ("memchr", "of serde_json"),
    ("regex-lite", "patterns of the cluster query language: linear time, no tables"),
    ("siphasher", "ids, draws and the log's hash: a named algorithm, the same everywhere"),
    ("portable-atomic", "of jiff"),
    ("portable-atomic-util", "of jiff"),
    ("proc-macro2", "of derive macros"),
    ("quote", "of derive macros"),
    ("syn", "of derive macros"),
    ("unicode-ident", "of derive macros"),
];

#[test]
fn the_core_depends_on_the_allowed_list_only() {
    let names = below("ecs-core");
    let others: Vec<&String> =
        names.iter().filter(|name| !ALLOWED.iter().any(|(allowed, _)| allowed == name)).collect();
    assert!(others.is_empty(), "ecs-core depends on {others:?}; each needs a reason in ALLOWED or has to go");
}

/// What reads other languages than JSON is fetched when it is needed: the worker has it.
#[test]
fn the_page_links_no_reader_of_other_languages() {
    let names = below("ecs-web");
    assert!(names.contains("ecs-core"));
    for name in ["ecs-interop", "ecs-web-interop", "granit-parser"] {
        assert!(!names.contains(name), "{name} is in the first download");
    }
    assert!(below("ecs-web-interop").contains("granit-parser"));
}

/// What runs scenarios is the worker's; the page knows what both say to each other.
#[test]
fn the_page_asks_a_worker_for_runs() {
    assert!(below("ecs-web").contains("ecs-web-port"));
    assert!(!below("ecs-web").contains("ecs-web-core"));
    assert!(below("ecs-web-core").contains("ecs-web-port"));
}

#[test]
fn workshop_and_interop_do_not_know_each_other() {
    assert!(!below("ecs-workshop").contains("ecs-interop"));
    assert!(!below("ecs-interop").contains("ecs-workshop"));
}

/// No build but the fuzzer's looks at its lock file.
#[test]
fn the_lock_file_of_the_fuzzer_has_what_it_links() {
    let lock = std::fs::read_to_string(repository().join("tests/fuzz/Cargo.lock")).expect("a lock file");
    let is_missing = |name: &String| !lock.contains(&format!("name = \"{name}\"\n"));
    let missing: Vec<String> = below("ecs-tests").into_iter().filter(is_missing).collect();
    assert!(
        missing.is_empty(),
        "{missing:?}: `cargo metadata --manifest-path tests/fuzz/Cargo.toml` writes them"
    );
}

/// The package and all that is linked into it, on any target.
fn below(package: &str) -> BTreeSet<String> {
    let arguments = "--edges normal --prefix none --format {p} --target all";
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--package", package])
        .args(arguments.split(' '))
        .current_dir(repository())
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let tree = String::from_utf8(output.stdout).expect("cargo prints UTF-8");
    tree.lines().filter_map(|line| line.split(' ').next()).map(ToOwned::to_owned).collect()
}

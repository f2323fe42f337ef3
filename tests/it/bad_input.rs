//! Texts that are too large or too odd for a page of the suite: each is a finding, in bounded time.

use ecs_core::Document;
use ecs_core::finding::Finding;
use std::time::{Duration, Instant};

/// Findings of a text at the most, the one that counts the rest among them.
const FINDINGS_MOST: usize = 1001;

/// For any text: a search that goes back over what it has seen takes minutes. Not optimised, on a
/// machine that does other things beside it, the slowest needs a tenth of it.
const SECONDS_MOST: Duration = Duration::from_secs(30);

/// Bytes of the large texts: those of a paste of 5 MB in `cargo xtask soak`.
fn bytes() -> usize {
    if std::env::var_os("ECS_SOAK").is_some() { 5_000_000 } else { 200_000 }
}

fn findings(what: &str, text: &str) -> Vec<Finding> {
    let started = Instant::now();
    let findings = Document::read(text).findings;
    assert!(started.elapsed() < SECONDS_MOST, "{what}: {} s", started.elapsed().as_secs());
    assert!(findings.len() <= FINDINGS_MOST, "{what}: {} findings", findings.len());
    for finding in &findings {
        assert!(finding.message.len() < 2000, "{what}: {} bytes of a message", finding.message.len());
        assert!(text.get(finding.range.start..finding.range.end).is_some(), "{what}: {finding:?}");
    }
    findings
}

fn codes(what: &str, text: &str) -> Vec<&'static str> {
    findings(what, text).iter().map(|finding| finding.code).collect()
}

fn definition(members: &str, containers: &str) -> String {
    format!(r#"{{"family": "web", {members}"containerDefinitions": [{containers}]}}"#)
}

fn many(count: usize, one: impl Fn(usize) -> String) -> String {
    (0..count).map(one).collect::<Vec<_>>().join(",")
}

const APP: &str = r#"{"name": "app", "image": "app:1", "memory": 64}"#;

/// The same few characters over and over: what makes a search look back.
#[test]
fn a_paste_of_megabytes_is_read_in_time() {
    for (before, repeated, first) in [
        ("", "[", "json-too-deep"),
        ("", "{", "json-syntax"),
        ("", "{\"a\":", "json-too-deep"),
        ("", "]", "json-syntax"),
        ("{", "<", "json-syntax"),
        ("{", "${", "json-syntax"),
        ("{", "{{a ", "json-syntax"),
        ("{", "$ ", "json-syntax"),
        ("{", "/", "json-syntax"),
        ("{", "/* ", "json-syntax"),
        ("{\"", "\\", "json-syntax"),
        ("{", "\"", "json-syntax"),
        ("[", ",", "json-syntax"),
        ("{", "\u{a0}", "json-syntax"),
        ("", "INFO {\"a\": 1} x\n", "json-syntax"),
        ("", "lorem ipsum ", "json-syntax"),
        ("", " ", "json-syntax"),
    ] {
        let text = format!("{before}{}", repeated.repeat(bytes() / repeated.len()));
        let what = format!("{before}{repeated}…");
        assert_eq!(codes(&what, &text).first(), Some(&first), "{what}");
    }
}

#[test]
fn a_million_brackets_are_nested_too_deep() {
    let text = format!("{}1{}", "[".repeat(1_000_000), "]".repeat(1_000_000));
    assert_eq!(codes("brackets", &text), ["json-too-deep"]);
    let inside =
        definition("", &format!(r#"{{"name": "app", "x": {}1{}}}"#, "[".repeat(200), "]".repeat(200)));
    assert_eq!(codes("brackets in a container", &inside), ["json-too-deep"]);
}

#[test]
fn long_values_have_a_finding_and_spaces_have_none() {
    assert_eq!(codes("spaces", &(definition("", APP) + &" ".repeat(bytes()))), Vec::<&str>::new());
    let command = format!(
        r#"{{"name": "app", "image": "app:1", "memory": 64, "command": ["{}"]}}"#,
        "x".repeat(bytes())
    );
    assert_eq!(codes("a long command", &definition("", &command)), ["definition-too-large"]);
    let image = format!(r#"{{"name": "app", "image": "{}:1", "memory": 64}}"#, "a".repeat(10_000));
    assert_eq!(codes("an image of 10,000 characters", &definition("", &image)), ["malformed-image"]);
}

/// Beyond what anyone reads, the rest is counted.
#[test]
fn a_hundred_thousand_faults_are_listed_up_to_a_bound_that_is_said() {
    let count = bytes() / 50;
    let container =
        |members: String| format!(r#"{{"name": "app", "image": "app:1", "memory": 64, {members}}}"#);
    let list = |name: &str, one: &dyn Fn(usize) -> String| {
        definition("", &container(format!(r#""{name}": [{}]"#, many(count, one))))
    };
    for (what, text) in [
        ("members", definition(&(many(count, |at| format!(r#""m{at}": 1"#)) + ","), APP)),
        ("equal members", definition(&r#""m": 1,"#.repeat(count), APP)),
        ("placeholders", definition(&format!(r#""tags": [{}],"#, many(count, |_| "${X}".to_owned())), APP)),
        ("dots", format!("{{{}}}", "...,".repeat(count))),
        (
            "definitions",
            format!("[{}]", many(count, |_| r#"{"family": "a b", "containerDefinitions": []}"#.to_owned())),
        ),
        (
            "templates",
            format!("[{}]", many(count, |_| r#"{"family": "${X}", "containerDefinitions": []}"#.to_owned())),
        ),
        (
            "ports",
            list("portMappings", &|at| format!(r#"{{"containerPort": 80, "hostPort": {}}}"#, at % 9 + 1)),
        ),
        ("ranges", list("portMappings", &|_| r#"{"containerPortRange": "1-65535"}"#.to_owned())),
        ("mounts", list("mountPoints", &|at| format!(r#"{{"sourceVolume": "v{at}"}}"#))),
        (
            "dependencies",
            list("dependsOn", &|at| format!(r#"{{"containerName": "c{at}", "condition": "HEALTHY"}}"#)),
        ),
        (
            "passwords",
            list("environment", &|at| format!(r#"{{"name": "DB_PASSWORD", "value": "hunter{at}"}}"#)),
        ),
        ("ulimits", list("ulimits", &|_| r#"{"name": "nofile", "softLimit": 2, "hardLimit": 1}"#.to_owned())),
        (
            "values",
            definition(
                &format!(
                    r#""requiresCompatibilities": [{}],"#,
                    many(count, |at| format!(r#""fargate{at}""#))
                ),
                APP,
            ),
        ),
    ] {
        assert_eq!(codes(what, &text).last(), Some(&"more-findings"), "{what}");
    }
}

#[test]
fn ten_thousand_containers_that_name_each_other_are_read_in_time() {
    let one = |at: usize| {
        format!(
            r#"{{"name": "c{at}", "image": "app:1", "memory": 64, "links": ["c{next}"], "dependsOn": [{{"containerName": "c{next}", "condition": "START"}}], "volumesFrom": [{{"sourceContainer": "d{at}"}}]}}"#,
            next = (at + 1) % 10_000
        )
    };
    let said = codes("containers", &definition("", &many(10_000, one)));
    assert!(said.contains(&"too-many-containers") && said.last() == Some(&"more-findings"));
    let plain = many(10_000, |at| format!(r#"{{"name": "c{at}", "image": "app:1", "memory": 64}}"#));
    assert_eq!(codes("containers", &definition("", &plain)), ["definition-too-large", "too-many-containers"]);
}

/// Line ends of Windows and of old Macs, tabs, a byte order mark: places are those of the text.
#[test]
fn white_space_of_other_systems_is_white_space() {
    let place = |text: &str| {
        let findings = findings(text, text);
        let [finding] = findings.as_slice() else { panic!("{findings:#?}") };
        (finding.code, finding.line, finding.column)
    };
    let lines = |between: &str| {
        ["{", r#""family": "a b","#, &format!(r#""containerDefinitions": [{APP}]"#), "}"].join(between)
    };
    assert_eq!(place(&lines("\r\n")), ("family-name", 2, 11));
    assert_eq!(place(&lines("\r")), ("family-name", 1, 13));
    assert_eq!(place(&lines("\t")), ("family-name", 1, 13));
    assert_eq!(place(&format!("\u{feff}{}", lines("\n"))), ("family-name", 2, 11));
    assert_eq!(codes("a byte order mark within", &lines("\u{feff}")), ["json-syntax"]);
}

#[test]
fn control_characters_are_no_json() {
    for control in ["\0", "\u{1}", "\u{7f}", "\u{1b}[31m"] {
        assert_eq!(
            codes("behind the text", &format!("{}{control}", definition("", APP))),
            ["json-syntax"],
            "{control:?}"
        );
    }
    for control in ["\0", "\t", "\n", "\u{1b}[31m"] {
        let text = definition("", &APP.replace("app:1", &format!("a{control}b")));
        assert_eq!(codes("in a string", &text), ["json-syntax"], "{control:?}");
    }
}

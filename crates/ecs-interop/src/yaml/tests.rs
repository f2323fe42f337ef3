#![allow(
    clippy::needless_raw_string_hashes,
    clippy::string_slice,
    reason = "expect-test writes its snapshots with them; a slice that panics fails the test"
)]

use super::read;
use ecs_core::finding::Findings;
use expect_test::{Expect, expect};

/// What a text reads as, and what is said of it.
fn check(text: &str, expected: &Expect) {
    let mut findings = Findings::new();
    let root = read(text, &mut findings);
    let mut lines: Vec<String> = root.iter().map(|root| root.to_value().to_string()).collect();
    for finding in findings.placed(text) {
        let hint = finding.hint.map(|hint| format!(" ({hint})")).unwrap_or_default();
        let (line, column) = (finding.line, finding.column);
        lines.push(format!("{line}:{column} {} {} {}{hint}", finding.code, finding.pointer, finding.message));
    }
    expected.assert_eq(&lines.join("\n"));
}

/// The pieces of the text that members and elements stand for.
fn pieces(text: &str) -> Vec<String> {
    fn collect(node: &ecs_core::json::Node, text: &str, pieces: &mut Vec<String>) {
        pieces.push(text[node.range.start..node.range.end].to_owned());
        for member in node.members() {
            pieces.push(text[member.key_range.start..member.key_range.end].to_owned());
            collect(&member.value, text, pieces);
        }
        node.elements().iter().for_each(|element| collect(element, text, pieces));
    }
    let mut pieces = Vec::new();
    collect(&read(text, &mut Findings::new()).unwrap(), text, &mut pieces);
    pieces
}

#[test]
fn ranges_are_bytes_of_the_text() {
    let text = "\u{feff}# wéb\r\nfamily: wéb\r\n\"a\":\r\n  - {b: 'c d', e: [1, ~]}\r\n  - |\r\n    line\r\nlast:\r\n";
    expect![[r#"
        [
            "family: wéb\r\n\"a\":\r\n  - {b: 'c d', e: [1, ~]}\r\n  - |\r\n    line\r\nlast",
            "family",
            "wéb",
            "\"a\"",
            "- {b: 'c d', e: [1, ~]}\r\n  - |\r\n    line\r\n",
            "{b: 'c d', e: [1, ~]}",
            "b",
            "'c d'",
            "e",
            "[1, ~]",
            "1",
            "~",
            "line\r\n",
            "last",
            "",
        ]
    "#]]
    .assert_eq(&format!("{:#?}\n", pieces(text)));
}

#[test]
fn scalars_are_those_of_the_core_schema() {
    check(
        "[null, ~, '', True, 'true', 80, 0x1F, 0o17, +5, -0.50, .5, 1., 1e3, .inf, 1.2.3, 0o8, a b]",
        &expect![[r#"
        [null,null,"",true,"true",80,31,15,5,-0.5,0.5,1,1000,".inf","1.2.3","0o8","a b"]
        1:39 yaml-scalar /7 `0o17` is read as the number 15, as YAML 1.2 has it; YAML 1.1 makes a string of it (quotes make it a string everywhere)
        1:64 yaml-scalar /12 `1e3` is read as the number 1e3, as YAML 1.2 has it; YAML 1.1 makes a string of it (quotes make it a string everywhere)"#]],
    );
}

#[test]
fn where_yaml_1_1_differs_is_said() {
    check(
        "- 22:22\n- yes\n- 010\n- 019\n- 1_000\n- 0b11\n- 2026-01-31\n- 'no'\n- 8080:80\n- 1:2:3\n",
        &expect![[r#"
        ["22:22","yes",10,19,"1_000","0b11","2026-01-31","no","8080:80","1:2:3"]
        1:3 yaml-scalar /0 `22:22` is read as a string, as YAML 1.2 has it; YAML 1.1 makes a number in base 60 of it (quotes make it a string everywhere)
        2:3 yaml-scalar /1 `yes` is read as a string, as YAML 1.2 has it; YAML 1.1 makes true of it (quotes make it a string everywhere)
        3:3 yaml-scalar /2 `010` is read as the number 10, as YAML 1.2 has it; YAML 1.1 makes an octal number of it (quotes make it a string everywhere)
        4:3 yaml-scalar /3 `019` is read as the number 19, as YAML 1.2 has it; YAML 1.1 makes a string of it (quotes make it a string everywhere)
        5:3 yaml-scalar /4 `1_000` is read as a string, as YAML 1.2 has it; YAML 1.1 makes a number of it (quotes make it a string everywhere)
        6:3 yaml-scalar /5 `0b11` is read as a string, as YAML 1.2 has it; YAML 1.1 makes a binary number of it (quotes make it a string everywhere)
        7:3 yaml-scalar /6 `2026-01-31` is read as a string, as YAML 1.2 has it; YAML 1.1 makes a date of it (quotes make it a string everywhere)
        10:3 yaml-scalar /9 `1:2:3` is read as a string, as YAML 1.2 has it; YAML 1.1 makes a number in base 60 of it (quotes make it a string everywhere)"#]],
    );
    check(
        "[22:22, No, 010, 019, 1_000, 0b11, 2026-01-31, 'no', 99:60, 1e3, 0o17]",
        &expect![[r#"
        ["22:22","No",10,19,"1_000","0b11","2026-01-31","no","99:60",1000,15]
        1:2 yaml-scalar /0 `22:22` is read as a string, as YAML 1.2 has it; YAML 1.1 makes a number in base 60 of it (quotes make it a string everywhere)
        1:9 yaml-scalar /1 `No` is read as a string, as YAML 1.2 has it; YAML 1.1 makes false of it (quotes make it a string everywhere)
        1:13 yaml-scalar /2 `010` is read as the number 10, as YAML 1.2 has it; YAML 1.1 makes an octal number of it (quotes make it a string everywhere)
        1:18 yaml-scalar /3 `019` is read as the number 19, as YAML 1.2 has it; YAML 1.1 makes a string of it (quotes make it a string everywhere)
        1:23 yaml-scalar /4 `1_000` is read as a string, as YAML 1.2 has it; YAML 1.1 makes a number of it (quotes make it a string everywhere)
        1:30 yaml-scalar /5 `0b11` is read as a string, as YAML 1.2 has it; YAML 1.1 makes a binary number of it (quotes make it a string everywhere)
        1:36 yaml-scalar /6 `2026-01-31` is read as a string, as YAML 1.2 has it; YAML 1.1 makes a date of it (quotes make it a string everywhere)
        1:61 yaml-scalar /9 `1e3` is read as the number 1e3, as YAML 1.2 has it; YAML 1.1 makes a string of it (quotes make it a string everywhere)
        1:66 yaml-scalar /10 `0o17` is read as the number 15, as YAML 1.2 has it; YAML 1.1 makes a string of it (quotes make it a string everywhere)"#]],
    );
    check(
        "on: 1\n80: 2\n",
        &expect![[r#"
        {"on":1,"80":2}
        1:1 yaml-scalar  `on` is read as a string, as YAML 1.2 has it; YAML 1.1 makes true of it (quotes make it a string everywhere)"#]],
    );
}

#[test]
fn aliases_are_expanded() {
    check(
        "a: &x {b: 1}\nc: *x\nd: [*x, *y]\n",
        &expect![
            "3:9 yaml-alias  `*y` names no anchor before it (an anchor is written &name; a text that begins with * is written in quotes)"
        ],
    );
    check(
        "a: &x {b: 1, c: 2}\nd:\n  <<: *x\n  c: 3\ne:\n  <<: [{c: 4, f: 5}, *x]\nf:\n  <<: 7\n",
        &expect![[r#"
        {"a":{"b":1,"c":2},"d":{"c":3,"b":1},"e":{"c":4,"f":5,"b":1},"f":{}}
        8:7 yaml-merge /f `<<` merges mappings, and this is a number"#]],
    );
    check(
        "a: &x [1, *x]\n",
        &expect!["1:11 yaml-alias /a/1 this alias stands within the anchor that it names, so it has no end"],
    );
}

#[test]
fn tags_are_judged() {
    check(
        "a: !Ref Image\nb: !!str 80\nc: !!int x\nd: !mine {e: 1}\nf: !Join ['', [a, b]]\ng: ! 12\nh: !GetAtt a.b\n",
        &expect![[r#"
            {"a":null,"b":"80","c":"x","d":{"e":1},"f":null,"g":"12","h":null}
            1:4 template-function /a `!Ref` is a placeholder that CloudFormation fills in (put a value in its place)
            3:4 yaml-tag /c the tag `!!int` does not fit its value, which is read as a string
            4:4 yaml-tag /d the tag `!mine` has no meaning in JSON; its value is read without it
            5:4 template-function /f `!Join` is a placeholder that CloudFormation fills in (put a value in its place)
            7:4 template-function /h `!GetAtt` is a placeholder that CloudFormation fills in (put a value in its place)"#]],
    );
}

#[test]
fn keys_are_scalars() {
    check(
        "a: {{port}}\nb: 1\n? [c]\n: 2\na: 3\n",
        &expect![[r#"
        {"a":3,"b":1}
        1:5 yaml-key /a a list or a mapping cannot be the key of a member (is this a placeholder like {{port}}? Write it in quotes)
        3:3 yaml-key  a list or a mapping cannot be the key of a member (is this a placeholder like {{port}}? Write it in quotes)
        5:1 duplicate-key /a `a` occurs twice in this object; the last one counts"#]],
    );
    check("a: ${PORT}\nb: <port>\n", &expect![[r#"{"a":"${PORT}","b":"<port>"}"#]]);
}

#[test]
fn what_is_no_yaml_names_its_place() {
    check(
        "a:\n\t- b\n",
        &expect![
            "2:2 yaml-syntax  this is not YAML: tabs disallowed within this context (block indentation) (YAML is indented by spaces, not by tabs)"
        ],
    );
    check("a: [1,\nb: 2", &expect!["1:4 yaml-syntax  this is not YAML: unclosed bracket '['"]);
    check(
        "a: b: c\n",
        &expect!["1:5 yaml-syntax  this is not YAML: mapping values are not allowed in this context"],
    );
    check("# nothing\n", &expect!["1:1 yaml-syntax  the text is empty"]);
    check(
        "a: 'b\n",
        &expect!["2:1 yaml-syntax  this is not YAML: invalid indentation in multiline quoted scalar"],
    );
    check("a: \u{0}\n", &expect![[r#"1:4 yaml-syntax  this is not YAML: unexpected character: `\u{0}'"#]]);
    check("{a: 1}}", &expect!["1:7 yaml-syntax  this is not YAML: misplaced bracket"]);
}

#[test]
fn the_first_document_is_read() {
    check(
        "---\na: 1\n---\nb: [\n",
        &expect![[r#"
        {"a":1}
        3:1 yaml-documents  another document begins here; the first one is read"#]],
    );
    check("---\na: 1\n...\n# the end\n", &expect![[r#"{"a":1}"#]]);
}

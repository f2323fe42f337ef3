use super::{parse, remove, replace_text, set, swap};
use crate::finding::Findings;
use expect_test::{Expect, expect};
use serde_json::json;

/// What a text reads as, and what is said of it.
fn check(text: &str, expected: &Expect) {
    let mut findings = Findings::new();
    let root = parse(text, &mut findings);
    let mut lines: Vec<String> = root.iter().map(|root| root.to_value().to_string()).collect();
    for finding in findings.placed(text) {
        let hint = finding.hint.map(|hint| format!(" ({hint})")).unwrap_or_default();
        lines.push(format!("{}:{} {} {}{hint}", finding.line, finding.column, finding.code, finding.message));
    }
    expected.assert_eq(&lines.join("\n"));
}

#[test]
fn comments_and_trailing_commas_are_read_and_said() {
    check(
        "{\n  // the port\n  \"hostPort\": 80,\n}",
        &expect![[r#"
            {"hostPort":80}
            2:3 json-extension a comment is read here, but is not JSON (take it out before you give this text to the AWS CLI)"#]],
    );
}

#[test]
fn a_key_given_twice_counts_once() {
    check(
        r#"{"cpu": 1, "cpu": 2}"#,
        &expect![[r#"
            {"cpu":2}
            1:12 duplicate-key `cpu` occurs twice in this object; the last one counts"#]],
    );
}

#[test]
fn a_truncated_paste_is_called_one() {
    check(
        "{\"family\": \"web\", \"containerDefinitions\": [{\"name\": \"a",
        &expect![
            "1:53 json-syntax this is not JSON: unterminated string literal (the text ends before everything that was opened is closed; is the paste complete?)"
        ],
    );
}

#[test]
fn what_is_no_json_names_its_place() {
    check(
        "",
        &expect![
            "1:1 json-syntax the text is empty (paste a task definition, or open a scenario from the gallery)"
        ],
    );
    check("{\"a\": }", &expect!["1:7 json-syntax this is not JSON: unexpected close brace"]);
}

#[test]
fn a_missing_quote_is_found_where_it_is_missing() {
    check(
        "{\n  \"family\": \"web,\n  \"cpu\": \"256\"\n}",
        &expect![[
            r"2:13 json-syntax this is not JSON: a string does not end in its line (is the closing quote missing? a line break in a string is written \n)"
        ]],
    );
    check(
        "{\"a\": 1 /* it's \" open */, \"b\": \"\\\"\"}",
        &expect![[r#"
        {"a":1,"b":"\""}
        1:9 json-extension a comment is read here, but is not JSON (take it out before you give this text to the AWS CLI)"#]],
    );
    check("\u{feff}{\"a\": 1}", &expect![[r#"{"a":1}"#]]);
}

#[test]
fn what_is_nearly_json_is_read() {
    check(
        "{\"containerPort\": ${PORT}}",
        &expect![[r#"
        {"containerPort":"_____"}
        1:19 bare-placeholder the placeholder `${PORT}` stands without quotes, which is not JSON; the rest is read (put a value in its place)"#]],
    );
    check(
        "{\"memory\": <MiB>, \"cpu\": $C, \"a\": \"${kept}\"}",
        &expect![[r#"
        {"memory":"___","cpu":"","a":"${kept}"}
        1:12 bare-placeholder the placeholder `<MiB>` stands without quotes, which is not JSON; the rest is read (put a value in its place)
        1:26 bare-placeholder the placeholder `$C` stands without quotes, which is not JSON; the rest is read (put a value in its place)"#]],
    );
    check(
        "$ cat web.json\n{\"cpu\": 1}",
        &expect![[r#"
        {"cpu":1}
        1:1 text-around what stands before the JSON is left out (paste from the first { on)"#]],
    );
    check(
        "{\"a\": 1 \"b\": 2}",
        &expect![[r#"
        {"a":1,"b":2}
        1:8 json-extension a missing comma is read here, but is not JSON (put it in before you give this text to the AWS CLI)"#]],
    );
    check(
        "see {above}",
        &expect![
            "1:1 json-syntax this is not JSON: unexpected word (a task definition or a scenario begins with {)"
        ],
    );
}

#[test]
fn yaml_is_called_by_its_name() {
    check(
        "# ours\n---\nversion: '3'\n",
        &expect![
            "3:1 yaml-not-json this is YAML, and JSON is read here (convert it to JSON first, which begins with {)"
        ],
    );
    for text in [
        "family: [\n",
        "a:\n  b: 1",
        "a:\n- b",
        "- {}",
        "a: {{b}}",
        "\u{feff}a: b \"c\n",
        "%YAML 1.2\n---\na: b",
    ] {
        assert!(super::yaml::first_line(text.trim_start_matches('\u{feff}')).is_some(), "{text}");
        assert_eq!(parse(text, &mut Findings::new()), None, "{text}");
    }
    for text in [
        "hello",
        "",
        "-1",
        "a:\n{",
        "a: {",
        "a:",
        "see: {above}",
        "https://a.b",
        "an error: x",
        "\"a\": 1",
        "#",
        "-",
    ] {
        assert_eq!(super::yaml::first_line(text), None, "{text}");
    }
}

#[test]
fn what_is_printed_reads_as_the_same_tree() {
    for text in [
        "{\"a\": [1.50, 1e3, -0, {\"b\\n\": null}, [], {}], \"a\": \"\\u0000é\\\"\"}",
        "\"x\"",
        "[true, false]",
    ] {
        let printed = parse(text, &mut Findings::new()).unwrap().to_json();
        let again = parse(&printed, &mut Findings::new()).unwrap();
        assert_eq!(again.to_json(), printed);
        assert_eq!(again.to_value(), parse(text, &mut Findings::new()).unwrap().to_value());
    }
    expect![[r#"
        {
          "a": [
            1.50,
            {}
          ],
          "a": 1e3
        }"#]]
    .assert_eq(&parse("{\"a\": [1.50, {}], \"a\": 1e3}", &mut Findings::new()).unwrap().to_json());
}

#[test]
fn depth_is_bounded() {
    let deep = format!("{}1{}", "[".repeat(200), "]".repeat(200));
    let mut findings = Findings::new();
    assert_eq!(parse(&deep, &mut findings), None);
    assert_eq!(findings.placed(&deep).first().map(|finding| finding.code), Some("json-too-deep"));
    let endless = "[".repeat(100_000);
    assert_eq!(parse(&endless, &mut Findings::new()), None);
}

#[test]
fn edits_keep_comments_and_order() {
    let text = "{\n  // ours\n  \"services\": [{\"serviceName\": \"web\", \"desiredCount\": 2}]\n}\n";
    let edited = set(text, "/services/0/desiredCount", &json!(5)).unwrap();
    assert_eq!(edited, text.replace('2', "5"));
    let grown = set(text, "/containerInstances/0", &json!({"instanceType": "t3.medium"})).unwrap();
    expect![[r#"
        {
          // ours
          "services": [{"serviceName": "web", "desiredCount": 2}],
          "containerInstances": [
            {
              "instanceType": "t3.medium"
            }
          ]
        }
    "#]]
    .assert_eq(&grown);
    assert_eq!(set(text, "/services/7/x", &json!(1)), Err(super::EditError::NoSuchPlace));
    expect![[r#"
        {
          // ours
          "services": []
        }
    "#]]
    .assert_eq(&remove(text, "/services/0").unwrap());
    let pasted = replace_text(text, "/services/0", "{ /* mine */ }").unwrap();
    assert!(pasted.contains("[{ /* mine */ }]"));
}

#[test]
fn appending_is_what_setting_one_after_the_other_is() {
    let values: Vec<_> = [json!({"a": [1]}), json!("b"), json!(null), json!([])].into();
    for (text, pointer, count) in [
        ("{\n  // ours\n  \"x\": {\"list\": [\n    1 // one\n  ]}\n}", "/x/list", 1),
        ("{\"x\": null}", "/x/list", 0),
        ("\u{feff}{}", "/list", 0),
        ("{\"list\": []}", "/list", 0),
    ] {
        let one_by_one = values.iter().enumerate().fold(text.to_owned(), |text, (number, value)| {
            set(&text, &format!("{pointer}/{}", count + number), value).unwrap()
        });
        assert_eq!(super::append(text, pointer, &values).unwrap(), one_by_one);
    }
    assert_eq!(super::append("{\"x\": 1}", "/x", &values), Err(super::EditError::NoSuchPlace));
}

#[test]
fn an_edit_replaces_any_kind_of_element() {
    let text = r#"[1, "a", true, null, {}, []]"#;
    for index in 0..6 {
        let edited = set(text, &format!("/{index}"), &json!("x")).unwrap();
        let root = parse(&edited, &mut Findings::new()).unwrap();
        assert_eq!(root.at(&format!("/{index}")).and_then(super::Node::as_str), Some("x"), "{edited}");
    }
}

#[test]
fn a_member_is_renamed_and_its_value_stays() {
    let text = "{\"a\": { /* one */ \"x/y\": 1.0, \"b\": 2 }}";
    let renamed = super::rename(text, "/a/x~1y", "\"").unwrap();
    assert_eq!(renamed, text.replace("\"x/y\"", "\"\\\"\""));
    assert_eq!(super::rename(text, "/a/b", "b").as_deref(), Ok(text));
    assert_eq!(super::rename(text, "/a/b", "x/y"), Err(super::EditError::NameTaken));
    for pointer in ["", "/c", "/a/b/c", "/z/a"] {
        assert_eq!(super::rename(text, pointer, "n"), Err(super::EditError::NoSuchPlace), "{pointer}");
    }
}

#[test]
fn an_edit_is_made_at_the_key_that_counts() {
    let text = r#"{"cpu": 1, "a": {"b": 1}, "cpu": 2, "a": {"b": 2}}"#;
    assert_eq!(
        set(text, "/cpu", &json!(3)).unwrap(),
        r#"{"cpu": 1, "a": {"b": 1}, "cpu": 3, "a": {"b": 2}}"#
    );
    assert_eq!(
        set(text, "/a/b", &json!(3)).unwrap(),
        r#"{"cpu": 1, "a": {"b": 1}, "cpu": 2, "a": {"b": 3}}"#
    );
    let without = remove(text, "/cpu").unwrap();
    assert_eq!(parse(&without, &mut Findings::new()).unwrap().at("/cpu"), None, "{without}");
}

#[test]
fn neighbours_of_what_is_removed_stay_apart() {
    let removed =
        |text, pointer| parse(&remove(text, pointer).unwrap(), &mut Findings::new()).unwrap().to_value();
    assert_eq!(removed(r#"{"a": [1 2 3]}"#, "/a/1"), json!({"a": [1, 3]}));
    assert_eq!(removed("[true {} 2]", "/1"), json!([true, 2]));
    assert_eq!(removed("[\ntrue   {\"a\": 1}\n22  ]", "/1"), json!([true, 22]));
    assert_eq!(removed(r#"[{}427"a"]"#, "/1"), json!([{}, "a"]));
    assert_eq!(removed("[true{},2]", "/1"), json!([true, 2]));
    assert_eq!(removed(r#"{"a": true "b": 1"c": 2}"#, "/b"), json!({"a": true, "c": 2}));
}

#[test]
fn what_is_removed_takes_its_comma_along_and_leaves_comments() {
    for (text, pointer, expected) in [
        ("[1, 2, 3]", "/0", "[2, 3]"),
        ("[1, 2, 3]", "/1", "[1, 3]"),
        ("[1, 2, 3]", "/2", "[1, 2]"),
        ("[1]", "/0", "[]"),
        ("[ 1 , ]", "/0", "[]"),
        ("[\n  1,\n  2,\n]", "/1", "[\n  1,\n]"),
        ("[\n  1,\n  2\n]", "/1", "[\n  1\n]"),
        ("[\n  1,\n  2,\n  3\n]", "/1", "[\n  1,\n  3\n]"),
        ("[1, // a, b\n 2]", "/1", "[1 // a, b\n ]"),
        ("[1, /* a, b */ 2, 3]", "/1", "[1, /* a, b */ 3]"),
        ("[1 /* a */, 2]", "/0", "[ /* a */2]"),
        ("[/* a */ 1]", "/0", "[/* a */ ]"),
        (r#"{"a": 1, "b": 2, "a": 3}"#, "/a", r#"{"b": 2}"#),
        (r#"{"a": 1, "a": 3, "b": 2}"#, "/a", r#"{"b": 2}"#),
        (r#"{"a": null}"#, "/a", "{}"),
    ] {
        assert_eq!(remove(text, pointer).unwrap(), expected, "{text}");
    }
}

#[test]
fn a_byte_order_mark_stays_where_it_is() {
    let text = "\u{feff}{\"cpu\": 1}";
    assert_eq!(set(text, "/cpu", &json!(2)).unwrap(), "\u{feff}{\"cpu\": 2}");
    assert_eq!(remove(text, "/cpu").unwrap(), "\u{feff}{}");
}

#[test]
fn null_on_the_way_is_a_member_left_out() {
    let set = |text, pointer| parse(&set(text, pointer, &json!(1)).unwrap(), &mut Findings::new()).unwrap();
    assert_eq!(set(r#"{"a": null, "b": 2}"#, "/a/c").to_value(), json!({"a": {"c": 1}, "b": 2}));
    assert_eq!(set(r#"{"a": [null]}"#, "/a/0/c").to_value(), json!({"a": [{"c": 1}]}));
    assert_eq!(set(r#"{"a": null}"#, "/a/0").to_value(), json!({"a": [1]}));
}

#[test]
fn two_elements_change_places_and_nothing_else_does() {
    let text = r#"{"list": [{"type": "spread" /* zones */}, /* then */ {"type": "random"}], "x": 1.0}"#;
    let swapped = swap(text, "/list/0", "/list/1").unwrap();
    assert_eq!(
        swapped,
        r#"{"list": [{"type": "random"}, /* then */ {"type": "spread" /* zones */}], "x": 1.0}"#
    );
    assert_eq!(swap(&swapped, "/list/1", "/list/0").as_deref(), Ok(text));
    assert_eq!(swap(text, "/list/0", "/list/2"), Err(super::EditError::NoSuchPlace));
    assert_eq!(swap(text, "/list", "/list/0"), Err(super::EditError::NoSuchPlace));
}

//! Patterns, held to the examples of the EventBridge guide.

use super::Pattern;
use crate::finding::Findings;
use crate::json;
use serde_json::{Value, json};

fn read(pattern: &str) -> Result<Pattern, Vec<super::PatternFault>> {
    Pattern::read(&json::parse(pattern, &mut Findings::new()).expect("JSON"))
}

fn matches(pattern: &Value, event: &Value) -> bool {
    let one = read(&pattern.to_string()).unwrap_or_else(|faults| panic!("{pattern}: {faults:?}"));
    // AWS's own way: the pattern is a string.
    let text = Value::String(pattern.to_string()).to_string();
    assert_eq!(Ok(&one), read(&text).as_ref(), "{pattern}");
    one.matches(event)
}

#[test]
fn values_match_as_the_guide_says() {
    let event = json!({
        "source": "aws.ecs",
        "detail": {"lastStatus": "STOPPED", "version": 3, "size": 3.0e2, "gone": null, "ready": true,
            "ip": "10.0.0.7", "ip6": "2001:db8::7", "key": "in/Photo.JPG", "none": [],
            "containers": [{"name": "app", "exitCode": 1}, {"name": "log", "exitCode": 0}]},
    });
    for (detail, wanted) in [
        (json!({"lastStatus": ["RUNNING", "STOPPED"]}), true),
        (json!({"lastStatus": ["RUNNING"]}), false),
        (json!({"size": [300]}), true),
        (json!({"ready": [true]}), true),
        (json!({"gone": [null]}), true),
        (json!({"gone": [{"exists": true}]}), true),
        (json!({"missing": [{"exists": false}]}), true),
        (json!({"none": [{"exists": false}]}), true),
        (json!({"containers": [{"exists": true}]}), false),
        (json!({"missing": {"inside": [{"exists": false}]}}), true),
        (json!({"missing": [{"anything-but": "x"}]}), false),
        (json!({"lastStatus": [{"prefix": "STOP"}]}), true),
        (json!({"lastStatus": [{"prefix": {"equals-ignore-case": "stop"}}]}), true),
        (json!({"key": [{"suffix": ".jpg"}]}), false),
        (json!({"key": [{"suffix": {"equals-ignore-case": ".jpg"}}]}), true),
        (json!({"lastStatus": [{"equals-ignore-case": "stopped"}]}), true),
        (json!({"lastStatus": [{"anything-but": ["RUNNING", "PENDING"]}]}), true),
        (json!({"lastStatus": [{"anything-but": "STOPPED"}]}), false),
        (json!({"version": [{"anything-but": [1, 2]}]}), true),
        (json!({"key": [{"anything-but": {"prefix": ["in/", "out/"]}}]}), false),
        (json!({"key": [{"anything-but": {"wildcard": "*/*.png"}}]}), true),
        (json!({"key": [{"wildcard": "in/*.JPG"}]}), true),
        (json!({"key": [{"wildcard": "*Ph*t*"}]}), true),
        (json!({"key": [{"wildcard": "in/*.J"}]}), false),
        (json!({"key": [{"wildcard": r"in\*"}]}), false),
        (json!({"version": [{"numeric": [">", 0, "<=", 3]}]}), true),
        (json!({"version": [{"numeric": ["<", 3]}]}), false),
        (json!({"size": [{"numeric": ["=", 300]}]}), true),
        (json!({"ip": [{"cidr": "10.0.0.0/24"}]}), true),
        (json!({"ip": [{"cidr": "10.0.1.0/24"}]}), false),
        (json!({"ip6": [{"cidr": "2001:db8::/32"}]}), true),
        (json!({"ip": [{"cidr": "2001:db8::/0"}]}), false),
        (json!({"containers": {"name": ["app"], "exitCode": [1]}}), true),
        (json!({"containers": {"name": ["app"], "exitCode": [0]}}), false),
        (json!({"$or": [{"lastStatus": ["RUNNING"]}, {"version": [3]}]}), true),
        (json!({"$or": [{"lastStatus": ["RUNNING"]}, {"version": [4]}]}), false),
    ] {
        let pattern = json!({"source": ["aws.ecs"], "detail": detail});
        assert_eq!(matches(&pattern, &event), wanted, "{pattern}");
    }
}

/// Whatever an event says beyond what is known of it, the quick look never turns a match away.
#[test]
fn the_quick_look_is_right_where_it_says_no() {
    let pattern =
        r#"{"source": [{"prefix": "aws."}], "detail-type": ["A"], "detail": {"x": [1], "y": {"z": ["a"]}}}"#;
    let pattern = read(pattern).expect("a pattern");
    for (part, may) in [
        (json!({"source": "aws.s3", "detail-type": "A"}), true),
        (json!({"source": "aws.s3", "detail-type": "B"}), false),
        (json!({"source": "mine", "detail-type": "A"}), false),
        (json!({"detail-type": "A", "detail": {"x": 1}}), true),
        (json!({"detail-type": "A", "detail": {"x": 2}}), false),
        (json!({"detail": {"y": {"v": 1}}}), true),
        (json!({"detail": {"y": {"z": "b"}}}), false),
    ] {
        assert_eq!(pattern.may_match(&part), may, "{part}");
    }
}

#[test]
fn what_is_wrong_is_said_with_awss_reason() {
    let told = [
        "5",
        "{}",
        r#"{"source": "aws.ecs"}"#,
        r#"{"source": []}"#,
        r#"{"source": [["aws.ecs"]]}"#,
        r#"{"source": [{"prefx": "aws."}]}"#,
        r#"{"source": [{"prefix": 5}]}"#,
        r#"{"source": [{"prefix": "a", "suffix": "b"}]}"#,
        r#"{"source": [{"exists": "yes"}]}"#,
        r#"{"source": [{"anything-but": {"numeric": ["=", 1]}}]}"#,
        r#"{"source": [{"numeric": [">"]}]}"#,
        r#"{"source": [{"numeric": ["~", 5]}]}"#,
        r#"{"source": [{"wildcard": "a**b"}]}"#,
        r#"{"source": [{"cidr": "10.0.0.0/33"}]}"#,
        r#"{"$or": [{"source": ["a"]}]}"#,
        r#""{not JSON""#,
    ]
    .map(|text| {
        let faults = read(text).expect_err(text);
        let told: Vec<String> = faults
            .iter()
            .map(|fault| format!("{}: {} [{}]", fault.pointer, fault.message, fault.reason))
            .collect();
        told.join("; ")
    });
    expect_test::expect![[r#"
        : an event pattern is an object [Filter is not an object]
        : an empty object matches nothing, and EventBridge does not take it [Empty objects are not allowed]
        /source: `source` is a string; in a pattern it is an object, or a list of values of which one matches ["source" must be an object or an array]
        /source: an empty list matches nothing, and EventBridge does not take it [Empty arrays are not allowed]
        /source/0: a value to match is a string, a number, true, false or null, not a list [Match value must be String, number, true, false, or null]
        /source/0/prefx: `prefx` is no operator of an event pattern: did you mean `prefix`? [Unrecognized match type prefx]
        /source/0/prefix: `prefix` takes a string [prefix match pattern must be a string]
        /source/0: an operator is an object with one member [Only one key allowed in match expression]
        /source/0/exists: `exists` is true or false [exists match pattern must be either true or false.]
        /source/0/anything-but/numeric: `numeric` cannot stand inside of `anything-but` [Unsupported anything-but pattern: numeric]
        /source/0/numeric: `numeric` takes a list: a comparison and a number, or two of each []
        /source/0/numeric: a comparison is one of =, <, <=, > and >= [Unrecognized numeric range operator: ~]
        /source/0/wildcard: a wildcard has single stars, and a backslash stands before a star or a backslash [Consecutive wildcard characters at pos 1]
        /source/0/cidr: `cidr` takes a block of addresses such as 10.0.0.0/24 []
        /$or: `$or` is a list of at least two objects []
        : an event pattern is JSON, and this text is not []"#]]
    .assert_eq(&told.join("\n"));
}

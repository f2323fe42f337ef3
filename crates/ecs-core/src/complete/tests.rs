use super::{Completions, complete};

/// What is offered where `|` stands.
fn at(marked: &str) -> Option<Completions> {
    let at = marked.find('|').unwrap();
    complete(&marked.replacen('|', "", 1), at)
}

fn labels(marked: &str) -> Vec<String> {
    at(marked).map_or_else(Vec::new, |found| found.items.into_iter().map(|item| item.label).collect())
}

/// The text after the item of that label is taken, with `|` for the caret.
fn taken(marked: &str, label: &str) -> String {
    let found = at(marked).unwrap();
    let item = found.items.iter().find(|item| item.label == label).unwrap();
    let mut text = marked.replacen('|', "", 1);
    let mut insert = item.insert.clone();
    insert.insert(item.caret, '|');
    text.replace_range(found.range.start..found.range.end, &insert);
    text
}

#[test]
fn an_empty_object_offers_what_must_be_given_first() {
    let found = labels("{|}");
    assert_eq!(found[..3], ["family", "containerDefinitions", "taskRoleArn"]);
    assert!(!found.contains(&"status".to_owned()) && !found.contains(&"revision".to_owned()));
    let items = at("{|}").unwrap().items;
    assert_eq!(items[0].detail, "required · string");
    let mode = items.iter().find(|item| item.label == "networkMode").unwrap();
    assert_eq!(mode.detail, "bridge | host | awsvpc | none");
    assert_eq!(items.last().unwrap().detail, "not simulated yet · TrustedExecutionConfiguration");
}

#[test]
fn a_name_brings_an_empty_value_along() {
    assert_eq!(taken("{|}", "family"), r#"{"family": "|"}"#);
    assert_eq!(taken("{|}", "containerDefinitions"), r#"{"containerDefinitions": [{|}]}"#);
    assert_eq!(
        taken(r#"{"containerDefinitions": [{"ess|"#, "essential"),
        r#"{"containerDefinitions": [{"essential": |"#
    );
    assert_eq!(taken("{fam|}", "family"), r#"{"family": "|"}"#);
    assert_eq!(taken(r#"{"fam|ily"}"#, "family"), r#"{"family": "|"}"#);
}

#[test]
fn a_name_that_has_its_colon_is_only_renamed() {
    assert_eq!(taken(r#"{"fam|": "web"}"#, "family"), r#"{"family"|: "web"}"#);
}

#[test]
fn commas_that_are_missing_are_put_in() {
    assert_eq!(taken(r#"{"| "cpu": "256"}"#, "family"), r#"{"family": "|", "cpu": "256"}"#);
    assert_eq!(
        taken("{\n  \"fa|\n  \"cpu\": \"256\"\n}", "family"),
        "{\n  \"family\": \"|\",\n  \"cpu\": \"256\"\n}"
    );
    assert_eq!(taken(r#"{"cpu": "256" |}"#, "family"), r#"{"cpu": "256" , "family": "|"}"#);
    assert_eq!(taken(r#"{"cpu": "256", |}"#, "family"), r#"{"cpu": "256", "family": "|"}"#);
}

#[test]
fn members_that_are_there_are_not_offered_again() {
    let found = labels(r#"{"family": "a", | "cpu": "256", "containerDefinitions": [{"memory": 1}]}"#);
    assert!(!found.iter().any(|label| ["family", "cpu", "containerDefinitions"].contains(&label.as_str())));
    assert!(found.contains(&"memory".to_owned()));
    assert!(labels(r#"{"family": "a", "cp|": "256"}"#).contains(&"cpu".to_owned()));
}

#[test]
fn shapes_are_followed_down() {
    let deep = r#"{"containerDefinitions": [{"name": "a", "portMappings": [{"containerPort": 80, "|"#;
    assert_eq!(labels(deep), ["hostPort", "protocol", "name", "containerPortRange", "appProtocol"]);
    assert_eq!(
        labels(r#"{"containerDefinitions": [{"portMappings": [{"appProtocol": "|"#),
        ["http", "http2", "grpc"]
    );
    assert_eq!(
        labels(r#"{"containerDefinitions": [{"portMappings": [{"protocol": "|"}]}]}"#),
        ["tcp", "udp"]
    );
    assert_eq!(labels(r#"{"containerDefinitions": [{"dockerLabels": {"|"}}]}"#), Vec::<String>::new());
    assert_eq!(labels(r#"{"containerDefinitions": [|]}"#), ["{}"]);
    assert_eq!(labels(r#"{"nobody": {"|"}}"#), Vec::<String>::new());
}

#[test]
fn values_are_offered() {
    assert_eq!(labels(r#"{"networkMode": |}"#), ["bridge", "host", "awsvpc", "none"]);
    assert_eq!(taken(r#"{"networkMode": "aw|"}"#, "awsvpc"), r#"{"networkMode": "awsvpc"|}"#);
    assert_eq!(taken("{\"networkMode\": \"aw|\n}", "awsvpc"), "{\"networkMode\": \"awsvpc\"|\n}");
    assert_eq!(
        taken(r#"{"requiresCompatibilities": ["EC2", F|]}"#, "FARGATE"),
        r#"{"requiresCompatibilities": ["EC2", "FARGATE"|]}"#
    );
    assert_eq!(labels(r#"{"containerDefinitions": [{"essential": t|}]}"#), ["true", "false"]);
    assert_eq!(taken(r#"{"runtimePlatform": |}"#, "{}"), r#"{"runtimePlatform": {|}}"#);
    assert_eq!(labels(r#"{"family": "we|"}"#), Vec::<String>::new());
}

#[test]
fn fargate_offers_what_it_sells() {
    assert_eq!(labels(r#"{"cpu": "|"}"#)[..3], ["256", "512", "1024"]);
    assert_eq!(labels(r#"{"memory": "|", "cpu": "256"}"#), ["512", "1024", "2048"]);
    assert_eq!(labels(r#"{"memory": "|"}"#), Vec::<String>::new());
}

#[test]
fn a_definition_is_known_in_every_wrapper() {
    assert!(labels(r#"{"taskDefinition": {"|"#).contains(&"family".to_owned()));
    assert!(labels(r#"[{"|"#).contains(&"family".to_owned()));
    assert_eq!(labels(r#"{"taskDefinition": {}, "|"}"#), Vec::<String>::new());
    let scenario = r#"{"version": 1, "taskDefinitions": [{"|"}]}"#;
    assert!(labels(scenario).contains(&"revision".to_owned()));
    assert!(labels(r#"{"|", "version": 1}"#).contains(&"services".to_owned()));
    assert!(labels(r#"{"version": 1, "services": [{"launchType": "|"}]}"#).contains(&"FARGATE".to_owned()));
    assert!(
        labels(r#"{"version": 1, "containerInstances": [{"instanceType": "t3.|"}]}"#)
            .contains(&"t3.medium".to_owned())
    );
}

#[test]
fn nothing_is_offered_where_nothing_is_written() {
    for marked in [
        "|",
        "|{}",
        "{} |",
        r#"{"family"| "#,
        "{// |\n}",
        "{/* | */}",
        r#"{"family" |}"#,
        r#"{"family": "a|"}"#,
    ] {
        assert_eq!(at(marked), None, "{marked}");
    }
}

#[test]
fn every_place_of_every_prefix_can_be_asked() {
    let text = r#"{"version": 1, /* ö */ "taskDefinitions": [{"family": "wéb", "containerDefinitions": [{"name": "a\"", "cpu": 1.5e3, "x": null}]}], "services": [}], ]{ "a": : , "#;
    for end in (0..=text.len()).filter(|end| text.is_char_boundary(*end)) {
        for at in (0..end).step_by(9).chain([end, end + 1]) {
            if let Some(found) = complete(text.get(..end).unwrap(), at) {
                assert!(found.range.start <= at && at <= found.range.end && found.range.end <= end.max(at));
            }
        }
    }
}

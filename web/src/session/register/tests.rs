use super::{Registered, deploy, register};
use ecs_core::{Document, json};
use serde_json::{Value, json};

const ARN: &str = "arn:aws:ecs:us-east-1:123456789012:task-definition/web";

const TEXT: &str = r#"{
  "version": 1, // kept
  "taskDefinitions": [{"family": "web", "containerDefinitions": [{"name": "app", "image": "app:1", "memory": 512}]}],
  "services": [
    {"serviceName": "web", "taskDefinition": "web:1", "desiredCount": 2},
    {"serviceName": "other", "taskDefinition": "arn:aws:ecs:us-east-1:123456789012:task-definition/web", "desiredCount": 1}
  ],
  "containerInstances": [
    {"instanceType": "t3.medium", "availabilityZone": "us-east-1b"},
    {"instanceType": "t3.medium", "availabilityZone": "us-east-1a"}
  ]
}"#;

fn raw(head: &str) -> String {
    format!(
        r#"{{{head}, /* mine */ "containerDefinitions": [{{"name": "a", "image": "a:1", "memory": 64}}]}}"#
    )
}

/// `taskDefinition` of each service.
fn references(registered: &Registered) -> Vec<Value> {
    list(&registered.text, "services").iter().map(|service| service["taskDefinition"].clone()).collect()
}

fn list(text: &str, member: &str) -> Vec<Value> {
    let document = Document::read(text);
    assert!(!document.has_errors(), "{text}\n{:?}", document.findings);
    document.root.unwrap().to_value()[member].as_array().cloned().unwrap_or_default()
}

#[test]
fn a_revision_is_appended_letter_for_letter_and_services_stay() {
    let raw = raw(r#""family": "web""#);
    let registered = register(TEXT, &[&raw]).unwrap();
    assert!(registered.text.contains(&raw) && registered.text.contains("// kept"));
    assert!(registered.text.contains(r#"{"family": "web", "containerDefinitions": [{"name": "app""#));
    assert_eq!((registered.number, registered.names[0].to_string().as_str()), (1, "web:2"));
    assert_eq!(references(&registered), [json!("web:1"), json!(format!("{ARN}:1"))]);
    let again = register(&registered.text, &[&raw]).unwrap();
    assert_eq!(again.names[0].to_string(), "web:3");
    assert_eq!(references(&again), references(&registered));
}

#[test]
fn another_family_changes_no_service() {
    let registered = register(TEXT, &[&raw(r#""family": "api""#)]).unwrap();
    assert_eq!(registered.names[0].to_string(), "api:1");
    assert_eq!(references(&registered), [json!("web:1"), json!(ARN)]);
}

#[test]
fn deployed_services_spell_the_revision_as_before() {
    let registered = deploy(TEXT, 0, &[&raw(r#""family": "web""#)], false).unwrap();
    assert_eq!(references(&registered), [json!("web:2"), json!(ARN)]);
}

#[test]
fn a_service_of_another_revision_stays_where_it_is() {
    let two = register(&TEXT.replace(ARN, "web"), &[&raw(r#""family": "web""#)]).unwrap().text;
    let newest = json::set(&two, "/services/1/taskDefinition", &json!("web")).unwrap();
    let registered = deploy(&newest, 0, &[&raw(r#""family": "web""#)], false).unwrap();
    assert_eq!(references(&registered), [json!("web:3"), json!("web:2")]);
}

#[test]
fn a_revision_that_is_written_down_counts_where_it_is_the_newest() {
    let kept = register(TEXT, &[&raw(r#""family": "web", "revision": 7"#)]).unwrap();
    assert_eq!(kept.names[0].to_string(), "web:7");
    let taken = raw(r#""family": "web", "revision": 7"#);
    let dropped = register(&kept.text, &[&taken]).unwrap();
    assert_eq!(dropped.names[0].to_string(), "web:8");
    assert_eq!(list(&dropped.text, "taskDefinitions")[2].get("revision"), None);
    // Listed out of order, the core would count on from the last.
    let last_is_lower = json::set(&kept.text, "/taskDefinitions/0/revision", &json!(9)).unwrap();
    let written = register(&last_is_lower.replace("web:1", "web"), &[&raw(r#""family": "web""#)]).unwrap();
    assert_eq!(written.names[0].to_string(), "web:10");
    assert_eq!(list(&written.text, "taskDefinitions")[2]["revision"], 10);
}

#[test]
fn services_follow_a_family_that_was_renamed() {
    let registered = deploy(TEXT, 0, &[&raw(r#""family": "api""#)], false).unwrap();
    let services = list(&registered.text, "services");
    assert_eq!(services[0], json!({"serviceName": "api", "taskDefinition": "api:1", "desiredCount": 2}));
    assert_eq!(services[1]["serviceName"], "other");
    assert_eq!(services[1]["taskDefinition"], ARN.replace("web", "api"));
    assert_eq!(list(&registered.text, "taskDefinitions").len(), 2);
}

#[test]
fn services_follow_network_mode_and_launch_type_and_back() {
    let fargate = r#"{"family": "web", "networkMode": "awsvpc", "requiresCompatibilities": ["FARGATE"],
            "cpu": "256", "memory": "512", "containerDefinitions": [{"name": "a", "image": "a:1"}]}"#;
    let registered = deploy(TEXT, 0, &[fargate], false).unwrap();
    let on_fargate = list(&registered.text, "services");
    assert_eq!(on_fargate[0]["launchType"], "FARGATE");
    assert_eq!(
        on_fargate[0]["networkConfiguration"]["awsvpcConfiguration"]["subnets"],
        json!(["subnet-a", "subnet-b"])
    );
    let back = deploy(&registered.text, registered.number, &[&raw(r#""family": "web""#)], false).unwrap();
    assert_eq!(
        list(&back.text, "services")[0],
        json!({"serviceName": "web", "taskDefinition": "web:3", "desiredCount": 2})
    );
}

#[test]
fn a_definition_that_nobody_runs_gets_a_service() {
    let text = register(TEXT, &[&raw(r#""family": "db""#)]).unwrap().text;
    let registered = deploy(&text, 1, &[&raw(r#""family": "other""#)], false).unwrap();
    let services = list(&registered.text, "services");
    assert_eq!(services[0]["taskDefinition"], "web:1");
    assert_eq!(services[2], json!({"serviceName": "other-2", "taskDefinition": "other", "desiredCount": 1}));
    let first = deploy(r#"{"version": 1}"#, 0, &[&raw(r#""family": "web""#)], false).unwrap();
    assert_eq!(
        list(&first.text, "services"),
        [json!({"serviceName": "web", "taskDefinition": "web", "desiredCount": 1})]
    );
    assert!(
        list(&register(r#"{"version": 1}"#, &[&raw(r#""family": "web""#)]).unwrap().text, "services")
            .is_empty()
    );
}

#[test]
fn cloud_formations_spelling_is_registered_as_it_is() {
    let pascal =
        r#"{"Family": "web", "ContainerDefinitions": [{"Name": "a", "Image": "a:1", "Memory": 64}]}"#;
    let registered = deploy(TEXT, 0, &[pascal], false).unwrap();
    assert!(registered.text.contains(pascal));
    assert_eq!(references(&registered), [json!("web:2"), json!(ARN)]);
}

#[test]
fn each_of_a_list_is_registered_and_the_newest_of_each_family_deployed() {
    let raws = [
        raw(r#""family": "db""#),
        raw(r#""family": "web""#),
        raw(r#""family": "web", "cpu": "256""#),
        raw(r#""family": "db", "revision": 7"#),
    ];
    let raws: Vec<&str> = raws.iter().map(String::as_str).collect();
    let registered = register(TEXT, &raws).unwrap();
    let names: Vec<String> = registered.names.iter().map(ToString::to_string).collect();
    assert_eq!(names, ["db:1", "web:2", "web:3", "db:7"]);
    assert!(raws.iter().all(|raw| registered.text.contains(raw)));
    assert_eq!(references(&registered), [json!("web:1"), json!(format!("{ARN}:1"))]);
    let deployed = deploy(TEXT, 0, &raws, false).unwrap();
    assert_eq!(references(&deployed), [json!("web:3"), json!(ARN), json!("db")]);
    let again = deploy(&deployed.text, 0, &[&raw(r#""family": "other""#), &raw(r#""family": "db""#)], false);
    // Nobody runs web:1, so the first of the list gets a service; those of db follow theirs.
    assert_eq!(references(&again.unwrap()), [json!("web:3"), json!(ARN), json!("db"), json!("other")]);
}

#[test]
fn thousands_of_services_follow_in_one_pass() {
    let service = |number: usize| json!({"serviceName": format!("s{number}"), "taskDefinition": "web:1", "desiredCount": 1});
    let services: Vec<Value> = (0..5000).map(service).collect();
    let text = json::set(TEXT, "/services", &json!(services)).unwrap();
    let began = std::time::Instant::now();
    let deployed = deploy(&text, 0, &[&raw(r#""family": "web", "networkMode": "awsvpc""#)], false).unwrap();
    // Far more than one pass takes, far less than one a service would.
    assert!(began.elapsed().as_secs() < 10, "{:?}", began.elapsed());
    assert!(references(&deployed).iter().all(|reference| reference == "web:2"));
}

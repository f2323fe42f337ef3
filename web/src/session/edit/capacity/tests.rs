use super::CapacityEdit;
use crate::session::edit::{Edit, StrategyEdit, StrategyOf, edit};
use crate::session::outline::Outline;
use ecs_core::Document;
use ecs_core::finding::Severity;
use serde_json::{Value, json};

const TEXT: &str = r#"{"version": 1,
  "taskDefinitions": [{"family": "web", "containerDefinitions": [{"name": "app", "image": "app:1", "cpu": 256, "memory": 256}]}],
  "services": [{"serviceName": "web", "taskDefinition": "web", "desiredCount": 3,
    "capacityProviderStrategy": [{"capacityProvider": "cp", "weight": 1}]}]}"#;

fn after(changes: &[Edit]) -> String {
    changes.iter().fold(TEXT.to_owned(), |text, change| edit(&text, &Outline::read(&text), change).unwrap())
}

fn made(changes: Vec<CapacityEdit>) -> Value {
    let changes: Vec<Edit> = changes.into_iter().map(Edit::Capacity).collect();
    serde_json::from_str(&after(&changes)).unwrap()
}

fn errors(text: &str) -> Vec<String> {
    let findings = Document::read(text).findings;
    findings.iter().filter(|said| said.severity == Severity::Error).map(|said| said.message.clone()).collect()
}

#[test]
fn a_provider_brings_a_group_along_and_both_are_accepted() {
    let changes = [CapacityEdit::AddProvider, CapacityEdit::AddSchedule(0), CapacityEdit::AddTemplate];
    let text = after(&changes.clone().map(Edit::Capacity));
    assert_eq!(errors(&text), Vec::<String>::new(), "{text}");
    let scenario = made(changes.into());
    assert_eq!(scenario["autoScalingGroups"][0]["AutoScalingGroupName"], "asg");
    assert_eq!(scenario["capacityProviders"][0]["autoScalingGroupProvider"]["autoScalingGroupArn"], "asg");
    let second = made(vec![CapacityEdit::AddGroup, CapacityEdit::AddProvider, CapacityEdit::AddProvider]);
    assert_eq!(second["autoScalingGroups"].as_array().unwrap().len(), 2);
    assert_eq!(second["capacityProviders"][1]["autoScalingGroupProvider"]["autoScalingGroupArn"], "asg-2");
}

#[test]
fn names_are_followed() {
    let scenario = made(vec![
        CapacityEdit::AddProvider,
        CapacityEdit::AddSchedule(0),
        CapacityEdit::RenameGroup(0, "workers".to_owned()),
        CapacityEdit::RenameProvider(0, "spot".to_owned()),
    ]);
    assert_eq!(
        scenario["capacityProviders"][0]["autoScalingGroupProvider"]["autoScalingGroupArn"],
        "workers"
    );
    assert_eq!(scenario["autoScalingScheduledActions"][0]["AutoScalingGroupName"], "workers");
    assert_eq!(scenario["services"][0]["capacityProviderStrategy"][0]["capacityProvider"], "spot");
}

#[test]
fn what_goes_is_named_no_longer() {
    let gone = made(vec![
        CapacityEdit::AddProvider,
        CapacityEdit::Associate("FARGATE_SPOT".to_owned(), false),
        CapacityEdit::AddSchedule(0),
        CapacityEdit::RemoveProvider(0),
        CapacityEdit::RemoveGroup(0),
    ]);
    assert_eq!(gone["cluster"], json!({"capacityProviders": ["FARGATE"]}));
    assert!(gone["services"][0].get("capacityProviderStrategy").is_none());
    for list in ["capacityProviders", "autoScalingGroups", "autoScalingScheduledActions"] {
        assert!(gone.get(list).is_none(), "{list}");
    }
}

#[test]
fn the_cluster_lists_its_providers_from_the_first_that_goes_on() {
    let associate = |name: &str, on| CapacityEdit::Associate(name.to_owned(), on);
    assert!(made(vec![associate("FARGATE", true)]).get("cluster").is_none());
    let one =
        made(vec![CapacityEdit::AddProvider, associate("FARGATE", false), associate("FARGATE_SPOT", false)]);
    assert_eq!(one["cluster"]["capacityProviders"], json!(["cp"]));
    let more = made(vec![associate("FARGATE", false), associate("FARGATE", true), CapacityEdit::AddProvider]);
    assert_eq!(more["cluster"]["capacityProviders"], json!(["FARGATE_SPOT", "FARGATE", "cp"]));
}

#[test]
fn the_clusters_strategy_is_edited_as_a_services() {
    let own = |edit| Edit::Strategy(StrategyOf::Cluster, edit);
    let text = after(&[
        Edit::Capacity(CapacityEdit::AddProvider),
        own(StrategyEdit::Add),
        own(StrategyEdit::Base(0, "2".to_owned())),
    ]);
    let scenario: Value = serde_json::from_str(&text).unwrap();
    let strategy = &scenario["cluster"]["defaultCapacityProviderStrategy"];
    assert_eq!(*strategy, json!([{"capacityProvider": "cp", "weight": 1, "base": 2}]));
    let none = edit(&text, &Outline::read(&text), &own(StrategyEdit::Remove(0))).unwrap();
    assert!(!none.contains("defaultCapacityProviderStrategy"));
}

#[test]
fn one_type_becomes_several_and_one_again() {
    let several = vec![CapacityEdit::AddGroup, CapacityEdit::Mixed(0, true), CapacityEdit::AddType(0)];
    let group = |changes: Vec<CapacityEdit>| made(changes)["autoScalingGroups"][0].take();
    let mixed = group(several.clone());
    assert_eq!(
        mixed["MixedInstancesPolicy"]["LaunchTemplate"]["Overrides"],
        json!([{"InstanceType": "t3.medium"}, {"InstanceType": "t3.medium"}])
    );
    assert_eq!(mixed["simulation"], json!({}));
    let one = group([several, vec![CapacityEdit::Mixed(0, false)]].concat());
    assert_eq!(one["simulation"], json!({"instanceType": "t3.medium"}));
    assert!(one.get("MixedInstancesPolicy").is_none());
}

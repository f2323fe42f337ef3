//! Calls that end several entries, name one by several members, add one, or are about the cluster.

use super::tests::{at_second, edited, timeline};
use crate::session::{
    Action, AlarmEdit, Edit, InstanceField, Move, NetworkEdit, NetworkField, NetworkPart, StrategyEdit,
    StrategyOf, reduce,
};
use serde_json::{Value, json};

const TEXT: &str = r#"{"version": 1,
  "taskDefinitions": [{"family": "web", "containerDefinitions": [{"name": "a", "image": "a:1", "memory": 64, "portMappings": [{"containerPort": 80}]}]}],
  "containerInstances": [{"instanceType": "t3.medium", "availabilityZone": "us-east-1a", "count": 2}],
  "loadBalancers": [{"Name": "alb"}],
  "targetGroups": [{"Name": "blue", "Protocol": "HTTP", "Port": 80}, {"Name": "green", "Protocol": "HTTP", "Port": 80}],
  "listeners": [{"LoadBalancerArn": "alb", "Protocol": "HTTP", "Port": 80, "DefaultActions": [{"Type": "forward", "TargetGroupArn": "blue"}]}],
  "autoScalingGroups": [{"AutoScalingGroupName": "pool", "MinSize": 1, "MaxSize": 3, "DesiredCapacity": 1, "AvailabilityZones": ["us-east-1a"], "simulation": {"instanceType": "t3.medium"}}],
  "capacityProviders": [{"name": "pool", "autoScalingGroupProvider": {"autoScalingGroupArn": "pool"}}],
  "alarms": [
    {"AlarmName": "one", "Namespace": "Own", "MetricName": "m", "Statistic": "Sum", "Period": 60, "EvaluationPeriods": 1, "Threshold": 1, "ComparisonOperator": "GreaterThanThreshold"},
    {"AlarmName": "two", "Namespace": "Own", "MetricName": "m", "Statistic": "Sum", "Period": 60, "EvaluationPeriods": 1, "Threshold": 2, "ComparisonOperator": "GreaterThanThreshold"},
    {"AlarmName": "three", "Namespace": "Own", "MetricName": "m", "Statistic": "Sum", "Period": 60, "EvaluationPeriods": 1, "Threshold": 3, "ComparisonOperator": "GreaterThanThreshold"}],
  "simulation": {"durationSeconds": 1800, "timeline": [
    {"atSeconds": 100, "action": "cloudwatch:DeleteAlarms", "input": {"AlarmNames": ["one", "three"]}}]}}"#;

fn made(state: &crate::session::State) -> Vec<(String, Value)> {
    let calls = timeline(state).into_iter().skip(1);
    calls.map(|call| (call["action"].as_str().unwrap().to_owned(), call["input"].clone())).collect()
}

#[test]
fn alarms_are_deleted_where_the_playhead_stands() {
    let names = |second| -> Vec<String> {
        at_second(TEXT, second).outline.alarms.iter().map(|alarm| alarm.name.clone()).collect()
    };
    assert_eq!(
        (names(50), names(300)),
        (vec!["one".into(), "two".into(), "three".into()], vec!["two".into()])
    );
    let state = edited(&at_second(TEXT, 300), Edit::Alarm(AlarmEdit::Remove(0)));
    assert_eq!(made(&state), [("cloudwatch:DeleteAlarms".to_owned(), json!({"AlarmNames": ["two"]}))]);
    assert!(state.outline.alarms.is_empty() && state.text.contains("\"AlarmName\": \"two\""));
    // Behind it another of that name can be put.
    let again = edited(&state, Edit::Alarm(AlarmEdit::Add));
    assert_eq!(made(&again)[1].0, "cloudwatch:PutMetricAlarm");
}

#[test]
fn a_listener_forwards_elsewhere_by_a_call_that_names_it_by_load_balancer_and_port() {
    let to = |group: &str| {
        Edit::Network(NetworkEdit::Set(NetworkPart::Listener(0), NetworkField::Target, group.to_owned()))
    };
    let state = edited(&at_second(TEXT, 300), to("green"));
    let actions = json!([{"Type": "forward", "TargetGroupArn": "green"}]);
    let call = json!({"ListenerArn": "alb:80", "DefaultActions": actions});
    assert_eq!(made(&state), [("elasticloadbalancing:ModifyListener".to_owned(), call)]);
    let later = reduce(&state, Action::Time(Move::To(ecs_core::SimTime::from_seconds(400))));
    assert_eq!(later.standing_text().matches("\"TargetGroupArn\": \"green\"").count(), 2);
    // Back at the same second it is the same call.
    assert_eq!(made(&edited(&state, to("blue"))).len(), 1);
    let port = Edit::Network(NetworkEdit::Set(NetworkPart::Listener(0), NetworkField::Port, "81".to_owned()));
    let begun = edited(&state, port);
    assert!(begun.note.unwrap().text.contains("The beginning is changed: Port (listeners)"));
}

#[test]
fn instances_that_are_added_register_and_have_a_name() {
    let state = edited(&edited(&at_second(TEXT, 300), Edit::AddInstances), Edit::AddInstances);
    let names: Vec<(String, Value)> =
        made(&state).into_iter().map(|(action, input)| (action, input["name"].clone())).collect();
    let register = "ecs:RegisterContainerInstance".to_owned();
    assert_eq!(names, [(register.clone(), json!("added")), (register, json!("added-2"))]);
    assert_eq!(state.outline.instances.len(), 3);
    // What is typed into a new entry is in its call; one that was there changes at the beginning.
    let counted = edited(&state, Edit::Instance(1, InstanceField::Count, "5".to_owned()));
    assert_eq!(made(&counted)[0].1["count"], json!(5));
    assert!(counted.note.as_ref().unwrap().text.starts_with("The call that made it is changed"));
    let begun = edited(&counted, Edit::Instance(0, InstanceField::Count, "7".to_owned()));
    assert!(begun.note.as_ref().unwrap().text.starts_with("The beginning is changed: containerInstances"));
    assert_eq!((made(&begun), begun.text.contains("\"count\": 7")), (made(&counted), true));
    // Without its call it is not there.
    assert_eq!(made(&edited(&begun, Edit::RemoveInstances(2))).len(), 1);
}

#[test]
fn the_clusters_own_strategy_is_put_with_the_providers_that_it_has() {
    let own = |edit| Edit::Strategy(StrategyOf::Cluster, edit);
    let state = edited(&at_second(TEXT, 300), own(StrategyEdit::Add));
    let state = edited(&state, own(StrategyEdit::Provider(0, "pool".to_owned())));
    let state = edited(&state, own(StrategyEdit::Weight(0, "3".to_owned())));
    let calls = made(&state);
    assert_eq!((calls.len(), calls[0].0.as_str()), (1, "ecs:PutClusterCapacityProviders"));
    assert_eq!(calls[0].1["capacityProviders"], json!(["FARGATE", "FARGATE_SPOT", "pool"]));
    assert_eq!(
        calls[0].1["defaultCapacityProviderStrategy"],
        json!([{"capacityProvider": "pool", "weight": 3}])
    );
    assert!(!state.text.contains("\"cluster\""), "the beginning is as it was");
    assert_eq!(state.outline.capacity.strategy.len(), 1);
}

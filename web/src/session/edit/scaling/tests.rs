use super::ScalingEdit;
use crate::session::edit::{CapacityEdit, Edit, QueryEdit, ServiceField, edit};
use crate::session::outline::Outline;
use crate::session::queries::MATH;
use crate::session::scaling::{PolicyAt, PolicyOf, PolicyType};
use ecs_core::Document;
use ecs_core::finding::Severity;
use serde_json::{Value, json};

const TEXT: &str = r#"{"version": 1,
  "taskDefinitions": [{"family": "web", "containerDefinitions": [{"name": "app", "image": "app:1", "cpu": 256, "memory": 256}]}],
  "services": [{"serviceName": "web", "taskDefinition": "web", "desiredCount": 3}],
  "queues": [{"QueueName": "jobs"}],
  "alarms": [{"AlarmName": "busy", "Namespace": "AWS/ECS", "MetricName": "CPUUtilization", "Statistic": "Average",
    "Dimensions": [{"Name": "ClusterName", "Value": "default"}, {"Name": "ServiceName", "Value": "web"}],
    "Period": 60, "EvaluationPeriods": 1, "Threshold": 50, "ComparisonOperator": "GreaterThanThreshold"}]}"#;

fn of_service(number: usize) -> PolicyAt {
    PolicyAt { of: PolicyOf::Service, number }
}

fn after(changes: &[Edit]) -> String {
    changes.iter().fold(TEXT.to_owned(), |text, change| edit(&text, &Outline::read(&text), change).unwrap())
}

fn scaled(changes: &[ScalingEdit]) -> Value {
    let changes: Vec<Edit> = changes.iter().cloned().map(Edit::Scaling).collect();
    serde_json::from_str(&after(&changes)).unwrap()
}

/// A target with a policy of each kind and a schedule; the second policy is set off by the alarm.
fn all() -> Vec<ScalingEdit> {
    vec![
        ScalingEdit::AddTarget(0),
        ScalingEdit::AddPolicy(PolicyOf::Service, 0, PolicyType::Tracking),
        ScalingEdit::AddPolicy(PolicyOf::Service, 0, PolicyType::Step),
        ScalingEdit::Alarm(of_service(1), "busy".to_owned()),
        ScalingEdit::AddSchedule(0),
    ]
}

fn errors(text: &str) -> Vec<String> {
    let findings = Document::read(text).findings;
    findings.iter().filter(|said| said.severity < Severity::Info).map(|said| said.message.clone()).collect()
}

#[test]
fn what_is_added_is_accepted_as_it_is() {
    let text = after(&all().into_iter().map(Edit::Scaling).collect::<Vec<Edit>>());
    assert_eq!(errors(&text), Vec::<String>::new(), "{text}");
    let scenario = scaled(&all());
    assert_eq!(
        scenario["scalableTargets"],
        json!([{"ResourceId": "service/default/web", "MinCapacity": 1, "MaxCapacity": 6}])
    );
    assert_eq!(scenario["scalingPolicies"][0]["PolicyName"], "cpu");
    assert_eq!(scenario["alarms"][0]["AlarmActions"], json!(["service/default/web/steps"]));
    assert_eq!(scenario["scheduledActions"][0]["ScalableTargetAction"], json!({"MinCapacity": 3}));
}

#[test]
fn a_service_takes_its_scaling_along() {
    let service = |name: &str| Edit::Service(0, ServiceField::Name, name.to_owned());
    let mut changes: Vec<Edit> = all().into_iter().map(Edit::Scaling).collect();
    changes.push(service("shop"));
    let renamed: Value = serde_json::from_str(&after(&changes)).unwrap();
    for list in ["scalableTargets", "scalingPolicies", "scheduledActions"] {
        assert_eq!(renamed[list][0]["ResourceId"], "service/default/shop", "{list}");
    }
    assert_eq!(renamed["alarms"][0]["AlarmActions"], json!(["service/default/shop/steps"]));
    for last in [Edit::RemoveService(0), Edit::Scaling(ScalingEdit::RemoveTarget(0))] {
        changes.push(last);
        let gone: Value = serde_json::from_str(&after(&changes)).unwrap();
        for list in ["scalableTargets", "scalingPolicies", "scheduledActions"] {
            assert!(gone.get(list).is_none(), "{list}");
        }
        assert!(gone["alarms"][0].get("AlarmActions").is_none());
        changes.pop();
    }
}

#[test]
fn letter_by_letter_scaling_stays_with_its_service() {
    let service = |name: &str| Edit::Service(0, ServiceField::Name, name.to_owned());
    let mut changes: Vec<Edit> = all().into_iter().map(Edit::Scaling).collect();
    changes.extend(["we", "w", "", "s", "sh"].map(service));
    let renamed: Value = serde_json::from_str(&after(&changes)).unwrap();
    assert_eq!(renamed["scalableTargets"][0]["ResourceId"], "service/default/sh");
    assert_eq!(renamed["alarms"][0]["AlarmActions"], json!(["service/default/sh/steps"]));
    // On the way a name is another's: what is told of the first stays behind, and is not the other's.
    changes.extend([Edit::AddService(0), service("web"), Edit::RemoveService(0)]);
    let shared: Value = serde_json::from_str(&after(&changes)).unwrap();
    assert_eq!(shared["scalableTargets"][0]["ResourceId"], "service/default/sh");
}

#[test]
fn a_policy_takes_its_name_along_to_the_alarms_and_leaves_them() {
    let with = |last: ScalingEdit| scaled(&[all(), vec![last]].concat());
    let renamed = with(ScalingEdit::RenamePolicy(of_service(1), "out".to_owned()));
    assert_eq!(renamed["scalingPolicies"][1]["PolicyName"], "out");
    assert_eq!(renamed["alarms"][0]["AlarmActions"], json!(["service/default/web/out"]));
    // Two of one name: nobody can tell which the alarm means.
    let same = with(ScalingEdit::RenamePolicy(of_service(1), "cpu".to_owned()));
    assert_eq!(same["alarms"][0]["AlarmActions"], json!(["service/default/web/steps"]));
    for edit in [ScalingEdit::RemovePolicy(of_service(1)), ScalingEdit::Alarm(of_service(1), String::new())] {
        assert!(with(edit)["alarms"][0].get("AlarmActions").is_none());
    }
    assert_eq!(
        with(ScalingEdit::RemovePolicy(of_service(1)))["scalingPolicies"].as_array().unwrap().len(),
        1
    );
}

#[test]
fn policies_of_a_group_are_accepted_as_they_are_added() {
    let add = |kind| Edit::Scaling(ScalingEdit::AddPolicy(PolicyOf::Group, 0, kind));
    let of_group = |number| PolicyAt { of: PolicyOf::Group, number };
    let group = |edit| Edit::Scaling(edit);
    let mut changes = vec![
        Edit::Capacity(CapacityEdit::AddGroup),
        add(PolicyType::Tracking),
        add(PolicyType::Step),
        add(PolicyType::Simple),
        group(ScalingEdit::Alarm(of_group(1), "busy".to_owned())),
        group(ScalingEdit::AddStep(of_group(1))),
        group(ScalingEdit::RenamePolicy(of_group(1), "more".to_owned())),
        Edit::Capacity(CapacityEdit::RenameGroup(0, "workers".to_owned())),
    ];
    let text = after(&changes);
    assert_eq!(errors(&text), Vec::<String>::new(), "{text}");
    let scenario: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(scenario["alarms"][0]["AlarmActions"], json!(["workers/more"]));
    assert_eq!(scenario["autoScalingPolicies"][1]["StepAdjustments"].as_array().unwrap().len(), 2);
    changes.push(group(ScalingEdit::Metric(of_group(0), MATH.to_owned())));
    let math = after(&changes);
    assert_eq!(errors(&math), Vec::<String>::new(), "{math}");
    assert!(math.contains("MAX([cpu, memory])"));
    changes.push(Edit::Capacity(CapacityEdit::RemoveGroup(0)));
    let gone: Value = serde_json::from_str(&after(&changes)).unwrap();
    assert!(gone.get("autoScalingPolicies").is_none() && gone["alarms"][0].get("AlarmActions").is_none());
}

#[test]
fn steps_go_on_where_the_last_one_ends() {
    let steps = |count: usize| {
        let more = vec![ScalingEdit::AddStep(of_service(1)); count];
        scaled(&[all(), more].concat())["scalingPolicies"][1]["StepScalingPolicyConfiguration"]["StepAdjustments"]
            .take()
    };
    assert_eq!(
        steps(2),
        json!([
            {"MetricIntervalLowerBound": 0, "ScalingAdjustment": 1, "MetricIntervalUpperBound": 10},
            {"MetricIntervalLowerBound": 10, "ScalingAdjustment": 2, "MetricIntervalUpperBound": 20},
            {"MetricIntervalLowerBound": 20, "ScalingAdjustment": 3},
        ])
    );
}

#[test]
fn a_policy_follows_what_is_chosen() {
    let tracked = |changes: &[ScalingEdit]| {
        let mut scenario = scaled(&[all(), changes.to_vec()].concat());
        scenario["scalingPolicies"][0]["TargetTrackingScalingPolicyConfiguration"].take()
    };
    let metric = |chosen: &str| ScalingEdit::Metric(of_service(0), chosen.to_owned());
    let outline = Outline::read(TEXT);
    let queue = outline.metrics.iter().find(|choice| choice.metric.namespace == "AWS/SQS").unwrap();
    let queue = queue.metric.to_string();
    let customised = tracked(&[metric(&queue)]);
    assert_eq!(customised["CustomizedMetricSpecification"]["Namespace"], "AWS/SQS");
    assert!(customised.get("PredefinedMetricSpecification").is_none());
    let back = tracked(&[metric(&queue), metric("ALBRequestCountPerTarget app/front/targetgroup/web")]);
    assert_eq!(
        back["PredefinedMetricSpecification"],
        json!({"PredefinedMetricType": "ALBRequestCountPerTarget", "ResourceLabel": "app/front/targetgroup/web"})
    );
    assert!(back.get("CustomizedMetricSpecification").is_none());
}

#[test]
fn an_expression_begins_as_the_backlog_of_a_task_and_can_be_changed() {
    let mut changes = vec![ScalingEdit::Metric(of_service(0), MATH.to_owned())];
    let text = |changes: &[ScalingEdit]| {
        let all: Vec<Edit> = all().into_iter().chain(changes.to_vec()).map(Edit::Scaling).collect();
        after(&all)
    };
    assert_eq!(errors(&text(&changes)), Vec::<String>::new());
    changes.extend([
        ScalingEdit::Query(of_service(0), QueryEdit::AddMetric),
        ScalingEdit::Query(of_service(0), QueryEdit::Id(3, "extra".to_owned())),
        ScalingEdit::Query(of_service(0), QueryEdit::Expression(2, "(waiting + extra) / running".to_owned())),
    ]);
    assert_eq!(errors(&text(&changes)), Vec::<String>::new());
    changes.push(ScalingEdit::Query(of_service(0), QueryEdit::Remove(3)));
    assert!(!errors(&text(&changes)).is_empty(), "`extra` is gone");
    changes.truncate(4);
    let query = |edit| ScalingEdit::Query(of_service(0), edit);
    changes.extend([
        query(QueryEdit::Id(0, "visible".to_owned())),
        query(QueryEdit::Statistic(0, "Maximum".to_owned())),
        query(QueryEdit::AddExpression),
        query(QueryEdit::Returns("e1".to_owned())),
    ]);
    let text = text(&changes);
    assert_eq!(errors(&text), Vec::<String>::new());
    let scenario: Value = serde_json::from_str(&text).unwrap();
    let metrics = &scenario["scalingPolicies"][0]["TargetTrackingScalingPolicyConfiguration"]["CustomizedMetricSpecification"]
        ["Metrics"];
    assert_eq!(
        (&metrics[0]["Id"], &metrics[0]["MetricStat"]["Stat"]),
        (&json!("visible"), &json!("Maximum"))
    );
    assert_eq!(metrics[2]["Expression"], "(visible + extra) / running");
    assert_eq!(metrics[2]["ReturnData"], json!(false));
    assert_eq!(metrics[4], json!({"Id": "e1", "Expression": "visible"}));
}

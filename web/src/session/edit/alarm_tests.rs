use super::alarm::{AlarmEdit, AlarmField};
use crate::session::edit::{Edit, QueryEdit, edit};
use crate::session::outline::Outline;
use crate::session::queries::MATH;
use ecs_core::Document;
use ecs_core::finding::{Finding, Severity};
use serde_json::{Value, json};

const TEXT: &str = r#"{"version": 1, "services": [{"serviceName": "web", "taskDefinition": "web"}],
  "queues": [{"QueueName": "jobs"}]}"#;

fn written(changes: &[AlarmEdit]) -> String {
    changes.iter().fold(TEXT.to_owned(), |text, change| {
        edit(&text, &Outline::read(&text), &Edit::Alarm(change.clone())).unwrap()
    })
}

fn after(changes: &[AlarmEdit]) -> Value {
    let mut scenario: Value = serde_json::from_str(&written(changes)).unwrap();
    scenario["alarms"].take()
}

fn set(field: AlarmField, typed: &str) -> AlarmEdit {
    AlarmEdit::Set(0, field, typed.to_owned())
}

#[test]
fn a_new_alarm_watches_the_first_thing_there_is() {
    let cpu = json!({"AlarmName": "alarm-1", "Period": 60, "EvaluationPeriods": 3, "Threshold": 70,
        "ComparisonOperator": "GreaterThanThreshold", "Namespace": "AWS/ECS", "MetricName": "CPUUtilization",
        "Dimensions": [{"Name": "ClusterName", "Value": "default"}, {"Name": "ServiceName", "Value": "web"}],
        "Statistic": "Average"});
    assert_eq!(after(&[AlarmEdit::Add]), json!([cpu]));
    assert_eq!(after(&[AlarmEdit::Add, AlarmEdit::Add])[1]["AlarmName"], "alarm-2");
    assert_eq!(after(&[AlarmEdit::Add, AlarmEdit::Remove(0)]), json!(null));
}

#[test]
fn a_metric_brings_its_dimensions_and_its_statistic() {
    let queue = "AWS/SQS NumberOfMessagesSent QueueName=jobs";
    let alarm = after(&[
        AlarmEdit::Add,
        set(AlarmField::Statistic, "p90"),
        set(AlarmField::Metric, queue),
        set(AlarmField::Threshold, "0.5"),
        set(AlarmField::Datapoints, "2"),
        set(AlarmField::Missing, "breaching"),
    ]);
    let alarm = &alarm[0];
    assert_eq!(alarm["Dimensions"], json!([{"Name": "QueueName", "Value": "jobs"}]));
    assert_eq!((&alarm["Statistic"], &alarm["ExtendedStatistic"]), (&json!("Sum"), &json!(null)));
    assert_eq!((&alarm["Threshold"], &alarm["DatapointsToAlarm"]), (&json!(0.5), &json!(2)));
    assert_eq!(alarm["TreatMissingData"], "breaching");
    let back = after(&[
        AlarmEdit::Add,
        set(AlarmField::Datapoints, "2"),
        set(AlarmField::Datapoints, ""),
        set(AlarmField::Missing, "ignore"),
        set(AlarmField::Missing, "missing"),
    ]);
    assert_eq!((&back[0]["DatapointsToAlarm"], &back[0]["TreatMissingData"]), (&json!(null), &json!(null)));
}

#[test]
fn a_percentile_has_a_member_of_its_own() {
    let alarm = after(&[AlarmEdit::Add, set(AlarmField::Statistic, "p90")]);
    assert_eq!((&alarm[0]["Statistic"], &alarm[0]["ExtendedStatistic"]), (&json!(null), &json!("p90")));
}

#[test]
fn an_alarm_watches_an_expression_of_metrics() {
    let query = |edit| AlarmEdit::Query(0, edit);
    let math = [
        AlarmEdit::Add,
        set(AlarmField::Statistic, "Maximum"),
        set(AlarmField::Metric, MATH),
        query(QueryEdit::AddMetric),
        query(QueryEdit::Metric(2, "AWS/SQS NumberOfMessagesSent QueueName=jobs".to_owned())),
        query(QueryEdit::Expression(1, "m1 + m2".to_owned())),
        query(QueryEdit::Id(0, "cpu".to_owned())),
        set(AlarmField::Period, "300"),
    ];
    let text = written(&math);
    let is_of_alarms = |said: &&Finding| said.pointer.starts_with("/alarms");
    let findings = Document::read(&text).findings;
    assert!(findings.iter().filter(is_of_alarms).all(|said| said.severity > Severity::Warning), "{text}");
    let alarm = after(&math)[0].take();
    assert_eq!(
        (&alarm["MetricName"], &alarm["Period"], &alarm["Statistic"]),
        (&json!(null), &json!(null), &json!(null))
    );
    let metrics = &alarm["Metrics"];
    assert_eq!(
        (&metrics[0]["MetricStat"]["Stat"], &metrics[0]["ReturnData"]),
        (&json!("Maximum"), &json!(false))
    );
    assert_eq!(metrics[1], json!({"Id": "e1", "Expression": "cpu + m2"}));
    assert_eq!(metrics[2]["MetricStat"]["Metric"]["MetricName"], "NumberOfMessagesSent");
    assert_eq!([0, 2].map(|at| metrics[at]["MetricStat"]["Period"].clone()), [json!(300), json!(300)]);
    let back = [math.to_vec(), vec![set(AlarmField::Metric, "AWS/SQS NumberOfMessagesSent QueueName=jobs")]]
        .concat();
    let alarm = after(&back)[0].take();
    assert_eq!(
        (&alarm["Metrics"], &alarm["Period"], &alarm["Statistic"]),
        (&json!(null), &json!(300), &json!("Sum"))
    );
}

#[test]
fn one_entry_is_watched_at_a_time() {
    let returned = |id: &str| {
        let edits = [
            AlarmEdit::Add,
            set(AlarmField::Metric, MATH),
            AlarmEdit::Query(0, QueryEdit::Returns(id.to_owned())),
        ];
        let alarm = after(&edits)[0].take();
        [0, 1].map(|at| alarm["Metrics"][at]["ReturnData"].clone())
    };
    assert_eq!(returned("m1"), [json!(null), json!(false)]);
    assert_eq!(returned("e1"), [json!(false), json!(null)]);
    assert_eq!(returned("gone"), [json!(false), json!(null)]);
}

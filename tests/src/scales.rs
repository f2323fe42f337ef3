//! Random scaling of services, for the swarm: policies that follow metrics which jump about, and scheduled actions.

use crate::draws::Draws;
use serde_json::{Value, json};

/// Lets some services of a scenario be scaled.
///
/// # Panics
///
/// Never: scenarios of the swarm have these members.
pub fn add(draws: &mut Draws, scenario: &mut Value) {
    let services = scenario["services"].clone();
    let (mut targets, mut policies, mut alarms) = (Vec::new(), Vec::new(), Vec::new());
    let (mut scheduled, mut metrics) = (Vec::new(), Vec::new());
    for service in services.as_array().into_iter().flatten() {
        if service["schedulingStrategy"] == "DAEMON" || !draws.once_in(3) {
            continue;
        }
        let name = service["serviceName"].as_str().unwrap_or_default();
        let id = format!("service/default/{name}");
        targets.push(target(draws, &id));
        let metric = json!({"Namespace": "Swarm", "MetricName": name});
        let steps: Vec<Value> = (0..8_u32).map(|step| json!([step * 60, draws.small(120)])).collect();
        metrics.push(json!({"Namespace": "Swarm", "MetricName": name, "shape": {"steps": steps}}));
        if draws.once_in(2) {
            policies.push(tracking(draws, &id, metric));
        } else {
            policies.push(steps_of(draws, &id));
            alarms.push(
                json!({"AlarmName": name, "Namespace": "Swarm", "MetricName": name, "Statistic": "Maximum",
                "Period": 60, "EvaluationPeriods": 1, "Threshold": draws.small(100),
                "ComparisonOperator": draws.one_of(&["GreaterThanThreshold", "LessThanOrEqualToThreshold"]),
                "AlarmActions": [format!("{id}/policy")]}),
            );
        }
        if draws.once_in(3) {
            scheduled.push(
                json!({"ScheduledActionName": "often", "ResourceId": id, "Schedule": "rate(2 minutes)",
                "ScalableTargetAction": {"MinCapacity": draws.small(6), "MaxCapacity": 6 + draws.small(6)}}),
            );
        }
    }
    let added = [
        ("scalableTargets", targets),
        ("scalingPolicies", policies),
        ("scheduledActions", scheduled),
        ("alarms", alarms),
    ];
    for (list, entries) in added {
        extend(&mut scenario[list], entries);
    }
    extend(&mut scenario["simulation"]["metrics"], metrics);
}

/// Puts entries behind those that a list has, or makes one.
fn extend(list: &mut Value, entries: Vec<Value>) {
    match list {
        Value::Array(before) => before.extend(entries),
        _ => *list = entries.into(),
    }
}

fn target(draws: &mut Draws, id: &str) -> Value {
    let min = draws.small(4);
    json!({"ResourceId": id, "MinCapacity": min, "MaxCapacity": min + draws.small(12)})
}

fn tracking(draws: &mut Draws, id: &str, metric: Value) -> Value {
    let mut metric = metric;
    metric["Statistic"] = "Average".into();
    json!({"PolicyName": "policy", "ResourceId": id, "PolicyType": "TargetTrackingScaling",
        "TargetTrackingScalingPolicyConfiguration": {"TargetValue": 1 + draws.small(60), "ScaleOutCooldown": draws.small(90),
            "ScaleInCooldown": draws.small(90), "CustomizedMetricSpecification": metric}})
}

fn steps_of(draws: &mut Draws, id: &str) -> Value {
    let adjustment = i64::from(draws.small(9)) - 4;
    let kind = draws.one_of(&["ChangeInCapacity", "PercentChangeInCapacity"]);
    json!({"PolicyName": "policy", "ResourceId": id, "PolicyType": "StepScaling",
        "StepScalingPolicyConfiguration": {"AdjustmentType": kind, "Cooldown": draws.small(90), "StepAdjustments": [
            {"MetricIntervalLowerBound": 0, "ScalingAdjustment": adjustment},
            {"MetricIntervalUpperBound": 0, "ScalingAdjustment": -adjustment}]}})
}

/// RegisterScalableTarget of a service.
pub fn register(draws: &mut Draws, service: &str) -> Value {
    let mut input = target(draws, &format!("service/default/{service}"));
    if draws.once_in(3) {
        input["SuspendedState"] = json!({"DynamicScalingInSuspended": draws.once_in(2), "DynamicScalingOutSuspended": draws.once_in(2)});
    }
    input
}

/// DeregisterScalableTarget of a service.
pub fn deregister(service: &str) -> Value {
    json!({"ResourceId": format!("service/default/{service}")})
}

//! What holds for every scaling activity, whatever the policies and the metrics are. Spec: SCALE-7, SCALE-11.

use crate::seeds;
use ecs_core::report::ScalingStep;
use ecs_core::scaling::Direction;
use ecs_tests::draws::Draws;
use ecs_tests::runs::to_the_end;
use serde_json::{Value, json};
use std::collections::BTreeMap;

fn service(desired: u32) -> Value {
    json!({"serviceName": "web", "taskDefinition": "web", "desiredCount": desired, "launchType": "FARGATE",
        "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-a"]}}})
}

fn definition() -> Value {
    json!({"family": "web", "requiresCompatibilities": ["FARGATE"], "networkMode": "awsvpc", "cpu": "256",
        "memory": "512", "containerDefinitions": [{"name": "app", "image": "app:1",
        "portMappings": [{"containerPort": 80}], "simulation": {"cpuMillisPerRequest": 5}}]})
}

/// A policy of either kind that follows a metric of the scenario's own, and the alarms of one that has steps.
fn policy(draws: &mut Draws, number: u32, cooldown: u32) -> (Value, Vec<Value>) {
    let (name, id) = (format!("policy-{number}"), "service/default/web");
    if draws.once_in(2) {
        let tracking = json!({"TargetValue": 20 + draws.small(60), "ScaleInCooldown": cooldown,
            "ScaleOutCooldown": cooldown, "DisableScaleIn": draws.once_in(4),
            "CustomizedMetricSpecification": {"Namespace": "Shop", "MetricName": format!("m{number}"), "Statistic": "Average"}});
        let policy = json!({"PolicyName": name, "ResourceId": id, "PolicyType": "TargetTrackingScaling",
            "TargetTrackingScalingPolicyConfiguration": tracking});
        return (policy, Vec::new());
    }
    let (first, second) = (1 + i64::from(draws.small(4)), 2 + i64::from(draws.small(30)));
    let out = draws.once_in(2);
    let sign = if out { 1 } else { -1 };
    let (near, far) = if out {
        (
            json!({"MetricIntervalLowerBound": 0, "MetricIntervalUpperBound": 10}),
            json!({"MetricIntervalLowerBound": 10}),
        )
    } else {
        (
            json!({"MetricIntervalLowerBound": -10, "MetricIntervalUpperBound": 0}),
            json!({"MetricIntervalUpperBound": -10}),
        )
    };
    let with = |mut step: Value, adjustment: i64| {
        step["ScalingAdjustment"] = json!(sign * adjustment);
        step
    };
    let steps = json!({"AdjustmentType": draws.one_of(&["ChangeInCapacity", "PercentChangeInCapacity"]),
        "Cooldown": cooldown, "StepAdjustments": [with(near, first), with(far, second)]});
    let comparison = if out { "GreaterThanThreshold" } else { "LessThanThreshold" };
    let alarm = json!({"AlarmName": name, "Namespace": "Shop", "MetricName": format!("m{number}"), "Statistic": "Average",
        "Period": 60, "EvaluationPeriods": 1 + draws.small(2), "Threshold": 20 + draws.small(60),
        "ComparisonOperator": comparison, "AlarmActions": [format!("{id}/{name}")]});
    let policy = json!({"PolicyName": name, "ResourceId": id, "PolicyType": "StepScaling", "StepScalingPolicyConfiguration": steps});
    (policy, vec![alarm])
}

/// A service with several policies, each of which follows a metric that jumps about.
fn scaled_at_random(seed: u64) -> (Value, (u32, u32), u32) {
    let mut draws = Draws::new(seed);
    let min = draws.small(4);
    let max = min + draws.small(20);
    let cooldown = *[0, 90, 300, 900].get(draws.index(4)).expect("one of four");
    let count = draws.between(1, 4);
    let (mut policies, mut alarms, mut metrics) = (Vec::new(), Vec::new(), Vec::new());
    for number in 0..count {
        let (made, of_it) = policy(&mut draws, number, cooldown);
        policies.push(made);
        alarms.extend(of_it);
        let steps: Vec<Value> = (0..12_u32).map(|step| json!([step * 300, draws.small(120)])).collect();
        metrics.push(
            json!({"Namespace": "Shop", "MetricName": format!("m{number}"), "shape": {"steps": steps}}),
        );
    }
    let scenario = json!({"version": 1, "taskDefinitions": [definition()], "services": [service(draws.small(24))],
        "scalableTargets": [{"ResourceId": "service/default/web", "MinCapacity": min, "MaxCapacity": max}],
        "scalingPolicies": policies, "alarms": alarms,
        "simulation": {"seed": seed, "durationSeconds": 3600, "metrics": metrics}});
    (scenario, (min, max), cooldown)
}

/// What policies have done, in order of time: when, which, which way.
fn scaled(story: &[ScalingStep]) -> Vec<(u64, String, Direction)> {
    let decisions = story.iter().filter_map(|step| {
        let told = step.decision.as_ref()?;
        told.decision.scaled_to()?;
        Some((step.at.as_ms(), told.policy.clone(), told.decision.direction?))
    });
    decisions.collect()
}

#[test]
fn activities_end_within_the_bounds_and_cooldowns_hold() {
    let mut activities = 0;
    for seed in seeds(60, 5_000) {
        let (scenario, (min, max), cooldown) = scaled_at_random(seed);
        let simulation = to_the_end(&scenario);
        let report = simulation.report();
        for activity in &report.scaling_activities {
            let text = activity["Description"].as_str().unwrap_or_default();
            let Some(to) = text.strip_prefix("Setting desired count to ") else { continue };
            let to: u32 = to.trim_end_matches('.').parse().expect("a count");
            assert!((min..=max).contains(&to), "seed {seed}: {activity} is outside of {min} to {max}");
            activities += 1;
        }
        let desired = report.services[0].desired_count;
        assert!((min..=max).contains(&desired), "seed {seed}: {desired} is outside of {min} to {max}");
        let mut last_in: BTreeMap<String, u64> = BTreeMap::new();
        for (at, policy, direction) in scaled(&simulation.scaling_story()) {
            match direction {
                Direction::Out => last_in.clear(),
                Direction::In => {
                    let before = last_in.insert(policy.clone(), at);
                    let held = before.is_none_or(|before| at >= before + u64::from(cooldown) * 1000);
                    assert!(held, "seed {seed}: {policy} scales in at {at} ms, and did at {before:?}");
                }
            }
        }
    }
    assert!(activities > 60, "{activities} activities are too few to tell");
}

/// Tasks of a service under constant load, once it has settled.
fn settled(rate: u32, target: u32) -> u32 {
    let mut service = service(6);
    service["loadBalancers"] =
        json!([{"targetGroupArn": "web", "containerName": "app", "containerPort": 80}]);
    let scenario = json!({"version": 1, "taskDefinitions": [definition()], "services": [service],
        "targetGroups": [{"Name": "web", "Protocol": "HTTP", "Port": 80, "TargetType": "ip"}],
        "scalableTargets": [{"ResourceId": "service/default/web", "MinCapacity": 1, "MaxCapacity": 40}],
        "scalingPolicies": [{"PolicyName": "cpu", "ResourceId": "service/default/web", "PolicyType": "TargetTrackingScaling",
            "TargetTrackingScalingPolicyConfiguration": {"TargetValue": target,
                "PredefinedMetricSpecification": {"PredefinedMetricType": "ECSServiceAverageCPUUtilization"}}}],
        "simulation": {"durationSeconds": 3600, "traffic": [{"targetGroup": "web", "shape": {"constant": rate}}]}});
    to_the_end(&scenario).report().services[0].desired_count
}

/// A task serves 50 requests a second at the most, so the six that a service begins with are never saturated here.
#[test]
fn on_constant_load_a_larger_target_settles_at_no_more_tasks() {
    for seed in seeds(12, 400) {
        let mut draws = Draws::new(seed);
        let (rate, target) = (draws.between(10, 270), draws.between(15, 80));
        let larger = target + draws.between(1, 15);
        let (few, more) = (settled(rate, larger), settled(rate, target));
        assert!(
            few <= more,
            "seed {seed}: {rate} requests a second settle at {few} tasks for a target of {larger}, and at {more} for {target}"
        );
    }
}

//! What holds for every scaling activity, whatever the policies and the metrics are. Spec: SCALE-7, SCALE-11.

use crate::seeds;
use ecs_core::report::{RunReport, ScalingStep};
use ecs_core::scaling::Direction;
use ecs_tests::draws::Draws;
use ecs_tests::runs::to_the_end;
use ecs_tests::scales;
use jiff::Timestamp;
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
    // An alarm that is there for the other side asks the policy for as long as it is OK.
    let (comparison, actions) = match (out, draws.once_in(3)) {
        (true, false) => ("GreaterThanThreshold", "AlarmActions"),
        (true, true) => ("LessThanOrEqualToThreshold", "OKActions"),
        (false, false) => ("LessThanThreshold", "AlarmActions"),
        (false, true) => ("GreaterThanOrEqualToThreshold", "OKActions"),
    };
    let mut alarm = json!({"AlarmName": name, "Namespace": "Shop", "MetricName": format!("m{number}"), "Statistic": "Average",
        "Period": 60, "EvaluationPeriods": 1 + draws.small(2), "Threshold": 20 + draws.small(60), "ComparisonOperator": comparison});
    alarm[actions] = json!([format!("{id}/{name}")]);
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
    let desired = draws.small(24);
    let (scheduled, timeline) = (scheduled(&mut draws), calls(&mut draws));
    let scenario = json!({"version": 1, "taskDefinitions": [definition()], "services": [service(desired)],
        "scalableTargets": [{"ResourceId": "service/default/web", "MinCapacity": min, "MaxCapacity": max}],
        "scalingPolicies": policies, "alarms": alarms, "scheduledActions": scheduled,
        "simulation": {"seed": seed, "durationSeconds": 3600, "metrics": metrics, "timeline": timeline}});
    (scenario, (min, max), cooldown)
}

/// Up to two scheduled actions, which name one bound or both.
fn scheduled(draws: &mut Draws) -> Vec<Value> {
    let made = (0..draws.small(3)).map(|number| {
        let (min, more) = (draws.small(10), draws.small(12));
        let sets = match draws.small(3) {
            0 => json!({"MinCapacity": min}),
            1 => json!({"MaxCapacity": more}),
            _ => json!({"MinCapacity": min, "MaxCapacity": min + more}),
        };
        json!({"ScheduledActionName": format!("scheduled-{number}"), "ResourceId": "service/default/web",
            "Schedule": format!("rate({} minutes)", draws.between(5, 25)), "ScalableTargetAction": sets})
    });
    made.collect()
}

/// Up to four calls, each at a moment of its own: the target is registered with other bounds, or somebody sets the
/// desired count, wherever that is.
fn calls(draws: &mut Draws) -> Vec<Value> {
    let made = (0..draws.small(5)).map(|number| {
        let at = 30 + number * 800 + draws.small(700);
        if draws.once_in(2) {
            let input = json!({"service": "web", "desiredCount": draws.small(30)});
            return json!({"atSeconds": at, "action": "ecs:UpdateService", "input": input});
        }
        let mut input = scales::register(draws, "web");
        if draws.once_in(3) {
            input.as_object_mut().expect("an input").remove(draws.one_of(&["MinCapacity", "MaxCapacity"]));
        }
        json!({"atSeconds": at, "action": "application-autoscaling:RegisterScalableTarget", "input": input})
    });
    made.collect()
}

/// Something that was done to the service or to its target.
#[derive(Debug)]
enum Done {
    /// Bounds of the target were set, those that are named.
    Bounds { min: Option<u32>, max: Option<u32>, scheduled: bool },
    /// UpdateService has set the desired count.
    Updated(u32),
    /// An activity has.
    Scaled(u32),
}

/// What was done, by the millisecond: calls come before everything else of their moment.
fn done(scenario: &Value, report: &RunReport) -> Vec<(u64, Done)> {
    let refused =
        |at: &Value| report.refusals.iter().any(|refusal| refusal["atSeconds"].as_f64() == at.as_f64());
    let calls = scenario["simulation"]["timeline"].as_array().into_iter().flatten();
    let calls = calls.filter(|call| !refused(&call["atSeconds"])).map(|call| {
        let (at, input) = (call["atSeconds"].as_u64().expect("a second") * 1000, &call["input"]);
        let done = match input.get("desiredCount") {
            Some(desired) => Done::Updated(number(desired).expect("a count")),
            None => Done::Bounds {
                min: number(&input["MinCapacity"]),
                max: number(&input["MaxCapacity"]),
                scheduled: false,
            },
        };
        (at, done)
    });
    let activities = report.scaling_activities.iter().filter_map(|activity| {
        let text = activity["Description"].as_str().unwrap_or_default();
        let behind = |words: &str| text.split(words).nth(1)?.split([' ', '.']).next()?.parse().ok();
        let done = match behind("desired count to ") {
            Some(to) => Done::Scaled(to),
            None if activity["StatusCode"] != "Successful" => return None,
            None => Done::Bounds {
                min: behind("min capacity to "),
                max: behind("max capacity to "),
                scheduled: true,
            },
        };
        Some((moment(activity["StartTime"].as_str().expect("a time")), done))
    });
    let mut all: Vec<(u64, Done)> = calls.chain(activities).collect();
    all.sort_by_key(|(at, _)| *at);
    all
}

fn number(value: &Value) -> Option<u32> {
    u32::try_from(value.as_u64()?).ok()
}

/// Milliseconds behind the calendar time that runs begin at: `2026-01-01T00:05:20.4Z`.
fn moment(iso: &str) -> u64 {
    let read = |iso: &str| iso.parse::<Timestamp>().expect("a time").as_millisecond();
    u64::try_from(read(iso) - read("2026-01-01T00:00:00Z")).expect("a time of the run")
}

/// How often what the property is about has happened.
#[derive(Debug, Default)]
struct Seen {
    activities: u32,
    /// Activities that end outside of the bounds that the run began with.
    elsewhere: u32,
    scheduled: u32,
    registered: u32,
    /// Desired counts that a call has set outside of the bounds.
    outside: u32,
}

/// Every activity ends within the bounds of its own moment; and so does the run, unless a call has set the desired
/// count behind everything else.
fn within_bounds(seed: u64, scenario: &Value, report: &RunReport, first: (u32, u32), counts: &mut Seen) {
    let ((mut min, mut max), mut was_called) = (first, false);
    for (at, done) in done(scenario, report) {
        match done {
            Done::Bounds { min: lower, max: upper, scheduled } => {
                (min, max) = (lower.unwrap_or(min), upper.unwrap_or(max));
                assert!(min <= max, "seed {seed}: at {at} ms the minimum is {min} and the maximum {max}");
                *if scheduled { &mut counts.scheduled } else { &mut counts.registered } += 1;
                was_called = false;
            }
            Done::Updated(to) => {
                counts.outside += u32::from(!(min..=max).contains(&to));
                was_called = true;
            }
            Done::Scaled(to) => {
                assert!(
                    (min..=max).contains(&to),
                    "seed {seed}: at {at} ms {to} is outside of {min} to {max}"
                );
                counts.activities += 1;
                counts.elsewhere += u32::from(!(first.0..=first.1).contains(&to));
                was_called = false;
            }
        }
    }
    let desired = report.services[0].desired_count;
    let is_within = (min..=max).contains(&desired);
    assert!(was_called || is_within, "seed {seed}: {desired} is outside of {min} to {max}");
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
fn activities_end_within_the_bounds_of_their_moment_and_cooldowns_hold() {
    let mut seen = Seen::default();
    for seed in seeds(100, 5_000) {
        let (scenario, bounds, cooldown) = scaled_at_random(seed);
        let simulation = to_the_end(&scenario);
        within_bounds(seed, &scenario, &simulation.report(), bounds, &mut seen);
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
    let Seen { activities, elsewhere, scheduled, registered, outside } = seen;
    let counts = [activities, elsewhere, scheduled, registered, outside];
    let least = [500, 80, 200, 40, 40];
    assert!(counts.iter().zip(least).all(|(count, least)| *count >= least), "{seen:?} is too little to tell");
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

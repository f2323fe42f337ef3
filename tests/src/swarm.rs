//! Random scenarios in which much happens: those of [`clusters`], with containers that end or fail, bounds of
//! deployments, new revisions, and calls and faults at any moment.

use crate::draws::Draws;
use crate::{calls, clusters, fronts, providers, scales, shifts, stories};
use serde_json::{Value, json};

/// How long such a scenario goes on, in seconds.
pub const DURATION_SECONDS: u64 = 400;

/// The image of revisions that never run.
const MISSING: &str = "app:missing";

/// A seed makes a scenario.
///
/// # Panics
///
/// Never: what [`clusters`] makes has these members.
pub fn scenario(seed: u64) -> Value {
    let mut scenario = clusters::scenario(seed);
    // Not the draws that the cluster was made of.
    let mut draws = Draws::new(!seed);
    let definitions = list(&mut scenario["taskDefinitions"]);
    for definition in definitions.iter_mut() {
        fronts::open(&mut draws, definition);
        behave(&mut draws, definition);
    }
    for number in 0..definitions.len() {
        if draws.once_in(2) {
            let mut revision = definitions[number].clone();
            revise(&mut draws, &mut revision["containerDefinitions"][0]);
            definitions.push(revision);
        }
    }
    for entry in list(&mut scenario["containerInstances"]) {
        if draws.once_in(3) {
            entry["simulation"]["purchaseOption"] = "spot".into();
            entry["agentConfig"]["ECS_ENABLE_SPOT_INSTANCE_DRAINING"] = draws.once_in(2).to_string().into();
        }
        // Room for the tasks of one revision beside those of another.
        entry["count"] = draws.between(1, 5).into();
    }
    for service in list(&mut scenario["services"]) {
        deploy(&mut draws, service);
    }
    scenario["images"] = json!([{"image": "app", "sizeMiB": 70}]);
    if draws.once_in(2) {
        // Room for what is deployed.
        let zone = draws.one_of(&["us-east-1a", "us-east-1b"]);
        list(&mut scenario["containerInstances"]).push(json!({"name": "room",
            "instanceType": draws.one_of(&["m5.xlarge", "m5.4xlarge"]), "availabilityZone": zone,
            "count": draws.between(2, 4)}));
    }
    if draws.once_in(2) {
        scenario["autoScalingGroups"] = json!([group(&mut draws)]);
    }
    shifts::add(&mut draws, &mut scenario);
    scales::add(&mut draws, &mut scenario);
    providers::add(&mut draws, &mut scenario);
    scenario["simulation"]["durationSeconds"] = DURATION_SECONDS.into();
    fronts::add(&mut draws, &mut scenario);
    let services = stories::named(&scenario);
    let (single, together) = (draws.small(8), draws.between(1, 2));
    let timeline = list(&mut scenario["simulation"]["timeline"]);
    timeline.extend(draws.many(single, calls::call));
    timeline.extend(draws.many(together, |draws| stories::story(draws, &services)).into_iter().flatten());
    scenario
}

fn list(value: &mut Value) -> &mut Vec<Value> {
    value.as_array_mut().expect("a list")
}

/// Gives the container of a definition something to do besides running in peace.
fn behave(draws: &mut Draws, definition: &mut Value) {
    let container = &mut definition["containerDefinitions"][0];
    if draws.once_in(2) {
        container["healthCheck"] =
            json!({"command": ["CMD", "true"], "interval": 5, "retries": draws.between(1, 3)});
    }
    if draws.once_in(4) {
        container["restartPolicy"] = json!({"enabled": true, "restartAttemptPeriod": 60});
    }
    if draws.once_in(2) {
        container["simulation"] = behaviour(draws);
    }
}

/// What a container does.
pub fn behaviour(draws: &mut Draws) -> Value {
    match draws.small(5) {
        0 => json!({"exit": {"afterSeconds": draws.between(1, 200), "code": draws.small(3)}}),
        1 => json!({"unhealthyAfterSeconds": draws.between(5, 100),
            "failsHealthCheck": draws.one_of(&["container", "target", "both"])}),
        2 => json!({"stopSeconds": draws.small(50)}),
        3 => json!({"startSeconds": draws.between(20, 70)}),
        _ => json!({"startSeconds": draws.small(20), "memoryMiB": 32}),
    }
}

/// Makes a container another one: of another size, well again, never well, or of an image that is not there.
fn revise(draws: &mut Draws, container: &mut Value) {
    container["cpu"] = (64 * draws.below(9)).into();
    match draws.small(6) {
        0 | 1 => container["simulation"] = json!({}),
        2 => container["simulation"] = json!({"unhealthyAfterSeconds": draws.between(1, 10)}),
        3 => container["image"] = MISSING.into(),
        _ => {}
    }
}

/// Makes a service one that is deployed in its own way, or a DAEMON.
fn deploy(draws: &mut Draws, service: &mut Value) {
    if draws.once_in(2) {
        service["desiredCount"] = draws.between(1, 8).into();
    }
    let is_daemon = draws.once_in(5);
    if is_daemon {
        service["schedulingStrategy"] = "DAEMON".into();
        let members = service.as_object_mut().expect("an object");
        members.remove("desiredCount");
        members.remove("placementStrategy");
    }
    if draws.once_in(3) {
        return;
    }
    let maximum = if is_daemon { &100 } else { draws.one_of(&[&100, &120, &150, &200, &200]) };
    let minimum = if maximum == &100 { &[&0, &34, &50, &75][..] } else { &[&0, &50, &75, &100] };
    let breaker = json!({"enable": !draws.once_in(3), "rollback": !draws.once_in(3),
        "thresholdConfiguration": {"type": "COUNT", "value": draws.between(1, 3)}});
    service["deploymentConfiguration"] = json!({
        "maximumPercent": maximum,
        "minimumHealthyPercent": draws.one_of(minimum),
        "deploymentCircuitBreaker": breaker,
    });
}

/// An Auto Scaling group whose instances boot soon.
fn group(draws: &mut Draws) -> Value {
    let zones: &[&str] =
        if draws.once_in(2) { &["us-east-1a"] } else { &["us-east-1a", "us-east-1b", "us-east-1c"] };
    json!({
        "AutoScalingGroupName": "asg",
        "MinSize": draws.small(1),
        "MaxSize": draws.between(3, 6),
        "DesiredCapacity": draws.between(1, 3),
        "AvailabilityZones": zones,
        "CapacityRebalance": draws.once_in(2),
        "NewInstancesProtectedFromScaleIn": draws.once_in(4),
        "simulation": {
            "instanceType": "t3.medium",
            "launchSeconds": draws.between(5, 60),
            "purchaseOption": if draws.once_in(2) { "spot" } else { "on-demand" },
        },
    })
}

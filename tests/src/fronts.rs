//! Random load balancers in front of services whose tasks are exchanged a few at a time, for the swarm.

use crate::draws::Draws;
use crate::shifts::{mapping_of, push, target_type};
use serde_json::{Value, json};

/// Gives a container a port at which a load balancer reaches it.
pub fn open(draws: &mut Draws, definition: &mut Value) {
    let mode = definition["networkMode"].as_str().unwrap_or_default().to_owned();
    if mode == "none" || draws.once_in(3) {
        return;
    }
    let host_port = if mode == "bridge" { 0 } else { 80 };
    let mapping = json!({"containerPort": 80, "hostPort": host_port, "protocol": "tcp"});
    definition["containerDefinitions"][0]["portMappings"] = json!([mapping]);
}

/// Puts load balancers in front of services that have none.
///
/// # Panics
///
/// Never: scenarios of the swarm have these members.
pub fn add(draws: &mut Draws, scenario: &mut Value) {
    for number in 0..scenario["services"].as_array().map_or(0, Vec::len) {
        let service = &scenario["services"][number];
        let mapping = mapping_of(scenario, service);
        let strategy = service["deploymentConfiguration"]["strategy"].as_str().unwrap_or("ROLLING");
        let is_free = service["loadBalancers"].is_null() && strategy == "ROLLING";
        if is_free && mapping["protocol"] == "tcp" && !draws.once_in(4) {
            attach(draws, scenario, number, &mapping);
        }
    }
}

/// One target group, and traffic to it that is too much now and then.
fn attach(draws: &mut Draws, scenario: &mut Value, number: usize, mapping: &Value) {
    let name = format!("front-{number}");
    let group = json!({"Name": name, "Protocol": "HTTP", "Port": 80,
        "TargetType": target_type(scenario, &scenario["services"][number]),
        "HealthCheckIntervalSeconds": draws.between(5, 15), "HealthCheckTimeoutSeconds": draws.between(2, 4),
        "HealthyThresholdCount": draws.between(2, 3), "UnhealthyThresholdCount": draws.between(2, 3),
        "Attributes": [
            {"Key": "deregistration_delay.timeout_seconds", "Value": draws.small(40).to_string()},
            {"Key": "slow_start.duration_seconds", "Value": draws.one_of(&["0", "0", "30"])}]});
    push(scenario, "targetGroups", group);
    let requests_per_s = if draws.once_in(6) { draws.between(200, 2000) } else { draws.between(1, 40) };
    let traffic =
        json!({"name": format!("to-{name}"), "targetGroup": name, "shape": {"constant": requests_per_s}});
    push(&mut scenario["simulation"], "traffic", traffic);
    let service = &mut scenario["services"][number];
    service["loadBalancers"] = json!([
        {"targetGroupArn": name, "containerName": "app", "containerPort": mapping["containerPort"]}]);
    service["healthCheckGracePeriodSeconds"] = (*draws.one_of(&[&0, &0, &15, &60, &300])).into();
}

//! Scenarios made at random, for properties.

use crate::draws::Draws;
use serde_json::{Value, json};

/// A seed makes a scenario: instances, definitions, services and a timeline that suit each other
/// sometimes.
pub fn scenario(seed: u64) -> Value {
    let mut draws = Draws::new(seed);
    let zones = ["us-east-1a", "us-east-1b", "us-east-1c"];
    let types = ["t3.small", "t3.medium", "m5.large", "c5.large", "t2.micro"];
    let instances: Vec<Value> = (0..draws.below(6))
        .map(|number| {
            json!({
                "name": format!("host-{number}"),
                "instanceType": draws.one_of(&types),
                "availabilityZone": draws.one_of(&zones),
                "count": draws.below(4),
                "status": if draws.below(8) == 0 { "DRAINING" } else { "ACTIVE" },
            })
        })
        .collect();
    let families: Vec<String> = (0..=draws.below(3)).map(|number| format!("family-{number}")).collect();
    let modes: Vec<&str> =
        families.iter().map(|_| draws.one_of(&["bridge", "host", "awsvpc", "none"])).collect();
    let definitions: Vec<Value> =
        families.iter().zip(&modes).map(|(family, mode)| definition(&mut draws, family, mode)).collect();
    let services: Vec<Value> = (0..=draws.below(3))
        .map(|number| {
            let family = draws.index(families.len());
            let mut service = json!({
                "serviceName": format!("service-{number}"),
                "taskDefinition": families[family],
                "desiredCount": draws.below(25),
            });
            network(&mut service, modes[family]);
            service
        })
        .collect();
    let timeline: Vec<Value> = (0..draws.below(5))
        .map(|_| {
            let family = draws.index(families.len());
            let action = if draws.below(2) == 0 {
                let mut input = json!({"taskDefinition": families[family], "count": 1 + draws.below(10)});
                network(&mut input, modes[family]);
                json!({"action": "ecs:RunTask", "input": input})
            } else {
                json!({"action": "ecs:StopTask", "input": {"task": format!("service:service-{}/{}", draws.below(3), 1 + draws.below(9))}})
            };
            at(action, draws.below(120))
        })
        .collect();
    json!({
        "version": 1,
        "taskDefinitions": definitions,
        "services": services,
        "containerInstances": instances,
        "simulation": {"seed": seed, "durationSeconds": 300, "timeline": timeline},
    })
}

fn at(mut action: Value, seconds: u64) -> Value {
    action["atSeconds"] = seconds.into();
    action
}

fn network(call: &mut Value, mode: &str) {
    if mode == "awsvpc" {
        call["networkConfiguration"] = json!({"awsvpcConfiguration": {"subnets": ["subnet-a", "subnet-b"]}});
    }
}

fn definition(draws: &mut Draws, family: &str, mode: &str) -> Value {
    let mut port_mappings = Vec::new();
    if mode != "none" && draws.below(2) == 0 {
        // Some in the range that the agent draws from, so that the two meet.
        let port = if draws.below(3) == 0 { 32768 + draws.below(3) } else { 8000 + draws.below(3) };
        let host_port = if mode == "bridge" && draws.below(2) == 0 { 0 } else { port };
        port_mappings.push(json!({"containerPort": port, "hostPort": host_port}));
    }
    json!({
        "family": family,
        "networkMode": mode,
        "containerDefinitions": [{
            "name": "app",
            "image": "app",
            "cpu": 64 * draws.below(9),
            "memory": 64 + 128 * draws.below(9),
            "portMappings": port_mappings,
        }],
    })
}

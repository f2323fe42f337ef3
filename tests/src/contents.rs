//! Scenarios made at random whose containers do something: they wait, fail, leak, restart and end.

use crate::clusters;
use crate::draws::Draws;
use serde_json::{Value, json};

/// The scenario of a seed, with life in its containers.
pub fn scenario(seed: u64) -> Value {
    let mut scenario = clusters::scenario(seed);
    let mut draws = Draws::new(seed ^ 0x5eed);
    let definitions = scenario["taskDefinitions"].as_array_mut();
    for definition in definitions.into_iter().flatten() {
        let Some(containers) = definition["containerDefinitions"].as_array_mut() else { continue };
        for number in 0..draws.small(3) {
            containers.push(sidecar(&mut draws, number));
        }
        for number in 0..containers.len() {
            liven(&mut draws, containers, number);
        }
    }
    if draws.small(2) == 0 {
        scenario["images"] = images(&mut draws, &scenario);
    }
    if let Some(timeline) = scenario["simulation"]["timeline"].as_array_mut() {
        timeline.extend((0..draws.small(4)).map(|_| action(&mut draws)));
    }
    for service in scenario["services"].as_array_mut().into_iter().flatten() {
        if draws.small(2) == 0 {
            service["healthCheckGracePeriodSeconds"] = draws.small(90).into();
        }
    }
    scenario
}

/// Something that is done to a task, often at the very moment when something else happens to it.
fn action(draws: &mut Draws) -> Value {
    let at_seconds = [20.9, 21.05, 23.05, 51.05, 60.0, 100.0][draws.index(6)];
    let task = format!("service:service-{}/{}", draws.small(2), draws.between(1, 4));
    if draws.once_in(2) {
        return json!({"atSeconds": at_seconds, "action": "ecs:StopTask", "input": {"task": task}});
    }
    let container = draws.one_of(&["app", "side-0"]);
    let behaviour = match draws.small(3) {
        0 => json!({"exit": {"afterSeconds": draws.small(20), "code": 1}}),
        1 => json!({"unhealthyAfterSeconds": draws.small(20)}),
        _ => json!({"memoryMiBPerHour": 90_000}),
    };
    let input = json!({"task": task, "container": container, "behaviour": behaviour});
    json!({"atSeconds": at_seconds, "action": "simulation:SetBehaviour", "input": input})
}

fn sidecar(draws: &mut Draws, number: u32) -> Value {
    let essential = draws.small(2) == 0;
    json!({"name": format!("side-{number}"), "image": format!("side:{number}"), "memory": 16, "essential": essential})
}

/// What a container does, and which of those before it it waits for.
fn liven(draws: &mut Draws, containers: &mut [Value], number: usize) {
    let mut simulation = json!({"startSeconds": draws.small(20), "stopSeconds": draws.small(8)});
    match draws.small(5) {
        0 => simulation["exit"] = json!({"afterSeconds": draws.small(120), "code": draws.small(3)}),
        1 => simulation["unhealthyAfterSeconds"] = draws.small(90).into(),
        2 => simulation["memoryMiBPerHour"] = (draws.small(40) * 500).into(),
        _ => {}
    }
    if draws.small(2) == 0 {
        containers[number]["healthCheck"] = json!({"command": ["CMD", "true"], "interval": 5 + draws.small(10), "timeout": 2 + draws.small(4), "retries": 1 + draws.small(3)});
    }
    if draws.small(4) == 0 {
        let ignored: Vec<u32> = (0..draws.small(2)).collect();
        containers[number]["restartPolicy"] =
            json!({"enabled": true, "restartAttemptPeriod": 60, "ignoredExitCodes": ignored});
    }
    if draws.small(3) == 0 {
        containers[number]["startTimeout"] = (2 + draws.small(60)).into();
        containers[number]["stopTimeout"] = (2 + draws.small(10)).into();
    }
    containers[number]["simulation"] = simulation;
    let earlier = (0..number).filter(|_| draws.small(3) == 0).collect::<Vec<_>>();
    let depends_on: Vec<Value> = earlier.into_iter().map(|on| dependency(draws, &containers[on])).collect();
    containers[number]["dependsOn"] = depends_on.into();
}

/// A condition that ECS takes of the other container.
fn dependency(draws: &mut Draws, on: &Value) -> Value {
    let condition = match draws.small(3) {
        0 if on.get("healthCheck").is_some() => "HEALTHY",
        1 if on["essential"] == false => draws.one_of(&["COMPLETE", "SUCCESS"]),
        _ => "START",
    };
    json!({"containerName": on["name"], "condition": condition})
}

/// Nearly all images that definitions name.
fn images(draws: &mut Draws, scenario: &Value) -> Value {
    let definitions = scenario["taskDefinitions"].as_array().into_iter().flatten();
    let containers = definitions
        .flat_map(|definition| definition["containerDefinitions"].as_array().into_iter().flatten());
    let mut names: Vec<&Value> = containers.map(|container| &container["image"]).collect();
    names.sort_by_key(ToString::to_string);
    names.dedup();
    let listed = names.into_iter().filter(|_| draws.small(12) > 0);
    let mut entries: Vec<Value> = listed.map(|name| json!({"image": name})).collect();
    for entry in &mut entries {
        entry["sizeMiB"] = draws.small(900).into();
    }
    entries.push(json!({"image": "nobody-names-it", "sizeMiB": 1}));
    entries.into()
}

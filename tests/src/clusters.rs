//! Scenarios made at random, for properties.

use crate::draws::Draws;
use crate::oracle::generate::{CUSTOM, expression};
use crate::oracle::print::print;
use serde_json::{Value, json};

/// What a task of StartTask says in `startedBy`: no scheduler has decided where it goes.
pub const STARTED_WITHOUT_SCHEDULER: &str = "start-task";

const ZONES: [&str; 3] = ["us-east-1a", "us-east-1b", "us-east-1c"];
const TYPES: [&str; 6] = ["t3.small", "t3.medium", "m5.large", "c5.large", "t2.micro", "g4dn.xlarge"];

/// A family and its networking mode.
type Family = (String, &'static str);

/// A seed makes a scenario: instances, definitions, services and a timeline that suit each other
/// sometimes.
pub fn scenario(seed: u64) -> Value {
    let mut draws = Draws::new(seed);
    let draws = &mut draws;
    let entries = draws.small(6);
    let instances: Vec<Value> = (0..entries).map(|number| instance(draws, number)).collect();
    let families: Vec<Family> = (0..=draws.small(3))
        .map(|number| (format!("family-{number}"), draws.one_of(&["bridge", "host", "awsvpc", "none"])))
        .collect();
    let definitions: Vec<Value> = families.iter().map(|family| definition(draws, family)).collect();
    let services: Vec<Value> = (0..=draws.small(3)).map(|number| service(draws, number, &families)).collect();
    let timeline: Vec<Value> = (0..draws.small(5))
        .map(|_| {
            let mut action = action(draws, &families);
            action["atSeconds"] = draws.below(120).into();
            action
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

fn instance(draws: &mut Draws, number: u32) -> Value {
    let mut attributes = Vec::new();
    for (name, values) in CUSTOM {
        if draws.once_in(2) {
            let value = draws.one_of(values);
            let attribute = json!({"name": name, "value": value});
            attributes.push(if value.is_empty() { json!({"name": name}) } else { attribute });
        }
    }
    json!({
        "name": format!("host-{number}"),
        "instanceType": draws.one_of(&TYPES),
        "availabilityZone": draws.one_of(&ZONES),
        "count": draws.below(4),
        "status": if draws.once_in(8) { "DRAINING" } else { "ACTIVE" },
        "attributes": attributes,
    })
}

fn definition(draws: &mut Draws, (family, mode): &Family) -> Value {
    let mut port_mappings = Vec::new();
    if *mode != "none" && draws.once_in(2) {
        // Some in the range that the agent draws from, so that the two meet.
        let port = if draws.once_in(3) { 32768 + draws.below(3) } else { 8000 + draws.below(3) };
        let host_port = if *mode == "bridge" && draws.once_in(2) { 0 } else { port };
        let protocol = if draws.once_in(3) { "udp" } else { "tcp" };
        port_mappings.push(json!({"containerPort": port, "hostPort": host_port, "protocol": protocol}));
    }
    let mut container = json!({
        "name": "app",
        "image": "app",
        "cpu": 64 * draws.below(9),
        "memory": 64 + 128 * draws.below(9),
        "portMappings": port_mappings,
    });
    if draws.once_in(8) {
        container["resourceRequirements"] = json!([{"type": "GPU", "value": "1"}]);
    }
    let constraints = if draws.once_in(4) { vec![member_of(draws)] } else { Vec::new() };
    json!({
        "family": family,
        "networkMode": mode,
        "placementConstraints": constraints,
        "containerDefinitions": [container],
    })
}

fn service(draws: &mut Draws, number: u32, families: &[Family]) -> Value {
    let family = &families[draws.index(families.len())];
    let mut service = json!({
        "serviceName": format!("service-{number}"),
        "taskDefinition": family.0,
        "desiredCount": draws.below(25),
    });
    network(&mut service, family);
    placement(draws, &mut service);
    service
}

fn action(draws: &mut Draws, families: &[Family]) -> Value {
    let family = &families[draws.index(families.len())];
    match draws.small(5) {
        0 | 1 => {
            let mut input = json!({"taskDefinition": family.0, "count": 1 + draws.below(10)});
            if draws.once_in(3) {
                input["group"] = "blue".into();
            }
            network(&mut input, family);
            placement(draws, &mut input);
            json!({"action": "ecs:RunTask", "input": input})
        }
        2 => {
            let many = draws.between(1, 3);
            let instances =
                draws.many(many, |draws| format!("host-{}/{}", draws.small(6), draws.between(1, 3)));
            let mut input = json!({
                "taskDefinition": family.0,
                "containerInstances": instances,
                "startedBy": STARTED_WITHOUT_SCHEDULER,
            });
            network(&mut input, family);
            json!({"action": "ecs:StartTask", "input": input})
        }
        _ => {
            let task = format!("service:service-{}/{}", draws.below(3), 1 + draws.below(9));
            json!({"action": "ecs:StopTask", "input": {"task": task}})
        }
    }
}

fn network(call: &mut Value, (_, mode): &Family) {
    if *mode == "awsvpc" {
        call["networkConfiguration"] = json!({"awsvpcConfiguration": {"subnets": ["subnet-a", "subnet-b"]}});
    }
}

/// The constraints and strategies of a call: about half of the calls have some.
fn placement(draws: &mut Draws, call: &mut Value) {
    if draws.once_in(2) {
        let many = draws.between(1, 5);
        call["placementStrategy"] = draws.many(many, strategy).into();
    }
    if draws.once_in(3) {
        let distinct = json!({"type": "distinctInstance"});
        let constraint = if draws.once_in(2) { distinct } else { member_of(draws) };
        call["placementConstraints"] = json!([constraint]);
    }
}

fn strategy(draws: &mut Draws) -> Value {
    match draws.small(6) {
        0 => json!({"type": "binpack", "field": "cpu"}),
        1 => json!({"type": "binpack", "field": "memory"}),
        2 => json!({"type": "spread", "field": "instanceId"}),
        3 => json!({"type": "spread", "field": "attribute:ecs.availability-zone"}),
        4 => json!({"type": "spread", "field": format!("attribute:{}", CUSTOM[draws.index(CUSTOM.len())].0)}),
        _ => json!({"type": "random"}),
    }
}

fn member_of(draws: &mut Draws) -> Value {
    let expression = expression(draws, 2);
    json!({"type": "memberOf", "expression": print(&expression, draws)})
}

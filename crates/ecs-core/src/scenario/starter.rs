//! A scenario around one task definition: what the tools run when a definition is all there is.

use crate::aws::{LaunchType, NetworkMode, TaskDefinition};
use crate::json::Node;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The zones that a scenario made from a definition alone uses.
const ZONES: [&str; 3] = ["a", "b", "c"];

/// What stands around the definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Starter {
    /// `desiredCount` of the one service.
    pub desired_count: u32,
}

/// The text of a scenario that runs the definition at `node` as one service: on Fargate where that
/// is all it says it runs on, else on one m5.large in each of three zones. Queues that its containers
/// consume are there.
pub fn starter(node: &Node, options: Starter) -> String {
    let definition = TaskDefinition::read(node, 1);
    let mut service = json!({
        "serviceName": if definition.family.is_empty() { "service" } else { &definition.family },
        "taskDefinition": definition.family,
        "desiredCount": options.desired_count,
    });
    if definition.is_fargate_only() {
        set(&mut service, "launchType", json!(LaunchType::Fargate));
    }
    if definition.network_mode == NetworkMode::Awsvpc {
        let subnets: Vec<String> = ZONES.iter().map(|zone| format!("subnet-{zone}")).collect();
        set(&mut service, "networkConfiguration", json!({"awsvpcConfiguration": {"subnets": subnets}}));
    }
    let instances: Vec<Value> = if definition.is_fargate_only() {
        Vec::new()
    } else {
        let entry =
            |zone: &&str| json!({"instanceType": "m5.large", "availabilityZone": format!("us-east-1{zone}")});
        ZONES.iter().map(entry).collect()
    };
    let raw = node.to_json();
    let mut rest = json!({"services": [service], "containerInstances": instances});
    let queues: BTreeSet<&str> = consumed(node).collect();
    if !queues.is_empty() {
        let queues: Vec<Value> = queues.iter().map(|name| json!({"QueueName": name})).collect();
        set(&mut rest, "queues", json!(queues));
    }
    let rest = serde_json::to_string_pretty(&rest).unwrap_or_default();
    let rest = rest.trim_start_matches('{').trim_start_matches('\n');
    format!("{{\n  \"version\": 1,\n  \"taskDefinitions\": [{raw}],\n{rest}\n")
}

/// The queues that containers of a definition consume.
fn consumed(node: &Node) -> impl Iterator<Item = &str> {
    let containers = node.list("containerDefinitions").iter();
    containers.filter_map(|container| container.get("simulation")?.get("consumes")?.str("queue"))
}

fn set(service: &mut Value, key: &str, value: Value) {
    if let Value::Object(members) = service {
        members.insert(key.to_owned(), value);
    }
}

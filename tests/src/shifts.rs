//! Random deployments that shift traffic, with load balancers and traffic, for the swarm.

use crate::draws::Draws;
use serde_json::{Value, json};

/// Lets some services of a scenario shift traffic between two target groups, or between none.
///
/// # Panics
///
/// Never: scenarios of the swarm have these members.
pub fn add(draws: &mut Draws, scenario: &mut Value) {
    let services = scenario["services"].as_array().map_or(0, Vec::len);
    for number in 0..services {
        let service = &mut scenario["services"][number];
        if service["schedulingStrategy"] == "DAEMON" || !draws.once_in(3) {
            continue;
        }
        let configuration = &mut service["deploymentConfiguration"];
        for (member, value) in strategy(draws).as_object().expect("an object") {
            configuration[member] = value.clone();
        }
        let mapping = mapping_of(scenario, &scenario["services"][number]);
        if mapping["protocol"] == "tcp" && draws.once_in(2) {
            attach(draws, scenario, number, &mapping);
        }
    }
}

/// The first revision of what a service runs.
fn definition_of<'a>(scenario: &'a Value, service: &Value) -> &'a Value {
    let definitions = scenario["taskDefinitions"].as_array().into_iter().flatten();
    let mut of_family = definitions.filter(|definition| definition["family"] == service["taskDefinition"]);
    of_family.next().unwrap_or(&Value::Null)
}

/// The port of a service's container; null where it has none.
pub fn mapping_of(scenario: &Value, service: &Value) -> Value {
    definition_of(scenario, service)["containerDefinitions"][0]["portMappings"][0].clone()
}

/// What tasks of a service register with target groups as.
pub fn target_type(scenario: &Value, service: &Value) -> &'static str {
    if definition_of(scenario, service)["networkMode"] == "awsvpc" { "ip" } else { "instance" }
}

/// A strategy with its numbers; waits are none or a minute, as runs are short.
pub fn strategy(draws: &mut Draws) -> Value {
    let mut configuration = match draws.small(3) {
        0 => json!({"strategy": "BLUE_GREEN"}),
        1 => json!({"strategy": "LINEAR", "linearConfiguration": {
            "stepPercent": draws.between(20, 100), "stepBakeTimeInMinutes": draws.small(2)}}),
        _ => json!({"strategy": "CANARY", "canaryConfiguration": {
            "canaryPercent": draws.between(1, 100), "canaryBakeTimeInMinutes": draws.small(2)}}),
    };
    configuration["bakeTimeInMinutes"] = draws.small(2).into();
    if draws.once_in(3) {
        configuration["lifecycleHooks"] = json!([hook(draws)]);
    }
    configuration
}

fn hook(draws: &mut Draws) -> Value {
    const STAGES: [&str; 4] =
        ["PRE_SCALE_UP", "POST_SCALE_UP", "PRE_PRODUCTION_TRAFFIC_SHIFT", "POST_PRODUCTION_TRAFFIC_SHIFT"];
    let stage = draws.one_of(&STAGES);
    if draws.once_in(2) {
        let action = draws.one_of(&["CONTINUE", "ROLLBACK"]);
        return json!({"targetType": "PAUSE", "lifecycleStages": [stage],
            "timeoutConfiguration": {"timeoutInMinutes": draws.between(1, 3), "action": action}});
    }
    let outcome = draws.one_of(&["SUCCEEDED", "SUCCEEDED", "FAILED"]);
    json!({"hookTargetArn": "arn:aws:lambda:us-east-1:123456789012:function:check", "roleArn": "hooks",
        "lifecycleStages": [stage, "PRODUCTION_TRAFFIC_SHIFT"],
        "simulation": {"hookStatus": outcome, "afterSeconds": draws.small(60)}})
}

/// Gives a service two target groups behind listeners of their own, and traffic to them.
fn attach(draws: &mut Draws, scenario: &mut Value, number: usize, mapping: &Value) {
    let kind = target_type(scenario, &scenario["services"][number]);
    let (one, two) = (format!("one-{number}"), format!("two-{number}"));
    for name in [&one, &two] {
        let group = json!({"Name": name, "Protocol": "HTTP", "Port": 80, "TargetType": kind,
            "Attributes": [{"Key": "deregistration_delay.timeout_seconds", "Value": draws.small(30).to_string()}]});
        push(scenario, "targetGroups", group);
    }
    if number == 0 || scenario["loadBalancers"].is_null() {
        scenario["loadBalancers"] = json!([{"Name": "alb", "Subnets": ["subnet-a", "subnet-b", "subnet-c"]}]);
    }
    let mut advanced = json!({"alternateTargetGroupArn": two, "roleArn": "lb",
        "productionListenerRule": format!("alb:{}/default", 8000 + number)});
    for (port, group, is_test) in [(8000 + number, &one, false), (9000 + number, &two, true)] {
        if is_test && draws.once_in(2) {
            continue;
        }
        if is_test {
            advanced["testListenerRule"] = format!("alb:{port}/default").into();
        }
        let listener = json!({"LoadBalancerArn": "alb", "Protocol": "HTTP", "Port": port,
            "DefaultActions": [{"Type": "forward", "TargetGroupArn": group}]});
        push(scenario, "listeners", listener);
        let traffic = json!({"name": format!("to-{port}"), "listener": format!("alb:{port}"),
            "shape": {"constant": draws.between(1, 50)}});
        push(&mut scenario["simulation"], "traffic", traffic);
    }
    scenario["services"][number]["loadBalancers"] = json!([{"targetGroupArn": one, "containerName": "app",
        "containerPort": mapping["containerPort"], "advancedConfiguration": advanced}]);
}

/// Puts an entry behind those that a list has, or makes one.
pub fn push(of: &mut Value, list: &str, entry: Value) {
    match of[list].as_array_mut() {
        Some(entries) => entries.push(entry),
        None => of[list] = json!([entry]),
    }
}

//! Random capacity providers, for the swarm: on the group of a scenario, with services that use them.

use crate::draws::Draws;
use serde_json::{Value, json};

/// The provider's name, and its group's.
pub const PROVIDER: &str = "cp";
pub const GROUP: &str = "asg";

/// Puts a capacity provider on a scenario's group, where it has one.
///
/// # Panics
///
/// Never: scenarios of the swarm have these members.
pub fn add(draws: &mut Draws, scenario: &mut Value) {
    let Some(group) = scenario["autoScalingGroups"].get(0).cloned() else { return };
    if draws.once_in(3) {
        return;
    }
    scenario["capacityProviders"] = json!([provider(draws, &group)]);
    if draws.once_in(3) {
        scenario["cluster"] = json!({
            "clusterName": "default", "capacityProviders": [PROVIDER],
            "defaultCapacityProviderStrategy": [item(draws)],
        });
    }
    for service in scenario["services"].as_array_mut().into_iter().flatten() {
        let is_daemon = service["schedulingStrategy"] == "DAEMON";
        match draws.small(2) {
            0 | 1 if !is_daemon => service["capacityProviderStrategy"] = json!([item(draws)]),
            _ => service["launchType"] = "EC2".into(),
        }
    }
    let calls = draws.small(3);
    let timeline = scenario["simulation"]["timeline"].as_array_mut().expect("a list");
    timeline.extend(draws.many(calls, call));
}

fn provider(draws: &mut Draws, group: &Value) -> Value {
    let smallest = draws.between(1, 3);
    let scales = !draws.once_in(4);
    let protects = scales && group["NewInstancesProtectedFromScaleIn"] == true;
    json!({"name": PROVIDER, "autoScalingGroupProvider": {
        "autoScalingGroupArn": GROUP,
        "managedScaling": {
            "status": if scales { "ENABLED" } else { "DISABLED" },
            "targetCapacity": draws.between(50, 100),
            "minimumScalingStepSize": smallest,
            "maximumScalingStepSize": smallest + draws.small(5),
            "instanceWarmupPeriod": draws.small(90),
        },
        "managedTerminationProtection": if protects { "ENABLED" } else { "DISABLED" },
        "managedDraining": if draws.once_in(2) { "ENABLED" } else { "DISABLED" },
    }})
}

fn item(draws: &mut Draws) -> Value {
    json!({"capacityProvider": PROVIDER, "base": draws.small(3), "weight": draws.between(1, 3)})
}

fn call(draws: &mut Draws) -> Value {
    let service = format!("service-{}", draws.small(3));
    let (action, input) = match draws.small(3) {
        0 => {
            let status = draws.one_of(&["ENABLED", "DISABLED"]);
            let scaling = json!({"status": status, "targetCapacity": draws.between(50, 100)});
            let given = json!({"managedScaling": scaling});
            ("ecs:UpdateCapacityProvider", json!({"name": PROVIDER, "autoScalingGroupProvider": given}))
        }
        1 => {
            let input = json!({
                "cluster": "default", "capacityProviders": [PROVIDER, "FARGATE"],
                "defaultCapacityProviderStrategy": [item(draws)],
            });
            ("ecs:PutClusterCapacityProviders", input)
        }
        _ => {
            let strategy = json!([item(draws)]);
            let input =
                json!({"service": service, "capacityProviderStrategy": strategy, "forceNewDeployment": true});
            ("ecs:UpdateService", input)
        }
    };
    json!({"atSeconds": draws.below(400), "action": action, "input": input})
}

//! A day of a cluster, as it is measured: 50 instances, 500 tasks, traffic that comes and goes, and tasks that
//! end every quarter of an hour and are replaced. The native benchmark and the one in the browser measure the
//! same.

use ecs_core::{Budget, Document, Progress, Scenario, Simulation};
use serde_json::{Value, json};

/// As it is printed; what follows is its time, and its events a second.
pub const NAME: &str = "a day: 50 instances, 500 tasks";

/// Services; the last one's tasks end.
const SERVICES: u32 = 10;

/// Tasks of each.
const TASKS: u32 = 50;

/// The scenario.
///
/// # Panics
///
/// Where it is none.
pub fn scenario() -> Scenario {
    let document = Document::read(&text());
    document.scenario.unwrap_or_else(|| panic!("{:#?}", document.findings))
}

fn text() -> String {
    let name = |number: u32| format!("web-{number}");
    let definition = |number| {
        let exit = json!({"exit": {"afterSeconds": 900, "code": 0}});
        let serve = json!({"cpuMillisPerRequest": 5, "requestMillis": 20});
        json!({"family": name(number), "networkMode": "bridge", "containerDefinitions": [{
            "name": "app",
            "image": "app",
            "cpu": 256,
            "memory": 512,
            "portMappings": [{"containerPort": 80, "hostPort": 0}],
            "simulation": if number + 1 == SERVICES { exit } else { serve },
        }]})
    };
    let service = |number| {
        json!({
            "serviceName": name(number),
            "taskDefinition": name(number),
            "desiredCount": TASKS,
            "loadBalancers": [{"targetGroupArn": name(number), "containerName": "app", "containerPort": 80}],
        })
    };
    let group =
        |number| json!({"Name": name(number), "Protocol": "HTTP", "Port": 80, "TargetType": "instance"});
    let traffic = |number| {
        let wave = json!({"mean": 500, "amplitude": 400, "periodSeconds": 86400});
        json!({"targetGroup": name(number), "shape": {"wave": wave}})
    };
    let many = |make: &dyn Fn(u32) -> Value| (0..SERVICES).map(make).collect::<Vec<Value>>();
    let instances = [("a", 17), ("b", 17), ("c", 16)].map(|(zone, count)| {
        json!({"instanceType": "m5.xlarge", "availabilityZone": format!("us-east-1{zone}"), "count": count})
    });
    json!({
        "version": 1,
        "taskDefinitions": many(&definition),
        "services": many(&service),
        "targetGroups": many(&group),
        "containerInstances": instances,
        "simulation": {"durationSeconds": 86400, "traffic": many(&traffic)},
    })
    .to_string()
}

/// Runs it to its end, and says how many events it had.
///
/// # Panics
///
/// Where it does not keep its tasks.
pub fn run(scenario: &Scenario) -> u64 {
    let mut simulation = Simulation::new(scenario.clone());
    while simulation.advance_to(simulation.duration(), Budget::UNLIMITED) == Progress::OutOfBudget {}
    assert!(simulation.tasks_started() > 2000, "only {} tasks", simulation.tasks_started());
    simulation.events()
}

#[cfg(test)]
mod tests {
    use super::scenario;

    #[test]
    fn the_day_is_a_scenario_with_traffic() {
        assert_eq!(scenario().traffic.len(), super::SERVICES as usize);
    }
}

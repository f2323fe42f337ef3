//! Random scenarios in which much happens: those of [`clusters`], with containers that end or fail, bounds of
//! deployments, new revisions, and calls and faults at any moment.
//!
//! A new call is a function in `CALLS`. What it means need not be there: the run refuses it, or ends it
//! differently.

use crate::clusters;
use crate::draws::Draws;
use crate::providers;
use crate::scales;
use crate::shifts;
use serde_json::{Value, json};

/// How long such a scenario goes on, in seconds.
const DURATION_SECONDS: u64 = 400;

/// Makes the input of a call.
type Input = fn(&mut Draws) -> Value;

/// What a timeline does.
const CALLS: [(&str, Input); 35] = [
    ("ecs:UpdateService", update_service),
    ("ecs:UpdateService", update_service),
    ("ecs:UpdateService", update_service),
    ("ecs:DeleteService", delete_service),
    ("ecs:StopServiceDeployment", stop_deployment),
    ("ecs:ContinueServiceDeployment", continue_deployment),
    ("ecs:UpdateService", update_strategy),
    ("ecs:StopTask", stop_task),
    ("simulation:SetBehaviour", set_behaviour),
    ("ecs:UpdateTaskProtection", protect),
    ("ecs:UpdateContainerInstancesState", set_state),
    ("ecs:DeregisterContainerInstance", deregister),
    ("ec2:TerminateInstances", terminate),
    ("simulation:DisconnectAgent", disconnect),
    ("simulation:LoseZone", lose_zone),
    ("aws:ecs:stop-task", stop_some),
    ("aws:ecs:drain-container-instances", drain_some),
    ("aws:ec2:stop-instances", stop_machines),
    ("aws:ec2:terminate-instances", terminate_some),
    ("aws:ec2:send-spot-instance-interruptions", interrupt),
    ("aws:ecs:task-kill-process", kill_process),
    ("aws:network:disrupt-connectivity", disrupt),
    ("aws:ecs:task-cpu-stress", stress),
    ("aws:ecs:task-network-latency", stress),
    ("ecs:RegisterContainerInstance", register),
    ("ecs:PutAttributes", attributes),
    ("ecs:DeleteAttributes", attributes),
    ("autoscaling:SetDesiredCapacity", set_capacity),
    ("autoscaling:SetDesiredCapacity", set_capacity),
    ("autoscaling:UpdateAutoScalingGroup", update_group),
    ("autoscaling:TerminateInstanceInAutoScalingGroup", terminate_in_group),
    ("application-autoscaling:RegisterScalableTarget", register_target),
    ("application-autoscaling:DeregisterScalableTarget", deregister_target),
    ("cloudwatch:PutMetricAlarm", put_alarm),
    ("cloudwatch:DeleteAlarms", delete_alarms),
];

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
        behave(&mut draws, definition);
    }
    for number in 0..definitions.len() {
        if draws.once_in(2) {
            let mut revision = definitions[number].clone();
            revision["containerDefinitions"][0]["cpu"] = (64 * draws.below(9)).into();
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
    if draws.once_in(2) {
        scenario["autoScalingGroups"] = json!([group(&mut draws)]);
    }
    shifts::add(&mut draws, &mut scenario);
    scales::add(&mut draws, &mut scenario);
    providers::add(&mut draws, &mut scenario);
    scenario["simulation"]["durationSeconds"] = DURATION_SECONDS.into();
    let calls = draws.small(10);
    let timeline = list(&mut scenario["simulation"]["timeline"]);
    timeline.extend(draws.many(calls, call));
    scenario
}

fn list(value: &mut Value) -> &mut Vec<Value> {
    value.as_array_mut().expect("a list")
}

fn call(draws: &mut Draws) -> Value {
    let (action, input) = CALLS[draws.index(CALLS.len())];
    // Some in the same second as others, some between two seconds.
    let at_seconds = if draws.once_in(2) { json!(draws.below(DURATION_SECONDS)) } else { json!(60.5) };
    json!({"atSeconds": at_seconds, "action": action, "input": input(draws)})
}

/// Gives the container of a definition something to do besides running in peace.
fn behave(draws: &mut Draws, definition: &mut Value) {
    let container = &mut definition["containerDefinitions"][0];
    if draws.once_in(3) {
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

fn behaviour(draws: &mut Draws) -> Value {
    match draws.small(4) {
        0 => json!({"exit": {"afterSeconds": draws.between(1, 200), "code": draws.small(3)}}),
        1 => json!({"unhealthyAfterSeconds": draws.between(5, 100)}),
        2 => json!({"stopSeconds": draws.small(50)}),
        _ => json!({"startSeconds": draws.small(20), "memoryMiB": 32}),
    }
}

/// Makes a service one that is deployed in its own way, or a DAEMON.
fn deploy(draws: &mut Draws, service: &mut Value) {
    if draws.once_in(6) {
        service["schedulingStrategy"] = "DAEMON".into();
        let members = service.as_object_mut().expect("an object");
        members.remove("desiredCount");
        members.remove("placementStrategy");
        return;
    }
    if draws.once_in(2) {
        let maximum = draws.one_of(&[&100, &120, &150, &200]);
        let minimum = draws.one_of(&[&0, &34, &50, &100]);
        let breaker = json!({"enable": draws.once_in(2), "rollback": draws.once_in(2)});
        service["deploymentConfiguration"] = json!({
            "maximumPercent": maximum,
            "minimumHealthyPercent": if maximum == &100 { &50 } else { minimum },
            "deploymentCircuitBreaker": breaker,
        });
    }
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

fn set_capacity(draws: &mut Draws) -> Value {
    json!({"AutoScalingGroupName": "asg", "DesiredCapacity": draws.small(7), "HonorCooldown": draws.once_in(3)})
}

fn update_group(draws: &mut Draws) -> Value {
    json!({
        "AutoScalingGroupName": "asg",
        "MinSize": draws.small(2),
        "MaxSize": draws.between(1, 6),
        "AvailabilityZones": if draws.once_in(2) { ["us-east-1a"] } else { ["us-east-1b"] },
    })
}

fn terminate_in_group(draws: &mut Draws) -> Value {
    let instance = format!("asg/{}", draws.between(1, 6));
    json!({"InstanceId": instance, "ShouldDecrementDesiredCapacity": draws.once_in(2)})
}

fn service(draws: &mut Draws) -> String {
    format!("service-{}", draws.small(3))
}

fn task(draws: &mut Draws) -> String {
    format!("service:{}/{}", service(draws), draws.between(1, 9))
}

fn host(draws: &mut Draws) -> String {
    format!("host-{}/{}", draws.small(4), draws.between(1, 3))
}

fn update_service(draws: &mut Draws) -> Value {
    let mut input = json!({"service": service(draws)});
    if draws.once_in(2) {
        input["desiredCount"] = draws.small(25).into();
    }
    match draws.small(4) {
        // A definition that is there may be of another network mode: the call is refused then.
        0 | 1 => {
            input["taskDefinition"] = format!("family-{}:{}", draws.small(2), draws.between(1, 2)).into();
        }
        2 => input["forceNewDeployment"] = true.into(),
        _ => {}
    }
    input
}

/// The next deployment goes another way.
fn update_strategy(draws: &mut Draws) -> Value {
    let configuration =
        if draws.once_in(3) { json!({"strategy": "ROLLING"}) } else { shifts::strategy(draws) };
    let deploys = draws.once_in(2);
    json!({"service": service(draws), "deploymentConfiguration": configuration, "forceNewDeployment": deploys})
}

fn stop_deployment(draws: &mut Draws) -> Value {
    json!({"serviceDeploymentArn": service(draws)})
}

fn continue_deployment(draws: &mut Draws) -> Value {
    let stage = draws.one_of(&["PRE_SCALE_UP", "POST_SCALE_UP", "PRE_PRODUCTION_TRAFFIC_SHIFT"]);
    let action = draws.one_of(&["CONTINUE", "ROLLBACK"]);
    json!({"serviceDeploymentArn": service(draws), "hookId": stage, "action": action})
}

fn delete_service(draws: &mut Draws) -> Value {
    json!({"service": service(draws), "force": draws.once_in(2)})
}

fn register_target(draws: &mut Draws) -> Value {
    let service = service(draws);
    scales::register(draws, &service)
}

fn deregister_target(draws: &mut Draws) -> Value {
    scales::deregister(&service(draws))
}

fn stop_task(draws: &mut Draws) -> Value {
    json!({"task": task(draws), "reason": "by hand"})
}

fn set_behaviour(draws: &mut Draws) -> Value {
    json!({"task": task(draws), "container": "app", "behaviour": behaviour(draws)})
}

fn protect(draws: &mut Draws) -> Value {
    json!({
        "cluster": "default",
        "tasks": [task(draws), task(draws)],
        "protectionEnabled": !draws.once_in(4),
        "expiresInMinutes": draws.between(1, 5),
    })
}

fn put_alarm(draws: &mut Draws) -> Value {
    let service = service(draws);
    let (namespace, metric) = [
        ("AWS/ECS", "CPUUtilization"),
        ("AWS/ECS", "MemoryUtilization"),
        ("ECS/ContainerInsights", "RunningTaskCount"),
    ][draws.index(3)];
    json!({
        "AlarmName": draws.one_of(&["a", "b"]),
        "Namespace": namespace,
        "MetricName": metric,
        "Dimensions": [{"Name": "ClusterName", "Value": "default"}, {"Name": "ServiceName", "Value": service}],
        "Statistic": "Average",
        "Period": 60,
        "EvaluationPeriods": draws.between(1, 3),
        "Threshold": draws.between(0, 5),
        "ComparisonOperator": draws.one_of(&["GreaterThanThreshold", "LessThanThreshold"]),
        "TreatMissingData": draws.one_of(&["missing", "ignore", "breaching", "notBreaching"]),
    })
}

fn delete_alarms(draws: &mut Draws) -> Value {
    json!({"AlarmNames": [draws.one_of(&["a", "b", "c"])]})
}

fn set_state(draws: &mut Draws) -> Value {
    let status = if draws.once_in(3) { "ACTIVE" } else { "DRAINING" };
    json!({"containerInstances": [host(draws), host(draws)], "status": status})
}

fn deregister(draws: &mut Draws) -> Value {
    json!({"containerInstance": host(draws), "force": !draws.once_in(3)})
}

fn terminate(draws: &mut Draws) -> Value {
    json!({"InstanceIds": [host(draws)]})
}

fn disconnect(draws: &mut Draws) -> Value {
    json!({"containerInstance": host(draws), "durationSeconds": draws.between(1, 120)})
}

fn lose_zone(draws: &mut Draws) -> Value {
    let zone = draws.one_of(&["us-east-1a", "us-east-1b"]);
    json!({"availabilityZone": zone, "durationSeconds": draws.between(1, 120)})
}

fn stop_some(draws: &mut Draws) -> Value {
    json!({"targets": {"service": service(draws), "selectionMode": "PERCENT(50)"}})
}

fn drain_some(draws: &mut Draws) -> Value {
    json!({"parameters": {"drainagePercentage": "50", "duration": format!("PT{}M", draws.between(1, 3))}})
}

fn stop_machines(draws: &mut Draws) -> Value {
    json!({
        "parameters": {"startInstancesAfterDuration": "PT1M"},
        "targets": {"resourceArns": [host(draws)]},
    })
}

fn terminate_some(draws: &mut Draws) -> Value {
    json!({"targets": {"service": service(draws), "selectionMode": "COUNT(1)"}})
}

fn interrupt(draws: &mut Draws) -> Value {
    let parameters = json!({"durationBeforeInterruption": format!("PT{}M", draws.between(2, 3))});
    json!({"parameters": parameters, "targets": {"selectionMode": "PERCENT(50)"}})
}

fn kill_process(draws: &mut Draws) -> Value {
    let parameters = json!({"processName": "app", "signal": draws.one_of(&["SIGKILL", "SIGTERM"])});
    json!({"parameters": parameters, "targets": {"service": service(draws), "selectionMode": "PERCENT(30)"}})
}

fn disrupt(draws: &mut Draws) -> Value {
    let parameters = json!({"scope": "all", "duration": format!("PT{}S", draws.between(1, 120))});
    json!({"parameters": parameters, "targets": {"resourceArns": [draws.one_of(&["subnet-a", "subnet-b"])]}})
}

fn stress(draws: &mut Draws) -> Value {
    let parameters = json!({"duration": format!("PT{}S", draws.between(1, 120))});
    json!({"parameters": parameters, "targets": {"service": service(draws), "selectionMode": "COUNT(2)"}})
}

fn register(draws: &mut Draws) -> Value {
    json!({
        "name": format!("host-{}", draws.small(4)),
        "instanceType": draws.one_of(&["t3.medium", "m5.large"]),
        "availabilityZone": draws.one_of(&["us-east-1a", "us-east-1b"]),
        "count": draws.between(1, 2),
    })
}

fn attributes(draws: &mut Draws) -> Value {
    json!({"attributes": [{"name": "stack", "value": draws.one_of(&["a", "b"]), "targetId": host(draws)}]})
}

//! Random calls and faults, for the swarm.
//!
//! A new call is a function in `CALLS`, or in `FAULTS`. What it means need not be there: the run refuses it, or ends it
//! differently.

use crate::draws::Draws;
use crate::swarm::{DURATION_SECONDS, behaviour};
use crate::{scales, shifts};
use serde_json::{Value, json};

/// Makes the input of a call.
type Input = fn(&mut Draws) -> Value;

/// What a timeline does.
const CALLS: [(&str, Input); 23] = [
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

/// What takes tasks or their instances away.
const FAULTS: [(&str, Input); 12] = [
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
];

/// A call or a fault, at any moment.
pub fn call(draws: &mut Draws) -> Value {
    let number = draws.index(CALLS.len() + FAULTS.len());
    let (action, input) = CALLS.get(number).unwrap_or_else(|| &FAULTS[number - CALLS.len()]);
    // Some in the same second as others, some between two seconds.
    let at_seconds = if draws.once_in(2) { json!(draws.below(DURATION_SECONDS)) } else { json!(60.5) };
    json!({"atSeconds": at_seconds, "action": action, "input": input(draws)})
}

/// A fault.
pub fn fault(draws: &mut Draws, at_seconds: u32) -> Value {
    let (action, input) = FAULTS[draws.index(FAULTS.len())];
    json!({"atSeconds": at_seconds, "action": action, "input": input(draws)})
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

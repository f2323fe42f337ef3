//! What actions of a timeline name: a name that means nothing, is empty or is of another kind is a finding at its
//! place or a refusal of the run, never silence, and nothing else happens because of it. Spec: SCN-11.

use ecs_core::scenario::timeline_actions;
use ecs_core::{Budget, Document, Simulation};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// An action, an input of it that is carried out, and the pointers of what it names.
type Row = (&'static str, Value, &'static [&'static str]);

const CLUSTER: &str = "arn:aws:ecs:us-east-1:123456789012:cluster/default";
const SERVICE: &str = "service/default/web";
const COUNT: &str = "ecs:service:DesiredCount";

/// What an action of AWS FIS is done to.
const OF_TASKS: &[&str] = &["/targets/resourceArns/0", "/targets/resourceArns"];

fn scenario() -> Value {
    let image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/app:1";
    let template = json!({"LaunchTemplateName": "lt", "LaunchTemplateData": {"InstanceType": "t3.medium"}});
    json!({
        "version": 1,
        "taskDefinitions": [
            {"family": "web", "containerDefinitions": [{"name": "app", "image": image, "memory": 64, "portMappings": [{"containerPort": 80}]}]},
            {"family": "job", "containerDefinitions": [{"name": "work", "image": image, "memory": 64}]}],
        "services": [
            {"serviceName": "web", "taskDefinition": "web", "desiredCount": 2,
                "loadBalancers": [{"targetGroupArn": "web", "containerName": "app", "containerPort": 80}]}],
        "containerInstances": [{"name": "host", "instanceType": "t3.medium", "availabilityZone": "us-east-1a", "count": 2}],
        "launchTemplates": [template],
        "autoScalingGroups": [{"AutoScalingGroupName": "asg", "MinSize": 1, "MaxSize": 3, "DesiredCapacity": 1,
            "AvailabilityZones": ["us-east-1a"], "LaunchTemplate": {"LaunchTemplateName": "lt"}}],
        "capacityProviders": [{"name": "cp", "autoScalingGroupProvider": {"autoScalingGroupArn": "asg"}}],
        "loadBalancers": [{"Name": "alb", "Subnets": ["subnet-a", "subnet-b"]}],
        "targetGroups": [{"Name": "web", "Protocol": "HTTP", "Port": 80, "TargetType": "instance"}],
        "listeners": [{"LoadBalancerArn": "alb", "Protocol": "HTTP", "Port": 80, "DefaultActions": [forward()]}],
        "rules": [{"ListenerArn": "alb:80", "Priority": 10, "Conditions": [{"Field": "path-pattern", "Values": ["/x"]}], "Actions": [forward()]}],
        "queues": [{"QueueName": "jobs"}], "buckets": [{"Bucket": "data"}],
        "alarms": [alarm("high")],
        "scalableTargets": [{"ResourceId": SERVICE, "ScalableDimension": COUNT, "MinCapacity": 1, "MaxCapacity": 5}],
        "scalingPolicies": [tracking("cpu")],
        "scheduledActions": [scheduled("night")],
        "images": [{"image": image, "sizeMiB": 70}],
        "simulation": {"durationSeconds": 100, "traffic": [{"name": "users", "listener": "alb:80", "shape": {"constant": 5}}]}
    })
}

fn forward() -> Value {
    json!({"Type": "forward", "TargetGroupArn": "web"})
}

fn alarm(name: &str) -> Value {
    json!({"AlarmName": name, "Namespace": "AWS/ECS", "MetricName": "CPUUtilization", "Statistic": "Average", "Period": 60,
        "Dimensions": [{"Name": "ClusterName", "Value": "default"}, {"Name": "ServiceName", "Value": "web"}],
        "EvaluationPeriods": 1, "Threshold": 90, "ComparisonOperator": "GreaterThanThreshold"})
}

fn tracking(name: &str) -> Value {
    json!({"PolicyName": name, "ResourceId": SERVICE, "ScalableDimension": COUNT, "PolicyType": "TargetTrackingScaling",
        "TargetTrackingScalingPolicyConfiguration": {"TargetValue": 50,
            "PredefinedMetricSpecification": {"PredefinedMetricType": "ECSServiceAverageCPUUtilization"}}})
}

fn scheduled(name: &str) -> Value {
    json!({"ScheduledActionName": name, "ResourceId": SERVICE, "ScalableDimension": COUNT,
        "Schedule": "cron(0 22 * * ? *)", "Timezone": "Europe/Berlin", "ScalableTargetAction": {"MinCapacity": 2, "MaxCapacity": 5}})
}

fn with(mut input: Value, key: &str, value: Value) -> Value {
    input[key] = value;
    input
}

/// The calls of Amazon ECS.
fn ecs() -> Vec<Row> {
    let register =
        json!({"family": "web", "containerDefinitions": [{"name": "app", "image": "app:2", "memory": 64}]});
    let provider = json!([{"capacityProvider": "cp"}]);
    vec![
        (
            "ecs:RunTask",
            json!({"cluster": "default", "taskDefinition": "web"}),
            &["/cluster", "/taskDefinition"],
        ),
        (
            "ecs:RunTask",
            json!({"taskDefinition": "web", "capacityProviderStrategy": provider}),
            &["/capacityProviderStrategy/0/capacityProvider"],
        ),
        (
            "ecs:StartTask",
            json!({"cluster": "default", "taskDefinition": "web", "containerInstances": ["host/1"]}),
            &["/cluster", "/taskDefinition", "/containerInstances/0", "/containerInstances"],
        ),
        ("ecs:StopTask", json!({"cluster": "default", "task": "service:web/1"}), &["/cluster", "/task"]),
        ("ecs:RegisterTaskDefinition", register, &[]),
        ("ecs:DeregisterTaskDefinition", json!({"taskDefinition": "job:1"}), &["/taskDefinition"]),
        (
            "ecs:CreateService",
            json!({"cluster": "default", "serviceName": "new", "taskDefinition": "web", "desiredCount": 0}),
            &["/cluster", "/serviceName", "/taskDefinition"],
        ),
        (
            "ecs:UpdateService",
            json!({"cluster": "default", "service": "web", "taskDefinition": "web", "desiredCount": 3}),
            &["/cluster", "/service", "/taskDefinition"],
        ),
        (
            "ecs:DeleteService",
            json!({"cluster": "default", "service": "web", "force": true}),
            &["/cluster", "/service"],
        ),
        ("ecs:StopServiceDeployment", json!({"serviceDeploymentArn": "web"}), &["/serviceDeploymentArn"]),
        (
            "ecs:ContinueServiceDeployment",
            json!({"serviceDeploymentArn": "web", "hookId": "x", "action": "CONTINUE"}),
            &["/serviceDeploymentArn", "/hookId"],
        ),
        (
            "ecs:UpdateContainerInstancesState",
            json!({"cluster": "default", "containerInstances": ["host/1"], "status": "DRAINING"}),
            &["/cluster", "/containerInstances/0", "/containerInstances", "/status"],
        ),
        (
            "ecs:RegisterContainerInstance",
            json!({"name": "more", "instanceType": "t3.medium", "availabilityZone": "us-east-1a"}),
            &["/instanceType", "/availabilityZone"],
        ),
        (
            "ecs:DeregisterContainerInstance",
            json!({"cluster": "default", "containerInstance": "host/1", "force": true}),
            &["/cluster", "/containerInstance"],
        ),
        (
            "ecs:PutAttributes",
            json!({"cluster": "default", "attributes": [{"name": "a", "targetId": "host/1"}]}),
            &["/cluster", "/attributes/0/targetId", "/attributes"],
        ),
        (
            "ecs:DeleteAttributes",
            json!({"cluster": "default", "attributes": [{"name": "ecs.os-type", "targetId": "host/1"}]}),
            &["/cluster", "/attributes/0/targetId", "/attributes/0/name", "/attributes"],
        ),
        (
            "ecs:UpdateTaskProtection",
            json!({"cluster": "default", "tasks": ["service:web/1"], "protectionEnabled": true}),
            &["/cluster", "/tasks/0", "/tasks"],
        ),
        (
            "ecs:PutClusterCapacityProviders",
            json!({"cluster": "default", "capacityProviders": ["cp"], "defaultCapacityProviderStrategy": provider}),
            &["/cluster", "/capacityProviders/0", "/defaultCapacityProviderStrategy/0/capacityProvider"],
        ),
        ("ecs:UpdateCapacityProvider", json!({"name": "cp", "autoScalingGroupProvider": {}}), &["/name"]),
    ]
}

/// The calls of other services of AWS.
fn other_services() -> Vec<Row> {
    let target = json!({"ServiceNamespace": "ecs", "ResourceId": SERVICE, "ScalableDimension": COUNT});
    let delay = json!([{"Key": "deregistration_delay.timeout_seconds", "Value": "10"}]);
    let cloudwatch =
        &["/AlarmName", "/MetricName", "/Dimensions/0/Value", "/Dimensions/1/Value", "/AlarmActions/0"][1..];
    vec![
        ("ecr:PutImage", json!({"repositoryName": "app", "imageTag": "2"}), &["/repositoryName"]),
        (
            "ecr:BatchDeleteImage",
            json!({"repositoryName": "app", "imageIds": [{"imageTag": "1"}]}),
            &["/repositoryName", "/imageIds/0/imageTag", "/imageIds"],
        ),
        ("s3:PutObject", json!({"Bucket": "data", "Key": "a"}), &["/Bucket"]),
        ("sqs:SendMessage", json!({"QueueUrl": "jobs", "MessageBody": "x"}), &["/QueueUrl"]),
        (
            "events:PutEvents",
            json!({"Entries": [{"Source": "me", "DetailType": "x", "Detail": "{}"}]}),
            &["/Entries"],
        ),
        (
            "elasticloadbalancing:ModifyTargetGroupAttributes",
            json!({"TargetGroupArn": "web", "Attributes": delay}),
            &["/TargetGroupArn", "/Attributes/0/Key", "/Attributes"],
        ),
        (
            "elasticloadbalancing:ModifyListener",
            json!({"ListenerArn": "alb:80", "DefaultActions": [forward()]}),
            &["/ListenerArn", "/DefaultActions/0/TargetGroupArn", "/DefaultActions"],
        ),
        (
            "elasticloadbalancing:ModifyRule",
            json!({"RuleArn": "alb:80/10", "Actions": [forward()]}),
            &["/RuleArn", "/Actions/0/TargetGroupArn", "/Actions"],
        ),
        ("ec2:TerminateInstances", json!({"InstanceIds": ["host/1"]}), &["/InstanceIds/0", "/InstanceIds"]),
        (
            "cloudwatch:PutMetricAlarm",
            with(alarm("new"), "AlarmActions", json!(["service/default/web/cpu"])),
            cloudwatch,
        ),
        ("cloudwatch:DeleteAlarms", json!({"AlarmNames": ["high"]}), &["/AlarmNames/0", "/AlarmNames"]),
        (
            "application-autoscaling:RegisterScalableTarget",
            with(target.clone(), "MaxCapacity", json!(4)),
            &["/ResourceId", "/ServiceNamespace", "/ScalableDimension"],
        ),
        (
            "application-autoscaling:DeregisterScalableTarget",
            target.clone(),
            &["/ResourceId", "/ServiceNamespace", "/ScalableDimension"],
        ),
        ("application-autoscaling:PutScalingPolicy", tracking("memory"), &["/ResourceId", "/PolicyType"]),
        (
            "application-autoscaling:DeleteScalingPolicy",
            with(target.clone(), "PolicyName", json!("cpu")),
            &["/ResourceId", "/PolicyName"],
        ),
        (
            "application-autoscaling:PutScheduledAction",
            scheduled("noon"),
            &["/ResourceId", "/Timezone", "/Schedule"],
        ),
        (
            "application-autoscaling:DeleteScheduledAction",
            with(target, "ScheduledActionName", json!("night")),
            &["/ResourceId", "/ScheduledActionName"],
        ),
        (
            "autoscaling:SetDesiredCapacity",
            json!({"AutoScalingGroupName": "asg", "DesiredCapacity": 2}),
            &["/AutoScalingGroupName"],
        ),
        (
            "autoscaling:UpdateAutoScalingGroup",
            json!({"AutoScalingGroupName": "asg", "LaunchTemplate": {"LaunchTemplateName": "lt"}, "AvailabilityZones": ["us-east-1a"]}),
            &[
                "/AutoScalingGroupName",
                "/LaunchTemplate/LaunchTemplateName",
                "/AvailabilityZones/0",
                "/AvailabilityZones",
            ],
        ),
        (
            "autoscaling:TerminateInstanceInAutoScalingGroup",
            json!({"InstanceId": "asg/1", "ShouldDecrementDesiredCapacity": false}),
            &["/InstanceId"],
        ),
        (
            "autoscaling:SetInstanceProtection",
            json!({"AutoScalingGroupName": "asg", "InstanceIds": ["asg/1"], "ProtectedFromScaleIn": true}),
            &["/AutoScalingGroupName", "/InstanceIds/0", "/InstanceIds"],
        ),
        (
            "autoscaling:CompleteLifecycleAction",
            json!({"AutoScalingGroupName": "asg", "LifecycleHookName": "h", "LifecycleActionResult": "CONTINUE", "InstanceId": "asg/1"}),
            &["/AutoScalingGroupName", "/InstanceId"],
        ),
    ]
}

fn fis(parameters: &Value, named: &str) -> Value {
    json!({"parameters": parameters, "targets": {"resourceArns": [named]}})
}

/// Actions of AWS FIS, and ours.
fn faults() -> Vec<Row> {
    let (task, minute) = ("service:web/1", "PT1M");
    let of_service = |parameters: Value| json!({"parameters": parameters, "targets": {"service": "web"}});
    let port = json!({"duration": minute, "port": "80", "trafficType": "ingress", "protocol": "tcp"});
    let drain = json!({"drainagePercentage": "50", "duration": minute});
    let lack = json!({"duration": minute, "availabilityZoneIdentifiers": "us-east-1a"});
    vec![
        ("aws:ecs:stop-task", of_service(json!({})), &["/targets/service"]),
        ("aws:ecs:stop-task", fis(&json!({}), task), OF_TASKS),
        (
            "aws:ecs:task-kill-process",
            of_service(json!({"processName": "app"})),
            &["/targets/service", "/parameters/processName"],
        ),
        ("aws:ecs:task-kill-process", fis(&json!({"processName": "app"}), task), OF_TASKS),
        ("aws:ecs:task-cpu-stress", fis(&json!({"duration": minute}), task), OF_TASKS),
        ("aws:ecs:task-network-latency", fis(&json!({"duration": minute}), task), OF_TASKS),
        ("aws:ecs:task-network-blackhole-port", fis(&port, task), OF_TASKS),
        (
            "aws:ecs:task-network-blackhole-port",
            of_service(port),
            &["/parameters/port", "/parameters/trafficType", "/parameters/protocol"],
        ),
        ("aws:ecs:drain-container-instances", fis(&drain, CLUSTER), OF_TASKS),
        ("aws:ec2:stop-instances", of_service(json!({})), &["/targets/service"]),
        ("aws:ec2:stop-instances", fis(&json!({}), "host/1"), OF_TASKS),
        ("aws:ec2:terminate-instances", fis(&json!({}), "host/1"), OF_TASKS),
        (
            "aws:ec2:send-spot-instance-interruptions",
            fis(&json!({"durationBeforeInterruption": "PT2M"}), "host/1"),
            OF_TASKS,
        ),
        ("aws:ec2:asg-insufficient-instance-capacity-error", fis(&lack, "asg"), OF_TASKS),
        (
            "aws:ec2:asg-insufficient-instance-capacity-error",
            fis(&lack, "asg"),
            &["/parameters/availabilityZoneIdentifiers"],
        ),
        (
            "aws:network:disrupt-connectivity",
            fis(&json!({"duration": minute, "scope": "all"}), "subnet-a"),
            OF_TASKS,
        ),
        (
            "aws:network:disrupt-connectivity",
            fis(&json!({"duration": minute, "scope": "all"}), "subnet-a"),
            &["/parameters/scope"],
        ),
        ("simulation:InterruptSpotTasks", json!({"targets": {"service": "web"}}), &["/targets/service"]),
        ("simulation:InterruptSpotTasks", json!({"targets": {"resourceArns": [task]}}), OF_TASKS),
        (
            "simulation:LoseZone",
            json!({"availabilityZone": "us-east-1a", "durationSeconds": 60}),
            &["/availabilityZone"],
        ),
        (
            "simulation:DisconnectAgent",
            json!({"containerInstance": "host/1", "durationSeconds": 60}),
            &["/containerInstance"],
        ),
        ("simulation:SetTraffic", json!({"name": "users", "shape": {"constant": 10}}), &["/name"]),
        (
            "simulation:SetBehaviour",
            json!({"task": task, "container": "app", "behaviour": {"errorRate": 1}}),
            &["/task", "/container"],
        ),
    ]
}

fn rows() -> Vec<Row> {
    [ecs(), other_services(), faults()].concat()
}

/// What stands for a name instead: a misspelt one, none, and one of another type and kind.
fn instead_of(given: &Value) -> Vec<Value> {
    if given.is_array() {
        return vec![json!([]), json!(7)];
    }
    let text = given.as_str().unwrap_or_default();
    let misspelt = format!("{}~", text.get(..text.len().saturating_sub(1)).unwrap_or_default());
    let other = "arn:aws:ecs:us-east-1:123456789012:cluster/elsewhere";
    vec![json!(misspelt), json!(""), json!(7), json!(other)]
}

/// What is said of an action, and what else happens in its run: the log's events that are no refusals.
struct Told {
    findings: usize,
    errors: usize,
    refusals: usize,
    happenings: usize,
}

fn told(scenario: &mut Value, action: Option<(&str, &Value)>) -> Told {
    let actions: Vec<Value> =
        action.iter().map(|(name, input)| json!({"atSeconds": 50, "action": name, "input": input})).collect();
    scenario["simulation"]["timeline"] = json!(actions);
    let document = Document::read(&scenario.to_string());
    let here =
        document.findings.iter().filter(|finding| finding.pointer.starts_with("/simulation/timeline/0"));
    let findings = here.count();
    let errors = usize::from(document.has_errors());
    let Some(scenario) = document.scenario.filter(|_| errors == 0) else {
        return Told { findings, errors, refusals: 0, happenings: 0 };
    };
    let mut run = Simulation::new(scenario);
    run.advance_to(run.duration(), Budget::UNLIMITED);
    let report = serde_json::to_value(run.report()).expect("a report is JSON");
    let count = |list: &str| report[list].as_array().map_or(0, Vec::len);
    Told { findings, errors, refusals: count("refusals"), happenings: count("events") }
}

#[test]
fn a_name_that_means_nothing_is_never_passed_over_in_silence() {
    let mut scenario = scenario();
    let quiet = told(&mut scenario, None);
    assert_eq!((quiet.errors, quiet.refusals), (0, 0));
    for (action, input, pointers) in rows() {
        assert_eq!(told(&mut scenario, Some((action, &input))).errors, 0, "{action} {input}");
        for pointer in pointers {
            let given = input.pointer(pointer).unwrap_or_else(|| panic!("{action} has no {pointer}"));
            for instead in instead_of(given) {
                let mut input = input.clone();
                *input.pointer_mut(pointer).expect("it is there") = instead;
                let told = told(&mut scenario, Some((action, &input)));
                assert!(told.findings + told.refusals > 0, "silence: {action} {input}");
                let is_idle = told.happenings == quiet.happenings || told.refusals == 0;
                assert!(told.errors > 0 || is_idle, "refused and carried out: {action} {input}");
            }
        }
    }
}

/// A new action has its names in the table above.
#[test]
fn every_action_is_in_the_table() {
    let rows = rows();
    let tried: BTreeSet<&str> = rows.iter().map(|(action, ..)| *action).collect();
    let left: Vec<&str> = timeline_actions().filter(|action| !tried.contains(action)).collect();
    assert_eq!(left, Vec::<&str>::new());
}

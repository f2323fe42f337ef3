//! `network`.

use crate::Folder;
use expect_test::expect;
use serde_json::Value;

/// The instances' group lets the load balancer in on a port that no task has.
const SCENARIO: &str = r#"{
  "version": 1,
  "taskDefinitions": [{"family": "web", "containerDefinitions": [{"name": "app", "image": "app:1", "memory": 64, "portMappings": [{"containerPort": 80}]}]}],
  "services": [
    {"serviceName": "web", "taskDefinition": "web", "desiredCount": 1, "loadBalancers": [{"targetGroupArn": "web", "containerName": "app", "containerPort": 80}], "serviceRegistries": [{"registryArn": "web", "containerName": "app", "containerPort": 80}]},
    {"serviceName": "none", "taskDefinition": "web", "desiredCount": 0}
  ],
  "containerInstances": [{"name": "host", "instanceType": "t3.medium", "availabilityZone": "us-east-1a", "securityGroupIds": ["sg-host"]}],
  "loadBalancers": [{"Name": "web-alb", "Subnets": ["subnet-a", "subnet-b"], "SecurityGroups": ["sg-alb"]}],
  "targetGroups": [{"Name": "web", "Protocol": "HTTP", "Port": 80}],
  "listeners": [{"LoadBalancerArn": "web-alb", "Protocol": "HTTP", "Port": 80, "DefaultActions": [{"Type": "forward", "TargetGroupArn": "web"}]}],
  "securityGroups": [
    {"GroupId": "sg-alb", "IpPermissions": [{"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]},
    {"GroupId": "sg-host", "IpPermissions": [{"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "UserIdGroupPairs": [{"GroupId": "sg-alb"}]}]}
  ],
  "namespaces": [{"Name": "local", "Vpc": "vpc-1"}],
  "serviceDiscoveryServices": [{"Name": "web", "NamespaceId": "local", "DnsConfig": {"DnsRecords": [{"Type": "SRV", "TTL": 60}]}}]
}"#;

fn folder() -> Folder {
    Folder::new().with("s.json", SCENARIO)
}

#[test]
fn the_hop_that_fails_is_named() {
    let outcome = folder().call(&["network", "s.json", "--task", "service:web/1"]);
    assert_eq!((outcome.status, outcome.stderr.as_str()), (0, ""));
    expect![[r#""#]].assert_eq(&outcome.stdout);
}

#[test]
fn a_task_that_does_not_run_yet_is_no_target() {
    let outcome = folder().call(&["network", "s.json", "--task", "service:web/1", "--at", "5"]);
    assert_eq!(outcome.status, 0);
    assert!(outcome.stdout.contains("503 Service Unavailable"), "{}", outcome.stdout);
}

#[test]
fn a_path_is_also_data() {
    let outcome = folder().call(&["network", "s.json", "--task", "service:web/1", "--format", "json"]);
    let answer = outcome.json();
    let failed = answer["hops"].as_array().unwrap().iter().find(|hop| hop["passed"] == false).unwrap();
    assert_eq!(failed["kind"], "containerInstance");
    assert_eq!(failed["missingPermission"]["ipPermission"]["FromPort"], 32768);
    assert_eq!(answer["paths"][0]["clientError"]["status"], 504);
}

#[test]
fn the_tasks_of_a_service_are_a_list() {
    let outcome = folder().call(&["network", "s.json", "--service", "web", "--format", "json"]);
    assert_eq!(outcome.json()["tasks"][0]["name"], "service:web/1");
    let none = folder().call(&["network", "s.json", "--service", "none", "--format", "json"]);
    assert_eq!(none.json()["tasks"], Value::Array(Vec::new()));
    let none = folder().call(&["network", "s.json", "--service", "none"]);
    assert_eq!((none.status, none.stdout.as_str()), (0, "The service has no task at that second.\n"));
}

#[test]
fn what_is_not_there_is_said() {
    for (arguments, wanted) in [
        (&["--task", "service:web/9"][..], "there is no task `service:web/9`"),
        (&["--service", "api"], "there is no service `api`"),
        (&[], "--task"),
        (&["--task", "service:web/1", "--at", "9999"], "the scenario ends at second 1800"),
    ] {
        let outcome = folder().call(&[&["network", "s.json"], arguments].concat());
        assert_eq!(outcome.status, 2, "{arguments:?}");
        assert!(outcome.stderr.contains(wanted), "{arguments:?}: {}", outcome.stderr);
    }
}

//! `network`.

use crate::Folder;
use expect_test::expect;
use serde_json::Value;

/// The instances' group lets the load balancer in on a port that no task has. The grace period keeps the task.
const SCENARIO: &str = r#"{
  "version": 1,
  "taskDefinitions": [{"family": "web", "containerDefinitions": [{"name": "app", "image": "app:1", "memory": 64, "portMappings": [{"containerPort": 80}]}]}],
  "services": [
    {"serviceName": "web", "taskDefinition": "web", "desiredCount": 1, "healthCheckGracePeriodSeconds": 3600, "loadBalancers": [{"targetGroupArn": "web", "containerName": "app", "containerPort": 80}], "serviceRegistries": [{"registryArn": "web", "containerName": "app", "containerPort": 80}]},
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
    assert_eq!(outcome.status, 0);
    assert!(outcome.stderr.starts_with("s.json:5:129 warning[targets-out-of-reach]"), "{}", outcome.stderr);
    expect![[r#"
        service:web/1 RUNNING, network mode bridge
        at 1800 s: the address is the instance's: a host port of it leads over docker0 to the container
        address 172.31.2.160 in subnet-a, and a public one, security groups: sg-host

        Through web-alb to target group web
          hop                 name        address                                               port  security groups      why
          client              internet                                                                                 ok
          load balancer       web-alb     web-alb-1525706005.us-east-1.elb.amazonaws.com          80  sg-alb           ok  sg-alb permits tcp 80 from 0.0.0.0/0
          listener            web-alb:80                                                     80 HTTP                   ok
          target group        web                                                         32768 HTTP                   ok
          container instance  host/1      172.31.2.160                                     32768 tcp  sg-host          no  sg-host has no rule for tcp 32768-60999 from sg-alb (the ECS guide's 32768-61000 covers it)
          bridge              docker0     172.17.0.1
          container           app         172.17.0.2                                          80 tcp
         health check: unhealthy (Target.Timeout): the health check does not get in: it needs tcp 32768-60999 from sg-alb; ECS stops a task of a service for that and starts another, again and again, once the grace period is over
         the client sees: 504 Gateway Timeout: the load balancer's connection to the target is not made within 10 seconds

        Names
          name       kind  leads to
          web.local  SRV   172.31.2.160:32768

        Way out
          destination         how, or why not
          internet        ok  subnet-a names no route, and everything is reached from it
          ecr.api         ok  over the internet
          ecr.dkr         ok  over the internet
          s3              ok  over the internet
          secretsmanager  ok  over the internet
          ssm             ok  over the internet
          logs            ok  over the internet
          sqs             ok  over the internet
    "#]].assert_eq(&outcome.stdout);
}

#[test]
fn a_task_that_does_not_run_yet_is_no_target() {
    let outcome = folder().call(&["network", "s.json", "--task", "service:web/1", "--at", "5"]);
    assert_eq!(outcome.status, 0);
    assert!(outcome.stdout.contains("503 Service Unavailable"), "{}", outcome.stdout);
}

/// A worker without a mapping, and a service that Service Connect has an alias for.
const WITHOUT_LOAD_BALANCER: &str = r#"{
  "version": 1,
  "taskDefinitions": [
    {"family": "worker", "networkMode": "awsvpc", "containerDefinitions": [{"name": "app", "image": "app:1", "memory": 64}]},
    {"family": "api", "containerDefinitions": [{"name": "app", "image": "app:1", "memory": 64, "portMappings": [{"containerPort": 80, "name": "http"}]}]}
  ],
  "services": [
    {"serviceName": "worker", "taskDefinition": "worker", "desiredCount": 1, "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-a"], "securityGroups": ["sg-worker"]}}},
    {"serviceName": "api", "taskDefinition": "api", "desiredCount": 1, "serviceConnectConfiguration": {"enabled": true, "namespace": "local", "services": [{"portName": "http", "clientAliases": [{"port": 8000, "dnsName": "api"}]}]}}
  ],
  "containerInstances": [{"name": "host", "instanceType": "t3.medium", "availabilityZone": "us-east-1a"}],
  "namespaces": [{"Name": "local"}],
  "securityGroups": [{"GroupId": "sg-worker", "IpPermissions": []}]
}"#;

#[test]
fn a_task_without_a_path_has_an_address() {
    let folder = Folder::new().with("s.json", WITHOUT_LOAD_BALANCER);
    let outcome = folder.call(&["network", "s.json", "--task", "service:worker/1"]);
    let head: Vec<&str> = outcome.stdout.lines().take(5).collect();
    expect![[r#"
        service:worker/1 RUNNING, network mode awsvpc
        at 1800 s: the task has an elastic network interface with an address of its own, and its containers share it
        address 172.31.14.51 in subnet-a, security groups: sg-worker

        No path leads to it."#]].assert_eq(&head.join("\n"));
}

#[test]
fn a_name_of_service_connect_has_the_port_that_a_client_asks_for() {
    let folder = Folder::new().with("s.json", WITHOUT_LOAD_BALANCER);
    let outcome = folder.call(&["network", "s.json", "--task", "service:api/1"]);
    let names: Vec<&str> =
        outcome.stdout.lines().skip_while(|line| *line != "Names").skip(1).take(2).collect();
    assert_eq!(
        names,
        ["  name      kind             leads to", "  api:8000  Service Connect  172.31.2.160:32768"]
    );
}

#[test]
fn the_health_checks_have_a_rule_of_their_own() {
    let text = SCENARIO.replace(r#""Port": 80}],"#, r#""Port": 80, "HealthCheckPort": "8081"}],"#);
    let outcome =
        Folder::new().with("s.json", &text).call(&["network", "s.json", "--task-definition", "web"]);
    let rules: Vec<&str> = outcome.stdout.lines().filter(|line| line.starts_with("  rule")).collect();
    let own = "  rule         tcp 8081 from sg-alb in sg-host for the health checks of web-alb: is missing";
    let host = ["  rule         tcp 80 from sg-alb in sg-host for web-alb: is there", own];
    assert!(rules.ends_with(&host), "{rules:?}");
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
fn a_task_definition_is_told_in_each_mode() {
    let outcome = folder().call(&["network", "s.json", "--task-definition", "web"]);
    assert_eq!(outcome.status, 0);
    expect![[r#"
        awsvpc
          address      the task has an elastic network interface with an address of its own, and its containers share it
          port         app 80/tcp: port 80 of the task's own address
          target type  ip
          copies       2 on an empty host (t3.medium); then no network interface left
          rule         tcp 80 from sg-alb in a group of its own for web-alb: is missing
          way out      subnet-a names no route, and everything is reached from it

        bridge (as it is)
          address      the address is the instance's: a host port of it leads over docker0 to the container
          port         app 80/tcp: a port of the instance that the agent draws from 32768 to 60999
          target type  instance
          copies       61 on an empty host (t3.medium); then 28 MiB left, 64 needed
          rule         tcp 32768-60999 from sg-alb in sg-host for web-alb: is missing
          way out      subnet-a names no route, and everything is reached from it

        host
          address      the containers stand in the instance's own network: its address, its ports
          port         app 80/tcp: port 80 of the instance, where the container listens itself: once an instance
          target type  instance
          copies       1 on an empty host (t3.medium); then host port 80/tcp is taken
          rule         tcp 80 from sg-alb in sg-host for web-alb: is there
          way out      subnet-a names no route, and everything is reached from it

        none
          address      the containers have a loopback interface and nothing else: nobody reaches them
          port         app 80/tcp: nowhere: there is no network
          target type  none: no target group reaches it
          copies       61 on an empty host (t3.medium); then 28 MiB left, 64 needed
          way out      there is no network, and no way out
          refused      container `app` maps a port, and network mode none has no network
    "#]].assert_eq(&outcome.stdout);
    let json = folder().call(&["network", "s.json", "--task-definition", "web:1", "--format", "json"]);
    assert_eq!(json.json()["modes"][1]["networkMode"], "bridge");
}

#[test]
fn what_is_not_there_is_said() {
    for (arguments, wanted) in [
        (&["--task", "service:web/9"][..], "there is no task `service:web/9`"),
        (&["--service", "api"], "there is no service `api`"),
        (&["--task-definition", "api"], "there is no task definition `api`"),
        (&[], "--task"),
        (&["--service", "web", "--task", "service:web/1"], "cannot be used with"),
        (&["--task", "service:web/1", "--at", "9999"], "the scenario ends at second 1800"),
    ] {
        let outcome = folder().call(&[&["network", "s.json"], arguments].concat());
        assert_eq!(outcome.status, 2, "{arguments:?}");
        assert!(outcome.stderr.contains(wanted), "{arguments:?}: {}", outcome.stderr);
    }
}

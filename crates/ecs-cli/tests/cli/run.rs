//! `run`.

use crate::{EC2, FARGATE, Folder, NO_SIZE, ONE_HOST_PORT};
use expect_test::{Expect, expect};
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader};

fn check(folder: &Folder, arguments: &[&str], expected: &Expect) {
    expected.assert_eq(&folder.call(&[&["run"], arguments].concat()).told());
}

#[test]
fn a_state_is_read_at_a_glance() {
    let folder = Folder::new().with("s.json", ONE_HOST_PORT);
    check(
        &folder,
        &["s.json"],
        &expect![[r#"
            status 0
            --- stdout
            One host port
            second 1800 of 1800 (2026-01-01T00:30:00Z)

            Services
              Service  Task definition  Launch type  Desired  Running  Pending  Waiting
              api      api:1            EC2                3        2        0        1

            Container instances
              Instance  Type      Zone        CPU units  Memory MiB  ENIs  Tasks
              host/1    t3.small  us-east-1a   256/2048    512/1966   1/3  service:api/2 :8080
              host/2    t3.small  us-east-1a   256/2048    512/1966   1/3  service:api/1 :8080

            Waiting for a place
              api, 1 task: host port 8080/tcp is taken on every ACTIVE instance that would do otherwise
                ECS: (service api) was unable to place a task because no container instance met all of its requirements. The closest matching (container-instance b8b0d1689caaae3d103e343478032bc7) is already using a port required by your task. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.

            Cost
              $ 0.0416 an hour now, 86 % of it unused; $ 0.0208 so far (prices of us-east-1; --format json has the lines)
        "#]],
    );
}

#[test]
fn how_it_was_scaled_is_told_with_its_arithmetic() {
    let empty = include_str!("../../../ecs-workshop/gallery/empty-cluster-two.json");
    let told = Folder::new().with("s.json", empty).call(&["run", "s.json", "--until", "200"]).told();
    // With its heading: what stands further in in every line would be taken for the indentation here.
    let (_, story) = told.split_at(told.find("Scaling\n").expect("a story"));
    expect![[r#"
        Scaling
          second 0: 6 tasks of web wait in PROVISIONING for instances of pool
          second 60: CapacityProviderReservation was above 100 in 1 datapoint: the alarm of capacity provider pool goes off
            Average of AWS/ECS/ManagedScaling CapacityProviderReservation CapacityProviderName=pool ClusterName=default: 200
            because of second 0: tasks that wait
          second 60: Capacity provider pool asks for more instances of pool-asg, 2 instead of 0
            M = 0 + 3 = 3 for 6 tasks waiting, 2 to an instance; without instances the metric is 200; that is 2 instances, whatever waits
          second 60: pool-asg launches 2 instances: pool-asg/1, pool-asg/2
          second 150: 2 instances of pool-asg registered with the cluster: pool-asg/1, pool-asg/2
            because of second 60: the launch
          second 150: 4 tasks of web are placed: pool-asg/1, pool-asg/2
          second 180: Capacity provider pool asks for no more instances yet
            M = 2 + 1 = 3 for 2 tasks waiting, 2 to an instance; 100 × 3 / 2 = 150, but instances that it has asked for are booting or warm up
            because of second 60: the alarm
          now: Capacity provider pool: CapacityProviderReservation was 150 in the last whole minute; more instances once it is above 100; fewer once it is below 100, 15 times in a row
            Now: M = 2 + 1 = 3 for 2 tasks waiting, 2 to an instance; 100 × 3 / 2 = 150
    "#]].assert_eq(story);
}

#[test]
fn a_moment_is_chosen() {
    let folder = Folder::new().with("task.json", EC2);
    check(
        &folder,
        &["task.json", "--count", "2", "--until", "20.5"],
        &expect![[r#"
            status 0
            --- stdout
            task.json
            second 20.5 of 1800 (2026-01-01T00:00:20.5Z)

            Services
              Service  Task definition  Launch type  Desired  Running  Pending  Waiting
              web      web:1            EC2                2        0        2        0

            Container instances
              Instance      Type      Zone        CPU units  Memory MiB  ENIs  Tasks
              m5.large-1/1  m5.large  us-east-1a     0/2048    512/7864   1/3  service:web/2 PENDING :dynamic :dynamic/udp
              m5.large-2/1  m5.large  us-east-1b     0/2048    512/7864   1/3  service:web/1 PENDING :dynamic :dynamic/udp
              m5.large-3/1  m5.large  us-east-1c     0/2048      0/7864   1/3

            Deployments
              Service  Status   Task definition  rolloutState  Desired  Running  Pending  Failed
              web      PRIMARY  web:1            IN_PROGRESS         2        0        2       0
              web: between 2 and 4 tasks: 100 % and 200 % of 2
                second 0 (service web) has started 2 tasks: (task 6a0db16045497d21f1d2e912dee919a5) (task 89e446983aa131d633a84907bcbc8023).

            Cost
              $ 0.2880 an hour now, 99 % of it unused; $ 0.0048 so far (prices of us-east-1; --format json has the lines)
        "#]],
    );
}

#[test]
fn fargate_tasks_are_listed_by_zone() {
    let folder = Folder::new().with("task.json", FARGATE);
    check(
        &folder,
        &["task.json", "--count", "30"],
        &expect![[r#"
            status 0
            --- stdout
            task.json
            second 1800 of 1800 (2026-01-01T00:30:00Z)

            Services
              Service  Task definition  Launch type  Desired  Running  Pending  Waiting
              web      web:1            FARGATE           30       30        0        0

            Tasks on Fargate
              Zone        Tasks  Names
              us-east-1a     10  service:web/2, service:web/4, service:web/8, service:web/10, service:web/13, service:web/17, service:web/21, service:web/24, and 2 more
              us-east-1b     10  service:web/1, service:web/6, service:web/7, service:web/11, service:web/15, service:web/18, service:web/19, service:web/23, and 2 more
              us-east-1c     10  service:web/3, service:web/5, service:web/9, service:web/12, service:web/14, service:web/16, service:web/20, service:web/22, and 2 more

            Cost
              $ 0.3703 an hour now; $ 0.1841 so far (prices of us-east-1; --format json has the lines)
        "#]],
    );
}

#[test]
fn many_instances_are_added_up() {
    let many = ONE_HOST_PORT.replace("\"count\": 2", "\"count\": 41");
    let folder = Folder::new().with("s.json", many);
    check(
        &folder,
        &["s.json"],
        &expect![[r#"
            status 0
            --- stdout
            One host port
            second 1800 of 1800 (2026-01-01T00:30:00Z)

            Services
              Service  Task definition  Launch type  Desired  Running  Pending  Waiting
              api      api:1            EC2                3        3        0        0

            Container instances: 41 of them, added up by zone and type (--format json has each)
              Zone        Type      Instances  CPU units  Memory MiB    ENIs  Tasks
              us-east-1a  t3.small         41  768/83968  1536/80606  41/123      3

            Cost
              $ 0.8528 an hour now, 99 % of it unused; $ 0.4264 so far (prices of us-east-1; --format json has the lines)
        "#]],
    );
}

#[test]
fn many_instances_are_added_up_without_those_that_are_gone() {
    let gone: Vec<String> = (1..=30).map(|number| format!("host/{number}")).collect();
    let scenario = json!({
        "version": 1,
        "containerInstances": [{"name": "host", "instanceType": "t3.small", "availabilityZone": "us-east-1a", "count": 41}],
        "simulation": {"timeline": [{"atSeconds": 60, "action": "ec2:TerminateInstances", "input": {"InstanceIds": gone}}]}
    });
    let folder = Folder::new().with("s.json", scenario.to_string());
    check(
        &folder,
        &["s.json"],
        &expect![[r#"
        status 0
        --- stdout
        s.json
        second 1800 of 1800 (2026-01-01T00:30:00Z)

        Container instances: 11 of them, added up by zone and type, and 30 that are gone (--format json has each)
          Zone        Type      Instances  CPU units  Memory MiB   ENIs  Tasks
          us-east-1a  t3.small         11    0/22528     0/21626  11/33      0

        Cost
          $ 0.2288 an hour now, 100 % of it unused; $ 0.1248 so far (prices of us-east-1; --format json has the lines)
    "#]],
    );
}

#[test]
fn a_limit_that_is_reached_is_told() {
    // Five thousand copies that crash at once use up what tasks a run may have.
    let crashes = json!({
        "version": 1,
        "name": "Crash loop",
        "taskDefinitions": [{"family": "web", "containerDefinitions": [
            {"name": "app", "image": "app:1", "cpu": 64, "memory": 64, "simulation": {"exit": {"afterSeconds": 3, "code": 1}}}]}],
        "services": [{"serviceName": "web", "taskDefinition": "web", "desiredCount": 5000}],
        "containerInstances": [{"instanceType": "m5.large", "availabilityZone": "us-east-1a", "count": 500}],
        "simulation": {"durationSeconds": 604_800},
    });
    let folder = Folder::new().with("s.json", crashes.to_string());
    let told = folder.call(&["run", "s.json"]).told();
    assert!(
        told.contains("Limit\n  The run has had 50,000 tasks, its limit: no more are started.\n"),
        "{told}"
    );
}

#[test]
fn the_limit_of_an_empty_cluster_is_told_too() {
    let circle = json!({
        "version": 1,
        "taskDefinitions": [{"family": "echo", "networkMode": "awsvpc", "requiresCompatibilities": ["FARGATE"],
            "cpu": "256", "memory": "512",
            "containerDefinitions": [{"name": "app", "image": "app:1", "simulation": {"exit": {"afterSeconds": 0, "code": 0}}}]}],
        "eventRules": [{"Name": "again", "EventPattern": {"source": ["aws.ecs"]}, "Targets": [{"Id": "task", "Arn": "ecs:cluster",
            "EcsParameters": {"TaskDefinitionArn": "echo", "LaunchType": "FARGATE",
                "NetworkConfiguration": {"awsvpcConfiguration": {"Subnets": ["subnet-a"]}}}}]}],
        "simulation": {"durationSeconds": 86_400, "timeline": [{"atSeconds": 1, "action": "ecs:RunTask", "input": {
            "taskDefinition": "echo", "launchType": "FARGATE", "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-a"]}}}}]},
    });
    let told = Folder::new().with("s.json", circle.to_string()).call(&["run", "s.json"]).told();
    assert!(
        told.contains("The cluster is empty.") && told.contains("Limit\n  Rules and pipes have called"),
        "{told}"
    );
}

#[test]
fn a_deployment_that_does_not_end_is_told_with_its_cause() {
    let folder = Folder::new().with("s.json", exchange(100).to_string());
    let told = folder.call(&["run", "s.json"]).told();
    let (_, deployments) = told.split_at(told.find("Deployments\n").expect("deployments"));
    expect![[r#"
        Deployments
          Service  Status   Task definition  rolloutState  Desired  Running  Pending  Failed
          web      PRIMARY  web:1            IN_PROGRESS         4        0        0       0
          web      ACTIVE   web:1            COMPLETED           4        4        0       0
          web: The deployment has stalled at 0 of 4 new tasks, with 4 old ones left, because 4 tasks have to stay healthy (minimumHealthyPercent) and 4 may run (maximumPercent), so none can stop and none can start.
          web: between 4 and 4 tasks: 100 % and 100 % of 4
            second 60.4 (service web) (deployment ecs-svc/3503216419913124288) deployment completed.
            second 60.4 (service web) has reached a steady state.
            second 120 (service web) was unable to stop or start tasks during a deployment because of the service deployment configuration. Update the minimumHealthyPercent or maximumPercent value and try again.

        Cost
          $ 0.0494 an hour now; $ 0.0245 so far (prices of us-east-1; --format json has the lines)
        --- stderr
        s.json:1:389 warning[deployment-deadlock] no deployment will get anywhere: of 4 tasks 4 have to stay (100 percent, rounded up), and 4 may run (100 percent, rounded down) [DEPLOY-2]
          AWS: Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block deployments.
          hint: raise `maximumPercent` to 125 or more, or lower `minimumHealthyPercent` to 75 or less
          at: /services/0/deploymentConfiguration
    "#]].assert_eq(deployments);
    let over = Folder::new().with("s.json", exchange(200).to_string()).call(&["run", "s.json"]).told();
    assert!(!over.contains("Deployments\n"), "{over}");
    let midway = folder.call(&["run", "s.json", "--until", "59"]).told();
    assert!(!midway.contains("stalled"), "{midway}");
}

/// Four tasks that are exchanged at second 120, none below the desired count.
fn exchange(maximum_percent: u32) -> Value {
    json!({
        "version": 1,
        "taskDefinitions": [{"family": "web", "networkMode": "awsvpc", "requiresCompatibilities": ["FARGATE"],
            "cpu": "256", "memory": "512", "containerDefinitions": [{"name": "app", "image": "app:1"}]}],
        "services": [{"serviceName": "web", "taskDefinition": "web", "desiredCount": 4, "launchType": "FARGATE",
            "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-a"]}},
            "deploymentConfiguration": {"minimumHealthyPercent": 100, "maximumPercent": maximum_percent}}],
        "simulation": {"timeline": [{"atSeconds": 120, "action": "ecs:UpdateService", "input": {"service": "web", "forceNewDeployment": true}}]},
    })
}

#[test]
fn an_empty_cluster_is_said_to_be_empty() {
    let folder = Folder::new().with("s.json", r#"{"version": 1}"#);
    check(
        &folder,
        &["s.json"],
        &expect![[r#"
            status 0
            --- stdout
            s.json
            second 1800 of 1800 (2026-01-01T00:30:00Z)

            The cluster is empty.
        "#]],
    );
}

#[test]
fn warnings_go_to_standard_error_and_calls_that_fail_are_listed() {
    let timeline = r#""version": 1, "colour": "red",
  "simulation": {"timeline": [
    {"atSeconds": 60, "action": "ecs:RunTask", "input": {"taskDefinition": "api", "count": 2}},
    {"atSeconds": 90, "action": "ecs:StopTask", "input": {"task": "service:api/9"}},
    {"atSeconds": 95, "action": "ecs:PutAccountSetting", "input": {"name": "awsvpcTrunking", "value": "enabled"}}
  ]},"#;
    let folder = Folder::new().with("s.json", ONE_HOST_PORT.replace("\"version\": 1,", timeline));
    check(
        &folder,
        &["s.json"],
        &expect![[r#"
            status 0
            --- stdout
            One host port
            second 1800 of 1800 (2026-01-01T00:30:00Z)

            Services
              Service  Task definition  Launch type  Desired  Running  Pending  Waiting
              api      api:1            EC2                3        2        0        1

            Container instances
              Instance  Type      Zone        CPU units  Memory MiB  ENIs  Tasks
              host/1    t3.small  us-east-1a   256/2048    512/1966   1/3  service:api/2 :8080
              host/2    t3.small  us-east-1a   256/2048    512/1966   1/3  service:api/1 :8080

            Waiting for a place
              api, 1 task: host port 8080/tcp is taken on every ACTIVE instance that would do otherwise
                ECS: (service api) was unable to place a task because no container instance met all of its requirements. The closest matching (container-instance b8b0d1689caaae3d103e343478032bc7) is already using a port required by your task. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.

            Cost
              $ 0.0416 an hour now, 86 % of it unused; $ 0.0208 so far (prices of us-east-1; --format json has the lines)

            Refused and failed calls
              second 60: ecs:RunTask finds no place, RESOURCE:PORTS on 2 instances
              second 90: ecs:StopTask is refused, InvalidParameterException: The referenced task was not found.
            --- stderr
            s.json:2:17 warning[unknown-member] `colour` is no member that is known here; it is kept and not used [DOC-8]
              at: /colour
            s.json: 1 action is not simulated yet: ecs:PutAccountSetting
        "#]],
    );
}

#[test]
fn errors_keep_it_from_running() {
    let folder = Folder::new().with("task.json", NO_SIZE);
    let text = folder.call(&["run", "task.json"]);
    assert_eq!((text.status, text.stdout.as_str()), (1, ""));
    assert!(text.stderr.starts_with("task.json:6:13 error[fargate-size]"), "{}", text.stderr);
    let json = folder.call(&["run", "task.json", "--format", "json"]);
    assert_eq!((json.status, json.stderr.as_str()), (1, ""));
    assert_eq!(json.stdout, folder.call(&["validate", "task.json", "--format", "json"]).stdout);
}

/// What only the scenario around a definition gets wrong is said at the definition.
#[test]
fn errors_of_the_starter_stand_at_the_definition() {
    let task = FARGATE.replace("\"networkMode\": \"awsvpc\",\n", "");
    let wrapped = format!("{{\"tags\": [],\n \"taskDefinition\": {task}}}");
    let folder = Folder::new().with("task.json", task).with("wrapped.json", wrapped);
    for file in ["task.json", "wrapped.json"] {
        let outcome = folder.call(&["run", file]);
        assert_eq!(outcome.status, 1, "{}", outcome.told());
        assert!(outcome.stderr.contains(&format!("{file}:")), "{}", outcome.told());
        assert!(!outcome.stderr.contains("/services"), "{}", outcome.told());
    }
}

#[test]
fn a_call_that_does_not_go_with_the_file_is_unusable() {
    let folder = Folder::new().with("s.json", ONE_HOST_PORT);
    check(
        &folder,
        &["s.json", "--until", "1800.001"],
        &expect![[r#"
        status 2
        --- stderr
        error: `--until` is 1800.001, and the scenario ends at second 1800
    "#]],
    );
    check(
        &folder,
        &["s.json", "--count", "1"],
        &expect![[r#"
        status 2
        --- stderr
        error: `--count` is for a task definition, and `s.json` is a scenario: its services have their own counts
    "#]],
    );
    assert_eq!(folder.call(&["run", "missing.json"]).status, 2);
    assert_eq!(folder.call(&["run", "s.json", "--until", "1800"]).status, 0);
}

#[test]
fn json_is_the_state_in_the_documented_members() {
    let folder = Folder::new();
    let outcome = folder.call_with(&["run", "-", "--format", "json", "--until", "25.5"], ONE_HOST_PORT, &[]);
    assert_eq!((outcome.status, outcome.stderr.as_str()), (0, ""));
    let json = outcome.json();
    let keys: Vec<&str> = json.as_object().unwrap().keys().map(String::as_str).collect();
    for key in [
        "atSeconds",
        "cluster",
        "taskDefinitions",
        "tasks",
        "containerInstances",
        "services",
        "events",
        "failures",
        "refusals",
        "simulation",
        "truncated",
    ] {
        assert!(keys.contains(&key), "{key} is missing in {keys:?}");
    }
    assert_eq!(json["atSeconds"], json!(25.5));
    assert_eq!(json["services"][0]["runningCount"], json!(2));
    assert_eq!(json["simulation"]["unplaced"][0]["count"], json!(1));
    let again = folder.call_with(&["run", "-", "--format", "json", "--until", "25.5"], ONE_HOST_PORT, &[]);
    assert_eq!(outcome.stdout, again.stdout);
}

/// A cluster in which ten tasks end every minute, for two hours: more events than a pipe holds.
const BUSY: &str = r#"{
  "version": 1,
  "taskDefinitions": [{"family": "job", "containerDefinitions": [
    {"name": "app", "image": "app", "memory": 64, "simulation": {"exit": {"afterSeconds": 60, "code": 0}}}]}],
  "services": [{"serviceName": "job", "taskDefinition": "job", "desiredCount": 10}],
  "containerInstances": [{"instanceType": "m5.large", "availabilityZone": "us-east-1a"}],
  "simulation": {"durationSeconds": 7200}
}"#;

/// Goal: metrics go into a spreadsheet.
#[test]
fn metrics_are_a_csv_file() {
    const TRAFFIC: &str = r#"{
      "version": 1,
      "taskDefinitions": [{"family": "web", "networkMode": "awsvpc", "requiresCompatibilities": ["FARGATE"],
        "cpu": "256", "memory": "512", "containerDefinitions": [
          {"name": "app", "image": "app:1", "portMappings": [{"containerPort": 80}]}]}],
      "targetGroups": [{"Name": "web", "Protocol": "HTTP", "Port": 80, "TargetType": "ip"}],
      "services": [{"serviceName": "web", "taskDefinition": "web", "desiredCount": 0, "launchType": "FARGATE",
        "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-a"]}},
        "loadBalancers": [{"targetGroupArn": "web", "containerName": "app", "containerPort": 80}]}],
      "simulation": {"durationSeconds": 120, "traffic": [{"targetGroup": "web", "shape": {"constant": 2}}]}
    }"#;
    let folder = Folder::new().with("s.json", TRAFFIC);
    let outcome = folder.call(&["run", "s.json", "--metrics", "m.csv"]);
    assert_eq!((outcome.status, outcome.stderr.as_str()), (0, ""));
    let csv = std::fs::read_to_string(folder.path().join("m.csv")).unwrap();
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(lines[0], "timestamp,namespace,metric,dimensions,statistic,value");
    let line =
        "2026-01-01T00:01:00Z,AWS/ApplicationELB,HTTPCode_ELB_503_Count,LoadBalancer=app/web-lb,Sum,120";
    assert!(lines.contains(&line), "{csv}");
    let outcome = folder.call(&["run", "s.json", "--metrics", "no/such/folder.csv"]);
    assert_eq!(outcome.status, 2);
    assert!(outcome.stderr.contains("cannot write `no/such/folder.csv`"), "{}", outcome.stderr);
}

#[test]
fn events_are_one_a_line() {
    let folder = Folder::new().with("s.json", ONE_HOST_PORT).with("busy.json", BUSY);
    for file in ["s.json", "busy.json"] {
        let outcome = folder.call(&["run", file, "--events", "--until", "1700"]);
        assert_eq!((outcome.status, outcome.stderr.as_str()), (0, ""));
        let events: Vec<Value> =
            outcome.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let report = folder.call(&["run", file, "--format", "json", "--until", "1700"]).json();
        assert_eq!(json!(events), report["events"]);
        assert!(events.iter().any(|event| event["detail-type"] == "ECS Task State Change"));
    }
}

/// Goal: whoever reads events has them while the run goes on, and may leave before its end.
#[test]
fn events_arrive_while_the_run_goes_on() {
    let folder = Folder::new().with("busy.json", BUSY);
    let mut child = folder.command(&["run", "busy.json", "--events"]).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let first: Value = serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap();
    assert_eq!(first["detail"]["eventName"], "SERVICE_DEPLOYMENT_IN_PROGRESS");
    assert_eq!(child.try_wait().unwrap(), None, "it has more to say than a pipe holds");
    drop(lines);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
}

//! `compare`.

use crate::{EC2, Folder, NO_SIZE, ONE_HOST_PORT};
use expect_test::expect;

fn folder() -> Folder {
    let more = ONE_HOST_PORT.replace("\"count\": 2", "\"count\": 3").replace("One host port", "Three hosts");
    Folder::new().with("two.json", ONE_HOST_PORT).with("three.json", more)
}

#[test]
fn two_scenarios_stand_side_by_side() {
    expect![[r#"
        status 0
        --- stdout
        A  two.json
        B  three.json

        At second 600
                                             A         B
          Seed                               0         0
          Tasks running                      2         3
          Tasks started                      2         3
          Tasks that failed to start         0         0
          Tasks without a place              1         0
          Container instances                2         3
          Cost so far                 $ 0.0069  $ 0.0104
          Paid for and unused         $ 0.0060  $ 0.0090

        First decision that differs: second 0
          A: second 0: service:api/1 is placed on host/2
          B: second 0: service:api/1 is placed on host/3
    "#]]
    .assert_eq(&folder().call(&["compare", "two.json", "three.json", "--until", "600"]).told());
}

#[test]
fn tasks_that_wait_for_instances_have_no_place() {
    let waiting = |most: u32| {
        format!(
            r#"{{"version": 1, "taskDefinitions": [{{"family": "app", "containerDefinitions": [{{"name": "app", "image": "a:1", "cpu": 512, "memory": 512}}]}}],
            "services": [{{"serviceName": "web", "taskDefinition": "app", "desiredCount": 6, "capacityProviderStrategy": [{{"capacityProvider": "pool", "weight": 1}}]}}],
            "autoScalingGroups": [{{"AutoScalingGroupName": "asg", "MinSize": 1, "MaxSize": {most}, "AvailabilityZones": ["us-east-1a"], "simulation": {{"instanceType": "t3.medium"}}}}],
            "capacityProviders": [{{"name": "pool", "autoScalingGroupProvider": {{"autoScalingGroupArn": "asg", "managedScaling": {{}}}}}}],
            "simulation": {{"durationSeconds": 600}}}}"#
        )
    };
    let folder = Folder::new().with("one.json", waiting(1)).with("two.json", waiting(2));
    let value = folder.call(&["compare", "one.json", "two.json", "--format", "json"]).json();
    let told = [0, 1].map(|number| &value["runs"][number]["tasks"]["waiting"]);
    assert_eq!(told, [2, 0]);
}

#[test]
fn json_says_of_the_second_where_it_parts() {
    let value = folder().call(&["compare", "two.json", "three.json", "--format", "json"]).json();
    let [one, other] = [&value["runs"][0], &value["runs"][1]];
    assert_eq!([&one["tasks"]["waiting"], &other["tasks"]["waiting"]], [1, 0]);
    assert_eq!([&one["scenario"], &other["scenario"]], ["One host port", "Three hosts"]);
    assert!(other["costUsd"].as_f64() > one["costUsd"].as_f64());
    assert!(one["firstDifference"].is_null());
    assert_eq!(other["firstDifference"]["atSeconds"], 0.0);
    assert_ne!(other["firstDifference"]["here"], other["firstDifference"]["there"]);
    let decision = &other["firstDifference"]["decision"];
    assert_eq!([&decision["there"]["kind"], &decision["here"]["of"]], ["placement", "api"]);
    assert_eq!(decision["here"]["text"], "service:api/1 is placed on host/3");
}

/// Two tasks of a quarter vCPU at half of what they can do, whose policy has this target.
fn tracking(target: u32) -> String {
    format!(
        r#"{{"version": 1,
          "taskDefinitions": [{{"family": "web", "networkMode": "awsvpc", "requiresCompatibilities": ["FARGATE"], "cpu": "256", "memory": "512",
            "containerDefinitions": [{{"name": "app", "image": "app:1", "portMappings": [{{"containerPort": 80}}], "simulation": {{"cpuMillisPerRequest": 5}}}}]}}],
          "targetGroups": [{{"Name": "web", "Protocol": "HTTP", "Port": 80, "TargetType": "ip", "HealthCheckIntervalSeconds": 10}}],
          "services": [{{"serviceName": "web", "taskDefinition": "web", "desiredCount": 2, "launchType": "FARGATE",
            "networkConfiguration": {{"awsvpcConfiguration": {{"subnets": ["subnet-a"]}}}},
            "loadBalancers": [{{"targetGroupArn": "web", "containerName": "app", "containerPort": 80}}]}}],
          "scalableTargets": [{{"ResourceId": "service/default/web", "MinCapacity": 1, "MaxCapacity": 8}}],
          "scalingPolicies": [{{"PolicyName": "cpu", "ResourceId": "service/default/web", "PolicyType": "TargetTrackingScaling",
            "TargetTrackingScalingPolicyConfiguration": {{"TargetValue": {target}, "PredefinedMetricSpecification": {{"PredefinedMetricType": "ECSServiceAverageCPUUtilization"}}}}}}],
          "simulation": {{"durationSeconds": 1200, "traffic": [{{"targetGroup": "web", "shape": {{"constant": 80}}}}]}}}}"#
    )
}

#[test]
fn what_differs_first_is_a_decision_and_not_a_threshold_that_is_told() {
    let folder = Folder::new().with("70.json", tracking(70)).with("50.json", tracking(50));
    let told = folder.call(&["compare", "70.json", "50.json"]).stdout;
    let (_, told) = told.split_once("First decision").unwrap();
    expect![[r#"
         that differs: second 180
          A: second 240: Policy cpu of web: desired count 2 → 3
             ceil(2 × 80 / 70) = 3; scale-out cooldown free; max 8
          B: second 180: Policy cpu of web: desired count 2 → 4
             ceil(2 × 80 / 50) = 4; scale-out cooldown free; max 8

        First difference of the event logs: second 60
          A: second 60: TargetTracking-service/default/web-AlarmHigh-aace4be4-3945-75c4-be48-22aa9083adbd went from INSUFFICIENT_DATA to OK. Threshold Crossed: 1 datapoint [50.13333333333333 (01/01/26 00:00:00)] was not greater than the threshold (70.0). []
          B: second 60: TargetTracking-service/default/web-AlarmLow-b6f29b5a-954f-e450-864e-f0590e9ea081 went from INSUFFICIENT_DATA to OK. Threshold Crossed: 1 datapoint [50.13333333333333 (01/01/26 00:00:00)] was not less than the threshold (45.0). []
    "#]].assert_eq(told);
    let json = folder.call(&["compare", "70.json", "50.json", "--format", "json"]).json();
    let found = &json["runs"][1]["firstDifference"];
    assert!(found["atSeconds"].as_f64() < found["decision"]["atSeconds"].as_f64(), "{found}");
    let sides = [&found["decision"]["there"], &found["decision"]["here"]];
    assert!(sides.iter().any(|side| side["arithmetic"].as_str().is_some_and(|it| it.starts_with("ceil("))));
}

#[test]
fn the_same_decisions_with_other_thresholds_are_said_to_be_the_same() {
    let folder = Folder::new().with("70.json", tracking(70)).with("71.json", tracking(71));
    let told = folder.call(&["compare", "70.json", "71.json", "--until", "120"]).stdout;
    assert!(told.contains("Both decide the same throughout."), "{told}");
    assert!(told.contains("First difference of the event logs: second "), "{told}");
}

#[test]
fn different_traffic_is_remarked_on() {
    let more = tracking(70).replace("\"constant\": 80", "\"constant\": 90");
    let folder = Folder::new().with("80.json", tracking(70)).with("90.json", more);
    let outcome = folder.call(&["compare", "80.json", "90.json", "--until", "60"]);
    assert!(outcome.stderr.contains("different traffic (traffic-1)"), "{}", outcome.stderr);
    let same = folder.call(&["compare", "80.json", "80.json", "--until", "60"]);
    assert!(!same.stderr.contains("traffic"), "{}", same.stderr);
}

#[test]
fn a_link_and_standard_input_are_scenarios_too() {
    let folder = folder().with("task.json", EC2);
    let link = folder.call(&["link", "two.json"]).stdout;
    let same = folder.call(&["compare", "two.json", link.trim_end()]);
    assert_eq!(same.status, 0);
    assert!(same.stdout.ends_with("Both event logs are the same.\n"), "{}", same.stdout);
    let piped = folder.call_with(&["compare", "-", "task.json"], ONE_HOST_PORT, &[]);
    assert!(piped.stdout.contains("First decision that differs: second 0"), "{}", piped.told());
}

#[test]
fn what_cannot_be_compared_is_said() {
    let folder = folder().with("broken.json", NO_SIZE);
    let broken = folder.call(&["compare", "two.json", "broken.json"]);
    assert_eq!((broken.status, broken.stdout.as_str()), (1, ""));
    assert!(broken.stderr.starts_with("broken.json:"), "{}", broken.stderr);
    for (arguments, said) in [
        (["compare", "-", "-"], "can be read once"),
        (["compare", "two.json", "none.json"], "cannot read `none.json`"),
        (["compare", "two.json", "#1.d.AAAA"], "the link"),
    ] {
        let outcome = folder.call(&arguments);
        assert_eq!(outcome.status, 2, "{}", outcome.told());
        assert!(outcome.stderr.contains(said), "{}", outcome.stderr);
    }
    let late = folder.call(&["compare", "two.json", "three.json", "--until", "1801"]);
    assert!(late.stderr.contains("the shorter scenario ends at second 1800"), "{}", late.stderr);
}

#[test]
fn different_seeds_are_remarked_on() {
    let seeded = ONE_HOST_PORT.replace("\"version\": 1,", "\"version\": 1, \"simulation\": {\"seed\": 5},");
    let folder = folder().with("seeded.json", seeded);
    let outcome = folder.call(&["compare", "two.json", "seeded.json"]);
    assert!(outcome.stderr.contains("different seeds"), "{}", outcome.stderr);
}

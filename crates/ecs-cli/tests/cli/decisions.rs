//! `explain`, `query` and `fit`.

use crate::Folder;
use expect_test::expect;
use serde_json::Value;

const SCENARIO: &str = r#"{
  "version": 1,
  "taskDefinitions": [
    {"family": "web", "containerDefinitions": [{"name": "app", "image": "app:1", "cpu": 1024, "memory": 512}]}
  ],
  "services": [{"serviceName": "web", "taskDefinition": "web", "desiredCount": 3, "placementStrategy": [{"type": "binpack", "field": "memory"}], "placementConstraints": [{"type": "memberOf", "expression": "attribute:stack == prod"}]}],
  "containerInstances": [
    {"name": "prod", "instanceType": "t3.medium", "availabilityZone": "us-east-1a", "attributes": [{"name": "stack", "value": "prod"}]},
    {"name": "test", "instanceType": "m5.large", "availabilityZone": "us-east-1b"}
  ]
}"#;

fn folder() -> Folder {
    Folder::new().with("s.json", SCENARIO)
}

#[test]
fn a_task_says_why_it_is_here() {
    let outcome = folder().call(&["explain", "s.json", "--task", "service:web/1"]);
    assert_eq!(outcome.status, 0);
    expect![[r#"
        arn:aws:ecs:us-east-1:123456789012:task/default/6a0db16045497d21f1d2e912dee919a5 on prod/1 (i-0ff139f266956e1fc)
        at 0 s: service web keeps 3 tasks

        Steps
          step                                       before  after
          ACTIVE, agent connected                         2      2
          CPU, memory, ports, GPUs, ENIs                  2      2
          zones of the subnets, required attributes       2      2
          memberOf attribute:stack == prod                2      1
          binpack memory                                  1      1

        Instances
          instance  why                                        what would change it
          prod/1    chosen: 3932 MiB left
          test/1    not a member of what the constraint means  add attribute stack=prod
    "#]].assert_eq(&outcome.stdout);
}

#[test]
fn a_service_says_why_its_next_task_has_no_place() {
    let outcome = folder().call(&["explain", "s.json", "--service", "web", "--instance", "test/1"]);
    assert_eq!(outcome.status, 0);
    expect![[r#"
        the next task of service web
        at 1800 s

        Steps
          step                                       before  after
          ACTIVE, agent connected                         2      2
          CPU, memory, ports, GPUs, ENIs                  2      1
          zones of the subnets, required attributes       1      1
          memberOf attribute:stack == prod                1      0
          binpack memory                                  0      0

        Instances
          instance  why                                        what would change it
          test/1    not a member of what the constraint means  add attribute stack=prod

        (service web) was unable to place a task because no container instance met all of its requirements. The closest matching (container-instance 7ff529aed966b9dbb0a96940b9ca2a7f) encountered error "MemberOf placement constraint unsatisfied.". For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.
    "#]].assert_eq(&outcome.stdout);
}

#[test]
fn an_explanation_is_also_data() {
    let outcome = folder().call(&["explain", "s.json", "--task", "service:web/2", "--format", "json"]);
    assert_eq!(outcome.status, 0);
    let answer: Value = serde_json::from_str(&outcome.stdout).unwrap();
    let decision = &answer["decisions"][0];
    assert_eq!(decision["requirement"]["placementStrategy"][0], "binpack memory");
    assert_eq!(decision["candidates"][0]["chosen"], true);
    assert_eq!(decision["candidates"][1]["changes"][0], "add attribute stack=prod");
    let members: Vec<&str> = decision.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(
        members,
        ["atSeconds", "cause", "task", "requirement", "candidates", "tieBreak", "awsMessage", "steps"]
    );
}

#[test]
fn an_expression_lists_instances() {
    let outcome = folder().call(&["query", "s.json", "attribute:stack == prod"]);
    assert_eq!(outcome.status, 0);
    expect![[r#"

        1 container instance
          instance             type       zone        status  running
          i-0ff139f266956e1fc  t3.medium  us-east-1a  ACTIVE        2
    "#]]
    .assert_eq(&outcome.stdout);
    let none = folder().call(&["query", "s.json", "attribute:stack == dev", "--format", "json"]);
    assert_eq!(
        none.stdout.split_whitespace().collect::<String>(),
        r#"{"containerInstances":[],"findings":[]}"#
    );
}

#[test]
fn an_expression_that_may_mislead_is_warned_of() {
    let outcome = folder().call(&["query", "s.json", "attribute:ecs.instance-type =~ t3*"]);
    expect![[r#"
        status 0
        --- stdout
        0 container instances
        --- stderr
        expression:1:32 warning[query-glob] the pattern is a regular expression that the whole value has to match: `*` repeats the character before it [QUERY-7]
          hint: `.*` stands for any characters
    "#]].assert_eq(&outcome.told());
    let json = folder().call(&["query", "s.json", "attribute:ecs.instance-type =~ t3*", "--format", "json"]);
    let answer: Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!((json.status, &answer["findings"][0]["code"]), (0, &"query-glob".into()));
}

#[test]
fn an_expression_that_cannot_be_read_is_a_finding() {
    let outcome = folder().call(&["query", "s.json", "attribute:stack = prod"]);
    expect![[r#"
        status 1
        --- stderr
        expression:1:17 error[query-syntax] there is no operator `=` [QUERY-8]
          hint: equality is written `==`
    "#]]
    .assert_eq(&outcome.told());
    let json = folder().call(&["query", "s.json", "(", "--format", "json"]);
    assert_eq!(json.status, 1);
    let answer: Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!(answer["files"][0]["findings"][0]["code"], "query-syntax");
}

#[test]
fn copies_that_fit() {
    let outcome = folder().call(&["fit", "s.json", "--task-definition", "web"]);
    assert_eq!(outcome.status, 0);
    expect![[r#"
        2 more copies fit

        By instance
          instance  copies  for one more
          prod/1         0  free 1024 CPU units
          test/1         2  free 1024 CPU units
    "#]]
    .assert_eq(&outcome.stdout);
    let json = folder().call(&["fit", "s.json", "--task-definition", "web", "--at", "0", "--format", "json"]);
    let answer: Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!(answer["copies"], 2);
}

#[test]
fn what_is_not_there_is_said() {
    for (arguments, wanted) in [
        (&["explain", "s.json", "--task", "service:web/9"][..], "there is no task `service:web/9`"),
        (&["explain", "s.json", "--service", "api"], "there is no service `api`"),
        (
            &["explain", "s.json", "--service", "web", "--instance", "x/1"],
            "there is no container instance `x/1`",
        ),
        (&["explain", "s.json"], "--task"),
        (&["fit", "s.json", "--task-definition", "api"], "there is no task definition `api`"),
        (&["query", "s.json", "agentConnected == true", "--at", "9999"], "the scenario ends at second 1800"),
    ] {
        let outcome = folder().call(arguments);
        assert_eq!(outcome.status, 2, "{arguments:?}");
        assert!(outcome.stderr.contains(wanted), "{arguments:?}: {}", outcome.stderr);
    }
}

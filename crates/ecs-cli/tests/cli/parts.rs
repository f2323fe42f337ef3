//! `roles` and `volumes`.

use crate::Folder;
use serde_json::Value;

/// A task that may not read its bucket, and writes into a folder of its instance.
const SCENARIO: &str = r#"{
  "version": 1,
  "taskDefinitions": [{"family": "web", "taskRoleArn": "app", "volumes": [{"name": "data", "host": {"sourcePath": "/data"}}],
    "containerDefinitions": [{"name": "app", "image": "app:1", "memory": 64, "mountPoints": [{"sourceVolume": "data", "containerPath": "/var/lib"}],
      "simulation": {"calls": [{"call": "s3:GetObject", "resource": "in", "on": "start"}], "writes": [{"sourceVolume": "data", "mibPerMinute": 60}]}}]}],
  "services": [{"serviceName": "web", "taskDefinition": "web", "desiredCount": 1}],
  "containerInstances": [{"name": "host", "instanceType": "t3.medium", "availabilityZone": "us-east-1a"}],
  "roles": [{"RoleName": "app"}]
}"#;

fn folder() -> Folder {
    Folder::new().with("s.json", SCENARIO)
}

#[test]
fn a_denied_call_comes_with_what_would_allow_it() {
    let outcome = folder().call(&["roles", "s.json", "--task", "service:web/1"]);
    assert_eq!(outcome.status, 0, "{}", outcome.stderr);
    for text in [
        "task role       app              signs what the application calls",
        "denied: no statement of role app allows it; the application logs the error and goes on",
        "An error occurred (AccessDenied) when calling the GetObject operation: User: arn:aws:sts::123456789012:assumed-role/app/",
        "add to /roles/0/Policies: {\"PolicyName\":\"allow-s3-GetObject\"",
    ] {
        assert!(outcome.stdout.contains(text), "{text}\n{}", outcome.stdout);
    }
    let outcome = folder().call(&["roles", "s.json", "--task", "service:web/1", "--format", "json"]);
    let report: Value = serde_json::from_str(&outcome.stdout).unwrap();
    assert_eq!(report["calls"][0]["missing"]["pointer"], "/roles/0/Policies");
}

#[test]
fn a_volume_says_how_much_is_in_it_and_what_it_goes_with() {
    let outcome = folder().call(&["volumes", "s.json", "--task", "service:web/1", "--at", "141.05"]);
    assert_eq!(outcome.status, 0, "{}", outcome.stderr);
    for text in ["/data on host/1", "app at /var/lib", "120 MiB", "data lives with the instance"] {
        assert!(outcome.stdout.contains(text), "{text}\n{}", outcome.stdout);
    }
}

#[test]
fn a_task_that_is_not_there_is_said() {
    for command in ["roles", "volumes"] {
        let outcome = folder().call(&[command, "s.json", "--task", "service:web/9"]);
        assert_eq!(outcome.status, 2);
        assert!(
            outcome.stderr.contains("there is no task `service:web/9` by that second"),
            "{}",
            outcome.stderr
        );
    }
}

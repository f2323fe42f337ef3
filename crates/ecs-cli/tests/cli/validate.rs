//! `validate`.

use crate::{EC2, FARGATE, Folder, NO_SIZE, ONE_HOST_PORT};
use expect_test::{Expect, expect};
use serde_json::json;

fn check(folder: &Folder, arguments: &[&str], expected: &Expect) {
    expected.assert_eq(&folder.call(&[&["validate"], arguments].concat()).told());
}

#[test]
fn what_is_fine_is_said_in_a_line() {
    let folder = Folder::new().with("task.json", EC2).with("scenario.json", ONE_HOST_PORT);
    check(
        &folder,
        &["task.json", "scenario.json"],
        &expect![[r"
        status 0
        --- stdout
        task.json: task definition, fine
        scenario.json: scenario, fine
        2 files: 2 fine
    "]],
    );
}

#[test]
fn a_finding_has_place_texts_and_pointer() {
    let folder = Folder::new().with("task.json", NO_SIZE);
    check(
        &folder,
        &["task.json"],
        &expect![[r#"
            status 1
            --- stdout
            task.json: task definition, 1 error
            task.json:6:13 error[fargate-size] Fargate has no size of 256 CPU units with 4096 MiB [RES-3]
              AWS: No Fargate configuration exists for given values.
              hint: with 256 CPU units, memory in MiB is one of 512, 1024, 2048
              at: /memory
            1 file: 1 with errors
        "#]],
    );
}

#[test]
fn what_is_not_simulated_is_one_line() {
    let task = EC2
        .replace("\"memory\": 512,", r#""memory": 512, "privileged": true, "hostname": "a", "memmory": 3,"#);
    let folder = Folder::new().with("task.json", task);
    check(
        &folder,
        &["task.json"],
        &expect![[r#"
            status 0
            --- stdout
            task.json: task definition, 1 warning
            task.json:4:96 warning[unknown-member] `memmory` is no member that is known here; it is kept and not used [DOC-8]
              AWS: Unknown parameter in containerDefinitions[0]: "memmory", must be one of: name, image, repositoryCredentials, cpu, memory, memoryReservation, links, portMappings, essential, restartPolicy, entryPoint, command, environment, environmentFiles, mountPoints, volumesFrom, linuxParameters, secrets, dependsOn, startTimeout, stopTimeout, versionConsistency, hostname, user, workingDirectory, disableNetworking, privileged, readonlyRootFilesystem, dnsServers, dnsSearchDomains, extraHosts, dockerSecurityOptions, interactive, pseudoTerminal, dockerLabels, ulimits, logConfiguration, healthCheck, systemControls, resourceRequirements, firelensConfiguration, credentialSpecs
              hint: did you mean `memory`?
              at: /containerDefinitions/0/memmory
            task.json: 1 member is not simulated yet: privileged
            1 file: 1 fine
        "#]],
    );
}

#[test]
fn neither_kind_is_an_error() {
    let folder = Folder::new().with("list.json", "[]").with("text.json", "hello");
    check(
        &folder,
        &["list.json", "text.json"],
        &expect![[r#"
            status 1
            --- stdout
            list.json: 1 error
            list.json:1:1 error[unknown-document] a task definition or a scenario is an object, and this is a list [DOC-3]
              hint: give the JSON of aws ecs register-task-definition --cli-input-json
            text.json: 1 error
            text.json:1:1 error[json-syntax] this is not JSON: unexpected word [DOC-1]
              hint: a task definition or a scenario begins with {
            2 files: 2 with errors
        "#]],
    );
}

#[test]
fn an_unreadable_file_does_not_stop_the_others() {
    let folder = Folder::new().with("task.json", NO_SIZE).with("latin1.json", b"{\"family\": \"caf\xe9\"}");
    let folder = folder.with("utf16.json", b"\xff\xfe{\0}\0");
    std::fs::create_dir(folder.path().join("folder")).unwrap();
    let files = ["missing.json", "latin1.json", "utf16.json", "folder", "task.json"];
    let outcome = folder.call(&[&["validate"][..], &files].concat());
    assert_eq!(outcome.status, 2);
    expect![[r#"
        error: cannot read `missing.json`: No such file or directory (os error 2)
        error: cannot read `latin1.json`: it is not UTF-8 text (byte 16 belongs to no character)
        error: cannot read `utf16.json`: it is UTF-16 text; save it as UTF-8
        error: cannot read `folder`: Is a directory (os error 21)
    "#]]
    .assert_eq(&outcome.stderr);
    assert!(outcome.stdout.ends_with("5 files: 1 with errors, 4 unreadable\n"), "{}", outcome.stdout);
    let json = folder.call(&[&["validate", "--format", "json"][..], &files].concat());
    assert_eq!(json.status, 2);
    assert_eq!(json.json()["files"].as_array().unwrap().len(), 1);
}

#[test]
fn json_has_the_documented_shape() {
    let folder = Folder::new().with("task.json", NO_SIZE).with("s.json", ONE_HOST_PORT).with("no.json", "[]");
    let outcome = folder.call(&["validate", "task.json", "s.json", "no.json", "--format", "json"]);
    assert_eq!(outcome.status, 1);
    let json = outcome.json();
    assert_eq!(json["files"][0]["file"], "task.json");
    assert_eq!(json["files"][0]["kind"], "task-definition");
    assert_eq!(
        json["files"][0]["findings"],
        json!([{
            "code": "fargate-size",
            "severity": "error",
            "message": "Fargate has no size of 256 CPU units with 4096 MiB",
            "awsMessage": "No Fargate configuration exists for given values.",
            "hint": "with 256 CPU units, memory in MiB is one of 512, 1024, 2048",
            "pointer": "/memory",
            "line": 6,
            "column": 13,
            "source": "RES-3",
        }])
    );
    assert_eq!(json["files"][1], json!({"file": "s.json", "kind": "scenario", "findings": []}));
    assert_eq!(json["files"][2]["kind"], json!(null));
    let keys = |value: &serde_json::Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(&json), ["files"]);
    assert_eq!(keys(&json["files"][0]), ["file", "kind", "findings"]);
}

#[test]
fn a_hyphen_is_standard_input() {
    let folder = Folder::new();
    let outcome = folder.call_with(&["validate", "-"], FARGATE, &[]);
    assert_eq!(outcome.told(), "status 0\n--- stdout\n-: task definition, fine\n1 file: 1 fine\n");
}

/// What editors on Windows write before a text is no part of it.
#[test]
fn a_byte_order_mark_is_no_text() {
    let folder = Folder::new().with("task.json", format!("\u{feff}{EC2}"));
    assert_eq!(folder.call(&["validate", "task.json"]).status, 0);
    assert_eq!(folder.call(&["run", "task.json"]).status, 0);
}

#[test]
fn a_quota_is_an_error() {
    let folder = Folder::new()
        .with("most.json", ONE_HOST_PORT.replace("\"desiredCount\": 3", "\"desiredCount\": 5000"))
        .with("more.json", ONE_HOST_PORT.replace("\"desiredCount\": 3", "\"desiredCount\": 5001"));
    assert_eq!(folder.call(&["validate", "most.json"]).status, 0);
    for command in ["validate", "run", "link"] {
        let outcome = folder.call(&[command, "more.json"]);
        assert_eq!(outcome.status, 1, "{command}");
        let told = outcome.told();
        assert!(told.contains("more.json:14:80 error[quota-exceeded]"), "{told}");
    }
}

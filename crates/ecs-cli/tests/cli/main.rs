//! The built program, called as a person or a script calls it: arguments and files in; status,
//! standard output and standard error out.

#![allow(clippy::needless_raw_string_hashes, reason = "expect-test writes its snapshots with them")]

mod compare;
mod decisions;
mod links;
mod network;
mod parts;
mod rules;
mod run;
mod sweep;
mod validate;
mod yaml;

use ecs_core::ENGINE_VERSION;
use serde_json::Value;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// A folder of input files in which the program is called, so that names in its output are short.
struct Folder {
    directory: TempDir,
}

/// What a call came to.
struct Outcome {
    status: i32,
    stdout: String,
    stderr: String,
}

impl Folder {
    fn new() -> Folder {
        Folder { directory: tempfile::tempdir().unwrap() }
    }

    fn with(self, name: &str, contents: impl AsRef<[u8]>) -> Folder {
        std::fs::write(self.path().join(name), contents).unwrap();
        self
    }

    fn path(&self) -> &Path {
        self.directory.path()
    }

    fn call(&self, arguments: &[&str]) -> Outcome {
        self.call_with(arguments, "", &[])
    }

    fn call_with(&self, arguments: &[&str], stdin: &str, environment: &[(&str, &str)]) -> Outcome {
        let mut command = self.command(arguments);
        command.envs(environment.iter().copied());
        let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
        let mut pipe = child.stdin.take().unwrap();
        pipe.write_all(stdin.as_bytes()).unwrap();
        drop(pipe);
        let output = child.wait_with_output().unwrap();
        Outcome {
            status: output.status.code().expect("it is not killed"),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// The program, with nothing in its environment that says something about colours.
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ecs-playground"));
        command.args(arguments).current_dir(self.path());
        for variable in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
            command.env_remove(variable);
        }
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }
}

impl Outcome {
    /// Status and both streams, for a snapshot. What every new engine changes is left out of it.
    fn told(&self) -> String {
        let mut told = format!("status {}\n", self.status);
        for (name, text) in [("stdout", &self.stdout), ("stderr", &self.stderr)] {
            if !text.is_empty() {
                told.extend(["--- ", name, "\n", text]);
            }
        }
        match told.split_once(" engine ") {
            Some((before, after)) => {
                let (_, after) = after.split_once('\n').unwrap();
                format!("{before}\n{after}")
            }
            None => told,
        }
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).expect("standard output is one JSON value")
    }
}

/// Three copies, two instances, one host port: something waits.
const ONE_HOST_PORT: &str = r#"{
  "version": 1,
  "name": "One host port",
  "taskDefinitions": [{
    "family": "api",
    "containerDefinitions": [{
      "name": "api",
      "image": "httpd:2.4",
      "cpu": 256,
      "memory": 512,
      "portMappings": [{"containerPort": 80, "hostPort": 8080}]
    }]
  }],
  "services": [{"serviceName": "api", "taskDefinition": "api", "desiredCount": 3}],
  "containerInstances": [
    {"name": "host", "instanceType": "t3.small", "availabilityZone": "us-east-1a", "count": 2}
  ]
}
"#;

/// It runs on EC2.
const EC2: &str = r#"{
  "family": "web",
  "containerDefinitions": [
    {"name": "app", "image": "nginx:1.27", "memory": 512, "portMappings": [{"containerPort": 80}, {"containerPort": 53, "protocol": "udp"}]}
  ]
}
"#;

/// It says that it runs on Fargate only.
const FARGATE: &str = r#"{
  "family": "web",
  "networkMode": "awsvpc",
  "requiresCompatibilities": ["FARGATE"],
  "cpu": "256",
  "memory": "512",
  "containerDefinitions": [{"name": "app", "image": "nginx:1.27"}]
}
"#;

/// Fargate has no such size.
const NO_SIZE: &str = r#"{
  "family": "web",
  "networkMode": "awsvpc",
  "requiresCompatibilities": ["FARGATE"],
  "cpu": "256",
  "memory": "4096",
  "containerDefinitions": [{"name": "app", "image": "nginx:1.27"}]
}
"#;

#[test]
fn help_and_version_are_no_errors() {
    let folder = Folder::new();
    for arguments in
        [&["--help"][..], &["run", "--help"], &["validate", "-h"], &["link", "--help"], &["open", "--help"]]
    {
        let outcome = folder.call(arguments);
        assert_eq!(outcome.status, 0);
        assert!(outcome.stdout.contains("ecs-playground"), "{}", outcome.stdout);
    }
    let version = folder.call(&["--version"]);
    assert_eq!(
        version.stdout,
        format!("ecs-playground {} (engine {ENGINE_VERSION})\n", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn an_unusable_call_has_status_2() {
    let folder = Folder::new().with("s.json", ONE_HOST_PORT);
    for arguments in [
        &[][..],
        &["fly"],
        &["validate"],
        &["validate", "s.json", "--format", "yaml"],
        &["validate", "-", "-"],
        &["run", "s.json", "--until", "-1"],
        &["run", "s.json", "--until", "1.2345"],
        &["run", "s.json", "--count", "5001"],
        &["link", "s.json", "--page", "https://example.org/#here"],
        &["open"],
    ] {
        let outcome = folder.call(arguments);
        assert_eq!((outcome.status, outcome.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(!outcome.stderr.is_empty(), "{arguments:?}");
    }
}

#[test]
fn colours_are_for_terminals_and_for_who_insists() {
    let folder = Folder::new().with("t.json", NO_SIZE);
    let call = |environment: &[(&str, &str)]| folder.call_with(&["validate", "t.json"], "", environment);
    let has_colours = |outcome: &Outcome| outcome.stdout.contains('\u{1b}');
    assert!(!has_colours(&call(&[])));
    assert!(has_colours(&call(&[("CLICOLOR_FORCE", "1")])));
    assert!(!has_colours(&call(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")])));
    let json = folder.call_with(&["validate", "t.json", "--format", "json"], "", &[("CLICOLOR_FORCE", "1")]);
    assert!(!has_colours(&json));
}

/// Goal: a reader that goes away is no error, and changes no status. The output is larger than a pipe
/// holds, so that the program meets the closed end.
#[test]
fn a_reader_may_leave() {
    let many = ONE_HOST_PORT.replace("\"count\": 2", "\"count\": 500");
    let folder = Folder::new().with("many.json", many).with("broken.json", NO_SIZE);
    let broken = vec!["broken.json"; 1000];
    let validate = [&["validate"], broken.as_slice()].concat();
    for (arguments, status) in [(&["run", "many.json", "--format", "json"][..], 0), (&validate, 1)] {
        let mut child = folder.command(arguments).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(status));
        assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    }
}

/// Goal: names from a file do not reach the terminal as commands.
#[test]
fn control_characters_are_escaped() {
    let evil = ONE_HOST_PORT.replace("One host port", "\\u001b[2J\\nboo");
    let folder = Folder::new().with("evil.json", evil);
    let outcome = folder.call_with(&["run", "evil.json"], "", &[("NO_COLOR", "1")]);
    assert!(outcome.stdout.starts_with("\\u{1b}[2J\\nboo\n"), "{}", outcome.stdout);
}

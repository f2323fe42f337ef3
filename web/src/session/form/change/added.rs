//! What a part that is added begins with: something valid, of which no other has the name.

use super::super::read::Form;
use super::Part;
use super::draft::Draft;
use ecs_core::json::EditError;
use serde_json::{Value, json};

/// The text with one more of the part.
pub(super) fn add(draft: &Draft<'_>, form: &Form, part: Part) -> Result<String, EditError> {
    let of = |container: usize, member: &str| format!("/containerDefinitions/{container}/{member}");
    match part {
        Part::Container => draft.append("/containerDefinitions", &container(form)),
        Part::Volume => draft.append("/volumes", &json!({"name": free(form, "/volumes", "volume-")})),
        Part::Port(number) => {
            draft.append(&of(number, "portMappings"), &json!({"containerPort": port(form)}))
        }
        Part::Variable(number) => {
            let list = of(number, "environment");
            draft.append(&list, &json!({"name": free(form, &list, "NAME_"), "value": ""}))
        }
        Part::Secret(number) => {
            let list = of(number, "secrets");
            draft.append(&list, &json!({"name": free(form, &list, "SECRET_"), "valueFrom": ""}))
        }
        Part::HealthCheck(number) => {
            let command = ["CMD-SHELL", "curl -f http://localhost/ || exit 1"];
            draft.set(&of(number, "healthCheck"), &json!({"command": command}))
        }
        Part::Dependency(number) => draft.append(&of(number, "dependsOn"), &dependency(form, number)),
        Part::Mount(number) => {
            let volumes = form.column("/volumes", "name");
            let volume = volumes.first().map_or("", String::as_str);
            let mount = json!({"sourceVolume": volume, "containerPath": "/data"});
            draft.append(&of(number, "mountPoints"), &mount)
        }
        Part::Log(number) => draft.set(&of(number, "logConfiguration"), &log(form)),
        Part::LogOption(number) => {
            let options = of(number, "logConfiguration/options");
            let keys = form.keys(&options);
            draft.set(&format!("{options}/{}", free_name(&keys, "option-")), &json!(""))
        }
    }
}

fn container(form: &Form) -> Value {
    let mut container = json!({
        "name": free(form, "/containerDefinitions", "container-"), "image": "busybox:1.37",
    });
    // Where the task has its own, a container needs none.
    if form.text("/memory").is_empty() {
        container["memory"] = json!(128);
    }
    container
}

/// Waits for the first other container for which this one does not wait yet.
fn dependency(form: &Form, container: usize) -> Value {
    let names = form.column("/containerDefinitions", "name");
    let waited = form.column(&format!("/containerDefinitions/{container}/dependsOn"), "containerName");
    let is_free = |(number, name): &(usize, &String)| *number != container && !waited.contains(name);
    let name = names.iter().enumerate().find(is_free).map_or("", |(_, name)| name.as_str());
    json!({"containerName": name, "condition": "START"})
}

/// As the console makes it.
fn log(form: &Form) -> Value {
    json!({
        "logDriver": "awslogs",
        "options": {
            "awslogs-group": format!("/ecs/{}", form.text("/family")),
            "awslogs-region": "us-east-1",
            "awslogs-stream-prefix": "ecs",
        },
    })
}

/// The first from 80 on that no container of the task has.
fn port(form: &Form) -> u16 {
    let containers = 0..form.rows("/containerDefinitions");
    let ports = containers.flat_map(|container| {
        form.column(&format!("/containerDefinitions/{container}/portMappings"), "containerPort")
    });
    let taken: Vec<String> = ports.collect();
    (80..u16::MAX).find(|port| !taken.contains(&port.to_string())).unwrap_or(80)
}

/// The first of these numbered names that no element of the list has.
fn free(form: &Form, list: &str, stem: &str) -> String {
    let mut name = free_name(&form.column(list, "name"), stem);
    // Not all names of a long list are looked at.
    if form.count(list) > form.rows(list) {
        name = format!("{stem}{}", form.count(list) + 1);
    }
    name
}

fn free_name(taken: &[String], stem: &str) -> String {
    // Of so many numbers one is free.
    let mut numbers = taken.len() + 1..=2 * taken.len() + 1;
    let is_free = |name: &String| !taken.contains(name);
    numbers.find_map(|number| Some(format!("{stem}{number}")).filter(is_free)).unwrap_or_default()
}

//! The form's edits of a text: each as small as it can be.

mod added;
mod draft;
mod health;
#[cfg(test)]
mod tests;
mod volume;

pub use health::CheckKind;
pub use volume::VolumeKind;

use super::fields::{Kind, field_of};
use super::read::Form;
use draft::Draft;
use ecs_core::json::EditError;
use ecs_core::validate::plain_json;
use serde_json::json;

/// What the form changes. Pointers lead from the task definition on; texts are what was typed: the
/// core judges them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// What was typed into a field, or chosen there.
    Text(String, String),
    /// A member that is true or false.
    Flag(String, bool),
    /// Whether an entry of `requiresCompatibilities` is there.
    Compatibility(&'static str, bool),
    /// `cpu` of a task on Fargate: memory that is not sold with it becomes what is.
    FargateCpu(String),
    /// `containerPort` of a container's port mapping.
    ContainerPort(usize, usize, String),
    /// How the command of a container's health check is run.
    CheckKind(usize, CheckKind),
    /// The command of a container's health check.
    CheckCommand(usize, String),
    /// What a volume is.
    VolumeKind(usize, VolumeKind),
    /// Another name for the member.
    Rename(String, String),
    /// One more of a part.
    Add(Part),
    /// A member or an element goes.
    Remove(String),
    /// The text becomes the plain JSON as which it is read.
    ToPlainJson,
}

/// What can be added; numbers are those of containers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A container.
    Container,
    /// A volume of the task.
    Volume,
    /// A port mapping.
    Port(usize),
    /// A variable of the environment.
    Variable(usize),
    /// A secret.
    Secret(usize),
    /// A health check.
    HealthCheck(usize),
    /// A container to wait for.
    Dependency(usize),
    /// A mount point.
    Mount(usize),
    /// A log configuration.
    Log(usize),
    /// An option of the log driver.
    LogOption(usize),
}

/// `text` with the change made.
pub(in super::super) fn change(text: &str, change: &Change) -> Result<String, EditError> {
    if *change == Change::ToPlainJson {
        return plain_json(text).ok_or(EditError::NotJson);
    }
    let form = Form::read(text).ok_or(EditError::NotJson)?;
    let draft = Draft::read(text, form.base)?;
    match change {
        Change::Text(pointer, typed) => write(&draft, pointer, typed),
        Change::Flag(pointer, on) => draft.set(pointer, &json!(on)),
        Change::Compatibility(name, on) => compatibility(&draft, &form, name, *on),
        Change::FargateCpu(cpu) => fargate_cpu(&draft, &form, cpu),
        Change::ContainerPort(container, port, typed) => {
            container_port(&draft, &form, (*container, *port), typed)
        }
        Change::CheckKind(container, kind) => health::set_kind(&draft, &form, *container, *kind),
        Change::CheckCommand(container, typed) => health::set_command(&draft, &form, *container, typed),
        Change::VolumeKind(volume, kind) => volume::set_kind(&draft, *volume, *kind),
        Change::Rename(pointer, name) => draft.rename(pointer, name),
        Change::Add(part) => added::add(&draft, &form, *part),
        Change::Remove(pointer) => draft.remove(pointer),
        // Done above: it is for texts that are no form yet.
        Change::ToPlainJson => Ok(text.to_owned()),
    }
}

/// As the field is written.
fn write(draft: &Draft<'_>, pointer: &str, typed: &str) -> Result<String, EditError> {
    let field = field_of(pointer).ok_or(EditError::NoSuchPlace)?;
    match field.kind {
        Kind::Optional | Kind::Number | Kind::Choice(_) if typed.trim().is_empty() => draft.remove(pointer),
        Kind::Lines if typed.is_empty() => draft.remove(pointer),
        Kind::Required | Kind::Optional | Kind::Choice(_) => draft.set(pointer, &json!(typed)),
        Kind::Number => draft.number(pointer, typed),
        Kind::Lines => draft.list(pointer, &lines(typed)),
        Kind::Flag(_) => Err(EditError::NoSuchPlace),
    }
}

fn lines(typed: &str) -> Vec<String> {
    typed.split('\n').map(str::to_owned).collect()
}

fn compatibility(draft: &Draft<'_>, form: &Form, name: &str, on: bool) -> Result<String, EditError> {
    let list = "/requiresCompatibilities";
    match (form.compatibilities.iter().position(|entry| entry == name), on) {
        (None, true) => draft.append(list, &json!(name)),
        (Some(number), false) => draft.remove(&format!("{list}/{number}")),
        _ => Ok(draft.text.to_owned()),
    }
}

fn fargate_cpu(draft: &Draft<'_>, form: &Form, cpu: &str) -> Result<String, EditError> {
    if cpu.is_empty() {
        return draft.remove("/cpu");
    }
    let text = draft.set("/cpu", &json!(cpu))?;
    let memories = form.fargate_memories(cpu.parse().unwrap_or_default());
    let wanted = form.memory_mib.unwrap_or_default();
    let nearest = memories.iter().find(|memory| **memory >= wanted).or(memories.last());
    match nearest {
        Some(memory) if *memory != wanted => {
            Draft::read(&text, form.base)?.set("/memory", &json!(memory.to_string()))
        }
        _ => Ok(text),
    }
}

/// A host port that is written down and has to be the same follows.
fn container_port(
    draft: &Draft<'_>,
    form: &Form,
    (container, port): (usize, usize),
    typed: &str,
) -> Result<String, EditError> {
    let row = format!("/containerDefinitions/{container}/portMappings/{port}");
    let (container, host) = (format!("{row}/containerPort"), format!("{row}/hostPort"));
    let before = form.text(&host);
    let follows = form.host_port_follows() && !before.is_empty() && before == form.text(&container);
    let text = write(draft, &container, typed)?;
    if follows { write(&Draft::read(&text, form.base)?, &host, typed) } else { Ok(text) }
}

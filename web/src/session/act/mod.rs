//! An action of the timeline that is being written: the scenario with that action, which nobody else sees
//! until it is made. Its form and its JSON are two views of the same text.

mod calls;
mod containers;
#[cfg(test)]
mod tests;

pub(super) use calls::form_of;
pub use calls::{CALLS, CallField, CallForm, FieldKind};

use super::action::Action;
use super::amend::{acting, amend};
use super::edit::decimal_or_text;
use super::follow::{follow_text, parse};
use super::outline::{Outline, dedent};
use super::placement::Owner;
use super::shared::Shared;
use super::state::{Note, State};
use super::timeline::{TIMELINE, actions, rows};
use super::traffic::traffic_names;
use ecs_core::finding::{Finding, Findings};
use ecs_core::json::{self, EditError, Node, Value};
use std::rc::Rc;

/// The call whose end can be told before it is made.
const UPDATE_SERVICE: &str = "ecs:UpdateService";

/// The action.
#[derive(Clone, Debug, PartialEq)]
pub struct Act {
    /// The scenario with it.
    pub text: Rc<str>,
    /// Its number in the timeline.
    pub place: usize,
    /// Whether it is one more, and not one that was there.
    pub is_new: bool,
    /// `action`.
    pub action: String,
    /// `atSeconds`, as it is written.
    pub at_seconds: String,
    /// The values of the form's fields, as they are written.
    pub values: Vec<String>,
    /// `input` as JSON: as it was typed, where that is none.
    pub input: String,
    /// Whether it is none.
    pub is_broken: bool,
    /// The names of the entries of `traffic`.
    pub traffic: Vec<String>,
    /// The names of the containers that its task can have.
    pub containers: Vec<String>,
    /// What there is to say of the action.
    pub findings: Shared<Vec<Finding>>,
}

/// What somebody does with the action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// One more is to be written.
    Add,
    /// One more of that call is to be written, with these fields, by pointer: from a button beside what it is
    /// about.
    Begin(&'static str, Vec<(&'static str, String)>),
    /// The action of that number is to be written anew.
    Change(usize),
    /// It is another call, by its name.
    Call(String),
    /// `atSeconds`, as it was typed.
    At(String),
    /// A field of the form, by number, as it was typed or chosen.
    Field(usize, String),
    /// `input`, as it was typed.
    Input(String),
    /// It becomes a part of the timeline.
    Make,
    /// It does not.
    Close,
}

impl Act {
    /// Its form; none where it is written as JSON alone.
    pub fn form(&self) -> Option<&'static CallForm> {
        form_of(&self.action)
    }

    /// Whether it can be told where it leads.
    pub fn foretells(&self) -> bool {
        self.action == UPDATE_SERVICE
    }

    /// The action as the timeline lists it.
    pub(super) fn words(&self) -> String {
        let row = parse(&self.text).ok().and_then(|root| rows(&root).into_iter().nth(self.place));
        row.map(|row| row.words).unwrap_or_default()
    }

    fn pointer(&self) -> String {
        format!("{TIMELINE}/{}", self.place)
    }

    fn add(text: &str, outline: &Outline, at_seconds: u64) -> Result<Act, EditError> {
        let root = parse(text)?;
        let [first, ..] = &CALLS;
        let action = serde_json::json!({
            "atSeconds": at_seconds,
            "action": first.action,
            "input": first.input(|kind| known(&root, outline, kind)),
        });
        let place = actions(&root).len();
        Act::read(json::set(text, &format!("{TIMELINE}/{place}"), &action)?, place, true)
    }

    fn begin(state: &State, action: &str, fields: &[(&'static str, String)]) -> Result<Act, EditError> {
        let act = Act::add(&state.text, &state.outline, state.acts_at_seconds())?;
        let act = act.with_call(&state.outline, action)?;
        fields.iter().try_fold(act, |act, (pointer, value)| {
            let number =
                act.form().and_then(|form| form.fields.iter().position(|field| field.pointer == *pointer));
            act.with_field(&state.outline, number.ok_or(EditError::NoSuchPlace)?, value)
        })
    }

    fn read(text: String, place: usize, is_new: bool) -> Result<Act, EditError> {
        let root = parse(&text)?;
        let node = actions(&root).get(place).ok_or(EditError::NoSuchPlace)?;
        let action = node.str("action").unwrap_or_default().to_owned();
        let input = node.get("input");
        let fields = form_of(&action).map_or(&[][..], |form| form.fields);
        let values = fields.iter().map(|field| written_at(input, field.pointer)).collect();
        let json = input.and_then(|input| text.get(input.range.start..input.range.end)).map(dedent);
        Ok(Act {
            place,
            is_new,
            action,
            at_seconds: super::rows::written(node, "atSeconds", ""),
            values,
            input: json.unwrap_or_else(|| "{}".to_owned()),
            is_broken: false,
            traffic: traffic_names(&root),
            containers: containers::containers(&root, &written_at(input, "/task")),
            findings: Shared::default(),
            text: text.into(),
        })
    }

    fn rewritten(&self, text: String) -> Result<Act, EditError> {
        Ok(Act { findings: self.findings.clone(), ..Act::read(text, self.place, self.is_new)? })
    }

    /// Another call begins with what stands in it at first: the fields of two calls have little in common.
    fn with_call(&self, outline: &Outline, action: &str) -> Result<Act, EditError> {
        let base = self.pointer();
        let root = parse(&self.text)?;
        let input = form_of(action).map(|form| form.input(|kind| known(&root, outline, kind)));
        let text = json::set(&self.text, &format!("{base}/action"), &serde_json::json!(action))?;
        let Some(input) = input else { return self.rewritten(text) };
        let act = self.rewritten(json::set(&text, &format!("{base}/input"), &input)?)?;
        Ok(Act { findings: Shared::default(), ..act.following(outline)? })
    }

    /// Launch type and network configuration of a call that starts tasks follow its task definition.
    fn following(self, outline: &Outline) -> Result<Act, EditError> {
        let fields = self.form().map_or(&[][..], |form| form.fields);
        let number = fields.iter().position(|field| field.kind == FieldKind::Definition);
        let reference = number.and_then(|number| self.values.get(number));
        let Some(row) = reference.and_then(|reference| outline.definition_of(reference)) else {
            return Ok(self);
        };
        let text = follow_text(self.text.to_string(), Owner::Action(self.place), &row.text)?;
        self.rewritten(text)
    }

    fn with_field(&self, outline: &Outline, number: usize, typed: &str) -> Result<Act, EditError> {
        let field = self.form().and_then(|form| form.fields.get(number)).ok_or(EditError::NoSuchPlace)?;
        let pointer = format!("{}/input{}", self.pointer(), field.pointer);
        let is_out = typed.is_empty() || (field.kind == FieldKind::Flag && typed != "true");
        if is_out {
            let removed = json::remove(&self.text, &pointer);
            return self.rewritten(removed.unwrap_or_else(|_| self.text.to_string()));
        }
        let value = field.kind.value(typed);
        // The list of the only element is made with it.
        let text = match pointer.strip_suffix("/0") {
            Some(list) if parse(&self.text)?.at(list).is_none() => {
                json::set(&self.text, list, &serde_json::json!([value]))?
            }
            _ => json::set(&self.text, &pointer, &value)?,
        };
        let act = self.rewritten(text)?;
        match field.kind {
            FieldKind::Task => act.with_container_of_task(outline),
            FieldKind::Definition => act.following(outline),
            _ => Ok(act),
        }
    }

    /// Another task may have no container of that name: then it is the first that it has.
    fn with_container_of_task(self, outline: &Outline) -> Result<Act, EditError> {
        let fields = self.form().map_or(&[][..], |form| form.fields);
        let number = fields.iter().position(|field| field.kind == FieldKind::Container);
        let is_known = number
            .and_then(|number| self.values.get(number))
            .is_none_or(|value| self.containers.contains(value));
        match (number, self.containers.first()) {
            (Some(number), Some(first)) if !is_known => self.with_field(outline, number, first),
            _ => Ok(self),
        }
    }

    /// What is no JSON is kept as it was typed, and not made a part of the text.
    fn with_input(&self, typed: &str) -> Result<Act, EditError> {
        let is_object = json::parse(typed, &mut Findings::new())
            .is_some_and(|node| matches!(node.value, Value::Object(_)));
        if !is_object {
            return Ok(Act { input: typed.to_owned(), is_broken: true, ..self.clone() });
        }
        let pointer = format!("{}/input", self.pointer());
        let text = match parse(&self.text)?.at(&pointer) {
            Some(node) => {
                let mut text = self.text.to_string();
                text.replace_range(node.range.start..node.range.end, typed);
                text
            }
            None => json::set(&self.text, &pointer, &serde_json::from_str(typed).unwrap_or_default())?,
        };
        Ok(Act { input: typed.to_owned(), ..self.rewritten(text)? })
    }

    /// The action with what there is to say of it, of all that is said of the scenario.
    pub(super) fn judged(&self, findings: Vec<Finding>) -> Act {
        let base = self.pointer();
        let is_ours = |finding: &Finding| {
            finding.pointer.strip_prefix(&base).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        Act { findings: Shared::new(findings.into_iter().filter(is_ours).collect()), ..self.clone() }
    }
}

impl State {
    /// This page after something was done with the action that is being written.
    pub(super) fn with_step(&self, step: Step) -> State {
        let act = match step {
            Step::Add => Act::add(&self.text, &self.outline, self.acts_at_seconds()),
            Step::Begin(action, fields) => Act::begin(self, action, &fields),
            Step::Change(number) => Act::read(self.text.to_string(), number, false),
            Step::Close => return State { act: None, ..self.clone() },
            Step::Make => return self.with_act_made(),
            other => match &self.act {
                Some(act) => edited(act, &self.outline, other),
                None => return self.clone(),
            },
        };
        match act {
            Ok(act) => State { act: Some(act), run_task_number: self.run_task_number + 1, ..self.clone() },
            Err(error) => super::amend::unchanged(self, error),
        }
    }

    fn with_act_made(&self) -> State {
        let Some(act) = self.act.as_ref().filter(|act| !act.is_broken) else { return self.clone() };
        let words = act.words();
        let done = if act.is_new { "Added to the timeline" } else { "Changed" };
        let note = Note::undoable(format!("{done}: {words}."));
        let at = act.at_seconds.parse().unwrap_or_default();
        acting(amend(self, Ok(act.text.to_string()), Some(note)), at)
    }
}

fn edited(act: &Act, outline: &Outline, step: Step) -> Result<Act, EditError> {
    match step {
        Step::Call(action) => act.with_call(outline, &action),
        Step::At(typed) => {
            let pointer = format!("{}/atSeconds", act.pointer());
            act.rewritten(json::set(&act.text, &pointer, &decimal_or_text(&typed))?)
        }
        Step::Field(number, typed) => act.with_field(outline, number, &typed),
        Step::Input(typed) => act.with_input(&typed),
        Step::Add | Step::Begin(..) | Step::Change(_) | Step::Make | Step::Close => Ok(act.clone()),
    }
}

/// The first of what there is to choose.
fn known(root: &Node, outline: &Outline, kind: FieldKind) -> Option<String> {
    match kind {
        FieldKind::Service => outline.services.first().map(|row| row.name.clone()),
        FieldKind::Definition => {
            outline.definitions.iter().rfind(|row| row.is_active).map(|row| row.name.to_string())
        }
        FieldKind::Zone => {
            outline.instances.first().map_or_else(|| outline.zones().next(), |row| Some(row.zone.clone()))
        }
        FieldKind::Instance => {
            let first = root.list("containerInstances").first()?;
            let name = first.str("name").map_or_else(
                || format!("{}-1", first.str("instanceType").unwrap_or_default()),
                str::to_owned,
            );
            Some(format!("{name}/1"))
        }
        FieldKind::Group => {
            root.list("autoScalingGroups").first()?.str("AutoScalingGroupName").map(str::to_owned)
        }
        FieldKind::Task => outline.services.first().map(|row| format!("service:{}/1", row.name)),
        FieldKind::Traffic => traffic_names(root).into_iter().next(),
        FieldKind::Container => {
            let task = known(root, outline, FieldKind::Task).unwrap_or_default();
            containers::containers(root, &task).into_iter().next()
        }
        FieldKind::Choice(choices) => choices.first().map(|choice| (*choice).to_owned()),
        FieldKind::AnotherDefinition | FieldKind::Number | FieldKind::Flag | FieldKind::Text => None,
    }
}

/// What stands at a place of the input, as it is written.
pub(super) fn written_at(input: Option<&Node>, pointer: &str) -> String {
    match input.and_then(|input| input.at(pointer)).map(|node| &node.value) {
        Some(Value::Number(text) | Value::String(text)) => text.clone(),
        Some(Value::Bool(flag)) => flag.to_string(),
        _ => String::new(),
    }
}

/// The action that a step is.
impl From<Step> for Action {
    fn from(step: Step) -> Action {
        Action::Act(step)
    }
}

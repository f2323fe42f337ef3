//! Fields of the scenario: each shows a member of its text, with what there is to say of it below.

use super::findings::under_field;
use super::form::Select;
use super::name_input::NameInput;
use crate::platform;
use crate::session::{Action, Dispatch, Edit, element_id};
use ecs_core::finding::{Finding, Severity};
use yew::prelude::*;

/// What the fields are made from.
#[derive(Clone, Copy)]
pub(super) struct ScenarioSheet<'a> {
    /// What there is to say of the scenario.
    pub(super) findings: &'a [Finding],
    /// Where actions go.
    pub(super) dispatch: &'a Dispatch,
}

/// A field in words.
#[derive(Default)]
pub(super) struct ScenarioField {
    /// The place that it shows.
    pub(super) pointer: String,
    /// What it is called.
    pub(super) label: &'static str,
    /// What it is called by those who do not see where it stands.
    pub(super) name: String,
    /// What it shows.
    pub(super) value: String,
    /// What counts where it is empty.
    pub(super) placeholder: String,
    /// The least and the most, where it is a whole number.
    pub(super) range: Option<(u32, u32)>,
    /// The id of a list of what may stand there.
    pub(super) list: Option<&'static str>,
}

impl ScenarioSheet<'_> {
    /// Sends the edit that is made of what was typed or chosen.
    pub(super) fn typed<E: AsRef<Event> + 'static>(
        &self,
        edit: impl Fn(String) -> Edit + 'static,
    ) -> Callback<E> {
        let dispatch = self.dispatch.clone();
        Callback::from(move |event: E| {
            dispatch.dispatch(Action::Edit(edit(platform::value_of(event.as_ref()))));
        })
    }

    /// Sends the edit that is made of a box that was checked or not.
    pub(super) fn checked(&self, edit: impl Fn(bool) -> Edit + 'static) -> Callback<Event> {
        let dispatch = self.dispatch.clone();
        Callback::from(move |event: Event| {
            dispatch.dispatch(Action::Edit(edit(platform::is_checked(&event))));
        })
    }

    /// Sends the edit; then the focus goes to the element with that id, if one is named.
    pub(super) fn pressed(&self, edit: Edit, focus: Option<String>) -> Callback<MouseEvent> {
        let dispatch = self.dispatch.clone();
        Callback::from(move |_: MouseEvent| {
            dispatch.dispatch(Action::Edit(edit.clone()));
            if let Some(id) = &focus {
                platform::focus(id);
            }
        })
    }

    /// Sends the edit, which adds something, and goes there.
    pub(super) fn adding(&self, edit: Edit) -> Callback<MouseEvent> {
        let dispatch = self.dispatch.clone();
        Callback::from(move |event: MouseEvent| {
            platform::go_to_what_is_added(&event, || dispatch.dispatch(Action::Edit(edit.clone())));
        })
    }

    /// A button that adds something.
    pub(super) fn add(&self, id: String, words: &'static str, name: String, edit: Edit) -> Html {
        let onclick = self.adding(edit);
        html! { <button type="button" class="add" {id} aria-label={name} {onclick}>{ words }</button> }
    }

    /// A button that takes something away. The focus goes to the one that adds.
    pub(super) fn remove(&self, name: String, edit: Edit, adds: String) -> Html {
        let onclick = self.pressed(edit, Some(adds));
        html! { <button type="button" class="icon" aria-label={name} title="Remove" {onclick}>{ "×" }</button> }
    }

    /// A field to choose in.
    pub(super) fn select(
        &self,
        field: ScenarioField,
        options: Vec<(String, String)>,
        edit: impl Fn(String) -> Edit + 'static,
    ) -> Html {
        self.draw_select(field, options, self.typed(edit))
    }

    /// A field to type into.
    pub(super) fn input(&self, field: ScenarioField, edit: impl Fn(String) -> Edit + 'static) -> Html {
        self.draw_input(field, self.typed(edit))
    }

    /// A field for what others go by: it counts once somebody is done with it, not with each letter.
    pub(super) fn name_input(&self, field: ScenarioField, edit: impl Fn(String) -> Edit + 'static) -> Html {
        let ScenarioField { pointer, label, name, value, .. } = field;
        let id = element_id("field", &pointer);
        let dispatch = self.dispatch.clone();
        let on_done = Callback::from(move |typed: String| dispatch.dispatch(Action::Edit(edit(typed))));
        html! {
            <div class="field">
                <label for={id.clone()}>{ label }</label>
                <NameInput {id} {name} {value} invalid={self.invalid(&pointer)} described={self.described(&pointer)} {on_done} />
                { self.under(&pointer) }
            </div>
        }
    }

    fn draw_select(
        &self,
        field: ScenarioField,
        options: Vec<(String, String)>,
        onchange: Callback<Event>,
    ) -> Html {
        let ScenarioField { pointer, label, name, value, .. } = field;
        let id = element_id("field", &pointer);
        html! {
            <div class="field">
                <label for={id.clone()}>{ label }</label>
                <Select {id} name={Some(AttrValue::from(name))} {value} {options} invalid={self.invalid(&pointer)} described={self.described(&pointer)} {onchange} />
                { self.under(&pointer) }
            </div>
        }
    }

    fn draw_input(&self, field: ScenarioField, oninput: Callback<InputEvent>) -> Html {
        let ScenarioField { pointer, label, name, value, placeholder, range, list } = field;
        let id = element_id("field", &pointer);
        let (kind, min, max) = match range {
            Some((min, max)) => ("number", Some(min.to_string()), Some(max.to_string())),
            None => ("text", None, None),
        };
        html! {
            <div class="field">
                <label for={id.clone()}>{ label }</label>
                <input {id} type={kind} {min} {max} {list} autocomplete="off" autocapitalize="off" spellcheck="false" aria-label={name} {value} {placeholder} {oninput}
                    aria-invalid={self.invalid(&pointer)} aria-describedby={self.described(&pointer)} />
                { self.under(&pointer) }
            </div>
        }
    }

    /// What is said of a place.
    pub(super) fn said(&self, pointer: &str) -> Vec<Finding> {
        self.findings.iter().filter(|finding| finding.pointer == pointer).cloned().collect()
    }

    /// Whether an error or a warning is said of a place or of something in it.
    pub(super) fn says_something_in(&self, pointer: &str) -> bool {
        self.findings.iter().filter(|finding| finding.severity < Severity::Info).any(|finding| {
            finding.pointer.strip_prefix(pointer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    }

    /// The same, below its field.
    pub(super) fn under(&self, pointer: &str) -> Html {
        under_field(&self.said(pointer), &element_id("said", pointer), self.dispatch)
    }

    /// What is said of something in a part that is not said at a field of it, and in none of its lists.
    pub(super) fn under_rest(&self, part: &str, fields: &[&str], lists: &[&str]) -> Html {
        let is_said = |rest: &str| {
            let member = rest.split('/').next().unwrap_or_default();
            fields.contains(&rest) || lists.contains(&member)
        };
        let is_rest = |finding: &&Finding| {
            let rest =
                finding.pointer.strip_prefix(part).filter(|rest| rest.is_empty() || rest.starts_with('/'));
            rest.is_some_and(|rest| rest.is_empty() || !is_said(rest.trim_start_matches('/')))
        };
        let rest: Vec<Finding> = self.findings.iter().filter(is_rest).cloned().collect();
        under_field(&rest, &element_id("rest", part), self.dispatch)
    }

    /// `true` where an error is said of a place.
    pub(super) fn invalid(&self, pointer: &str) -> String {
        self.said(pointer).iter().any(|finding| finding.severity == Severity::Error).to_string()
    }

    /// The id of what is said of a place, where something is.
    pub(super) fn described(&self, pointer: &str) -> Option<String> {
        (!self.said(pointer).is_empty()).then(|| element_id("said", pointer))
    }
}

/// Options whose words are their values.
pub(super) fn plain(values: &[&str], written: &str) -> Vec<(String, String)> {
    let pairs = values.iter().map(|value| ((*value).to_owned(), (*value).to_owned()));
    super::form::with_written(pairs.collect(), written, "not known")
}

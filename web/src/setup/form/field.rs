//! A field: its label, its input, and what there is to say of it.

use super::super::findings::under_field;
use super::select::Select;
use crate::platform;
use crate::session::{Action, Change, Dispatch, Form, Placed};
use ecs_core::finding::{Finding, Severity};
use yew::prelude::*;

/// What every part of the form is made from.
#[derive(Clone, Copy)]
pub(super) struct Sheet<'a> {
    /// What the form shows.
    pub(super) form: &'a Form,
    /// What there is to say of it.
    pub(super) placed: &'a Placed,
    /// Where actions go.
    pub(super) dispatch: &'a Dispatch,
}

/// A field in words. The name, where there is one, is what it is called by those who do not see
/// where it stands.
#[derive(Clone, Default)]
pub(super) struct Field {
    /// From the definition on.
    pub(super) pointer: String,
    pub(super) label: &'static str,
    pub(super) name: Option<String>,
    pub(super) value: String,
    pub(super) placeholder: String,
    pub(super) numeric: bool,
}

impl Sheet<'_> {
    /// What there is to say of the place.
    pub(super) fn said(&self, pointer: &str) -> &[Finding] {
        self.placed.fields.get(pointer).map_or(&[], Vec::as_slice)
    }

    /// The id of what is said of the place, where something is.
    pub(super) fn described(&self, pointer: &str) -> Option<String> {
        (!self.said(pointer).is_empty()).then(|| said_id(pointer))
    }

    /// `true` where the place has an error.
    pub(super) fn invalid(&self, pointer: &str) -> String {
        self.said(pointer).iter().any(|finding| finding.severity == Severity::Error).to_string()
    }

    /// What there is to say of the place, drawn.
    pub(super) fn under(&self, pointer: &str) -> Html {
        under_field(self.said(pointer), &said_id(pointer))
    }

    /// Sends the change that is made of what was typed or chosen.
    pub(super) fn typed<E: AsRef<Event> + 'static>(
        &self,
        change: impl Fn(String) -> Change + 'static,
    ) -> Callback<E> {
        let dispatch = self.dispatch.clone();
        Callback::from(move |event: E| {
            dispatch.dispatch(Action::Fill(change(platform::value_of(event.as_ref()))));
        })
    }

    /// Sends the change; then the focus goes to the element with that id, if one is named.
    pub(super) fn pressed(&self, change: Change, focus: Option<String>) -> Callback<MouseEvent> {
        let dispatch = self.dispatch.clone();
        Callback::from(move |_: MouseEvent| {
            dispatch.dispatch(Action::Fill(change.clone()));
            if let Some(id) = &focus {
                platform::focus(id);
            }
        })
    }

    /// A field to type into.
    pub(super) fn input(&self, field: Field, change: impl Fn(String) -> Change + 'static) -> Html {
        let Field { pointer, label, name, value, placeholder, numeric } = field;
        let id = field_id(&pointer);
        html! {
            <div class="field">
                <label for={id.clone()}>{ label }</label>
                <input {id} type="text" inputmode={numeric.then_some("numeric")} autocomplete="off" autocapitalize="off" spellcheck="false"
                    aria-label={name} {value} {placeholder} oninput={self.typed::<InputEvent>(change)}
                    aria-invalid={self.invalid(&pointer)} aria-describedby={self.described(&pointer)} />
                { self.under(&pointer) }
            </div>
        }
    }

    /// A field to choose in.
    pub(super) fn select(
        &self,
        field: Field,
        options: Vec<(String, String)>,
        change: impl Fn(String) -> Change + 'static,
    ) -> Html {
        let Field { pointer, label, name, value, .. } = field;
        let id = field_id(&pointer);
        html! {
            <div class="field">
                <label for={id.clone()}>{ label }</label>
                <Select {id} {name} {value} {options} invalid={self.invalid(&pointer)} described={self.described(&pointer)}
                    onchange={self.typed::<Event>(change)} />
                { self.under(&pointer) }
            </div>
        }
    }

    /// A button that takes a row away. The focus goes to the one that adds.
    pub(super) fn remove(&self, name: String, list: String, number: usize, adds: String) -> Html {
        let onclick = self.pressed(Change::Remove(list, number), Some(adds));
        html! { <button type="button" class="icon" aria-label={name} title="Remove" {onclick}>{ "×" }</button> }
    }
}

/// The id of the field at a place.
pub(super) fn field_id(pointer: &str) -> String {
    format!("field{}", pointer.replace('/', "-"))
}

/// The id of what is said of a place.
pub(super) fn said_id(pointer: &str) -> String {
    format!("said{}", pointer.replace('/', "-"))
}

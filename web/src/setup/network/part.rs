//! A part of the network that is folded away, and its fields.

use crate::session::{Edit, NetworkEdit, NetworkField, NetworkPart};
use crate::setup::form::Section;
use crate::setup::sheet::{ScenarioField, ScenarioSheet};
use yew::prelude::*;

/// A part whose fields are drawn.
#[derive(Clone, Copy)]
pub(super) struct PartSheet<'a> {
    pub(super) sheet: ScenarioSheet<'a>,
    pub(super) part: NetworkPart,
    /// What it is called.
    pub(super) name: &'a str,
}

impl PartSheet<'_> {
    /// A field of it.
    pub(super) fn field(&self, field: NetworkField, label: &'static str, value: &str) -> ScenarioField {
        ScenarioField {
            pointer: format!("{}/{}", self.part.pointer(), field.member(self.part)),
            label,
            name: format!("{label}, {}", self.name),
            value: value.to_owned(),
            ..ScenarioField::default()
        }
    }

    /// What typing into a field does.
    pub(super) fn set(&self, field: NetworkField) -> impl Fn(String) -> Edit + 'static {
        let part = self.part;
        move |typed| Edit::Network(NetworkEdit::Set(part, field, typed))
    }

    pub(super) fn input(&self, field: NetworkField, label: &'static str, value: &str) -> Html {
        self.sheet.input(self.field(field, label, value), self.set(field))
    }

    pub(super) fn select(
        &self,
        field: NetworkField,
        label: &'static str,
        value: &str,
        options: Vec<(String, String)>,
    ) -> Html {
        self.sheet.select(self.field(field, label, value), options, self.set(field))
    }

    /// The name and the button that takes the part away.
    pub(super) fn head(&self, label: &'static str, what: &str, adds: &str) -> Html {
        let field = self.field(NetworkField::Name, label, self.name);
        let remove = Edit::Network(NetworkEdit::Remove(self.part));
        html! {
            <div class="entry one">
                { self.sheet.name_input(field, self.set(NetworkField::Name)) }
                { self.sheet.remove(format!("Remove {what} {}", self.name), remove, adds.to_owned()) }
            </div>
        }
    }

    /// The part, folded. It opens for what is said of it.
    pub(super) fn folded(&self, brief: String, content: Html) -> Html {
        let title = if self.name.is_empty() { "(no name)".to_owned() } else { self.name.to_owned() };
        let opens = self.sheet.says_something_in(&self.part.pointer());
        html! { <Section key={self.part.pointer()} {title} {brief} {opens}>{ content }</Section> }
    }
}

/// Options with words of their own.
pub(super) fn worded(options: &[(&str, &str)], written: &str) -> Vec<(String, String)> {
    let options = options.iter().map(|(value, words)| ((*value).to_owned(), (*words).to_owned()));
    crate::setup::form::with_written(options.collect(), written, "not known")
}

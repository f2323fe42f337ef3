//! Fields that a table names.

use super::form::with_written;
use super::sheet::{ScenarioField, ScenarioSheet};
use crate::session::{Edit, MemberField, MemberKind, Written, element_id};
use yew::prelude::*;

/// An entry whose members are drawn.
#[derive(Clone, Copy)]
pub(super) struct Entry<'a> {
    pub(super) sheet: ScenarioSheet<'a>,
    /// Its place in the scenario.
    pub(super) pointer: &'a str,
    /// What it is called by those who do not see where a field stands.
    pub(super) of: &'a str,
    /// What is written of it.
    pub(super) written: &'a Written,
}

impl Entry<'_> {
    /// A field of it.
    pub(super) fn field(&self, field: &'static MemberField) -> Html {
        match field.kind {
            MemberKind::Flag => self.flag(field),
            MemberKind::Choice(options) => {
                let options =
                    options.iter().map(|(value, words)| ((*value).to_owned(), (*words).to_owned())).collect();
                self.select(field, options)
            }
            MemberKind::Text | MemberKind::Decimal => {
                self.sheet.input(self.described(field), self.set(field))
            }
            MemberKind::Whole(least, most) => {
                let shown = ScenarioField { range: Some((least, most)), ..self.described(field) };
                self.sheet.input(shown, self.set(field))
            }
        }
    }

    /// Two fields side by side, and so on.
    pub(super) fn pairs(&self, fields: &'static [MemberField]) -> Html {
        let pair = |pair: &'static [MemberField]| {
            html! { <div class="pair">{ for pair.iter().map(|field| self.field(field)) }</div> }
        };
        fields.chunks(2).map(pair).collect()
    }

    /// A field to choose in.
    pub(super) fn select(&self, field: &'static MemberField, options: Vec<(String, String)>) -> Html {
        let shown = self.described(field);
        let default = field.default.unwrap_or_default();
        let value = if shown.value.is_empty() { default.to_owned() } else { shown.value.clone() };
        let options = with_written(options, &value, "as written");
        self.sheet.select(ScenarioField { value, ..shown }, options, self.set(field))
    }

    /// A text with a list of what may stand there.
    pub(super) fn listed(&self, field: &'static MemberField, list: &'static str) -> Html {
        self.sheet.input(ScenarioField { list: Some(list), ..self.described(field) }, self.set(field))
    }

    fn flag(&self, field: &'static MemberField) -> Html {
        let pointer = self.at(field);
        let on = match self.written.get(field.member) {
            "" => field.default == Some("true"),
            written => written == "true",
        };
        let set = self.set(field);
        let onchange = self.sheet.checked(move |on| set(on.to_string()));
        let name = format!("{}, {}", field.label, self.of);
        html! {
            <div class="flag">
                <label><input id={element_id("field", &pointer)} type="checkbox" checked={on} aria-label={name} {onchange}
                    aria-invalid={self.sheet.invalid(&pointer)} aria-describedby={self.sheet.described(&pointer)} />{ field.label }</label>
                { self.sheet.under(&pointer) }
            </div>
        }
    }

    fn at(&self, field: &MemberField) -> String {
        format!("{}/{}", self.pointer, field.member)
    }

    fn described(&self, field: &MemberField) -> ScenarioField {
        ScenarioField {
            pointer: self.at(field),
            label: field.label,
            name: format!("{}, {}", field.label, self.of),
            value: self.written.get(field.member).to_owned(),
            placeholder: field.default.unwrap_or_default().to_owned(),
            ..ScenarioField::default()
        }
    }

    /// What typing into a field does.
    fn set(&self, field: &'static MemberField) -> impl Fn(String) -> Edit + 'static {
        let entry = self.pointer.to_owned();
        move |typed| Edit::Member(entry.clone(), field, typed)
    }
}

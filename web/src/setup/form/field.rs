//! A field: its label, its input, and what there is to say of it.

use super::super::findings::under_field;
use super::select::Select;
use crate::platform;
use crate::session::{Action, Change, Dispatch, FieldSpec, Form, Kind, Placed, element_id, field_of};
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
    pub(super) note: &'static str,
    pub(super) numeric: bool,
}

/// What there is to choose: each value with its words.
pub(super) type Options = Vec<(String, String)>;

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
        under_field(self.said(pointer), &said_id(pointer), self.dispatch)
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

    /// Sends the change that is made of a box that was checked or not.
    pub(super) fn checked(&self, change: impl Fn(bool) -> Change + 'static) -> Callback<Event> {
        let dispatch = self.dispatch.clone();
        Callback::from(move |event: Event| {
            dispatch.dispatch(Action::Fill(change(platform::is_checked(&event))));
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

    /// The field at a place, as the table of fields and the text have it.
    pub(super) fn at(&self, pointer: &str) -> Field {
        let spec = field_of(pointer);
        let of = |part: fn(&FieldSpec) -> &'static str| spec.map_or("", part);
        Field {
            label: of(|spec| spec.label),
            value: self.form.text(pointer),
            placeholder: of(|spec| spec.placeholder).to_owned(),
            note: of(|spec| spec.note),
            numeric: spec.is_some_and(|spec| spec.kind == Kind::Number),
            pointer: pointer.to_owned(),
            name: None,
        }
    }

    /// The same within a row, which has a name.
    pub(super) fn at_row(&self, pointer: &str, row: &str) -> Field {
        let field = self.at(pointer);
        Field { name: Some(format!("{}, {row}", field.label)), ..field }
    }

    /// The field at a place, drawn.
    pub(super) fn field(&self, pointer: &str) -> Html {
        self.draw(self.at(pointer))
    }

    /// The same within a row.
    pub(super) fn row_field(&self, pointer: &str, row: &str) -> Html {
        self.draw(self.at_row(pointer, row))
    }

    /// A field, as its kind is drawn.
    pub(super) fn draw(&self, field: Field) -> Html {
        let target = field.pointer.clone();
        let change = move |typed| Change::Text(target.clone(), typed);
        match field_of(&field.pointer).map(|spec| spec.kind) {
            Some(Kind::Flag(default)) => self.flag(field, default),
            Some(Kind::Choice(options)) => {
                let listed = options.iter().map(|(value, words)| ((*value).to_owned(), (*words).to_owned()));
                let options = with_written(listed.collect(), &field.value, "not known");
                self.select(field, options, change)
            }
            Some(Kind::Lines) => match self.form.list(&field.pointer) {
                Some(lines) if lines.iter().all(|line| !line.contains('\n')) => {
                    let value = lines.join("\n");
                    self.area(Field { value, ..field }, change)
                }
                _ => self.only_in_json(&field),
            },
            _ => self.input(field, change),
        }
    }

    /// A field to type into.
    pub(super) fn input(&self, field: Field, change: impl Fn(String) -> Change + 'static) -> Html {
        let Field { pointer, label, name, value, placeholder, note, numeric } = field;
        let id = field_id(&pointer);
        html! {
            <div class="field">
                <label for={id.clone()}>{ label }</label>
                <input {id} type="text" inputmode={numeric.then_some("numeric")} autocomplete="off" autocapitalize="off" spellcheck="false"
                    aria-label={name} {value} {placeholder} oninput={self.typed::<InputEvent>(change)}
                    aria-invalid={self.invalid(&pointer)} aria-describedby={self.described_with(&pointer, note)} />
                { noted(&pointer, note) }
                { self.under(&pointer) }
            </div>
        }
    }

    /// A field for several lines.
    pub(super) fn area(&self, field: Field, change: impl Fn(String) -> Change + 'static) -> Html {
        let Field { pointer, label, name, value, placeholder, note, .. } = field;
        let id = field_id(&pointer);
        html! {
            <div class="field">
                <label for={id.clone()}>{ label }</label>
                <textarea {id} rows="3" autocomplete="off" autocapitalize="off" spellcheck="false"
                    aria-label={name} {value} {placeholder} oninput={self.typed::<InputEvent>(change)}
                    aria-invalid={self.invalid(&pointer)} aria-describedby={self.described_with(&pointer, note)} />
                { noted(&pointer, note) }
                { self.under(&pointer) }
            </div>
        }
    }

    /// A field to choose in.
    pub(super) fn select(
        &self,
        field: Field,
        options: Options,
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

    /// A box to check.
    fn flag(&self, field: Field, default: bool) -> Html {
        let Field { pointer, label, name, .. } = field;
        let id = field_id(&pointer);
        let target = pointer.clone();
        let onchange = self.checked(move |on| Change::Flag(target.clone(), on));
        html! {
            <div class="flag">
                <label for={id.clone()}>
                    <input {id} type="checkbox" checked={self.form.flag(&pointer, default)} {onchange} aria-label={name}
                        aria-invalid={self.invalid(&pointer)} aria-describedby={self.described(&pointer)} />
                    { label }
                </label>
                { self.under(&pointer) }
            </div>
        }
    }

    /// What no line can show.
    fn only_in_json(&self, field: &Field) -> Html {
        html! {
            <div class="field">
                <p class="label">{ field.label }</p>
                <p class="note">{ "This has line breaks in it, or is no list of texts: it can be read and edited under JSON." }</p>
                { self.under(&field.pointer) }
            </div>
        }
    }

    /// A button that takes a row or a part away. The focus goes to the one that adds.
    pub(super) fn remove(&self, name: String, pointer: String, adds: String) -> Html {
        let onclick = self.pressed(Change::Remove(pointer), Some(adds));
        html! { <button type="button" class="icon" aria-label={name} title="Remove" {onclick}>{ "×" }</button> }
    }

    /// A button that adds something, and what it is called by those who do not see where it stands.
    pub(super) fn add(&self, id: String, words: &'static str, name: String, change: Change) -> Html {
        let dispatch = self.dispatch.clone();
        let onclick = Callback::from(move |event: MouseEvent| {
            platform::go_to_what_is_added(&event, || dispatch.dispatch(Action::Fill(change.clone())));
        });
        html! { <button type="button" class="add" {id} aria-label={name} {onclick}>{ words }</button> }
    }

    /// How many rows of a list the page leaves out.
    pub(super) fn left_out(&self, list: &str) -> Html {
        let left_out = self.form.count(list) - self.form.rows(list);
        if left_out == 0 {
            return Html::default();
        }
        html! { <p class="note">{ format!("and {left_out} more, under JSON") }</p> }
    }

    fn described_with(&self, pointer: &str, note: &str) -> Option<String> {
        let note = (!note.is_empty()).then(|| element_id("note", pointer));
        let both: Vec<String> = [note, self.described(pointer)].into_iter().flatten().collect();
        (!both.is_empty()).then(|| both.join(" "))
    }
}

/// The options, and the written value if it is none of them.
pub(in super::super) fn with_written(mut options: Options, written: &str, why: &str) -> Options {
    let is_there = options.iter().any(|(value, _)| value == written);
    if !is_there {
        let words = if written.is_empty() { "Choose…".to_owned() } else { format!("{written}: {why}") };
        options.insert(0, (written.to_owned(), words));
    }
    options
}

/// Names as options, each once.
pub(super) fn named(names: impl IntoIterator<Item = String>) -> Options {
    let mut options = Options::new();
    for name in names {
        if !name.is_empty() && !options.iter().any(|(other, _)| *other == name) {
            options.push((name.clone(), name));
        }
    }
    options
}

fn noted(pointer: &str, words: &'static str) -> Html {
    if words.is_empty() {
        return Html::default();
    }
    html! { <p class="note" id={element_id("note", pointer)}>{ words }</p> }
}

/// The id of the field at a place.
fn field_id(pointer: &str) -> String {
    element_id("field", pointer)
}

/// The id of what is said of a place.
fn said_id(pointer: &str) -> String {
    element_id("said", pointer)
}

#[cfg(test)]
mod tests {
    use super::{named, with_written};

    #[test]
    fn what_is_written_can_be_shown() {
        let names = named(["db", "", "db", "log"].map(str::to_owned));
        assert_eq!(names.len(), 2);
        let options = with_written(names.clone(), "ghost", "no such container");
        assert_eq!(options[0].1, "ghost: no such container");
        assert_eq!(with_written(names.clone(), "log", ""), names);
        assert_eq!(with_written(names, "", "")[0].1, "Choose…");
    }
}

//! The fields of the dialog in which an action is written.

use super::act::{ActDialogProps, typed};
use crate::platform;
use crate::session::{CallField, FieldKind, Step};
use crate::setup::Select;
use yew::prelude::*;

/// Names that a list offers: more are found by typing.
const OFFERED: usize = 200;

/// The field of that number.
pub(super) fn field(props: &ActDialogProps, number: usize) -> Html {
    let Some(field) = props.act.form().and_then(|form| form.fields.get(number)) else {
        return Html::default();
    };
    let value = props.act.values.get(number).cloned().unwrap_or_default();
    let id = format!("act-field-{number}");
    if field.kind == FieldKind::Flag {
        return flag(props, number, field, value == "true");
    }
    let control = match options(props, field.kind) {
        Some(options) => choice(props, number, (&id, value), options),
        None => text(props, number, (&id, value), field.kind),
    };
    html! {
        <div class="field" key={id.clone()}>
            <label for={id.clone()}>{ field.label }</label>
            { control }
        </div>
    }
}

/// What there is to choose; none where something is typed.
fn options(props: &ActDialogProps, kind: FieldKind) -> Option<Vec<String>> {
    let outline = &props.outline;
    let definitions =
        || outline.definitions.iter().filter(|row| row.is_active).map(|row| row.name.to_string());
    Some(match kind {
        FieldKind::Service => outline.services.iter().map(|row| row.name.clone()).collect(),
        FieldKind::Definition => definitions().collect(),
        FieldKind::AnotherDefinition => std::iter::once(String::new()).chain(definitions()).collect(),
        FieldKind::Zone => outline.zones().collect(),
        FieldKind::Traffic => props.act.traffic.clone(),
        FieldKind::Container => props.act.containers.clone(),
        FieldKind::Choice(choices) => choices.iter().map(|choice| (*choice).to_owned()).collect(),
        FieldKind::Instance
        | FieldKind::Group
        | FieldKind::Task
        | FieldKind::Number
        | FieldKind::Flag
        | FieldKind::Text => return None,
    })
}

fn choice(props: &ActDialogProps, number: usize, (id, value): (&str, String), known: Vec<String>) -> Html {
    // What stands in the text and is not known stays as it is.
    let unknown = Some(value.clone()).filter(|value| !known.contains(value));
    let words = |value: String| {
        let words = if value.is_empty() { "as it is".to_owned() } else { value.clone() };
        (value, words)
    };
    let options = unknown.into_iter().chain(known).map(words).collect::<Vec<_>>();
    let onchange = typed(&props.dispatch, move |chosen| Step::Field(number, chosen));
    html! { <Select id={id.to_owned()} {value} {options} invalid="false" {onchange} /> }
}

fn text(props: &ActDialogProps, number: usize, (id, value): (&str, String), kind: FieldKind) -> Html {
    let oninput = typed::<InputEvent>(&props.dispatch, move |typed| Step::Field(number, typed));
    let offered = offered(props, kind);
    let list = format!("{id}-list");
    let placeholder = if kind == FieldKind::Number { "as it is" } else { "" };
    html! {
        <>
            <input id={id.to_owned()} type="text" inputmode={(kind == FieldKind::Number).then_some("decimal")} autocomplete="off" autocapitalize="off" spellcheck="false"
                list={(!offered.is_empty()).then(|| list.clone())} {value} {placeholder} {oninput} />
            if !offered.is_empty() {
                <datalist id={list}>{ for offered.into_iter().map(|name| html! { <option value={name} /> }) }</datalist>
            }
        </>
    }
}

/// What can be named, as far as the picture shows it.
fn offered(props: &ActDialogProps, kind: FieldKind) -> Vec<String> {
    let Some(shown) = &props.shown else { return Vec::new() };
    let snapshot = &shown.snapshot;
    match kind {
        FieldKind::Instance => {
            snapshot.instances.iter().take(OFFERED).map(|instance| instance.short.clone()).collect()
        }
        FieldKind::Task => snapshot.tasks.iter().take(OFFERED).map(|task| task.short.clone()).collect(),
        _ => Vec::new(),
    }
}

fn flag(props: &ActDialogProps, number: usize, field: &CallField, is_on: bool) -> Html {
    let dispatch = props.dispatch.clone();
    let onchange = Callback::from(move |event: Event| {
        dispatch.dispatch(Step::Field(number, platform::is_checked(&event).to_string()).into());
    });
    html! {
        <div class="flag" key={field.label}>
            <label><input type="checkbox" checked={is_on} {onchange} />{ field.label }</label>
        </div>
    }
}

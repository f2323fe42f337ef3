//! A container's card.

use super::environment::environment;
use super::field::{Field, Sheet, field_id};
use super::ports::ports;
use crate::platform;
use crate::session::{Action, Change, Container};
use yew::prelude::*;

/// The id of the button that adds a container.
pub(super) const ADD_CONTAINER: &str = "add-container";

/// The card.
pub(super) fn card(sheet: Sheet<'_>, number: usize, container: &Container) -> Html {
    let at = format!("/containerDefinitions/{number}");
    let label =
        if container.name.is_empty() { format!("Container {}", number + 1) } else { container.name.clone() };
    let bad = sheet.invalid(&at) == "true";
    html! {
        <fieldset key={number} class={classes!("container-form", bad.then_some("bad"))} aria-describedby={sheet.described(&at)}>
            <legend>{ &label }</legend>
            <div class="container-head">
                { essential(sheet, &at, container) }
                { sheet.remove(format!("Remove container {label}"), "/containerDefinitions".to_owned(), number, ADD_CONTAINER.to_owned()) }
            </div>
            { sheet.under(&at) }
            { text(sheet, &at, "name", "Name", &container.name) }
            { text(sheet, &at, "image", "Image", &container.image) }
            <div class="pair">
                { amount(sheet, &at, "cpu", "CPU units", &container.cpu) }
                { amount(sheet, &at, "memory", "Memory MiB", &container.memory) }
            </div>
            { amount(sheet, &at, "memoryReservation", "Memory reservation MiB", &container.reservation) }
            { ports(sheet, number, container) }
            { environment(sheet, number, container) }
        </fieldset>
    }
}

fn essential(sheet: Sheet<'_>, at: &str, container: &Container) -> Html {
    let pointer = format!("{at}/essential");
    let (dispatch, target) = (sheet.dispatch.clone(), pointer.clone());
    let onchange = Callback::from(move |event: Event| {
        let on = platform::is_checked(&event);
        dispatch.dispatch(Action::Fill(Change::Flag(target.clone(), on)));
    });
    let id = field_id(&pointer);
    html! {
        <div class="essential">
            <label for={id.clone()}>
                <input {id} type="checkbox" checked={container.essential} {onchange}
                    aria-invalid={sheet.invalid(&pointer)} aria-describedby={sheet.described(&pointer)} />
                { "Essential" }
            </label>
            { sheet.under(&pointer) }
        </div>
    }
}

fn text(sheet: Sheet<'_>, at: &str, member: &str, label: &'static str, value: &str) -> Html {
    let pointer = format!("{at}/{member}");
    let field = Field { pointer: pointer.clone(), label, value: value.to_owned(), ..Field::default() };
    sheet.input(field, move |typed| Change::Text(pointer.clone(), typed))
}

fn amount(sheet: Sheet<'_>, at: &str, member: &str, label: &'static str, value: &str) -> Html {
    let pointer = format!("{at}/{member}");
    let field = Field {
        pointer: pointer.clone(),
        label,
        value: value.to_owned(),
        placeholder: "—".to_owned(),
        numeric: true,
        ..Field::default()
    };
    sheet.input(field, move |typed| Change::Number(pointer.clone(), typed))
}

//! A container's card.

use super::command::command;
use super::depends::depends;
use super::environment::environment;
use super::field::Sheet;
use super::health::health;
use super::logging::logging;
use super::mounts::mounts;
use super::ports::ports;
use yew::prelude::*;

/// The id of the button that adds a container.
pub(super) const ADD_CONTAINER: &str = "add-container";

/// A container of the form: where it stands and what it is called.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) number: usize,
    /// Its pointer.
    pub(super) at: &'a str,
    pub(super) label: &'a str,
}

/// The card.
pub(super) fn card(sheet: Sheet<'_>, number: usize) -> Html {
    let at = format!("/containerDefinitions/{number}");
    let label = sheet.form.container_label(number);
    let place = Place { number, at: &at, label: &label };
    let bad = sheet.invalid(&at) == "true";
    let field = |member: &str| sheet.field(&format!("{at}/{member}"));
    html! {
        <fieldset key={number} class={classes!("container-form", bad.then_some("bad"))} aria-describedby={sheet.described(&at)}>
            <legend>{ &label }</legend>
            <div class="container-head">
                { field("essential") }
                { sheet.remove(format!("Remove container {label}"), at.clone(), ADD_CONTAINER.to_owned()) }
            </div>
            { sheet.under(&at) }
            { field("name") }
            { field("image") }
            <div class="pair">{ field("cpu") }{ field("memory") }</div>
            { field("memoryReservation") }
            { ports(sheet, place) }
            <div class="sections">
                { environment(sheet, place) }
                { command(sheet, place) }
                { health(sheet, place) }
                { depends(sheet, place) }
                { mounts(sheet, place) }
                { logging(sheet, place) }
            </div>
        </fieldset>
    }
}

//! Going to what somebody has added.

use super::page::breathe;
use super::spawn;
use std::collections::BTreeSet;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement};

/// What somebody fills in; each field has an id of its own.
const FIELDS: &str = "input[id], select[id], textarea[id]";

/// Adds what the button that an event is from is there for. Then the focus goes to the first field that has come
/// with it: one near the button rather than one far from it, and no longer folded away.
pub fn go_to_what_is_added(event: &Event, add: impl FnOnce()) {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let button = target.and_then(|target| target.closest("button").ok().flatten());
    // The button may be gone by then, and what is around it not.
    let upwards = std::iter::successors(button, |place| place.parent_element());
    let around: Vec<Element> = upwards.take_while(|place| !is_all(place)).collect();
    let known: BTreeSet<String> =
        around.last().map(fields).into_iter().flatten().map(|field| field.id()).collect();
    add();
    spawn(async move {
        breathe().await;
        let there = around.iter().filter(|place| place.is_connected());
        let added = there.flat_map(fields).find(|field| !known.contains(&field.id()));
        if let Some(field) = added {
            unfold_around(&field);
            let _ = field.focus();
        }
    });
}

/// Whether an element holds forms that have nothing to do with each other.
fn is_all(element: &Element) -> bool {
    element.matches(".page, .panel").unwrap_or(true)
}

/// The fields in an element, in their order.
fn fields(element: &Element) -> impl Iterator<Item = HtmlElement> + use<> {
    let found = element.query_selector_all(FIELDS).ok();
    let count = found.as_ref().map_or(0, web_sys::NodeList::length);
    (0..count).filter_map(move |number| found.as_ref()?.item(number)?.dyn_into().ok())
}

/// Opens everything that an element is folded away in.
fn unfold_around(element: &Element) {
    let mut folded = element.closest("details:not([open])").ok().flatten();
    while let Some(details) = folded {
        let _ = details.set_attribute("open", "");
        folded = details.closest("details:not([open])").ok().flatten();
    }
}

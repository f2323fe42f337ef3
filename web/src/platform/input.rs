//! Text fields with a caret, and rows that are dragged.

use super::NodeRef;
use super::frame::{Beat, on_frames};
use wasm_bindgen::JsCast;
use web_sys::{
    Element, HtmlElement, HtmlInputElement, KeyboardEvent, PointerEvent, ScrollIntoViewOptions,
    ScrollLogicalPosition,
};

/// The main button among those that are pressed.
const MAIN_BUTTON: u16 = 1;

/// Frames for which a row is brought into view.
const REVEALED_FRAMES: u32 = 4;

/// What stands in an input, and the byte at which its caret is.
pub fn typed_in(input: &NodeRef) -> (String, usize) {
    let Some(input) = input.cast::<HtmlInputElement>() else { return (String::new(), 0) };
    let text = input.value();
    let units = input.selection_end().ok().flatten().unwrap_or(u32::MAX) as usize;
    let mut before = 0;
    let starts = text.char_indices().find(|(_, character)| {
        let is_there = before >= units;
        before += character.len_utf16();
        is_there
    });
    let byte = starts.map_or(text.len(), |(byte, _)| byte);
    (text, byte)
}

/// Puts a text into an input, and the caret at one of its bytes.
pub fn write_into(input: &NodeRef, text: &str, byte: usize) {
    let Some(input) = input.cast::<HtmlInputElement>() else { return };
    input.set_value(text);
    let before = text.get(..byte).unwrap_or(text);
    let offset = u32::try_from(before.encode_utf16().count()).unwrap_or(u32::MAX);
    let _ = input.set_selection_range(offset, offset);
}

/// Scrolls a list until one of its rows is in view, and nothing else with it.
pub fn show_row(list: &NodeRef, number: usize) {
    let Some(list) = list.cast::<HtmlElement>() else { return };
    let row = u32::try_from(number).ok().and_then(|number| list.children().item(number));
    let Some(row) = row.and_then(|row| row.dyn_into::<HtmlElement>().ok()) else { return };
    let (top, bottom) = (row.offset_top(), row.offset_top() + row.offset_height());
    if top < list.scroll_top() {
        list.set_scroll_top(top);
    } else if bottom > list.scroll_top() + list.client_height() {
        list.set_scroll_top(bottom - list.client_height());
    }
}

/// Scrolls the panel that a list is in as little as it takes until one of its rows is in view there. The window
/// stays where it is, whatever it shows of the panel: somebody looks at something else. Goes on for some frames,
/// until what it returns is dropped: rows that were out of sight get the height that they have only then, and push
/// each other away.
pub fn reveal_row(list: &NodeRef, number: usize) -> Beat {
    bring_into_view(list, number);
    let list = list.clone();
    on_frames(REVEALED_FRAMES, move || bring_into_view(&list, number))
}

fn bring_into_view(list: &NodeRef, number: usize) {
    let rows = list.cast::<Element>().map(|list| list.children());
    let row = u32::try_from(number).ok().and_then(|number| rows?.item(number));
    let Some(row) = row else { return };
    let Ok(Some(panel)) = row.closest(".panel-scroll") else { return };
    let (row, seen) = (row.get_bounding_client_rect(), panel.get_bounding_client_rect());
    let above = row.top() - seen.top();
    let below = row.bottom() - seen.top() - f64::from(panel.client_height());
    if above < 0.0 || below > 0.0 {
        // Of a row that is higher than the panel the beginning is seen.
        panel.set_scroll_top(panel.scroll_top() + pixels(if above < 0.0 { above } else { below.min(above) }));
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a length on a screen")]
fn pixels(length: f64) -> i32 {
    length.ceil() as i32
}

/// Scrolls as little as it takes until an element is in view.
pub fn reveal(element: &NodeRef) {
    if let Some(element) = element.cast::<Element>() {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// Whether a pointer that goes down presses what is under it: a finger, a pen or the main button does.
pub fn presses(event: &PointerEvent) -> bool {
    event.button() == 0
}

/// Whether a pointer that is pressed takes hold of something: then the element under it hears of it until it is
/// lifted, wherever it goes.
pub fn takes_hold(event: &PointerEvent) -> bool {
    if !presses(event) {
        return false;
    }
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    if let Some(target) = target {
        let _ = target.set_pointer_capture(event.pointer_id());
    }
    true
}

/// Whether a pointer that moves holds something, if it has taken hold of it.
pub fn holds(event: &PointerEvent) -> bool {
    event.buttons() & MAIN_BUTTON != 0
}

/// How far along an element from its left end a pointer is, in thousandths of its width.
pub fn along(element: &NodeRef, event: &PointerEvent) -> Option<u64> {
    let place = element.cast::<Element>()?.get_bounding_client_rect();
    Some(thousandths((f64::from(event.client_x()) - place.left()) / place.width().max(1.0)))
}

/// Whether the element that a key was pressed in takes a space itself.
pub fn takes_space(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|target| target.matches("button, input, select, summary").unwrap_or(false))
}

/// Whether the keys of undoing are not the page's: text is typed into the element that they were pressed in, or it
/// is in a dialog, and the page behind.
pub fn takes_undo(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let typed =
        "dialog, textarea, [contenteditable], input:not([type=checkbox]):not([type=radio]):not([type=range])";
    target.is_some_and(|target| target.closest(typed).is_ok_and(|found| found.is_some()))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 1000")]
fn thousandths(part: f64) -> u64 {
    (part.clamp(0.0, 1.0) * 1000.0).round() as u64
}

/// Which row of a list a pointer is at; above the first it is the first, below the last the last.
pub fn row_at(list: &NodeRef, event: &PointerEvent) -> Option<usize> {
    let rows = list.cast::<Element>()?.children();
    let y = f64::from(event.client_y());
    let is_above =
        |number: &u32| rows.item(*number).is_some_and(|row| row.get_bounding_client_rect().bottom() < y);
    let above = (0..rows.length()).take_while(is_above).count();
    Some(above.min((rows.length() as usize).checked_sub(1)?))
}

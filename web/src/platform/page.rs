//! The address, the clipboard, time and focus.

use super::{Listener, NodeRef, document, window};
use gloo::events::EventListenerOptions;
use gloo::timers::future::TimeoutFuture;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Element, Event, FocusEvent, HtmlDialogElement, HtmlElement, HtmlInputElement, HtmlSelectElement,
    HtmlTextAreaElement, Node,
};

/// The address's part from the `#` on; empty where it has none.
pub fn fragment() -> String {
    window().and_then(|window| window.location().hash().ok()).unwrap_or_default()
}

/// The address without its part from the `#` on.
pub fn address() -> String {
    let address = window().and_then(|window| window.location().href().ok()).unwrap_or_default();
    address.split('#').next().unwrap_or_default().to_owned()
}

/// Writes the part from the `#` on into the address bar, without a new entry in the history.
pub fn set_fragment(fragment: &str) {
    if let Some(history) = window().and_then(|window| window.history().ok()) {
        // A browser that refuses, because of too many changes a second, only shows an older link.
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(fragment));
    }
}

/// Calls back when somebody changes the address's part from the `#` on.
pub fn on_fragment_change(callback: impl Fn() + 'static) -> Option<Listener> {
    Some(Listener::new(window()?.as_ref(), "hashchange", move |_| callback()))
}

/// Until it is dropped, the browser asks whoever is about to leave the page or to load it again.
pub fn ask_before_leaving() -> Option<Listener> {
    let options = EventListenerOptions::enable_prevent_default();
    let ask = |event: &Event| event.prevent_default();
    Some(Listener::new_with_options(window()?.as_ref(), "beforeunload", options, ask))
}

/// Copies a text. False where the browser refuses.
pub async fn copy(text: &str) -> bool {
    let Some(window) = window() else { return false };
    let clipboard = window.navigator().clipboard();
    // A page that was not loaded over a secure connection has no clipboard.
    if clipboard.is_undefined() {
        return false;
    }
    JsFuture::from(clipboard.write_text(text)).await.is_ok()
}

/// Milliseconds since the page was opened.
pub fn now_ms() -> f64 {
    window().and_then(|window| window.performance()).map_or(0.0, |performance| performance.now())
}

/// Lets the browser draw and listen.
pub async fn breathe() {
    TimeoutFuture::new(0).await;
}

/// What stands in the input, select or textarea that an event is from.
pub fn value_of(event: &Event) -> String {
    let Some(target) = event.target() else { return String::new() };
    if let Some(input) = target.dyn_ref::<HtmlInputElement>() {
        return input.value();
    }
    if let Some(area) = target.dyn_ref::<HtmlTextAreaElement>() {
        return area.value();
    }
    target.dyn_ref::<HtmlSelectElement>().map(HtmlSelectElement::value).unwrap_or_default()
}

/// How long the text in the textarea is that an event is from, in UTF-16: without a copy of it.
pub fn length_of(event: &Event) -> usize {
    let area = event.target().and_then(|target| target.dyn_into::<HtmlTextAreaElement>().ok());
    area.map_or(0, |area| area.text_length() as usize)
}

/// Shows a text in a textarea, unless it stands there: the caret stays where it is.
pub fn write_area(area: &NodeRef, text: &str) {
    if let Some(area) = area.cast::<HtmlTextAreaElement>().filter(|area| area.value() != text) {
        area.set_value(text);
    }
}

/// What tells that somebody turns to something else than the text that they type into, before whoever
/// it is meant for hears of it.
pub fn on_turning_away(callback: impl Fn() + 'static) -> Vec<Listener> {
    let Some(window) = window() else { return Vec::new() };
    let callback = std::rc::Rc::new(callback);
    let listen = |event: &'static str| {
        let callback = callback.clone();
        let options = EventListenerOptions::run_in_capture_phase();
        Listener::new_with_options(window.as_ref(), event, options, move |_| callback())
    };
    ["click", "focusout", "drop", "pagehide"].map(listen).into()
}

/// Whether the checkbox that an event is from is checked.
pub fn is_checked(event: &Event) -> bool {
    let target = event.target();
    target.and_then(|target| target.dyn_into::<HtmlInputElement>().ok()).is_some_and(|input| input.checked())
}

/// Shows that option of a select.
pub fn choose(select: &NodeRef, value: &str) {
    if let Some(select) = select.cast::<HtmlSelectElement>().filter(|select| select.value() != value) {
        select.set_value(value);
    }
}

/// Puts the caret at a byte of the text in a textarea, and that line into view.
pub fn caret_to(area: &NodeRef, byte: usize) {
    let Some(area) = area.cast::<HtmlTextAreaElement>() else { return };
    let text = area.value();
    let before = text.get(..byte.min(text.len())).unwrap_or(&text);
    let offset = u32::try_from(before.encode_utf16().count()).ok();
    let _ = area.set_selection_start(offset);
    let _ = area.set_selection_end(offset);
    let _ = area.focus();
    let count = |text: &str| i32::try_from(text.lines().count()).unwrap_or(i32::MAX);
    let height = area.scroll_height() / count(&text).max(1);
    area.set_scroll_top(count(before).saturating_sub(4).saturating_mul(height));
}

/// Calls back when an input method begins and ends to compose a text in an element.
pub fn on_composing(element: &NodeRef, callback: impl Fn(bool) + 'static) -> Option<[Listener; 2]> {
    let element = element.cast::<Element>()?;
    let callback = std::rc::Rc::new(callback);
    let listen = |event: &'static str, is: bool| {
        let callback = callback.clone();
        Listener::new(&element, event, move |_| callback(is))
    };
    Some([listen("compositionstart", true), listen("compositionend", false)])
}

/// Gives the focus to the element with that id.
pub fn focus(id: &str) {
    let element = document().and_then(|document| document.get_element_by_id(id));
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// Gives the focus to another of the elements within `list` that match: the next one or, with a
/// negative step, an earlier one; round and round. The first, where none has it.
pub fn focus_sibling(list: &NodeRef, selector: &str, step: i32) {
    let Some(list) = list.cast::<HtmlElement>() else { return };
    let Ok(items) = list.query_selector_all(selector) else { return };
    let active = document().and_then(|document| document.active_element());
    let count = items.length().cast_signed();
    let is_active = |number: &i32| {
        let item = items.item(number.cast_unsigned());
        item.is_some_and(|item| active.as_ref().is_some_and(|active| item.is_same_node(Some(active))))
    };
    let next = match (0..count).find(is_active) {
        Some(number) => (number + step).rem_euclid(count.max(1)),
        None => 0,
    };
    let item = items.item(next.cast_unsigned()).and_then(|item| item.dyn_into::<HtmlElement>().ok());
    if let Some(item) = item {
        let _ = item.focus();
    }
}

/// Opens what is folded away.
pub fn unfold(details: &NodeRef) {
    if let Some(details) = details.cast::<Element>() {
        let _ = details.set_attribute("open", "");
    }
}

/// Opens a dialog: what is behind it cannot be used meanwhile.
pub fn open_dialog(dialog: &NodeRef) {
    if let Some(dialog) = dialog.cast::<HtmlDialogElement>().filter(|dialog| !dialog.open()) {
        let _ = dialog.show_modal();
    }
}

/// Closes a dialog.
pub fn close_dialog(dialog: &NodeRef) {
    if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
        dialog.close();
    }
}

/// Closes the dialog that an event is from.
pub fn close_dialog_around(event: &Event) {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let dialog = target.and_then(|target| target.closest("dialog").ok().flatten());
    if let Some(dialog) = dialog.and_then(|dialog| dialog.dyn_into::<HtmlDialogElement>().ok()) {
        dialog.close();
    }
}

/// Whether a focus event is of the focus going to an element within `list`.
pub fn goes_into(list: &NodeRef, event: &FocusEvent) -> bool {
    let target = event.related_target().and_then(|target| target.dyn_into::<Node>().ok());
    list.cast::<Node>().is_some_and(|list| list.contains(target.as_ref()))
}

/// Whether an element has more in it than it shows.
pub fn is_cut_off(element: &NodeRef) -> bool {
    element.cast::<Element>().is_some_and(|element| element.scroll_height() > element.client_height())
}

/// Gives an element a height in pixels; that of the style sheet where none.
pub fn set_height(element: &NodeRef, height: Option<i32>) {
    let Some(style) = element.cast::<HtmlElement>().map(|element| element.style()) else { return };
    // A browser that refuses leaves the height that there is.
    let _ = match height {
        Some(height) => style.set_property("--height", &format!("{height}px")),
        None => style.remove_property("--height").map(|_| ()),
    };
}

/// How high the window is, in pixels.
#[expect(clippy::cast_possible_truncation, reason = "the size of something on a screen")]
pub fn window_height() -> i32 {
    let height = window().and_then(|window| window.inner_height().ok()?.as_f64());
    height.map_or(0, |height| height.round() as i32)
}

/// Lets something go on by itself.
pub fn spawn(future: impl Future<Output = ()> + 'static) {
    wasm_bindgen_futures::spawn_local(future);
}

/// The element that the page is rendered into.
pub fn root() -> Option<Element> {
    document()?.get_element_by_id("app")
}

/// Calls back when the browser begins and ends to leave out what is drawn of an element, which its style lets it
/// do. A browser that does not tell leaves nothing out.
pub fn on_skipped(element: &NodeRef, callback: impl Fn(bool) + 'static) -> Option<Listener> {
    let element = element.cast::<Element>()?;
    Some(Listener::new(&element, "contentvisibilityautostatechange", move |event| {
        let skipped = web_sys::js_sys::Reflect::get(event, &JsValue::from_str("skipped"));
        callback(skipped.is_ok_and(|skipped| skipped.is_truthy()));
    }))
}

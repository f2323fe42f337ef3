//! A panic is our bug. It must not leave a dead page without a word, nor take anybody's text along.

use super::document;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlTextAreaElement};

thread_local! {
    static SCENARIO: RefCell<Rc<str>> = RefCell::new("".into());
}

/// Keeps the scenario at hand for the worst case.
pub fn remember(scenario: Rc<str>) {
    SCENARIO.with(|kept| {
        if let Ok(mut kept) = kept.try_borrow_mut() {
            *kept = scenario;
        }
    });
}

/// From now on a panic is shown on the page.
pub fn install_panic_hook() {
    yew::set_custom_panic_hook(Box::new(|panic| {
        let message = panic.to_string();
        web_sys::console::error_1(&message.as_str().into());
        let _ = show(&message);
    }));
}

fn show(message: &str) -> Option<()> {
    let document = document()?;
    let body = document.body()?;
    if document.get_element_by_id("bug").is_some() {
        return Some(());
    }
    let child = |parent: &Element, tag: &str, text: &str| -> Option<Element> {
        let element = document.create_element(tag).ok()?;
        element.set_text_content(Some(text));
        parent.append_child(&element).ok()?;
        Some(element)
    };
    let panel = document.create_element("section").ok()?;
    panel.set_id("bug");
    panel.set_class_name("bug");
    panel.set_attribute("role", "alert").ok()?;
    child(&panel, "h2", "This is our bug")?;
    child(
        &panel,
        "p",
        "The page cannot go on. Reload it to start again. Your scenario is below, to be copied; a report with it and the message helps to mend this.",
    )?;
    child(&panel, "pre", message)?;
    let area = child(&panel, "textarea", "")?.dyn_into::<HtmlTextAreaElement>().ok()?;
    area.set_read_only(true);
    area.set_attribute("aria-label", "Your scenario").ok()?;
    SCENARIO.with(|kept| area.set_value(&kept.try_borrow().map(|text| text.to_string()).unwrap_or_default()));
    body.prepend_with_node_1(&panel).ok()
}

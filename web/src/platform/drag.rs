//! Dragging something from one place of the page to another, and finding what an event is about.

use wasm_bindgen::JsCast;
use web_sys::{DragEvent, Element, Event};

/// What a task definition is carried as: nothing else that is dropped is taken for one.
const KIND: &str = "application/x-ecs-task-definition";

/// Lets the drag that begins carry the name of a task definition.
pub fn carry_definition(event: &DragEvent, name: &str) {
    if let Some(data) = event.data_transfer() {
        // A browser that refuses carries nothing, and nothing can be dropped.
        let _ = data.set_data(KIND, name);
        data.set_effect_allowed("copy");
    }
}

/// Whether the drag carries a task definition. What it is, is told only where it is dropped.
pub fn carries_definition(event: &DragEvent) -> bool {
    let types = event.data_transfer().map(|data| data.types());
    types.is_some_and(|types| types.iter().any(|kind| kind.as_string().as_deref() == Some(KIND)))
}

/// The name of the task definition that is dropped.
pub fn dropped_definition(event: &DragEvent) -> Option<String> {
    event.data_transfer()?.get_data(KIND).ok().filter(|name| !name.is_empty())
}

/// The value of that attribute of the element which an event is from, or of the nearest around it that
/// has one.
pub fn nearest_attribute(event: &Event, attribute: &str) -> Option<String> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    target.closest(&format!("[{attribute}]")).ok()??.get_attribute(attribute)
}

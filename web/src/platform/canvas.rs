//! A canvas to paint on, sharp on every screen.

use super::{NodeRef, document, window};
use plotters_canvas::CanvasBackend;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, HtmlCanvasElement, ResizeObserver};

/// A canvas, cleared, with as many pixels as the screen shows of it.
pub struct Paper {
    /// What plotters paints on.
    pub backend: CanvasBackend,
    /// Width and height in pixels of the screen.
    pub size: (u32, u32),
    /// Pixels of the screen for one of the style sheet.
    pub scale: f64,
}

impl std::fmt::Debug for Paper {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Paper {:?}", self.size)
    }
}

impl Paper {
    /// Takes the canvas, which has that size in pixels of the style sheet: to ask the browser for it would
    /// hold it up. Nothing where the canvas is not on the page or has no size.
    pub fn take(canvas: &NodeRef, size: (i32, i32)) -> Option<Paper> {
        let canvas = canvas.cast::<HtmlCanvasElement>()?;
        let scale = window()?.device_pixel_ratio().max(1.0);
        let size = (pixels(size.0, scale), pixels(size.1, scale));
        if size.0 == 0 || size.1 == 0 {
            return None;
        }
        // Also clears it.
        canvas.set_width(size.0);
        canvas.set_height(size.1);
        Some(Paper { backend: CanvasBackend::with_canvas_object(canvas)?, size, scale })
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the size of something on a screen"
)]
fn pixels(length: i32, scale: f64) -> u32 {
    (f64::from(length) * scale).round() as u32
}

/// The value of a design token, a custom property of the style sheet.
pub fn token(name: &str) -> Option<String> {
    let root = document()?.document_element()?;
    let style = window()?.get_computed_style(&root).ok()??;
    style.get_property_value(name).ok().map(|value| value.trim().to_owned())
}

/// Something that watches an element's size until it is dropped.
pub struct SizeWatch {
    observer: ResizeObserver,
    _callback: Closure<dyn FnMut()>,
}

impl Drop for SizeWatch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

impl std::fmt::Debug for SizeWatch {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("SizeWatch")
    }
}

/// Tells an element's width and height in pixels of the style sheet, now and when they change: also
/// where a panel beside it has another width and the window has not.
pub fn on_size(element: &NodeRef, callback: impl Fn((i32, i32)) + 'static) -> Option<SizeWatch> {
    let element = element.cast::<Element>()?;
    let watched = element.clone();
    let told: Closure<dyn FnMut()> =
        Closure::new(move || callback((watched.client_width(), watched.client_height())));
    let observer = ResizeObserver::new(told.as_ref().unchecked_ref()).ok()?;
    observer.observe(&element);
    Some(SizeWatch { observer, _callback: told })
}

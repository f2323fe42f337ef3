//! A canvas of the page on which a chart is painted.

use super::compute::Shape;
use super::paint::{Palette, paint};
use crate::platform::{self, NodeRef, Paper, Theme, Timeout};
use std::rc::Rc;
use yew::prelude::*;

/// Milliseconds from one painting to the next at the least: what changes with every frame of a run that is
/// played can be read no faster, and takes a part of each.
const PAUSE_MS: f64 = 200.0;

/// A canvas that is painted when what is on it is another, when the page's colours are, and when it has
/// another size. `shapes` is given that size in pixels, and how many there are for one of the style sheet.
#[hook]
pub(super) fn use_sheet<T: PartialEq + 'static>(
    of: T,
    theme: Theme,
    shapes: fn(&T, (u32, u32), f64) -> Vec<Shape>,
) -> NodeRef {
    let canvas = use_node_ref();
    let size = use_state_eq(|| (0, 0));
    {
        let (canvas, setter) = (canvas.clone(), size.setter());
        use_effect_with((), move |()| {
            let watch = platform::on_size(&canvas, move |size| setter.set(size));
            move || drop(watch)
        });
    }
    {
        let canvas = canvas.clone();
        // The style sheet is asked for its colours once for each theme: the answer takes as long as a
        // frame's work.
        let palette = use_memo(theme, |_| Palette::of_page());
        let painted_at = use_mut_ref(|| f64::NEG_INFINITY);
        use_effect_with((Rc::new(of), theme, *size), move |(of, _, size)| {
            let (of, size) = (of.clone(), *size);
            let now_ms = platform::now_ms();
            let wait_ms = *painted_at.borrow() + PAUSE_MS - now_ms;
            let draw = move || {
                *painted_at.borrow_mut() = platform::now_ms();
                let Some(Paper { backend, size, scale }) = Paper::take(&canvas, size) else { return };
                // A canvas that cannot be painted on leaves the words.
                let _ = paint(backend, &shapes(&of, size, scale), &palette, scale);
            };
            let later = match whole_ms(wait_ms) {
                0 => {
                    draw();
                    None
                }
                wait_ms => Some(Timeout::new(wait_ms, draw)),
            };
            move || drop(later)
        });
    }
    canvas
}

/// Nothing where it is less than nothing.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast saturates")]
fn whole_ms(ms: f64) -> u32 {
    ms.ceil() as u32
}

//! A canvas of the page on which a chart is painted.

use super::compute::Shape;
use super::paint::{Palette, paint};
use crate::platform::{self, NodeRef, Paper, Theme};
use yew::prelude::*;

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
        use_effect_with((of, theme, *size), move |(of, _, size)| {
            let Some(Paper { backend, size, scale }) = Paper::take(&canvas, *size) else { return };
            // A canvas that cannot be painted on leaves the words.
            let _ = paint(backend, &shapes(of, size, scale), &palette, scale);
        });
    }
    canvas
}

//! Where a chart has its plot on a sheet.

use super::compute::{Ink, Shape};

/// Room left of the plot, for the values, and right of a plot over time, in pixels of the style sheet. The style
/// sheet lays the crosshair into it.
pub(super) const LEFT: u32 = 54;
pub(super) const RIGHT: u32 = 8;
const TOP: u32 = 8;

/// The edges of a plot, at so many pixels for one of the style sheet.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    pub(super) left: i32,
    pub(super) right: i32,
    pub(super) top: i32,
    pub(super) bottom: i32,
    pub(super) scale: f64,
}

impl Frame {
    /// The plot of a sheet with so much room to its right and below, in pixels of the style sheet.
    pub(super) fn new((width, height): (u32, u32), scale: f64, right: u32, below: u32) -> Frame {
        let pixels = |length: u32| i32::try_from(length).unwrap_or(i32::MAX);
        Frame {
            left: scaled(LEFT, scale),
            right: pixels(width) - scaled(right, scale),
            top: scaled(TOP, scale),
            bottom: pixels(height) - scaled(below, scale),
            scale,
        }
    }

    /// A length of the style sheet in pixels.
    pub(super) fn scaled(&self, length: u32) -> i32 {
        scaled(length, self.scale)
    }

    /// The height of a value, of so much at the upper edge.
    pub(super) fn y(&self, value: u64, most: u64) -> i32 {
        self.bottom - part(self.bottom - self.top, value, most)
    }

    /// A line across at a height, with what it stands for.
    pub(super) fn across(&self, y: i32, text: String) -> [Shape; 2] {
        let label = Shape::Label { text, at: (self.left - self.scaled(6), y), right: true };
        [Shape::Line(Ink::Grid, vec![(self.left, y), (self.right, y)]), label]
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a few pixels")]
pub(super) fn scaled(length: u32, scale: f64) -> i32 {
    (f64::from(length) * scale).round() as i32
}

/// `length` times `value` of `all`.
pub(super) fn part(length: i32, value: u64, all: u64) -> i32 {
    let part = i128::from(length) * i128::from(value.min(all)) / i128::from(all.max(1));
    i32::try_from(part).unwrap_or(0)
}

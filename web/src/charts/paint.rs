//! Shapes onto whatever plotters can draw on.

use super::compute::{Ink, Shape};
use crate::platform;
use plotters::backend::DrawingBackend;
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind, IntoDrawingArea};
use plotters::element::{PathElement, Polygon, Rectangle, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, IntoFont, RGBColor, ShapeStyle};

/// The colour of each ink.
#[derive(Clone, Copy, Debug)]
pub(super) struct Palette {
    pub(super) cpu: RGBColor,
    pub(super) memory: RGBColor,
    pub(super) desired: RGBColor,
    pub(super) pending: RGBColor,
    pub(super) running: RGBColor,
    pub(super) bad: RGBColor,
    pub(super) grid: RGBColor,
    pub(super) text: RGBColor,
    pub(super) paper: RGBColor,
}

impl Palette {
    /// The colours of the page's theme.
    pub(super) fn of_page() -> Palette {
        Palette {
            cpu: colour("--chart-cpu"),
            memory: colour("--chart-memory"),
            desired: colour("--line-strong"),
            pending: colour("--chart-pending"),
            running: colour("--chart-running"),
            bad: colour("--bad"),
            grid: colour("--line"),
            text: colour("--soft"),
            paper: colour("--panel"),
        }
    }

    fn colour(&self, ink: Ink) -> RGBColor {
        match ink {
            Ink::Cpu => self.cpu,
            Ink::Memory => self.memory,
            Ink::Desired => self.desired,
            Ink::Pending => self.pending,
            Ink::Running => self.running,
            Ink::Bad => self.bad,
            Ink::Grid => self.grid,
            Ink::Text => self.text,
            Ink::Paper => self.paper,
        }
    }
}

fn colour(token: &str) -> RGBColor {
    let text = platform::token(token).unwrap_or_default();
    let part = |from: usize| text.get(from..from + 2).and_then(|digits| u8::from_str_radix(digits, 16).ok());
    RGBColor(part(1).unwrap_or(0), part(3).unwrap_or(0), part(5).unwrap_or(0))
}

/// Colours, and how large letters are.
struct Style<'a> {
    palette: &'a Palette,
    scale: f64,
}

impl Style<'_> {
    fn colour(&self, ink: Ink) -> RGBColor {
        self.palette.colour(ink)
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few pixels")]
    fn line(&self, ink: Ink) -> ShapeStyle {
        let width = if matches!(ink, Ink::Grid | Ink::Desired | Ink::Paper) { 1.0 } else { 2.0 };
        self.colour(ink).stroke_width((width * self.scale).round() as u32)
    }
}

/// Paints, at so many pixels for one of the style sheet.
pub(super) fn paint<B: DrawingBackend>(
    backend: B,
    shapes: &[Shape],
    palette: &Palette,
    scale: f64,
) -> Result<(), DrawingAreaErrorKind<B::ErrorType>> {
    let area = backend.into_drawing_area();
    let style = Style { palette, scale };
    for shape in shapes {
        draw(&area, shape, &style)?;
    }
    area.present()
}

fn draw<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    shape: &Shape,
    style: &Style<'_>,
) -> Result<(), DrawingAreaErrorKind<B::ErrorType>> {
    match shape {
        Shape::Bar(ink, corners) => area.draw(&Rectangle::new(*corners, style.colour(*ink).filled())),
        Shape::Area(ink, points) => area.draw(&Polygon::new(points.as_slice(), style.colour(*ink).mix(0.55))),
        Shape::Line(ink, points) => area.draw(&PathElement::new(points.as_slice(), style.line(*ink))),
        Shape::Label { text, at, right } => {
            let font = ("system-ui, sans-serif", 11.0 * style.scale).into_font();
            let side = if *right { HPos::Right } else { HPos::Center };
            let text_style = font.color(&style.colour(Ink::Text)).pos(Pos::new(side, VPos::Center));
            area.draw(&Text::new(text.as_str(), *at, text_style))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::compute::{Reserved, chart};
    use super::{Palette, paint};
    use plotters::style::RGBColor;

    #[test]
    fn a_chart_of_two_instances_as_svg() {
        let other = RGBColor(0, 0, 0);
        let palette = Palette {
            cpu: RGBColor(1, 2, 3),
            memory: RGBColor(4, 5, 6),
            desired: other,
            pending: other,
            running: other,
            bad: other,
            grid: other,
            text: other,
            paper: other,
        };
        let instances = [("i-0aaaaa", 50, 100), ("i-0bbbbb", 0, 25)];
        let instances =
            instances.map(|(label, cpu, memory)| Reserved { label: label.to_owned(), cpu, memory });
        let mut svg = String::new();
        let backend = plotters::backend::SVGBackend::with_string(&mut svg, (400, 120));
        paint(backend, &chart(&instances, (400, 120), 1.0), &palette, 1.0).unwrap();
        assert_eq!(svg.matches("<rect").count(), 4, "{svg}");
        assert!(svg.contains("i-0aaaaa") && svg.contains("50 %"), "{svg}");
        assert!(svg.contains("#010203") && svg.contains("#040506"), "{svg}");
    }
}

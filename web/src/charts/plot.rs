//! A chart over time: as data, and as shapes.

use super::compute::{Ink, Shape};
use crate::session::{Axis, grouped, moment};
use ecs_core::SimTime;

/// Room around the plot, in pixels of the style sheet: left for the values, below for the time. The style
/// sheet lays the crosshair into it.
pub(super) const LEFT: u32 = 46;
pub(super) const RIGHT: u32 = 8;
const TOP: u32 = 8;
const BOTTOM: u32 = 16;

/// What values are counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// Things.
    Count,
    /// Parts of a hundred.
    Percent,
    /// Tenths of a thing a second.
    TenthsASecond,
    /// Milliseconds.
    Milliseconds,
    /// Hundredths of anything.
    Hundredths,
}

/// A chart.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Chart {
    /// What it is of.
    pub(super) title: String,
    /// What its values are counted in.
    pub(super) unit: Unit,
    /// The lines, those in front last.
    pub(super) lines: Vec<Line>,
    /// The states that what it is of went through, in order; empty where it has none.
    pub(super) states: Vec<State>,
}

/// A state from a moment on, until the next.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct State {
    /// When it begins.
    pub(super) from: SimTime,
    /// Its name.
    pub(super) name: &'static str,
    /// Its colour.
    pub(super) ink: Ink,
}

/// A line of a chart.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Line {
    /// Its colour.
    pub(super) ink: Ink,
    /// Its name.
    pub(super) name: &'static str,
    /// Steps, in order: each value holds until the next.
    pub(super) points: Vec<(SimTime, u64)>,
}

impl Line {
    /// The value at a moment.
    pub(super) fn at(&self, at: SimTime) -> u64 {
        let behind = self.points.partition_point(|(from, _)| *from <= at);
        behind.checked_sub(1).and_then(|number| self.points.get(number)).map_or(0, |(_, value)| *value)
    }
}

impl Chart {
    /// The values at a moment with their units, those of the line in front first.
    pub(super) fn values(&self, at: SimTime) -> impl Iterator<Item = (&Line, String)> {
        self.lines.iter().rev().map(move |line| (line, self.written(line.at(at))))
    }

    /// The state at a moment, where it has states.
    pub(super) fn state(&self, at: SimTime) -> Option<&'static str> {
        self.states.iter().rfind(|state| state.from <= at).map(|state| state.name)
    }

    /// What it says at a moment, in words.
    pub(super) fn words(&self, at: SimTime) -> Vec<String> {
        let values = self.values(at).map(|(line, value)| format!("{} {value}", line.name));
        values.chain(self.state(at).map(ToOwned::to_owned)).collect()
    }

    /// A value with its unit.
    pub(super) fn written(&self, value: u64) -> String {
        match self.unit {
            Unit::Count => grouped(value),
            Unit::Percent => format!("{value} %"),
            Unit::TenthsASecond if value >= 1000 => format!("{}/s", grouped(value / 10)),
            Unit::TenthsASecond => format!("{}.{}/s", value / 10, value % 10),
            Unit::Milliseconds => format!("{} ms", grouped(value)),
            Unit::Hundredths => {
                let (whole, rest) = (grouped(value / 100), value % 100);
                if rest == 0 { whole } else { format!("{whole}.{rest:02}").trim_end_matches('0').to_owned() }
            }
        }
    }

    /// The value at the upper edge.
    fn top(&self) -> u64 {
        let most = self.lines.iter().flat_map(|line| line.points.iter().map(|(_, value)| *value)).max();
        let least = if self.unit == Unit::Percent { 100 } else { 1 };
        most.unwrap_or_default().max(least)
    }

    /// The chart on a sheet of that size, at so many pixels for one of the style sheet.
    pub(super) fn shapes(&self, axis: Axis, size: (u32, u32), scale: f64) -> Vec<Shape> {
        let plot = Plot::new(size, scale, axis, self.top());
        let mut shapes = plot.grid(self);
        shapes.extend(plot.band(&self.states));
        shapes.extend(self.lines.iter().map(|line| Shape::Line(line.ink, plot.steps(line))));
        shapes
    }
}

/// Where things are.
struct Plot {
    left: i32,
    right: i32,
    top: i32,
    bottom: i32,
    scale: f64,
    axis: Axis,
    most: u64,
}

impl Plot {
    fn new((width, height): (u32, u32), scale: f64, axis: Axis, most: u64) -> Plot {
        let pixels = |length: u32| i32::try_from(length).unwrap_or(i32::MAX);
        Plot {
            left: scaled(LEFT, scale),
            right: pixels(width) - scaled(RIGHT, scale),
            top: scaled(TOP, scale),
            bottom: pixels(height) - scaled(BOTTOM, scale),
            scale,
            axis,
            most,
        }
    }

    fn x(&self, at: SimTime) -> i32 {
        self.left + part(self.right - self.left, self.axis.along(at, 1_000_000), 1_000_000)
    }

    fn y(&self, value: u64) -> i32 {
        self.bottom - part(self.bottom - self.top, value, self.most)
    }

    fn grid(&self, chart: &Chart) -> Vec<Shape> {
        let gap = scaled(6, self.scale);
        let across = [0, self.most].into_iter().flat_map(|value| {
            let (y, text) = (self.y(value), chart.written(value));
            let label = Shape::Label { text, at: (self.left - gap, y), right: true };
            [Shape::Line(Ink::Grid, vec![(self.left, y), (self.right, y)]), label]
        });
        // In the middle of its text, so that the first and the last stay within the sheet.
        let below = self.bottom + scaled(9, self.scale);
        let inset = scaled(20, self.scale);
        let label = |at: SimTime, x: i32| Shape::Label {
            text: moment(at).trim_start_matches("t+").to_owned(),
            at: (x, below),
            right: false,
        };
        let half = self.axis.moment(500);
        let times = [
            label(self.axis.from, self.left + inset),
            label(half, self.x(half)),
            label(self.axis.to, self.right - inset),
        ];
        across.chain(times).collect()
    }

    /// The states, along the lower edge.
    fn band(&self, states: &[State]) -> Vec<Shape> {
        let ends = states.iter().skip(1).map(|next| self.x(next.from)).chain([self.right]);
        let height = scaled(4, self.scale);
        let bar = |(state, end): (&State, i32)| {
            Shape::Bar(state.ink, [(self.x(state.from), self.bottom - height), (end, self.bottom)])
        };
        states.iter().zip(ends).map(bar).collect()
    }

    /// From point to point: along at the value before, then up or down.
    fn steps(&self, line: &Line) -> Vec<(i32, i32)> {
        let mut points: Vec<(i32, i32)> = Vec::with_capacity(line.points.len() * 2 + 1);
        for (at, value) in &line.points {
            let to = (self.x(*at), self.y(*value));
            if let Some((_, y)) = points.last().copied() {
                points.push((to.0, y));
            }
            points.push(to);
        }
        if let Some((_, y)) = points.last().copied() {
            points.push((self.right, y));
        }
        points.dedup();
        points
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

#[cfg(test)]
mod tests {
    use super::super::compute::{Ink, Shape};
    use super::{Chart, Line, Unit};
    use crate::session::Axis;
    use ecs_core::SimTime;

    fn at(seconds: u64) -> SimTime {
        SimTime::from_seconds(seconds)
    }

    fn chart(unit: Unit, points: &[(u64, u64)]) -> Chart {
        let points = points.iter().map(|(seconds, value)| (at(*seconds), *value)).collect();
        let lines = vec![Line { ink: Ink::Running, name: "Running", points }];
        Chart { title: "Any".into(), unit, lines, states: Vec::new() }
    }

    fn drawn(chart: &Chart, axis: Axis) -> Vec<(i32, i32)> {
        let found = chart.shapes(axis, (154, 124), 1.0).into_iter().find_map(|shape| match shape {
            Shape::Line(Ink::Running, points) => Some(points),
            _ => None,
        });
        found.unwrap()
    }

    #[test]
    fn counts_go_in_steps_to_the_end() {
        let counts = chart(Unit::Count, &[(0, 0), (50, 2), (60, 4)]);
        assert_eq!(
            drawn(&counts, Axis::whole(at(100))),
            [(46, 108), (96, 108), (96, 58), (106, 58), (106, 8), (146, 8)]
        );
        assert_eq!((counts.lines[0].at(at(49)), counts.lines[0].at(at(50))), (0, 2));
    }

    #[test]
    fn a_part_of_the_time_fills_the_axis() {
        let counts = chart(Unit::Count, &[(40, 1), (45, 2)]);
        let axis = Axis { from: at(40), to: at(50) };
        assert_eq!(drawn(&counts, axis), [(46, 58), (96, 58), (96, 8), (146, 8)]);
    }

    #[test]
    fn what_is_in_percent_is_a_part_of_a_hundred_and_may_be_more() {
        let half = chart(Unit::Percent, &[(0, 50)]);
        assert_eq!(drawn(&half, Axis::whole(at(100))), [(46, 58), (146, 58)]);
        let much = chart(Unit::Percent, &[(0, 200)]);
        assert_eq!(drawn(&much, Axis::whole(at(100))), [(46, 8), (146, 8)]);
        assert_eq!(much.values(at(3)).map(|(_, value)| value).collect::<Vec<_>>(), ["200 %"]);
        assert!(!chart(Unit::Count, &[]).shapes(Axis::default(), (0, 0), 1.0).is_empty());
    }
}

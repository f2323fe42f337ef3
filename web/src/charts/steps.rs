//! Counts over time, as shapes.

use super::compute::{Ink, Shape};
use crate::session::{grouped, moment};
use ecs_core::SimTime;
use ecs_core::report::{Point, Series};

/// The room beside the plot for labels, in pixels of the style sheet. It knows them, too: what stands
/// above the plot is as wide as the plot.
const LEFT: u32 = 46;
const RIGHT: u32 = 8;
const TOP: u32 = 8;
const BOTTOM: u32 = 16;

/// What a chart shows of a series.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    /// Tasks by state.
    Tasks,
    /// What tasks reserve of the container instances, in percent.
    Reserved,
}

/// A line of a chart: its colour, its name, and its value at a point.
#[derive(Clone, Copy)]
pub(super) struct Line {
    pub(super) ink: Ink,
    pub(super) name: &'static str,
    pub(super) value: fn(&Series, &Point) -> u64,
}

const TASKS: [Line; 3] = [
    Line { ink: Ink::Desired, name: "Desired", value: |_, point| point.desired },
    Line { ink: Ink::Pending, name: "Pending", value: |_, point| point.pending },
    Line { ink: Ink::Running, name: "Running", value: |_, point| point.running },
];

const RESERVED: [Line; 2] = [
    Line {
        ink: Ink::Memory,
        name: "Memory",
        value: |series, point| percent(point.memory_mib, series.memory_mib_total),
    },
    Line {
        ink: Ink::Cpu,
        name: "CPU",
        value: |series, point| percent(point.cpu_units, series.cpu_units_total),
    },
];

impl Subject {
    /// The lines, those in front last.
    pub(super) fn lines(self) -> &'static [Line] {
        match self {
            Subject::Tasks => &TASKS,
            Subject::Reserved => &RESERVED,
        }
    }

    /// A value with its unit.
    pub(super) fn written(self, value: u64) -> String {
        match self {
            Subject::Tasks => grouped(value),
            Subject::Reserved => format!("{value} %"),
        }
    }
}

fn percent(used: u64, total: u64) -> u64 {
    (used * 200 + total) / (total * 2).max(1)
}

/// The chart on a sheet of that size, at so many pixels for one of the style sheet.
pub(super) fn chart(
    series: &Series,
    subject: Subject,
    end: SimTime,
    size: (u32, u32),
    scale: f64,
) -> Vec<Shape> {
    let most =
        subject.lines().iter().flat_map(|line| series.points.iter().map(|point| (line.value)(series, point)));
    let top = if subject == Subject::Reserved { 100 } else { most.max().unwrap_or_default().max(1) };
    let plot = Plot::new(size, scale, end, top);
    let mut shapes = plot.grid(subject);
    for line in subject.lines() {
        shapes.push(Shape::Line(line.ink, plot.steps(series, line)));
    }
    shapes
}

/// Where things are.
struct Plot {
    left: i32,
    right: i32,
    top: i32,
    bottom: i32,
    scale: f64,
    end: SimTime,
    most: u64,
}

impl Plot {
    fn new((width, height): (u32, u32), scale: f64, end: SimTime, most: u64) -> Plot {
        let pixels = |length: u32| i32::try_from(length).unwrap_or(i32::MAX);
        Plot {
            left: scaled(LEFT, scale),
            right: pixels(width) - scaled(RIGHT, scale),
            top: scaled(TOP, scale),
            bottom: pixels(height) - scaled(BOTTOM, scale),
            scale,
            end,
            most,
        }
    }

    fn x(&self, at: SimTime) -> i32 {
        self.left + part(self.right - self.left, at.as_ms(), self.end.as_ms())
    }

    fn y(&self, value: u64) -> i32 {
        self.bottom - part(self.bottom - self.top, value, self.most)
    }

    fn grid(&self, subject: Subject) -> Vec<Shape> {
        let gap = scaled(6, self.scale);
        let across = [0, self.most].into_iter().flat_map(|value| {
            let (y, text) = (self.y(value), subject.written(value));
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
        let half = SimTime::from_seconds(self.end.as_ms() / 2000);
        let times = [
            label(SimTime::ZERO, self.left + inset),
            label(half, self.x(half)),
            label(self.end, self.right - inset),
        ];
        across.chain(times).collect()
    }

    /// From point to point: along at the value before, then up or down.
    fn steps(&self, series: &Series, line: &Line) -> Vec<(i32, i32)> {
        let mut points: Vec<(i32, i32)> = Vec::with_capacity(series.points.len() * 2 + 1);
        for point in &series.points {
            let to = (self.x(point.at), self.y((line.value)(series, point)));
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
fn scaled(length: u32, scale: f64) -> i32 {
    (f64::from(length) * scale).round() as i32
}

/// `length` times `value` of `all`.
fn part(length: i32, value: u64, all: u64) -> i32 {
    let part = i128::from(length) * i128::from(value.min(all)) / i128::from(all.max(1));
    i32::try_from(part).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::super::compute::{Ink, Shape};
    use super::{Subject, chart};
    use ecs_core::SimTime;
    use ecs_core::report::{Point, Series};

    fn series() -> Series {
        let point = |seconds, running, cpu_units| Point {
            at: SimTime::from_seconds(seconds),
            desired: 4,
            running,
            cpu_units,
            ..Point::default()
        };
        Series { points: vec![point(0, 0, 0), point(50, 2, 512)], cpu_units_total: 1024, memory_mib_total: 0 }
    }

    fn line(subject: Subject, ink: Ink) -> Vec<(i32, i32)> {
        let shapes = chart(&series(), subject, SimTime::from_seconds(100), (154, 124), 1.0);
        let found = shapes.into_iter().find_map(|shape| match shape {
            Shape::Line(of, points) if of == ink => Some(points),
            _ => None,
        });
        found.unwrap()
    }

    #[test]
    fn counts_go_in_steps_to_the_end() {
        assert_eq!(line(Subject::Tasks, Ink::Running), [(46, 108), (96, 108), (96, 58), (146, 58)]);
        assert_eq!(line(Subject::Tasks, Ink::Desired), [(46, 8), (96, 8), (146, 8)]);
    }

    #[test]
    fn what_is_reserved_is_a_part_of_what_there_is() {
        assert_eq!(line(Subject::Reserved, Ink::Cpu), [(46, 108), (96, 108), (96, 58), (146, 58)]);
        assert_eq!(line(Subject::Reserved, Ink::Memory), [(46, 108), (96, 108), (146, 108)]);
        assert!(!chart(&Series::default(), Subject::Tasks, SimTime::ZERO, (0, 0), 1.0).is_empty());
    }
}

//! A chart over time: as data, and as shapes.

use super::compute::{Ink, Shape};
use super::frame::{Frame, RIGHT, part};
use crate::session::{Axis, grouped, moment_on_axis};
use ecs_core::SimTime;
use ecs_core::cost::usd;

/// Room below the plot for the time, in pixels of the style sheet.
const BOTTOM: u32 = 16;

/// The height of a band of states, and of the row that it has below the plot, beside its name.
const BAND: u32 = 6;
const BAND_ROW: u32 = 12;

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
    /// What something costs.
    TenThousandthsOfADollar,
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
    /// The states that alarms went through, a band for each.
    pub(super) bands: Vec<Band>,
}

/// The states that an alarm went through.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Band {
    /// Which alarm of several it is; empty where there is one.
    pub(super) name: &'static str,
    /// In order.
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

impl Band {
    /// The state at a moment; none before the first.
    fn at(&self, at: SimTime) -> Option<&State> {
        self.states.iter().rfind(|state| state.from <= at)
    }
}

/// Characters for which there is room beside the plot.
const EDGE: usize = 7;

/// A line of a chart.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Line {
    /// Its colour.
    pub(super) ink: Ink,
    /// Its name.
    pub(super) name: &'static str,
    /// Steps, in order: each value holds until the next; none where there is nothing to be measured.
    pub(super) points: Vec<(SimTime, Option<u64>)>,
}

impl Line {
    /// The value at a moment; none where there is none, and before the first.
    pub(super) fn at(&self, at: SimTime) -> Option<u64> {
        let behind = self.points.partition_point(|(from, _)| *from <= at);
        behind.checked_sub(1).and_then(|number| self.points.get(number)).and_then(|(_, value)| *value)
    }
}

impl Chart {
    /// The values at a moment with their units, those of the line in front first.
    pub(super) fn values(&self, at: SimTime) -> impl Iterator<Item = (&Line, String)> {
        let written = |value: Option<u64>| value.map_or_else(|| "—".to_owned(), |value| self.written(value));
        self.lines.iter().rev().map(move |line| (line, written(line.at(at))))
    }

    /// The states at a moment, of those alarms that have one: `high ALARM`, and its colour.
    pub(super) fn states(&self, at: SimTime) -> impl Iterator<Item = (String, Ink)> {
        self.bands.iter().filter_map(move |band| {
            let State { name, ink, .. } = band.at(at)?;
            let words =
                if band.name.is_empty() { (*name).to_owned() } else { format!("{} {name}", band.name) };
            Some((words, *ink))
        })
    }

    /// What its columns in a table are of: its lines, those in front first, and its alarms.
    pub(super) fn columns(&self) -> Vec<String> {
        let state = |band: &Band| match band.name {
            "" => "state".to_owned(),
            name => format!("{name} state"),
        };
        let lines = self.lines.iter().rev().map(|line| line.name.to_owned());
        lines.chain(self.bands.iter().map(state)).collect()
    }

    /// What stands there at a moment.
    pub(super) fn cells(&self, at: SimTime) -> Vec<String> {
        let state = |band: &Band| band.at(at).map_or("—", |state| state.name).to_owned();
        self.values(at).map(|(_, value)| value).chain(self.bands.iter().map(state)).collect()
    }

    /// The moments from which on something else stands there.
    pub(super) fn moments(&self) -> impl Iterator<Item = SimTime> {
        let of_lines = self.lines.iter().flat_map(|line| line.points.iter().map(|(at, _)| *at));
        of_lines.chain(self.bands.iter().flat_map(|band| band.states.iter().map(|state| state.from)))
    }

    /// What it says at a moment, in words.
    pub(super) fn words(&self, at: SimTime) -> Vec<String> {
        let values = self.values(at).map(|(line, value)| format!("{} {value}", line.name));
        values.chain(self.states(at).map(|(words, _)| words)).collect()
    }

    /// A value with its unit.
    pub(super) fn written(&self, value: u64) -> String {
        match self.unit {
            Unit::Count => grouped(value),
            Unit::Percent => format!("{value} %"),
            Unit::TenthsASecond if value >= 1000 => format!("{}/s", grouped(value / 10)),
            Unit::TenthsASecond => format!("{}.{}/s", value / 10, value % 10),
            Unit::Milliseconds => format!("{} ms", grouped(value)),
            Unit::TenThousandthsOfADollar => usd(dollars(value)),
            Unit::Hundredths => {
                let (whole, rest) = (grouped(value / 100), value % 100);
                if rest == 0 { whole } else { format!("{whole}.{rest:02}").trim_end_matches('0').to_owned() }
            }
        }
    }

    /// The same as it stands beside the plot, where there is room for seven characters.
    fn at_edge(&self, value: u64) -> String {
        let (whole, unit) = match self.unit {
            Unit::Count => (value, ""),
            Unit::Percent => (value, " %"),
            Unit::TenthsASecond => (value / 10, "/s"),
            Unit::Milliseconds => (value / 1000, " s"),
            Unit::Hundredths => (value / 100, ""),
            Unit::TenThousandthsOfADollar if value == 0 => return "$0".to_owned(),
            Unit::TenThousandthsOfADollar if value < 10_000 => return format!("${:.4}", dollars(value)),
            Unit::TenThousandthsOfADollar => (value / 10_000, " $"),
        };
        let fits = self.written(value);
        if fits.chars().count() <= EDGE { fits } else { format!("{}{unit}", short(whole)) }
    }

    /// The value at the upper edge.
    fn top(&self) -> u64 {
        let most =
            self.lines.iter().flat_map(|line| line.points.iter().filter_map(|(_, value)| *value)).max();
        let least = if self.unit == Unit::Percent { 100 } else { 1 };
        most.unwrap_or_default().max(least)
    }

    /// The chart on a sheet of that size, at so many pixels for one of the style sheet.
    pub(super) fn shapes(&self, axis: Axis, size: (u32, u32), scale: f64) -> Vec<Shape> {
        let bands = u32::try_from(self.bands.len()).unwrap_or(u32::MAX);
        let plot = Plot::new(size, scale, axis, (self.top(), bands));
        let mut shapes = plot.grid(self);
        shapes.extend((1..).zip(&self.bands).flat_map(|(row, band)| plot.band(row, band)));
        shapes.extend(self.lines.iter().flat_map(|line| plot.steps(line)));
        shapes
    }
}

#[expect(clippy::cast_precision_loss, reason = "what a run costs is far below 2^53 ten-thousandths")]
fn dollars(ten_thousandths: u64) -> f64 {
    ten_thousandths as f64 / 1e4
}

/// A number in at most five characters: `9999`, `12k`, `9.9M`.
fn short(number: u64) -> String {
    let (unit, letter) = match number {
        0..10_000 => return number.to_string(),
        10_000..1_000_000 => (1000, "k"),
        1_000_000..1_000_000_000 => (1_000_000, "M"),
        _ => (1_000_000_000, "G"),
    };
    match number / (unit / 10) {
        tenths @ 0..100 => format!("{}.{}{letter}", tenths / 10, tenths % 10),
        tenths => format!("{}{letter}", tenths / 10),
    }
}

/// Where things are.
struct Plot {
    frame: Frame,
    axis: Axis,
    most: u64,
    /// Room for bands between the plot and the time, in pixels.
    room: i32,
}

impl Plot {
    fn new(size: (u32, u32), scale: f64, axis: Axis, (most, bands): (u64, u32)) -> Plot {
        let room = if bands == 0 { 0 } else { bands.saturating_mul(BAND_ROW).saturating_add(BAND) };
        let frame = Frame::new(size, scale, RIGHT, BOTTOM.saturating_add(room));
        Plot { room: frame.scaled(room), frame, axis, most }
    }

    fn x(&self, at: SimTime) -> i32 {
        let Frame { left, right, .. } = self.frame;
        left + part(right - left, self.axis.along(at, 1_000_000), 1_000_000)
    }

    fn y(&self, value: u64) -> i32 {
        self.frame.y(value, self.most)
    }

    fn grid(&self, chart: &Chart) -> Vec<Shape> {
        let across = [0, self.most]
            .into_iter()
            .flat_map(|value| self.frame.across(self.y(value), chart.at_edge(value)));
        // In the middle of its text, so that the first and the last stay within the sheet.
        let below = self.frame.bottom + self.room + self.frame.scaled(9);
        let inset = self.frame.scaled(20);
        let label = |at: SimTime, x: i32| Shape::Label {
            text: moment_on_axis(at, self.axis.to),
            at: (x, below),
            right: false,
        };
        let half = self.axis.moment(500);
        let times = [
            label(self.axis.from, self.frame.left + inset),
            label(half, self.x(half)),
            label(self.axis.to, self.frame.right - inset),
        ];
        across.chain(times).collect()
    }

    /// The states of an alarm below the plot, in a row with its name.
    fn band(&self, row: i32, band: &Band) -> Vec<Shape> {
        let middle = self.frame.bottom + row * self.frame.scaled(BAND_ROW);
        let half = self.frame.scaled(BAND / 2);
        let ends = band.states.iter().skip(1).map(|next| self.x(next.from)).chain([self.frame.right]);
        let bar = |(state, end): (&State, i32)| {
            Shape::Bar(state.ink, [(self.x(state.from), middle - half), (end, middle + half)])
        };
        let name = if band.name.is_empty() { "state" } else { band.name };
        let label = Shape::Label {
            text: name.to_owned(),
            at: (self.frame.left - self.frame.scaled(6), middle),
            right: true,
        };
        band.states.iter().zip(ends).map(bar).chain([label]).collect()
    }

    /// From point to point, along at the value before, then up or down: a line as far as it has values, in as many pieces as that makes.
    fn steps(&self, line: &Line) -> Vec<Shape> {
        let mut pieces: Vec<Shape> = Vec::new();
        let mut points: Vec<(i32, i32)> = Vec::with_capacity(line.points.len() * 2 + 1);
        let ends = line.points.iter().skip(1).map(|(at, _)| self.x(*at)).chain([self.frame.right]);
        for ((at, value), end) in line.points.iter().zip(ends) {
            match value {
                Some(value) => points.extend([(self.x(*at), self.y(*value)), (end, self.y(*value))]),
                None => pieces.extend(piece(line.ink, &mut points)),
            }
        }
        pieces.extend(piece(line.ink, &mut points));
        pieces
    }
}

/// What of a line goes on without a gap; nothing where there is nothing of it.
fn piece(ink: Ink, points: &mut Vec<(i32, i32)>) -> Option<Shape> {
    let mut points = std::mem::take(points);
    points.dedup();
    (!points.is_empty()).then_some(Shape::Line(ink, points))
}

#[cfg(test)]
mod tests {
    use super::super::compute::{Ink, Shape};
    use super::{Band, Chart, Line, State, Unit};
    use crate::session::Axis;
    use ecs_core::SimTime;

    fn at(seconds: u64) -> SimTime {
        SimTime::from_seconds(seconds)
    }

    fn chart(unit: Unit, points: &[(u64, u64)]) -> Chart {
        let points = points.iter().map(|(seconds, value)| (at(*seconds), Some(*value))).collect();
        let lines = vec![Line { ink: Ink::Running, name: "Running", points }];
        Chart { title: "Any".into(), unit, lines, bands: Vec::new() }
    }

    fn drawn(chart: &Chart, axis: Axis) -> Vec<(i32, i32)> {
        let found = chart.shapes(axis, (162, 124), 1.0).into_iter().find_map(|shape| match shape {
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
            [(54, 108), (104, 108), (104, 58), (114, 58), (114, 8), (154, 8)]
        );
        assert_eq!((counts.lines[0].at(at(49)), counts.lines[0].at(at(50))), (Some(0), Some(2)));
    }

    #[test]
    fn where_nothing_is_measured_the_line_has_a_gap() {
        let points = [(at(0), Some(2)), (at(20), None), (at(60), Some(1))];
        let line = Line { ink: Ink::Running, name: "p50", points: points.to_vec() };
        let chart =
            Chart { title: "Any".into(), unit: Unit::Milliseconds, lines: vec![line], bands: Vec::new() };
        assert_eq!(chart.words(at(30)), ["p50 —"]);
        let shapes = chart.shapes(Axis::whole(at(100)), (162, 124), 1.0);
        let pieces = shapes.iter().filter_map(|shape| match shape {
            Shape::Line(Ink::Running, points) => Some(points.as_slice()),
            _ => None,
        });
        assert_eq!(pieces.collect::<Vec<_>>(), [[(54, 8), (74, 8)], [(114, 58), (154, 58)]]);
    }

    #[test]
    fn a_part_of_the_time_fills_the_axis() {
        let counts = chart(Unit::Count, &[(40, 1), (45, 2)]);
        let axis = Axis { from: at(40), to: at(50) };
        assert_eq!(drawn(&counts, axis), [(54, 58), (104, 58), (104, 8), (154, 8)]);
    }

    #[test]
    fn what_is_in_percent_is_a_part_of_a_hundred_and_may_be_more() {
        let half = chart(Unit::Percent, &[(0, 50)]);
        assert_eq!(drawn(&half, Axis::whole(at(100))), [(54, 58), (154, 58)]);
        let much = chart(Unit::Percent, &[(0, 200)]);
        assert_eq!(drawn(&much, Axis::whole(at(100))), [(54, 8), (154, 8)]);
        assert_eq!(much.values(at(3)).map(|(_, value)| value).collect::<Vec<_>>(), ["200 %"]);
        assert!(!chart(Unit::Count, &[]).shapes(Axis::default(), (0, 0), 1.0).is_empty());
    }

    #[test]
    fn the_states_of_alarms_have_named_rows_below_the_plot() {
        let state = |seconds, ink| State { from: at(seconds), name: "any", ink };
        let states = vec![state(0, Ink::Grid), state(50, Ink::Bad)];
        let mut of_alarms = chart(Unit::Count, &[(0, 0)]);
        of_alarms.bands = ["high", "low"].map(|name| Band { name, states: states.clone() }).to_vec();
        let shapes = of_alarms.shapes(Axis::whole(at(100)), (162, 154), 1.0);
        let bars = shapes.iter().filter_map(|shape| match shape {
            Shape::Bar(ink, corners) => Some((*ink, *corners)),
            _ => None,
        });
        let row =
            |top: i32| [(Ink::Grid, [(54, top), (104, top + 6)]), (Ink::Bad, [(104, top), (154, top + 6)])];
        // The plot ends at 108, the time stands at 147.
        assert_eq!(bars.collect::<Vec<_>>(), [row(117), row(129)].concat());
        for (name, middle) in [("high", 120), ("low", 132)] {
            let label = Shape::Label { text: name.to_owned(), at: (48, middle), right: true };
            assert!(shapes.contains(&label), "{name}");
        }
    }

    /// What is beside the plot is never cut off, whatever was measured.
    #[test]
    fn large_values_are_short_beside_the_plot() {
        let edge = |unit, value| chart(unit, &[]).at_edge(value);
        assert_eq!(edge(Unit::TenthsASecond, 99_991_280), "9.9M/s");
        assert_eq!(edge(Unit::TenthsASecond, 93_770), "9,377/s");
        assert_eq!(edge(Unit::Milliseconds, 881), "881 ms");
        assert_eq!(edge(Unit::Milliseconds, 51_823), "51 s");
        assert_eq!(edge(Unit::Count, 5000), "5,000");
        assert_eq!(edge(Unit::Count, 12_345_678), "12M");
        assert_eq!(edge(Unit::TenThousandthsOfADollar, 0), "$0");
        assert_eq!(edge(Unit::TenThousandthsOfADollar, 474), "$0.0474");
        assert_eq!(edge(Unit::TenThousandthsOfADollar, 123_456), "$ 12.35");
        for unit in [
            Unit::Count,
            Unit::TenthsASecond,
            Unit::Milliseconds,
            Unit::Hundredths,
            Unit::TenThousandthsOfADollar,
        ] {
            for digits in 0..15 {
                let text = edge(unit, 9_u64.pow(digits));
                assert!(text.chars().count() <= super::EDGE, "{text}");
            }
        }
    }
}

//! The health of a target group's targets over time: as shapes, as words, and as a chart for the table.

use super::compute::{Ink, Shape};
use super::frame::{LEFT, RIGHT, part, scaled};
use super::plot::{Chart, Line, Unit};
use crate::session::{Axis, counted};
use ecs_core::SimTime;
use ecs_core::balance::TargetState;
use ecs_core::report::{GroupHealth, HealthCounts, HealthPoint};

/// From the lower edge of a strip to its upper one.
const STACKED: [TargetState; 5] = [
    TargetState::Healthy,
    TargetState::Initial,
    TargetState::Draining,
    TargetState::Unused,
    TargetState::Unhealthy,
];

/// Between two lines of a pattern, in pixels of the style sheet.
const GAP: u32 = 5;

fn ink(state: TargetState) -> Ink {
    match state {
        TargetState::Healthy => Ink::Running,
        TargetState::Initial => Ink::Pending,
        TargetState::Unhealthy => Ink::Bad,
        TargetState::Draining => Ink::Desired,
        TargetState::Unused => Ink::Grid,
    }
}

/// The style class of a state's key: the colour, and the same pattern.
pub fn class(state: TargetState) -> &'static str {
    match state {
        TargetState::Healthy => "health-healthy",
        TargetState::Initial => "health-initial",
        TargetState::Unhealthy => "health-unhealthy",
        TargetState::Draining => "health-draining",
        TargetState::Unused => "health-unused",
    }
}

/// `3 healthy, 1 unhealthy`.
pub fn words(targets: &HealthCounts) -> String {
    let some = TargetState::ALL.into_iter().filter(|state| targets.of(*state) > 0);
    let told: Vec<String> = some.map(|state| format!("{} {}", targets.of(state), state.name())).collect();
    if told.is_empty() { "no targets".to_owned() } else { told.join(", ") }
}

/// The states of the targets of all groups, as they are counted at each moment: the strips below have the same.
/// None where there are no groups.
pub(super) fn all(groups: &[GroupHealth]) -> Option<Chart> {
    let mut moments: Vec<SimTime> =
        groups.iter().flat_map(|group| group.points.iter().map(|point| point.at)).collect();
    moments.sort_unstable();
    moments.dedup();
    let at = |group: &GroupHealth, moment: SimTime| {
        let behind = group.points.partition_point(|point| point.at <= moment);
        behind.checked_sub(1).and_then(|number| group.points.get(number)).copied().unwrap_or_default()
    };
    let sum = |moment: SimTime| {
        let mut targets = HealthCounts::default();
        for point in groups.iter().map(|group| at(group, moment)) {
            targets.add(&point.targets);
        }
        HealthPoint { at: moment, targets }
    };
    let together = GroupHealth { name: String::new(), points: moments.into_iter().map(sum).collect() };
    (!groups.is_empty()).then(|| Chart { title: "Targets".to_owned(), ..chart(&together) })
}

/// The states as lines, for the table.
pub(super) fn chart(group: &GroupHealth) -> Chart {
    let line = |state: TargetState| {
        let points = group.points.iter().map(|point| (point.at, Some(point.targets.of(state).into())));
        Line { ink: ink(state), name: state.name(), points: points.collect() }
    };
    let had = |state: &TargetState| group.points.iter().any(|point| point.targets.of(*state) > 0);
    let lines = STACKED.into_iter().rev().filter(had).map(line).collect();
    Chart { title: format!("Targets of {}", group.name), unit: Unit::Count, lines, bands: Vec::new() }
}

/// What the strip shows, in a sentence: for those who do not see it.
pub(super) fn summary(group: &GroupHealth) -> String {
    let most = |state| group.points.iter().map(|point| point.targets.of(state)).max().unwrap_or_default();
    let unhealthy = group.points.iter().find(|point| point.targets.of(TargetState::Unhealthy) > 0);
    let first = unhealthy.map_or_else(
        || "none was unhealthy".to_owned(),
        |point| format!("unhealthy from {}", crate::session::span_in_words(point.at)),
    );
    let healthy = counted(most(TargetState::Healthy).into(), "healthy target");
    format!("Health of the targets of {}: at most {healthy}, {first}.", group.name)
}

/// The strip on a sheet of that size: each column is filled by the shares of the states.
pub(super) fn strip(group: &GroupHealth, axis: Axis, (width, height): (u32, u32), scale: f64) -> Vec<Shape> {
    let pixels = |length: u32| i32::try_from(length).unwrap_or(i32::MAX);
    let (left, bottom) = (scaled(LEFT, scale), pixels(height));
    let right = (pixels(width) - scaled(RIGHT, scale)).max(left);
    let x = |at| left + part(right - left, axis.along(at, 1_000_000), 1_000_000);
    let mut shapes = vec![Shape::Line(Ink::Grid, vec![(left, bottom - 1), (right, bottom - 1)])];
    for (number, point) in group.points.iter().enumerate() {
        let until = group.points.get(number + 1).map_or(right, |next| x(next.at));
        let (from, all) = (x(point.at), u64::from(point.targets.registered()));
        let (mut below, mut before) = (bottom, 0);
        for state in STACKED.into_iter().filter(|state| point.targets.of(*state) > 0 && until > from) {
            before += u64::from(point.targets.of(state));
            let above = bottom - part(bottom, before, all);
            let area = Area { left: from, top: above, right: until, bottom: below };
            shapes.push(Shape::Bar(ink(state), [(from, above), (until, below)]));
            shapes.extend(area.pattern(state, scaled(GAP, scale).max(2)));
            below = above;
        }
    }
    shapes
}

/// A part of a strip.
struct Area {
    left: i32,
    top: i32,
    right: i32,
    bottom: i32,
}

impl Area {
    /// Lines over it that tell a state without its colour: a healthy one has none. Those of neighbours go on
    /// in each other.
    fn pattern(&self, state: TargetState, gap: i32) -> Vec<Shape> {
        let line = |from, to| Shape::Line(Ink::Paper, vec![from, to]);
        let steps = |from: i32, to: i32| {
            let first = from + (gap - from.rem_euclid(gap)) % gap;
            (first..to).step_by(usize::try_from(gap).unwrap_or(1).max(1))
        };
        let (across, down) = (steps(self.left, self.right), steps(self.top, self.bottom));
        match state {
            TargetState::Healthy | TargetState::Unused => Vec::new(),
            TargetState::Draining => across.map(|x| line((x, self.top), (x, self.bottom))).collect(),
            TargetState::Initial => down.map(|y| line((self.left, y), (self.right, y))).collect(),
            TargetState::Unhealthy => steps(self.left + self.top, self.right + self.bottom)
                .map(|sum| {
                    let (low, high) = (self.left.max(sum - self.bottom), self.right.min(sum - self.top));
                    line((low, sum - low), (high, sum - high))
                })
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{all, chart, strip, summary, words};
    use crate::charts::compute::{Ink, Shape};
    use crate::session::Axis;
    use ecs_core::SimTime;
    use ecs_core::report::{GroupHealth, HealthCounts, HealthPoint};

    fn group(points: &[(u64, [u32; 5])]) -> GroupHealth {
        let point = |(seconds, targets): &(u64, [u32; 5])| HealthPoint {
            at: SimTime::from_seconds(*seconds),
            targets: HealthCounts(*targets),
        };
        GroupHealth { name: "web".into(), points: points.iter().map(point).collect() }
    }

    #[test]
    fn a_column_is_filled_by_shares_from_healthy_below_to_unhealthy_above() {
        let group = group(&[(0, [0; 5]), (50, [0, 3, 1, 0, 0]), (100, [0, 4, 0, 0, 0])]);
        let shapes = strip(&group, Axis::whole(SimTime::from_seconds(200)), (262, 20), 1.0);
        let bars: Vec<&Shape> = shapes.iter().filter(|shape| matches!(shape, Shape::Bar(..))).collect();
        assert_eq!(
            bars,
            [
                &Shape::Bar(Ink::Running, [(104, 5), (154, 20)]),
                &Shape::Bar(Ink::Bad, [(104, 0), (154, 5)]),
                &Shape::Bar(Ink::Running, [(154, 0), (254, 20)]),
            ]
        );
        let within = |points: &Vec<(i32, i32)>| {
            points.iter().all(|(x, y)| (104..=154).contains(x) && (0..=5).contains(y))
        };
        let lines = shapes.iter().filter_map(|shape| match shape {
            Shape::Line(Ink::Paper, points) => Some(points),
            _ => None,
        });
        let lines: Vec<_> = lines.collect();
        assert!(lines.len() > 5 && lines.into_iter().all(within), "{shapes:?}");
    }

    #[test]
    fn no_sheet_is_too_small_and_no_state_has_no_pattern_of_its_own() {
        let every = group(&[(0, [1, 1, 1, 1, 1])]);
        for size in [(0, 0), (1, 1), (54, 14), (3000, 40)] {
            strip(&every, Axis::default(), size, 2.0);
        }
    }

    #[test]
    fn targets_of_all_groups_are_counted_together() {
        let chart = all(&[
            group(&[(0, [0; 5]), (50, [0, 3, 1, 0, 0])]),
            group(&[(0, [2, 0, 0, 0, 0]), (80, [0, 2, 0, 0, 0])]),
        ]);
        let chart = chart.expect("a chart");
        assert_eq!(chart.words(SimTime::from_seconds(60)), ["healthy 3", "initial 2", "unhealthy 1"]);
        assert_eq!(chart.words(SimTime::from_seconds(90)), ["healthy 5", "initial 0", "unhealthy 1"]);
        assert!(all(&[]).is_none());
    }

    #[test]
    fn the_same_in_words() {
        let group = group(&[(0, [2, 0, 0, 0, 0]), (90, [0, 1, 1, 0, 0])]);
        assert_eq!(words(&group.points[1].targets), "1 healthy, 1 unhealthy");
        assert_eq!(words(&HealthCounts::default()), "no targets");
        assert_eq!(
            summary(&group),
            "Health of the targets of web: at most 1 healthy target, unhealthy from 1 minute 30 seconds."
        );
        let names: Vec<&str> = chart(&group).lines.iter().map(|line| line.name).collect();
        assert_eq!(names, ["unhealthy", "initial", "healthy"]);
    }
}

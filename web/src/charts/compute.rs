//! How much of each instance is reserved, as shapes.

use super::frame::Frame;
use crate::session::grouped;
use ecs_core::report::{Amount, Snapshot};

/// Instances up to which each has bars of its own.
pub(super) const BARS_MAX: usize = 40;

/// A label's height and an instance's label's width, in pixels of the style sheet.
const LABEL: (u32, u32) = (11, 58);

/// What an instance has reserved, in percent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reserved {
    /// The instance's short id.
    pub(super) label: String,
    /// CPU units.
    pub(super) cpu: u32,
    /// Memory.
    pub(super) memory: u32,
}

/// What a shape is painted with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ink {
    /// CPU.
    Cpu,
    /// Memory.
    Memory,
    /// Tasks that services are to keep.
    Desired,
    /// Tasks that start.
    Pending,
    /// Tasks that run, and what is well.
    Running,
    /// What is not.
    Bad,
    /// Lines behind.
    Grid,
    /// Words.
    Text,
    /// What is behind the chart: lines of a pattern.
    Paper,
}

impl Ink {
    /// The style class of what is explained by its colour.
    pub(super) fn class(self) -> &'static str {
        match self {
            Ink::Cpu => "key-cpu",
            Ink::Memory => "key-memory",
            Ink::Desired => "key-desired",
            Ink::Pending => "key-pending",
            Ink::Running => "key-running",
            Ink::Bad => "key-bad",
            Ink::Grid => "key-grid",
            Ink::Text | Ink::Paper => "",
        }
    }
}

/// Something to paint, in pixels from the upper left corner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// From the upper left to the lower right corner.
    Bar(Ink, [(i32, i32); 2]),
    /// What is enclosed.
    Area(Ink, Vec<(i32, i32)>),
    /// A line through points.
    Line(Ink, Vec<(i32, i32)>),
    /// A text whose middle, or right end, is at the point.
    Label { text: String, at: (i32, i32), right: bool },
}

/// What each instance of the cluster has reserved.
pub(super) fn reserved(snapshot: &Snapshot) -> Vec<Reserved> {
    let registered = snapshot.instances.iter().filter(|instance| instance.status.is_registered());
    registered
        .map(|instance| Reserved {
            label: crate::stage::short_id(&instance.id).to_owned(),
            cpu: percent(instance.cpu_units),
            memory: percent(instance.memory_mib),
        })
        .collect()
}

pub(super) fn percent(amount: Amount) -> u32 {
    let percent =
        (u64::from(amount.used) * 200 + u64::from(amount.total)) / (u64::from(amount.total) * 2).max(1);
    u32::try_from(percent).unwrap_or(u32::MAX)
}

/// The chart on a sheet of that size, at so many pixels for one of the style sheet.
pub(super) fn chart(instances: &[Reserved], size: (u32, u32), scale: f64) -> Vec<Shape> {
    let frame = Frame::new(size, scale, 1, LABEL.0 + 6);
    let mut shapes = grid(&frame);
    if instances.len() <= BARS_MAX {
        bars(&frame, instances, &mut shapes);
    } else {
        curves(&frame, instances, &mut shapes);
    }
    shapes
}

fn grid(frame: &Frame) -> Vec<Shape> {
    [0, 50, 100]
        .into_iter()
        .flat_map(|percent| frame.across(frame.y(percent, 100), format!("{percent} %")))
        .collect()
}

/// Two bars an instance.
fn bars(frame: &Frame, instances: &[Reserved], shapes: &mut Vec<Shape>) {
    let count = i32::try_from(instances.len()).unwrap_or(1).max(1);
    let slot = (frame.right - frame.left) / count;
    let bar = (slot / 3).clamp(1, frame.scaled(22));
    let labelled = slot >= frame.scaled(LABEL.1);
    for (place, instance) in (0..).zip(instances) {
        let middle = frame.left + slot * place + slot / 2;
        let gap = frame.scaled(1);
        for (ink, percent, x) in
            [(Ink::Cpu, instance.cpu, middle - bar - gap), (Ink::Memory, instance.memory, middle + gap)]
        {
            shapes.push(Shape::Bar(ink, [(x, frame.y(percent.into(), 100)), (x + bar, frame.bottom)]));
        }
        if labelled {
            let at = (middle, frame.bottom + frame.scaled(10));
            shapes.push(Shape::Label { text: instance.label.clone(), at, right: false });
        }
    }
}

/// The fullest instance left, the emptiest right; each curve in its own order.
fn curves(frame: &Frame, instances: &[Reserved], shapes: &mut Vec<Shape>) {
    let mut cpu: Vec<u32> = instances.iter().map(|instance| instance.cpu).collect();
    let mut memory: Vec<u32> = instances.iter().map(|instance| instance.memory).collect();
    cpu.sort_unstable_by(|left, right| right.cmp(left));
    memory.sort_unstable_by(|left, right| right.cmp(left));
    let mut area = curve(frame, &cpu);
    area.extend([(frame.right, frame.bottom), (frame.left, frame.bottom)]);
    shapes.push(Shape::Area(Ink::Cpu, area));
    shapes.push(Shape::Line(Ink::Memory, curve(frame, &memory)));
    let at = (i32::midpoint(frame.left, frame.right), frame.bottom + frame.scaled(10));
    let text = format!("{} instances, the fullest first", grouped(instances.len() as u64));
    shapes.push(Shape::Label { text, at, right: false });
}

/// One point a pixel at the most.
fn curve(frame: &Frame, values: &[u32]) -> Vec<(i32, i32)> {
    let width = usize::try_from(frame.right - frame.left).unwrap_or(1).max(1);
    let last = values.len().saturating_sub(1);
    let points = (0..=width.min(last)).map(|step| {
        let number = step * last / width.min(last).max(1);
        let x = i32::try_from(step * width / width.min(last).max(1)).unwrap_or(0);
        (frame.left + x, frame.y(values.get(number).copied().unwrap_or(0).into(), 100))
    });
    points.collect()
}

#[cfg(test)]
mod tests {
    use super::{Ink, Reserved, Shape, chart, percent};
    use ecs_core::report::Amount;

    fn instances(count: u32) -> Vec<Reserved> {
        (0..count).map(|n| Reserved { label: format!("i-{n}"), cpu: n % 101, memory: 100 }).collect()
    }

    #[test]
    fn percents_are_rounded_and_nothing_is_divided_by_zero() {
        assert_eq!(percent(Amount { used: 1152, total: 2048 }), 56);
        assert_eq!(percent(Amount { used: 1, total: 200 }), 1);
        assert_eq!(percent(Amount { used: 0, total: 0 }), 0);
    }

    #[test]
    fn few_instances_have_bars_with_labels() {
        let shapes = chart(&instances(3), (600, 100), 1.0);
        let bars: Vec<&Shape> = shapes.iter().filter(|shape| matches!(shape, Shape::Bar(..))).collect();
        assert_eq!(bars.len(), 6);
        assert!(shapes.iter().any(|shape| matches!(shape, Shape::Label { text, .. } if text == "i-2")));
        let full = |shape: &&&Shape| matches!(shape, Shape::Bar(Ink::Memory, [(_, 8), (_, 83)]));
        assert_eq!(bars.iter().filter(full).count(), 3, "{bars:?}");
    }

    #[test]
    fn many_instances_have_a_point_a_pixel() {
        let shapes = chart(&instances(5000), (300, 100), 1.0);
        let Some(Shape::Area(_, points)) = shapes.iter().find(|shape| matches!(shape, Shape::Area(..)))
        else {
            panic!("no area: {shapes:?}");
        };
        assert!(points.len() < 300 && points.len() > 200, "{}", points.len());
        assert!(points.iter().all(|(x, y)| (0..300).contains(x) && (0..=100).contains(y)));
    }

    #[test]
    fn no_sheet_is_too_small() {
        for count in [0, 1, 40, 41, 5000] {
            for size in [(1, 1), (40, 10), (3000, 500)] {
                chart(&instances(count), size, 2.0);
            }
        }
    }
}

//! The charts of what is counted of tasks.

use super::compute::Ink;
use super::plot::{Chart, Line, Unit};
use ecs_core::report::{Point, Series};

/// Tasks by state.
pub(super) fn tasks(series: &Series, title: String) -> Chart {
    let lines = vec![
        line(series, Ink::Desired, "Desired", |point| point.desired),
        line(series, Ink::Pending, "Pending", |point| point.pending),
        line(series, Ink::Running, "Running", |point| point.running),
    ];
    Chart { title, unit: Unit::Count, lines, bands: Vec::new() }
}

/// What tasks reserve of the container instances.
pub(super) fn reserved(series: &Series) -> Chart {
    let lines = vec![
        line(series, Ink::Memory, "Memory", |point| percent(point.memory_mib, point.memory_mib_registered)),
        line(series, Ink::Cpu, "CPU", |point| percent(point.cpu_units, point.cpu_units_registered)),
    ];
    Chart { title: "Reserved in the cluster".to_owned(), unit: Unit::Percent, lines, bands: Vec::new() }
}

fn line(series: &Series, ink: Ink, name: &'static str, value: fn(&Point) -> u64) -> Line {
    let points = series.points.iter().map(|point| (point.at, Some(value(point)))).collect();
    Line { ink, name, points }
}

fn percent(used: u64, total: u64) -> u64 {
    (used * 200 + total) / (total * 2).max(1)
}

#[cfg(test)]
mod tests {
    use super::{reserved, tasks};
    use ecs_core::SimTime;
    use ecs_core::report::{Point, Series};

    #[test]
    fn what_is_reserved_is_a_part_of_what_there_is() {
        let points = vec![
            Point { cpu_units_registered: 512, ..Point::default() },
            Point {
                at: SimTime::from_seconds(50),
                desired: 4,
                running: 2,
                cpu_units: 512,
                cpu_units_registered: 1024,
                ..Point::default()
            },
        ];
        let series = Series { points, has_instances: true };
        let at = |chart: &super::Chart| -> Vec<String> {
            chart
                .values(SimTime::from_seconds(60))
                .map(|(line, value)| format!("{} {value}", line.name))
                .collect()
        };
        assert_eq!(at(&reserved(&series)), ["CPU 50 %", "Memory 0 %"]);
        assert_eq!(at(&tasks(&series, String::new())), ["Running 2", "Pending 0", "Desired 4"]);
    }
}

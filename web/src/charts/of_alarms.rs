//! The charts of alarms: what each looks at, its threshold, and the states that it went through.

use super::compute::Ink;
use super::plot::{Band, Chart, Line, State, Unit};
use ecs_core::SimTime;
use ecs_core::metrics::{AlarmOwner, AlarmState, Comparison};
use ecs_core::report::AlarmSeries;

/// A chart for each policy and capacity provider, with all of its alarms, and for each alarm of the scenario. The
/// first of each kind come before the second ones: together they tell how services and groups follow each other.
pub(super) fn charts(alarms: &[AlarmSeries]) -> Vec<Chart> {
    let mut seen = [0; 3];
    let placed = alarms.chunk_by(|one, next| one.of == next.of).filter_map(|alarms| {
        let kind = match alarms.first()?.owner {
            AlarmOwner::ScalingPolicy(_) | AlarmOwner::GroupPolicy(_) => 0,
            AlarmOwner::CapacityProvider(_) => 1,
            AlarmOwner::Document => 2,
        };
        seen[kind] += 1;
        Some(((seen[kind], kind), chart(alarms)?))
    });
    let mut placed: Vec<((u32, usize), Chart)> = placed.collect();
    placed.sort_by_key(|(place, _)| *place);
    placed.into_iter().map(|(_, chart)| chart).collect()
}

fn chart(alarms: &[AlarmSeries]) -> Option<Chart> {
    let first = alarms.first()?;
    // Where a datapoint is missing the line goes on, and the state says the rest.
    let there = first.values.iter().filter_map(|(at, value)| Some((*at, Some(hundredths((*value)?)))));
    let value = Line { ink: Ink::Cpu, name: "value", points: there.collect() };
    let bands = alarms.iter().map(|alarm| Band {
        name: if alarms.len() == 1 { "" } else { side(alarm, "high", "low") },
        states: alarm.states.iter().map(state).collect(),
    });
    Some(Chart {
        title: format!("{}: {}", first.of, first.metric),
        unit: Unit::Hundredths,
        lines: thresholds(alarms).into_iter().chain([value]).collect(),
        bands: bands.collect(),
    })
}

/// The thresholds of alarms that look at one metric: one line where they are the same.
fn thresholds(alarms: &[AlarmSeries]) -> Vec<Line> {
    let line = |alarm: &AlarmSeries, (ink, name): (Ink, &'static str)| {
        let begin = alarm.states.first().map_or(SimTime::ZERO, |(at, _)| *at);
        Line { ink, name, points: vec![(begin, Some(hundredths(alarm.threshold)))] }
    };
    let is_one = alarms.iter().all(|alarm| {
        Some(hundredths(alarm.threshold)) == alarms.first().map(|first| hundredths(first.threshold))
    });
    if is_one {
        let name = if alarms.len() == 1 { "threshold" } else { "target" };
        return alarms.first().map(|alarm| line(alarm, (Ink::Desired, name))).into_iter().collect();
    }
    let (out, inwards) = ((Ink::Pending, "out above"), (Ink::Memory, "in below"));
    alarms.iter().rev().map(|alarm| line(alarm, side(alarm, out, inwards))).collect()
}

/// On which side of its threshold an alarm goes off.
fn side<T>(alarm: &AlarmSeries, high: T, low: T) -> T {
    match alarm.comparison {
        Comparison::Greater | Comparison::GreaterOrEqual => high,
        Comparison::Less | Comparison::LessOrEqual => low,
    }
}

fn state((at, state): &(SimTime, AlarmState)) -> State {
    let ink = match state {
        AlarmState::Alarm => Ink::Bad,
        AlarmState::Ok => Ink::Running,
        AlarmState::InsufficientData => Ink::Grid,
    };
    State { from: *at, name: state.name(), ink }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast saturates")]
fn hundredths(value: f64) -> u64 {
    (value * 100.0).round() as u64
}

#[cfg(test)]
mod tests {
    use super::charts;
    use ecs_core::SimTime;
    use ecs_core::metrics::{AlarmOwner, AlarmState, Comparison};
    use ecs_core::report::AlarmSeries;

    fn at(seconds: u64) -> SimTime {
        SimTime::from_seconds(seconds)
    }

    fn series(of: &str, threshold: f64, comparison: Comparison) -> AlarmSeries {
        AlarmSeries {
            of: of.to_owned(),
            owner: AlarmOwner::Document,
            metric: "CPUUtilization".to_owned(),
            threshold,
            comparison,
            values: vec![(at(0), Some(40.25)), (at(60), Some(82.0)), (at(120), None)],
            states: vec![
                (at(0), AlarmState::InsufficientData),
                (at(60), AlarmState::Ok),
                (at(180), AlarmState::Alarm),
            ],
        }
    }

    #[test]
    fn an_alarm_is_told_with_its_state() {
        let chart = &charts(&[series("Alarm cpu", 70.0, Comparison::Greater)])[0];
        assert_eq!(chart.title, "Alarm cpu: CPUUtilization");
        assert_eq!(chart.words(at(0)), ["value 40.25", "threshold 70", "INSUFFICIENT_DATA"]);
        assert_eq!(chart.words(at(180)), ["value 82", "threshold 70", "ALARM"]);
    }

    #[test]
    fn in_a_table_the_state_has_a_column() {
        let chart = &charts(&[series("Alarm cpu", 70.0, Comparison::Greater)])[0];
        assert_eq!(chart.columns(), ["value", "threshold", "state"]);
        assert_eq!(chart.cells(at(180)), ["82", "70", "ALARM"]);
        assert!(chart.moments().any(|moment| moment == at(180)));
        let of = "Policy cpu of web";
        let pair = [series(of, 70.0, Comparison::Greater), series(of, 63.0, Comparison::Less)];
        let columns = ["value", "out above", "in below", "high state", "low state"];
        assert_eq!(charts(&pair)[0].columns(), columns);
    }

    #[test]
    fn the_first_policy_and_the_first_provider_stand_before_the_second_policy() {
        let owned = |of: &str, owner| AlarmSeries { owner, ..series(of, 1.0, Comparison::Greater) };
        let alarms = [
            owned("Alarm a", AlarmOwner::Document),
            owned("Policy a", AlarmOwner::ScalingPolicy(0)),
            owned("Policy b", AlarmOwner::ScalingPolicy(1)),
            owned("Capacity provider a", AlarmOwner::CapacityProvider(0)),
            owned("Capacity provider b", AlarmOwner::CapacityProvider(1)),
        ];
        let order: Vec<String> =
            charts(&alarms).into_iter().map(|chart| chart.title.replace(": CPUUtilization", "")).collect();
        assert_eq!(order, ["Policy a", "Capacity provider a", "Alarm a", "Policy b", "Capacity provider b"]);
    }

    #[test]
    fn the_alarms_of_a_policy_share_a_chart() {
        let pair = |of, high, low| [series(of, high, Comparison::Greater), series(of, low, Comparison::Less)];
        let alarms =
            [pair("Policy cpu of web", 70.0, 63.0), pair("Capacity provider pool", 100.0, 100.0)].concat();
        let charts = charts(&alarms);
        assert_eq!(charts.len(), 2);
        assert_eq!(charts[0].words(at(60)), ["value 82", "out above 70", "in below 63", "high OK", "low OK"]);
        assert_eq!(charts[1].words(at(60)), ["value 82", "target 100", "high OK", "low OK"]);
    }
}

//! The charts of alarms: what each looks at, its threshold, and the states that it went through.

use super::compute::Ink;
use super::plot::{Chart, Line, State, Unit};
use ecs_core::metrics::AlarmState;
use ecs_core::report::AlarmSeries;

/// A chart for each alarm.
pub(super) fn charts(alarms: &[AlarmSeries]) -> impl Iterator<Item = Chart> + '_ {
    alarms.iter().map(chart)
}

fn chart(alarm: &AlarmSeries) -> Chart {
    let begin = alarm.states.first().map_or(ecs_core::SimTime::ZERO, |(at, _)| *at);
    let threshold =
        Line { ink: Ink::Desired, name: "threshold", points: vec![(begin, hundredths(alarm.threshold))] };
    // Where a datapoint is missing the line goes on, and the state says the rest.
    let there = alarm.values.iter().filter_map(|(at, value)| Some((*at, hundredths((*value)?))));
    let value = Line { ink: Ink::Running, name: "value", points: there.collect() };
    let state = |(at, state): &(ecs_core::SimTime, AlarmState)| State {
        from: *at,
        name: state.name(),
        ink: match state {
            AlarmState::Alarm => Ink::Bad,
            AlarmState::Ok => Ink::Running,
            AlarmState::InsufficientData => Ink::Grid,
        },
    };
    Chart {
        title: format!("Alarm {}", alarm.name),
        unit: Unit::Hundredths,
        lines: vec![threshold, value],
        states: alarm.states.iter().map(state).collect(),
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast saturates")]
fn hundredths(value: f64) -> u64 {
    (value * 100.0).round() as u64
}

#[cfg(test)]
mod tests {
    use super::charts;
    use ecs_core::SimTime;
    use ecs_core::metrics::{AlarmState, Comparison};
    use ecs_core::report::AlarmSeries;

    #[test]
    fn an_alarm_is_told_with_its_state() {
        let at = SimTime::from_seconds;
        let alarm = AlarmSeries {
            name: "cpu".to_owned(),
            threshold: 70.0,
            comparison: Comparison::Greater,
            values: vec![(at(0), Some(40.25)), (at(60), Some(82.0)), (at(120), None)],
            states: vec![
                (at(0), AlarmState::InsufficientData),
                (at(60), AlarmState::Ok),
                (at(180), AlarmState::Alarm),
            ],
        };
        let chart = charts(&[alarm]).next().unwrap();
        let told = |seconds| {
            let values = chart.values(at(seconds)).map(|(line, value)| format!("{} {value}", line.name));
            (values.collect::<Vec<_>>().join(", "), chart.state(at(seconds)))
        };
        assert_eq!(chart.title, "Alarm cpu");
        assert_eq!(told(0), ("value 40.25, threshold 70".to_owned(), Some("INSUFFICIENT_DATA")));
        assert_eq!(told(180), ("value 82, threshold 70".to_owned(), Some("ALARM")));
    }
}

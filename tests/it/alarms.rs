//! METRIC-5, METRIC-6: alarms of a run against the rules, written a second time.

use crate::seeds;
use ecs_core::{Budget, Document, Simulation};
use ecs_tests::draws::Draws;
use serde_json::{Value, json};

const MINUTES: u64 = 30;
const THRESHOLD: f64 = 50.0;
const TREATMENTS: [&str; 4] = ["missing", "ignore", "breaching", "notBreaching"];

/// The values of a metric, minute after minute, and an alarm on it.
struct Drawn {
    values: Vec<Option<f64>>,
    periods: usize,
    datapoints: usize,
    treatment: &'static str,
}

impl Drawn {
    fn new(seed: u64) -> Drawn {
        let mut draws = Draws::new(seed);
        let periods = draws.between(1, 5) as usize;
        let missing_in = draws.between(1, 6);
        let value = |draws: &mut Draws| {
            let value = if draws.once_in(2) { 80.0 } else { 20.0 };
            (!draws.once_in(missing_in)).then_some(value)
        };
        Drawn {
            values: (0..MINUTES).map(|_| value(&mut draws)).collect(),
            periods,
            datapoints: 1 + draws.index(periods),
            treatment: draws.one_of(&TREATMENTS),
        }
    }

    fn scenario(&self) -> Value {
        let step = |(minute, value): (usize, &Option<f64>)| json!([minute * 60, value]);
        let steps: Vec<Value> = self.values.iter().enumerate().map(step).collect();
        json!({
            "version": 1,
            "alarms": [{
                "AlarmName": "a", "Namespace": "Game", "MetricName": "Players", "Statistic": "Average",
                "Period": 60, "EvaluationPeriods": self.periods, "DatapointsToAlarm": self.datapoints,
                "Threshold": THRESHOLD, "ComparisonOperator": "GreaterThanThreshold",
                "TreatMissingData": self.treatment,
            }],
            "simulation": {
                "durationSeconds": MINUTES * 60,
                "metrics": [{"Namespace": "Game", "MetricName": "Players", "shape": {"steps": steps}}],
            },
        })
    }

    /// The state after so many minutes, where it was `before`.
    fn state(&self, minutes: usize, before: &'static str) -> &'static str {
        let age = |age: usize| minutes.checked_sub(age + 1).and_then(|minute| self.values[minute]);
        let range: Vec<Option<f64>> = (0..self.periods + 2).map(age).collect();
        let there: Vec<f64> = range.iter().copied().flatten().take(self.periods).collect();
        let breaching = there.iter().filter(|value| **value > THRESHOLD).count();
        let filled = self.periods - there.len();
        let decided = |breaching: usize| if breaching >= self.datapoints { "ALARM" } else { "OK" };
        if filled == 0 || breaching >= self.datapoints {
            return decided(breaching);
        }
        let oldest = range.iter().rposition(Option::is_some);
        match self.treatment {
            "breaching" => decided(breaching + filled),
            "notBreaching" => decided(breaching),
            _ if breaching < there.len() => "OK",
            "missing" if there.is_empty() => "INSUFFICIENT_DATA",
            "missing" if oldest.is_some_and(|age| age + 1 >= self.datapoints) => "ALARM",
            _ => before,
        }
    }
}

#[test]
fn alarms_go_through_the_states_that_the_rules_say() {
    for seed in seeds(200, 20_000) {
        let drawn = Drawn::new(seed);
        let document = Document::read(&drawn.scenario().to_string());
        let mut simulation = Simulation::new(document.scenario.expect("a scenario without errors"));
        simulation.advance_to(simulation.duration(), Budget::UNLIMITED);
        let report = simulation.report();
        let told: Vec<(&str, &str)> = report
            .events
            .iter()
            .filter_map(|event| Some((event["time"].as_str()?, event["detail"]["state"]["value"].as_str()?)))
            .collect();
        let mut state = "INSUFFICIENT_DATA";
        let mut expected: Vec<(String, &str)> = Vec::new();
        for minutes in 1..=drawn.values.len() {
            let next = drawn.state(minutes, state);
            if next != state {
                expected.push((format!("2026-01-01T00:{minutes:02}:00Z"), next));
            }
            state = next;
        }
        let expected: Vec<(&str, &str)> = expected.iter().map(|(at, state)| (at.as_str(), *state)).collect();
        assert_eq!(told, expected, "seed {seed}: {}", drawn.scenario());
    }
}

//! Datapoints are held against an alarm.

use super::{AlarmRule, AlarmState, MissingData};
use crate::time::SimTime;
use serde::Serialize;

/// A period of what an alarm looks at.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Datapoint {
    /// When the period begins.
    pub at: SimTime,
    /// The value, a number; none where it is missing.
    pub value: Option<f64>,
}

/// A number is never NaN here: a missing value is none.
impl Eq for Datapoint {}

/// What came of an evaluation, with its reasons. Spec: METRIC-5, METRIC-6.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Evaluation {
    /// The state that follows; none where the alarm keeps the one that it has.
    pub state: Option<AlarmState>,
    /// What the datapoints were held against.
    pub rule: AlarmRule,
    /// Datapoints that were looked at, newest first: those with a value, and the missing ones that were filled
    /// in for want of others.
    pub datapoints: Vec<Datapoint>,
}

/// As with [`Datapoint`]: thresholds are numbers.
impl Eq for Evaluation {}

impl Evaluation {
    /// The datapoints with a value that breach the threshold, or those that do not, newest first.
    pub fn those(&self, breaching: bool) -> impl Iterator<Item = (SimTime, f64)> {
        let with_value = self.datapoints.iter().filter_map(|point| Some((point.at, point.value?)));
        with_value.filter(move |(_, value)| self.rule.breaches(*value) == breaching)
    }

    /// How many missing datapoints were filled in.
    pub fn filled(&self) -> usize {
        self.datapoints.iter().filter(|point| point.value.is_none()).count()
    }

    /// The values that were looked at, newest first.
    pub fn values(&self) -> impl Iterator<Item = f64> {
        self.datapoints.iter().filter_map(|point| point.value)
    }

    /// The same, the newest last.
    pub fn oldest_first(&self) -> Vec<f64> {
        let mut values: Vec<f64> = self.values().collect();
        values.reverse();
        values
    }

    /// The newest value; none where all are missing.
    pub fn newest(&self) -> Option<f64> {
        self.values().next()
    }
}

/// The state that an alarm is in, since when and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// The state.
    pub state: AlarmState,
    /// Since when.
    pub since: SimTime,
    /// What led to it; none of an alarm that has never changed its state.
    pub evaluation: Option<Evaluation>,
}

impl Standing {
    /// An alarm that has just been made. Spec: METRIC-5.
    pub fn new(at: SimTime) -> Standing {
        Standing { state: AlarmState::InsufficientData, since: at, evaluation: None }
    }

    /// Whether the alarm has gone to this state, rather than been made in it. Spec: METRIC-8.
    pub fn has_changed(&self) -> bool {
        self.evaluation.is_some()
    }
}

/// Holds the datapoints of the evaluation range, newest first, against a rule. Spec: METRIC-5, METRIC-6.
///
/// Where as many of them have a value as the alarm has evaluation periods, the newest count. Otherwise all
/// that there are count, and missing ones are filled in, no more than needed.
pub fn evaluate(rule: &AlarmRule, datapoints: &[Datapoint]) -> Evaluation {
    let periods = rule.evaluation_periods as usize;
    let present = datapoints.iter().filter(|point| point.value.is_some()).count();
    let (mut values_left, mut fill) = (periods, periods.saturating_sub(present));
    let counts = |point: &&Datapoint| {
        let left = if point.value.is_some() { &mut values_left } else { &mut fill };
        let counts = *left > 0;
        *left = left.saturating_sub(1);
        counts
    };
    let looked_at: Vec<Datapoint> = datapoints.iter().filter(counts).copied().collect();
    let mut evaluation = Evaluation { state: None, rule: *rule, datapoints: looked_at };
    evaluation.state = state_of(&evaluation, datapoints);
    evaluation
}

fn state_of(evaluation: &Evaluation, range: &[Datapoint]) -> Option<AlarmState> {
    let (rule, needed) = (&evaluation.rule, evaluation.rule.datapoints() as usize);
    let (filled, breaching) = (evaluation.filled(), evaluation.those(true).count());
    let decided = |breaching: usize| if breaching >= needed { AlarmState::Alarm } else { AlarmState::Ok };
    let enough = filled == 0 || breaching >= needed;
    match rule.treat_missing {
        _ if enough => Some(decided(breaching)),
        MissingData::Breaching => Some(decided(breaching + filled)),
        MissingData::NotBreaching => Some(decided(breaching)),
        // A datapoint within the threshold decides, as long as not enough others breach it.
        _ if evaluation.those(false).next().is_some() => Some(AlarmState::Ok),
        MissingData::Ignore => None,
        MissingData::Missing if breaching == 0 => Some(AlarmState::InsufficientData),
        MissingData::Missing => is_old_enough(range, needed).then_some(AlarmState::Alarm),
    }
}

/// Whether the oldest of datapoints that all breach has been there for as many periods as would have to
/// breach: then nothing that may still come would take the alarm off. Spec: METRIC-6.
fn is_old_enough(range: &[Datapoint], needed: usize) -> bool {
    range.iter().rposition(|point| point.value.is_some()).is_some_and(|age| age + 1 >= needed)
}

#[cfg(test)]
mod tests {
    use super::{Datapoint, evaluate};
    use crate::metrics::{AlarmRule, AlarmState, Comparison, MissingData};
    use crate::time::SimTime;

    /// A row of the guide: `0` is within the threshold, `X` breaches it, `-` is missing; the newest is last.
    fn range(row: &str) -> Vec<Datapoint> {
        let values = row.split(' ').rev().map(|mark| match mark {
            "X" => Some(90.0),
            "0" => Some(10.0),
            _ => None,
        });
        let at = |age: u64| SimTime::from_seconds(60 * (100 - age));
        (0..).zip(values).map(|(age, value)| Datapoint { at: at(age), value }).collect()
    }

    fn rule(datapoints_to_alarm: u32, treat_missing: MissingData) -> AlarmRule {
        AlarmRule {
            evaluation_periods: 3,
            datapoints_to_alarm: Some(datapoints_to_alarm),
            threshold: 70.0,
            comparison: Comparison::Greater,
            treat_missing,
        }
    }

    fn states(datapoints_to_alarm: u32, row: &str) -> String {
        let treatments =
            [MissingData::Missing, MissingData::Ignore, MissingData::Breaching, MissingData::NotBreaching];
        let states = treatments.map(|treatment| {
            let state = evaluate(&rule(datapoints_to_alarm, treatment), &range(row)).state;
            state.map_or("stays", AlarmState::name)
        });
        states.join(", ")
    }

    /// METRIC-6: the two tables of the CloudWatch guide.
    #[test]
    fn missing_data_is_treated_as_in_the_guide() {
        for (needed, row, expected) in [
            (3, "0 - X - X", "OK, OK, OK, OK"),
            (3, "0 - - - -", "OK, OK, OK, OK"),
            (3, "- - - - -", "INSUFFICIENT_DATA, stays, ALARM, OK"),
            (3, "0 X X - X", "ALARM, ALARM, ALARM, ALARM"),
            (3, "- - X - -", "ALARM, stays, ALARM, OK"),
            (2, "0 - X - X", "ALARM, ALARM, ALARM, ALARM"),
            (2, "0 0 X 0 X", "ALARM, ALARM, ALARM, ALARM"),
            (2, "0 - X - -", "OK, OK, ALARM, OK"),
            (2, "- - - - 0", "OK, OK, ALARM, OK"),
            (2, "- - - X -", "ALARM, stays, ALARM, OK"),
        ] {
            assert_eq!(states(needed, row), expected, "{needed} of 3: {row}");
        }
    }

    /// METRIC-6: an alarm does not go off before its time.
    #[test]
    fn a_datapoint_that_is_too_young_is_waited_with() {
        assert_eq!(states(3, "- - - - X"), "stays, stays, ALARM, OK");
        assert_eq!(states(3, "- - - X -"), "stays, stays, ALARM, OK");
    }

    #[test]
    fn the_newest_count_and_missing_ones_only_as_often_as_needed() {
        let evaluation = evaluate(&rule(3, MissingData::Missing), &range("0 X X - X"));
        assert_eq!(evaluation.values().count(), 3);
        assert_eq!((evaluation.filled(), evaluation.those(true).count()), (0, 3));
        let evaluation = evaluate(&rule(3, MissingData::Breaching), &range("0 - - - -"));
        assert_eq!((evaluation.filled(), evaluation.newest()), (2, Some(10.0)));
        assert_eq!(evaluation.datapoints.last().and_then(|point| point.value), Some(10.0));
    }

    /// Whatever the datapoints are: with every period there, M out of N decides, however missing data is
    /// treated.
    #[test]
    fn without_missing_data_its_treatment_says_nothing() {
        for bits in 0_u32..32 {
            let mark = |place: u32| if bits >> place & 1 == 1 { "X" } else { "0" };
            let row = [0, 1, 2, 3, 4].map(mark).join(" ");
            for needed in 1..=3 {
                let breaching = [2, 3, 4].iter().filter(|place| bits >> **place & 1 == 1).count();
                let state = if breaching >= needed as usize { "ALARM" } else { "OK" };
                assert_eq!(states(needed, &row), [state; 4].join(", "), "{needed} of 3: {row}");
            }
        }
    }
}

//! What CloudWatch says of an alarm's state. Spec: METRIC-7.

use crate::metrics::{AlarmState, Comparison, Evaluation, MissingData, Standing};
use crate::time::{Calendar, SimTime};
use serde_json::{Value, json};

/// `StateReason`.
pub(in crate::report) fn state_reason(standing: &Standing, calendar: &Calendar) -> String {
    let Some(evaluation) = &standing.evaluation else {
        return "Unchecked: Initial alarm creation".to_owned();
    };
    match standing.state {
        AlarmState::InsufficientData => {
            let periods = evaluation.rule.evaluation_periods as usize;
            let were = if periods == 1 { "was" } else { "were" };
            format!("Insufficient Data: {} {were} unknown.", counted(periods, "datapoint"))
        }
        AlarmState::Alarm => crossed(evaluation, true, calendar),
        AlarmState::Ok => crossed(evaluation, false, calendar),
    }
}

/// `Threshold Crossed: …`, of an alarm that goes to ALARM, or to OK.
fn crossed(evaluation: &Evaluation, breaching: bool, calendar: &Calendar) -> String {
    let rule = &evaluation.rule;
    let those: Vec<String> = evaluation
        .those(breaching)
        .map(|(at, value)| format!("{} ({})", number(value), calendar.day_first(at)))
        .collect();
    let filled = match rule.treat_missing {
        MissingData::Breaching | MissingData::NotBreaching => evaluation.filled(),
        MissingData::Missing | MissingData::Ignore => 0,
    };
    let treatment = if rule.treat_missing == MissingData::Breaching { "Breaching" } else { "NonBreaching" };
    let periods = counted(rule.evaluation_periods as usize, "period");
    let filled = (filled > 0).then(|| {
        let were = if filled == 1 { "was" } else { "were" };
        format!(" and {} {were} treated as [{treatment}]", counted(filled, "missing datapoint"))
    });
    let filled = filled.unwrap_or_default();
    if those.is_empty() {
        let received = match evaluation.values().count() {
            0 => "no datapoints were".to_owned(),
            1 => "1 datapoint was".to_owned(),
            more => format!("{more} datapoints were"),
        };
        return format!("Threshold Crossed: {received} received for {periods}{filled}.");
    }
    let (count, values) = (those.len(), those.join(", "));
    let datapoints = match rule.datapoints_to_alarm {
        Some(_) => format!("{count} out of the last {} datapoints", rule.evaluation_periods),
        None => counted(count, "datapoint"),
    };
    let were = if count == 1 { "was" } else { "were" };
    let not = if breaching { "" } else { "not " };
    let minimum = rule.datapoints_to_alarm.map(|needed| {
        let (least, transition) = if breaching {
            (needed, "OK -> ALARM")
        } else {
            (rule.evaluation_periods.saturating_sub(needed) + 1, "ALARM -> OK")
        };
        format!(" (minimum {} for {transition} transition)", counted(least as usize, "datapoint"))
    });
    format!(
        "Threshold Crossed: {datapoints} [{values}] {were} {not}{} the threshold ({}){filled}{}.",
        compared(rule.comparison),
        number(rule.threshold),
        minimum.unwrap_or_default()
    )
}

/// `StateReasonData`; none of an alarm that has not been evaluated.
pub(in crate::report) fn state_reason_data(
    standing: &Standing,
    statistic: Option<&str>,
    period_seconds: u32,
    calendar: &Calendar,
) -> Option<String> {
    let evaluation = standing.evaluation.as_ref()?;
    let there = || evaluation.datapoints.iter().filter(|point| point.value.is_some());
    let mut data = json!({ "version": "1.0", "queryDate": calendar.with_offset(standing.since) });
    let mut add = |key: &str, value: Value| {
        if let Value::Object(members) = &mut data {
            members.insert(key.to_owned(), value);
        }
    };
    if let Some(oldest) = there().next_back() {
        add("startDate", calendar.with_offset(oldest.at).into());
    }
    if let Some(statistic) = statistic {
        add("statistic", statistic.into());
    }
    add("period", period_seconds.into());
    // The oldest comes first here, and the newest in `evaluatedDatapoints`.
    add("recentDatapoints", there().rev().map(|point| json!(point.value)).collect());
    add("threshold", evaluation.rule.threshold.into());
    let evaluated = evaluation.datapoints.iter().map(|point| {
        let at = calendar.with_offset(point.at);
        point
            .value
            .map_or_else(|| json!({ "timestamp": at }), |value| json!({"timestamp": at, "value": value}))
    });
    add("evaluatedDatapoints", evaluated.collect());
    Some(data.to_string())
}

pub(super) fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

/// The operator in CloudWatch's words.
pub(in crate::report) fn compared(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Greater => "greater than",
        Comparison::GreaterOrEqual => "greater than or equal to",
        Comparison::Less => "less than",
        Comparison::LessOrEqual => "less than or equal to",
    }
}

/// A number as CloudWatch writes it: `82.0`, `1.25E8`.
pub(in crate::report) fn number(value: f64) -> String {
    let size = value.abs();
    if size > 0.0 && !(1e-3..1e7).contains(&size) {
        let text = format!("{value:E}");
        let (digits, exponent) = text.split_once('E').unwrap_or((&text, "0"));
        let point = if digits.contains('.') { "" } else { ".0" };
        return format!("{digits}{point}E{exponent}");
    }
    format!("{value:?}")
}

impl Calendar {
    /// `01/01/26 00:05:00`, as CloudWatch writes when a datapoint was.
    fn day_first(&self, at: SimTime) -> String {
        let iso = self.iso(at);
        let part = |from: usize, to: usize| iso.get(from..to).unwrap_or_default();
        format!("{}/{}/{} {}", part(8, 10), part(5, 7), part(2, 4), part(11, 19))
    }

    /// `2026-01-01T00:05:00.000+0000`, as CloudWatch writes moments in its events.
    pub(in crate::report) fn with_offset(&self, at: SimTime) -> String {
        let iso = self.iso(at);
        let seconds = iso.get(..19).unwrap_or_default();
        format!("{seconds}.{:03}+0000", self.timestamp(at).as_millisecond().rem_euclid(1000))
    }
}

#[cfg(test)]
mod tests {
    use super::{number, state_reason, state_reason_data};
    use crate::metrics::{AlarmRule, AlarmState, Comparison, Datapoint, MissingData, Standing, evaluate};
    use crate::time::{Calendar, SimTime};

    fn rule(periods: u32, datapoints_to_alarm: Option<u32>, treat_missing: MissingData) -> AlarmRule {
        let comparison = Comparison::Greater;
        AlarmRule {
            evaluation_periods: periods,
            datapoints_to_alarm,
            threshold: 70.0,
            comparison,
            treat_missing,
        }
    }

    /// The reason of an alarm at 00:05 whose newest values come first.
    fn reason(rule: AlarmRule, values: &[Option<f64>]) -> String {
        let at = |ago: u64| SimTime::from_seconds(300_u64.saturating_sub(60 * (ago + 1)));
        let points: Vec<Datapoint> =
            (0..).zip(values).map(|(ago, value)| Datapoint { at: at(ago), value: *value }).collect();
        let evaluation = evaluate(&rule, &points);
        let state = evaluation.state.unwrap_or(AlarmState::Ok);
        let standing = Standing { state, since: SimTime::from_seconds(300), evaluation: Some(evaluation) };
        state_reason(&standing, &Calendar::default())
    }

    #[test]
    fn reasons_are_worded_as_cloudwatch_does() {
        let three = [Some(82.0), Some(81.5), Some(90.0)];
        let plain = rule(3, None, MissingData::Missing);
        let of_three = rule(3, Some(3), MissingData::Missing);
        assert_eq!(
            reason(of_three, &three),
            "Threshold Crossed: 3 out of the last 3 datapoints [82.0 (01/01/26 00:04:00), 81.5 (01/01/26 00:03:00), 90.0 (01/01/26 00:02:00)] were greater than the threshold (70.0) (minimum 3 datapoints for OK -> ALARM transition)."
        );
        assert_eq!(
            reason(of_three, &[Some(40.0), Some(82.0), Some(82.0)]),
            "Threshold Crossed: 1 out of the last 3 datapoints [40.0 (01/01/26 00:04:00)] was not greater than the threshold (70.0) (minimum 1 datapoint for ALARM -> OK transition)."
        );
        assert_eq!(
            reason(plain, &[Some(40.0), Some(82.0), Some(82.0)]),
            "Threshold Crossed: 1 datapoint [40.0 (01/01/26 00:04:00)] was not greater than the threshold (70.0)."
        );
        assert_eq!(reason(plain, &[None; 5]), "Insufficient Data: 3 datapoints were unknown.");
        assert_eq!(
            reason(rule(1, None, MissingData::Missing), &[None; 3]),
            "Insufficient Data: 1 datapoint was unknown."
        );
    }

    #[test]
    fn so_are_reasons_with_missing_data() {
        assert_eq!(
            reason(rule(1, None, MissingData::NotBreaching), &[None; 3]),
            "Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was treated as [NonBreaching]."
        );
        assert_eq!(
            reason(
                rule(8, None, MissingData::Breaching),
                &[Some(40.0), None, None, None, None, None, None, None]
            ),
            "Threshold Crossed: 1 datapoint [40.0 (01/01/26 00:04:00)] was not greater than the threshold (70.0) and 7 missing datapoints were treated as [Breaching]."
        );
        assert_eq!(
            reason(rule(3, Some(2), MissingData::Breaching), &[None, None, Some(40.0)]),
            "Threshold Crossed: 1 datapoint was received for 3 periods and 2 missing datapoints were treated as [Breaching]."
        );
    }

    #[test]
    fn an_alarm_that_was_not_evaluated_says_so() {
        let new = Standing::new(SimTime::ZERO);
        assert_eq!(state_reason(&new, &Calendar::default()), "Unchecked: Initial alarm creation");
        assert_eq!(state_reason_data(&new, Some("Average"), 60, &Calendar::default()), None);
    }

    #[test]
    fn numbers_are_written_as_cloudwatch_does() {
        let pairs = [
            (82.0, "82.0"),
            (0.05, "0.05"),
            (0.0, "0.0"),
            (-1.5, "-1.5"),
            (1e7, "1.0E7"),
            (125_000_000.0, "1.25E8"),
            (1e-4, "1.0E-4"),
            (9_999_999.0, "9999999.0"),
        ];
        for (value, text) in pairs {
            assert_eq!(number(value), text);
        }
    }
}

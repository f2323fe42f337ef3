//! `alarms`, and `cloudwatch:PutMetricAlarm` and `DeleteAlarms` in the timeline. Spec: METRIC-5.

use super::Reader;
use super::references::ALARM;
use crate::aws::check_shape;
use crate::finding::{Finding, rules};
use crate::json::{Node, child};
use crate::limits;
use crate::metrics::{AlarmDefinition, AlarmRule, Comparison, MetricRef, MissingData, Watched};
use crate::scenario::Call;

/// Seconds that an alarm may look back: a week where its period is an hour or more, else a day.
const DAY_SECONDS: u64 = 86_400;
const WEEK_SECONDS: u64 = 604_800;

/// What a string of the API has at the most.
const NAME_CHARACTERS: usize = 255;

impl Reader<'_> {
    pub(super) fn alarms(&mut self) -> Vec<AlarmDefinition> {
        self.within_quota(ALARM.list, limits::ALARMS);
        self.unique_names(&ALARM);
        let nodes = self.root.list(ALARM.list).iter().take(limits::ALARMS).enumerate();
        nodes.filter_map(|(number, node)| self.alarm(node, &format!("/{}/{number}", ALARM.list))).collect()
    }

    pub(super) fn alarm_call(&mut self, name: &str, input: &Node, pointer: &str) -> Option<Call> {
        if name == "cloudwatch:DeleteAlarms" {
            check_shape(self.shapes, "cloudwatch.DeleteAlarmsInput", input, pointer, self.findings);
            let names = input.list("AlarmNames").iter().filter_map(Node::as_str);
            return Some(Call::DeleteAlarms(names.map(ToOwned::to_owned).collect()));
        }
        check_shape(self.shapes, "cloudwatch.PutMetricAlarmInput", input, pointer, self.findings);
        let (alarm, said) = self.apart(|reader| reader.alarm(input, pointer));
        let refusal = |finding: &Finding| Call::refused_for("ValidationError", finding);
        let refused = self.judged_as(said, input, pointer, refusal);
        refused.or_else(|| alarm.map(|alarm| Call::PutMetricAlarm(Box::new(alarm))))
    }

    /// An alarm as PutMetricAlarm takes it; nothing where it lacks what it cannot do without.
    fn alarm(&mut self, node: &Node, pointer: &str) -> Option<AlarmDefinition> {
        let name = self.alarm_name(node, pointer)?;
        let watched = self.watched(node, pointer);
        let rule = self.alarm_rule(node, pointer);
        let mut actions = |key: &str| self.alarm_actions(node, key, pointer);
        let (ok, alarm) = (actions("OKActions"), actions("AlarmActions"));
        let insufficient_data = actions("InsufficientDataActions");
        let (watched, period_seconds) = watched?;
        let rule = rule?;
        self.looks_back(node, pointer, period_seconds, &rule);
        Some(AlarmDefinition {
            name,
            description: node.str("AlarmDescription").map(ToOwned::to_owned),
            watched,
            period_seconds,
            rule,
            actions_enabled: node.get("ActionsEnabled").and_then(Node::as_bool).unwrap_or(true),
            ok_actions: ok,
            alarm_actions: alarm,
            insufficient_data_actions: insufficient_data,
        })
    }

    fn alarm_name(&mut self, node: &Node, pointer: &str) -> Option<String> {
        let given = node.get(ALARM.key)?;
        let name = given.as_str()?;
        let length = name.chars().count();
        if !(1..=NAME_CHARACTERS).contains(&length) {
            let message =
                format!("the name of an alarm has 1 to {NAME_CHARACTERS} characters, and this one {length}");
            self.report(&rules::ALARM, &child(pointer, ALARM.key), given, message);
            return None;
        }
        Some(name.to_owned())
    }

    /// The metric or the expressions, and the period in seconds.
    fn watched(&mut self, node: &Node, pointer: &str) -> Option<(Watched, u32)> {
        if node.get("Metrics").is_some() {
            return self.watched_math(node, pointer);
        }
        if node.get("MetricName").is_none() {
            let message = "an alarm watches a metric, by `MetricName`, or an expression, by `Metrics`";
            let finding = Finding::new(&rules::ALARM, pointer, node.opening(), message);
            self.findings.push(finding.aws("MetricName must not be null"));
            return None;
        }
        let metric = MetricRef::read(node);
        if metric.is_none() {
            let message = "an alarm names the `Namespace` of its metric";
            let finding = Finding::new(&rules::ALARM, pointer, node.opening(), message);
            self.findings.push(finding.hint("the metrics of ECS services are in `AWS/ECS`"));
        }
        let statistic = self.alarm_statistic(node, pointer);
        let period = self.alarm_period(node, node, "Period", pointer);
        let (metric, statistic) = (metric?, statistic?);
        self.check_published(&metric, node, pointer);
        Some((Watched::Metric { metric, statistic }, period?))
    }

    /// `Period`, which `parent` has, or its lack said at `around`.
    pub(super) fn alarm_period(
        &mut self,
        parent: &Node,
        around: &Node,
        key: &str,
        pointer: &str,
    ) -> Option<u32> {
        let Some(node) = parent.get(key) else {
            let message = "an alarm says in `Period` how many seconds a datapoint stands for";
            let finding = Finding::new(&rules::ALARM, pointer, around.opening(), message);
            self.findings.push(finding.hint("the metrics here have one datapoint a minute: write 60"));
            return None;
        };
        let seconds = u32::try_from(node.as_integer()?).ok();
        let valid =
            |seconds: &u32| matches!(seconds, 10 | 20 | 30) || (*seconds > 0 && seconds.is_multiple_of(60));
        let pointer = child(pointer, key);
        let Some(seconds) = seconds.filter(valid) else {
            let message = "`Period` is 10, 20, 30 or a multiple of 60 seconds";
            let finding = Finding::new(&rules::ALARM, pointer, node.range, message);
            self.findings.push(finding.aws("Period must be 10, 30 or a multiple of 60"));
            return None;
        };
        if seconds < 60 {
            let message = "the metrics here have one datapoint a minute: in shorter periods most are missing";
            self.report(&rules::ALARM_RESOLUTION, &pointer, node, message);
        }
        Some(seconds)
    }

    fn alarm_rule(&mut self, node: &Node, pointer: &str) -> Option<AlarmRule> {
        let periods = self.needed(node, "EvaluationPeriods", pointer).and_then(|given| {
            let periods = u32::try_from(given.as_integer()?).ok().filter(|periods| *periods > 0);
            if periods.is_none() {
                let message = "`EvaluationPeriods` is 1 or more";
                self.report(&rules::ALARM, &child(pointer, "EvaluationPeriods"), given, message);
            }
            periods
        });
        let threshold = self.needed(node, "Threshold", pointer).and_then(Node::as_number);
        let comparison = self.needed(node, "ComparisonOperator", pointer).and_then(|given| {
            let name = given.as_str()?;
            let found = Comparison::ALL.into_iter().find(|(known, _)| *known == name);
            if found.is_none() && name.starts_with("LessThanLower") | name.ends_with("UpperThreshold") {
                let message = "alarms on anomaly detection are not simulated: compare with a `Threshold`";
                self.report(&rules::ALARM, &child(pointer, "ComparisonOperator"), given, message);
            }
            found.map(|(_, comparison)| comparison)
        });
        let periods = periods?;
        let treat_missing = node.str("TreatMissingData").and_then(|name| {
            MissingData::ALL.into_iter().find(|(known, _)| *known == name).map(|(_, treatment)| treatment)
        });
        Some(AlarmRule {
            evaluation_periods: periods,
            datapoints_to_alarm: self.datapoints_to_alarm(node, pointer, periods),
            threshold: threshold?,
            comparison: comparison?,
            treat_missing: treat_missing.unwrap_or_default(),
        })
    }

    fn datapoints_to_alarm(&mut self, node: &Node, pointer: &str, periods: u32) -> Option<u32> {
        let given = node.get("DatapointsToAlarm")?;
        let datapoints = u32::try_from(given.as_integer()?).ok().filter(|datapoints| *datapoints > 0);
        if let Some(datapoints) = datapoints.filter(|datapoints| *datapoints <= periods) {
            return Some(datapoints);
        }
        let message = format!("`DatapointsToAlarm` is from 1 to the {periods} of `EvaluationPeriods`");
        let place = child(pointer, "DatapointsToAlarm");
        let finding = Finding::new(&rules::ALARM, place, given.range, message);
        self.findings.push(if datapoints.is_some() {
            finding.aws("DatapointsToAlarm must be less than or equal to EvaluationPeriods")
        } else {
            finding
        });
        None
    }

    /// What an alarm with a fixed threshold cannot do without.
    fn needed<'n>(&mut self, node: &'n Node, key: &str, pointer: &str) -> Option<&'n Node> {
        let given = node.get(key);
        if given.is_none() {
            let message = format!("an alarm has `{key}`");
            self.findings.push(Finding::new(&rules::ALARM, pointer, node.opening(), message));
        }
        given
    }

    /// An alarm looks back no further than AWS lets it.
    fn looks_back(&mut self, node: &Node, pointer: &str, period_seconds: u32, rule: &AlarmRule) {
        let most = if period_seconds >= 3600 { WEEK_SECONDS } else { DAY_SECONDS };
        let seconds = u64::from(period_seconds) * u64::from(rule.evaluation_periods);
        if seconds <= most {
            return;
        }
        let message = format!(
            "`EvaluationPeriods` × `Period` is {seconds} seconds, and {most} are the most: a day, or a week from a period of an hour on"
        );
        let place = node.get("EvaluationPeriods").unwrap_or(node);
        let finding = Finding::new(&rules::ALARM, child(pointer, "EvaluationPeriods"), place.range, message);
        self.findings.push(if most == DAY_SECONDS {
            finding.aws("Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= 86400).")
        } else {
            finding
        });
    }
}

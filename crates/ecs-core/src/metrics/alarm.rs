//! What an alarm is: `cloudwatch:PutMetricAlarm`.

use super::{Expression, MetricRef, Statistic};
use serde::{Deserialize, Serialize};

/// `StateValue` of an alarm. Spec: METRIC-5.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AlarmState {
    /// OK.
    Ok,
    /// ALARM.
    Alarm,
    /// INSUFFICIENT_DATA.
    InsufficientData,
}

impl AlarmState {
    /// AWS's spelling.
    pub fn name(self) -> &'static str {
        match self {
            AlarmState::Ok => "OK",
            AlarmState::Alarm => "ALARM",
            AlarmState::InsufficientData => "INSUFFICIENT_DATA",
        }
    }
}

/// `ComparisonOperator` of an alarm with a fixed threshold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Comparison {
    /// GreaterThanThreshold.
    Greater,
    /// GreaterThanOrEqualToThreshold.
    GreaterOrEqual,
    /// LessThanThreshold.
    Less,
    /// LessThanOrEqualToThreshold.
    LessOrEqual,
}

impl Comparison {
    /// Each as AWS writes it.
    pub const ALL: [(&'static str, Comparison); 4] = [
        ("GreaterThanThreshold", Comparison::Greater),
        ("GreaterThanOrEqualToThreshold", Comparison::GreaterOrEqual),
        ("LessThanThreshold", Comparison::Less),
        ("LessThanOrEqualToThreshold", Comparison::LessOrEqual),
    ];

    /// Whether a value breaches the threshold.
    pub fn breaches(self, value: f64, threshold: f64) -> bool {
        match self {
            Comparison::Greater => value > threshold,
            Comparison::GreaterOrEqual => value >= threshold,
            Comparison::Less => value < threshold,
            Comparison::LessOrEqual => value <= threshold,
        }
    }

    /// AWS's spelling.
    pub fn name(self) -> &'static str {
        Comparison::ALL.iter().find(|(_, own)| *own == self).map_or("", |(name, _)| name)
    }
}

/// `TreatMissingData`. Spec: METRIC-6.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum MissingData {
    /// `missing`.
    #[default]
    Missing,
    /// `ignore`: the state stays.
    Ignore,
    /// `breaching`.
    Breaching,
    /// `notBreaching`.
    NotBreaching,
}

impl MissingData {
    /// Each as AWS writes it.
    pub const ALL: [(&'static str, MissingData); 4] = [
        ("missing", MissingData::Missing),
        ("ignore", MissingData::Ignore),
        ("breaching", MissingData::Breaching),
        ("notBreaching", MissingData::NotBreaching),
    ];

    /// AWS's spelling.
    pub fn name(self) -> &'static str {
        MissingData::ALL.iter().find(|(_, own)| *own == self).map_or("", |(name, _)| name)
    }
}

/// What datapoints are held against. Spec: METRIC-5.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct AlarmRule {
    /// `EvaluationPeriods`: N, from 1.
    pub evaluation_periods: u32,
    /// `DatapointsToAlarm`: M, from 1 to N; none where it is left out, which means N.
    pub datapoints_to_alarm: Option<u32>,
    /// `Threshold`; a number.
    pub threshold: f64,
    /// `ComparisonOperator`.
    pub comparison: Comparison,
    /// `TreatMissingData`.
    pub treat_missing: MissingData,
}

impl AlarmRule {
    /// M: how many datapoints have to breach.
    pub fn datapoints(&self) -> u32 {
        self.datapoints_to_alarm.unwrap_or(self.evaluation_periods)
    }

    /// How many periods are looked at, in case datapoints of the last N are missing: the evaluation range.
    /// Spec: METRIC-6.
    pub fn range(&self) -> u32 {
        self.evaluation_periods.saturating_add(2)
    }

    /// Whether a value breaches the threshold.
    pub fn breaches(&self, value: f64) -> bool {
        self.comparison.breaches(value, self.threshold)
    }
}

/// What an alarm looks at. Spec: METRIC-3, METRIC-4.
#[derive(Clone, Debug, PartialEq)]
pub enum Watched {
    /// A statistic of a metric.
    Metric {
        /// The metric.
        metric: MetricRef,
        /// The statistic.
        statistic: Statistic,
    },
    /// `Metrics`: metrics and expressions, one of which is looked at.
    Math {
        /// All of them, in order.
        queries: Vec<Query>,
        /// The number of the one that is looked at.
        returned: usize,
    },
}

/// An entry of `Metrics`.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    /// `Id`.
    pub id: String,
    /// `Label`, where it has one.
    pub label: Option<String>,
    /// What it is.
    pub of: QueryOf,
}

/// What an entry of `Metrics` is.
#[derive(Clone, Debug, PartialEq)]
pub enum QueryOf {
    /// `MetricStat`.
    Metric {
        /// The metric.
        metric: MetricRef,
        /// `Stat`.
        statistic: Statistic,
    },
    /// `Expression`.
    Expression(Expression),
}

/// An action of an alarm. Spec: METRIC-8.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlarmAction {
    /// What was written: an ARN or a short form.
    pub reference: String,
    /// What it is.
    pub target: ActionTarget,
}

/// What an action of an alarm leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ActionTarget {
    /// A topic of the scenario, by its number.
    Topic(usize),
    /// A scaling policy of Application Auto Scaling.
    ScalingPolicy {
        /// `ResourceId`: `service/default/web`.
        resource_id: String,
        /// `PolicyName`.
        policy_name: String,
    },
    /// A scaling policy of an Auto Scaling group.
    GroupPolicy {
        /// `AutoScalingGroupName`.
        group: String,
        /// `PolicyName`.
        policy_name: String,
    },
    /// Something else that AWS takes.
    NotSimulated,
}

/// An alarm as PutMetricAlarm makes it.
#[derive(Clone, Debug, PartialEq)]
pub struct AlarmDefinition {
    /// `AlarmName`.
    pub name: String,
    /// `AlarmDescription`.
    pub description: Option<String>,
    /// What it looks at.
    pub watched: Watched,
    /// `Period`, in seconds: 10, 20, 30 or a multiple of 60.
    pub period_seconds: u32,
    /// What datapoints are held against.
    pub rule: AlarmRule,
    /// `ActionsEnabled`.
    pub actions_enabled: bool,
    /// `OKActions`.
    pub ok_actions: Vec<AlarmAction>,
    /// `AlarmActions`.
    pub alarm_actions: Vec<AlarmAction>,
    /// `InsufficientDataActions`.
    pub insufficient_data_actions: Vec<AlarmAction>,
}

impl AlarmDefinition {
    /// The actions for a state.
    pub fn actions(&self, state: AlarmState) -> &[AlarmAction] {
        match state {
            AlarmState::Ok => &self.ok_actions,
            AlarmState::Alarm => &self.alarm_actions,
            AlarmState::InsufficientData => &self.insufficient_data_actions,
        }
    }
}

/// Who made an alarm, and so who is told of every evaluation. Policies, groups and capacity providers are
/// named by their number in the table of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AlarmOwner {
    /// The scenario, or PutMetricAlarm.
    Document,
    /// A policy of Application Auto Scaling.
    ScalingPolicy(usize),
    /// A policy of an Auto Scaling group.
    GroupPolicy(usize),
    /// The managed scaling of a capacity provider.
    CapacityProvider(usize),
}

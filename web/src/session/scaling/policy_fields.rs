//! The members of policies that the form shows: what those of services and those of groups have alike, and what
//! is each one's own.

use crate::session::members::MemberField;
use crate::session::members::MemberKind::{Choice, Decimal, Flag, Text, Whole};
use ecs_core::limits;

/// Seconds of a cooldown at the most that an arrow key goes to: a day.
const DAY_SECONDS: u32 = 86_400;

/// What is changed at the most.
const CAPACITY: u32 = 5000;

/// Whose a policy is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PolicyOf {
    /// A service's: `application-autoscaling:PutScalingPolicy`.
    #[default]
    Service,
    /// An Auto Scaling group's: `autoscaling:PutScalingPolicy`.
    Group,
}

/// A policy by its list and its number there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PolicyAt {
    /// Which list.
    pub of: PolicyOf,
    /// The number.
    pub number: usize,
}

/// Where a policy has what the form shows.
#[derive(Debug)]
pub struct PolicyFields {
    /// The list of the scenario.
    pub list: &'static str,
    /// The member that names what is scaled.
    pub scaled: &'static str,
    /// The object with what target tracking follows.
    pub tracking: &'static str,
    /// The list of steps.
    pub steps: &'static str,
    /// Target tracking: what the metric is held at.
    pub target: MemberField,
    /// Whether it never scales in.
    pub never_in: MemberField,
    /// How long it waits.
    pub tracking_waits: &'static [MemberField],
    /// What a step's number means.
    pub adjustment: MemberField,
    /// How long step scaling waits.
    pub step_wait: MemberField,
    /// Which of several datapoints counts.
    pub aggregation: MemberField,
    /// What a percentage changes at the least.
    pub least: MemberField,
    /// The bounds of a step as offsets from the threshold, and its number: more of them, percent more, and how
    /// many.
    pub step: [[MemberField; 3]; 3],
    /// What else there is.
    pub more: &'static [MemberField],
}

impl PolicyOf {
    /// The members of such a policy.
    pub fn fields(self) -> &'static PolicyFields {
        match self {
            PolicyOf::Service => &OF_SERVICES,
            PolicyOf::Group => &OF_GROUPS,
        }
    }
}

impl PolicyAt {
    /// Its place in the scenario.
    pub fn pointer(self) -> String {
        format!("/{}/{}", self.of.fields().list, self.number)
    }
}

impl PolicyFields {
    /// The members of a step where its number means that.
    pub fn step_by(&self, adjustment_type: &str) -> &[MemberField; 3] {
        let [more, percent, exact] = &self.step;
        match adjustment_type {
            "PercentChangeInCapacity" => percent,
            "ExactCapacity" => exact,
            _ => more,
        }
    }

    /// All that are no list.
    pub fn all(&self) -> impl Iterator<Item = &MemberField> {
        let own =
            [&self.target, &self.never_in, &self.adjustment, &self.step_wait, &self.aggregation, &self.least];
        [&POLICY_NAME].into_iter().chain(own).chain(self.tracking_waits).chain(self.more)
    }
}

/// The name of a policy.
pub const POLICY_NAME: MemberField = MemberField::new("PolicyName", "Name", Text);

/// Steps that a policy can have.
pub const STEPS_AT_MOST: usize = limits::STEPS_PER_POLICY;

/// What a policy of a group of type SimpleScaling waits for, by default as long as the group.
pub const SIMPLE_COOLDOWN: MemberField =
    MemberField::new("Cooldown", "Cooldown, seconds", Whole(0, DAY_SECONDS)).or("");

/// Whether a policy of a group does anything.
pub const ENABLED: MemberField = MemberField::new("Enabled", "Enabled", Flag).or("true");

const WARM_UP: MemberField =
    MemberField::new("EstimatedInstanceWarmup", "Warm-up, seconds", Whole(0, DAY_SECONDS)).or("");

const AGGREGATIONS: &[(&str, &str)] =
    &[("Average", "their average"), ("Minimum", "the least"), ("Maximum", "the largest")];

const fn step(label: &'static str) -> [MemberField; 3] {
    [
        MemberField::new("MetricIntervalLowerBound", "From", Decimal).or("−∞"),
        MemberField::new("MetricIntervalUpperBound", "Up to", Decimal).or("∞"),
        MemberField::new("ScalingAdjustment", label, Decimal),
    ]
}

static OF_SERVICES: PolicyFields = PolicyFields {
    list: "scalingPolicies",
    scaled: "ResourceId",
    tracking: "TargetTrackingScalingPolicyConfiguration",
    steps: "StepScalingPolicyConfiguration/StepAdjustments",
    target: MemberField::new("TargetTrackingScalingPolicyConfiguration/TargetValue", "Target value", Decimal),
    never_in: MemberField::flag("TargetTrackingScalingPolicyConfiguration/DisableScaleIn", "Never scale in"),
    tracking_waits: &[
        MemberField::new(
            "TargetTrackingScalingPolicyConfiguration/ScaleOutCooldown",
            "Scale-out cooldown, seconds",
            Whole(0, DAY_SECONDS),
        )
        .or("300"),
        MemberField::new(
            "TargetTrackingScalingPolicyConfiguration/ScaleInCooldown",
            "Scale-in cooldown, seconds",
            Whole(0, DAY_SECONDS),
        )
        .or("300"),
    ],
    adjustment: MemberField::new(
        "StepScalingPolicyConfiguration/AdjustmentType",
        "A step's number is",
        Choice(&[
            ("ChangeInCapacity", "tasks more or fewer"),
            ("PercentChangeInCapacity", "percent more or fewer"),
            ("ExactCapacity", "the number of tasks"),
        ]),
    ),
    step_wait: MemberField::new(
        "StepScalingPolicyConfiguration/Cooldown",
        "Cooldown, seconds",
        Whole(0, DAY_SECONDS),
    )
    .or("300"),
    aggregation: MemberField::new(
        "StepScalingPolicyConfiguration/MetricAggregationType",
        "Of several datapoints",
        Choice(AGGREGATIONS),
    )
    .or("Average"),
    least: MemberField::new(
        "StepScalingPolicyConfiguration/MinAdjustmentMagnitude",
        "At the least, tasks",
        Whole(1, CAPACITY),
    )
    .or(""),
    step: [step("Tasks more"), step("Percent more"), step("Tasks")],
    more: &[],
};

static OF_GROUPS: PolicyFields = PolicyFields {
    list: "autoScalingPolicies",
    scaled: "AutoScalingGroupName",
    tracking: "TargetTrackingConfiguration",
    steps: "StepAdjustments",
    target: MemberField::new("TargetTrackingConfiguration/TargetValue", "Target value", Decimal),
    never_in: MemberField::flag("TargetTrackingConfiguration/DisableScaleIn", "Never scale in"),
    tracking_waits: &[WARM_UP],
    adjustment: MemberField::new(
        "AdjustmentType",
        "The number is",
        Choice(&[
            ("ChangeInCapacity", "instances more or fewer"),
            ("PercentChangeInCapacity", "percent more or fewer"),
            ("ExactCapacity", "the number of instances"),
        ]),
    ),
    step_wait: WARM_UP,
    aggregation: MemberField::new("MetricAggregationType", "Of several datapoints", Choice(AGGREGATIONS))
        .or("Average"),
    least: MemberField::new("MinAdjustmentMagnitude", "At the least, instances", Whole(1, CAPACITY)).or(""),
    step: [step("Instances more"), step("Percent more"), step("Instances")],
    more: &[step("Instances more")[2], SIMPLE_COOLDOWN, ENABLED],
};

//! The members of scalable targets, policies and scheduled actions that the form shows.

use crate::session::members::MemberField;
use crate::session::members::MemberKind::{Choice, Decimal, Text, Whole};

/// Tasks of a service at the most.
const TASKS: u32 = 5000;

/// Seconds of a cooldown at the most that an arrow key goes to: a day.
const DAY_SECONDS: u32 = 86_400;

/// The bounds of a scalable target.
pub const CAPACITY: [MemberField; 2] = [
    MemberField::new("MinCapacity", "Minimum tasks", Whole(0, TASKS)),
    MemberField::new("MaxCapacity", "Maximum tasks", Whole(0, TASKS)),
];

/// What is suspended of it.
pub const SUSPENDED: [MemberField; 3] = [
    MemberField::flag("SuspendedState/DynamicScalingInSuspended", "Suspend scaling in"),
    MemberField::flag("SuspendedState/DynamicScalingOutSuspended", "Suspend scaling out"),
    MemberField::flag("SuspendedState/ScheduledScalingSuspended", "Suspend scheduled actions"),
];

/// The name of a policy.
pub const POLICY_NAME: MemberField = MemberField::new("PolicyName", "Name", Text);

/// Target tracking, behind the metric.
pub const TRACKING: [MemberField; 4] = [
    MemberField::new("TargetTrackingScalingPolicyConfiguration/TargetValue", "Target value", Decimal),
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
    MemberField::flag("TargetTrackingScalingPolicyConfiguration/DisableScaleIn", "Never scale in"),
];

/// Step scaling, beside its steps.
pub const STEP: [MemberField; 3] = [
    MemberField::new(
        "StepScalingPolicyConfiguration/AdjustmentType",
        "A step's number is",
        Choice(&[
            ("ChangeInCapacity", "tasks more or fewer"),
            ("PercentChangeInCapacity", "percent more or fewer"),
            ("ExactCapacity", "the number of tasks"),
        ]),
    ),
    MemberField::new("StepScalingPolicyConfiguration/Cooldown", "Cooldown, seconds", Whole(0, DAY_SECONDS))
        .or("300"),
    MemberField::new(
        "StepScalingPolicyConfiguration/MetricAggregationType",
        "Of several datapoints",
        Choice(&[("Average", "their average"), ("Minimum", "the least"), ("Maximum", "the largest")]),
    )
    .or("Average"),
];

/// What a percentage changes at the least.
pub const STEP_LEAST: MemberField = MemberField::new(
    "StepScalingPolicyConfiguration/MinAdjustmentMagnitude",
    "At the least, tasks",
    Whole(1, TASKS),
)
.or("");

const FROM: MemberField = MemberField::new("MetricIntervalLowerBound", "From", Decimal).or("−∞");
const UP_TO: MemberField = MemberField::new("MetricIntervalUpperBound", "Up to", Decimal).or("∞");

/// A step: its bounds as offsets from the threshold, and its number in tasks.
pub const STEPS: [MemberField; 3] =
    [FROM, UP_TO, MemberField::new("ScalingAdjustment", "Tasks more", Decimal)];

/// The same with a percentage.
pub const PERCENT_STEPS: [MemberField; 3] =
    [FROM, UP_TO, MemberField::new("ScalingAdjustment", "Percent more", Decimal)];

/// The same with a number of tasks.
pub const EXACT_STEPS: [MemberField; 3] =
    [FROM, UP_TO, MemberField::new("ScalingAdjustment", "Tasks", Decimal)];

/// The name of a scheduled action.
pub const SCHEDULE_NAME: MemberField = MemberField::new("ScheduledActionName", "Name", Text);

/// When it is due.
pub const SCHEDULE: MemberField = MemberField::new("Schedule", "Schedule", Text);

/// In which time zone.
pub const TIME_ZONE: MemberField = MemberField::new("Timezone", "Time zone", Text).or("UTC");

/// Both.
pub(super) const SCHEDULE_TIMES: [MemberField; 2] = [SCHEDULE, TIME_ZONE];

/// The bounds that it sets.
pub const SCHEDULE_BOUNDS: [MemberField; 2] = [
    MemberField::new("ScalableTargetAction/MinCapacity", "Sets the minimum", Whole(0, TASKS)).or(""),
    MemberField::new("ScalableTargetAction/MaxCapacity", "Sets the maximum", Whole(0, TASKS)).or(""),
];

/// Between which moments it counts.
pub const SCHEDULE_SPAN: [MemberField; 2] = [
    MemberField::new("StartTime", "Not before", Text).or(""),
    MemberField::new("EndTime", "Not behind", Text).or(""),
];

//! The members of groups, providers and launch templates that the form shows.

use crate::session::members::MemberField;
use crate::session::members::MemberKind::{Choice, Text, Whole};

/// Instances of a cluster at the most.
const INSTANCES: u32 = 5000;

/// Seconds at the most that an arrow key goes to: a day.
const DAY_SECONDS: u32 = 86_400;

/// ENABLED or DISABLED.
const SWITCH: &[(&str, &str)] = &[("ENABLED", "on"), ("DISABLED", "off")];

/// Between what a group is, and where it begins.
pub const GROUP_SIZES: [MemberField; 3] = [
    MemberField::new("MinSize", "Minimum size", Whole(0, INSTANCES)),
    MemberField::new("MaxSize", "Maximum size", Whole(0, INSTANCES)),
    MemberField::new("DesiredCapacity", "Desired", Whole(0, INSTANCES)).or(""),
];

/// The type that a group launches.
pub const GROUP_TYPE: MemberField = MemberField::new("simulation/instanceType", "Instance type", Text).or("");

/// The launch template of a group.
pub const GROUP_TEMPLATE: MemberField =
    MemberField::new("LaunchTemplate/LaunchTemplateName", "Launch template", Choice(&[])).or("");

/// How instances are launched.
pub const GROUP_LAUNCH: [MemberField; 2] = [
    MemberField::new("simulation/launchSeconds", "Boot to registered, seconds", Whole(0, 3600)).or("90"),
    MemberField::new(
        "simulation/purchaseOption",
        "Paid as",
        Choice(&[("on-demand", "On-Demand"), ("spot", "Spot")]),
    )
    .or("on-demand"),
];

/// A type of a mixed group.
pub const INSTANCE_TYPES: [MemberField; 2] = [
    MemberField::new("InstanceType", "Instance type", Text),
    MemberField::new("WeightedCapacity", "Weight", Text).or(""),
];

/// What of a mixed group is On-Demand and what is Spot.
pub const DISTRIBUTION: [MemberField; 4] = [
    MemberField::new(
        "MixedInstancesPolicy/InstancesDistribution/OnDemandBaseCapacity",
        "On-Demand first",
        Whole(0, INSTANCES),
    )
    .or("0"),
    MemberField::new(
        "MixedInstancesPolicy/InstancesDistribution/OnDemandPercentageAboveBaseCapacity",
        "On-Demand beyond, %",
        Whole(0, 100),
    )
    .or("100"),
    MemberField::new(
        "MixedInstancesPolicy/InstancesDistribution/OnDemandAllocationStrategy",
        "On-Demand types",
        Choice(&[("prioritized", "as they are listed"), ("lowest-price", "the cheapest")]),
    )
    .or("prioritized"),
    MemberField::new(
        "MixedInstancesPolicy/InstancesDistribution/SpotAllocationStrategy",
        "Spot types",
        Choice(&[
            ("lowest-price", "lowest-price"),
            ("price-capacity-optimized", "price-capacity-optimized"),
            ("capacity-optimized", "capacity-optimized"),
            ("capacity-optimized-prioritized", "capacity-optimized-prioritized"),
        ]),
    )
    .or("lowest-price"),
];

/// How long a group waits.
pub const COOLDOWNS: [MemberField; 2] = [
    MemberField::new("DefaultInstanceWarmup", "Warm-up, seconds", Whole(0, DAY_SECONDS)).or(""),
    MemberField::new("DefaultCooldown", "Cooldown, seconds", Whole(0, DAY_SECONDS)).or("300"),
];

/// What else there is about its instances.
pub const GROUP_FLAGS: [MemberField; 2] = [
    MemberField::flag("NewInstancesProtectedFromScaleIn", "Protect new instances from scale-in"),
    MemberField::flag("CapacityRebalance", "Replace Spot Instances at risk before they go"),
];

/// A launch template: what it is called by, and what it launches.
pub const TEMPLATE: [MemberField; 2] = [
    MemberField::new("LaunchTemplateName", "Name", Text),
    MemberField::new("LaunchTemplateData/InstanceType", "Instance type", Text).or(""),
];

/// The name of a group's scheduled action.
pub const GROUP_SCHEDULE_NAME: MemberField = MemberField::new("ScheduledActionName", "Name", Text);

/// When it is due.
pub const GROUP_SCHEDULE_TIMES: [MemberField; 4] = [
    MemberField::new("Recurrence", "Recurrence", Text).or(""),
    MemberField::new("TimeZone", "Time zone", Text).or("UTC"),
    MemberField::new("StartTime", "Not before", Text).or(""),
    MemberField::new("EndTime", "Not behind", Text).or(""),
];

/// What it sets.
pub const GROUP_SCHEDULE_SIZES: [MemberField; 3] = [
    MemberField::new("MinSize", "Minimum size", Whole(0, INSTANCES)).or(""),
    MemberField::new("MaxSize", "Maximum size", Whole(0, INSTANCES)).or(""),
    MemberField::new("DesiredCapacity", "Desired", Whole(0, INSTANCES)).or(""),
];

/// The group of a capacity provider.
pub const PROVIDER_GROUP: MemberField =
    MemberField::new("autoScalingGroupProvider/autoScalingGroupArn", "Auto Scaling group", Choice(&[]));

/// Whether a provider scales its group.
pub const SCALING_STATUS: MemberField =
    MemberField::new("autoScalingGroupProvider/managedScaling/status", "Managed scaling", Choice(SWITCH));

/// How it does.
pub const SCALING_STEPS: [MemberField; 4] = [
    MemberField::new(
        "autoScalingGroupProvider/managedScaling/targetCapacity",
        "Target capacity, %",
        Whole(1, 100),
    )
    .or("100"),
    MemberField::new(
        "autoScalingGroupProvider/managedScaling/instanceWarmupPeriod",
        "Warm-up, seconds",
        Whole(0, 10_000),
    )
    .or("300"),
    MemberField::new(
        "autoScalingGroupProvider/managedScaling/minimumScalingStepSize",
        "Smallest step, instances",
        Whole(1, 10_000),
    )
    .or("1"),
    MemberField::new(
        "autoScalingGroupProvider/managedScaling/maximumScalingStepSize",
        "Largest step, instances",
        Whole(1, 10_000),
    )
    .or("10000"),
];

/// How its instances end.
pub const PROVIDER_ENDS: [MemberField; 2] = [
    MemberField::new(
        "autoScalingGroupProvider/managedTerminationProtection",
        "Termination protection",
        Choice(SWITCH),
    )
    .or("DISABLED"),
    MemberField::new("autoScalingGroupProvider/managedDraining", "Managed draining", Choice(SWITCH))
        .or("ENABLED"),
];

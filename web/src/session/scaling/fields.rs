//! The members of scalable targets, policies and scheduled actions that the form shows.

use crate::session::members::MemberField;
use crate::session::members::MemberKind::{Text, Whole};

/// Tasks of a service at the most.
const TASKS: u32 = 5000;

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

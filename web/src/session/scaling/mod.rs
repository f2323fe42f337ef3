//! What Application Auto Scaling is told of services, as the forms show it.

mod dates;
mod fields;
mod kind;
mod policies;
mod policy_fields;
mod preview;
mod rows;
mod tracked;

pub(super) use dates::{DATES, dates_in_words};
pub use fields::{CAPACITY, SCHEDULE, SCHEDULE_BOUNDS, SCHEDULE_NAME, SCHEDULE_SPAN, SUSPENDED, TIME_ZONE};
pub use policies::{PolicyRow, PolicyType};
pub use policy_fields::{
    ENABLED, POLICY_NAME, PolicyAt, PolicyFields, PolicyOf, SIMPLE_COOLDOWN, STEPS_AT_MOST,
};
pub use preview::{Scaled, Trial};
pub use rows::{ScalingEntries, ScheduleRow, TargetRow};
pub use tracked::{Tracked, tracked_choices};

//! What Application Auto Scaling is told of services, as the forms show it.

mod dates;
mod fields;
mod preview;
mod rows;
mod tracked;

pub(super) use dates::{DATES, dates_in_words};
pub use fields::{
    CAPACITY, EXACT_STEPS, PERCENT_STEPS, POLICY_NAME, SCHEDULE, SCHEDULE_BOUNDS, SCHEDULE_NAME,
    SCHEDULE_SPAN, STEP, STEP_LEAST, STEPS, SUSPENDED, TIME_ZONE, TRACKING,
};
pub use preview::Trial;
pub use rows::{PolicyRow, PolicyType, ScalingEntries, ScheduleRow, TargetRow};
pub use tracked::{MATH, QueryRow, Tracked, tracked_choices};

//! Auto Scaling groups, capacity providers and launch templates, as the forms show them.

mod fields;
mod preview;
mod rows;

pub use fields::{
    COOLDOWNS, DISTRIBUTION, GROUP_FLAGS, GROUP_LAUNCH, GROUP_SCHEDULE_NAME, GROUP_SCHEDULE_SIZES,
    GROUP_SCHEDULE_TIMES, GROUP_SIZES, GROUP_TEMPLATE, GROUP_TYPE, INSTANCE_TYPES, PROVIDER_ENDS,
    PROVIDER_GROUP, SCALING_STATUS, SCALING_STEPS, TEMPLATE,
};
pub use preview::{Reservations, needs};
pub use rows::{CapacityEntries, GroupRow, GroupScheduleRow, ProviderRow, TemplateRow};

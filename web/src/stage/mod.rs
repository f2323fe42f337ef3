//! The picture of a run: what goes where is worked out first, and drawn then.

mod card;
mod colours;
mod controls;
mod dense;
mod description;
mod divider;
mod faces;
mod foot;
mod grid;
mod held;
mod layout;
mod pictures;
mod remarks;
mod rollout;
mod sheet;
mod start;
mod table;
mod traffic;
mod view;
mod waiting;
mod zone;

pub use foot::{Foot, FootProps};
pub use layout::{clock, colour, short_id};
pub use traffic::{Traffic, TrafficProps};
pub use view::{Stage, StageProps};

//! The picture of a run: what goes where is worked out first, and drawn then.

mod card;
mod foot;
mod layout;
mod view;
mod waiting;
mod zone;

pub use layout::{clock, colour, short_id};
pub use view::{Stage, StageProps};

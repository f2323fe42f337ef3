//! Charts: what is drawn is worked out first, and painted then by whatever plotters can draw on.

mod compute;
mod paint;
mod panel;

pub use panel::ReservationChart;

//! Charts: what is drawn is worked out first, and painted then by whatever plotters can draw on.

mod compute;
mod figure;
mod frame;
mod health;
mod of_alarms;
mod of_load;
mod of_tasks;
mod over_time;
mod paint;
mod panel;
mod plot;
mod sheet;
mod side_by_side;
mod strips;
mod targets;

pub use health::{class as health_class, words as health_words};
pub use over_time::{OverTime, OverTimeProps};
pub use panel::ReservationChart;
pub use side_by_side::{SideBySide, SideBySideProps};

//! Metrics and alarms in a run: what is watched, how it is worked out, and who is told.
//!
//! Minutes are taken down by `engine::traffic::measure`; [`series`] is the one place that knows what a metric is
//! in them. When a minute has ended and everything else that was due then has been done, every alarm is
//! evaluated in the order of creation, and [`dispatch`] tells its owner.

mod alarms;
mod dispatch;
mod series;
mod tables;
mod window;

pub(crate) use series::{Published, Source};

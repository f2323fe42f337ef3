//! CloudWatch's metrics and alarms, pure: values and definitions come in, states with their reasons go out.
//!
//! - [`MetricRef`] names a metric, [`Statistic`] says what is asked of its samples, [`Samples`] is a minute of
//!   them.
//! - [`Expression`] is the part of metric math that is simulated.
//! - [`AlarmDefinition`] is what PutMetricAlarm says, and [`evaluate`] holds datapoints against it.
//!
//! Nothing here knows how a metric is worked out: that is `engine::metrics`.

mod alarm;
mod catalog;
mod evaluation;
mod math;
mod metric;
mod statistic;

pub use alarm::{
    ActionTarget, AlarmAction, AlarmDefinition, AlarmOwner, AlarmRule, AlarmState, Comparison, MissingData,
    Query, QueryOf, Watched,
};
pub use catalog::MetricKind;
pub use evaluation::{Datapoint, Evaluation, Standing, evaluate};
pub use math::{Expression, MathFailure, Series};
pub use metric::{Dimension, MetricRef};
pub use statistic::{Samples, Statistic};

//! Capacity that is not there for a time.

use crate::aws::Provider;
use crate::time::SimTime;

/// An entry of `simulation.shortages`. Spec: CAP-4.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shortage {
    /// What cannot be had.
    pub of: ShortageOf,
    /// Where; everywhere where none is named.
    pub availability_zone: Option<String>,
    /// From when on.
    pub from: SimTime,
    /// Until when.
    pub until: SimTime,
}

impl Shortage {
    /// Whether it is felt in a zone at a moment.
    pub fn is_felt(&self, zone: &str, at: SimTime) -> bool {
        let is_there = self.availability_zone.as_deref().is_none_or(|name| name == zone);
        is_there && self.from <= at && at < self.until
    }
}

/// What a shortage is one of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ShortageOf {
    /// FARGATE or FARGATE_SPOT.
    Provider(Provider),
    /// An instance type, by its name.
    InstanceType(String),
}

//! Availability Zone rebalancing of a service: how far it is, and what is said of it. Spec: DEPLOY-20.

use crate::ids::{TaskRow, ZoneRow};
use crate::time::SimTime;
use serde::Serialize;

/// How far the rebalancing of a service is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Rebalancing {
    /// The one that goes on.
    pub round: Option<Round>,
    /// What the last one ended with that did not come to its end, and when that was said.
    pub given_up: Option<(GivenUp, SimTime)>,
}

/// A rebalancing that goes on: it ends with the service as it was when it began.
#[derive(Clone, Copy, Debug)]
pub struct Round {
    /// The number of the deployment that was PRIMARY.
    pub primary: usize,
    /// Tasks that the service was to have.
    pub desired: u32,
    /// The task that was started beside them, as long as none was stopped for it.
    pub extra: Option<TaskRow>,
}

/// Why a rebalancing ends before the zones are even.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum GivenUp {
    /// The zone with the fewest tasks has no room for another.
    NoRoom(ZoneRow),
    /// `maximumPercent` of these few tasks is less than one task more.
    Maximum,
    /// The tasks of the zone with the most are all under scale-in protection.
    Protection,
    /// Something else happened to the service: a deployment, another desired count, another setting.
    Interrupted,
}

/// What a service says of its zones.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum ZoneEvent {
    /// They are uneven, and rebalancing begins: each zone with its tasks.
    Uneven(Vec<(ZoneRow, u32)>),
    /// A task was started in a zone with the fewest.
    Started(ZoneRow, TaskRow),
    /// A task was stopped in a zone with the most.
    Stopped(ZoneRow, TaskRow),
    /// They are even: each zone with its tasks.
    Even(Vec<(ZoneRow, u32)>),
    /// The zone with the fewest has no room for another.
    NoRoom(ZoneRow),
    /// So many tasks of the zone with the most are all under scale-in protection.
    Protected(u32),
    /// Rebalancing ended before the zones were even.
    GivenUp(GivenUp),
}

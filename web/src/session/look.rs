//! How the run on the stage is looked at.

use super::axis::Zoom;
use std::rc::Rc;

/// What the stage shows of a run, and what its colours mean. Kept from one scenario to the next.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// The view.
    pub picture: Picture,
    /// What the colours of instances mean.
    pub colour_by: ColourBy,
    /// What part of its time is shown.
    pub zoom: Zoom,
    /// Whether the charts are folded away.
    pub folds_charts: bool,
}

/// A view of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Picture {
    /// A card for each instance.
    #[default]
    Stage,
    /// Everything in tables.
    Table,
    /// A small cell for each instance.
    Dense,
}

/// What the colours of instances mean.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ColourBy {
    /// The service that has most tasks on the instance.
    #[default]
    Service,
    /// The revision that has most tasks on the instance; tasks have the colour of theirs.
    Revision,
    /// The instance type.
    InstanceType,
    /// The Availability Zone.
    Zone,
    /// ACTIVE or DRAINING.
    Status,
    /// The operating system family.
    OperatingSystem,
    /// The attribute of that name.
    Attribute(Rc<str>),
}

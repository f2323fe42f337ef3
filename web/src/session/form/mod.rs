//! The form of a task definition: what it shows of a text, what it changes in it, and where each
//! finding belongs. `fields` names every field once; the others follow it.

mod brief;
mod change;
mod fields;
mod follows;
mod graph;
mod place;
mod read;
mod template;

pub(super) use change::change;
pub use change::{Change, CheckKind, Part, VolumeKind};
pub use fields::{
    CONDITIONS, FARGATE_LOG_DRIVERS, FieldSpec, Kind, LOG_DRIVERS, NETWORK_MODES, OPERATING_SYSTEMS,
    element_id, field_of,
};
pub use follows::Follows;
pub use graph::{Arrow, BOX_HEIGHT, Dependency, GRAPH_WIDTH, Graph, Stop, StopState, graph};
pub use place::{Placed, place};
pub use read::Form;
pub use template::{TEMPLATES, Template};

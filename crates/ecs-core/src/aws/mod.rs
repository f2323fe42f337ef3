//! AWS's nouns, exactly as the CLI writes them, read from the tree.
//!
//! [`shape`] is the table of members, types and enum values; [`check_shape`] holds a tree against it.
//! The types here are read afterwards and are total: what has the wrong type counts as left out,
//! because it has been reported already.

mod calls;
mod check;
mod compare;
mod required_attributes;
mod service;
pub mod shape;
mod task_definition;

pub use calls::{RunTask, StopTask};
pub use check::check_shape;
pub(crate) use check::{is_placeholder, shorten};
pub use compare::{Difference, differences};
pub use service::{LaunchType, Service};
pub use task_definition::{
    Compatibility, ContainerDefinition, NetworkMode, PortMapping, Protocol, TaskDefinition,
};

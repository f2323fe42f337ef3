//! The task definition as a form. Each field is a member of the text.

mod command;
mod container;
mod depends;
mod environment;
mod field;
mod follows;
mod graph;
mod health;
mod list;
mod logging;
mod mounts;
mod ports;
mod section;
mod select;
mod size;
mod start;
mod task;
mod unreadable;
mod volumes;

pub(super) use field::with_written;
pub(super) use list::titled_list;
pub(super) use section::Section;
pub(crate) use select::Select;
pub(super) use start::StartFrom;
pub(super) use task::DefinitionForm;

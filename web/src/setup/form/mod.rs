//! The task definition as a form. Each field is a member of the text.

mod container;
mod environment;
mod field;
mod ports;
mod select;
mod size;
mod start;
mod task;

pub(super) use select::Select;
pub(super) use start::StartFrom;
pub(super) use task::DefinitionForm;

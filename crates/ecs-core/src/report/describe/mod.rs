//! The shapes that AWS's describe calls print, as far as a run fills them.

mod container;
mod ending;
mod event;
mod instance;
mod service;
mod task;

pub use container::ContainerReport;
pub use event::ServiceEventReport;
pub use instance::ContainerInstanceReport;
pub use service::ServiceReport;
pub(super) use task::AsOf;
pub use task::TaskReport;

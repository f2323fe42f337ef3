//! What the containers of a task write, where it is kept, and how long it lives. Pure; a run and a report
//! ask it. Spec: VOL-1 to VOL-7.

mod books;
mod mount;
mod volume;

pub use books::{Books, Held, Place, Writer};
pub use mount::{MountFailure, Unmountable, first_unmountable};
pub use volume::{Mount, Volume, VolumeKind, volumes};

/// What a task on Fargate has without asking. Spec: VOL-4.
pub const EPHEMERAL_GIB: u64 = 20;

/// KiB in a GiB.
pub const KIB_PER_GIB: u64 = 1024 * 1024;

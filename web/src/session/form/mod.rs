//! The form of a task definition: what it shows of a text, what it changes in it, and where each
//! finding belongs.

mod change;
mod place;
mod read;
mod template;

pub use change::Change;
pub(super) use change::change;
pub use place::{Placed, place};
pub use read::{Container, Form, Port, Variable};
pub use template::{TEMPLATES, Template};

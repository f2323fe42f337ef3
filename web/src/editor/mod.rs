//! What the editor of the page and the core say to each other. The editor counts in UTF-16, and all
//! its line breaks are one; the core counts in bytes of the text as it is.

mod answer;
mod marks;
mod place;
mod typing;

pub use answer::answer;
pub use marks::marks;
pub use place::position;
pub use typing::Typing;

/// Bytes of a text up to which it is completed, marked and shown as a form while somebody types. Ten
/// times what ECS takes for a task definition; beyond it the list of findings has to do.
pub const ASSISTED_BYTES: usize = 640 * 1024;

//! The pure part of EventBridge: which events a pattern is for, and what a target is handed.

mod input;
mod path;
mod pattern;

pub use input::{Input, RuleNames, Transformer};
pub use path::JsonPath;
pub use pattern::{Pattern, PatternFault};

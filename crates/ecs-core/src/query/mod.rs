//! The cluster query language: what `memberOf` constraints and ListContainerInstances filters are
//! written in.
//!
//! [`parse`] reads an expression or says where it stopped and what it expected there, [`Expression`]
//! prints itself so that it reads back the same, and [`Expression::holds`] asks an [`Instance`].
//! Nothing here knows where the facts of an instance come from. Spec: docs/spec/query.md.

mod evaluate;
mod expression;
mod failure;
mod mend;
mod parse;
mod pattern;
mod print;
mod scan;
mod suggest;
#[cfg(test)]
mod tests;
mod value;

pub use evaluate::Instance;
pub use expression::{Comparison, Expression, Order, Subject, Test};
pub use failure::{Expected, Failure, Problem};
pub use mend::Mend;
pub(crate) use parse::is_attribute_name;
pub use parse::{Notice, Parsed, parse};
pub use pattern::Pattern;
pub use suggest::{Suggestion, Suggestions, suggest};
pub use value::{Bound, Date, Version};

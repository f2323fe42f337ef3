//! Placement and the cluster query language a second time: slow, obvious, and written from docs/spec.
//!
//! The oracle has its own cluster ([`model`]), its own expressions ([`expression`], which it prints for
//! the engine to read), and its own decision ([`decide`]). It shares the draw with the engine and nothing
//! else; [`boundary`] is the one place that knows both.

#![expect(clippy::missing_panics_doc, reason = "it panics where the test itself is wrong")]

pub mod boundary;
pub mod decide;
pub mod expression;
pub mod generate;
pub mod model;
pub mod print;
pub mod report;

//! The left panel: what is run.

mod definition;
mod findings;
mod form;
mod instances;
mod json;
mod panel;
mod services;
mod yaml;

pub use panel::{SetUp, SetUpProps};

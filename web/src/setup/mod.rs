//! The left panel: what is run.

mod definition;
mod findings;
mod instances;
mod panel;
mod services;

pub use panel::{SetUp, SetUpProps};

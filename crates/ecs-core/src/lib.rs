//! Amazon ECS as a pure function: `(scenario, time) -> state`.
//!
//! What this crate does not do: it reads no clock, file, network, environment or entropy, starts no
//! thread, holds no global, and draws nothing. It never panics on input: what is wrong with a text is
//! a [`finding::Finding`].
//!
//! The same scenario on the same [`ENGINE_VERSION`] gives the same event log, bit for bit, natively
//! and in the browser.
//!
//! ```
//! use ecs_core::{Budget, Document, Simulation};
//!
//! let document = Document::read(r#"{
//!   "version": 1,
//!   "taskDefinitions": [{"family": "web", "containerDefinitions": [{"name": "app", "image": "app:1", "memory": 512}]}],
//!   "services": [{"serviceName": "web", "taskDefinition": "web", "desiredCount": 2}],
//!   "containerInstances": [{"instanceType": "t3.medium", "availabilityZone": "us-east-1a"}]
//! }"#);
//! let mut simulation = Simulation::new(document.scenario.expect("no findings of severity error"));
//! simulation.advance_to(simulation.duration(), Budget::UNLIMITED);
//! assert_eq!(simulation.report().services[0].running_count, 2);
//! ```
//!
//! Modules stand in the order in which they may use each other: a module knows those above it.

#![warn(
    missing_docs,
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "the core is pure, deterministic and total: see ARCHITECTURE.md"
)]

pub mod address;
pub mod aws;
pub mod balance;
mod bus;
pub mod capacity;
pub mod catalog;
pub mod complete;
pub mod containers;
pub mod cost;
pub mod cron;
pub mod deploy;
mod engine;
pub mod eventbridge;
pub mod finding;
pub mod groups;
pub mod iam;
pub mod ids;
pub mod json;
pub mod limits;
pub mod load;
mod log;
pub mod metrics;
pub mod network;
pub mod placement;
pub mod query;
pub mod registry;
pub mod report;
pub mod rng;
pub mod scaling;
pub mod scenario;
mod simulation;
pub mod storage;
pub mod time;
pub mod traffic;
pub mod units;
pub mod validate;
pub mod world;

pub use engine::{Budget, Progress};
pub use scenario::Scenario;
pub use simulation::Simulation;
pub use time::SimTime;
pub use validate::{Document, DocumentKind};

/// Rises with every change of rules or data that alters the event log of a scenario.
pub const ENGINE_VERSION: u32 = 9;

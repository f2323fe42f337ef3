//! What the tests share: the Markdown suite as data, scenarios made at random, and an oracle of placement.
//!
//! A case is a section of a Markdown file under `tests/suite`; `tests/suite/README.md` says how one is
//! written. Adding a case needs no Rust.

#![allow(missing_docs, reason = "read by this package's own tests only")]

pub mod actions;
pub mod bounds;
pub mod calls;
pub mod case;
pub mod causes;
pub mod clusters;
pub mod contents;
pub mod copies;
pub mod day;
pub mod decisions;
pub mod draws;
pub mod evaluate;
pub mod figures;
pub mod fronts;
pub mod fuzz;
pub mod instances;
pub mod invariants;
pub mod mends;
pub mod oracle;
pub mod providers;
pub mod queueing;
pub mod runs;
pub mod scales;
pub mod seen;
pub mod shifts;
pub mod standing;
pub mod statuses;
pub mod stories;
pub mod subset;
pub mod swarm;

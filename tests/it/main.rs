//! What holds for every scenario, and for the repository itself.

mod alarms;
mod bad_input;
mod balance;
mod capacity;
mod contents;
mod course;
mod dependencies;
mod deployments;
mod determinism;
mod events;
mod fargate_sizes;
mod forecast;
mod fuzz;
mod gallery_links;
mod load;
mod maxima;
mod names;
mod network;
mod oracle;
mod oracle_of_runs;
mod properties;
mod query;
mod requests;
mod rules;
mod scaling;
mod scrub;
mod spec;
mod swarm;
mod traffic;
mod yaml;

use std::path::{Path, PathBuf};

/// The top of the repository.
fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests stand in the repository").to_owned()
}

/// How many random scenarios a property looks at: few in every run, many in `cargo xtask soak`.
fn seeds(few: u64, many: u64) -> std::ops::Range<u64> {
    0..if std::env::var_os("ECS_SOAK").is_some() { many } else { few }
}

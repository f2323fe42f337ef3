//! `cargo xtask soak`: the tests with their long numbers, which `ECS_SOAK` asks for.

use crate::failure::Outcome;
use crate::run::Run;

pub(crate) fn soak() -> Outcome {
    Run::new("cargo")
        .args(["test", "--release", "--workspace", "--exclude", "ecs-tests-browser"])
        .env("ECS_SOAK", "1")
        .finish()
}

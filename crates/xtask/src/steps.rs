//! The steps of a check run: each announced, timed and listed at the end.

use std::time::{Duration, Instant};

use crate::failure::{Outcome, fail};

/// The steps passed so far.
#[derive(Default)]
pub(crate) struct Steps {
    done: Vec<(String, Duration)>,
}

impl Steps {
    /// Does one step. A failure is given the step's name, and the table printed before it.
    pub(crate) fn step<T>(&mut self, name: &str, work: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
        println!("\n== {name}");
        let started = Instant::now();
        let outcome = work();
        let took = started.elapsed();
        match outcome {
            Ok(value) => {
                println!("== {name}: passed in {} s", seconds(took));
                self.done.push((name.to_string(), took));
                Ok(value)
            }
            Err(failure) => {
                self.summary();
                println!("{name:<30} {:>8}  FAILED", seconds(took));
                fail(format!("Step '{name}' failed. {failure}"))
            }
        }
    }

    /// Prints the passed steps with their seconds.
    pub(crate) fn summary(&self) {
        println!("\n{:<30} {:>8}", "step", "seconds");
        for (name, took) in &self.done {
            println!("{name:<30} {:>8}", seconds(*took));
        }
    }

    /// Prints the sum below the table.
    pub(crate) fn total(&self) {
        let total: Duration = self.done.iter().map(|(_, took)| *took).sum();
        println!("{:<30} {:>8}", "all passed", seconds(total));
    }
}

fn seconds(duration: Duration) -> String {
    format!("{:.1}", duration.as_secs_f64())
}

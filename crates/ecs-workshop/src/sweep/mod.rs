//! One scenario in many variations: every combination of some settings, each with some seeds.
//!
//! The order of the variations is fixed, so that parts of a sweep that were run apart concatenate to the whole.

mod error;
mod place;
mod setting;
mod shard;

pub use error::SweepError;
pub use setting::Setting;
pub use shard::Shard;

use ecs_core::finding::{Finding, Rule, Severity, rules};
use ecs_core::json::{self, Node};
use ecs_core::limits;
use ecs_core::{Document, Scenario};
use serde_json::Value;

/// Variations of a sweep, the most: a week of a large machine.
pub const RUNS_MAX: u64 = 1_000_000;

/// A setting with the place that it means.
#[derive(Clone, Debug)]
struct Axis {
    path: String,
    pointer: String,
    values: Vec<Value>,
}

/// A scenario and what varies in it.
#[derive(Clone, Debug)]
pub struct Sweep {
    text: String,
    axes: Vec<Axis>,
    first_seed: u64,
    seeds: u64,
}

/// One variation of the scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Variation {
    /// What was set, in the order of the settings.
    pub settings: Vec<(String, Value)>,
    /// The seed.
    pub seed: u64,
    /// The scenario with both.
    pub text: String,
    /// The pointers of what was set.
    pointers: Vec<String>,
}

impl Sweep {
    /// Variations of the scenario `text`, whose tree is `root`: all values of each setting with those of the
    /// others, each `seeds` times, from the scenario's own seed on.
    pub fn new(text: &str, root: &Node, settings: Vec<Setting>, seeds: u64) -> Result<Sweep, SweepError> {
        let mut axes: Vec<Axis> = Vec::new();
        for Setting { path, values } in settings {
            let pointer = place::find(root, &path)?;
            if axes.iter().any(|axis| axis.pointer == pointer) {
                return Err(SweepError::SetTwice { path });
            }
            let is_text =
                root.at(&pointer).is_some_and(|there| matches!(there.value, json::Value::String(_)));
            let values =
                values.into_iter().map(|value| if is_text { setting::as_text(value) } else { value });
            axes.push(Axis { path, pointer, values: values.collect() });
        }
        let seed = root.at("/simulation/seed").and_then(Node::as_integer);
        let first_seed = seed.and_then(|seed| u64::try_from(seed).ok()).unwrap_or_default();
        if seeds > 1 && axes.iter().any(|axis| axis.pointer == "/simulation/seed") {
            return Err(SweepError::SeedTwice);
        }
        let last_seed = first_seed.checked_add(seeds.saturating_sub(1));
        if last_seed.is_none_or(|last| last > limits::SEED) {
            return Err(SweepError::SeedTooLarge);
        }
        let sweep = Sweep { text: text.to_owned(), axes, first_seed, seeds };
        let runs = sweep.axes.iter().try_fold(seeds, |runs, axis| runs.checked_mul(axis.values.len() as u64));
        if runs.is_none_or(|runs| runs > RUNS_MAX) {
            return Err(SweepError::TooMany);
        }
        Ok(sweep)
    }

    /// How many variations there are.
    pub fn runs(&self) -> u64 {
        self.axes.iter().map(|axis| axis.values.len() as u64).product::<u64>() * self.seeds
    }

    /// The variation of that number, from 0: the seed changes first, then the last setting.
    pub fn variation(&self, number: u64) -> Variation {
        let (mut rest, seed) = (number / self.seeds.max(1), self.first_seed + number % self.seeds.max(1));
        let mut chosen: Vec<(&Axis, &Value)> = Vec::new();
        for axis in self.axes.iter().rev() {
            let count = axis.values.len() as u64;
            let place = usize::try_from(rest % count.max(1)).unwrap_or_default();
            chosen.extend(axis.values.get(place).map(|value| (axis, value)));
            rest /= count.max(1);
        }
        chosen.reverse();
        self.with(&chosen, seed)
    }

    /// The number of the variation that another is held against: the first combination with the same seed.
    pub fn first_of_seed(&self, number: u64) -> u64 {
        number % self.seeds.max(1)
    }

    /// The scenario itself, and with each value of each setting alone: what is wrong with a value whatever the
    /// others are shows in one of them.
    pub fn samples(&self) -> Vec<Variation> {
        let values = self.axes.iter().flat_map(|axis| axis.values.iter().map(move |value| (axis, value)));
        let alone = values.map(|chosen| self.with(&[chosen], self.first_seed));
        std::iter::once(self.with(&[], self.first_seed)).chain(alone).collect()
    }

    fn with(&self, chosen: &[(&Axis, &Value)], seed: u64) -> Variation {
        // A place that was found in the tree can be set in the text that the tree is of.
        let set =
            |text: String, pointer: &str, value: &Value| json::set(&text, pointer, value).unwrap_or(text);
        let text =
            chosen.iter().fold(self.text.clone(), |text, (axis, value)| set(text, &axis.pointer, value));
        let seeded = self.axes.iter().any(|axis| axis.pointer == "/simulation/seed");
        let text = if self.seeds > 1 && !seeded { set(text, "/simulation/seed", &seed.into()) } else { text };
        Variation {
            settings: chosen.iter().map(|(axis, value)| (axis.path.clone(), (*value).clone())).collect(),
            seed,
            text,
            pointers: chosen.iter().map(|(axis, _)| axis.pointer.clone()).collect(),
        }
    }
}

/// What is wrong with a value whatever else a scenario has: there is no such member, or it takes no such value.
const WRONG_ALONE: [&Rule; 3] = [&rules::UNKNOWN_MEMBER, &rules::WRONG_TYPE, &rules::UNKNOWN_VALUE];

impl Variation {
    /// The scenario that it is, or what is wrong with it: errors, and a member that was set and is none.
    pub fn scenario(&self) -> Result<Scenario, Vec<Finding>> {
        let document = Document::read(&self.text);
        let is_wrong = |finding: &Finding| {
            let unknown = finding.code == rules::UNKNOWN_MEMBER.code && self.sets(&finding.pointer);
            unknown || finding.severity == Severity::Error
        };
        let wrong: Vec<Finding> = document.findings.into_iter().filter(is_wrong).collect();
        document.scenario.filter(|_| wrong.is_empty()).ok_or(wrong)
    }

    /// What is wrong with what was set, whatever is set beside it.
    pub fn wrong_alone(&self) -> Vec<Finding> {
        let is_wrong = |finding: &Finding| {
            WRONG_ALONE.iter().any(|rule| rule.code == finding.code) && self.sets(&finding.pointer)
        };
        self.scenario().err().unwrap_or_default().into_iter().filter(is_wrong).collect()
    }

    /// Whether a place is on the way to what was set, or in it.
    pub fn sets(&self, pointer: &str) -> bool {
        let leads = |from: &str, to: &str| {
            to.strip_prefix(from).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.pointers.iter().any(|set| leads(pointer, set) || leads(set, pointer))
    }
}

#[cfg(test)]
mod tests;

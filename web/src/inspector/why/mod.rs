//! "Why here?": the receipt of a decision.

mod candidate;
mod headline;
mod panel;
mod receipt;
mod rules;
#[cfg(test)]
mod tests;
mod text;
mod words;

pub(super) use panel::WhyPanel;

//! A receipt as plain text, for a ticket or a chat.

use super::rules::{Rule, Rules};
use super::words::{asked_for, check_name, failing, in_order, need_and_have};
use ecs_core::report::{CandidateReport, Explanation};
use std::fmt::Write as _;

/// Candidates that are written out.
const LISTED: usize = 50;

/// The receipt, with its headline.
pub(super) fn as_text(headline: &str, when: &str, decision: &Explanation, rules: &Rules) -> String {
    let mut out = format!("{headline}\n{when}\n");
    section(&mut out, "The task asks for", asked_for(&decision.requirement), |(name, value)| {
        format!("{name}: {value}")
    });
    section(&mut out, "Steps", decision.steps.iter(), |step| {
        format!("{}: {} → {}", step.name, step.before, step.after)
    });
    let listed = in_order(&decision.candidates);
    section(&mut out, "Instances", listed.iter().take(LISTED), |candidate| candidate_text(candidate));
    if let Some(more) = listed.len().checked_sub(LISTED).filter(|more| *more > 0) {
        let _ = writeln!(out, "- and {more} more");
    }
    if let Some(line) = &decision.tie_break {
        let _ = writeln!(out, "\nTie: {line}");
    }
    if let Some(line) = &decision.aws_message {
        let _ = writeln!(out, "\nECS says: {line}");
    }
    section(&mut out, "Documented by AWS", rules.documented.iter(), rule_text);
    section(&mut out, "Not documented: the playground's choice", rules.ours.iter(), rule_text);
    out
}

fn section<T>(out: &mut String, name: &str, items: impl IntoIterator<Item = T>, line: impl Fn(T) -> String) {
    let mut items = items.into_iter().peekable();
    if items.peek().is_some() {
        let _ = writeln!(out, "\n{name}");
    }
    for item in items {
        let _ = writeln!(out, "- {}", line(item));
    }
}

fn rule_text(rule: &Rule) -> String {
    format!("{} {}", rule.id, rule.name)
}

fn candidate_text(candidate: &CandidateReport) -> String {
    let mut text = format!("{} ({}): {}", candidate.ec2_instance_id, candidate.name, candidate.sentence);
    for verdict in failing(candidate) {
        let (need, have) = need_and_have(verdict);
        let _ = write!(text, "\n  - {}: needs {need}; has {have}", check_name(verdict.check));
    }
    for change in &candidate.changes {
        let _ = write!(text, "\n  - would help: {change}");
    }
    text
}

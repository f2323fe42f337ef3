//! What AWS refuses: a finding where a scenario begins with it, a refusal where a timeline does it.

use crate::finding::{Finding, Range, Rule};
use crate::json::Node;

/// One thing that AWS refuses.
pub(super) struct Refusal {
    pub(super) finding: Finding,
}

impl Refusal {
    /// A finding, with AWS's message where one is known.
    pub(super) fn of(finding: Finding, aws: Option<String>) -> Refusal {
        let finding = match aws {
            Some(aws) => finding.aws(aws),
            None => finding,
        };
        Refusal { finding }
    }

    /// One at a node, with AWS's message and a hint.
    #[allow(
        clippy::unnecessary_box_returns,
        reason = "an error is to be small, and half as large it is small enough for clippy: in the browser"
    )]
    pub(super) fn new(
        rule: &'static Rule,
        pointer: String,
        place: &Node,
        message: String,
        aws: &'static str,
        hint: &str,
    ) -> Box<Refusal> {
        let finding = Finding::new(rule, pointer, place.range, message).hint(hint);
        Box::new(Refusal::of(finding, Some(aws.to_owned())))
    }
}

/// What AWS refuses of one request, in the order in which it was found.
#[derive(Default)]
pub(super) struct Refusals(Vec<Refusal>);

impl Refusals {
    /// Adds one; `hint` may be empty, and AWS's message unknown.
    pub(super) fn add(
        &mut self,
        rule: &'static Rule,
        pointer: String,
        range: Range,
        message: String,
        aws: Option<String>,
        hint: &str,
    ) {
        let finding = Finding::new(rule, pointer, range, message);
        let finding = if hint.is_empty() { finding } else { finding.hint(hint) };
        self.push(Refusal::of(finding, aws));
    }

    pub(super) fn push(&mut self, refusal: Refusal) {
        self.0.push(refusal);
    }

    /// As findings of a scenario that begins with them.
    pub(super) fn findings(self) -> impl Iterator<Item = Finding> {
        self.0.into_iter().map(|refusal| refusal.finding)
    }

    /// The first: AWS names one.
    pub(super) fn first(self) -> Option<Refusal> {
        self.0.into_iter().next()
    }
}

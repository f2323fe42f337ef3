//! What RegisterTaskDefinition refuses beyond the shape, and what it takes and a user will regret.
//!
//! One rule a file. [`RULES`] lists them in the order in which they are reported; the order in which
//! AWS looks at them is not documented (TASK-1). To add one, copy the nearest file and put it into the list.

mod definition;
#[cfg(test)]
mod tests;

mod container_memory_missing;
mod container_port;
mod fargate_network_mode;
mod fargate_size;
mod host_port_mismatch;
mod negative_amount;
mod ports_in_none;
mod task_size;
mod unknown_protocol;

pub(super) use definition::Definition;

use crate::finding::{Findings, Rule};
use crate::json::Node;

/// A rule for task definitions, with everything that its page says.
#[derive(Debug)]
pub struct TaskDefinitionRule {
    /// Code, severity, summary and the heading in `docs/spec`.
    pub rule: Rule,
    /// AWS's text, to the letter; `X` stands for a name of the user's. None where it is not known.
    pub aws_message: Option<&'static str>,
    /// Why that is so, for somebody who meets it for the first time.
    pub why: &'static str,
    /// The smallest definition that breaks the rule.
    pub example: &'static str,
    /// What to do about it.
    pub fix: &'static str,
    pub(super) check: fn(&Definition<'_>, &mut Findings),
}

/// All rules, in order.
pub static RULES: &[&TaskDefinitionRule] = &[
    &task_size::RULE,
    &negative_amount::RULE,
    &container_memory_missing::RULE,
    &container_port::RULE,
    &unknown_protocol::RULE,
    &ports_in_none::RULE,
    &host_port_mismatch::RULE,
    &fargate_network_mode::RULE,
    &fargate_size::RULE,
];

/// Holds the definition at `node` against every rule.
pub(super) fn check(node: &Node, pointer: &str, findings: &mut Findings) {
    let definition = Definition::new(node, pointer);
    for rule in RULES {
        (rule.check)(&definition, findings);
    }
}

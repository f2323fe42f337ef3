//! A list of containers alone, as Terraform's `container_definitions` takes it.

use crate::finding::{Finding, Findings, Range, rules};
use crate::json::{Member, Node, Value};

/// Makes the definition of such a list that it belongs to, without a family, and says so. Spec: DOC-15.
pub(super) fn wrap(root: &mut Node, findings: &mut Findings) {
    let is_container =
        |node: &Node| node.get("image").is_some() && node.get("containerDefinitions").is_none();
    if root.elements().is_empty() || !root.elements().iter().all(is_container) {
        return;
    }
    let range = root.range;
    let opening = root.opening();
    let list = std::mem::replace(root, Node { range, value: Value::Null });
    let key_range = Range { start: range.start, end: range.start };
    let member = Member { key: "containerDefinitions".to_owned(), key_range, value: list };
    root.value = Value::Object(vec![member]);
    let message =
        "this is a list of containers; it is read as the `containerDefinitions` of a task definition";
    let finding = Finding::new(&rules::LIST_OF_CONTAINERS, "", opening, message);
    findings.push(finding.hint("put it under `containerDefinitions` and add a `family`"));
}

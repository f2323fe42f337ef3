//! Lists that a scenario may leave out, and that are there without an entry. Spec: SCN-12.

use super::Reader;
use crate::finding::rules;

/// What is so where one of these lists is left out.
const LEFT_OUT: [(&str, &str); 5] = [
    ("subnets", "the VPC is the default one, with a subnet in each zone"),
    ("securityGroups", "everything may come in"),
    ("fileSystems", "every file system can be mounted"),
    ("roles", "every call is allowed"),
    ("images", "every image can be pulled"),
];

impl Reader<'_> {
    /// An empty list could mean that there is nothing, and counts as left out.
    pub(super) fn empty_lists(&mut self) {
        for (list, meaning) in LEFT_OUT {
            let Some(node) = self.root.get(list) else { continue };
            if matches!(&node.value, crate::json::Value::Array(elements) if elements.is_empty()) {
                let message = format!("`{list}` is empty, and counts as left out: {meaning}");
                let hint = Some("list what there is, or leave it out".to_owned());
                self.report_hint(&rules::EMPTY_LIST, &format!("/{list}"), node, message, hint);
            }
        }
    }
}

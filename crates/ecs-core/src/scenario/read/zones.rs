//! Availability Zones of the Region.

use super::Reader;
use crate::aws::shorten;
use crate::finding::rules;
use crate::json::{Node, child};

impl Reader<'_> {
    /// A zone of the Region. Spec: SCN-5.
    pub(super) fn zone(&mut self, parent: &Node, key: &str, pointer: &str) -> Option<String> {
        self.zone_named(parent.get(key)?, &child(pointer, key))
    }

    pub(super) fn zone_named(&mut self, node: &Node, pointer: &str) -> Option<String> {
        let zone = node.as_str()?;
        let letter = zone.strip_prefix(self.region.as_str());
        if !letter.is_some_and(|rest| rest.ends_with(|last: char| last.is_ascii_lowercase())) {
            let message = format!("`{}` is no Availability Zone of {}", shorten(zone), self.region);
            let hint = format!("zones of it end in a letter, such as {}a; or set `region`", self.region);
            self.report_hint(&rules::UNKNOWN_ZONE, pointer, node, message, Some(hint));
            return None;
        }
        Some(zone.to_owned())
    }
}

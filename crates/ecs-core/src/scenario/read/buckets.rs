//! `buckets`. Spec: EVENT-8.

use super::Reader;
use super::references::BUCKET;
use crate::aws::Bucket;
use crate::limits;

impl Reader<'_> {
    pub(super) fn buckets(&mut self) -> Vec<Bucket> {
        self.within_quota(BUCKET.list, limits::BUCKETS);
        self.unique_names(&BUCKET);
        let nodes = self.root.list(BUCKET.list).iter().take(limits::BUCKETS);
        let bucket = |node: &crate::json::Node| Bucket {
            name: node.str(BUCKET.key).unwrap_or_default().to_owned(),
            sends_events: node.get("EventBridgeConfiguration").is_some(),
        };
        nodes.map(bucket).collect()
    }
}

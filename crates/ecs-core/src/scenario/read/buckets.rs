//! `buckets`: with their policies, and whether they send events. Spec: ROLE-2, EVENT-8.

use super::Reader;
use super::references::BUCKET;
use crate::aws::{Bucket, Policy, PolicyOf};
use crate::limits;

impl Reader<'_> {
    pub(super) fn buckets(&mut self) -> Vec<Bucket> {
        self.within_quota(BUCKET.list, limits::BUCKETS);
        self.unique_names(&BUCKET);
        let listed = self.root.list(BUCKET.list).iter().take(limits::BUCKETS).enumerate();
        let mut buckets = Vec::new();
        for (number, node) in listed {
            let name = node.str(BUCKET.key).unwrap_or_default().to_owned();
            let pointer = format!("/buckets/{number}/Policy");
            let policy = node.get("Policy").map(|document| Policy {
                name: format!("bucket policy of {name}"),
                statements: self.policy(document, &pointer, PolicyOf::Bucket),
                pointer: Some(pointer),
            });
            let sends_events = node.get("EventBridgeConfiguration").is_some();
            buckets.push(Bucket { name, policy, sends_events });
        }
        buckets
    }
}

//! Which instances have changed, for those who keep something that follows from them.

use crate::ids::InstanceRow;

/// Instances in the order in which they changed. The oldest entries go when there are many: whoever
/// has not read them looks at everything anew.
#[derive(Clone, Debug, Default)]
pub(super) struct Journal {
    dropped: u64,
    rows: Vec<InstanceRow>,
}

/// Entries that are kept for each instance of the cluster.
const KEPT_PER_INSTANCE: usize = 2;

impl Journal {
    pub(super) fn note(&mut self, row: InstanceRow, instances: usize) {
        let kept = (instances * KEPT_PER_INSTANCE).max(64);
        if self.rows.len() >= 2 * kept {
            self.rows.drain(..kept);
            self.dropped += kept as u64;
        }
        self.rows.push(row);
    }

    /// The place behind the newest entry.
    pub(super) fn end(&self) -> u64 {
        self.dropped + self.rows.len() as u64
    }

    /// What has changed since that place; none where it is not known any more.
    pub(super) fn since(&self, place: u64) -> Option<&[InstanceRow]> {
        let first = usize::try_from(place.checked_sub(self.dropped)?).ok()?;
        self.rows.get(first..)
    }
}

//! The shortlists of the launches that tasks were started from last.

use crate::ids::{InstanceRow, LaunchRow};
use crate::placement::{Ledger, Shortlist};
use crate::world::Launch;

/// How many are kept: services that start tasks in turn find theirs again, and 5,000 instances take
/// about 300 KB each.
const KEPT: usize = 16;

/// Shortlists, the one that was used last behind the others. They follow from the world: one that is
/// missing is made.
#[derive(Clone, Debug, Default)]
pub(super) struct Shortlists {
    kept: Vec<(LaunchRow, Shortlist)>,
}

impl Shortlists {
    /// The instance for the next task of a launch.
    pub(super) fn decide(
        &mut self,
        row: LaunchRow,
        launch: &Launch,
        ledger: &Ledger,
        tie_break: u128,
    ) -> Option<InstanceRow> {
        let (_, list) = self.of(row, launch, ledger)?;
        list.decide(ledger, &launch.requirement, tie_break)
    }

    fn of(
        &mut self,
        row: LaunchRow,
        launch: &Launch,
        ledger: &Ledger,
    ) -> Option<&mut (LaunchRow, Shortlist)> {
        if let Some(place) = self.kept.iter().position(|(kept, _)| *kept == row) {
            let found = self.kept.remove(place);
            self.kept.push(found);
        } else {
            if self.kept.len() == KEPT {
                self.kept.remove(0);
            }
            self.kept.push((row, Shortlist::new(ledger, &launch.requirement, &launch.strategies)));
        }
        self.kept.last_mut()
    }
}

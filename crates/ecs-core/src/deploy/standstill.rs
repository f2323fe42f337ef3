//! Where a service stands that moves no more by itself. Spec: DEPLOY-13.

use super::{Situation, Stall, pass};
use serde::{Deserialize, Serialize};

/// A service at which nothing moves until somebody changes something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Standstill {
    /// What keeps it.
    pub stall: Stall,
    /// Tasks that are to go, and cannot.
    pub old: u32,
    /// Tasks that stay.
    pub new: u32,
}

impl Situation {
    /// Whether a look at this changes nothing, and why; none while something moves, or will.
    pub fn standstill(&self) -> Option<Standstill> {
        let stall = pass(self).stall?;
        Some(Standstill { stall, old: self.source.active(), new: self.target.active() })
    }
}

#[cfg(test)]
mod tests {
    use super::Standstill;
    use crate::deploy::{Bounds, Room, Situation, Stall, Tally};

    fn situation(minimum: u32, maximum: u32) -> Situation {
        let source = Tally { healthy: 4, ..Tally::default() };
        Situation::begin(4, Bounds::new(4, minimum, maximum), source)
    }

    #[test]
    fn it_is_where_a_look_changes_nothing() {
        let deadlock = Standstill { stall: Stall::Deadlock, old: 4, new: 0 };
        assert_eq!(situation(100, 100).standstill(), Some(deadlock));
        assert_eq!(situation(100, 125).standstill(), None);
        let full = Situation { room: Room::Known(0), ..situation(100, 125) };
        assert_eq!(full.standstill(), Some(Standstill { stall: Stall::NoRoom, ..deadlock }));
        let on_its_way = Situation { target: Tally { pending: 1, ..Tally::default() }, ..full };
        assert_eq!(on_its_way.standstill(), None);
    }
}

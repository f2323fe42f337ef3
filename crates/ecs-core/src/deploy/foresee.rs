//! Where a deployment ends before it is begun: passes of the scheduler, as if every task were healthy at once
//! and gone at once.

use super::{Bounds, Room, Situation, Stall, Tally, pass};
use serde::Serialize;

/// Where a deployment ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Forecast {
    /// Tasks that the service is to have.
    pub desired: u32,
    /// The bounds for that count.
    pub bounds: Bounds,
    /// Tasks of the old and of the new revision: at the start, and after every pass.
    pub trace: Vec<(u32, u32)>,
    /// Why it does not come to its end; none where it does.
    pub stall: Option<Stall>,
}

impl Forecast {
    /// Tasks of the old and of the new revision at the end.
    pub fn end(&self) -> (u32, u32) {
        self.trace.last().copied().unwrap_or_default()
    }
}

/// What a deployment over `source` comes to. `room` says how many more new tasks fit beside so many old and so
/// many new ones.
pub fn foresee(
    desired: u32,
    bounds: Bounds,
    source: Tally,
    mut room: impl FnMut(u32, u32) -> Room,
) -> Forecast {
    let mut situation = Situation {
        desired,
        bounds,
        source: settled(source),
        target: Tally::default(),
        room: Room::Unknown,
        launches: u32::MAX,
        failed: false,
    };
    let mut trace = vec![(situation.source.active(), 0)];
    // Every pass that moves anything starts a task or stops one. At most `desired` of the target are started, as
    // many of the source as the minimum lacks, and of the source no more stop than there were and were started.
    let started = u64::from(desired) + u64::from(bounds.min_healthy);
    let most = 2 * started + u64::from(situation.source.active());
    for _ in 0..=most {
        situation.room = room(situation.source.active(), situation.target.active());
        let pass = pass(&situation);
        if pass.stops() == 0 && pass.starts() == 0 {
            return Forecast { desired, bounds, trace, stall: pass.stall };
        }
        situation.source = after(situation.source, pass.source);
        situation.target = after(situation.target, pass.target);
        trace.push((situation.source.active(), situation.target.active()));
    }
    Forecast { desired, bounds, trace, stall: None }
}

/// The tally when everything has come to rest.
fn settled(tally: Tally) -> Tally {
    Tally {
        pending: 0,
        unproven: 0,
        healthy: tally.good(),
        stopping: 0,
        protected_unproven: 0,
        protected_healthy: tally.protected_healthy.saturating_add(tally.protected_unproven),
        ..tally
    }
}

fn after(tally: Tally, moves: super::Moves) -> Tally {
    Tally {
        healthy: tally.healthy.saturating_sub(moves.stop.healthy).saturating_add(moves.start),
        unhealthy: tally.unhealthy.saturating_sub(moves.stop.unhealthy),
        ..tally
    }
}

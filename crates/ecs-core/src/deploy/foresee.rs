//! Where a deployment ends before it is begun: passes of the scheduler, as if every task were healthy at once
//! and gone at once. Spec: DEPLOY-21.

use super::{Bounds, Moves, Pass, Room, Situation, Stall, Tally, pass};
use serde::{Deserialize, Serialize};

/// Where a deployment ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Forecast {
    /// Tasks that the service is to have.
    pub desired: u32,
    /// The bounds for that count.
    pub bounds: Bounds,
    /// Tasks that are to go and tasks that stay: at the start, and after every pass.
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

/// Where passes are rehearsed. A closure is a stage: it says how many more new tasks fit beside so many old and
/// so many new ones.
pub trait Stage {
    /// Starts what a look wants, as far as there is room: how many tasks found a place.
    fn start(&mut self, situation: &Situation, look: &Pass) -> u32;

    /// Stops what a look wants.
    fn stop(&mut self, look: &Pass);
}

impl<F: FnMut(u32, u32) -> Room> Stage for F {
    fn start(&mut self, situation: &Situation, look: &Pass) -> u32 {
        self(situation.source.active(), situation.target.active()).tasks().min(look.starts())
    }

    fn stop(&mut self, _: &Pass) {}
}

impl Situation {
    /// The begin of a deployment over `source`: none of its tasks is there.
    pub fn begin(desired: u32, bounds: Bounds, source: Tally) -> Situation {
        let (target, room) = (Tally::default(), Room::Unknown);
        Situation { desired, bounds, source, target, room, launches: u32::MAX, failed: false }
    }
}

/// What a service comes to that is in a situation, on a stage.
pub fn foresee(situation: &Situation, mut stage: impl Stage) -> Forecast {
    let mut situation = Situation {
        source: settled(situation.source),
        target: settled(situation.target),
        room: Room::Unknown,
        launches: u32::MAX,
        ..*situation
    };
    let Situation { desired, bounds, .. } = situation;
    let mut trace = vec![(situation.source.active(), situation.target.active())];
    // Every pass that moves anything starts a task or stops one. At most `desired` of the target are started, as
    // many of the source as the minimum lacks, and of both no more stop than there were and were started.
    let started = u64::from(desired) + u64::from(bounds.min_healthy);
    let there = u64::from(situation.source.active()) + u64::from(situation.target.active());
    for _ in 0..=2 * started + there {
        let look = look(&situation, &mut stage);
        if look.stops() == 0 && look.starts() == 0 {
            return Forecast { desired, bounds, trace, stall: look.stall };
        }
        if look.stops() > 0 {
            stage.stop(&look);
        }
        situation.source = after(situation.source, look.source);
        situation.target = after(situation.target, look.target);
        trace.push((situation.source.active(), situation.target.active()));
    }
    Forecast { desired, bounds, trace, stall: None }
}

/// A pass that starts as many tasks as find a place. One that would start some, and finds none, looks for what
/// else can be done.
fn look(situation: &Situation, stage: &mut impl Stage) -> Pass {
    let look = pass(situation);
    if look.starts() == 0 {
        return look;
    }
    let placed = stage.start(situation, &look);
    if placed < look.starts() { pass(&Situation { room: Room::Known(placed), ..*situation }) } else { look }
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

fn after(tally: Tally, moves: Moves) -> Tally {
    Tally {
        healthy: tally.healthy.saturating_sub(moves.stop.healthy).saturating_add(moves.start),
        unhealthy: tally.unhealthy.saturating_sub(moves.stop.unhealthy),
        ..tally
    }
}

//! Going to another moment of the run on the stage.

use super::work::{BUDGET, NEWEST_EVENTS, SLICE_MS};
use super::{OnStage, Player, Reply};
use crate::platform;
use ecs_core::{Progress, SimTime};

/// Goes there in slices, and tells what is seen. A newer wish waits until this one is answered: somebody
/// who drags sees pictures on the way, however long each takes.
pub(super) async fn seek(player: &Player, run: u32, at: SimTime, seen: Option<u64>) {
    if player.with_run(run, |on_stage| on_stage.run.seek(at)).is_none() {
        return;
    }
    // Left where it is between slices: another run may take its place meanwhile.
    loop {
        match player.with_run(run, |on_stage| slice(on_stage, at)) {
            None => return,
            Some(Progress::Reached) => break,
            Some(Progress::OutOfBudget) => platform::breathe().await,
        }
    }
    let picture = player.with_run(run, |on_stage| {
        let events = on_stage.run.events();
        let is_another = seen != Some(events);
        (events, is_another.then(|| Box::new(on_stage.run.snapshot(NEWEST_EVENTS))))
    });
    if let Some((events, snapshot)) = picture {
        player.reply.emit(Reply::Sought { run, at, events, snapshot });
    }
}

fn slice(on_stage: &mut OnStage, at: SimTime) -> Progress {
    let started = platform::now_ms();
    while platform::now_ms() - started < SLICE_MS {
        if on_stage.run.advance_to(at, BUDGET) == Progress::Reached {
            return Progress::Reached;
        }
    }
    Progress::OutOfBudget
}

impl Player {
    /// Something done with the run of that number, if it is the one on the stage.
    pub(super) fn with_run<T>(&self, number: u32, work: impl FnOnce(&mut OnStage) -> T) -> Option<T> {
        let mut inner = self.inner.borrow_mut();
        let on_stage = inner.shown.as_mut().filter(|on_stage| on_stage.number == number);
        on_stage.map(work)
    }
}

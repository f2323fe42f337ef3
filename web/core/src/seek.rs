//! Going to another moment of the run on the stage.

use crate::thread;
use crate::work::{BUDGET, NEWEST_EVENTS, SLICE_MS};
use crate::{Core, OnStage};
use ecs_core::{Progress, SimTime};
use ecs_web_port::Reply;

/// Goes there in slices, and tells what is seen. A newer wish waits until this one is answered: somebody
/// who drags sees pictures on the way, however long each takes.
pub(crate) async fn seek(core: &Core, run: u32, at: SimTime, seen: Option<u64>) {
    if core.with_run(run, |on_stage| on_stage.run.seek(at)).is_none() {
        return;
    }
    // Left where it is between slices: another run may take its place meanwhile.
    loop {
        match core.with_run(run, |on_stage| slice(on_stage, at)) {
            None => return,
            Some(Progress::Reached) => break,
            Some(Progress::OutOfBudget) => thread::breathe().await,
        }
    }
    let picture = core.with_run(run, |on_stage| {
        let events = on_stage.run.events();
        let is_another = seen != Some(events);
        (events, is_another.then(|| Box::new(on_stage.run.snapshot(NEWEST_EVENTS))))
    });
    if let Some((events, snapshot)) = picture {
        core.tell(Reply::Sought { run, at, events, snapshot });
    }
}

fn slice(on_stage: &mut OnStage, at: SimTime) -> Progress {
    let started = thread::now_ms();
    while thread::now_ms() - started < SLICE_MS {
        if on_stage.run.advance_to(at, BUDGET) == Progress::Reached {
            return Progress::Reached;
        }
    }
    Progress::OutOfBudget
}

impl Core {
    /// Something done with the run of that number, if it is the one on the stage.
    pub(crate) fn with_run<T>(&self, number: u32, work: impl FnOnce(&mut OnStage) -> T) -> Option<T> {
        let mut inner = self.inner.borrow_mut();
        let on_stage = inner.shown.as_mut().filter(|on_stage| on_stage.number == number);
        on_stage.map(work)
    }
}

//! Reading the event log of the run on the stage.

use crate::Core;
use crate::thread;
use crate::work::SLICE_MS;
use ecs_core::{Budget, Progress};
use ecs_web_port::{JournalQuestion, Lane, Reply};

/// Entries that are looked at between two looks at the clock.
pub(crate) const ENTRIES: Budget = Budget { events: 200 };

/// Looks for what is asked for in slices, and tells a page of it: of a million entries that takes a while.
pub(super) async fn read(core: &Core, (lane, number): (Lane, u32), question: &JournalQuestion) {
    let begun = core.with_run(question.run, |on_stage| on_stage.journal.look_for(&question.filter));
    if begun.is_none() {
        return;
    }
    loop {
        let started = thread::now_ms();
        let progress = core.with_run(question.run, |on_stage| {
            while thread::now_ms() - started < SLICE_MS {
                if on_stage.journal.advance(ENTRIES) == Progress::Reached {
                    return Progress::Reached;
                }
            }
            Progress::OutOfBudget
        });
        match progress {
            None => return,
            Some(Progress::Reached) => break,
            Some(Progress::OutOfBudget) => thread::breathe().await,
        }
        if !core.wanted(lane, number) {
            return;
        }
    }
    let page = core.with_run(question.run, |on_stage| on_stage.journal.page(question.from, question.entries));
    if let Some(page) = page {
        core.tell(Reply::Journal { number, page: Box::new(page) });
    }
}

//! Reading the event log of the run on the stage.

use crate::{Core, OnStage, work};
use ecs_core::Budget;
use ecs_web_port::{JournalQuestion, Lane, Reply};

/// Entries that are looked at between two looks at the clock.
pub(crate) const ENTRIES: Budget = Budget { events: 200 };

/// Looks for what is asked for in slices, and tells a page of it: of a million entries that takes a while.
pub(super) async fn read(core: &Core, (lane, number): (Lane, u32), question: &JournalQuestion) {
    let begun = core.with_run(question.run, |on_stage| on_stage.journal.look_for(&question.filter));
    if begun.is_none() {
        return;
    }
    let go = |on_stage: &mut OnStage| on_stage.journal.advance(ENTRIES);
    if !work::advance_on_stage(core, (lane, number), question.run, go).await {
        return;
    }
    let page = core.with_run(question.run, |on_stage| on_stage.journal.page(question.from, question.entries));
    if let Some(page) = page {
        core.tell(Reply::Journal { number, page: Box::new(page) });
    }
}

//! Reading the event log of the run on the stage.

use super::work::SLICE_MS;
use super::{JournalQuestion, Lane, Player, Reply};
use crate::platform;
use ecs_core::{Budget, Progress};

/// Entries of a page.
const PAGE: usize = 40;

/// Entries that are looked at between two looks at the clock.
const ENTRIES: Budget = Budget { events: 200 };

/// Looks for what is asked for in slices, and tells a page of it: of a million entries that takes a while.
pub(super) async fn read(player: &Player, (lane, number): (Lane, u32), question: &JournalQuestion) {
    let begun = player.with_run(question.run, |on_stage| on_stage.journal.look_for(&question.filter));
    if begun.is_none() {
        return;
    }
    loop {
        let started = platform::now_ms();
        let progress = player.with_run(question.run, |on_stage| {
            while platform::now_ms() - started < SLICE_MS {
                if on_stage.journal.advance(ENTRIES) == Progress::Reached {
                    return Progress::Reached;
                }
            }
            Progress::OutOfBudget
        });
        match progress {
            None => return,
            Some(Progress::Reached) => break,
            Some(Progress::OutOfBudget) => platform::breathe().await,
        }
        if !player.wanted(lane, number) {
            return;
        }
    }
    let page = player.with_run(question.run, |on_stage| on_stage.journal.page(question.from, PAGE));
    if let Some(page) = page {
        player.reply.emit(Reply::Journal { number, page: Box::new(page) });
    }
}

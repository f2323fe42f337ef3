//! Telling the story of scaling of the run on the stage.

use crate::journal::ENTRIES;
use crate::{Core, OnStage, work};
use ecs_web_port::{Lane, Reply, StoryQuestion};

/// Steps of a page.
const PAGE: usize = 40;

/// Reads the event log in slices where that was not done before, and tells a page of the story, and where the run
/// stands at its moment.
pub(super) async fn tell(core: &Core, (lane, number): (Lane, u32), question: &StoryQuestion) {
    let go = |on_stage: &mut OnStage| {
        let OnStage { story, journal, .. } = on_stage;
        story.get_or_insert_with(|| journal.story()).advance(ENTRIES)
    };
    if !work::advance_on_stage(core, (lane, number), question.run, go).await {
        return;
    }
    if !work::stands(core, (lane, number)).await {
        return;
    }
    let told = core.with_run(question.run, |on_stage| {
        let page = on_stage.story.as_ref().map(|story| story.page(&question.filter, question.from, PAGE));
        (page.unwrap_or_default(), on_stage.run.scaling_now())
    });
    if let Some((page, now)) = told {
        core.tell(Reply::Story { number, page: Box::new(page), now });
    }
}

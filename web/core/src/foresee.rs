//! Where an action leads that somebody thinks of.

use crate::work::{BUDGET, advance};
use crate::{Core, thread};
use ecs_core::finding::Findings;
use ecs_core::scenario::Action;
use ecs_core::validate::propose;
use ecs_core::{SimTime, json};
use ecs_web_port::{ForesightQuestion, Lane, Reply};

/// Goes to the moment of the action in a run of its own, and looks ahead from there: the one on the stage
/// stays where it is. Spec: DEPLOY-21.
pub(crate) async fn foresee(core: &Core, (lane, number): (Lane, u32), question: &ForesightQuestion) {
    thread::breathe().await;
    // The moment before: an action that is changed must not find what it was before.
    let before = SimTime::from_ms(question.at.as_ms().saturating_sub(1));
    let Some(mut run) = core.with_run(question.run, |on_stage| on_stage.run.near(before)) else { return };
    if !advance(core, (lane, number), &mut run, |run| run.advance_to(before, BUDGET), |_| ()).await {
        return;
    }
    let foresight = proposed(question).and_then(|calls| run.foresee(&question.service, &calls));
    core.tell(Reply::Foreseen { number, foresight: foresight.map(Box::new) });
}

/// The action as the run takes it; none where it has errors.
fn proposed(question: &ForesightQuestion) -> Option<Vec<Action>> {
    let pointer = format!("/simulation/timeline/{}", question.place);
    let action = json::parse(&question.text, &mut Findings::new())?.at(&pointer)?.to_value();
    let without = json::remove(&question.text, &pointer).ok()?;
    let root = json::parse(&without, &mut Findings::new())?;
    let call = (action.get("action")?.as_str()?, action.get("input")?.clone());
    propose(&root, question.at, &[call]).ok()
}

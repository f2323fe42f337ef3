//! Two scenarios, run and held against each other.

use crate::thread;
use crate::work::{BUDGET, advance};
use crate::{Core, journal};
use ecs_core::json;
use ecs_core::report::Comparison;
use ecs_core::{Document, Scenario, Simulation};
use ecs_web_port::{Contrast, Lane, Reply, Unfit};
use std::rc::Rc;

/// Where a scenario has its seed.
const SEED: &str = "/simulation/seed";

/// Runs both to the end of the shorter one, the other with the seed of the first, and tells what differs.
pub(crate) async fn contrast(core: &Core, (lane, number): (Lane, u32), texts: (Rc<str>, Rc<str>)) {
    thread::breathe().await;
    let both = read(&texts.0, false).and_then(|ours| Ok((seeded(&texts.1, ours.account.seed)?, ours)));
    let ((theirs, seed_replaced), ours) = match both {
        Ok(both) => both,
        Err(unfit) => return core.tell(Reply::Contrasted { number, contrast: Err(unfit) }),
    };
    let until = ours.duration.min(theirs.duration);
    let (mut ours, mut theirs) = (Simulation::new(ours), Simulation::new(theirs));
    for run in [&mut ours, &mut theirs] {
        if !advance(core, (lane, number), run, |run| run.advance_to(until, BUDGET), |_| ()).await {
            return;
        }
    }
    let mut comparison = Comparison::default();
    let compare = |comparison: &mut Comparison| ours.compare(&theirs, comparison, journal::ENTRIES);
    if !advance(core, (lane, number), &mut comparison, compare, |_| ()).await {
        return;
    }
    let divergence = comparison.divergence().cloned();
    let summaries = (ours.summary(), theirs.summary());
    let contrast = Ok(Box::new(Contrast { summaries, divergence, seed_replaced }));
    core.tell(Reply::Contrasted { number, contrast });
}

/// The other scenario with that seed, and whether its own is another.
fn seeded(text: &str, seed: u64) -> Result<(Scenario, bool), Unfit> {
    let scenario = read(text, true)?;
    if scenario.account.seed == seed {
        return Ok((scenario, false));
    }
    let text = json::set(text, SEED, &seed.into()).unwrap_or_else(|_| text.to_owned());
    Ok((read(&text, true)?, true))
}

fn read(text: &str, is_other: bool) -> Result<Scenario, Unfit> {
    let document = Document::read(text);
    document.scenario.ok_or(Unfit { is_other, findings: document.findings })
}

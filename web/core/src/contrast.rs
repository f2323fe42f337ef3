//! Two scenarios, run and held against each other.

use crate::thread;
use crate::work::{BUDGET, COLUMNS, advance};
use crate::{Core, journal};
use ecs_core::finding::Findings;
use ecs_core::json;
use ecs_core::report::Comparison;
use ecs_core::{Document, Scenario, SimTime, Simulation};
use ecs_web_port::{Contrast, Lane, Reply, RunCourse, Unfit};
use ecs_workshop::traffic::traffic_apart;
use std::rc::Rc;

/// Steps in which the cost of a run is drawn.
const COST_STEPS: u64 = 120;

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
    let contrast = Contrast {
        summaries: (ours.summary(), theirs.summary()),
        divergence: comparison.divergence().cloned(),
        seed_replaced,
        traffic_apart: apart(&texts),
        courses: (course(&ours, until), course(&theirs, until)),
    };
    core.tell(Reply::Contrasted { number, contrast: Ok(Box::new(contrast)) });
}

/// A run over time.
fn course(run: &Simulation, until: SimTime) -> RunCourse {
    let bill = run.bill();
    let moment = |step: u64| SimTime::from_ms(until.as_ms() * step / COST_STEPS);
    let cost = (0..=COST_STEPS).map(moment).map(|at| (at, ten_thousandths(bill.at(at).total_usd)));
    RunCourse { tasks: run.tally().series(None, (SimTime::ZERO, until), COLUMNS), cost: cost.collect() }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast saturates")]
fn ten_thousandths(usd: f64) -> u64 {
    (usd * 1e4).round() as u64
}

/// The traffic that is not the same in both.
fn apart(texts: &(Rc<str>, Rc<str>)) -> Vec<String> {
    let root = |text: &str| json::parse(text, &mut Findings::new());
    let roots = root(&texts.0).zip(root(&texts.1));
    roots.map(|(ours, theirs)| traffic_apart(&ours, &theirs)).unwrap_or_default()
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

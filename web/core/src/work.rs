//! How the answers are worked out: in slices, between which newer requests are heard.

use crate::thread;
use crate::{Core, OnStage, contrast, examine, foresee, journal, network, seek, story};
use ecs_core::finding::Findings;
use ecs_core::json;
use ecs_core::report::Explanation;
use ecs_core::scenario::canonical;
use ecs_core::{Budget, Document, ENGINE_VERSION, Progress, SimTime, Simulation};
use ecs_web_port::{About, Faults, Lane, Parcel, Question, Reply, Request};
use ecs_workshop::link::{self, Fingerprint};
use ecs_workshop::redact;

/// How long a request that comes meanwhile waits, in milliseconds.
pub(crate) const SLICE_MS: f64 = 10.0;

/// Events between two looks at the clock. One event of a scenario with 5,000 instances takes about
/// a millisecond.
pub(crate) const BUDGET: Budget = Budget { events: 4 };

/// Events between two states that are kept for going back. A state of a small cluster costs as much as
/// some ten events.
const SPACING: u32 = 250;

/// Columns of a count over time: as many as a wide screen has pixels for it.
pub(crate) const COLUMNS: u32 = 600;

/// Events that a picture brings along.
pub(crate) const NEWEST_EVENTS: usize = 200;

pub(crate) async fn answer(core: &Core, lane: Lane, request: Request) {
    match request {
        Request::Load { number, text } => {
            let document = Document::read(&text);
            thread::breathe().await;
            // Without a scenario there is no run either: the one before must not answer for it.
            let refused = document.scenario.is_none();
            core.inner.borrow_mut().run =
                document.scenario.map(|scenario| Simulation::recorded(scenario, SPACING));
            if refused {
                core.tell(Reply::Refused { number, findings: document.findings });
            }
        }
        Request::AdvanceTo { number, at, picture_at } => {
            advance_to(core, (lane, number), at, picture_at).await;
        }
        Request::Stop { .. } => core.inner.borrow_mut().run = None,
        Request::Seek { run, at, seen, .. } => seek::seek(core, run, at, seen).await,
        Request::Count { number, run, service, between } => {
            let reply = core.with_run(run, |on_stage| count(on_stage, number, service.as_deref(), between));
            if let Some(reply) = reply {
                core.tell(reply);
            }
        }
        Request::Journal { number, question } => journal::read(core, (lane, number), &question).await,
        Request::Story { number, question } => story::tell(core, (lane, number), &question).await,
        Request::Inspect { number, question } => {
            if !stands(core, (lane, number)).await {
                return;
            }
            let task = core.with_run(question.run, |on_stage| on_stage.run.inspect_task(&question.task));
            if let Some(task) = task {
                core.tell(Reply::Inspected { number, task: task.map(Box::new) });
            }
        }
        Request::Ping { .. } => core.tell(Reply::Pong),
        Request::Targets { number, question } => {
            if !stands(core, (lane, number)).await {
                return;
            }
            let list = core.with_run(question.run, |on_stage| on_stage.run.targets_of(&question.group));
            if let Some(list) = list {
                core.tell(Reply::Targets { number, list: list.map(Box::new) });
            }
        }
        Request::Validate { number, subject, text } => {
            // What `Document::read` does, in two parts: of a text of megabytes each takes its time.
            let mut findings = Findings::new();
            let root = json::parse(&text, &mut findings);
            thread::breathe().await;
            if !core.wanted(lane, number) {
                return;
            }
            let verdict = Document::of_tree(&text, root, findings).into();
            thread::breathe().await;
            core.tell(Reply::Validated { number, subject, verdict });
        }
        Request::Share { number, text, redact, at } => {
            share(core, (lane, number), &text, redact, at).await;
        }
        Request::Explain { number, question } => {
            if !stands(core, (lane, number)).await {
                return;
            }
            let Some(explanation) = explain(core, (lane, number), &question).await else { return };
            core.tell(Reply::Explained { number, explanation: explanation.map(Box::new) });
        }
        Request::Trace { number, question } => {
            if !stands(core, (lane, number)).await {
                return;
            }
            let Some(reply) = network::trace(core, number, &question) else { return };
            core.tell(reply);
        }
        Request::Examine { number, question } => {
            if !stands(core, (lane, number)).await {
                return;
            }
            let Some(reply) = examine::examine(core, number, &question) else { return };
            core.tell(reply);
        }
        Request::Cost { number, run, at } => {
            if let Some(cost) = core.with_run(run, |on_stage| on_stage.bill.at(at)) {
                core.tell(Reply::Costed { number, cost: Box::new(cost) });
            }
        }
        Request::Foresee { number, question } => foresee::foresee(core, (lane, number), &question).await,
        Request::Contrast { number, texts } => contrast::contrast(core, (lane, number), texts).await,
        Request::Compare { number, definition, scenario, instance_type } => {
            thread::breathe().await;
            let compared = network::compare(&definition, &scenario, instance_type.as_deref());
            core.tell(Reply::Compared { number, compared });
        }
    }
}

/// Counts over all of the run, as one chart shows them: of one service where that is named.
fn count(on_stage: &OnStage, number: u32, service: Option<&str>, between: (SimTime, SimTime)) -> Reply {
    Reply::Counted {
        number,
        series: Box::new(on_stage.tally.series(service, between, COLUMNS)),
        load: Box::new(on_stage.load.series(service, COLUMNS)),
        health: Box::new(on_stage.health.series(service, between, COLUMNS)),
    }
}

/// Waits until the run on the stage is where it was to go: on its way it is neither here nor there. False
/// where nobody wants to know any more.
pub(crate) async fn stands(core: &Core, (lane, number): (Lane, u32)) -> bool {
    // The panel says that it is being worked on before it is.
    thread::breathe().await;
    while core.is_busy(Lane::Seek) {
        thread::breathe().await;
    }
    core.wanted(lane, number)
}

/// Goes on with the run that was loaded. At its end it is the one on the stage, at the moment that its
/// picture is to be of.
async fn advance_to(core: &Core, asked: (Lane, u32), at: Option<SimTime>, picture_at: Option<SimTime>) {
    // Taken out while it runs: a request that comes in between borrows the core.
    let Some(mut run) = core.inner.borrow_mut().run.take() else { return };
    let (number, end) = (asked.1, run.duration());
    let at = at.map_or(end, |at| at.min(end));
    let progress = |run: &Simulation| {
        core.tell(Reply::Advanced { number, at: run.now(), end: at });
    };
    if !advance(core, asked, &mut run, |run| run.advance_to(at, BUDGET), progress).await {
        return;
    }
    let (log_hash, at_the_end) = (run.log_hash(), at == end);
    let charted =
        at_the_end.then(|| (run.course(), run.tally(), run.journal(), run.load(), run.health(), run.bill()));
    if let Some(at) = picture_at.filter(|at| at_the_end && *at < end) {
        run.seek(at);
        if !advance(core, asked, &mut run, |run| run.advance_to(at, BUDGET), |_| ()).await {
            return;
        }
    }
    let snapshot = Box::new(run.snapshot(NEWEST_EVENTS));
    thread::breathe().await;
    if !core.wanted(asked.0, number) {
        return;
    }
    let Some((course, tally, journal, load, health, bill)) = charted else {
        core.inner.borrow_mut().run = Some(run);
        return core.tell(Reply::Reached { number, snapshot, log_hash, at_the_end });
    };
    core.inner.borrow_mut().shown =
        Some(OnStage { number, run, tally, journal, story: None, load, bill, health });
    core.tell(Reply::Reached { number, snapshot, log_hash, at_the_end });
    core.tell(Reply::Charted { number, course: Box::new(course) });
}

/// Goes on until `run` is where it was to go, letting the browser draw and listen between slices.
/// False where the run is no longer wanted.
pub(crate) async fn advance<Run>(
    core: &Core,
    (lane, number): (Lane, u32),
    run: &mut Run,
    go: impl Fn(&mut Run) -> Progress,
    progress: impl Fn(&Run),
) -> bool {
    loop {
        let started = thread::now_ms();
        while thread::now_ms() - started < SLICE_MS {
            if go(run) == Progress::Reached {
                return core.wanted(lane, number);
            }
        }
        progress(run);
        thread::breathe().await;
        if !core.wanted(lane, number) {
            return false;
        }
    }
}

/// Goes on with something of the run on the stage, as `advance` does with a run of one's own. False where the
/// run is another by now, or nobody wants to know any more.
pub(crate) async fn advance_on_stage(
    core: &Core,
    (lane, number): (Lane, u32),
    run: u32,
    go: impl Fn(&mut OnStage) -> Progress,
) -> bool {
    loop {
        let started = thread::now_ms();
        let progress = core.with_run(run, |on_stage| {
            while thread::now_ms() - started < SLICE_MS {
                if go(on_stage) == Progress::Reached {
                    return Progress::Reached;
                }
            }
            Progress::OutOfBudget
        });
        match progress {
            None => return false,
            Some(Progress::Reached) => return true,
            Some(Progress::OutOfBudget) => thread::breathe().await,
        }
        if !core.wanted(lane, number) {
            return false;
        }
    }
}

/// None where nobody wants to know any more.
async fn explain(core: &Core, asked: (Lane, u32), question: &Question) -> Option<Option<Explanation>> {
    let replay = {
        let mut inner = core.inner.borrow_mut();
        let on_stage = inner.shown.as_mut().filter(|on_stage| on_stage.number == question.run);
        let run = &mut on_stage?.run;
        match &question.about {
            About::Task(task) => run.replay(task),
            About::Service(service) => return Some(run.explain_service(service)),
            About::Instance { service, instance } => {
                let mut explanation = run.explain_service(service);
                if let Some(explanation) = &mut explanation {
                    explanation.candidates.retain(|seen| seen.chosen || seen.ec2_instance_id == *instance);
                }
                return Some(explanation);
            }
        }
    };
    let Some(mut replay) = replay else { return Some(None) };
    if !advance(core, asked, &mut replay, |replay| replay.advance(BUDGET), |_| ()).await {
        return None;
    }
    Some(replay.explanation())
}

async fn share(core: &Core, (lane, number): (Lane, u32), text: &str, redact: bool, at: Option<SimTime>) {
    let document = Document::read(text);
    let (Some(root), true) = (&document.root, document.scenario.is_some()) else {
        return core.tell(Reply::Shared { number, parcel: Err(Faults(document.findings)) });
    };
    let mut scenario = canonical(root);
    let mut replacements = Vec::new();
    if redact {
        let redacted = redact::redact(&scenario);
        (scenario, replacements) = (redacted.scenario, redacted.replacements);
    }
    let preview = serde_json::to_string_pretty(&scenario).unwrap_or_default();
    thread::breathe().await;
    // The fingerprint is of what the link holds, not of what it was made from.
    let linked = Document::read(&preview);
    let Some(mut run) = linked.scenario.map(Simulation::new) else {
        return core.tell(Reply::Shared { number, parcel: Err(Faults(linked.findings)) });
    };
    // A link names whole seconds. Spec: LINK-1.
    let at_seconds = at.map_or(run.duration(), |at| at.min(run.duration())).as_ms() / 1000;
    let go = |run: &mut Simulation| run.advance_to(SimTime::from_seconds(at_seconds), BUDGET);
    if !advance(core, (lane, number), &mut run, go, |_| ()).await {
        return;
    }
    let fingerprint = Fingerprint { engine_version: ENGINE_VERSION, at_seconds, log_hash: run.log_hash() };
    let fragment = link::encode(&scenario, Some(fingerprint));
    core.tell(Reply::Shared { number, parcel: Ok(Parcel { preview, fragment, replacements }) });
}

//! How the answers are worked out.

use super::{About, Lane, Parcel, Player, Question, Reply, Request, network};
use crate::platform;
use ecs_core::finding::Findings;
use ecs_core::json;
use ecs_core::report::Explanation;
use ecs_core::scenario::canonical;
use ecs_core::{Budget, Document, ENGINE_VERSION, Progress, Simulation};
use ecs_workshop::link::{self, Fingerprint};
use ecs_workshop::redact;

/// How long the browser is kept from drawing, in milliseconds.
const SLICE_MS: f64 = 10.0;

/// Events between two looks at the clock. One event of a scenario with 5,000 instances takes about
/// a millisecond.
const BUDGET: Budget = Budget { events: 4 };

/// Events that a picture brings along.
const NEWEST_EVENTS: usize = 200;

pub(super) async fn answer(player: &Player, lane: Lane, request: Request) {
    match request {
        Request::Load { number, text } => {
            let document = Document::read(&text);
            platform::breathe().await;
            // Without a scenario there is no run either: the one before must not answer for it.
            let refused = document.scenario.is_none();
            player.inner.borrow_mut().run = document.scenario.map(Simulation::new);
            if refused {
                player.reply.emit(Reply::Refused { number, findings: document.findings });
            }
        }
        Request::AdvanceTo { number, at } => {
            // Taken out while it runs: a request that comes in between borrows the player.
            let Some(mut run) = player.inner.borrow_mut().run.take() else { return };
            let end = run.duration();
            let at = at.map_or(end, |at| at.min(end));
            let go = |run: &mut Simulation| run.advance_to(at, BUDGET);
            let progress = |run: &Simulation| {
                player.reply.emit(Reply::Advanced { number, started: run.tasks_started() });
            };
            if !advance(player, (lane, number), &mut run, go, progress).await {
                return;
            }
            let snapshot = Box::new(run.snapshot(NEWEST_EVENTS));
            let (log_hash, at_the_end) = (run.log_hash(), at == end);
            platform::breathe().await;
            if !player.wanted(lane, number) {
                return;
            }
            {
                let mut inner = player.inner.borrow_mut();
                if at_the_end { inner.shown = Some((number, run)) } else { inner.run = Some(run) }
            }
            player.reply.emit(Reply::Reached { number, snapshot, log_hash, at_the_end });
        }
        Request::Validate { number, subject, text } => {
            // What `Document::read` does, in two parts: of a text of megabytes each takes its time.
            let mut findings = Findings::new();
            let root = json::parse(&text, &mut findings);
            platform::breathe().await;
            if !player.wanted(lane, number) {
                return;
            }
            let verdict = Document::of_tree(&text, root, findings).into();
            platform::breathe().await;
            player.reply.emit(Reply::Validated { number, subject, verdict });
        }
        Request::Share { number, text, redact } => share(player, lane, number, &text, redact).await,
        Request::Explain { number, question } => {
            // The panel says that it is being worked on before it is.
            platform::breathe().await;
            let Some(explanation) = explain(player, (lane, number), &question).await else { return };
            player.reply.emit(Reply::Explained { number, explanation: explanation.map(Box::new) });
        }
        Request::Trace { number, question } => {
            platform::breathe().await;
            let Some(reply) = network::trace(player, number, &question) else { return };
            player.reply.emit(reply);
        }
        Request::Compare { number, definition, scenario, instance_type } => {
            platform::breathe().await;
            let compared = network::compare(&definition, &scenario, instance_type.as_deref());
            player.reply.emit(Reply::Compared { number, compared });
        }
    }
}

/// Goes on until `run` is where it was to go, letting the browser draw and listen between slices.
/// False where the run is no longer wanted.
async fn advance<Run>(
    player: &Player,
    (lane, number): (Lane, u32),
    run: &mut Run,
    go: impl Fn(&mut Run) -> Progress,
    progress: impl Fn(&Run),
) -> bool {
    loop {
        let started = platform::now_ms();
        while platform::now_ms() - started < SLICE_MS {
            if go(run) == Progress::Reached {
                return player.wanted(lane, number);
            }
        }
        progress(run);
        platform::breathe().await;
        if !player.wanted(lane, number) {
            return false;
        }
    }
}

/// None where nobody wants to know any more.
async fn explain(player: &Player, asked: (Lane, u32), question: &Question) -> Option<Option<Explanation>> {
    let replay = {
        let mut inner = player.inner.borrow_mut();
        let run = inner.shown.as_mut().filter(|(number, _)| *number == question.run);
        let (_, run) = run?;
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
    if !advance(player, asked, &mut replay, |replay| replay.advance(BUDGET), |_| ()).await {
        return None;
    }
    Some(replay.explanation())
}

async fn share(player: &Player, lane: Lane, number: u32, text: &str, redact: bool) {
    let document = Document::read(text);
    let (Some(root), true) = (&document.root, document.scenario.is_some()) else {
        return player.reply.emit(Reply::Shared { number, parcel: Err(document.findings) });
    };
    let mut scenario = canonical(root);
    let mut replacements = Vec::new();
    if redact {
        let redacted = redact::redact(&scenario);
        (scenario, replacements) = (redacted.scenario, redacted.replacements);
    }
    let preview = serde_json::to_string_pretty(&scenario).unwrap_or_default();
    platform::breathe().await;
    // The fingerprint is of what the link holds, not of what it was made from.
    let linked = Document::read(&preview);
    let Some(mut run) = linked.scenario.map(Simulation::new) else {
        return player.reply.emit(Reply::Shared { number, parcel: Err(linked.findings) });
    };
    let end = run.duration();
    let go = |run: &mut Simulation| run.advance_to(end, BUDGET);
    if !advance(player, (lane, number), &mut run, go, |_| ()).await {
        return;
    }
    let fingerprint = Fingerprint {
        engine_version: ENGINE_VERSION,
        at_seconds: end.as_ms() / 1000,
        log_hash: run.log_hash(),
    };
    let fragment = link::encode(&scenario, Some(fingerprint));
    player.reply.emit(Reply::Shared { number, parcel: Ok(Parcel { preview, fragment, replacements }) });
}

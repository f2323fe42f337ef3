//! The page's end of the way to the core, which a worker has: requests go out, answers come back later.

pub use ecs_web_port::{
    About, Compared, Contrast, Faults, ForesightQuestion, InspectQuestion, JournalQuestion, NetworkOf,
    NetworkQuestion, Parcel, Question, Reply, Request, RunCourse, StoryQuestion, Subject, TargetsQuestion,
    TaskParts, TaskQuestion, Unfit, Verdict,
};

mod watch;

use crate::platform::{CoreWorker, Interval};
use ecs_web_port::{Lane, Received};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use watch::{Next, STEP_MS, Watch};
use yew::Callback;

/// What is said of a worker that hangs.
const HANGS: &str = "it has not answered for half a minute";

/// What comes from the worker.
#[derive(Clone, Debug)]
pub enum Heard {
    /// An answer.
    Reply(Reply),
    /// The worker has broken down, and another one is there.
    Died {
        /// What it said.
        message: String,
        /// Whether it was the first time since somebody asked for a run: what was asked is asked again.
        /// What breaks one worker after the other is not.
        again: bool,
    },
}

#[derive(Default)]
struct Inner {
    worker: Option<CoreWorker>,
    received: Received,
    /// Questions about texts that are not answered yet: another worker can answer them.
    open: BTreeMap<Lane, Request>,
    /// Workers that have broken down since somebody asked for a run.
    deaths: u32,
    /// Whether the next run is asked for because of that.
    repeats: bool,
    /// Whether it still answers.
    watch: Watch,
    /// What looks after that, while somebody waits.
    steps: Option<Interval>,
    /// How often it was asked whether it is there.
    pings: u32,
}

/// The page's end of the way.
#[derive(Clone)]
pub struct Player {
    inner: Rc<RefCell<Inner>>,
    heard: Callback<Heard>,
}

impl std::fmt::Debug for Player {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Player")
    }
}

impl Player {
    /// A player that tells `heard` what comes back.
    pub fn new(heard: Callback<Heard>) -> Player {
        Player { inner: Rc::default(), heard }
    }

    /// Asks. Older requests of the same kind are given up.
    pub fn post(&self, request: Request) {
        let mut inner = self.inner.borrow_mut();
        if inner.worker.is_none() {
            inner.received = Received::default();
            inner.watch = Watch::default();
            inner.worker = self.start();
        }
        inner.watch.asked();
        if inner.steps.is_none() {
            let player = self.clone();
            inner.steps = Some(Interval::new(STEP_MS, move || player.step()));
        }
        if matches!(request, Request::Load { .. }) && !std::mem::take(&mut inner.repeats) {
            inner.deaths = 0;
        }
        if let Some(worker) = &inner.worker {
            worker.post(&request.to_bytes());
        }
        if is_of_a_text(&request) {
            inner.open.insert(request.lane(), request);
        }
    }

    fn start(&self) -> Option<CoreWorker> {
        let (answers, dies) = (self.clone(), self.clone());
        CoreWorker::start(move |bytes| answers.answered(&bytes), move |message| dies.died(message))
    }

    /// Looks after the worker.
    fn step(&self) {
        let next = {
            let mut inner = self.inner.borrow_mut();
            let next = inner.watch.step();
            match next {
                Next::Ask => {
                    inner.pings += 1;
                    let ping = Request::Ping { number: inner.pings }.to_bytes();
                    if let Some(worker) = &inner.worker {
                        worker.post(&ping);
                    }
                }
                Next::Rest => inner.steps = None,
                Next::Wait | Next::GiveUp => {}
            }
            next
        };
        if next == Next::GiveUp {
            self.died(HANGS.to_owned());
        }
    }

    fn answered(&self, bytes: &[u8]) {
        let reply = {
            let mut inner = self.inner.borrow_mut();
            let Some(reply) = inner.received.reply(bytes) else { return };
            inner.watch.heard();
            if matches!(reply, Reply::Pong) {
                return;
            }
            inner.open.retain(|_, request| !is_answer(&reply, request));
            reply
        };
        self.heard.emit(Heard::Reply(reply));
    }

    fn died(&self, message: String) {
        let (again, open) = {
            let mut inner = self.inner.borrow_mut();
            // A worker may say it twice.
            if inner.worker.take().is_none() {
                return;
            }
            (inner.watch, inner.steps) = (Watch::default(), None);
            inner.deaths += 1;
            inner.repeats = inner.deaths == 1;
            (inner.repeats, std::mem::take(&mut inner.open))
        };
        if again {
            for request in open.into_values() {
                self.post(request);
            }
        }
        self.heard.emit(Heard::Died { message, again });
    }
}

/// Whether a request is about a text alone, and not about a run that a worker has.
fn is_of_a_text(request: &Request) -> bool {
    matches!(
        request,
        Request::Validate { .. } | Request::Share { .. } | Request::Compare { .. } | Request::Contrast { .. }
    )
}

fn is_answer(reply: &Reply, request: &Request) -> bool {
    match (reply, request) {
        (Reply::Validated { number, subject, .. }, Request::Validate { number: asked, subject: of, .. }) => {
            number == asked && subject == of
        }
        (Reply::Shared { number, .. }, Request::Share { number: asked, .. })
        | (Reply::Compared { number, .. }, Request::Compare { number: asked, .. })
        | (Reply::Contrasted { number, .. }, Request::Contrast { number: asked, .. }) => number == asked,
        _ => false,
    }
}

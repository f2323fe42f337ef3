//! The way to the core: requests go in, answers come back later.
//!
//! The answers are worked out here, on the page's own thread, in slices between which the browser
//! draws and listens. Since requests and answers are plain values, a worker can do the same.

mod journal;
mod message;
mod network;
mod seek;
mod work;

pub use message::{
    About, Compared, InspectQuestion, JournalQuestion, NetworkOf, NetworkQuestion, Parcel, Question, Reply,
    Request, Subject, Verdict,
};

use ecs_core::Simulation;
use ecs_core::report::{Journal, Tally};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use yew::Callback;

/// Kinds of request that do not wait for each other.
#[derive(Clone, Copy)]
enum Lane {
    Run,
    Document,
    Draft,
    Call,
    Share,
    Explain,
    Seek,
    Count,
    Journal,
    Inspect,
    Trace,
    Compare,
}

impl Request {
    fn lane(&self) -> Lane {
        match self {
            Request::Load { .. } | Request::AdvanceTo { .. } => Lane::Run,
            Request::Validate { subject: Subject::Document, .. } => Lane::Document,
            Request::Validate { subject: Subject::Draft, .. } => Lane::Draft,
            Request::Validate { subject: Subject::Call, .. } => Lane::Call,
            Request::Share { .. } => Lane::Share,
            Request::Explain { .. } => Lane::Explain,
            Request::Seek { .. } => Lane::Seek,
            Request::Count { .. } => Lane::Count,
            Request::Journal { .. } => Lane::Journal,
            Request::Inspect { .. } => Lane::Inspect,
            Request::Trace { .. } => Lane::Trace,
            Request::Compare { .. } => Lane::Compare,
        }
    }

    fn number(&self) -> u32 {
        match self {
            Request::Load { number, .. }
            | Request::AdvanceTo { number, .. }
            | Request::Validate { number, .. }
            | Request::Share { number, .. }
            | Request::Explain { number, .. }
            | Request::Seek { number, .. }
            | Request::Count { number, .. }
            | Request::Journal { number, .. }
            | Request::Inspect { number, .. }
            | Request::Trace { number, .. }
            | Request::Compare { number, .. } => *number,
        }
    }
}

#[derive(Default)]
struct LaneState {
    queue: VecDeque<Request>,
    busy: bool,
    newest: u32,
}

#[derive(Default)]
struct Inner {
    lanes: [LaneState; 12],
    /// The run that is on its way.
    run: Option<Simulation>,
    /// The run on the stage.
    shown: Option<OnStage>,
}

/// The newest run that has reached its end. It goes back and ahead from there.
struct OnStage {
    number: u32,
    run: Simulation,
    /// The counts over all of it.
    tally: Tally,
    /// Its event log.
    journal: Journal,
}

/// The page's end of the way.
#[derive(Clone)]
pub struct Player {
    inner: Rc<RefCell<Inner>>,
    reply: Callback<Reply>,
}

impl std::fmt::Debug for Player {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Player")
    }
}

impl Player {
    /// A player that gives its answers to `reply`.
    pub fn new(reply: Callback<Reply>) -> Player {
        Player { inner: Rc::default(), reply }
    }

    /// Asks. Older requests of the same kind are given up.
    pub fn post(&self, request: Request) {
        let lane = request.lane();
        let mut inner = self.inner.borrow_mut();
        let state = &mut inner.lanes[lane as usize];
        state.newest = request.number();
        state.queue.push_back(request);
        if !std::mem::replace(&mut state.busy, true) {
            wasm_bindgen_futures::spawn_local(self.clone().work(lane));
        }
    }

    async fn work(self, lane: Lane) {
        loop {
            let request = {
                let mut inner = self.inner.borrow_mut();
                let state = &mut inner.lanes[lane as usize];
                let Some(request) = state.queue.pop_front() else {
                    state.busy = false;
                    return;
                };
                request
            };
            if self.wanted(lane, request.number()) {
                work::answer(&self, lane, request).await;
            }
        }
    }

    fn is_busy(&self, lane: Lane) -> bool {
        self.inner.borrow().lanes[lane as usize].busy
    }

    fn wanted(&self, lane: Lane, number: u32) -> bool {
        self.inner.borrow().lanes[lane as usize].newest == number
    }
}

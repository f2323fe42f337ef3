//! The core, as the page's worker has it: requests go in, answers come back later.

#![warn(missing_docs)]

mod contrast;
mod examine;
mod foresee;
mod journal;
mod network;
mod seek;
mod thread;
mod work;

use ecs_core::Simulation;
use ecs_core::cost::Bill;
use ecs_core::report::{HealthTally, Journal, LoadTally, Tally};
use ecs_web_port::{Lane, Reply, Request};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::DedicatedWorkerGlobalScope;

/// The worker itself.
pub fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

#[derive(Default)]
struct LaneState {
    queue: VecDeque<Request>,
    busy: bool,
    newest: u32,
}

#[derive(Default)]
struct Inner {
    lanes: [LaneState; Lane::COUNT],
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
    /// What was measured over all of it.
    load: LoadTally,
    /// What it is billed for.
    bill: Bill,
    /// The health of its targets.
    health: HealthTally,
}

/// What answers requests.
#[derive(Clone)]
pub struct Core {
    inner: Rc<RefCell<Inner>>,
    reply: Rc<dyn Fn(Reply)>,
}

impl std::fmt::Debug for Core {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Core")
    }
}

impl Core {
    /// A core that gives its answers to `reply`.
    pub fn new(reply: impl Fn(Reply) + 'static) -> Core {
        Core { inner: Rc::default(), reply: Rc::new(reply) }
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

    fn tell(&self, reply: Reply) {
        (self.reply)(reply);
    }

    fn is_busy(&self, lane: Lane) -> bool {
        self.inner.borrow().lanes[lane as usize].busy
    }

    fn wanted(&self, lane: Lane, number: u32) -> bool {
        self.inner.borrow().lanes[lane as usize].newest == number
    }
}

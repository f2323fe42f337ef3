//! The core as the page's worker has it, in a worker: it is asked as the page asks it, and its answers travel as
//! they do there.

#![cfg(target_family = "wasm")]

use ecs_core::{Budget, Document, SimTime, Simulation};
use ecs_web_core::Core;
use ecs_web_port::{Received, Reply, Request, Sent, Subject, TargetsQuestion};
use ecs_workshop::gallery;
use js_sys::{Function, Promise, Reflect};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_dedicated_worker);

/// Looks for an answer before somebody gives up: of a millisecond or more each.
const LOOKS: u32 = 20_000;

/// The page's end of the way.
struct Page {
    core: Core,
    heard: Rc<RefCell<VecDeque<Reply>>>,
}

impl Page {
    fn new() -> Page {
        let heard: Rc<RefCell<VecDeque<Reply>>> = Rc::default();
        let (answers, ends) = (heard.clone(), RefCell::new((Sent::default(), Received::default())));
        let core = Core::new(move |reply| {
            let (sent, received) = &mut *ends.borrow_mut();
            let reply = received.reply(&sent.to_bytes(reply)).expect("a reply that travels");
            answers.borrow_mut().push_back(reply);
        });
        Page { core, heard }
    }

    fn ask(&self, request: &Request) {
        self.core.post(Request::from_bytes(&request.to_bytes()).expect("a request that travels"));
    }

    /// The next answer that is not about how far something has come.
    async fn answer(&self) -> Reply {
        for _ in 0..LOOKS {
            let reply = self.heard.borrow_mut().pop_front();
            match reply {
                Some(Reply::Advanced { .. }) => {}
                Some(reply) => return reply,
                None => later().await,
            }
        }
        panic!("no answer came");
    }
}

/// Lets the worker's other tasks go on.
async fn later() {
    let timer = Reflect::get(&js_sys::global(), &"setTimeout".into()).expect("a worker's global");
    let timer: Function = timer.unchecked_into();
    let gone_by = Promise::new(&mut |resolve, _| {
        timer.call2(&js_sys::global(), &resolve, &1.into()).expect("a timer");
    });
    JsFuture::from(gone_by).await.expect("time goes by");
}

/// The same run, straight to a moment.
fn straight(text: &str, at: Option<SimTime>) -> Simulation {
    let mut run = Simulation::new(Document::read(text).scenario.expect("a scenario"));
    run.advance_to(at.unwrap_or(run.duration()), Budget::UNLIMITED);
    run
}

#[wasm_bindgen_test]
async fn a_run_is_loaded_goes_on_and_goes_back() {
    let (page, text) = (Page::new(), gallery::ENTRIES[0].text);
    page.ask(&Request::Load { number: 1, text: text.into() });
    page.ask(&Request::AdvanceTo { number: 1, at: None, picture_at: None });
    let end = straight(text, None);
    let Reply::Reached { number: 1, snapshot, log_hash, at_the_end: true } = page.answer().await else {
        panic!("the run is not at its end");
    };
    assert_eq!((log_hash, *snapshot), (end.log_hash(), end.snapshot(200)));
    let Reply::Charted { course, .. } = page.answer().await else { panic!("no course") };
    assert_eq!(*course, end.course());

    let half = SimTime::from_ms(end.duration().as_ms() / 2);
    page.ask(&Request::Seek { number: 1, run: 1, at: half, seen: None });
    let Reply::Sought { at, snapshot: Some(snapshot), .. } = page.answer().await else {
        panic!("no picture");
    };
    assert_eq!((at, *snapshot), (half, straight(text, Some(half)).snapshot(200)));
}

#[wasm_bindgen_test]
async fn questions_about_a_run_are_answered() {
    let (page, text) = (Page::new(), gallery::ENTRIES[0].text);
    page.ask(&Request::Load { number: 1, text: text.into() });
    page.ask(&Request::AdvanceTo { number: 1, at: None, picture_at: None });
    let (Reply::Reached { .. }, Reply::Charted { .. }) = (page.answer().await, page.answer().await) else {
        panic!("the run is not at its end");
    };
    let end = straight(text, None);
    let whole = (SimTime::ZERO, end.duration());
    page.ask(&Request::Count { number: 1, run: 1, service: None, between: whole });
    let Reply::Counted { number: 1, series, .. } = page.answer().await else { panic!("nothing is counted") };
    assert_eq!(*series, end.tally().series(None, whole, 600));
    let question = TargetsQuestion { run: 1, events: None, group: "nobody".into() };
    page.ask(&Request::Targets { number: 1, question });
    assert!(matches!(page.answer().await, Reply::Targets { number: 1, list: None }));
    page.ask(&Request::Ping { number: 1 });
    assert!(matches!(page.answer().await, Reply::Pong));
}

#[wasm_bindgen_test]
async fn what_is_no_scenario_is_judged_and_refused() {
    let page = Page::new();
    page.ask(&Request::Validate { number: 1, subject: Subject::Document, text: "{".into() });
    let Reply::Validated { number: 1, verdict, .. } = page.answer().await else { panic!("no judgement") };
    assert!(!verdict.usable && !verdict.findings.is_empty());
    page.ask(&Request::Load { number: 2, text: "{".into() });
    let Reply::Refused { number: 2, findings } = page.answer().await else { panic!("not refused") };
    assert!(!findings.is_empty());
}

//! Something that goes on by itself, frame by frame or step by step.

use super::window;
use gloo::timers::callback::Interval;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

/// The longest time between two frames that counts, in milliseconds: a page that was out of sight goes
/// on where it was.
const GAP_MS: f64 = 100.0;

/// How often a step is made where nothing is to move smoothly, in milliseconds.
const STEP_MS: u32 = 1000;

/// What goes on until it is dropped.
pub struct Beat {
    stop: Rc<Cell<bool>>,
    _steps: Option<Interval>,
}

impl std::fmt::Debug for Beat {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Beat")
    }
}

impl Drop for Beat {
    fn drop(&mut self) {
        self.stop.set(true);
    }
}

/// What is called before the next frame; it holds itself until it is stopped.
type Frame = RefCell<Option<Closure<dyn FnMut(f64)>>>;

/// Calls back with the milliseconds that have gone by: before every frame, or once a second for those who
/// have asked their system for less motion.
pub fn on_beat(callback: impl Fn(u32) + 'static) -> Beat {
    let stop = Rc::new(Cell::new(false));
    if prefers_less_motion() {
        let steps = Interval::new(STEP_MS, move || callback(STEP_MS));
        return Beat { stop, _steps: Some(steps) };
    }
    let mut last = None;
    frame_by_frame(stop, move |now| {
        let before = last.replace(now).unwrap_or(now);
        callback(whole_ms((now - before).min(GAP_MS)));
        true
    })
}

/// Calls back before each of the next frames, `count` of them.
pub(super) fn on_frames(count: u32, callback: impl Fn() + 'static) -> Beat {
    let mut left = count;
    frame_by_frame(Rc::default(), move |_| {
        callback();
        left = left.saturating_sub(1);
        left > 0
    })
}

/// Calls back before every frame, as long as it says that it goes on and nobody stops it.
fn frame_by_frame(stop: Rc<Cell<bool>>, mut paint: impl FnMut(f64) -> bool + 'static) -> Beat {
    let frame: Rc<Frame> = Rc::default();
    let (next, stopped) = (frame.clone(), stop.clone());
    *frame.borrow_mut() = Some(Closure::new(move |now: f64| {
        if !stopped.get() && paint(now) {
            request(&next);
        } else {
            // Nobody holds the frames any more.
            next.borrow_mut().take();
        }
    }));
    request(&frame);
    Beat { stop, _steps: None }
}

fn request(frame: &Frame) {
    if let (Some(window), Some(frame)) = (window(), frame.borrow().as_ref()) {
        let _ = window.request_animation_frame(frame.as_ref().unchecked_ref());
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most a hundred")]
fn whole_ms(ms: f64) -> u32 {
    ms.max(0.0).round() as u32
}

fn prefers_less_motion() -> bool {
    let query = window().and_then(|window| window.match_media("(prefers-reduced-motion: reduce)").ok()?);
    query.is_some_and(|query| query.matches())
}

//! Work that another thread does, with a wasm of its own that is fetched only then.

use super::Listener;
use std::cell::RefCell;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, MessageEvent, Worker};

/// One question to a worker. Dropped, it stops the worker, whose answer then never comes.
#[derive(Debug)]
pub struct Errand {
    worker: Worker,
    _listeners: [Listener; 2],
}

impl Errand {
    /// Starts the worker of that file, gives it the text when it says that it is there, and calls
    /// back with what it answers: nothing where it cannot be fetched or breaks down.
    pub fn start(file: &str, text: String, done: impl FnOnce(Option<String>) + 'static) -> Option<Errand> {
        let worker = Worker::new(file).ok()?;
        let done = std::rc::Rc::new(RefCell::new(Some(done)));
        let finish = move |answer: Option<String>| {
            let done = done.borrow_mut().take();
            if let Some(done) = done {
                done(answer);
            }
        };
        let (asked, failed) = (worker.clone(), finish.clone());
        let message = Listener::new(&worker, "message", move |event: &Event| {
            let data = event.dyn_ref::<MessageEvent>().and_then(|event| event.data().as_string());
            match data {
                Some(ready) if ready.is_empty() => {
                    if asked.post_message(&JsValue::from(text.as_str())).is_err() {
                        finish(None);
                    }
                }
                answer => finish(answer),
            }
        });
        let error = Listener::new(&worker, "error", move |_| failed(None));
        Some(Errand { worker, _listeners: [message, error] })
    }
}

impl Drop for Errand {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

//! The worker with the core.

use super::Listener;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::js_sys::{Array, ArrayBuffer, Uint8Array};
use web_sys::{ErrorEvent, Event, MessageEvent, Worker};

#[wasm_bindgen]
extern "C" {
    // web/static/boot.js.
    #[wasm_bindgen(js_name = startCore, catch)]
    fn start_core() -> Result<Worker, JsValue>;
}

/// A worker that answers bytes by bytes. Dropped, it stops.
#[derive(Debug)]
pub struct CoreWorker {
    worker: Worker,
    _listeners: [Listener; 2],
}

impl CoreWorker {
    /// Starts one. It calls `answered` with each of its answers, and `died` with what happened where it
    /// cannot be fetched or breaks down. None where the browser starts no worker.
    pub fn start(
        answered: impl Fn(Vec<u8>) + 'static,
        died: impl Fn(String) + 'static,
    ) -> Option<CoreWorker> {
        let worker = start_core().ok()?;
        let died = Rc::new(died);
        let said_last = died.clone();
        let message = Listener::new(&worker, "message", move |event: &Event| {
            let Some(data) = event.dyn_ref::<MessageEvent>().map(MessageEvent::data) else { return };
            match data.dyn_into::<ArrayBuffer>() {
                Ok(bytes) => answered(Uint8Array::new(&bytes).to_vec()),
                // Its last words.
                Err(words) => said_last(words.as_string().unwrap_or_default()),
            }
        });
        let error = Listener::new(&worker, "error", move |event: &Event| {
            died(event.dyn_ref::<ErrorEvent>().map(ErrorEvent::message).unwrap_or_default());
        });
        Some(CoreWorker { worker, _listeners: [message, error] })
    }

    /// Asks.
    pub fn post(&self, bytes: &[u8]) {
        let bytes = Uint8Array::from(bytes).buffer();
        // A worker that is gone has said so, and is asked again when there is another.
        let _ = self.worker.post_message_with_transfer(&bytes, &Array::of1(&bytes));
    }
}

impl Drop for CoreWorker {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

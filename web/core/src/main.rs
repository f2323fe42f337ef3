//! Starts the worker, which answers every message from then on. What came before, the script that starts
//! it (`worker.js`) hands over.

use ecs_web_core::{Core, scope};
use ecs_web_port::{Request, Sent};
use js_sys::{Array, ArrayBuffer, Uint8Array};
use std::cell::RefCell;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{Closure, JsValue};
use web_sys::MessageEvent;

fn main() {
    // The page hears of our bug by a text, starts another worker and says so.
    std::panic::set_hook(Box::new(|panic| {
        let message = panic.to_string();
        web_sys::console::error_1(&message.as_str().into());
        let _ = scope().post_message(&JsValue::from(message.as_str()));
    }));
    let sent = RefCell::new(Sent::default());
    let core = Core::new(move |reply| {
        let bytes = Uint8Array::from(&sent.borrow_mut().to_bytes(reply)[..]).buffer();
        // A page that is gone needs no answer.
        let _ = scope().post_message_with_transfer(&bytes, &Array::of1(&bytes));
    });
    let hear = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let bytes = event.data().dyn_into::<ArrayBuffer>().map(|buffer| Uint8Array::new(&buffer).to_vec());
        if let Some(request) = bytes.ok().and_then(|bytes| Request::from_bytes(&bytes)) {
            core.post(request);
        }
    });
    scope().set_onmessage(Some(hear.as_ref().unchecked_ref()));
    // It lives as long as the worker.
    hear.forget();
}

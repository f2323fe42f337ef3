//! The worker's thread.

use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_futures::js_sys::Promise;
use web_sys::MessageChannel;

/// Milliseconds since the worker was started.
pub(crate) fn now_ms() -> f64 {
    crate::scope().performance().map_or(0.0, |performance| performance.now())
}

/// Lets the worker listen: requests that have come are taken before it goes on. A timer would wait for
/// milliseconds, a message to oneself does not.
pub(crate) async fn breathe() {
    let Ok(channel) = MessageChannel::new() else { return };
    let heard = Promise::new(&mut |resolve, _| channel.port1().set_onmessage(Some(&resolve)));
    if channel.port2().post_message(&JsValue::NULL).is_ok() {
        let _ = JsFuture::from(heard).await;
    }
    channel.port1().close();
}

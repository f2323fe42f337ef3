//! Other languages than JSON. Who reads them is a worker with a wasm of its own (`web/interop`), which
//! the browser fetches when it is asked for the first time: the page itself knows JSON.

mod answer;

pub use answer::{Answer, is_yaml};

use crate::platform::Errand;

/// What Trunk calls the file that starts the worker (index.html).
const WORKER: &str = "./ecs-web-interop_loader.js";

/// Converts a text of YAML. The answer is none where the converter is not to be had; there is none
/// at all once the errand is dropped.
pub fn convert(text: &str, done: impl FnOnce(Option<Answer>) + 'static) -> Option<Errand> {
    Errand::start(WORKER, text.to_owned(), move |said| done(said.and_then(|said| Answer::read(&said))))
}

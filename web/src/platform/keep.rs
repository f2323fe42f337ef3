//! What somebody has chosen, from one visit to the next.

use super::window;
use web_sys::Storage;

/// Keeps a value. Where nothing can be stored, the choice lasts as long as the page.
pub fn keep(key: &str, value: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(key, value);
    }
}

/// What was kept.
pub fn kept(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

fn storage() -> Option<Storage> {
    window()?.local_storage().ok().flatten()
}

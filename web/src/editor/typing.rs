//! Letters on their way from the box to the page's state: a short text goes with every letter, a long
//! one once somebody pauses.

use crate::platform::Timeout;
use std::cell::RefCell;
use std::rc::Rc;

/// Characters of a text, in UTF-16, up to which every letter is told at once. Beyond it the copy that
/// each letter makes, and what follows from it, would be felt: of 256 KiB it takes a few milliseconds,
/// of 5 MB a tenth of a second. Four times what ECS takes for a task definition.
const LIVE_LENGTH: usize = 256 * 1024;

/// How long typing into a longer text pauses until it is told, in milliseconds.
const PAUSE_MS: u32 = 500;

/// What is typed and not told yet. Whatever else reads or replaces the text settles it first, so that
/// changes keep their order and none is lost.
#[derive(Clone, Default)]
pub struct Typing(Rc<RefCell<Option<Waiting>>>);

struct Waiting {
    tell: Box<dyn FnOnce()>,
    _later: Timeout,
}

impl Typing {
    /// A text was typed into and has that length now; `tell` hands it over as it is then.
    pub fn typed(&self, length: usize, tell: impl FnOnce() + 'static) {
        if length <= LIVE_LENGTH {
            self.0.take();
            return tell();
        }
        let typing = self.clone();
        let later = Timeout::new(PAUSE_MS, move || {
            typing.settle();
        });
        self.0.replace(Some(Waiting { tell: Box::new(tell), _later: later }));
    }

    /// What is typed is told now. False where nothing waits.
    pub fn settle(&self) -> bool {
        // Taken out before it is told: what follows may ask again.
        let waiting = self.0.take();
        waiting.map(|waiting| (waiting.tell)()).is_some()
    }
}

impl PartialEq for Typing {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl std::fmt::Debug for Typing {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Typing")
    }
}

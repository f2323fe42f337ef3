//! The event queue: by time, then actions, then what happens, then who looks at it, each in order of making.

use crate::time::SimTime;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// What comes first at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    /// Actions of the timeline. They are counted apart, so that one more of them later shifts nothing
    /// before it.
    Action,
    /// Everything else.
    Event,
    /// What looks at the moment, once everything else of it has been done.
    Look,
}

/// An entry; the queue pops the least.
#[derive(Clone, Copy, Debug)]
struct Entry<E> {
    key: (SimTime, Class, u64),
    event: E,
}

impl<E> PartialEq for Entry<E> {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl<E> Eq for Entry<E> {}

impl<E> PartialOrd for Entry<E> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<E> Ord for Entry<E> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.key.cmp(&other.key)
    }
}

/// Events that are due at some time.
#[derive(Clone, Debug)]
pub(super) struct Queue<E> {
    heap: BinaryHeap<Reverse<Entry<E>>>,
    actions: u64,
    events: u64,
}

impl<E: Copy> Queue<E> {
    /// Adds an action of the timeline.
    pub(super) fn push_action(&mut self, at: SimTime, event: E) {
        self.heap.push(Reverse(Entry { key: (at, Class::Action, self.actions), event }));
        self.actions += 1;
    }

    /// How many actions of the timeline were added.
    pub(super) fn actions(&self) -> usize {
        usize::try_from(self.actions).unwrap_or(usize::MAX)
    }

    /// Adds an event.
    pub(super) fn push(&mut self, at: SimTime, event: E) {
        self.heap.push(Reverse(Entry { key: (at, Class::Event, self.events), event }));
        self.events += 1;
    }

    /// Adds what looks at a moment once nothing else is due then, whenever that was added. Spec: METRIC-7.
    pub(super) fn push_look(&mut self, at: SimTime, event: E) {
        self.heap.push(Reverse(Entry { key: (at, Class::Look, self.events), event }));
        self.events += 1;
    }

    /// Takes the next event that is due at `at` or before.
    pub(super) fn pop_due(&mut self, at: SimTime) -> Option<(SimTime, E)> {
        let Reverse(next) = self.heap.peek()?;
        if next.key.0 > at {
            return None;
        }
        self.heap.pop().map(|Reverse(entry)| (entry.key.0, entry.event))
    }
}

impl<E> Default for Queue<E> {
    fn default() -> Self {
        Queue { heap: BinaryHeap::new(), actions: 0, events: 0 }
    }
}

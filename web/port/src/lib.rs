//! What the page and the worker with the core say to each other, and how it travels: as bytes of
//! postcard, which both read from one build of one source.
//!
//! A new request is a variant of [`Request`] with its lane and number, and its answer one of
//! [`Reply`]; `ecs-web-core` answers it, and the page's reducer takes the answer.

#![warn(missing_docs)]

mod findings;
mod lane;
mod message;
mod picture;

pub use lane::Lane;
pub use message::{
    About, Compared, Contrast, Faults, ForesightQuestion, InspectQuestion, JournalQuestion, NetworkOf,
    NetworkQuestion, Parcel, Question, Reply, Request, Subject, TargetsQuestion, TaskParts, TaskQuestion,
    Unfit, Verdict,
};
pub use picture::{Received, Sent};

impl Request {
    /// The request as it travels.
    pub fn to_bytes(&self) -> Vec<u8> {
        // What cannot be written is nothing that the other end could read.
        postcard::to_allocvec(self).unwrap_or_default()
    }

    /// The request that travelled; none where these are no bytes of one.
    pub fn from_bytes(bytes: &[u8]) -> Option<Request> {
        postcard::from_bytes(bytes).ok()
    }
}

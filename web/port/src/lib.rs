//! What the page and the worker with the core say to each other, and how it travels: as bytes of
//! postcard, which both read from one build of one source.
//!
//! A new request is a variant of [`Request`] with its lane and number, and its answer one of
//! [`Reply`]; `ecs-web-core` answers it, and the page's reducer takes the answer.

#![warn(missing_docs)]

mod answer;
mod findings;
mod lane;
mod picture;
mod question;
mod reply;
mod request;

pub use answer::{Compared, Contrast, Faults, Parcel, RunCourse, TaskParts, Unfit, Verdict};
pub use lane::Lane;
pub use picture::{Received, Sent};
pub use question::{
    About, ForesightQuestion, InspectQuestion, JournalQuestion, NetworkOf, NetworkQuestion, Question,
    StoryQuestion, Subject, TargetsQuestion, TaskQuestion,
};
pub use reply::Reply;
pub use request::Request;

//! What a request asks about: which run, which moment, which thing in it.

use ecs_core::SimTime;
use ecs_core::report::{JournalFilter, PageFrom, StoryFilter};
use serde::{Deserialize, Serialize};
use std::rc::Rc;

/// Which page of the event log somebody wants to read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalQuestion {
    /// The number of the run, which has reached its end.
    pub run: u32,
    /// What is looked for.
    pub filter: JournalFilter,
    /// Where the page begins.
    pub from: PageFrom,
    /// How many entries it has.
    pub entries: usize,
}

/// Which page of the story of scaling somebody wants to read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoryQuestion {
    /// The number of the run, which has reached its end.
    pub run: u32,
    /// The moment of the playhead.
    pub at: SimTime,
    /// What is looked for.
    pub filter: StoryFilter,
    /// Where the page begins.
    pub from: PageFrom,
}

/// Which task somebody looks at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InspectQuestion {
    /// The number of the run, which has reached its end.
    pub run: u32,
    /// [`events`](crate::Reply::Sought::events) of the picture: what tells the moment.
    pub events: Option<u64>,
    /// The task's id.
    pub task: String,
}

/// Whose targets somebody looks at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetsQuestion {
    /// The number of the run, which has reached its end.
    pub run: u32,
    /// [`events`](crate::Reply::Sought::events) of the picture: what tells the moment.
    pub events: Option<u64>,
    /// The target group's name.
    pub group: Rc<str>,
}

/// What network somebody wants to see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NetworkQuestion {
    /// The number of the run, which has reached its end.
    pub run: u32,
    /// What tells the moment: `Snapshot::log_hash`.
    pub log_hash: String,
    /// Of what.
    pub of: NetworkOf,
}

/// Into which task somebody wants to look.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskQuestion {
    /// The number of the run, which has reached its end.
    pub run: u32,
    /// The moment: what is written into volumes rises with it.
    pub at: SimTime,
    /// What tells the state at it: `Snapshot::log_hash`.
    pub log_hash: String,
    /// The task, by its short form.
    pub task: String,
}

/// An UpdateService that somebody thinks of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForesightQuestion {
    /// The number of the run, which has reached its end.
    pub run: u32,
    /// The scenario of that run, with the action in its timeline.
    pub text: Rc<str>,
    /// The action's number in the timeline.
    pub place: usize,
    /// Its moment.
    pub at: SimTime,
    /// The service's name.
    pub service: String,
}

/// Whose network.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum NetworkOf {
    /// A task's. By its short form.
    Task(String),
    /// That of each task of a service.
    Service(String),
}

/// Which decision somebody wants to understand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// The number of the run, which has reached its end.
    pub run: u32,
    /// [`events`](crate::Reply::Sought::events) of the picture, where the answer depends on the moment.
    pub events: Option<u64>,
    /// What about.
    pub about: About,
}

/// What a question is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum About {
    /// Why a task stands where it does. By its short form.
    Task(String),
    /// Where the next task of a service would go now.
    Service(String),
    /// The same, as far as one instance is concerned: the others are left out but for the chosen one.
    Instance {
        /// The service.
        service: String,
        /// The instance's id on EC2.
        instance: String,
    },
}

/// A text of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Subject {
    /// The scenario.
    Document,
    /// What stands in the box for the task definition.
    Draft,
    /// The scenario with the call that is being written.
    Call,
}

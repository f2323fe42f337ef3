//! What the page asks.

use super::{
    ForesightQuestion, InspectQuestion, JournalQuestion, NetworkQuestion, Question, StoryQuestion, Subject,
    TargetsQuestion, TaskQuestion,
};
use ecs_core::SimTime;
use serde::{Deserialize, Serialize};
use std::rc::Rc;

/// A request. Of each kind only the newest number counts: answers to older ones are not given.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Request {
    /// Make a run of this scenario, at second 0.
    Load {
        /// The number of the run.
        number: u32,
        /// The scenario.
        text: Rc<str>,
    },
    /// Go on with the run, to a moment or to the end of its timeline.
    AdvanceTo {
        /// The number of the run.
        number: u32,
        /// The moment.
        at: Option<SimTime>,
        /// Where in the run the picture is to be of, once it is at its end; none where that is the end.
        picture_at: Option<SimTime>,
    },
    /// Give up the run on its way.
    Stop {
        /// The number that the next run would have had.
        number: u32,
    },
    /// Go to a moment of the run on the stage.
    Seek {
        /// Its number.
        number: u32,
        /// The number of the run.
        run: u32,
        /// The moment.
        at: SimTime,
        /// [`events`](crate::Reply::Sought::events) of the picture that is there: the same is not sent again.
        seen: Option<u64>,
    },
    /// Count tasks over the run on the stage.
    Count {
        /// Its number.
        number: u32,
        /// The number of the run.
        run: u32,
        /// The service whose tasks are counted, by name; all tasks where none.
        service: Option<Rc<str>>,
        /// Between which moments.
        between: (SimTime, SimTime),
    },
    /// Read a page of the event log of the whole run on the stage.
    Journal {
        /// Its number.
        number: u32,
        /// Which page, of which run.
        question: JournalQuestion,
    },
    /// Tell a page of the story of scaling in the whole run on the stage, and where it stands at its moment.
    Story {
        /// Its number.
        number: u32,
        /// Which page, of which run.
        question: StoryQuestion,
    },
    /// Look at a task as it is at the moment of the run on the stage.
    Inspect {
        /// Its number.
        number: u32,
        /// Which task, of which run.
        question: InspectQuestion,
    },
    /// Say what the run on the stage has cost by a moment.
    Cost {
        /// Its number.
        number: u32,
        /// The number of the run.
        run: u32,
        /// The moment.
        at: SimTime,
    },
    /// Hold two scenarios against each other.
    Contrast {
        /// Its number.
        number: u32,
        /// The scenario, and another that runs with its seed.
        texts: (Rc<str>, Rc<str>),
    },
    /// List the targets of a target group as they are at the moment of the run on the stage.
    Targets {
        /// Its number.
        number: u32,
        /// Of which group, in which run.
        question: TargetsQuestion,
    },
    /// Say that you are there.
    Ping {
        /// Its number.
        number: u32,
    },
    /// Judge a text.
    Validate {
        /// Its number.
        number: u32,
        /// Which text it is.
        subject: Subject,
        /// The text.
        text: Rc<str>,
    },
    /// Make a link.
    Share {
        /// Its number.
        number: u32,
        /// The scenario.
        text: Rc<str>,
        /// Whether secrets are replaced by placeholders.
        redact: bool,
        /// The moment that its maker looks at; the end of the timeline where none.
        at: Option<SimTime>,
    },
    /// Explain a decision.
    Explain {
        /// Its number.
        number: u32,
        /// Which decision, of which run.
        question: Question,
    },
    /// Follow requests to tasks, and from them.
    Trace {
        /// Its number.
        number: u32,
        /// Of what, in which run.
        question: NetworkQuestion,
    },
    /// Look into a task: its roles and its volumes.
    Examine {
        /// Its number.
        number: u32,
        /// Of which task, in which run.
        question: TaskQuestion,
    },
    /// Tell where an action of the timeline leads.
    Foresee {
        /// Its number.
        number: u32,
        /// Which action, in which run.
        question: ForesightQuestion,
    },
    /// Compare the network modes.
    Compare {
        /// Its number.
        number: u32,
        /// The text of the task definition.
        definition: Rc<str>,
        /// The scenario.
        scenario: Rc<str>,
        /// An instance type to count copies on besides those of the cluster.
        instance_type: Option<Rc<str>>,
    },
}

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

//! Which requests wait for each other.

use crate::{Request, Subject};

/// Kinds of request that do not wait for each other. Of each only the newest counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lane {
    /// The run on its way.
    Run,
    /// Judging the scenario.
    Document,
    /// Judging the draft.
    Draft,
    /// Judging the call that is being written.
    Call,
    /// Making a link.
    Share,
    /// Explaining a decision.
    Explain,
    /// Moving in the time of the run on the stage.
    Seek,
    /// Counting over that time.
    Count,
    /// Reading the event log.
    Journal,
    /// Looking at a task in details.
    Inspect,
    /// Listing targets.
    Targets,
    /// Saying that somebody is there.
    Ping,
    /// Following requests.
    Trace,
    /// Looking into a task.
    Examine,
    /// Telling where an action leads.
    Foresee,
    /// Comparing network modes.
    Compare,
    /// What the run has cost.
    Cost,
    /// Holding two scenarios against each other.
    Contrast,
    /// The story of scaling.
    Story,
}

impl Lane {
    /// How many there are.
    pub const COUNT: usize = Lane::Story as usize + 1;
}

impl Request {
    /// Its lane.
    pub fn lane(&self) -> Lane {
        match self {
            Request::Load { .. } | Request::AdvanceTo { .. } | Request::Stop { .. } => Lane::Run,
            Request::Validate { subject: Subject::Document, .. } => Lane::Document,
            Request::Validate { subject: Subject::Draft, .. } => Lane::Draft,
            Request::Validate { subject: Subject::Call, .. } => Lane::Call,
            Request::Share { .. } => Lane::Share,
            Request::Explain { .. } => Lane::Explain,
            Request::Seek { .. } => Lane::Seek,
            Request::Count { .. } => Lane::Count,
            Request::Journal { .. } => Lane::Journal,
            Request::Inspect { .. } => Lane::Inspect,
            Request::Targets { .. } => Lane::Targets,
            Request::Ping { .. } => Lane::Ping,
            Request::Trace { .. } => Lane::Trace,
            Request::Examine { .. } => Lane::Examine,
            Request::Foresee { .. } => Lane::Foresee,
            Request::Compare { .. } => Lane::Compare,
            Request::Cost { .. } => Lane::Cost,
            Request::Contrast { .. } => Lane::Contrast,
            Request::Story { .. } => Lane::Story,
        }
    }

    /// Its number: it rises within a lane.
    pub fn number(&self) -> u32 {
        match self {
            Request::Load { number, .. }
            | Request::AdvanceTo { number, .. }
            | Request::Stop { number }
            | Request::Validate { number, .. }
            | Request::Share { number, .. }
            | Request::Explain { number, .. }
            | Request::Seek { number, .. }
            | Request::Count { number, .. }
            | Request::Journal { number, .. }
            | Request::Inspect { number, .. }
            | Request::Targets { number, .. }
            | Request::Ping { number }
            | Request::Trace { number, .. }
            | Request::Examine { number, .. }
            | Request::Foresee { number, .. }
            | Request::Compare { number, .. }
            | Request::Cost { number, .. }
            | Request::Story { number, .. }
            | Request::Contrast { number, .. } => *number,
        }
    }
}

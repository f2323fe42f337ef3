//! What the core answers.

use super::{Compared, Contrast, Faults, Parcel, Subject, TaskParts, Unfit, Verdict};
use crate::findings;
use ecs_core::SimTime;
use ecs_core::cost::CostReport;
use ecs_core::finding::Finding;
use ecs_core::report::{
    Course, Explanation, Foresight, HealthSeries, JournalPage, LoadSeries, NetworkReport, ScalingNow, Series,
    Snapshot, StoryPage, TargetList, TaskInspection,
};
use serde::{Deserialize, Serialize};

/// An answer.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Reply {
    /// The scenario has errors: there is no run of it.
    Refused {
        /// The number of the run.
        number: u32,
        /// What is wrong.
        #[serde(with = "findings")]
        findings: Vec<Finding>,
    },
    /// The run goes on.
    Advanced {
        /// The number of the run.
        number: u32,
        /// How far it is.
        at: SimTime,
        /// How far it is to go.
        end: SimTime,
    },
    /// The run is where it was to go.
    Reached {
        /// The number of the run.
        number: u32,
        /// The state. It travels beside the reply, as what is new in it: see [`Sent`](crate::picture::Sent).
        #[serde(skip)]
        snapshot: Box<Snapshot>,
        /// The hash of the event log.
        log_hash: u64,
        /// Whether nothing of the run is left to do.
        at_the_end: bool,
    },
    /// Where something happens in the run that has reached its end.
    Charted {
        /// The number of the run.
        number: u32,
        /// The moments and marks.
        course: Box<Course>,
    },
    /// The run on the stage is at another moment.
    Sought {
        /// The number of the run.
        run: u32,
        /// The moment.
        at: SimTime,
        /// Events of the run so far: pictures with as many are the same but for their moment.
        events: u64,
        /// The picture; none where it is the one that was seen. It travels like that of `Reached`.
        #[serde(skip)]
        snapshot: Option<Box<Snapshot>>,
    },
    /// Tasks are counted over the run.
    Counted {
        /// The request's number.
        number: u32,
        /// The counts.
        series: Box<Series>,
        /// What was measured of requests and use over the whole run.
        load: Box<LoadSeries>,
        /// The health of targets.
        health: Box<HealthSeries>,
    },
    /// The worker is there.
    Pong,
    /// The targets of a target group are listed.
    Targets {
        /// The request's number.
        number: u32,
        /// The targets; none where the run has no such group.
        list: Option<Box<TargetList>>,
    },
    /// A page of the event log.
    Journal {
        /// The request's number.
        number: u32,
        /// The page.
        page: Box<JournalPage>,
    },
    /// A page of the story of scaling.
    Story {
        /// The request's number.
        number: u32,
        /// The page.
        page: Box<StoryPage>,
        /// Where everything that is scaled stands at the moment.
        now: Vec<ScalingNow>,
    },
    /// A task as it is at the moment.
    Inspected {
        /// The request's number.
        number: u32,
        /// The task; none where it is not there yet.
        task: Option<Box<TaskInspection>>,
    },
    /// What the run on the stage has cost.
    Costed {
        /// The request's number.
        number: u32,
        /// The report.
        cost: Box<CostReport>,
    },
    /// Two scenarios are held against each other, or one of them has errors.
    Contrasted {
        /// The request's number.
        number: u32,
        /// Both.
        contrast: Result<Box<Contrast>, Unfit>,
    },
    /// A text is judged.
    Validated {
        /// The request's number.
        number: u32,
        /// Which text.
        subject: Subject,
        /// The judgement.
        verdict: Verdict,
    },
    /// A link is made, or the scenario has errors and there is none.
    Shared {
        /// The request's number.
        number: u32,
        /// The link and what it holds.
        parcel: Result<Parcel, Faults>,
    },
    /// A decision is explained.
    Explained {
        /// The request's number.
        number: u32,
        /// The decision; none where there was none, as for a task of StartTask.
        explanation: Option<Box<Explanation>>,
    },
    /// Requests are followed.
    Traced {
        /// The request's number.
        number: u32,
        /// A report for each task; none where the run has no such thing.
        reports: Option<Vec<NetworkReport>>,
    },
    /// A task is looked into.
    Examined {
        /// The request's number.
        number: u32,
        /// What was found; none where the run has no such task.
        parts: Option<Box<TaskParts>>,
    },
    /// Where an action of the timeline leads.
    Foreseen {
        /// The request's number.
        number: u32,
        /// The forecast; none where the action has errors or the run has no such service then.
        foresight: Option<Box<Foresight>>,
    },
    /// The network modes are compared.
    Compared {
        /// The request's number.
        number: u32,
        /// The comparison.
        compared: Compared,
    },
}

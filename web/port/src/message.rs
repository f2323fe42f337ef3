//! What the page asks, and what the core answers.

use crate::findings;
use ecs_core::cost::CostReport;
use ecs_core::finding::{Finding, Range};
use ecs_core::json::Node;
use ecs_core::report::{
    Course, Divergence, Explanation, Foresight, HealthSeries, JournalFilter, JournalPage, LoadSeries,
    ModeReport, NetworkReport, PageFrom, RolesReport, Series, Snapshot, Summary, TargetList, TaskInspection,
    VolumesReport,
};
use ecs_core::{Document, DocumentKind, SimTime};
use ecs_workshop::redact::Replacement;
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
    /// Go to a moment of the run on the stage.
    Seek {
        /// Its number.
        number: u32,
        /// The number of the run.
        run: u32,
        /// The moment.
        at: SimTime,
        /// [`Reply::Sought::events`] of the picture that is there: the same is not sent again.
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

/// Which task somebody looks at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InspectQuestion {
    /// The number of the run, which has reached its end.
    pub run: u32,
    /// [`Reply::Sought::events`] of the picture: what tells the moment.
    pub events: Option<u64>,
    /// The task's id.
    pub task: String,
}

/// Whose targets somebody looks at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetsQuestion {
    /// The number of the run, which has reached its end.
    pub run: u32,
    /// [`Reply::Sought::events`] of the picture: what tells the moment.
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

/// What there is to say of a task besides its status.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TaskParts {
    /// Its calls of AWS, and who signs them.
    pub roles: RolesReport,
    /// Its volumes.
    pub volumes: VolumesReport,
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
    /// [`Reply::Sought::events`] of the picture, where the answer depends on the moment.
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
        /// Tasks started so far.
        started: usize,
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

/// A task definition in each of the network modes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Compared {
    /// The modes; empty where the text is no task definition that could be read.
    pub modes: Vec<ModeReport>,
    /// Whether the scenario was one: without it load balancers and subnets are not known.
    pub is_whole: bool,
}

/// What is to say of a text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    /// What it is.
    pub kind: Option<DocumentKind>,
    /// Bytes of the task definition or scenario within it.
    pub range: Range,
    /// Bytes of the other task definitions, where it is a list of several.
    pub others: Vec<Range>,
    /// The task definition's family.
    pub family: Option<String>,
    /// The revision that it says it is.
    pub revision: Option<u32>,
    /// What there is to say.
    #[serde(with = "findings")]
    pub findings: Vec<Finding>,
    /// Whether it can be run.
    pub usable: bool,
}

impl From<Document> for Verdict {
    fn from(document: Document) -> Verdict {
        let usable = document.kind.is_some() && !document.has_errors();
        let subject = document.subject();
        let definition = subject.filter(|_| document.kind == Some(DocumentKind::TaskDefinition));
        let listed = document.root.as_ref().filter(|_| definition.is_some()).map_or(&[][..], Node::elements);
        Verdict {
            kind: document.kind,
            range: subject.map_or(Range::default(), |node| node.range),
            others: listed.iter().skip(1).map(|node| node.range).collect(),
            family: definition.and_then(|node| node.str("family")).map(str::to_owned),
            revision: definition
                .and_then(|node| node.get("revision")?.as_integer())
                .and_then(|number| u32::try_from(number).ok()),
            findings: document.findings,
            usable,
        }
    }
}

/// Two runs, held against each other at one moment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Contrast {
    /// The scenario and the other one: in a few figures.
    pub summaries: (Summary, Summary),
    /// Where they part; none where their event logs are the same.
    pub divergence: Option<Divergence>,
    /// Whether the other scenario's own seed is another.
    pub seed_replaced: bool,
}

/// Why two scenarios cannot be held against each other.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Unfit {
    /// Whether it is the other scenario that cannot be run.
    pub is_other: bool,
    /// What is wrong with it; empty where it is no scenario.
    #[serde(with = "findings")]
    pub findings: Vec<Finding>,
}

/// Findings because of which there is no link.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Faults(#[serde(with = "findings")] pub Vec<Finding>);

/// A link and what it holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parcel {
    /// The scenario, written out.
    pub preview: String,
    /// The link from the `#` on.
    pub fragment: String,
    /// What was replaced.
    pub replacements: Vec<Replacement>,
}

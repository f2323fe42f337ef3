//! What answers carry that is no report of the core.

use crate::findings;
use ecs_core::finding::{Finding, Range};
use ecs_core::json::Node;
use ecs_core::report::{Divergence, ModeReport, RolesReport, Series, Summary, VolumesReport};
use ecs_core::{Document, DocumentKind, SimTime};
use ecs_workshop::redact::Replacement;
use serde::{Deserialize, Serialize};

/// What there is to say of a task besides its status.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TaskParts {
    /// Its calls of AWS, and who signs them.
    pub roles: RolesReport,
    /// Its volumes.
    pub volumes: VolumesReport,
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
    /// The names of the traffic that is not the same in both.
    pub traffic_apart: Vec<String>,
    /// Both over time.
    pub courses: (RunCourse, RunCourse),
}

/// A run over time, as much of it as two runs are compared by.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RunCourse {
    /// The counts of all tasks.
    pub tasks: Series,
    /// What the run had cost by a moment, in ten-thousandths of a dollar.
    pub cost: Vec<(SimTime, u64)>,
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

//! A RunTask call that is being written: the scenario with one more action, which nobody else sees
//! until it is made. So its fields are edited, judged and named as any other part of a scenario's text.

use super::edit::{Edit, edit_call, edit_placement};
use super::follow::{follow_text, parse};
use super::outline::Outline;
use super::placement::{Owner, Placement};
use super::rows::written;
use super::shared::Shared;
use super::timeline;
use ecs_core::aws::{Compatibility, NetworkMode, TaskDefinition};
use ecs_core::finding::Finding;
use ecs_core::json::{EditError, Node};
use ecs_core::validate::subject_of;
use std::rc::Rc;

/// The call.
#[derive(Clone, Debug, PartialEq)]
pub struct RunTask {
    /// The scenario with the call behind the other actions.
    pub text: Rc<str>,
    /// The number of its action.
    pub place: usize,
    /// What the form shows of it.
    pub row: RunTaskRow,
    /// What there is to say of it.
    pub findings: Shared<Vec<Finding>>,
}

/// What the form shows. Values are texts, as they are written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RunTaskRow {
    /// `atSeconds`.
    pub at_seconds: String,
    /// `taskDefinition`.
    pub task_definition: String,
    /// The family of that definition; empty where there is none.
    pub family: String,
    /// `count`.
    pub count: String,
    /// `launchType`, with its default.
    pub launch_type: String,
    /// The launch types that the definition can have, of those that are simulated.
    pub launch_types: Vec<&'static str>,
    /// `networkConfiguration`; none where the definition takes none and there is none.
    pub network: Option<NetworkRow>,
    /// `group`.
    pub group: String,
    /// `startedBy`.
    pub started_by: String,
    /// `placementStrategy` and `placementConstraints`.
    pub placement: Placement,
}

/// `awsvpcConfiguration`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NetworkRow {
    /// The subnets that there are, and those that are named besides.
    pub subnets: Vec<SubnetRow>,
    /// Whether `assignPublicIp` is ENABLED.
    pub public_ip: bool,
}

/// A subnet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubnetRow {
    /// Its id.
    pub id: String,
    /// The name of its zone; empty where there is no such subnet.
    pub zone: String,
    /// Whether the call names it.
    pub chosen: bool,
}

impl RunTask {
    /// A call for one task of the definition of that number, at that second, like a task that is started
    /// by hand.
    pub(super) fn open(
        text: &str,
        outline: &Outline,
        definition: usize,
        at_seconds: u64,
    ) -> Result<RunTask, EditError> {
        let row = outline.definitions.get(definition).ok_or(EditError::NoSuchPlace)?;
        let (text, place) = timeline::run_task(text, &row.name.to_string(), at_seconds)?;
        let text = follow_text(text, Owner::Action(place), &row.text)?;
        RunTask::read(text, place, outline)
    }

    fn read(text: String, place: usize, outline: &Outline) -> Result<RunTask, EditError> {
        let row = RunTaskRow::read(&parse(&text)?, place, outline);
        Ok(RunTask { text: text.into(), place, row, findings: Shared::default() })
    }

    /// The call with the edit made. What was said of it stands until it is judged anew.
    pub(super) fn edited(&self, outline: &Outline, edit: &Edit) -> Result<RunTask, EditError> {
        let owner = Owner::Action(self.place);
        let text = match edit {
            Edit::Placement(_, edit) => edit_placement(&self.text, owner, &self.row.placement, edit)?,
            Edit::Call(edit) => edit_call(&self.text, owner, outline, edit)?,
            _ => return Err(EditError::NoSuchPlace),
        };
        Ok(RunTask { findings: self.findings.clone(), ..RunTask::read(text, self.place, outline)? })
    }

    /// The call with what there is to say of it, of all that is said of the scenario.
    pub(super) fn judged(&self, findings: Vec<Finding>) -> RunTask {
        let action = format!("/simulation/timeline/{}", self.place);
        let is_ours = |finding: &Finding| {
            finding.pointer.strip_prefix(&action).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        RunTask { findings: Shared::new(findings.into_iter().filter(is_ours).collect()), ..self.clone() }
    }

    /// What it does, in a few words.
    pub(super) fn words(&self) -> String {
        let root = parse(&self.text).ok();
        let row = root.and_then(|root| timeline::rows(&root).into_iter().nth(self.place));
        row.map(|row| row.words).unwrap_or_default()
    }
}

impl RunTaskRow {
    fn read(root: &Node, place: usize, outline: &Outline) -> RunTaskRow {
        let action = root.at(&format!("/simulation/timeline/{place}"));
        let Some(input) = action.and_then(|action| action.get("input")) else { return RunTaskRow::default() };
        let task_definition = written(input, "taskDefinition", "");
        let definition = outline.definition_of(&task_definition);
        let subject = definition.and_then(|row| subject_of(&row.text));
        let read = subject.map(|(_, definition)| TaskDefinition::read(&definition, 1));
        let has_interfaces =
            read.as_ref().is_some_and(|definition| definition.network_mode == NetworkMode::Awsvpc);
        let network = has_interfaces || input.get("networkConfiguration").is_some();
        RunTaskRow {
            at_seconds: action.map(|action| written(action, "atSeconds", "")).unwrap_or_default(),
            family: definition.map(|row| row.name.family.clone()).unwrap_or_default(),
            count: written(input, "count", ""),
            launch_type: written(input, "launchType", "EC2"),
            launch_types: read.map(|definition| launch_types(&definition)).unwrap_or_default(),
            network: network.then(|| NetworkRow::read(root, input, outline)),
            group: written(input, "group", ""),
            started_by: written(input, "startedBy", ""),
            placement: Placement::read(input),
            task_definition,
        }
    }

    /// Whether its tasks run on Fargate, which places them by itself.
    pub fn on_fargate(&self) -> bool {
        self.launch_type == "FARGATE"
    }
}

impl NetworkRow {
    fn read(root: &Node, input: &Node, outline: &Outline) -> NetworkRow {
        let named: Vec<&str> = input
            .at("/networkConfiguration/awsvpcConfiguration/subnets")
            .map_or(&[][..], Node::elements)
            .iter()
            .filter_map(Node::as_str)
            .collect();
        let there = there(root, outline);
        let is_there = |id: &str| there.iter().any(|(other, _)| other == id);
        let others = named.iter().filter(|id| !is_there(id)).map(|id| ((*id).to_owned(), String::new()));
        let others: Vec<(String, String)> = others.collect();
        let row = |(id, zone): (String, String)| SubnetRow { chosen: named.contains(&id.as_str()), id, zone };
        let public_ip = input.at("/networkConfiguration/awsvpcConfiguration/assignPublicIp");
        NetworkRow {
            subnets: there.into_iter().chain(others).map(row).collect(),
            public_ip: public_ip.and_then(Node::as_str) == Some("ENABLED"),
        }
    }
}

/// The subnets that there are, with their zones: of the scenario or, where it names none, of the
/// default VPC, which has one in every zone.
fn there(root: &Node, outline: &Outline) -> Vec<(String, String)> {
    let listed = root.list("subnets");
    if listed.is_empty() {
        let of_zone = |zone: String| (format!("subnet-{}", zone.chars().last().unwrap_or('a')), zone);
        return outline.zones().map(of_zone).collect();
    }
    let subnet = |node: &Node| (written(node, "SubnetId", ""), written(node, "AvailabilityZone", ""));
    listed.iter().map(subnet).collect()
}

fn launch_types(definition: &TaskDefinition) -> Vec<&'static str> {
    let simulated = [Compatibility::Ec2, Compatibility::Fargate];
    let compatible = definition.compatibilities();
    simulated.into_iter().filter(|one| compatible.contains(one)).map(Compatibility::name).collect()
}

#[cfg(test)]
mod tests {
    use super::{RunTask, SubnetRow};
    use crate::session::edit::{CallEdit, Edit, PlacementEdit};
    use crate::session::outline::Outline;
    use crate::session::placement::Owner;
    use ecs_core::{Budget, Document, Simulation};
    use serde_json::{Value, json};

    const TEXT: &str = r#"{"version": 1, // mine
  "taskDefinitions": [
    {"family": "job", "containerDefinitions": [{"name": "a", "image": "a:1", "memory": 64}]},
    {"family": "api", "networkMode": "awsvpc", "requiresCompatibilities": ["FARGATE"], "cpu": "256", "memory": "512",
     "containerDefinitions": [{"name": "a", "image": "a:1"}]}],
  "containerInstances": [{"instanceType": "t3.medium", "availabilityZone": "us-east-1b", "count": 2}]}"#;

    fn opened(definition: usize) -> (RunTask, Outline) {
        let outline = Outline::read(TEXT);
        (RunTask::open(TEXT, &outline, definition, 0).unwrap(), outline)
    }

    fn after(call: &RunTask, outline: &Outline, edits: impl IntoIterator<Item = CallEdit>) -> RunTask {
        edits.into_iter().fold(call.clone(), |call, edit| call.edited(outline, &Edit::Call(edit)).unwrap())
    }

    fn action(call: &RunTask) -> Value {
        let document = Document::read(&call.text);
        assert!(!document.has_errors() && call.text.contains("// mine"), "{:?}", document.findings);
        document.root.unwrap().at("/simulation/timeline/0").unwrap().to_value()
    }

    #[test]
    fn a_call_begins_with_one_task_and_what_its_definition_takes() {
        let (job, _) = opened(0);
        let expected = json!({"atSeconds": 0, "action": "ecs:RunTask", "input": {"taskDefinition": "job:1", "count": 1}});
        assert_eq!(action(&job), expected);
        assert_eq!((job.row.launch_types.as_slice(), &job.row.network), (&["EC2"][..], &None));
        assert_eq!(job.words(), "RunTask job:1, 1 task");
        let (api, _) = opened(1);
        let input = &action(&api)["input"];
        assert_eq!(input["launchType"], "FARGATE");
        assert_eq!(input["networkConfiguration"]["awsvpcConfiguration"]["subnets"], json!(["subnet-b"]));
        assert_eq!(api.row.launch_types, ["EC2", "FARGATE"]);
        let network = api.row.network.unwrap();
        let b = SubnetRow { id: "subnet-b".into(), zone: "us-east-1b".into(), chosen: true };
        assert_eq!((network.subnets.len(), &network.subnets[1]), (6, &b));
    }

    #[test]
    fn its_members_are_edited_one_by_one() {
        let (api, outline) = opened(1);
        let api = after(
            &api,
            &outline,
            [
                CallEdit::Count("3".into()),
                CallEdit::AtSeconds("1.5".into()),
                CallEdit::Group("nightly".into()),
                CallEdit::StartedBy("me".into()),
                CallEdit::Subnet("subnet-a".into(), true),
                CallEdit::Subnet("subnet-b".into(), false),
                CallEdit::PublicIp(true),
            ],
        );
        let expected = json!({"atSeconds": 1.5, "action": "ecs:RunTask", "input": {
            "taskDefinition": "api:1", "count": 3, "launchType": "FARGATE", "group": "nightly", "startedBy": "me",
            "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-a"], "assignPublicIp": "ENABLED"}}}});
        assert_eq!(action(&api), expected);
        let back = after(
            &api,
            &outline,
            [
                CallEdit::Group(String::new()),
                CallEdit::StartedBy(String::new()),
                CallEdit::PublicIp(false),
                CallEdit::TaskDefinition("job".into()),
            ],
        );
        let expected = json!({"atSeconds": 1.5, "action": "ecs:RunTask", "input": {"taskDefinition": "job", "count": 3}});
        assert_eq!(action(&back), expected);
        let odd = after(&api, &outline, [CallEdit::Count("x".into()), CallEdit::AtSeconds("soon".into())]);
        assert_eq!((odd.row.count.as_str(), odd.row.at_seconds.as_str()), ("x", "soon"));
        let findings = Document::read(&odd.text).findings;
        assert!(odd.judged(findings).findings.iter().any(|finding| finding.pointer.ends_with("/atSeconds")));
    }

    #[test]
    fn its_placement_is_edited_like_that_of_a_service() {
        let (job, outline) = opened(0);
        let edits =
            [PlacementEdit::AddStrategy, PlacementEdit::AddStrategy, PlacementEdit::MoveStrategy(1, 0)];
        let job = edits.into_iter().fold(job, |job, edit| {
            job.edited(&outline, &Edit::Placement(Owner::Action(job.place), edit)).unwrap()
        });
        let kinds: Vec<&str> = job.row.placement.strategies.iter().map(|one| one.kind.as_str()).collect();
        assert_eq!(kinds, ["binpack", "spread"]);
        let job = after(&job, &outline, [CallEdit::Count("2".into())]);
        let mut run = Simulation::new(Document::read(&job.text).scenario.unwrap());
        run.advance_to(run.duration(), Budget::UNLIMITED);
        let tasks = run.snapshot(0).tasks;
        assert!(tasks.len() == 2 && tasks[0].instance == tasks[1].instance, "{tasks:?}");
    }
}

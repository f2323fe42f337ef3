//! What a rule or a pipe leads to. Spec: EVENT-5, EVENT-7.

use super::Reader;
use super::capacity_providers::BELOW;
use super::references::{QUEUE, TOPIC};
use crate::aws::{Destination, RunTask, TaskDefinition, shorten};
use crate::finding::{Finding, rules};
use crate::json::{Member, Node, Value, child};
use crate::scenario::Call;

/// Members of `EcsParameters` and of what is inside, and RunTask's names for them.
const MEMBERS: [(&str, &str); 11] = [
    ("TaskDefinitionArn", "taskDefinition"),
    ("TaskCount", "count"),
    ("LaunchType", "launchType"),
    ("CapacityProviderStrategy", "capacityProviderStrategy"),
    ("NetworkConfiguration", "networkConfiguration"),
    ("Group", "group"),
    ("PlacementConstraints", "placementConstraints"),
    ("PlacementStrategy", "placementStrategy"),
    ("Subnets", "subnets"),
    ("SecurityGroups", "securityGroups"),
    ("AssignPublicIp", "assignPublicIp"),
];

/// What an ARN or a short form names.
pub(super) enum Named {
    /// The cluster.
    Cluster,
    /// A queue, by its number.
    Queue(usize),
    /// A topic, by its number.
    Topic(usize),
    /// A service of AWS that is not simulated.
    NotSimulated,
}

impl Reader<'_> {
    /// What a target of a rule is. Spec: EVENT-5.
    pub(super) fn event_destination(
        &mut self,
        node: &Node,
        pointer: &str,
        definitions: &[TaskDefinition],
    ) -> Option<Destination> {
        let named = self.arn_or_short(node.get("Arn")?, &child(pointer, "Arn"))?;
        let parameters = node.get("EcsParameters");
        match (&named, parameters) {
            (Named::Cluster, None) => {
                let message = "a target that is the cluster says in `EcsParameters` which task to run";
                let finding = Finding::new(&rules::EVENT_TARGET, pointer, node.opening(), message);
                let id = node.str("Id").unwrap_or_default();
                self.findings.push(finding.aws(format!(
                    "Parameter(s) EcsParameters not specified for target {id}. Reason: EcsParameters is required for ECS targets."
                )));
                return None;
            }
            (Named::Queue(_) | Named::Topic(_), Some(given)) => {
                let message = "`EcsParameters` goes with the cluster as a target, and has no effect here";
                self.report(&rules::EVENT_TARGET, &child(pointer, "EcsParameters"), given, message);
            }
            _ => {}
        }
        Some(match named {
            Named::Cluster => {
                let call = self.ecs_parameters(parameters?, &child(pointer, "EcsParameters"), definitions)?;
                Destination::RunTask(call)
            }
            Named::Queue(queue) => Destination::Queue(queue),
            Named::Topic(topic) => Destination::Topic(topic),
            Named::NotSimulated => Destination::NotSimulated,
        })
    }

    /// `ecs:cluster`, `sqs:jobs`, `sns:alerts`, or the ARN of one. Spec: SCN-2, EVENT-5.
    pub(super) fn arn_or_short(&mut self, node: &Node, pointer: &str) -> Option<Named> {
        let reference = node.as_str()?;
        let parts: Vec<&str> = reference.splitn(6, ':').collect();
        let (service, name) = match parts[..] {
            ["arn", _, service, _, _, name] => (service, name),
            _ => reference.split_once(':').unwrap_or((reference, "")),
        };
        let own = self.root.get("cluster").and_then(|node| node.str("clusterName")).unwrap_or("default");
        match service {
            "ecs" if name == "cluster" || name.strip_prefix("cluster/") == Some(own) => Some(Named::Cluster),
            "sqs" => self.resolve_short(&QUEUE, name, node, pointer).map(Named::Queue),
            "sns" => self.resolve_short(&TOPIC, name, node, pointer).map(Named::Topic),
            "ecs" => {
                let message = format!("there is no `{}` in this scenario", shorten(reference));
                let hint = Some("the scenario's cluster is `ecs:cluster`".to_owned());
                self.report_hint(&rules::UNRESOLVED_REFERENCE, pointer, node, message, hint);
                None
            }
            _ if parts.len() == 6 => {
                let message =
                    format!("a target in `{}` is not simulated yet; nothing is sent there", shorten(service));
                self.report(&rules::NOT_SIMULATED, pointer, node, message);
                Some(Named::NotSimulated)
            }
            _ => {
                let message = format!("`{}` names no target", shorten(reference));
                let hint =
                    Some("a target is `ecs:cluster`, `sqs:<queue>`, `sns:<topic>`, or an ARN".to_owned());
                self.report_hint(&rules::UNRESOLVED_REFERENCE, pointer, node, message, hint);
                None
            }
        }
    }

    /// The RunTask call that `EcsParameters` or `EcsTaskParameters` describe, or AWS's message where it
    /// refuses that. Findings stand at the members that were written. Spec: EVENT-7.
    pub(super) fn ecs_parameters(
        &mut self,
        node: &Node,
        pointer: &str,
        definitions: &[TaskDefinition],
    ) -> Option<Result<Box<RunTask>, String>> {
        let before = std::mem::take(self.findings);
        let call = self.run_task(&in_run_task_words(node), pointer, definitions);
        let found = std::mem::replace(self.findings, before);
        self.findings
            .extend(found.into_list().into_iter().map(|finding| in_event_words(finding, pointer.len())));
        match call? {
            Call::RunTask(call) => Some(Ok(Box::new(call))),
            Call::Refused { message, .. } => Some(Err(message)),
            _ => None,
        }
    }

    /// The number of the entry with a name; an error with the nearest name where there is none. Spec: SCN-2.
    pub(super) fn queue_reference(&mut self, node: &Node, pointer: &str) -> Option<usize> {
        let reference = node.as_str()?;
        let name = reference.rsplit(['/', ':']).next().unwrap_or(reference);
        self.resolve_short(&QUEUE, name, node, pointer)
    }
}

/// The same with RunTask's names, as far as RunTask has them. What has the wrong type has been reported.
fn in_run_task_words(node: &Node) -> Node {
    let Value::Object(members) = &node.value else { return node.clone() };
    let renamed = members.iter().filter_map(|member| {
        let name = MEMBERS.iter().find(|(theirs, _)| *theirs == member.key).map(|(_, ours)| *ours);
        let name = name.or((member.key == "awsvpcConfiguration").then_some("awsvpcConfiguration"))?;
        let inner = matches!(name, "networkConfiguration" | "awsvpcConfiguration");
        let value = if inner { in_run_task_words(&member.value) } else { member.value.clone() };
        Some(Member { key: name.to_owned(), key_range: member.key_range, value })
    });
    Node { range: node.range, value: Value::Object(renamed.collect()) }
}

/// A finding of the call, at the members that were written.
fn in_event_words(mut finding: Finding, before: usize) -> Finding {
    let (above, below) = finding.pointer.split_at_checked(before).unwrap_or((&finding.pointer, ""));
    let renamed = |segment: &str| {
        let name = MEMBERS.iter().find(|(_, ours)| *ours == segment);
        name.map_or(segment, |(theirs, _)| theirs).to_owned()
    };
    let below: Vec<String> = below.split('/').map(renamed).collect();
    finding.pointer = format!("{above}{}", below.join("/"));
    // A client names the parameters of its own call, and this one is not RunTask's.
    finding.aws_message = finding.aws_message.filter(|text| !text.starts_with(BELOW));
    finding
}

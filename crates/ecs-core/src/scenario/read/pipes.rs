//! `pipes`: from a queue to tasks. Spec: EVENT-13.

use super::Reader;
use super::event_targets::Named;
use super::references::PIPE;
use crate::aws::{Pipe, TaskDefinition};
use crate::finding::rules;
use crate::json::{Node, Value, child};
use crate::limits;

impl Reader<'_> {
    pub(super) fn pipes(&mut self, definitions: &[TaskDefinition]) -> Vec<Pipe> {
        self.within_quota(PIPE.list, limits::PIPES);
        self.unique_names(&PIPE);
        let nodes = self.root.list(PIPE.list).iter().take(limits::PIPES).enumerate();
        nodes.filter_map(|(number, node)| self.pipe(node, number, definitions)).collect()
    }

    fn pipe(&mut self, node: &Node, number: usize, definitions: &[TaskDefinition]) -> Option<Pipe> {
        let pointer = format!("/{}/{number}", PIPE.list);
        let queue = self.end_of_pipe(node, "Source", &pointer);
        let target = self.end_of_pipe(node, "Target", &pointer);
        let parameters = node.get("TargetParameters").and_then(|node| node.get("EcsTaskParameters"));
        let Some(parameters) = parameters else {
            let message = "a pipe says in `TargetParameters.EcsTaskParameters` which task to run";
            self.report(&rules::PIPE, &pointer, node, message);
            return None;
        };
        let parameters_pointer = format!("{pointer}/TargetParameters/EcsTaskParameters");
        let call = self.ecs_parameters(parameters, &parameters_pointer, definitions)?;
        let (Named::Queue(queue), Named::Cluster) = (queue?, target?) else { return None };
        let (batch_size, window_seconds) = self.batches(node, &pointer);
        Some(Pipe {
            name: node.str(PIPE.key).unwrap_or_default().to_owned(),
            running: node.str("DesiredState") != Some("STOPPED"),
            queue,
            batch_size,
            window_ms: window_seconds * 1000,
            call,
            overrides: parameters.get("Overrides").map(overrides),
        })
    }

    /// A pipe goes from a queue to the cluster here.
    fn end_of_pipe(&mut self, node: &Node, key: &str, pointer: &str) -> Option<Named> {
        let (place, pointer) = (node.get(key)?, child(pointer, key));
        let named = self.arn_or_short(place, &pointer)?;
        let right = match key {
            "Source" => matches!(named, Named::Queue(_)),
            _ => matches!(named, Named::Cluster),
        };
        if !right && !matches!(named, Named::NotSimulated) {
            let message = "a pipe goes from a queue (`sqs:<queue>`) to the cluster (`ecs:cluster`) here";
            self.report(&rules::PIPE, &pointer, place, message);
        }
        Some(named).filter(|_| right)
    }

    fn batches(&mut self, node: &Node, pointer: &str) -> (u32, u64) {
        let given = node.get("SourceParameters").and_then(|node| node.get("SqsQueueParameters"));
        let Some(given) = given else { return (limits::PIPE_BATCH_DEFAULT, 0) };
        let pointer = format!("{pointer}/SourceParameters/SqsQueueParameters");
        let size = self.bounded(given, "BatchSize", &pointer, 1..=10_000);
        let window = self.bounded(given, "MaximumBatchingWindowInSeconds", &pointer, 0..=300);
        let size = size.and_then(|size| u32::try_from(size).ok());
        (size.unwrap_or(limits::PIPE_BATCH_DEFAULT), window.unwrap_or(0))
    }
}

/// `Overrides` with the names that RunTask has for them: the same in camel case.
fn overrides(node: &Node) -> serde_json::Value {
    match &node.value {
        Value::Object(members) => {
            let camel = |name: &str| {
                let mut characters = name.chars();
                let first = characters.next().map(|first| first.to_ascii_lowercase());
                first.into_iter().chain(characters).collect::<String>()
            };
            members.iter().map(|member| (camel(&member.key), overrides(&member.value))).collect()
        }
        Value::Array(elements) => elements.iter().map(overrides).collect(),
        _ => node.to_value(),
    }
}

//! `queues` and `topics`. Spec: EVENT-11, EVENT-12, EVENT-14.

use super::Reader;
use super::references::{QUEUE, TOPIC};
use crate::aws::{QueueEntry, Subscription, TaskDefinition, Topic};
use crate::finding::{Finding, rules};
use crate::json::{Node, child};
use crate::limits;

/// `VisibilityTimeout` where it is left out, in seconds. Spec: EVENT-11.
const VISIBILITY_TIMEOUT_SECONDS: u64 = 30;

impl Reader<'_> {
    pub(super) fn queues(&mut self) -> Vec<QueueEntry> {
        self.within_quota(QUEUE.list, limits::QUEUES);
        self.unique_names(&QUEUE);
        let nodes = self.root.list(QUEUE.list).iter().take(limits::QUEUES).enumerate();
        nodes.map(|(number, node)| self.queue(node, number)).collect()
    }

    fn queue(&mut self, node: &Node, number: usize) -> QueueEntry {
        let pointer = format!("/{}/{number}/Attributes", QUEUE.list);
        let mut seconds = |key: &str, most: u64| {
            let attributes = node.get("Attributes")?;
            self.bounded(attributes, key, &pointer, 0..=most)
        };
        QueueEntry {
            name: node.str(QUEUE.key).unwrap_or_default().to_owned(),
            visibility_timeout_ms: seconds("VisibilityTimeout", 43_200).unwrap_or(VISIBILITY_TIMEOUT_SECONDS)
                * 1000,
            delay_ms: seconds("DelaySeconds", 900).unwrap_or(0) * 1000,
        }
    }

    /// Every queue that a container consumes is one, and its messages come back before the container is
    /// done with them where the visibility time-out is too short. Spec: EVENT-12.
    pub(super) fn consumers(&mut self, definitions: &[TaskDefinition], queues: &[QueueEntry]) {
        for (definition, node) in self.root.list("taskDefinitions").iter().enumerate() {
            for (container, node) in node.list("containerDefinitions").iter().enumerate() {
                let pointer = format!(
                    "/taskDefinitions/{definition}/containerDefinitions/{container}/simulation/consumes"
                );
                let Some(consumes) = node.get("simulation").and_then(|node| node.get("consumes")) else {
                    continue;
                };
                let Some(name) = consumes.get("queue") else { continue };
                let queue = self.queue_reference(name, &child(&pointer, "queue"));
                let read =
                    definitions.get(definition).and_then(|read| read.container_definitions.get(container));
                let taker = read.and_then(|read| read.behaviour.consumes.as_ref());
                let (Some(queue), Some(taker)) = (queue.and_then(|queue| queues.get(queue)), taker) else {
                    continue;
                };
                if taker.ms_per_message > queue.visibility_timeout_ms {
                    self.returns_too_early(consumes, &pointer, queue);
                }
            }
        }
    }

    fn returns_too_early(&mut self, consumes: &Node, pointer: &str, queue: &QueueEntry) {
        let place = consumes.get("secondsPerMessage").unwrap_or(consumes);
        let seconds = queue.visibility_timeout_ms / 1000;
        let message = format!(
            "a message takes longer than the VisibilityTimeout of `{}`, {seconds} seconds: on AWS it is received again while it is worked on",
            queue.name
        );
        let hint =
            "raise `VisibilityTimeout` in the queue's `Attributes` above the time that a message takes";
        let finding = Finding::new(
            &rules::VISIBILITY_TIMEOUT,
            child(pointer, "secondsPerMessage"),
            place.range,
            message,
        );
        self.findings.push(finding.hint(hint));
    }

    /// Spec: EVENT-14.
    pub(super) fn topics(&mut self) -> Vec<Topic> {
        self.within_quota(TOPIC.list, limits::TOPICS);
        self.unique_names(&TOPIC);
        let mut topics = Vec::new();
        for (number, node) in self.root.list(TOPIC.list).iter().take(limits::TOPICS).enumerate() {
            let pointer = format!("/{}/{number}/Subscriptions", TOPIC.list);
            let nodes = node.list("Subscriptions");
            if let Some(more) = nodes.get(limits::SUBSCRIPTIONS) {
                let message =
                    format!("{} subscriptions; {} are the most", nodes.len(), limits::SUBSCRIPTIONS);
                self.report(&rules::QUOTA_EXCEEDED, &child(&pointer, limits::SUBSCRIPTIONS), more, message);
            }
            let subscriptions = nodes.iter().take(limits::SUBSCRIPTIONS).enumerate();
            let subscriptions = subscriptions
                .filter_map(|(at, node)| self.subscription(node, &child(&pointer, at)))
                .collect();
            topics.push(Topic { name: node.str(TOPIC.key).unwrap_or_default().to_owned(), subscriptions });
        }
        topics
    }

    fn subscription(&mut self, node: &Node, pointer: &str) -> Option<Subscription> {
        const PROTOCOLS: [&str; 9] =
            ["http", "https", "email", "email-json", "sms", "sqs", "application", "lambda", "firehose"];
        let (protocol, endpoint) = (node.get("Protocol")?, node.get("Endpoint")?);
        let name = protocol.as_str()?;
        if !PROTOCOLS.contains(&name) {
            let message = format!("`{}` is no protocol of a subscription", crate::aws::shorten(name));
            let finding =
                Finding::new(&rules::UNKNOWN_VALUE, child(pointer, "Protocol"), protocol.range, message);
            self.findings.push(
                finding.aws(format!("Invalid parameter: Does not support this protocol string: {name}")),
            );
            return None;
        }
        let queue = if name == "sqs" {
            Some(self.queue_reference(endpoint, &child(pointer, "Endpoint"))?)
        } else {
            None
        };
        Some(Subscription {
            protocol: name.to_owned(),
            endpoint: endpoint.as_str()?.to_owned(),
            queue,
            raw: node.get("RawMessageDelivery").and_then(Node::as_bool).unwrap_or(false),
        })
    }
}

//! Rules that match what they start themselves, and rules that wait in vain. Spec: EVENT-8, EVENT-9.

use super::Reader;
use crate::aws::{AwsCall, Bucket, Destination, EventRule, TaskDefinition};
use crate::finding::{Finding, rules};
use crate::json::{Node, child};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// An object that somebody puts: the bucket's name and the key.
struct Put<'a> {
    bucket: &'a str,
    key: &'a str,
}

impl Reader<'_> {
    /// Warns of circles, and of buckets that keep silent.
    pub(super) fn check_events(
        &mut self,
        event_rules: &[EventRule],
        buckets: &[Bucket],
        definitions: &[TaskDefinition],
    ) {
        for (number, rule) in event_rules.iter().enumerate().filter(|(_, rule)| rule.enabled) {
            if rule.pattern.is_some() && self.is_circle(rule, buckets, definitions) {
                self.circle(number);
            }
        }
        self.silent_buckets(event_rules, buckets, definitions);
    }

    /// Whether a rule matches events of what it runs. Spec: EVENT-9.
    fn is_circle(&self, rule: &EventRule, buckets: &[Bucket], definitions: &[TaskDefinition]) -> bool {
        let Some(pattern) = &rule.pattern else { return false };
        let run = rule.targets.iter().filter_map(|target| match &target.to {
            Destination::RunTask(Ok(call)) => Some((call, definitions.get(call.task_definition)?)),
            _ => None,
        });
        run.into_iter().any(|(call, definition)| {
            let task = self.events_of_task(&rule.name, &call.group, call.launch_type.name(), definition);
            let mut puts = puts_of(definition)
                .filter(|put| buckets.iter().any(|bucket| bucket.sends_events && bucket.name == put.bucket));
            task.iter().any(|event| pattern.matches(event))
                || puts.any(|put| pattern.matches(&self.object_created(&put)))
        })
    }

    fn circle(&mut self, rule: usize) {
        let pointer = format!("/eventRules/{rule}");
        let Some(node) = self.root.at(&pointer).and_then(|rule| rule.get("EventPattern")) else { return };
        let message = "the rule matches the events of what it starts itself: each task starts the next";
        let hint = "narrow the pattern, for example by `group`, `startedBy` or the key of the object";
        let finding = Finding::new(&rules::EVENT_LOOP, child(&pointer, "EventPattern"), node.range, message);
        self.findings.push(finding.hint(hint));
    }

    /// The events that a task of a definition sends, as far as they are known before it runs.
    fn events_of_task(
        &self,
        rule: &str,
        group: &str,
        launch_type: &str,
        definition: &TaskDefinition,
    ) -> [Value; 3] {
        ["PENDING", "RUNNING", "STOPPED"].map(|status| {
            let containers: Vec<Value> = definition
                .container_definitions
                .iter()
                .map(|container| json!({"name": container.name, "lastStatus": status, "exitCode": 0}))
                .collect();
            let stopped = status == "STOPPED";
            json!({
                "version": "0",
                "source": "aws.ecs",
                "detail-type": "ECS Task State Change",
                "account": self.account.account_id,
                "region": self.account.region,
                "resources": [],
                "detail": {
                    "clusterArn": self.account.cluster_arn(),
                    "taskDefinitionArn": self.account.ecs_arn(&format!("task-definition/{}", definition.short())),
                    "group": group,
                    "launchType": launch_type,
                    "lastStatus": status,
                    "desiredStatus": if stopped { "STOPPED" } else { "RUNNING" },
                    "startedBy": format!("events-rule/{rule}"),
                    "stopCode": stopped.then_some("EssentialContainerExited"),
                    "stoppedReason": stopped.then_some("Essential container in task exited"),
                    "containers": containers,
                },
            })
        })
    }

    fn object_created(&self, put: &Put<'_>) -> Value {
        json!({
            "version": "0",
            "source": "aws.s3",
            "detail-type": "Object Created",
            "account": self.account.account_id,
            "region": self.account.region,
            "resources": [self.account.bucket_arn(put.bucket)],
            "detail": {
                "version": "0",
                "bucket": {"name": put.bucket},
                "object": {"key": put.key, "size": 1024},
                "reason": "PutObject",
            },
        })
    }

    /// A bucket that sends nothing, though a rule waits for what is put there. Spec: EVENT-8.
    fn silent_buckets(
        &mut self,
        event_rules: &[EventRule],
        buckets: &[Bucket],
        definitions: &[TaskDefinition],
    ) {
        let timeline = self.root.get("simulation").map_or(&[][..], |simulation| simulation.list("timeline"));
        let by_timeline = timeline.iter().filter_map(put_of);
        let silent: BTreeSet<&str> = by_timeline
            .chain(definitions.iter().flat_map(puts_of))
            .filter(|put| buckets.iter().any(|bucket| !bucket.sends_events && bucket.name == put.bucket))
            .filter(|put| {
                let event = self.object_created(put);
                let waiting = event_rules.iter().filter(|rule| rule.enabled);
                waiting.filter_map(|rule| rule.pattern.as_ref()).any(|pattern| pattern.matches(&event))
            })
            .map(|put| put.bucket)
            .collect();
        for (number, node) in self.root.list("buckets").iter().enumerate() {
            if !node.str("Bucket").is_some_and(|name| silent.contains(name)) {
                continue;
            }
            let message =
                "a rule waits for objects of this bucket, and the bucket sends no events to EventBridge";
            let hint = "add \"EventBridgeConfiguration\": {}";
            let finding =
                Finding::new(&rules::SILENT_BUCKET, format!("/buckets/{number}"), node.opening(), message);
            self.findings.push(finding.hint(hint));
        }
    }
}

/// What an action of the timeline puts.
fn put_of(action: &Node) -> Option<Put<'_>> {
    let input = action.get("input").filter(|_| action.str("action") == Some("s3:PutObject"))?;
    Some(Put { bucket: input.str("Bucket")?.rsplit(':').next()?, key: input.str("Key")? })
}

/// What the containers of a task put when they are ready.
fn puts_of(definition: &TaskDefinition) -> impl Iterator<Item = Put<'_>> {
    let calls = definition.container_definitions.iter().flat_map(|container| &container.behaviour.calls);
    calls.filter_map(AwsCall::object).map(|(bucket, key)| Put { bucket, key })
}

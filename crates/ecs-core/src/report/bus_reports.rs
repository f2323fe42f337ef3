//! Rules, pipes, queues and topics in AWS's shapes. Spec: EVENT-11, EVENT-15.

use crate::aws::{EventRule, Pipe, QueueEntry, Topic};
use crate::bus::{PipeState, RuleCounts, TopicState};
use crate::engine::Engine;
use serde_json::{Value, json};

impl Engine {
    pub(super) fn event_rule_reports(&self) -> Vec<Value> {
        let rules = self.scenario.events.rules.iter().zip(&self.bus.rules).enumerate();
        let report = |(number, (rule, counts)): (usize, (&EventRule, &RuleCounts))| {
            json!({
                "Name": rule.name,
                "Arn": self.rule_arn(number),
                "State": if rule.enabled { "ENABLED" } else { "DISABLED" },
                "MatchedEvents": counts.matched,
                "Invocations": counts.invocations,
                "FailedInvocations": counts.failed,
            })
        };
        rules.map(report).collect()
    }

    pub(super) fn pipe_reports(&self) -> Vec<Value> {
        let pipes = self.scenario.events.pipes.iter().zip(&self.bus.pipes);
        let report = |(pipe, state): (&Pipe, &PipeState)| {
            json!({
                "Name": pipe.name,
                "Arn": self.scenario.account.arn("pipes", &format!("pipe/{}", pipe.name)),
                "CurrentState": if pipe.running { "RUNNING" } else { "STOPPED" },
                "Invocations": state.invocations,
                "ExecutionFailed": state.failed,
            })
        };
        pipes.map(report).collect()
    }

    /// Spec: EVENT-11.
    pub(super) fn queue_reports(&self) -> Vec<Value> {
        let account = &self.scenario.account;
        let report = |(number, queue): (usize, &QueueEntry)| {
            let now = self.queue_now(number)?;
            Some(json!({
                "QueueName": queue.name,
                "QueueUrl": format!("https://sqs.{}.amazonaws.com/{}/{}", account.region, account.account_id, queue.name),
                "Attributes": {
                    "QueueArn": account.arn("sqs", &queue.name),
                    "ApproximateNumberOfMessages": now.visible.to_string(),
                    "ApproximateNumberOfMessagesNotVisible": now.not_visible.to_string(),
                    "VisibilityTimeout": (queue.visibility_timeout_ms / 1000).to_string(),
                    "DelaySeconds": (queue.delay_ms / 1000).to_string(),
                },
            }))
        };
        self.scenario.events.queues.iter().enumerate().filter_map(report).collect()
    }

    pub(super) fn topic_reports(&self) -> Vec<Value> {
        let topics = self.scenario.events.topics.iter().zip(&self.bus.topics);
        let report = |(topic, state): (&Topic, &TopicState)| {
            json!({
                "TopicArn": self.scenario.account.arn("sns", &topic.name),
                "NumberOfMessagesPublished": state.published,
                "NumberOfNotificationsDelivered": state.published * topic.subscriptions.len() as u64,
            })
        };
        topics.map(report).collect()
    }
}

//! Targets are called. Spec: EVENT-5 to EVENT-7, EVENT-14.

use super::super::Engine;
use crate::aws::{Destination, RunTask, TaskDefinition};
use crate::bus::{BusEvent, Cause, Invocation, Outcome};
use crate::eventbridge::RuleNames;
use crate::log::LogEvent;
use serde_json::{Value, json};
use std::sync::Arc;

/// Characters of `startedBy`. Spec: EVENT-7.
const STARTED_BY_CHARACTERS: usize = 36;

impl Engine {
    /// The next target that is to be called.
    pub(in super::super) fn invoke(&mut self) {
        let Some(invocation) = self.bus.pending.pop_front() else { return };
        let scenario = Arc::clone(&self.scenario);
        let Invocation { rule, target, event, sequence } = invocation;
        let Some(given) = scenario.events.rules.get(rule) else { return };
        let Some(to) = given.targets.get(target) else { return };
        let arn = self.rule_arn(rule);
        let handed = to.input.of(&event, RuleNames { name: &given.name, arn: &arn });
        let outcome = match (&to.to, handed) {
            (_, None) => {
                Outcome::Failed { message: "the event has nothing where InputPath points".to_owned() }
            }
            (Destination::NotSimulated, _) => Outcome::NotSimulated,
            (Destination::Queue(queue), Some(handed)) => {
                self.send_message(*queue, &text_of(&handed));
                Outcome::Queued { queue: *queue }
            }
            (Destination::Topic(topic), Some(handed)) => {
                self.publish(*topic, &text_of(&handed));
                Outcome::Published { topic: *topic }
            }
            (Destination::RunTask(Err(message)), _) => Outcome::Failed { message: message.clone() },
            (Destination::RunTask(Ok(call)), Some(handed)) => {
                let cause = Cause {
                    kind: "rule",
                    name: given.name.clone(),
                    event: Arc::clone(&event),
                    overrides: None,
                };
                self.run_for(call, "events-rule", cause, overrides_of(&handed))
            }
        };
        if let Some(counts) = self.bus.rules.get_mut(rule) {
            counts.invocations += 1;
            counts.failed += u64::from(outcome.is_failure());
        }
        self.say(LogEvent::Bus(BusEvent::RuleInvoked { rule, target, event: sequence, outcome }));
    }

    /// Runs the tasks of a target, with the overrides that it was handed. Spec: EVENT-7.
    pub(super) fn run_for(
        &mut self,
        call: &RunTask,
        caller: &str,
        cause: Cause,
        overrides: Result<Option<Value>, String>,
    ) -> Outcome {
        let definition = self.scenario.task_definitions.get(call.task_definition);
        let overrides = match overrides.and_then(|given| known_containers(given, definition)) {
            Ok(overrides) => overrides,
            Err(message) => return Outcome::Failed { message },
        };
        let started_by: String =
            format!("{caller}/{}", cause.name).chars().take(STARTED_BY_CHARACTERS).collect();
        let call = RunTask { started_by: Some(started_by), ..call.clone() };
        let cause = Arc::new(Cause { overrides, ..cause });
        match self.run_tasks(&call, Some(&cause)) {
            Err((_, message)) => Outcome::Failed { message },
            Ok(started) => {
                let missing =
                    call.count.saturating_sub(u32::try_from(started.tasks.len()).unwrap_or(u32::MAX));
                let lacks = started.failures.first().map(|(_, verdict)| *verdict);
                Outcome::Started { tasks: started.tasks, missing, lacks, unplaced: started.missing }
            }
        }
    }

    /// Every subscription of a topic gets a message. Spec: EVENT-14.
    pub(in super::super) fn publish(&mut self, topic: usize, message: &str) {
        let scenario = Arc::clone(&self.scenario);
        let Some(given) = scenario.events.topics.get(topic) else { return };
        let Some(state) = self.bus.topics.get_mut(topic) else { return };
        state.published += 1;
        let number = state.published;
        for subscription in &given.subscriptions {
            let Some(queue) = subscription.queue else { continue };
            if subscription.raw {
                self.send_message(queue, message);
                continue;
            }
            let account = &scenario.account;
            let id = account.hex_id("sns-message", &format!("{}/{number}", given.name));
            let around = json!({
                "Type": "Notification",
                "MessageId": crate::ids::uuid(&id),
                "TopicArn": account.arn("sns", &given.name),
                "Message": message,
                "Timestamp": scenario.calendar.iso(self.now),
            });
            self.send_message(queue, &around.to_string());
        }
    }

    /// `arn:aws:events:…:rule/nightly`.
    pub(crate) fn rule_arn(&self, rule: usize) -> String {
        let name = self.scenario.events.rules.get(rule).map_or("", |rule| &rule.name);
        self.scenario.account.arn("events", &format!("rule/{name}"))
    }
}

/// What a queue or a topic is handed: a text as it is, everything else as JSON.
fn text_of(handed: &Value) -> String {
    handed.as_str().map_or_else(|| handed.to_string(), ToOwned::to_owned)
}

/// `overrides` of the RunTask call: of what a cluster is handed, the members that RunTask knows.
/// Spec: EVENT-7.
fn overrides_of(handed: &Value) -> Result<Option<Value>, String> {
    let Value::Object(members) = handed else {
        return Err("what the cluster is handed is no JSON object".to_owned());
    };
    Ok(members.get("containerOverrides").map(|list| json!({ "containerOverrides": list })))
}

/// Overrides name containers of the definition, or ECS refuses them. Spec: EVENT-7.
fn known_containers(
    overrides: Option<Value>,
    definition: Option<&TaskDefinition>,
) -> Result<Option<Value>, String> {
    let list = overrides.as_ref().and_then(|overrides| overrides.get("containerOverrides"));
    let names = list.and_then(Value::as_array).into_iter().flatten().filter_map(|entry| entry.get("name"));
    for name in names.filter_map(Value::as_str) {
        let containers = definition.map_or(&[][..], |definition| &definition.container_definitions);
        if !containers.iter().any(|container| container.name == name) {
            return Err(format!(
                "Override for container named {name} is not a container in the TaskDefinition."
            ));
        }
    }
    Ok(overrides)
}

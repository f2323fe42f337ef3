//! `eventRules`. Spec: EVENT-1 to EVENT-6.

use super::Reader;
use super::references::EVENT_RULE;
use crate::aws::{EventRule, EventTarget, TaskDefinition, shorten};
use crate::cron::Schedule;
use crate::eventbridge::{Input, JsonPath, Pattern, Transformer};
use crate::finding::{Finding, rules};
use crate::json::{self, Node, child};
use crate::limits;

/// AWS's message for a schedule that it does not take. Spec: EVENT-3, EVENT-4.
const SCHEDULE_NOT_VALID: &str = "Parameter ScheduleExpression is not valid.";

impl Reader<'_> {
    pub(super) fn event_rules(&mut self, definitions: &[TaskDefinition]) -> Vec<EventRule> {
        self.within_quota(EVENT_RULE.list, limits::EVENT_RULES);
        self.unique_names(&EVENT_RULE);
        let nodes = self.root.list(EVENT_RULE.list).iter().take(limits::EVENT_RULES).enumerate();
        nodes.map(|(number, node)| self.event_rule(node, number, definitions)).collect()
    }

    fn event_rule(&mut self, node: &Node, number: usize, definitions: &[TaskDefinition]) -> EventRule {
        let pointer = format!("/{}/{number}", EVENT_RULE.list);
        let pattern = node.get("EventPattern").and_then(|given| self.event_pattern(given, &pointer));
        let schedule = node.get("ScheduleExpression").and_then(|given| self.schedule(given, &pointer));
        if node.get("EventPattern").is_none() && node.get("ScheduleExpression").is_none() {
            let message = "a rule has an `EventPattern`, a `ScheduleExpression`, or both";
            let finding = Finding::new(&rules::EVENT_RULE, &*pointer, node.opening(), message)
                .aws("Parameter(s) EventPattern or ScheduleExpression must be specified.");
            self.findings.push(finding);
        }
        let enabled = node.str("State") != Some("DISABLED");
        let name = node.str(EVENT_RULE.key).unwrap_or_default().to_owned();
        let targets = self.event_targets(node, &pointer, definitions);
        self.idle_rule(node, &pointer, enabled);
        EventRule { name, enabled, pattern, schedule, targets }
    }

    /// Spec: EVENT-1.
    fn idle_rule(&mut self, node: &Node, pointer: &str, enabled: bool) {
        let (key, message) = if !enabled {
            ("State", "the rule is DISABLED: it matches nothing and starts nothing")
        } else if node.list("Targets").is_empty() {
            ("Targets", "the rule has no target: what it matches goes nowhere")
        } else {
            return;
        };
        let place = node.get(key).map_or(node.opening(), |member| member.range);
        self.findings.push(Finding::new(&rules::EVENT_RULE_IDLE, child(pointer, key), place, message));
    }

    /// Spec: EVENT-2.
    fn event_pattern(&mut self, node: &Node, pointer: &str) -> Option<Pattern> {
        match Pattern::read(node) {
            Ok(pattern) => Some(pattern),
            Err(faults) => {
                let pointer = child(pointer, "EventPattern");
                for fault in faults {
                    let place = format!("{pointer}{}", fault.pointer);
                    let finding = Finding::new(&rules::EVENT_PATTERN, place, fault.range, fault.message);
                    self.findings.push(match fault.reason.as_str() {
                        "" => finding,
                        reason => finding.aws(format!("Event pattern is not valid. Reason: {reason}")),
                    });
                }
                None
            }
        }
    }

    /// Spec: EVENT-3, EVENT-4.
    fn schedule(&mut self, node: &Node, pointer: &str) -> Option<Schedule> {
        match Schedule::parse(node.as_str()?) {
            Ok(schedule) => Some(schedule),
            Err(fault) => {
                let place = child(pointer, "ScheduleExpression");
                let finding = Finding::new(&rules::SCHEDULE_EXPRESSION, place, node.range, fault.message);
                self.findings.push(finding.aws(SCHEDULE_NOT_VALID).hint(fault.hint));
                None
            }
        }
    }

    /// Spec: EVENT-5.
    fn event_targets(
        &mut self,
        rule: &Node,
        pointer: &str,
        definitions: &[TaskDefinition],
    ) -> Vec<EventTarget> {
        let nodes = rule.list("Targets");
        let pointer = child(pointer, "Targets");
        if let Some(sixth) = nodes.get(limits::TARGETS_PER_RULE) {
            let message = format!("{} targets; a rule has at most {}", nodes.len(), limits::TARGETS_PER_RULE);
            self.report(&rules::EVENT_TARGET, &child(&pointer, limits::TARGETS_PER_RULE), sixth, message);
        }
        let mut targets = Vec::new();
        for (number, node) in nodes.iter().take(limits::TARGETS_PER_RULE).enumerate() {
            let pointer = child(&pointer, number);
            let input = self.event_input(node, &pointer);
            if let Some(to) = self.event_destination(node, &pointer, definitions) {
                targets.push(EventTarget { id: node.str("Id").unwrap_or_default().to_owned(), to, input });
            }
        }
        targets
    }

    /// Spec: EVENT-6.
    fn event_input(&mut self, node: &Node, pointer: &str) -> Input {
        let given: Vec<&str> = ["Input", "InputPath", "InputTransformer"]
            .into_iter()
            .filter(|key| node.get(key).is_some())
            .collect();
        if let [_, second, ..] = given[..] {
            let place = node.get(second).unwrap_or(node);
            let message = format!("of {} a target has one", given.join(", "));
            self.report(&rules::EVENT_INPUT, &child(pointer, second), place, message);
        }
        let Some(key) = given.first() else { return Input::Event };
        let (pointer, member) = (child(pointer, key), node.get(key).unwrap_or(node));
        let text = member.as_str().unwrap_or_default();
        match *key {
            "Input" => match serde_json::from_str(text) {
                Ok(value) => return Input::Constant(value),
                Err(_) => {
                    self.report(&rules::EVENT_INPUT, &pointer, member, "`Input` is a string that holds JSON");
                }
            },
            "InputPath" => return self.event_path(member, &pointer).map_or(Input::Event, Input::Part),
            _ => return Input::Template(self.transformer(member, &pointer)),
        }
        Input::Event
    }

    fn transformer(&mut self, node: &Node, pointer: &str) -> Transformer {
        let pointer = child(pointer, "InputPathsMap");
        let members = node.get("InputPathsMap").map_or(&[][..], json::Node::members);
        let mut paths = Vec::new();
        for member in members {
            let path = self.event_path(&member.value, &child(&pointer, &member.key));
            paths.extend(path.map(|path| (member.key.clone(), path)));
        }
        Transformer { paths, template: node.str("InputTemplate").unwrap_or_default().to_owned() }
    }

    fn event_path(&mut self, node: &Node, pointer: &str) -> Option<JsonPath> {
        let text = node.as_str()?;
        let path = JsonPath::parse(text);
        if path.is_none() {
            let message =
                format!("`{}` is no path into an event, such as $.detail.object.key", shorten(text));
            self.report(&rules::EVENT_INPUT, pointer, node, message);
        }
        path
    }
}

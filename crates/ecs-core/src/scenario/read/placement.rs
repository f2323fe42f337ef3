//! Placement constraints and strategies: of a service, of a call, of the definition that it starts.

use super::Reader;
use super::refusal::{Refusal, Refusals};
use crate::aws::{
    LaunchType, Placement, PlacementConstraint, PlacementStrategy, Resource, SpreadBy, shorten,
};
use crate::finding::{Finding, Range, Rule, rules};
use crate::json::{Node, child};
use crate::limits;
use crate::query::{self, Failure};

impl Reader<'_> {
    /// Where the tasks of a service or a call may and should land, and what AWS refuses of it. What the
    /// definition says has been judged with it. Spec: PLACE-11, PLACE-13.
    pub(super) fn placement(
        &mut self,
        parent: &Node,
        pointer: &str,
        definition: usize,
        launch_type: LaunchType,
    ) -> (Placement, Refusals) {
        let mut request = Request { parent, pointer, refusals: Refusals::default() };
        request.fargate(launch_type);
        request.daemon();
        let from_definition = self.definition_constraints(definition);
        let constraints = request.constraints(from_definition.len());
        let strategies = request.strategies();
        self.findings.extend(constraints.notices);
        let constraints = from_definition.into_iter().chain(constraints.list).collect();
        (Placement { constraints, strategies }, request.refusals)
    }

    pub(super) fn definition_constraints(&self, number: usize) -> Vec<PlacementConstraint> {
        let definition = self.definition_trees.get(number);
        let given = definition.map_or(&[][..], |node| node.list("placementConstraints"));
        let expression = |node: &Node| query::parse(node.str("expression")?).ok();
        given
            .iter()
            .filter_map(expression)
            .map(|parsed| PlacementConstraint::MemberOf(parsed.expression))
            .collect()
    }
}

/// Constraints that could be read, and what is worth knowing of how they are written.
struct Constraints {
    list: Vec<PlacementConstraint>,
    notices: Vec<Finding>,
}

/// A service or a call, and what AWS refuses of it.
struct Request<'a> {
    parent: &'a Node,
    pointer: &'a str,
    refusals: Refusals,
}

impl Request<'_> {
    /// Spec: PLACE-15.
    fn fargate(&mut self, launch_type: LaunchType) {
        if launch_type != LaunchType::Fargate {
            return;
        }
        for (member, aws) in [
            ("placementConstraints", "Placement constraints are not supported with FARGATE launch type."),
            ("placementStrategy", "Placement strategies are not supported with FARGATE launch type."),
        ] {
            let Some(node) = self.parent.get(member).filter(|node| !node.elements().is_empty()) else {
                continue;
            };
            let rule = if member == "placementStrategy" {
                &rules::PLACEMENT_STRATEGY
            } else {
                &rules::PLACEMENT_CONSTRAINT
            };
            let message = format!("tasks on Fargate take no `{member}`");
            let hint = "Fargate spreads tasks over the zones of the subnets by itself";
            self.refusals.add(
                rule,
                child(self.pointer, member),
                node.range,
                message,
                Some(aws.to_owned()),
                hint,
            );
        }
    }

    /// Spec: PLACE-16.
    fn daemon(&mut self) {
        if self.parent.str("schedulingStrategy") != Some("DAEMON") {
            return;
        }
        if let Some(node) = self.parent.get("launchType").filter(|node| node.as_str() != Some("EC2")) {
            let message = "a DAEMON service runs on EC2 instances only".to_owned();
            let pointer = child(self.pointer, "launchType");
            self.refusals.add(
                &rules::DAEMON_SERVICE,
                pointer,
                node.range,
                message,
                None,
                "leave `launchType` out",
            );
        }
        for (member, aws) in [
            ("desiredCount", "The daemon scheduling strategy does not support a desired count for services"),
            (
                "placementStrategy",
                "The daemon scheduling strategy does not support placement strategies. Remove the placement strategy and try again",
            ),
        ] {
            let given = self.parent.get(member);
            let Some(node) = given
                .filter(|node| !matches!(&node.value, crate::json::Value::Array(list) if list.is_empty()))
            else {
                continue;
            };
            let message = format!(
                "a DAEMON service takes no `{member}`: it keeps one task on every instance that can take it"
            );
            self.refusals.add(
                &rules::DAEMON_SERVICE,
                child(self.pointer, member),
                node.range,
                message,
                Some(aws.to_owned()),
                "",
            );
        }
    }

    /// Spec: PLACE-11, PLACE-12.
    fn constraints(&mut self, from_definition: usize) -> Constraints {
        let mut constraints = Constraints { list: Vec::new(), notices: Vec::new() };
        let Some(all) = self.parent.get("placementConstraints") else { return constraints };
        let pointer = child(self.pointer, "placementConstraints");
        let count = all.elements().len() + from_definition;
        if count > limits::PLACEMENT_CONSTRAINTS {
            let message = format!(
                "{count} placement constraints, those of the task definition among them; a task has at most {}",
                limits::PLACEMENT_CONSTRAINTS
            );
            self.refusals.add(
                &rules::PLACEMENT_CONSTRAINT,
                pointer.clone(),
                all.range,
                message,
                None,
                "`and` joins several conditions in one expression",
            );
        }
        for (number, node) in all.elements().iter().enumerate() {
            self.constraint(node, &format!("{pointer}/{number}"), &mut constraints);
        }
        constraints
    }

    fn constraint(&mut self, node: &Node, pointer: &str, constraints: &mut Constraints) {
        let expression = node.get("expression");
        match (node.str("type"), expression) {
            (Some("distinctInstance"), None) => constraints.list.push(PlacementConstraint::DistinctInstance),
            (Some("distinctInstance"), Some(expression)) => {
                let message = "`distinctInstance` takes no expression, not even an empty one".to_owned();
                let aws = "distinctInstance expression should not be specified.".to_owned();
                self.refusals.add(
                    &rules::PLACEMENT_CONSTRAINT,
                    child(pointer, "expression"),
                    expression.range,
                    message,
                    Some(aws),
                    "leave `expression` out",
                );
            }
            (Some("memberOf"), Some(expression)) => {
                let text = expression.as_str().unwrap_or_default();
                match query::parse(text) {
                    Ok(parsed) => {
                        constraints.list.push(PlacementConstraint::MemberOf(parsed.expression));
                        let pointer = child(pointer, "expression");
                        let notices = parsed.notices.into_iter();
                        constraints.notices.extend(
                            notices.map(|(part, notice)| notice_finding(notice, expression, part, &pointer)),
                        );
                    }
                    Err(failure) => {
                        let finding = failure_finding(
                            &rules::QUERY_SYNTAX,
                            &failure,
                            expression,
                            &child(pointer, "expression"),
                        );
                        self.refusals.push(Refusal::of(finding, None));
                    }
                }
            }
            (Some("memberOf"), None) => {
                let message = "`memberOf` needs an `expression`".to_owned();
                let hint = "for example attribute:ecs.instance-type =~ t3.*";
                self.refusals.add(
                    &rules::PLACEMENT_CONSTRAINT,
                    child(pointer, "expression"),
                    node.range,
                    message,
                    None,
                    hint,
                );
            }
            // An unknown type has been reported with the shape.
            _ => {}
        }
    }

    /// Spec: PLACE-4, PLACE-13, PLACE-14.
    fn strategies(&mut self) -> Vec<PlacementStrategy> {
        let Some(all) = self.parent.get("placementStrategy") else { return Vec::new() };
        let pointer = child(self.pointer, "placementStrategy");
        if all.elements().len() > limits::PLACEMENT_STRATEGIES {
            let message = format!("{} placement strategies; 5 are the most", all.elements().len());
            let aws = "Maximum number of strategies is 5".to_owned();
            self.refusals.add(&rules::PLACEMENT_STRATEGY, pointer.clone(), all.range, message, Some(aws), "");
        }
        let read = |(number, node): (usize, &Node)| self.strategy(node, &format!("{pointer}/{number}"));
        all.elements().iter().enumerate().filter_map(read).collect()
    }

    fn strategy(&mut self, node: &Node, pointer: &str) -> Option<PlacementStrategy> {
        let field = node.get("field");
        let text = field.and_then(Node::as_str).unwrap_or_default();
        let range = field.unwrap_or(node).range;
        let pointer = child(pointer, "field");
        match node.str("type")? {
            "random" => Some(PlacementStrategy::Random),
            "binpack" => {
                let resource = match text {
                    "cpu" | "CPU" => Some(Resource::Cpu),
                    "memory" | "MEMORY" => Some(Resource::Memory),
                    _ => None,
                };
                if resource.is_none() {
                    let message = format!("`binpack` packs by `cpu` or `memory`, not by `{}`", shorten(text));
                    let aws = Some(format!("binpack field '{text}' is invalid"));
                    self.refusals.add(&rules::PLACEMENT_STRATEGY, pointer, range, message, aws, "");
                }
                resource.map(PlacementStrategy::Binpack)
            }
            "spread" => {
                let by = match text {
                    "instanceId" | "host" => Some(SpreadBy::InstanceId),
                    _ => text
                        .strip_prefix("attribute:")
                        .filter(|name| query::is_attribute_name(name))
                        .map(|name| SpreadBy::Attribute(name.to_owned())),
                };
                if by.is_none() {
                    let message = format!("`spread` cannot go by `{}`", shorten(text));
                    let hint = "by `attribute:ecs.availability-zone`, by another `attribute:NAME`, or by `instanceId`";
                    self.refusals.add(&rules::PLACEMENT_STRATEGY, pointer, range, message, None, hint);
                }
                by.map(PlacementStrategy::Spread)
            }
            _ => None,
        }
    }
}

/// What is said of an expression that cannot be read, at the place within the text. Spec: QUERY-8.
pub(crate) fn failure_finding(rule: &'static Rule, failure: &Failure, node: &Node, pointer: &str) -> Finding {
    let finding = Finding::new(rule, pointer, within(node, failure.range), failure.to_string());
    match failure.hint() {
        Some(hint) => finding.hint(hint),
        None => finding,
    }
}

/// What is said of one that can and may mislead. Spec: QUERY-4, QUERY-7.
pub(crate) fn notice_finding(notice: query::Notice, node: &Node, part: Range, pointer: &str) -> Finding {
    notice.finding(pointer, within(node, part))
}

/// The place of a part of a string in the text that the string stands in: exact as long as the string has
/// no escapes before it.
fn within(node: &Node, part: Range) -> Range {
    let quote = 1;
    let start = (node.range.start + quote + part.start).min(node.range.end.saturating_sub(quote));
    let end = (node.range.start + quote + part.end).min(node.range.end.saturating_sub(quote));
    Range { start, end: end.max(start) }
}

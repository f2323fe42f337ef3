//! The calls of a timeline that are about traffic. Spec: LOAD-11.

use super::Reader;
use super::listeners::Around;
use super::load_balancers::attributes;
use super::references::TARGET_GROUP;
use crate::aws::{Forward, LoadBalancerType, check_shape, shorten};
use crate::finding::rules;
use crate::json::{Node, child};
use crate::scenario::{Call, TrafficCall};

impl Reader<'_> {
    /// Reads one of the four calls; nothing where it names nothing.
    pub(super) fn traffic_call(&mut self, name: &str, input: &Node, pointer: &str) -> Option<Call> {
        let call = match name {
            "simulation:SetTraffic" => {
                self.check_input("SetTrafficInput", input, pointer);
                let traffic = self.traffic_reference(input, pointer)?;
                TrafficCall::Set { traffic, shape: self.traffic_shape(input, pointer)? }
            }
            "elasticloadbalancing:ModifyTargetGroupAttributes" => {
                self.check_input("elbv2.ModifyTargetGroupAttributesInput", input, pointer);
                let reference = input.get("TargetGroupArn")?;
                let target_group =
                    self.resolve(&TARGET_GROUP, reference, &child(pointer, "TargetGroupArn"))?;
                TrafficCall::Attributes { target_group, attributes: attributes(input) }
            }
            "elasticloadbalancing:ModifyListener" => {
                self.check_input("elbv2.ModifyListenerInput", input, pointer);
                let listener = self.listener_reference(input, "ListenerArn", pointer)?;
                let forwards = self.new_forwards(input, "DefaultActions", pointer, listener)?;
                TrafficCall::Listener { listener, forwards }
            }
            _ => self.modify_rule(input, pointer)?,
        };
        Some(Call::Traffic(call))
    }

    fn check_input(&mut self, shape: &'static str, input: &Node, pointer: &str) {
        check_shape(self.shapes, shape, input, pointer, self.findings);
    }

    fn modify_rule(&mut self, input: &Node, pointer: &str) -> Option<TrafficCall> {
        self.check_input("elbv2.ModifyRuleInput", input, pointer);
        let (listener, rule) = self.rule_reference(input, pointer)?;
        let forwards = self.new_forwards(input, "Actions", pointer, listener)?;
        Some(match rule {
            Some(rule) => TrafficCall::Rule { rule, forwards },
            None => TrafficCall::Listener { listener, forwards },
        })
    }

    /// A rule by `web-alb:80/10`, or a listener's default one by `web-alb:80/default`: the listener, and the
    /// rule's number. Spec: SCN-2.
    fn rule_reference(&mut self, input: &Node, pointer: &str) -> Option<(usize, Option<usize>)> {
        let member = input.get("RuleArn")?;
        let reference = member.as_str()?;
        let balancing = &self.load_balancing;
        let name = |listener: usize| {
            let listener = balancing.listeners.get(listener)?;
            let balancer = balancing.load_balancers.get(listener.load_balancer)?;
            Some(format!("{}:{}", balancer.name, listener.port))
        };
        let defaults = (0..balancing.listeners.len())
            .filter_map(|listener| Some((format!("{}/default", name(listener)?), listener, None)));
        let rules = balancing.rules.iter().enumerate().filter_map(|(number, rule)| {
            let name = format!("{}/{}", name(rule.listener)?, rule.priority);
            Some((name, rule.listener, Some(number)))
        });
        let known: Vec<(String, usize, Option<usize>)> = defaults.chain(rules).collect();
        if let Some((_, listener, rule)) = known.iter().find(|(name, ..)| name == reference) {
            return Some((*listener, *rule));
        }
        let near = self.nearest(reference, known.iter().map(|(name, ..)| name.as_str()));
        let hint = near.map_or_else(
            || "a rule is named by its listener and priority: `web-alb:80/10`".to_owned(),
            |name| format!("did you mean `{name}`?"),
        );
        let message = format!("there is no listener rule `{}` in this scenario", shorten(reference));
        let pointer = child(pointer, "RuleArn");
        self.report_hint(&rules::UNRESOLVED_REFERENCE, &pointer, member, message, Some(hint));
        None
    }

    /// Where the actions of a call forward to; nothing where none are given, which changes nothing.
    fn new_forwards(
        &mut self,
        input: &Node,
        key: &str,
        pointer: &str,
        listener: usize,
    ) -> Option<Vec<Forward>> {
        input.get(key)?;
        let balancing = std::mem::take(&mut self.load_balancing);
        let around =
            Around { load_balancers: &balancing.load_balancers, target_groups: &balancing.target_groups };
        let of = balancing.listeners.get(listener);
        let balancer = of.and_then(|of| balancing.load_balancers.get(of.load_balancer));
        let kind: Option<LoadBalancerType> = balancer.map(|of| of.load_balancer_type);
        let forwards = self.forwards(input, key, pointer, kind, &around);
        self.load_balancing = balancing;
        Some(forwards)
    }
}

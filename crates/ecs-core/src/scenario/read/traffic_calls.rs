//! The calls of a timeline that are about traffic. Spec: LOAD-11.

use super::Reader;
use super::listeners::Around;
use super::load_balancers::attributes;
use super::references::TARGET_GROUP;
use crate::aws::{Forward, ForwardingRule, LoadBalancerType, check_shape};
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
        let rule = self.rule_reference(input, "RuleArn", pointer)?;
        let listener = self.load_balancing.listener_of(rule)?;
        let forwards = self.new_forwards(input, "Actions", pointer, listener)?;
        Some(match rule {
            ForwardingRule::Rule(rule) => TrafficCall::Rule { rule, forwards },
            ForwardingRule::Listener(listener) => TrafficCall::Listener { listener, forwards },
        })
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

//! References to listener rules, and to what forwards requests in general.

use super::Reader;
use crate::aws::{ForwardingRule, LoadBalancing, shorten};
use crate::finding::rules;
use crate::json::{Node, child};

impl Reader<'_> {
    /// A rule by `web-alb:80/10`, or a listener's default one by `web-alb:80/default`; of a load balancer with
    /// one listener and no other rule, the default one by any ARN of a rule. Spec: SCN-2.
    pub(super) fn rule_reference(&mut self, node: &Node, key: &str, pointer: &str) -> Option<ForwardingRule> {
        let member = node.get(key)?;
        let reference = member.as_str()?;
        let known = named_rules(&self.load_balancing);
        if let Some((_, rule)) = known.iter().find(|(name, _)| name == reference) {
            return Some(*rule);
        }
        if let Some(rule) = only_rule(&self.load_balancing, reference) {
            return Some(rule);
        }
        let near = self.nearest(reference, known.iter().map(|(name, _)| name.as_str()));
        let hint = near.map_or_else(
            || "a rule is named by its listener and priority: `web-alb:80/10`".to_owned(),
            |name| format!("did you mean `{name}`?"),
        );
        let message = format!("there is no listener rule `{}` in this scenario", shorten(reference));
        let pointer = child(pointer, key);
        self.report_hint(&rules::UNRESOLVED_REFERENCE, &pointer, member, message, Some(hint));
        None
    }

    /// A rule, or a listener where the reference is one's: a Network Load Balancer has no rules. Spec: DEPLOY-18.
    pub(super) fn rule_or_listener(
        &mut self,
        node: &Node,
        key: &str,
        pointer: &str,
    ) -> Option<ForwardingRule> {
        let reference = node.get(key)?.as_str()?;
        let is_rule = reference.contains(":listener-rule/")
            || (!reference.starts_with("arn:") && reference.contains('/'));
        if is_rule {
            return self.rule_reference(node, key, pointer);
        }
        self.listener_reference(node, key, pointer).map(ForwardingRule::Listener)
    }
}

/// Every rule by its name, the default ones first.
fn named_rules(balancing: &LoadBalancing) -> Vec<(String, ForwardingRule)> {
    let name = |listener: usize| {
        let listener = balancing.listeners.get(listener)?;
        let balancer = balancing.load_balancers.get(listener.load_balancer)?;
        Some(format!("{}:{}", balancer.name, listener.port))
    };
    let defaults = (0..balancing.listeners.len()).filter_map(|listener| {
        Some((format!("{}/default", name(listener)?), ForwardingRule::Listener(listener)))
    });
    let rules = balancing.rules.iter().enumerate().filter_map(|(number, rule)| {
        Some((format!("{}/{}", name(rule.listener)?, rule.priority), ForwardingRule::Rule(number)))
    });
    defaults.chain(rules).collect()
}

/// What the ARN of a rule means where the load balancer in it has a single one: ids are not a scenario's.
fn only_rule(balancing: &LoadBalancing, reference: &str) -> Option<ForwardingRule> {
    let (_, rest) = reference.split_once(":listener-rule/")?;
    let name = rest.split('/').nth(1)?;
    let is_of_it = |number: usize| balancing.load_balancers.get(number).is_some_and(|of| of.name == name);
    let mut listeners =
        balancing.listeners.iter().enumerate().filter(|(_, listener)| is_of_it(listener.load_balancer));
    let (listener, _) = listeners.next()?;
    let is_only = listeners.next().is_none() && balancing.rules.iter().all(|rule| rule.listener != listener);
    is_only.then_some(ForwardingRule::Listener(listener))
}

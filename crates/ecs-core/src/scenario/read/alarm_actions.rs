//! What an alarm does when its state changes. Spec: METRIC-8.

use super::Reader;
use super::references::TOPIC;
use crate::aws::shorten;
use crate::finding::{Finding, rules};
use crate::json::{Node, child};
use crate::limits;
use crate::metrics::{ActionTarget, AlarmAction};

/// A scaling policy by the names that a list of the scenario has, and the action that puts one.
struct Policies {
    list: &'static str,
    /// The member that names what the policy scales.
    of: &'static str,
    action: &'static str,
}

const SERVICE_POLICIES: Policies = Policies {
    list: "scalingPolicies",
    of: "ResourceId",
    action: "application-autoscaling:PutScalingPolicy",
};
const GROUP_POLICIES: Policies = Policies {
    list: "autoScalingPolicies",
    of: "AutoScalingGroupName",
    action: "autoscaling:PutScalingPolicy",
};

impl Reader<'_> {
    /// A list of actions; those that name nothing are left out.
    pub(super) fn alarm_actions(&mut self, node: &Node, key: &str, pointer: &str) -> Vec<AlarmAction> {
        let pointer = child(pointer, key);
        let nodes = node.list(key);
        if let Some(more) = nodes.get(limits::ALARM_ACTIONS) {
            let message = format!("{} actions; {} are the most", nodes.len(), limits::ALARM_ACTIONS);
            self.report(&rules::QUOTA_EXCEEDED, &child(&pointer, limits::ALARM_ACTIONS), more, message);
        }
        let nodes = nodes.iter().enumerate().take(limits::ALARM_ACTIONS);
        let action = |(number, node): (usize, &Node)| {
            let target = self.action_target(node, &child(&pointer, number))?;
            Some(AlarmAction { reference: node.as_str()?.to_owned(), target })
        };
        nodes.filter_map(action).collect()
    }

    fn action_target(&mut self, node: &Node, pointer: &str) -> Option<ActionTarget> {
        let reference = node.as_str()?;
        let parts: Vec<&str> = reference.splitn(6, ':').collect();
        let (service, name) = match parts[..] {
            ["arn", _, service, _, _, name] => (service, name),
            _ => reference.split_once(':').unwrap_or(("", reference)),
        };
        match service {
            "sns" => self.resolve_short(&TOPIC, name, node, pointer).map(ActionTarget::Topic),
            "autoscaling" => {
                let (scaled, policy) = policy_of_arn(name).or_else(|| self.no_action(node, pointer))?;
                self.policy_target(scaled, policy, node, pointer)
            }
            "" if self.lookup(&TOPIC, name).is_some() => {
                self.resolve_short(&TOPIC, name, node, pointer).map(ActionTarget::Topic)
            }
            "" => {
                let (scaled, policy) = name.rsplit_once('/').or_else(|| self.no_action(node, pointer))?;
                self.policy_target(scaled, policy, node, pointer)
            }
            _ if parts.len() == 6 => {
                let message =
                    format!("an action of `{}` is not simulated: nothing is done", shorten(service));
                self.report(&rules::NOT_SIMULATED, pointer, node, message);
                Some(ActionTarget::NotSimulated)
            }
            _ => self.no_action(node, pointer),
        }
    }

    fn no_action<T>(&mut self, node: &Node, pointer: &str) -> Option<T> {
        let reference = node.as_str().unwrap_or_default();
        let message = format!("`{}` names no action of an alarm", shorten(reference));
        let hint = "an action is `sns:<topic>`, a scaling policy such as `service/default/web/cpu` or `my-group/cpu`, or the ARN of one";
        let finding = Finding::new(&rules::UNRESOLVED_REFERENCE, pointer, node.range, message).hint(hint);
        self.findings.push(finding.aws(format!("Invalid arn syntax: {reference}")));
        None
    }

    /// A policy of what it scales: `service/default/web`, or the name of a group.
    fn policy_target(
        &mut self,
        scaled: &str,
        policy: &str,
        node: &Node,
        pointer: &str,
    ) -> Option<ActionTarget> {
        let of_service = scaled.starts_with("service/");
        let policies = if of_service { SERVICE_POLICIES } else { GROUP_POLICIES };
        let known = self.policy_names(&policies);
        let full = format!("{scaled}/{policy}");
        if !known.contains(&full) {
            let near = self.nearest(&full, known.iter().map(String::as_str));
            let hint = near.map_or_else(
                || format!("list the policy under `{}`", policies.list),
                |near| format!("did you mean `{near}`?"),
            );
            let message = format!("there is no scaling policy `{}` in this scenario", shorten(&full));
            self.report_hint(&rules::UNRESOLVED_REFERENCE, pointer, node, message, Some(hint));
            return None;
        }
        let policy_name = policy.to_owned();
        Some(if of_service {
            ActionTarget::ScalingPolicy { resource_id: scaled.to_owned(), policy_name }
        } else {
            ActionTarget::GroupPolicy { group: scaled.to_owned(), policy_name }
        })
    }

    /// The policies of a list, and those that the timeline puts: what is scaled and the policy's name.
    fn policy_names(&self, policies: &Policies) -> Vec<String> {
        let timeline = self.root.get("simulation").map_or(&[][..], |own| own.list("timeline"));
        let put = timeline.iter().filter(|action| action.str("action") == Some(policies.action));
        let nodes = self.root.list(policies.list).iter().chain(put.filter_map(|action| action.get("input")));
        let name = |node: &Node| Some(format!("{}/{}", node.str(policies.of)?, node.str("PolicyName")?));
        nodes.filter_map(name).collect()
    }
}

/// What a policy's ARN names, of
/// `scalingPolicy:<id>:resource/ecs/service/default/web:policyName/cpu` or
/// `scalingPolicy:<id>:autoScalingGroupName/my-group:policyName/cpu`.
fn policy_of_arn(rest: &str) -> Option<(&str, &str)> {
    let (head, policy) = rest.strip_prefix("scalingPolicy:")?.split_once(":policyName/")?;
    let policy = policy.split(':').next()?;
    let (_, scaled) = head.split_once(':')?;
    let of_group = scaled.strip_prefix("autoScalingGroupName/");
    Some((of_group.or_else(|| scaled.strip_prefix("resource/ecs/"))?, policy))
}

#[cfg(test)]
mod tests {
    use super::policy_of_arn;

    #[test]
    fn a_policy_is_named_by_its_arn() {
        let service = "scalingPolicy:6d8972f3:resource/ecs/service/default/web:policyName/cpu";
        assert_eq!(policy_of_arn(service), Some(("service/default/web", "cpu")));
        let group = "scalingPolicy:6d8972f3:autoScalingGroupName/my-group:policyName/cpu:createdBy/1";
        assert_eq!(policy_of_arn(group), Some(("my-group", "cpu")));
        assert_eq!(policy_of_arn("scalingPolicy:6d8972f3"), None);
        assert_eq!(policy_of_arn("launchConfiguration:1:x/y:policyName/z"), None);
    }
}

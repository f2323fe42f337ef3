//! Step policies that nothing sets off. Spec: SCALE-9.

use crate::finding::{Finding, rules};
use crate::json::{Node, child};
use crate::metrics::{ActionTarget, AlarmDefinition};
use crate::scaling::{Policy, PolicyKind};
use crate::scenario::read::Reader;

/// The lists of an alarm's actions.
const ACTIONS: [&str; 3] = ["AlarmActions", "OKActions", "InsufficientDataActions"];

impl Reader<'_> {
    /// A step policy is an action of an alarm, of the scenario or one that the timeline puts.
    pub(super) fn check_idle_policies(&mut self, policies: &[Policy], alarms: &[AlarmDefinition]) {
        let timeline = self.root.get("simulation").map_or(&[][..], |own| own.list("timeline"));
        let puts = |action: &&Node| action.str("action") == Some("cloudwatch:PutMetricAlarm");
        let put: Vec<&Node> = timeline.iter().filter(puts).filter_map(|action| action.get("input")).collect();
        for policy in policies.iter().filter(|policy| matches!(policy.kind, PolicyKind::Step(_))) {
            let resource_id = format!("service/{}/{}", self.account.cluster, policy.service);
            let is_meant = |target: &ActionTarget| match target {
                ActionTarget::ScalingPolicy { resource_id: of, policy_name } => {
                    *of == resource_id && *policy_name == policy.name
                }
                _ => false,
            };
            let listed = alarms.iter().any(|alarm| {
                let actions = alarm.alarm_actions.iter().chain(&alarm.ok_actions);
                actions.chain(&alarm.insufficient_data_actions).any(|action| is_meant(&action.target))
            });
            let ends = |text: &str| text.ends_with(&policy.name);
            let named = |alarm: &&Node| {
                let lists = ACTIONS.iter().flat_map(|key| alarm.list(key));
                lists.filter_map(Node::as_str).any(ends)
            };
            if !listed && !put.iter().any(named) {
                self.idle_policy(policy, &resource_id);
            }
        }
    }

    fn idle_policy(&mut self, policy: &Policy, resource_id: &str) {
        let is_own = |node: &Node| {
            node.str("PolicyName") == Some(&policy.name) && node.str("ResourceId") == Some(resource_id)
        };
        let nodes = self.root.list("scalingPolicies");
        let Some((number, node)) = nodes.iter().enumerate().find(|(_, node)| is_own(node)) else { return };
        let place = node.get("PolicyName").unwrap_or(node);
        let message = "no alarm has this policy among its actions: nothing ever sets it off";
        let pointer = child(&format!("/scalingPolicies/{number}"), "PolicyName");
        let finding = Finding::new(&rules::STEP_POLICY_IDLE, pointer, place.range, message);
        let hint = format!("write `{resource_id}/{}` into `AlarmActions` of an alarm", policy.name);
        self.findings.push(finding.hint(hint));
    }
}

//! `scalingPolicies`. Spec: SCALE-17.

use crate::aws::shorten;
use crate::finding::{Finding, rules};
use crate::json::{Node, child};
use crate::limits;
use crate::metrics::Watched;
use crate::scaling::{Policy, PolicyKind};
use crate::scenario::read::Reader;

const TRACKING: &str = "TargetTrackingScalingPolicyConfiguration";
const STEP: &str = "StepScalingPolicyConfiguration";
const PREDICTIVE: &str = "PredictiveScalingPolicyConfiguration";

/// The types of policies, each with its configuration.
const TYPES: [(&str, &str); 3] =
    [("TargetTrackingScaling", TRACKING), ("StepScaling", STEP), ("PredictiveScaling", PREDICTIVE)];

impl Reader<'_> {
    pub(super) fn scaling_policies(&mut self) -> Vec<Policy> {
        let nodes = self.root.list("scalingPolicies").iter().take(limits::SCALING_ENTRIES).enumerate();
        let mut policies = Vec::new();
        for (number, node) in nodes {
            let pointer = format!("/scalingPolicies/{number}");
            if self.is_known_policy(node) {
                let message = "the target has a policy of that name already";
                let place = node.get("PolicyName").unwrap_or(node);
                self.report(&rules::DUPLICATE_NAME, &child(&pointer, "PolicyName"), place, message);
                continue;
            }
            policies.extend(self.scaling_policy(node, &pointer));
        }
        policies
    }

    fn is_known_policy(&self, node: &Node) -> bool {
        let service = node.str("ResourceId").and_then(|text| text.rsplit('/').next());
        let known = service.and_then(|service| self.known_scaling.targets.get(service));
        known
            .is_some_and(|known| node.str("PolicyName").is_some_and(|name| known.policies.contains_key(name)))
    }

    /// A policy; nothing where it cannot be used, or is of a type that is not simulated.
    pub(super) fn scaling_policy(&mut self, node: &Node, pointer: &str) -> Option<Policy> {
        let service = self.scaled_service(node, pointer)?;
        let name = node.str("PolicyName")?.to_owned();
        self.more_policies(node, pointer, &service, &name)?;
        let configuration = self.configuration(node, pointer)?;
        let (key, configured) = (configuration, node.get(configuration)?);
        let pointer = child(pointer, key);
        let kind = match key {
            TRACKING => {
                PolicyKind::TargetTracking(self.target_tracking(configured, &pointer, &service, &name)?)
            }
            STEP => PolicyKind::Step(self.step_scaling(configured, &pointer)?),
            _ => return None,
        };
        let tracks = match &kind {
            PolicyKind::TargetTracking(tracking) => Some(tracking.metric.clone()),
            PolicyKind::Step(_) => None,
        };
        self.know_policy(&service, &name, tracks);
        Some(Policy { name, service, kind })
    }

    fn know_policy(&mut self, service: &str, name: &str, tracks: Option<Watched>) {
        if let Some(known) = self.known_scaling.targets.get_mut(service) {
            known.policies.insert(name.to_owned(), tracks);
        }
    }

    fn more_policies(&mut self, node: &Node, pointer: &str, service: &str, name: &str) -> Option<()> {
        let known = self.known_scaling.targets.get(service)?;
        if known.policies.len() < limits::POLICIES_PER_TARGET || known.policies.contains_key(name) {
            return Some(());
        }
        let most = limits::POLICIES_PER_TARGET;
        let message = format!(
            "service `{}` has {most} scaling policies already, as many as a target has",
            shorten(service)
        );
        self.report(&rules::QUOTA_EXCEEDED, pointer, node, message);
        None
    }

    /// The configuration that counts: that of `PolicyType`. Spec: SCALE-17.
    fn configuration(&mut self, node: &Node, pointer: &str) -> Option<&'static str> {
        let given = TYPES.iter().find(|(name, _)| node.str("PolicyType") == Some(name));
        let Some((name, configuration)) = given else {
            if node.get("PolicyType").is_none() {
                let message = "`PolicyType` is missing: a policy that is made has one";
                let names = TYPES.map(|(name, _)| name).join(", ");
                let finding = Finding::new(
                    &rules::SCALING_POLICY,
                    child(pointer, "PolicyType"),
                    node.opening(),
                    message,
                );
                self.findings.push(finding.hint(format!("one of {names}")));
            }
            return None;
        };
        if *configuration == PREDICTIVE {
            let place = node.get("PolicyType").unwrap_or(node);
            let message = "predictive scaling is not simulated yet; the policy does nothing";
            self.report(&rules::NOT_SIMULATED, &child(pointer, "PolicyType"), place, message);
            return None;
        }
        if node.get(configuration).is_none() {
            let place = node.get("PolicyType").unwrap_or(node);
            let message = format!("a policy of type {name} has a `{configuration}`");
            let finding =
                Finding::new(&rules::SCALING_POLICY, child(pointer, "PolicyType"), place.range, message);
            self.scaling_fault(finding, &format!("{name} policy configuration must be specified"));
            return None;
        }
        if let Some((_, other)) =
            TYPES.iter().find(|(_, other)| other != configuration && node.get(other).is_some())
        {
            let place = node.get(other).unwrap_or(node);
            let message = format!("a policy of type {name} has no `{other}`");
            self.report(&rules::SCALING_POLICY, &child(pointer, other), place, message);
            return None;
        }
        Some(configuration)
    }
}

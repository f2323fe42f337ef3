//! Target tracking: `TargetTrackingScalingPolicyConfiguration`. Spec: SCALE-3, SCALE-6, SCALE-17.

use crate::aws::shorten;
use crate::finding::{Finding, nearest, rules};
use crate::json::{Node, child};
use crate::metrics::{MetricRef, Statistic, Watched};
use crate::scaling::{Millionths, TargetTracking};
use crate::scenario::read::Reader;
use crate::scenario::read::references::{LOAD_BALANCER, TARGET_GROUP};

/// The predefined metrics of a service: what AWS calls them, and the metric of ECS. The last one is that of a target
/// group. Those of high resolution come every 20 seconds.
const PREDEFINED: [(&str, &str); 5] = [
    ("ECSServiceAverageCPUUtilization", "CPUUtilization"),
    ("ECSServiceAverageMemoryUtilization", "MemoryUtilization"),
    ("ECSServiceAverageCPUUtilizationHighResolution", "CPUUtilization"),
    ("ECSServiceAverageMemoryUtilizationHighResolution", "MemoryUtilization"),
    (REQUESTS, "RequestCountPerTarget"),
];

const REQUESTS: &str = "ALBRequestCountPerTarget";

const PREDEFINED_KEY: &str = "PredefinedMetricSpecification";
const CUSTOMIZED_KEY: &str = "CustomizedMetricSpecification";

/// AWS's messages.
const NO_METRIC: &str =
    "PredefinedMetricSpecification or CustomizedMetricSpecification must be set for target tracking scaling.";
const TWO_METRICS: &str = "Only one of PredefinedMetricSpecification or CustomizedMetricSpecification can be set for target tracking scaling.";
const SAME_METRIC: &str =
    "Only one TargetTrackingScaling policy for a given metric specification is allowed.";

impl Reader<'_> {
    pub(super) fn target_tracking(
        &mut self,
        node: &Node,
        pointer: &str,
        service: &str,
        policy: &str,
    ) -> Option<TargetTracking> {
        let target = self.target_value(node, pointer);
        let metric = self.tracked_metric(node, pointer, service);
        let scale_out_cooldown_ms = self.cooldown_ms(node, "ScaleOutCooldown", pointer);
        let scale_in_cooldown_ms = self.cooldown_ms(node, "ScaleInCooldown", pointer);
        let disable_scale_in = node.get("DisableScaleIn").and_then(Node::as_bool).unwrap_or(false);
        let (target, metric) = (target?, metric?);
        self.tracked_once(node, pointer, (service, policy), &metric)?;
        Some(TargetTracking { target, metric, scale_out_cooldown_ms, scale_in_cooldown_ms, disable_scale_in })
    }

    fn target_value(&mut self, node: &Node, pointer: &str) -> Option<Millionths> {
        let place = node.get("TargetValue")?;
        let target = Millionths::nearest(place.as_number()?);
        if !target.is_positive() {
            let message = "`TargetValue` has to be above 0: tasks are added until the metric is at it";
            self.report(&rules::SCALING_POLICY, &child(pointer, "TargetValue"), place, message);
            return None;
        }
        Some(target)
    }

    fn tracked_metric(&mut self, node: &Node, pointer: &str, service: &str) -> Option<Watched> {
        match (node.get(PREDEFINED_KEY), node.get(CUSTOMIZED_KEY)) {
            (Some(predefined), None) => {
                self.predefined_metric(predefined, &child(pointer, PREDEFINED_KEY), service)
            }
            (None, Some(customized)) => self.customized_metric(customized, &child(pointer, CUSTOMIZED_KEY)),
            (given, _) => {
                let (message, aws) = match given {
                    Some(_) => ("a policy follows one metric, and two are given", TWO_METRICS),
                    None => ("no metric is given that the policy follows", NO_METRIC),
                };
                let finding = Finding::new(&rules::SCALING_POLICY, pointer, node.opening(), message);
                self.scaling_fault(finding, aws);
                None
            }
        }
    }

    /// Spec: SCALE-6.
    fn predefined_metric(&mut self, node: &Node, pointer: &str, service: &str) -> Option<Watched> {
        let place = node.get("PredefinedMetricType")?;
        let given = place.as_str()?;
        let Some((name, metric)) = PREDEFINED.into_iter().find(|(name, _)| *name == given) else {
            let names = PREDEFINED.map(|(name, _)| name);
            let message = format!("`{}` is no metric of a service", shorten(given));
            let finding = Finding::new(
                &rules::TRACKED_METRIC,
                child(pointer, "PredefinedMetricType"),
                place.range,
                message,
            );
            let finding = match nearest(given, names) {
                Some(name) => finding.hint(format!("did you mean `{name}`?")),
                None => finding,
            };
            self.findings.push(finding);
            return None;
        };
        if name == REQUESTS {
            self.not_with_code_deploy(place, pointer, service);
            return self.requests_per_target(node, pointer, service);
        }
        if let Some(label) = node.get("ResourceLabel") {
            let message = format!("`ResourceLabel` belongs to {REQUESTS} alone");
            self.report(&rules::TRACKED_METRIC, &child(pointer, "ResourceLabel"), label, message);
        }
        let cluster = self.account.cluster.clone();
        let dimensions = [("ClusterName", cluster.as_str()), ("ServiceName", service)];
        let metric = MetricRef::new("AWS/ECS", metric, dimensions);
        Some(Watched::Metric { metric, statistic: Statistic::Average })
    }

    /// AWS does not support the metric where CodeDeploy exchanges the tasks. Spec: SCALE-6.
    fn not_with_code_deploy(&mut self, place: &Node, pointer: &str, service: &str) {
        let controller = self.service_node(service).and_then(|node| node.at("/deploymentController/type"));
        if controller.and_then(Node::as_str) == Some("CODE_DEPLOY") {
            let message = format!(
                "AWS does not support {REQUESTS} for a service with the deployment controller CODE_DEPLOY"
            );
            let hint = "track CPU or memory, or let ECS deploy the service: its BLUE_GREEN strategy needs no CodeDeploy";
            let pointer = child(pointer, "PredefinedMetricType");
            let rule = &rules::TRACKED_METRIC_UNSUPPORTED;
            self.report_hint(rule, &pointer, place, message, Some(hint.to_owned()));
        }
    }

    /// `app/web-alb/targetgroup/web`, or the same with ids behind the names. Spec: SCALE-6.
    fn requests_per_target(&mut self, node: &Node, pointer: &str, service: &str) -> Option<Watched> {
        let pointer = child(pointer, "ResourceLabel");
        let hint = "write `app/LOAD_BALANCER/targetgroup/TARGET_GROUP`";
        let Some(place) = node.get("ResourceLabel") else {
            let message =
                format!("{REQUESTS} needs a `ResourceLabel`: which load balancer and which target group");
            let finding = Finding::new(&rules::TRACKED_METRIC, pointer, node.opening(), message);
            self.findings.push(finding.hint(hint));
            return None;
        };
        let text = place.as_str()?;
        let parts: Vec<&str> = text.split('/').collect();
        let (["app", balancer, "targetgroup", group] | ["app", balancer, _, "targetgroup", group, _]) =
            parts[..]
        else {
            let message = format!("`{}` is no resource label", shorten(text));
            self.report_hint(&rules::TRACKED_METRIC, &pointer, place, message, Some(hint.to_owned()));
            return None;
        };
        // A group without a listener has a load balancer that nobody has listed. Spec: LOAD-10.
        if balancer != format!("{group}-lb") {
            self.resolve_short(&LOAD_BALANCER, balancer, place, &pointer)?;
        }
        self.resolve_short(&TARGET_GROUP, group, place, &pointer)?;
        if !self.registers_with(service, group) {
            let message =
                format!("service `{service}` registers no task with target group `{}`", shorten(group));
            self.report(&rules::TRACKED_METRIC, &pointer, place, message);
            return None;
        }
        let label = format!("app/{balancer}");
        let group = format!("targetgroup/{group}");
        let dimensions = [("LoadBalancer", label.as_str()), ("TargetGroup", group.as_str())];
        let metric = MetricRef::new("AWS/ApplicationELB", "RequestCountPerTarget", dimensions);
        Some(Watched::Metric { metric, statistic: Statistic::Sum })
    }

    /// Whether a service has a target group of that name.
    fn registers_with(&mut self, service: &str, group: &str) -> bool {
        let entries = self.service_node(service).map_or(&[][..], |node| node.list("loadBalancers"));
        entries
            .iter()
            .any(|entry| entry.str("targetGroupArn").is_some_and(|arn| TARGET_GROUP.short(arn) == group))
    }

    /// One policy for each metric. Spec: SCALE-17.
    fn tracked_once(
        &mut self,
        node: &Node,
        pointer: &str,
        (service, policy): (&str, &str),
        metric: &Watched,
    ) -> Option<()> {
        let known = self.known_scaling.targets.get(service)?;
        let mut others = known.policies.iter().filter(|(name, _)| *name != policy);
        let Some((other, _)) = others.find(|(_, tracked)| tracked.as_ref() == Some(metric)) else {
            return Some(());
        };
        let message = format!("policy `{}` follows the same metric already", shorten(other));
        let finding = Finding::new(&rules::SCALING_POLICY, pointer, node.opening(), message);
        self.scaling_fault(finding, SAME_METRIC);
        None
    }
}

//! `autoScalingGroups`: bounds, capacity and settings. Spec: ASG-1, ASG-3.

use super::Reader;
use super::references::AUTO_SCALING_GROUP;
use crate::aws::shorten;
use crate::finding::{Finding, rules};
use crate::groups::{Bounds, TerminationPolicy};
use crate::json::{Node, child};
use crate::limits;
use crate::scenario::{AutoScalingGroup, ContainerInstanceEntry};

/// `DefaultCooldown` where it is left out, in seconds. Spec: ASG-13.
const DEFAULT_COOLDOWN_SECONDS: u64 = 300;

/// `HeartbeatTimeout` of a lifecycle hook where it is left out. Spec: ASG-11.
const HEARTBEAT_SECONDS: u64 = 3600;

/// The most units of capacity and seconds of a setting that are read: far more than any run has.
const MOST: u64 = 1_000_000;

impl Reader<'_> {
    pub(super) fn auto_scaling_groups(&mut self) -> Vec<AutoScalingGroup> {
        self.within_quota(AUTO_SCALING_GROUP.list, limits::AUTO_SCALING_GROUPS);
        self.unique_names(&AUTO_SCALING_GROUP);
        let nodes = self.root.list(AUTO_SCALING_GROUP.list).iter().take(limits::AUTO_SCALING_GROUPS);
        let mut groups = Vec::new();
        for (number, node) in nodes.enumerate() {
            let pointer = format!("/{}/{number}", AUTO_SCALING_GROUP.list);
            self.group_name(node, &pointer);
            groups.extend(self.auto_scaling_group(node, &pointer));
        }
        groups
    }

    /// A group, or nothing where something is wrong with it.
    pub(super) fn auto_scaling_group(&mut self, node: &Node, pointer: &str) -> Option<AutoScalingGroup> {
        let name = node.str("AutoScalingGroupName")?.to_owned();
        let bounds = self.group_bounds(node, pointer);
        let launch = self.launch_spec(node, &name, pointer);
        let desired_capacity = bounds.and_then(|bounds| self.desired_capacity(node, pointer, bounds));
        let seconds = |reader: &mut Self, key: &str| {
            reader.bounded(node, key, pointer, 0..=MOST).map(|seconds| seconds * 1000)
        };
        let given = |key: &str| node.get(key).and_then(Node::as_bool).unwrap_or(false);
        Some(AutoScalingGroup {
            bounds: bounds?,
            desired_capacity: desired_capacity?,
            launch: launch?,
            default_cooldown_ms: seconds(self, "DefaultCooldown").unwrap_or(DEFAULT_COOLDOWN_SECONDS * 1000),
            default_instance_warmup_ms: seconds(self, "DefaultInstanceWarmup"),
            termination_policies: self.termination_policies(node, pointer),
            protects_new_instances: given("NewInstancesProtectedFromScaleIn"),
            capacity_rebalance: given("CapacityRebalance"),
            termination_wait_ms: self.termination_wait_ms(node, pointer),
            input: node.to_value(),
            name,
        })
    }

    /// Spec: ASG-1.
    fn group_name(&mut self, node: &Node, pointer: &str) {
        let Some(given) = node.get("AutoScalingGroupName") else { return };
        let name = given.as_str().unwrap_or_default();
        let allowed = |byte: u8| (33..=126).contains(&byte) && byte != b':' && byte != b'/';
        let most = limits::AUTO_SCALING_GROUP_NAME_CHARACTERS;
        if name.is_empty() || name.len() > most || !name.bytes().all(allowed) {
            let message = format!(
                "`{}` is no name of an Auto Scaling group: it has 1 to {most} letters, digits and signs, without spaces, colons and slashes",
                shorten(name)
            );
            self.report(&rules::AUTO_SCALING_GROUP, &child(pointer, "AutoScalingGroupName"), given, message);
        }
        let taken = self.root.list("containerInstances").iter().any(|entry| entry.str("name") == Some(name));
        if taken {
            let message = format!("there is an entry `{}` of `containerInstances` already", shorten(name));
            let hint = Some(format!("`{}/1` would mean two instances", shorten(name)));
            let pointer = child(pointer, "AutoScalingGroupName");
            self.report_hint(&rules::DUPLICATE_NAME, &pointer, given, message, hint);
        }
    }

    /// Spec: ASG-3.
    fn group_bounds(&mut self, node: &Node, pointer: &str) -> Option<Bounds> {
        let mut size = |key: &str| {
            let size = self.bounded(node, key, pointer, 0..=MOST)?;
            u32::try_from(size).ok()
        };
        let (min_size, max_size) = (size("MinSize"), size("MaxSize"));
        let bounds = Bounds { min_size: min_size?, max_size: max_size? };
        if bounds.min_size > bounds.max_size {
            let message = format!("`MinSize` {} is above `MaxSize` {}", bounds.min_size, bounds.max_size);
            let place = node.get("MaxSize").unwrap_or(node);
            self.report(&rules::AUTO_SCALING_GROUP, &child(pointer, "MaxSize"), place, message);
            return None;
        }
        Some(bounds)
    }

    /// `DesiredCapacity`; the minimum where it is left out. Spec: ASG-3.
    fn desired_capacity(&mut self, node: &Node, pointer: &str, bounds: Bounds) -> Option<u32> {
        let Some(given) = node.get("DesiredCapacity") else { return Some(bounds.min_size) };
        let desired = u32::try_from(self.bounded(node, "DesiredCapacity", pointer, 0..=MOST)?).ok()?;
        if bounds.clamp(desired) != desired {
            let Bounds { min_size, max_size } = bounds;
            let message = format!(
                "`DesiredCapacity` is {desired}; it lies between `MinSize` {min_size} and `MaxSize` {max_size}"
            );
            let aws = format!(
                "Desired capacity:{desired} must be between the specified min size:{min_size} and max size:{max_size}"
            );
            let pointer = child(pointer, "DesiredCapacity");
            let finding = Finding::new(&rules::AUTO_SCALING_GROUP, pointer, given.range, message);
            self.findings.push(finding.aws(aws));
            return None;
        }
        Some(desired)
    }

    /// `HeartbeatTimeout` of a hook on termination: nobody in a scenario completes it before, but a call.
    /// Spec: ASG-11.
    fn termination_wait_ms(&mut self, node: &Node, pointer: &str) -> Option<u64> {
        let list = child(pointer, "LifecycleHookSpecificationList");
        let mut wait_ms = None;
        for (number, hook) in node.list("LifecycleHookSpecificationList").iter().enumerate() {
            let pointer = child(&list, number);
            if hook.str("LifecycleTransition") == Some("autoscaling:EC2_INSTANCE_TERMINATING") {
                let seconds = self.bounded(hook, "HeartbeatTimeout", &pointer, 30..=7200);
                wait_ms = wait_ms.max(Some(seconds.unwrap_or(HEARTBEAT_SECONDS) * 1000));
            } else {
                let message = "lifecycle hooks on launch are not simulated yet";
                self.report(&rules::NOT_SIMULATED, &pointer, hook, message);
            }
        }
        wait_ms
    }

    /// `TerminationPolicies`; `Default` where none is left. Spec: ASG-10.
    fn termination_policies(&mut self, node: &Node, pointer: &str) -> Vec<TerminationPolicy> {
        let list = child(pointer, "TerminationPolicies");
        let mut policies = Vec::new();
        for (number, given) in node.list("TerminationPolicies").iter().enumerate() {
            let name = given.as_str().unwrap_or_default();
            let pointer = child(&list, number);
            match TerminationPolicy::parse(name) {
                Some(policy) => policies.push(policy),
                None if name == "OldestLaunchConfiguration" || name.starts_with("arn:") => {
                    let message = format!("the termination policy `{}` is not simulated yet", shorten(name));
                    self.report(&rules::NOT_SIMULATED, &pointer, given, message);
                }
                None => {
                    let message = format!("`{}` is no termination policy", shorten(name));
                    let hint = "Default, AllocationStrategy, ClosestToNextInstanceHour, NewestInstance, OldestInstance or OldestLaunchTemplate";
                    self.report_hint(&rules::UNKNOWN_VALUE, &pointer, given, message, Some(hint.to_owned()));
                }
            }
        }
        if policies.is_empty() { vec![TerminationPolicy::Default] } else { policies }
    }
}

/// An instance of every kind that groups may launch, for what is said of a scenario before it runs.
pub(super) fn with_groups(
    instances: &[ContainerInstanceEntry],
    groups: &[AutoScalingGroup],
) -> Vec<ContainerInstanceEntry> {
    let groups = groups.iter().filter(|group| group.bounds.max_size > 0);
    let launched = groups.flat_map(|group| group.launch.entries.iter().cloned());
    instances.iter().cloned().chain(launched).collect()
}

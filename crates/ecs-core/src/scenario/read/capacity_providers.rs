//! `capacityProviders`, and what `cluster` says of them. Spec: CAP-1, CAP-6.

use super::Reader;
use super::out_of_range;
use super::references::{AUTO_SCALING_GROUP, CAPACITY_PROVIDER};
use super::refusal::Refusals;
use crate::aws::{CapacityProvider, ClusterCapacity, ManagedScaling, Provider, shorten};
use crate::capacity::Steps;
use crate::finding::{Finding, rules};
use crate::json::{Node, child};
use crate::limits;
use std::ops::RangeInclusive;

/// How AWS's clients begin what they say of a number that is too small.
pub(super) const BELOW: &str = "Invalid value for parameter ";

/// AWS's text for a name that it does not take.
const NAME: &str = "The specified capacity provider name is invalid. Up to 255 characters are allowed, including letters (upper and lowercase), numbers, underscores, and hyphens. The name cannot be prefixed with \"aws\", \"ecs\", or \"fargate\".";

/// AWS's text for a group that two providers name.
const TAKEN: &str = "The specified Auto Scaling group ARN is already being used by another capacity provider. Specify a unique Auto Scaling group ARN and try again.";

/// AWS's text for managed termination protection that its group does not go along with.
const PROTECTION: &str = "The managed termination protection setting for the capacity provider is invalid. To enable managed termination protection for a capacity provider, the Auto Scaling group must have instance protection from scale in enabled.";

/// What to do about weights.
const NO_WEIGHTS: &str = "leave `WeightedCapacity` out of the group's `Overrides`";

impl Reader<'_> {
    /// The providers, which of them the cluster has, and its default strategy.
    pub(super) fn cluster_capacity(&mut self) -> ClusterCapacity {
        self.unique_names(&CAPACITY_PROVIDER);
        self.within_quota(CAPACITY_PROVIDER.list, limits::CAPACITY_PROVIDERS);
        let nodes = self.root.list(CAPACITY_PROVIDER.list);
        for (number, node) in nodes.iter().enumerate() {
            let provider = self.capacity_provider(node, &format!("/{}/{number}", CAPACITY_PROVIDER.list));
            self.capacity.providers.push(provider);
        }
        let groups = (0..self.capacity.providers.len()).map(Provider::Group);
        self.capacity.associated =
            [Provider::Fargate, Provider::FargateSpot].into_iter().chain(groups).collect();
        let Some(cluster) = self.root.get("cluster") else { return std::mem::take(&mut self.capacity) };
        if let Some(listed) = cluster.get("capacityProviders") {
            self.capacity.associated = self.associated(listed, "/cluster/capacityProviders");
        }
        if let Some(given) = cluster.get("defaultCapacityProviderStrategy") {
            let mut refusals = Refusals::default();
            let pointer = "/cluster/defaultCapacityProviderStrategy";
            self.capacity.default_strategy = self.capacity_strategy(given, pointer, true, &mut refusals);
            self.findings.extend(refusals.findings());
        }
        std::mem::take(&mut self.capacity)
    }

    /// The providers that a list names.
    pub(super) fn associated(&mut self, list: &Node, pointer: &str) -> Vec<Provider> {
        let mut found = Vec::new();
        for (number, node) in list.elements().iter().enumerate() {
            let named = node.as_str().and_then(Provider::of_fargate);
            let resolve = |reader: &mut Self| {
                reader.resolve(&CAPACITY_PROVIDER, node, &child(pointer, number)).map(Provider::Group)
            };
            found.extend(named.or_else(|| resolve(self)).filter(|provider| !found.contains(provider)));
        }
        found
    }

    fn capacity_provider(&mut self, node: &Node, pointer: &str) -> CapacityProvider {
        self.cluster(node, pointer);
        let name = node.str("name").unwrap_or_default();
        if let Some(given) = node.get("name").filter(|_| !is_provider_name(name)) {
            let message = format!("`{}` is no name that a capacity provider can have", shorten(name));
            let finding =
                Finding::new(&rules::CAPACITY_PROVIDER, child(pointer, "name"), given.range, message);
            self.findings.push(finding.aws(NAME).hint("up to 255 letters, digits, `_` and `-`"));
        }
        if let Some(given) = node.get("managedInstancesProvider") {
            let message = "capacity providers for ECS Managed Instances are not simulated yet";
            self.report(&rules::NOT_SIMULATED, &child(pointer, "managedInstancesProvider"), given, message);
        }
        let Some(group) = node.get("autoScalingGroupProvider") else {
            if node.get("managedInstancesProvider").is_none() {
                let message = "`autoScalingGroupProvider` is missing";
                self.report(
                    &rules::MISSING_MEMBER,
                    &child(pointer, "autoScalingGroupProvider"),
                    node,
                    message,
                );
            }
            return CapacityProvider {
                name: name.to_owned(),
                auto_scaling_group: String::new(),
                managed_scaling: None,
                managed_termination_protection: false,
                managed_draining: false,
                input: node.to_value(),
            };
        };
        let pointer = child(pointer, "autoScalingGroupProvider");
        let provider = self.group_provider(node, group, &pointer);
        self.own_group(&provider, group, &child(&pointer, "autoScalingGroupArn"));
        provider
    }

    /// The group of a provider is no other one's, and its types have no weights. Spec: CAP-6.
    fn own_group(&mut self, provider: &CapacityProvider, node: &Node, pointer: &str) {
        let (name, range) =
            (&provider.auto_scaling_group, node.get("autoScalingGroupArn").map(|node| node.range));
        let Some(range) = range.filter(|_| !name.is_empty()) else { return };
        let taken = self.capacity.providers.iter().find(|other| other.auto_scaling_group == *name);
        if let Some(other) = taken {
            let other = shorten(&other.name);
            let message = format!("group `{}` is capacity provider `{other}`'s already", shorten(name));
            let finding = Finding::new(&rules::CAPACITY_PROVIDER, pointer, range, message);
            self.findings
                .push(finding.aws(TAKEN).hint("a group has one capacity provider: name another group"));
        }
        let entries = self.root.list(AUTO_SCALING_GROUP.list).iter();
        let group = entries.clone().find(|entry| entry.str(AUTO_SCALING_GROUP.key) == Some(name));
        if group.is_some_and(has_weights) {
            let message = format!(
                "the types of group `{}` have weights, which no capacity provider takes",
                shorten(name)
            );
            let finding = Finding::new(&rules::CAPACITY_PROVIDER, pointer, range, message);
            self.findings.push(finding.hint(NO_WEIGHTS));
        }
    }

    /// A group that a capacity provider has gets no weights later on. Spec: CAP-6.
    pub(super) fn stays_without_weights(&mut self, name: &str, group: &Node, pointer: &str) {
        let provider = self.capacity.providers.iter().find(|one| one.auto_scaling_group == name);
        let Some(provider) = provider.filter(|_| has_weights(group)) else { return };
        let message = format!(
            "group `{}` is capacity provider `{}`'s, which takes no weights",
            shorten(name),
            shorten(&provider.name)
        );
        let place = child(pointer, "MixedInstancesPolicy");
        let range = group.get("MixedInstancesPolicy").unwrap_or(group).range;
        let finding = Finding::new(&rules::CAPACITY_PROVIDER, place, range, message);
        self.findings.push(finding.hint(NO_WEIGHTS));
    }

    /// What a provider says of its group. Spec: CAP-6.
    pub(super) fn group_provider(&mut self, node: &Node, group: &Node, pointer: &str) -> CapacityProvider {
        let found = group
            .get("autoScalingGroupArn")
            .and_then(|arn| self.resolve(&AUTO_SCALING_GROUP, arn, &child(pointer, "autoScalingGroupArn")));
        let entry = found.and_then(|number| self.root.list(AUTO_SCALING_GROUP.list).get(number));
        let managed_scaling = group.get("managedScaling").and_then(|given| {
            let scaling = self.managed_scaling(given, &child(pointer, "managedScaling"));
            (given.str("status") != Some("DISABLED")).then_some(scaling)
        });
        let protection = group.get("managedTerminationProtection");
        let is_protected = protection.and_then(Node::as_str) == Some("ENABLED");
        let group_protects = entry.is_none_or(|entry| {
            entry.get("NewInstancesProtectedFromScaleIn").and_then(Node::as_bool) == Some(true)
        });
        if let Some(given) =
            protection.filter(|_| is_protected && (managed_scaling.is_none() || !group_protects))
        {
            let (message, hint) = if managed_scaling.is_none() {
                (
                    "managed termination protection needs managed scaling",
                    "set `managedScaling.status` to ENABLED",
                )
            } else {
                (
                    "managed termination protection needs a group that protects its instances from scale-in",
                    "set the group's `NewInstancesProtectedFromScaleIn` to true",
                )
            };
            let pointer = child(pointer, "managedTerminationProtection");
            let finding = Finding::new(&rules::CAPACITY_PROVIDER, pointer, given.range, message).hint(hint);
            self.findings.push(if managed_scaling.is_none() { finding } else { finding.aws(PROTECTION) });
        }
        CapacityProvider {
            name: node.str("name").unwrap_or_default().to_owned(),
            auto_scaling_group: entry
                .and_then(|entry| entry.str(AUTO_SCALING_GROUP.key))
                .unwrap_or_default()
                .to_owned(),
            managed_scaling,
            managed_termination_protection: is_protected,
            managed_draining: group.str("managedDraining") != Some("DISABLED"),
            input: node.to_value(),
        }
    }

    /// An integer member within bounds. Of one that is too small AWS's own clients say so, before they call: their
    /// text is known; `parameter` is what they call the object. Spec: CAP-1, CAP-6.
    pub(super) fn bounded_by_clients(
        &mut self,
        node: &Node,
        key: &str,
        (pointer, parameter): (&str, &str),
        bounds: RangeInclusive<u64>,
    ) -> Option<u64> {
        let place = node.get(key)?;
        let (value, least) = (place.as_integer()?, *bounds.start());
        if u64::try_from(value).is_ok_and(|value| value >= least) {
            return self.bounded(node, key, pointer, bounds);
        }
        let message = out_of_range(key, value, &bounds);
        let finding = Finding::new(&rules::OUT_OF_RANGE, child(pointer, key), place.range, message);
        let aws = format!("{BELOW}{parameter}.{key}, value: {value}, valid min value: {least}");
        self.findings.push(finding.aws(aws));
        None
    }

    /// Spec: CAP-6.
    fn managed_scaling(&mut self, node: &Node, pointer: &str) -> ManagedScaling {
        let mut read = |key: &str, bounds: RangeInclusive<u64>, default: u32| {
            let parameter = "autoScalingGroupProvider.managedScaling";
            let value = self.bounded_by_clients(node, key, (pointer, parameter), bounds);
            value.and_then(|value| u32::try_from(value).ok()).unwrap_or(default)
        };
        ManagedScaling {
            target_percent: read("targetCapacity", 1..=100, 100),
            steps: Steps {
                minimum: read("minimumScalingStepSize", 1..=10_000, 1),
                maximum: read("maximumScalingStepSize", 1..=10_000, 10_000),
            },
            warmup_seconds: read("instanceWarmupPeriod", 0..=10_000, 300),
        }
    }
}

/// Whether some of a group's types count for more than one unit of capacity.
fn has_weights(group: &Node) -> bool {
    let mixed = group.get("MixedInstancesPolicy").and_then(|policy| policy.get("LaunchTemplate"));
    let overrides = mixed.map_or(&[][..], |given| given.list("Overrides"));
    overrides
        .iter()
        .any(|one| one.get("WeightedCapacity").is_some_and(|weight| weight.as_integer() != Some(1)))
}

/// Spec: CAP-6.
fn is_provider_name(name: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    let lower = name.to_ascii_lowercase();
    (1..=255).contains(&name.len())
        && name.bytes().all(allowed)
        && !["aws", "ecs", "fargate"].iter().any(|prefix| lower.starts_with(prefix))
}

//! What a group launches, and where. Spec: ASG-2, ASG-5, ASG-6, ASG-7.

use super::Reader;
use super::instances::task_enis;
use super::launch_templates::{LINUX, LaunchTemplate};
use super::references::LAUNCH_TEMPLATE;
use super::timeline::milliseconds;
use crate::aws::{Kind, shorten};
use crate::catalog::InstanceType;
use crate::finding::{Finding, rules};
use crate::groups::{Allocation, Distribution, InstanceChoice, Purchase};
use crate::json::{Node, Value, child};
use crate::limits;
use crate::network::DYNAMIC_PORTS;
use crate::registry::PullBehavior;
use crate::scenario::{Attributes, ContainerInstanceEntry, LaunchSpec};
use std::collections::BTreeMap;

/// From launch to registered where nothing is said. Spec: ASG-4.
const LAUNCH_MS: u64 = 90_000;

/// Spec: ASG-2.
const NOTHING_TO_LAUNCH: &str = "Valid requests must contain either LaunchTemplate, LaunchConfigurationName, InstanceId or MixedInstancesPolicy parameter.";

/// Spec: ASG-5.
const NO_ZONE: &str = "At least one Availability Zone or VPC Subnet is required.";

/// `SpotInstancePools` where it is left out. Spec: ASG-7.
const SPOT_INSTANCE_POOLS: u64 = 2;

impl Reader<'_> {
    pub(super) fn launch_spec(&mut self, node: &Node, name: &str, pointer: &str) -> Option<LaunchSpec> {
        let zones = self.group_zones(node, pointer);
        let template = self.group_template(node, pointer);
        let policy = node.get("MixedInstancesPolicy");
        let at = child(pointer, "MixedInstancesPolicy");
        let template = template?;
        let choices = self.choices(node, policy, &template, pointer);
        let distribution = policy.map(|policy| self.distribution(policy, &at));
        let simulation = node.get("simulation");
        let spot = simulation.and_then(|given| given.str("purchaseOption")).map(|option| option == "spot");
        let only = if spot.unwrap_or(template.spot) { Purchase::Spot } else { Purchase::OnDemand };
        let (zones, choices) = (zones?, choices?);
        let entries = self.group_entries(node, name, pointer, &template, &zones, &choices);
        let strategy = node.get("AvailabilityZoneDistribution");
        Some(LaunchSpec {
            choices,
            zones: zones.into_iter().map(|(zone, _)| zone).collect(),
            entries,
            distribution: distribution.unwrap_or_else(|| Distribution::only(only)),
            balanced_only: strategy.and_then(|given| given.str("CapacityDistributionStrategy"))
                == Some("balanced-only"),
            launch_ms: self.launch_ms(node, pointer),
            joins: template.joins,
        })
    }

    /// The zones with a subnet of each: those of `VPCZoneIdentifier`, else `AvailabilityZones`. Spec: ASG-5.
    fn group_zones(&mut self, node: &Node, pointer: &str) -> Option<Vec<(String, Option<usize>)>> {
        let mut zones: Vec<(String, Option<usize>)> = Vec::new();
        let mut found_all = true;
        let identifier = node.get("VPCZoneIdentifier").filter(|given| given.as_str() != Some(""));
        if let Some(given) = identifier {
            let pointer = child(pointer, "VPCZoneIdentifier");
            for id in given.as_str().unwrap_or_default().split(',').map(str::trim) {
                let one = Node { range: given.range, value: Value::String(id.to_owned()) };
                let subnet = self.subnet_reference(&one, &pointer);
                found_all &= subnet.is_some();
                let of = subnet.and_then(|number| self.vpc.subnets.get(number));
                let zone = of.map(|subnet| subnet.availability_zone.clone()).unwrap_or_default();
                if !zone.is_empty() && !zones.iter().any(|(known, _)| *known == zone) {
                    zones.push((zone, subnet));
                }
            }
        } else {
            let list = child(pointer, "AvailabilityZones");
            for (number, given) in node.list("AvailabilityZones").iter().enumerate() {
                let zone = self.zone_named(given, &child(&list, number));
                found_all &= zone.is_some();
                let zone = zone.filter(|zone| !zones.iter().any(|(known, _)| known == zone));
                zones.extend(zone.map(|zone| (zone.clone(), self.vpc.subnet_of_zone(&zone))));
            }
        }
        if zones.is_empty() && found_all {
            let message = "a group needs zones or subnets to launch instances in";
            let finding = Finding::new(&rules::AUTO_SCALING_GROUP, pointer, node.opening(), message);
            let hint = "write `AvailabilityZones` or `VPCZoneIdentifier`";
            self.findings.push(finding.aws(NO_ZONE).hint(hint));
        }
        (found_all && !zones.is_empty()).then_some(zones)
    }

    /// The launch template that is named, or one that says nothing where `simulation` has the type.
    fn group_template(&mut self, node: &Node, pointer: &str) -> Option<LaunchTemplate> {
        let mixed = node.get("MixedInstancesPolicy").and_then(|policy| policy.get("LaunchTemplate"));
        let in_policy = mixed.and_then(|given| given.get("LaunchTemplateSpecification"));
        let (given, at) = match (node.get("LaunchTemplate"), in_policy) {
            (Some(given), _) => (given, child(pointer, "LaunchTemplate")),
            (None, Some(given)) => {
                (given, format!("{pointer}/MixedInstancesPolicy/LaunchTemplate/LaunchTemplateSpecification"))
            }
            (None, None) => return self.group_without_template(node, mixed.is_some(), pointer),
        };
        let key =
            if given.get("LaunchTemplateName").is_some() { "LaunchTemplateName" } else { "LaunchTemplateId" };
        let Some(reference) = given.get(key) else {
            let message = "a launch template is named by `LaunchTemplateName`";
            self.report(&rules::MISSING_MEMBER, &child(&at, "LaunchTemplateName"), given, message);
            return None;
        };
        let number = self.resolve(&LAUNCH_TEMPLATE, reference, &child(&at, key))?;
        if let Some(version) = given.get("Version")
            && !["1", "$Latest", "$Default"].contains(&version.as_str().unwrap_or_default())
        {
            let message = "a launch template of a scenario has version 1 alone";
            let hint = Some("list another template, and name it in UpdateAutoScalingGroup".to_owned());
            self.report_hint(
                &rules::UNRESOLVED_REFERENCE,
                &child(&at, "Version"),
                version,
                message.to_owned(),
                hint,
            );
        }
        self.launch_templates.get(number).cloned()
    }

    fn group_without_template(
        &mut self,
        node: &Node,
        is_mixed: bool,
        pointer: &str,
    ) -> Option<LaunchTemplate> {
        let has_type = node.get("simulation").is_some_and(|given| given.get("instanceType").is_some());
        if !has_type && !is_mixed {
            let message = "a group needs something to launch: a launch template";
            let finding = Finding::new(&rules::AUTO_SCALING_GROUP, pointer, node.opening(), message);
            let hint =
                "write `LaunchTemplate`, or `\"simulation\": {\"instanceType\": \"t3.medium\"}` for short";
            self.findings.push(finding.aws(NOTHING_TO_LAUNCH).hint(hint));
            return None;
        }
        let joins = self.may_register(None, node, pointer, false);
        Some(LaunchTemplate { joins, ..LaunchTemplate::empty() })
    }

    /// The types that are launched, with their weights. Spec: ASG-6.
    fn choices(
        &mut self,
        node: &Node,
        policy: Option<&Node>,
        template: &LaunchTemplate,
        pointer: &str,
    ) -> Option<Vec<InstanceChoice>> {
        let mixed = policy.and_then(|policy| policy.get("LaunchTemplate"));
        let overrides = mixed.map_or(&[][..], |given| given.list("Overrides"));
        if !overrides.is_empty() {
            return self.overrides(
                overrides,
                template,
                &format!("{pointer}/MixedInstancesPolicy/LaunchTemplate"),
            );
        }
        let simulation = node.get("simulation");
        let named = simulation.filter(|given| given.get("instanceType").is_some());
        let instance_type = match named {
            Some(given) => Some(self.instance_type(given, "instanceType", &child(pointer, "simulation"))?),
            None => template.instance_type,
        };
        if instance_type.is_none() && !template.names_a_type {
            let message = "the launch template names no `InstanceType`";
            let hint = "write `InstanceType` into it, or `simulation.instanceType` here";
            let finding = Finding::new(&rules::AUTO_SCALING_GROUP, pointer, node.opening(), message);
            self.findings.push(finding.hint(hint));
        }
        Some(vec![InstanceChoice { instance_type: instance_type?, weight: 1 }])
    }

    fn overrides(
        &mut self,
        overrides: &[Node],
        template: &LaunchTemplate,
        pointer: &str,
    ) -> Option<Vec<InstanceChoice>> {
        let list = child(pointer, "Overrides");
        if let Some(node) = overrides.get(limits::LAUNCH_TEMPLATE_OVERRIDES) {
            let most = limits::LAUNCH_TEMPLATE_OVERRIDES;
            let message = format!("{} instance types; {most} are the most", overrides.len());
            self.report(&rules::QUOTA_EXCEEDED, &child(&list, most), node, message);
            return None;
        }
        let weighted = overrides.iter().filter(|one| one.get("WeightedCapacity").is_some()).count();
        if weighted > 0 && weighted < overrides.len() {
            let without = overrides.iter().position(|one| one.get("WeightedCapacity").is_none());
            let number = without.unwrap_or(0);
            let message = "all instance types have a weight, or none has one";
            let place = overrides.get(number)?;
            self.report(&rules::MIXED_INSTANCES, &child(&list, number), place, message);
            return None;
        }
        let mut choices = Vec::new();
        for (number, given) in overrides.iter().enumerate() {
            let pointer = child(&list, number);
            let weight = self.bounded(given, "WeightedCapacity", &pointer, 1..=limits::WEIGHTED_CAPACITY);
            let instance_type = match given.get("InstanceType") {
                Some(_) => self.instance_type(given, "InstanceType", &pointer),
                None => template.instance_type,
            };
            if instance_type.is_none() && given.get("InstanceType").is_none() {
                let message = "an override names an `InstanceType`";
                self.report(&rules::MIXED_INSTANCES, &pointer, given, message);
            }
            let weight = u32::try_from(weight.unwrap_or(1)).unwrap_or(1);
            choices.extend(instance_type.map(|instance_type| InstanceChoice { instance_type, weight }));
        }
        (choices.len() == overrides.len()).then_some(choices)
    }

    /// Spec: ASG-6, ASG-7.
    fn distribution(&mut self, policy: &Node, pointer: &str) -> Distribution {
        let pointer = child(pointer, "InstancesDistribution");
        let empty = Node { range: policy.range, value: Value::Object(Vec::new()) };
        let given = policy.get("InstancesDistribution").unwrap_or(&empty);
        let mut number = |key: &str, most: u64, default: u64| {
            let read = self.bounded(given, key, &pointer, 0..=most).unwrap_or(default);
            u32::try_from(read).unwrap_or(u32::MAX)
        };
        let on_demand_base = number("OnDemandBaseCapacity", 1_000_000, 0);
        let on_demand_percent = number("OnDemandPercentageAboveBaseCapacity", 100, 100);
        let pools = self.bounded(given, "SpotInstancePools", &pointer, 1..=20).unwrap_or(SPOT_INSTANCE_POOLS);
        let pools = usize::try_from(pools).unwrap_or(1);
        let on_demand = match given.str("OnDemandAllocationStrategy") {
            Some("lowest-price") => Allocation::LowestPrice { pools: 1 },
            None | Some("prioritized") => Allocation::Listed,
            Some(name) => {
                self.no_strategy(given, "OnDemandAllocationStrategy", &pointer, name);
                Allocation::Listed
            }
        };
        let spot = match given.str("SpotAllocationStrategy") {
            None | Some("lowest-price") => Allocation::LowestPrice { pools },
            Some("price-capacity-optimized") => Allocation::LowestPrice { pools: 1 },
            Some("capacity-optimized" | "capacity-optimized-prioritized") => Allocation::Listed,
            Some(name) => {
                self.no_strategy(given, "SpotAllocationStrategy", &pointer, name);
                Allocation::Listed
            }
        };
        Distribution { on_demand_base, on_demand_percent, on_demand, spot }
    }

    fn no_strategy(&mut self, given: &Node, key: &str, pointer: &str, name: &str) {
        let message = format!("`{}` is no value of `{key}`", shorten(name));
        let place = given.get(key).unwrap_or(given);
        self.report(&rules::UNKNOWN_VALUE, &child(pointer, key), place, message);
    }

    /// Milliseconds of `simulation.launchSeconds`. Spec: ASG-4.
    fn launch_ms(&mut self, node: &Node, pointer: &str) -> u64 {
        let given = node.get("simulation").and_then(|simulation| simulation.get("launchSeconds"));
        let Some((given, text)) = given.and_then(|given| Some((given, given.number_text()?))) else {
            return LAUNCH_MS;
        };
        milliseconds(text).unwrap_or_else(|| {
            let message = format!("`launchSeconds` is {}; it is a number of seconds from 0", shorten(text));
            self.report(&rules::OUT_OF_RANGE, &format!("{pointer}/simulation/launchSeconds"), given, message);
            LAUNCH_MS
        })
    }

    /// What an instance of each type is in each zone.
    fn group_entries(
        &mut self,
        node: &Node,
        name: &str,
        pointer: &str,
        template: &LaunchTemplate,
        zones: &[(String, Option<usize>)],
        choices: &[InstanceChoice],
    ) -> Vec<ContainerInstanceEntry> {
        let (mut agent, mut custom) = (template.agent.clone(), BTreeMap::new());
        if let Some(simulation) = node.get("simulation") {
            let pointer = child(pointer, "simulation");
            agent.read(self, simulation, &pointer);
            custom = self.custom_attributes(simulation, &pointer);
        }
        let mut entries = Vec::new();
        for choice in choices {
            for (zone, subnet) in zones {
                let entry = self.group_entry(name, &choice.instance_type, zone, *subnet, custom.clone());
                entries.push(agent.configure(ContainerInstanceEntry {
                    security_groups: template.security_groups.clone(),
                    iam_instance_profile: template.iam_instance_profile.clone(),
                    ..entry
                }));
            }
        }
        entries
    }

    fn group_entry(
        &self,
        name: &str,
        instance_type: &InstanceType,
        zone: &str,
        subnet: Option<usize>,
        custom: BTreeMap<String, String>,
    ) -> ContainerInstanceEntry {
        let kind = Kind { trunk: self.trunking && instance_type.trunking_task_limit.is_some(), ..LINUX };
        let id =
            subnet.and_then(|number| self.vpc.subnets.get(number)).map(|subnet| subnet.subnet_id.as_str());
        ContainerInstanceEntry {
            name: name.to_owned(),
            instance_type: *instance_type,
            availability_zone: zone.to_owned(),
            subnet,
            security_groups: Vec::new(),
            count: 1,
            active: true,
            spot: false,
            drains_on_notice: false,
            registered_memory_mib: instance_type.registered_memory_mib,
            task_enis: task_enis(instance_type, kind),
            iam_instance_profile: None,
            blocks_imds: false,
            pull_behavior: PullBehavior::Default,
            reserved_ports: Vec::new(),
            dynamic_ports: DYNAMIC_PORTS,
            attributes: Attributes {
                named: self.all_attributes(id, instance_type, zone, "LINUX", kind, custom),
                kind,
                logging_drivers: Vec::new(),
            },
        }
    }
}

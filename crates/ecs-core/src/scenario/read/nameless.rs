//! Whether a name in a timeline can mean something, and what is near one that cannot. Spec: SCN-11.

use super::Reader;
use super::named::Nameless;
use super::named_kinds::{KnownNames, Named};
use super::references::{AUTO_SCALING_GROUP, Kind, SUBNET};
use crate::aws::shorten;
use crate::json::Node;
use std::collections::BTreeSet;

/// Attributes of target groups that Elastic Load Balancing takes.
const TARGET_GROUP_KEYS: [&str; 20] = [
    "deregistration_delay.timeout_seconds",
    "deregistration_delay.connection_termination.enabled",
    "lambda.multi_value_headers.enabled",
    "load_balancing.algorithm.type",
    "load_balancing.algorithm.anomaly_mitigation",
    "load_balancing.cross_zone.enabled",
    "preserve_client_ip.enabled",
    "proxy_protocol_v2.enabled",
    "slow_start.duration_seconds",
    "stickiness.enabled",
    "stickiness.type",
    "stickiness.app_cookie.cookie_name",
    "stickiness.app_cookie.duration_seconds",
    "stickiness.lb_cookie.duration_seconds",
    "target_failover.on_deregistration",
    "target_failover.on_unhealthy",
    "target_group_health.dns_failover.minimum_healthy_targets.count",
    "target_group_health.dns_failover.minimum_healthy_targets.percentage",
    "target_group_health.unhealthy_state_routing.minimum_healthy_targets.count",
    "target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage",
];

/// Hex digits of the id of a task or a container instance.
const ID_DIGITS: usize = 32;

/// The most characters of a service's name.
const SERVICE_NAME_CHARACTERS: usize = 255;

impl Reader<'_> {
    /// What is to be said of a name; nothing where it may mean something.
    pub(super) fn unknown(&mut self, kind: Named, node: &Node) -> Option<Nameless> {
        let name = node.as_str()?;
        match kind {
            Named::Entry => None,
            Named::Task => self.unknown_task(name),
            Named::Instance => self.unknown_instance(name),
            Named::Cluster => self.unknown_cluster(name),
            Named::Group => self.unknown_of(&AUTO_SCALING_GROUP, name),
            Named::Subnet => self.unknown_subnet(name),
            Named::Alarm => {
                let is_managed = name.starts_with("TargetTracking-");
                self.unless_known(is_managed, "alarm", name, |known| known.alarms.iter())
            }
            Named::Zone => self.unknown_zone(name),
            Named::Zones => name.split(',').find_map(|zone| self.unknown_zone(zone.trim())),
            Named::Attribute => {
                self.unless_known(false, "attribute of instances", name, |known| known.attributes.iter())
            }
            Named::TargetGroupKey => self.unknown_key(name),
            Named::NewService => unknown_service_name(name),
            Named::Text => name.is_empty().then(|| ours("the name is empty".to_owned(), None)),
            Named::Nothing => Some(ours(
                "`service` picks tasks and instances: this action is done to neither, and it changes nothing"
                    .to_owned(),
                None,
            )),
        }
    }

    fn unless_known<'k, K: Iterator<Item = &'k String> + 'k>(
        &'k self,
        is_known: bool,
        noun: &str,
        name: &str,
        list: fn(&'k KnownNames) -> K,
    ) -> Option<Nameless> {
        if is_known || list(&self.known.names).any(|known| known == name) {
            return None;
        }
        let near = self.nearest(name, list(&self.known.names).map(String::as_str));
        Some(there_is_no(noun, name, near.map(str::to_owned)))
    }

    fn unknown_of(&mut self, kind: &Kind, name: &str) -> Option<Nameless> {
        let short = kind.short(name).to_owned();
        if self.lookup(kind, &short).is_some() {
            return None;
        }
        let near = self.nearest(&short, self.names(kind)).map(str::to_owned);
        Some(there_is_no(kind.noun, name, near))
    }

    /// The default VPC's are in no list of the scenario.
    fn unknown_subnet(&self, name: &str) -> Option<Nameless> {
        let ids = || self.vpc.subnets.iter().map(|subnet| subnet.subnet_id.as_str());
        let short = SUBNET.short(name);
        if ids().any(|id| id == short) {
            return None;
        }
        Some(there_is_no("subnet", name, self.nearest(short, ids()).map(str::to_owned)))
    }

    fn unknown_cluster(&self, name: &str) -> Option<Nameless> {
        let own = self.root.get("cluster").and_then(|node| node.str("clusterName")).unwrap_or("default");
        if name == own || name == self.account.cluster_arn() {
            return None;
        }
        let message = format!("there is no cluster `{}` in this scenario", shorten(name));
        Some(ours(message, Some(format!("its cluster is `{own}`"))))
    }

    fn unknown_zone(&self, name: &str) -> Option<Nameless> {
        let zones = &self.known.names.zones;
        if zones.contains(name) {
            return None;
        }
        let listed: Vec<&str> = zones.iter().take(6).map(String::as_str).collect();
        let message = format!("nothing in this scenario is in a zone `{}`", shorten(name));
        Some(ours(message, Some(format!("its zones are {}", listed.join(", ")))))
    }

    fn unknown_key(&self, name: &str) -> Option<Nameless> {
        if TARGET_GROUP_KEYS.contains(&name) {
            return None;
        }
        let near = self.nearest(name, TARGET_GROUP_KEYS).map(str::to_owned);
        let hint = near.map(|near| format!("did you mean `{near}`?"));
        let said = ours(format!("`{}` is no attribute of target groups", shorten(name)), hint);
        let aws = format!("Target group attribute key '{name}' is not recognized");
        Some(Nameless { aws: Some(aws), ..said })
    }

    /// A task's group has been named before, by a service, a task definition or a call.
    fn unknown_task(&mut self, name: &str) -> Option<Nameless> {
        if let Some(is_task) = is_arn_or_id(name, ":task/", &[""]) {
            return (!is_task).then(|| not_a("task", name, "`service:web/1`"));
        }
        let (group, number) = name.rsplit_once('/').unwrap_or((name, ""));
        if !is_number(number) {
            return Some(not_a("task", name, "`service:web/1`"));
        }
        if self.is_task_group(group) {
            return None;
        }
        let prefixed = ["service", "family"].map(|kind| format!("{kind}:{group}"));
        let near = prefixed.into_iter().find(|group| self.is_task_group(group)).or_else(|| {
            let services = self.known.services.keys().map(|name| format!("service:{name}"));
            let families = self.families().map(|family| format!("family:{family}"));
            let groups: Vec<String> = services.chain(families).collect();
            self.nearest(group, groups.iter().map(String::as_str)).map(str::to_owned)
        });
        Some(there_is_no("task", name, near.map(|group| format!("{group}/{number}"))))
    }

    fn is_task_group(&mut self, group: &str) -> bool {
        match group.split_once(':') {
            Some(("service", name)) => self.known.services.contains_key(name),
            Some(("family", name)) => self.families().any(|family| family == name),
            _ => {
                let root = self.root;
                let groups = self.known.names.task_groups.get_or_insert_with(|| {
                    let mut groups = BTreeSet::new();
                    let lists = ["eventRules", "pipes", "simulation"];
                    lists
                        .iter()
                        .filter_map(|list| root.get(list))
                        .for_each(|node| groups_in(node, &mut groups));
                    groups
                });
                groups.contains(group)
            }
        }
    }

    /// The families of task definitions, also of those that were deregistered.
    fn families(&self) -> impl Iterator<Item = &str> {
        self.references.keys().map(|name| name.split(':').next().unwrap_or(name))
    }

    fn unknown_instance(&self, name: &str) -> Option<Nameless> {
        if let Some(is_instance) = is_arn_or_id(name, "instance/", &["", "i-", "mi-"]) {
            return (!is_instance).then(|| not_a("container instance", name, "`host/1`"));
        }
        let (entry, number) = name.rsplit_once('/').unwrap_or((name, ""));
        let known = &self.known.names.instances;
        let Some(count) = known.get(entry) else {
            let near = self.nearest(entry, known.keys().map(String::as_str));
            let number = if is_number(number) { number } else { "1" };
            return Some(there_is_no(
                "container instance",
                name,
                near.map(|near| format!("{near}/{number}")),
            ));
        };
        if !is_number(number) {
            return Some(there_is_no("container instance", name, Some(format!("{entry}/1"))));
        }
        let is_there = number.parse().is_ok_and(|number: u64| number <= *count);
        let hint = format!("`{}` has {count} of them", shorten(entry));
        (!is_there).then(|| ours(format!("there is no container instance `{}`", shorten(name)), Some(hint)))
    }
}

fn ours(message: String, hint: Option<String>) -> Nameless {
    Nameless { message, aws: None, hint }
}

fn there_is_no(noun: &str, name: &str, near: Option<String>) -> Nameless {
    let hint = near.map(|near| format!("did you mean `{}`?", shorten(&near)));
    ours(format!("there is no {noun} `{}` at that time", shorten(name)), hint)
}

fn not_a(noun: &str, name: &str, example: &str) -> Nameless {
    let hint = format!("name it by its ARN, its id, or in short, such as {example}");
    ours(format!("`{}` names no {noun}", shorten(name)), Some(hint))
}

/// Whether an ARN or an id is one of these; nothing for a short form.
fn is_arn_or_id(name: &str, arn: &str, prefixes: &[&str]) -> Option<bool> {
    let is_id = |id: &str| {
        let digits = |prefix: &&str| id.strip_prefix(*prefix).is_some_and(is_hex);
        prefixes.iter().any(digits)
    };
    if name.starts_with("arn:") {
        return Some(name.contains(arn) && name.rsplit_once('/').is_some_and(|(_, id)| is_id(id)));
    }
    is_id(name).then_some(true)
}

/// 32 hex digits, or the 17 of EC2's ids.
fn is_hex(id: &str) -> bool {
    (id.len() == ID_DIGITS || id.len() == 17) && id.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Whether it is the number of a short form, from 1.
fn is_number(text: &str) -> bool {
    text.parse().is_ok_and(|number: u32| number > 0)
}

/// The task groups that calls, rules and pipes name.
fn groups_in(node: &Node, groups: &mut BTreeSet<String>) {
    node.elements().iter().for_each(|element| groups_in(element, groups));
    for member in node.members() {
        if member.key == "group" || member.key == "Group" {
            groups.extend(member.value.as_str().map(ToOwned::to_owned));
        }
        groups_in(&member.value, groups);
    }
}

/// Letters, digits, hyphens and underscores, at most 255.
fn unknown_service_name(name: &str) -> Option<Nameless> {
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    let fits = (1..=SERVICE_NAME_CHARACTERS).contains(&name.len()) && name.bytes().all(is_name);
    let message = "a service has a name of 1 to 255 letters, digits, hyphens and underscores".to_owned();
    (!fits).then(|| ours(message, None))
}

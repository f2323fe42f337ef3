//! References to what a scenario lists: a full ARN, or the name.

use super::Reader;
use crate::aws::shorten;
use crate::finding::rules;
use crate::json::{Node, child};
use std::collections::{BTreeMap, BTreeSet};

/// A list of the scenario whose entries are referred to by a member of theirs.
pub(super) struct Kind {
    /// What an entry is called in a sentence.
    pub(super) noun: &'static str,
    /// The list.
    pub(super) list: &'static str,
    /// The member that names an entry.
    pub(super) key: &'static str,
    /// What stands before the name in an ARN.
    arn: &'static str,
    /// What an id begins with, where an entry is referred to by one too.
    id: Option<&'static str>,
}

pub(super) const SERVICE: Kind =
    Kind { noun: "service", list: "services", key: "serviceName", arn: ":service/", id: None };
pub(super) const SUBNET: Kind =
    Kind { noun: "subnet", list: "subnets", key: "SubnetId", arn: ":subnet/", id: None };
pub(super) const SECURITY_GROUP: Kind = Kind {
    noun: "security group",
    list: "securityGroups",
    key: "GroupId",
    arn: ":security-group/",
    id: None,
};
pub(super) const SECURITY_GROUP_BY_NAME: Kind = Kind { key: "GroupName", ..SECURITY_GROUP };
pub(super) const LOAD_BALANCER: Kind =
    Kind { noun: "load balancer", list: "loadBalancers", key: "Name", arn: ":loadbalancer/", id: None };
pub(super) const CLASSIC_LOAD_BALANCER: Kind = Kind {
    noun: "Classic Load Balancer",
    list: "classicLoadBalancers",
    key: "LoadBalancerName",
    arn: ":loadbalancer/",
    id: None,
};
pub(super) const TARGET_GROUP: Kind =
    Kind { noun: "target group", list: "targetGroups", key: "Name", arn: ":targetgroup/", id: None };
pub(super) const NAMESPACE: Kind =
    Kind { noun: "namespace", list: "namespaces", key: "Name", arn: ":namespace/", id: Some("ns") };
pub(super) const DISCOVERY_SERVICE: Kind = Kind {
    noun: "Cloud Map service",
    list: "serviceDiscoveryServices",
    key: "Name",
    arn: ":service/",
    id: Some("srv"),
};

pub(super) const ROLE: Kind = Kind { noun: "role", list: "roles", key: "RoleName", arn: ":role/", id: None };
pub(super) const FILE_SYSTEM: Kind =
    Kind { noun: "file system", list: "fileSystems", key: "FileSystemId", arn: ":file-system/", id: None };
pub(super) const EVENT_RULE: Kind =
    Kind { noun: "rule", list: "eventRules", key: "Name", arn: ":rule/", id: None };
pub(super) const PIPE: Kind = Kind { noun: "pipe", list: "pipes", key: "Name", arn: ":pipe/", id: None };
pub(super) const QUEUE: Kind = Kind { noun: "queue", list: "queues", key: "QueueName", arn: ":", id: None };
pub(super) const BUCKET: Kind =
    Kind { noun: "bucket", list: "buckets", key: "Bucket", arn: ":s3:::", id: None };
pub(super) const TOPIC: Kind = Kind { noun: "topic", list: "topics", key: "Name", arn: ":", id: None };

pub(super) const ALARM: Kind =
    Kind { noun: "alarm", list: "alarms", key: "AlarmName", arn: ":alarm:", id: None };
pub(super) const LAUNCH_TEMPLATE: Kind = Kind {
    noun: "launch template",
    list: "launchTemplates",
    key: "LaunchTemplateName",
    arn: ":launch-template/",
    id: None,
};
pub(super) const CAPACITY_PROVIDER: Kind = Kind {
    noun: "capacity provider",
    list: "capacityProviders",
    key: "name",
    arn: ":capacity-provider/",
    id: None,
};
pub(super) const AUTO_SCALING_GROUP: Kind = Kind {
    noun: "Auto Scaling group",
    list: "autoScalingGroups",
    key: "AutoScalingGroupName",
    arn: ":autoScalingGroupName/",
    id: None,
};

/// The numbers of a list's entries by their names and ids.
pub(super) type Index = BTreeMap<String, usize>;

impl Kind {
    /// The name in a reference: of an ARN, what stands before the id.
    pub(super) fn short<'t>(&self, reference: &'t str) -> &'t str {
        let Some((_, rest)) = reference.split_once(self.arn) else { return reference };
        let rest = ["app/", "net/", "gwy/"].iter().find_map(|kind| rest.strip_prefix(kind)).unwrap_or(rest);
        rest.split('/').next().unwrap_or(rest)
    }
}

impl<'a> Reader<'a> {
    /// The names of a list's entries; an entry without one has an empty name, so that numbers stay.
    pub(super) fn names(&self, kind: &Kind) -> impl Iterator<Item = &'a str> + use<'a> {
        let key = kind.key;
        self.root.list(kind.list).iter().map(move |entry| entry.str(key).unwrap_or_default())
    }

    /// The number of the entry with a name or an id: the first, where two have it.
    pub(super) fn lookup(&mut self, kind: &Kind, short: &str) -> Option<usize> {
        if !self.indexes.contains_key(&(kind.list, kind.key)) {
            let mut index = Index::new();
            for (number, name) in self.names(kind).enumerate().filter(|(_, name)| !name.is_empty()) {
                index.entry(name.to_owned()).or_insert(number);
                let id = kind.id.map(|prefix| self.account.discovery_id(prefix, name));
                id.map(|id| index.entry(id).or_insert(number));
            }
            self.indexes.insert((kind.list, kind.key), index);
        }
        self.indexes.get(&(kind.list, kind.key))?.get(short).copied()
    }

    /// The number of the entry that is referred to; an error with the nearest name where there is none.
    /// Spec: SCN-2.
    pub(super) fn resolve(&mut self, kind: &Kind, node: &Node, pointer: &str) -> Option<usize> {
        self.resolve_short(kind, kind.short(node.as_str()?), node, pointer)
    }

    /// The same for a reference whose name has been taken out of it.
    pub(super) fn resolve_short(
        &mut self,
        kind: &Kind,
        short: &str,
        node: &Node,
        pointer: &str,
    ) -> Option<usize> {
        let reference = node.as_str()?;
        let found = self.lookup(kind, short);
        if found.is_none() {
            let near = self.nearest(short, self.names(kind));
            let hint = near.map_or_else(
                || format!("list it under `{}`", kind.list),
                |name| format!("did you mean `{name}`?"),
            );
            let message = format!("there is no {} `{}` in this scenario", kind.noun, shorten(reference));
            self.report_hint(&rules::UNRESOLVED_REFERENCE, pointer, node, message, Some(hint));
        }
        found
    }

    /// The numbers of those that a list refers to, each once.
    pub(super) fn resolve_all(&mut self, kind: &Kind, parent: &Node, key: &str, pointer: &str) -> Vec<usize> {
        let pointer = child(pointer, key);
        let (mut found, mut taken) = (Vec::new(), BTreeSet::new());
        for (number, node) in parent.list(key).iter().enumerate() {
            let resolved = self.resolve(kind, node, &child(&pointer, number));
            found.extend(resolved.filter(|entry| taken.insert(*entry)));
        }
        found
    }

    /// Names of one kind are unique. Spec: SCN-6.
    pub(super) fn unique_names(&mut self, kind: &Kind) {
        let mut taken = BTreeSet::new();
        for (number, node) in self.root.list(kind.list).iter().enumerate() {
            let Some(name) = node.get(kind.key) else { continue };
            let text = name.as_str().unwrap_or_default();
            if !taken.insert(text) {
                let article = if kind.noun.starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" };
                let message = format!("there is {article} {} `{}` already", kind.noun, shorten(text));
                let pointer = format!("/{}/{number}/{}", kind.list, kind.key);
                self.report(&rules::DUPLICATE_NAME, &pointer, name, message);
            }
        }
    }

    /// A list stays within its bound; what stands behind it is not read, and that is said. Spec: SCN-7.
    pub(super) fn within_quota(&mut self, list: &str, most: usize) {
        let entries = self.root.list(list);
        if let Some(node) = entries.get(most) {
            let message = format!("{} entries of `{list}`; {most} are the most", entries.len());
            self.report(&rules::QUOTA_EXCEEDED, &format!("/{list}/{most}"), node, message);
        }
    }
}

//! Task definitions, and what is started from them.

use super::Reader;
use crate::aws::{Compatibility, LaunchType, NetworkMode, Service, TaskDefinition, shorten};
use crate::finding::{Finding, nearest, rules};
use crate::json::{Node, child};
use crate::limits;
use std::collections::{BTreeMap, BTreeSet};

impl Reader<'_> {
    /// Revisions count up within a family; one that is written down is kept. Spec: SCN-2.
    pub(super) fn task_definitions(&mut self) -> Vec<TaskDefinition> {
        let mut last: BTreeMap<String, u32> = BTreeMap::new();
        let mut definitions = Vec::new();
        for node in self.root.list("taskDefinitions") {
            let family = node.str("family").unwrap_or_default().to_owned();
            let written =
                node.get("revision").and_then(Node::as_integer).and_then(|number| u32::try_from(number).ok());
            let revision =
                written.unwrap_or_else(|| last.get(&family).map_or(1, |last| last.saturating_add(1)));
            last.insert(family, revision);
            definitions.push(TaskDefinition::read(node, revision));
        }
        definitions
    }

    pub(super) fn services(&mut self, definitions: &[TaskDefinition]) -> Vec<Service> {
        let nodes = self.root.list("services");
        let mut names = BTreeSet::new();
        let mut total = 0;
        let mut services = Vec::with_capacity(nodes.len());
        for (number, node) in nodes.iter().enumerate() {
            let pointer = format!("/services/{number}");
            if number == limits::SERVICES_PER_CLUSTER {
                let message = format!("a cluster has at most {} services", limits::SERVICES_PER_CLUSTER);
                self.report(&rules::QUOTA_EXCEEDED, &pointer, node, message);
                break;
            }
            let Some(service) = self.service(node, &pointer, definitions) else { continue };
            if !names.insert(service.service_name.clone()) {
                let message = format!("there is a service `{}` already", shorten(&service.service_name));
                self.report(&rules::DUPLICATE_NAME, &child(&pointer, "serviceName"), node, message);
            }
            total += u64::from(service.desired_count);
            services.push(service);
        }
        if total > limits::TASKS_PER_SCENARIO {
            let message =
                format!("{total} tasks in all; a scenario runs at most {}", limits::TASKS_PER_SCENARIO);
            self.report(&rules::QUOTA_EXCEEDED, "/services", self.root, message);
        }
        services
    }

    fn service(&mut self, node: &Node, pointer: &str, definitions: &[TaskDefinition]) -> Option<Service> {
        self.not_simulated(node, "schedulingStrategy", "DAEMON", pointer);
        self.not_simulated(node, "launchType", "EXTERNAL", pointer);
        self.not_simulated(node, "launchType", "MANAGED_INSTANCES", pointer);
        let task_definition = self.task_definition(node, pointer, definitions);
        if node.get("desiredCount").is_none() && node.str("schedulingStrategy") != Some("DAEMON") {
            self.report(
                &rules::MISSING_MEMBER,
                &child(pointer, "desiredCount"),
                node,
                "`desiredCount` is missing",
            );
        }
        let desired_count = self.bounded(node, "desiredCount", pointer, 0..=u64::from(u32::MAX)).unwrap_or(0);
        if desired_count > limits::TASKS_PER_SERVICE {
            let message = format!(
                "`desiredCount` is {desired_count}; a service has at most {} tasks",
                limits::TASKS_PER_SERVICE
            );
            let count = node.get("desiredCount").unwrap_or(node);
            let hint =
                Some("the quota \"Tasks per service\"; spread the load over several services".to_owned());
            self.report_hint(&rules::QUOTA_EXCEEDED, &child(pointer, "desiredCount"), count, message, hint);
        }
        let launch_type = LaunchType::read(node);
        let definition = definitions.get(task_definition?)?;
        self.launch_type(node, pointer, definition, launch_type);
        let zones = self.network_configuration(node, pointer, definition);
        Some(Service {
            service_name: node.str("serviceName")?.to_owned(),
            task_definition: task_definition?,
            desired_count: u32::try_from(desired_count).unwrap_or(u32::MAX),
            launch_type,
            zones,
            input: node.to_value(),
        })
    }

    /// Says that a value of a member is not simulated yet. Spec: DOC-10.
    fn not_simulated(&mut self, node: &Node, key: &str, value: &str, pointer: &str) {
        if let Some(member) = node.get(key).filter(|member| member.as_str() == Some(value)) {
            let message = format!("`{key}` {value} is not simulated yet; no task is started for it");
            self.report(&rules::NOT_SIMULATED, &child(pointer, key), member, message);
        }
    }

    /// `web` is the newest revision, `web:3` that one; an ARN ends in either. Spec: SCN-2.
    pub(super) fn task_definition(
        &mut self,
        parent: &Node,
        pointer: &str,
        definitions: &[TaskDefinition],
    ) -> Option<usize> {
        let pointer = child(pointer, "taskDefinition");
        let Some(node) = parent.get("taskDefinition") else {
            self.report(&rules::UNRESOLVED_REFERENCE, &pointer, parent, "`taskDefinition` is missing");
            return None;
        };
        let reference = node.as_str()?;
        let short = reference.rsplit_once("task-definition/").map_or(reference, |(_, short)| short);
        let found = definitions
            .iter()
            .rposition(|definition| definition.family == short || definition.short() == short);
        if found.is_none() {
            let names: Vec<String> = definitions.iter().map(TaskDefinition::short).collect();
            let families = definitions.iter().map(|definition| definition.family.as_str());
            let near = nearest(short, families.chain(names.iter().map(String::as_str)));
            let message = format!("there is no task definition `{}` in this scenario", shorten(reference));
            let hint = near.map(|name| format!("did you mean `{name}`?"));
            self.report_hint(&rules::UNRESOLVED_REFERENCE, &pointer, node, message, hint);
        }
        found
    }

    /// Spec: SCN-10.
    pub(super) fn launch_type(
        &mut self,
        node: &Node,
        pointer: &str,
        definition: &TaskDefinition,
        launch_type: LaunchType,
    ) {
        if launch_type == LaunchType::Fargate
            && !definition.compatibilities().contains(&Compatibility::Fargate)
        {
            let message = format!("task definition `{}` cannot run on Fargate", definition.short());
            let place = node.get("launchType").unwrap_or(node);
            let finding = Finding::new(
                &rules::UNSUPPORTED_LAUNCH_TYPE,
                child(pointer, "launchType"),
                place.range,
                message,
            )
            .aws("Task definition does not support launch_type FARGATE.")
            .hint("Fargate takes network mode awsvpc and one of its sizes of task-level `cpu` and `memory`");
            self.findings.push(finding);
        }
    }

    /// The zones of the subnets of `networkConfiguration`. Spec: SCN-5, SCN-9.
    pub(super) fn network_configuration(
        &mut self,
        parent: &Node,
        pointer: &str,
        definition: &TaskDefinition,
    ) -> Vec<String> {
        let pointer = child(pointer, "networkConfiguration");
        let configuration =
            parent.get("networkConfiguration").and_then(|node| node.get("awsvpcConfiguration"));
        let awsvpc = definition.network_mode == NetworkMode::Awsvpc;
        let Some(configuration) = configuration else {
            if awsvpc {
                let message = format!(
                    "task definition `{}` has network mode awsvpc: the subnets for its tasks are missing",
                    definition.short()
                );
                let finding = Finding::new(&rules::AWSVPC_CONFIGURATION, pointer, parent.range, message)
                    .aws("Network Configuration must be provided when networkMode 'awsvpc' is specified.")
                    .hint(
                        r#"add "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-a"]}}"#,
                    );
                self.findings.push(finding);
            }
            return Vec::new();
        };
        if !awsvpc {
            let message = "only tasks with network mode awsvpc take a network configuration";
            let finding = Finding::new(
                &rules::AWSVPC_CONFIGURATION,
                pointer.clone(),
                configuration.range,
                message,
            )
            .aws("Network Configuration is not valid for the given networkMode of this task definition.");
            self.findings.push(finding);
        }
        if configuration.list("subnets").is_empty() {
            self.report(
                &rules::AWSVPC_CONFIGURATION,
                &child(&pointer, "awsvpcConfiguration"),
                configuration,
                "`subnets` names no subnet",
            );
        }
        let mut zones = Vec::new();
        for (number, subnet) in configuration.list("subnets").iter().enumerate() {
            let pointer = format!("{pointer}/awsvpcConfiguration/subnets/{number}");
            if let Some(zone) = self.subnet_zone(subnet, &pointer)
                && !zones.contains(&zone)
            {
                zones.push(zone);
            }
        }
        zones
    }

    fn subnet_zone(&mut self, node: &Node, pointer: &str) -> Option<String> {
        let id = node.as_str()?;
        let found =
            if self.zones.is_empty() { self.default_subnet_zone(id) } else { self.zones.get(id).cloned() };
        if found.is_none() {
            let message = format!("there is no subnet `{}` in this scenario", shorten(id));
            let hint = match nearest(id, self.zones.keys().map(String::as_str)) {
                Some(name) => format!("did you mean `{name}`?"),
                None if self.zones.is_empty() => {
                    "the default VPC has subnet-a to subnet-f; or list your own under `subnets`".to_owned()
                }
                None => "list it under `subnets`".to_owned(),
            };
            self.report_hint(&rules::UNRESOLVED_REFERENCE, pointer, node, message, Some(hint));
        }
        found
    }

    /// The default VPC has a subnet a zone: `subnet-a` to `subnet-f`.
    fn default_subnet_zone(&self, id: &str) -> Option<String> {
        let letter = id.strip_prefix("subnet-")?;
        matches!(letter, "a" | "b" | "c" | "d" | "e" | "f").then(|| format!("{}{letter}", self.region))
    }
}

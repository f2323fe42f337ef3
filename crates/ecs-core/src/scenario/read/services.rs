//! Task definitions, and what is started from them.

use super::Reader;
use super::capacity_strategy::Where;
use super::deployment::Deployed;
use super::refusal::Refusal;
use super::service_connect::Connecting;
use super::service_load_balancers::Attaching;
use crate::aws::{
    AwsvpcConfiguration, Compatibility, LaunchType, NetworkMode, Service, TaskDefinition, shorten,
};
use crate::finding::{nearest, rules};
use crate::json::{Node, child};
use crate::limits;
use std::collections::{BTreeMap, BTreeSet};

impl Reader<'_> {
    /// Revisions count up within a family; one that is written down is kept. Spec: SCN-2.
    pub(super) fn task_definitions(&mut self) -> Vec<TaskDefinition> {
        let mut last: BTreeMap<&str, u32> = BTreeMap::new();
        let mut taken = BTreeSet::new();
        let mut definitions = Vec::new();
        for (number, node) in self.root.list("taskDefinitions").iter().enumerate() {
            let family = node.str("family").unwrap_or_default();
            let written =
                node.get("revision").and_then(Node::as_integer).and_then(|number| u32::try_from(number).ok());
            let revision =
                written.unwrap_or_else(|| last.get(family).map_or(1, |last| last.saturating_add(1)));
            if !taken.insert((family, revision)) {
                let message = format!("there is a revision {revision} of `{}` already", shorten(family));
                let pointer = format!("/taskDefinitions/{number}/revision");
                self.report(&rules::DUPLICATE_NAME, &pointer, node.get("revision").unwrap_or(node), message);
            }
            last.insert(family, revision);
            definitions.push(TaskDefinition::read(node, revision));
        }
        self.references = references(&definitions);
        definitions
    }

    /// The services, each with its place.
    pub(super) fn services(&mut self, definitions: &[TaskDefinition]) -> Vec<(String, Service)> {
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
                let name = node.get("serviceName").unwrap_or(node);
                self.report(&rules::DUPLICATE_NAME, &child(&pointer, "serviceName"), name, message);
            }
            total += u64::from(service.desired_count);
            services.push((pointer, service));
        }
        if total > limits::TASKS_PER_SCENARIO {
            let message =
                format!("{total} tasks in all; a scenario runs at most {}", limits::TASKS_PER_SCENARIO);
            let list = self.root.get("services").unwrap_or(self.root);
            self.report(&rules::QUOTA_EXCEEDED, "/services", list, message);
        }
        services
    }

    pub(super) fn service(
        &mut self,
        node: &Node,
        pointer: &str,
        definitions: &[TaskDefinition],
    ) -> Option<Service> {
        self.launch_type_not_simulated(node, pointer);
        self.cluster(node, pointer);
        if node.get("taskDefinition").is_none() {
            let message = "`taskDefinition` is missing";
            self.report(&rules::MISSING_MEMBER, &child(pointer, "taskDefinition"), node, message);
        }
        let task_definition = self.task_definition(node, pointer);
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
        let definition = task_definition.and_then(|number| definitions.get(number));
        let Where { launch_type, strategy, refusals } = self.where_to_run(node, pointer, definition);
        self.findings.extend(refusals.findings());
        let definition = definition?;
        let awsvpc_configuration =
            self.launch(node, pointer, definition, launch_type).unwrap_or_else(|refusal| {
                self.findings.push(refusal.finding);
                None
            });
        let (placement, mut refusals) = self.placement(node, pointer, task_definition?, launch_type);
        let mut attaching = Attaching { definition, launch_type, refusals: &mut refusals };
        let load_balancers = self.service_load_balancers(node, pointer, &mut attaching);
        let service_registries = self.service_registries(node, pointer, definition, &mut refusals);
        let tree = *self.definition_trees.get(task_definition?)?;
        let mut connecting = Connecting {
            definition: tree,
            mode: definition.network_mode,
            refusals: &mut refusals,
            wants_hints: self.findings.wants_hints(),
        };
        let service_connect = self.service_connect(node, pointer, &mut connecting);
        let deployed =
            Deployed { definition: task_definition?, desired_count, launch_type, placement: &placement };
        let deployment = self.deployment(node, pointer, &deployed, &mut refusals);
        self.findings.extend(refusals.findings());
        Some(Service {
            deployment,
            placement,
            service_name: node.str("serviceName")?.to_owned(),
            task_definition: task_definition?,
            desired_count: u32::try_from(desired_count).unwrap_or(u32::MAX),
            launch_type,
            capacity_provider_strategy: strategy,
            daemon: node.str("schedulingStrategy") == Some("DAEMON"),
            awsvpc_configuration,
            load_balancers,
            service_registries,
            service_connect,
            input: node.to_value(),
        })
    }

    /// Says of a launch type that its tasks are not started yet. Spec: DOC-10.
    pub(super) fn launch_type_not_simulated(&mut self, node: &Node, pointer: &str) {
        self.not_simulated(node, "launchType", "EXTERNAL", pointer);
        self.not_simulated(node, "launchType", "MANAGED_INSTANCES", pointer);
    }

    /// Says that a value of a member is not simulated yet. Spec: DOC-10.
    fn not_simulated(&mut self, node: &Node, key: &str, value: &str, pointer: &str) {
        if let Some(member) = node.get(key).filter(|member| member.as_str() == Some(value)) {
            let message = format!("`{key}` {value} is not simulated yet; no task is started for it");
            self.report(&rules::NOT_SIMULATED, &child(pointer, key), member, message);
        }
    }

    /// `web` is the newest revision, `web:3` that one; an ARN ends in either. Spec: SCN-2.
    pub(super) fn task_definition(&mut self, parent: &Node, pointer: &str) -> Option<usize> {
        let pointer = child(pointer, "taskDefinition");
        let node = parent.get("taskDefinition")?;
        let reference = node.as_str()?;
        let short = reference.rsplit_once("task-definition/").map_or(reference, |(_, short)| short);
        let found = self.references.get(short).copied();
        if found.is_none() {
            let near = self
                .findings
                .wants_hints()
                .then(|| nearest(short, self.references.keys().map(String::as_str)));
            let near = near.flatten();
            let message = format!("there is no task definition `{}` in this scenario", shorten(reference));
            let hint = near.map(|name| format!("did you mean `{name}`?"));
            self.report_hint(&rules::UNRESOLVED_REFERENCE, &pointer, node, message, hint);
        }
        found
    }

    /// The cluster of a call is the scenario's: there is no other. Spec: SCN-2.
    pub(super) fn cluster(&mut self, parent: &Node, pointer: &str) {
        let own = self.root.get("cluster").and_then(|node| node.str("clusterName")).unwrap_or("default");
        let Some(node) = parent.get("cluster") else { return };
        let Some(name) = node.as_str().map(|name| name.rsplit_once('/').map_or(name, |(_, name)| name))
        else {
            return;
        };
        if name != own {
            let message = format!("there is no cluster `{}` in this scenario", shorten(name));
            let hint = Some(format!("its cluster is `{own}`"));
            self.report_hint(&rules::UNRESOLVED_REFERENCE, &child(pointer, "cluster"), node, message, hint);
        }
    }

    /// The network configuration that tasks of a definition are started with, or what AWS says instead.
    pub(super) fn launch(
        &mut self,
        parent: &Node,
        pointer: &str,
        definition: &TaskDefinition,
        launch_type: LaunchType,
    ) -> Result<Option<AwsvpcConfiguration>, Box<Refusal>> {
        check_launch_type(parent, pointer, definition, launch_type)?;
        let configuration =
            parent.get("networkConfiguration").and_then(|node| node.get("awsvpcConfiguration"));
        check_network_mode(parent, configuration, pointer, definition)?;
        let pointer = format!("{pointer}/networkConfiguration/awsvpcConfiguration");
        let read = |configuration| self.awsvpc_configuration(configuration, &pointer, launch_type);
        configuration.map(read).transpose()
    }
}

/// What task definitions are called: `web` is the highest revision, `web:3` that one.
fn references(definitions: &[TaskDefinition]) -> BTreeMap<String, usize> {
    let mut references = BTreeMap::new();
    let mut newest: BTreeMap<&str, u32> = BTreeMap::new();
    for (number, definition) in definitions.iter().enumerate() {
        references.insert(definition.short(), number);
        let highest = newest.entry(&definition.family).or_insert(0);
        if definition.revision >= *highest {
            *highest = definition.revision;
            references.insert(definition.family.clone(), number);
        }
    }
    references
}

/// Spec: SCN-10.
fn check_launch_type(
    node: &Node,
    pointer: &str,
    definition: &TaskDefinition,
    launch_type: LaunchType,
) -> Result<(), Box<Refusal>> {
    if launch_type != LaunchType::Fargate || definition.compatibilities().contains(&Compatibility::Fargate) {
        return Ok(());
    }
    let named = ["launchType", "capacityProviderStrategy"].into_iter().find(|key| node.get(key).is_some());
    let key = named.unwrap_or("launchType");
    Err(Refusal::new(
        &rules::UNSUPPORTED_LAUNCH_TYPE,
        child(pointer, key),
        node.get(key).unwrap_or(node),
        format!("task definition `{}` cannot run on Fargate", definition.short()),
        "Task definition does not support launch_type FARGATE.",
        "Fargate takes network mode awsvpc and one of its sizes of task-level `cpu` and `memory`",
    ))
}

/// Spec: SCN-9.
fn check_network_mode(
    parent: &Node,
    configuration: Option<&Node>,
    pointer: &str,
    definition: &TaskDefinition,
) -> Result<(), Box<Refusal>> {
    let pointer = child(pointer, "networkConfiguration");
    match (configuration, definition.network_mode == NetworkMode::Awsvpc) {
        (Some(_), true) | (None, false) => Ok(()),
        (None, true) => Err(Refusal::new(
            &rules::AWSVPC_CONFIGURATION,
            pointer,
            parent,
            format!(
                "task definition `{}` has network mode awsvpc: the subnets for its tasks are missing",
                definition.short()
            ),
            "Network Configuration must be provided when networkMode 'awsvpc' is specified.",
            r#"add "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-a"]}}"#,
        )),
        (Some(configuration), false) => Err(Refusal::new(
            &rules::AWSVPC_CONFIGURATION,
            pointer,
            configuration,
            "only tasks with network mode awsvpc take a network configuration".to_owned(),
            "Network Configuration is not valid for the given networkMode of this task definition.",
            "leave `networkConfiguration` out, or set the definition's `networkMode` to awsvpc",
        )),
    }
}

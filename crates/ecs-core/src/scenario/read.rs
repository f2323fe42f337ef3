//! From tree to scenario: references are resolved, defaults filled in, bounds held.

use super::{Action, Call, ContainerInstanceEntry, FORMAT_VERSION, Scenario};
use crate::aws::{
    Compatibility, LaunchType, NetworkMode, RunTask, Service, StopTask, TaskDefinition, shorten,
};
use crate::catalog;
use crate::finding::{Finding, Findings, Rule, nearest, rules};
use crate::ids::Account;
use crate::json::{Node, Value, child};
use crate::limits;
use crate::network::RESERVED_TCP_PORTS;
use crate::time::{Calendar, SimTime};
use std::collections::{BTreeMap, BTreeSet};

/// Actions of the format that are not simulated yet. Spec: SCN-8.
const OTHER_ACTIONS: &str = "
    ecs:RegisterTaskDefinition ecs:DeregisterTaskDefinition ecs:CreateService ecs:UpdateService
    ecs:DeleteService ecs:StopServiceDeployment ecs:StartTask ecs:UpdateTaskProtection
    ecs:UpdateContainerInstancesState ecs:RegisterContainerInstance ecs:DeregisterContainerInstance
    ecs:PutAttributes ecs:DeleteAttributes ecs:PutClusterCapacityProviders ecs:UpdateCapacityProvider
    ecs:PutAccountSetting autoscaling:SetDesiredCapacity autoscaling:UpdateAutoScalingGroup
    autoscaling:TerminateInstanceInAutoScalingGroup application-autoscaling:RegisterScalableTarget
    application-autoscaling:PutScalingPolicy application-autoscaling:PutScheduledAction
    application-autoscaling:DeregisterScalableTarget application-autoscaling:DeleteScalingPolicy
    application-autoscaling:DeleteScheduledAction cloudwatch:PutMetricAlarm
    elasticloadbalancing:ModifyTargetGroupAttributes elasticloadbalancing:ModifyListener
    elasticloadbalancing:ModifyRule ec2:TerminateInstances ec2:AuthorizeSecurityGroupIngress
    ec2:RevokeSecurityGroupIngress ecr:PutImage ecr:BatchDeleteImage s3:PutObject sqs:SendMessage
    events:PutEvents aws:ecs:stop-task aws:ecs:task-kill-process aws:ecs:task-cpu-stress
    aws:ecs:task-network-latency aws:ecs:task-network-blackhole-port aws:ecs:drain-container-instances
    aws:ec2:stop-instances aws:ec2:terminate-instances aws:ec2:send-spot-instance-interruptions
    aws:ec2:asg-insufficient-instance-capacity-error aws:network:disrupt-connectivity
    simulation:SetTraffic simulation:LoseZone simulation:DisconnectAgent simulation:SetBehaviour";

impl Scenario {
    /// Reads a tree that has been held against the shape `Scenario`. What is reported as an error
    /// is left out of the result.
    pub fn read(root: &Node, findings: &mut Findings) -> Scenario {
        let region = root.str("region").unwrap_or("us-east-1").to_owned();
        let mut reader = Reader { root, findings, zones: BTreeMap::new(), region };
        reader.version();
        let account = reader.account();
        reader.subnets();
        let task_definitions = reader.task_definitions();
        let services = reader.services(&task_definitions);
        Scenario {
            name: root.str("name").unwrap_or_default().to_owned(),
            description: root.str("description").unwrap_or_default().to_owned(),
            account,
            calendar: reader.calendar(),
            duration: reader.duration(),
            container_instances: reader.container_instances(),
            timeline: reader.timeline(&task_definitions),
            task_definitions,
            services,
        }
    }
}

struct Reader<'a> {
    root: &'a Node,
    findings: &'a mut Findings,
    /// Zone of each subnet that the scenario lists.
    zones: BTreeMap<String, String>,
    region: String,
}

impl Reader<'_> {
    fn report(&mut self, rule: &'static Rule, pointer: &str, node: &Node, message: impl Into<String>) {
        self.findings.push(Finding::new(rule, pointer, node.range, message));
    }

    fn report_hint(
        &mut self,
        rule: &'static Rule,
        pointer: &str,
        node: &Node,
        message: String,
        hint: Option<String>,
    ) {
        let finding = Finding::new(rule, pointer, node.range, message);
        self.findings.push(match hint {
            Some(hint) => finding.hint(hint),
            None => finding,
        });
    }

    /// An integer member within bounds; nothing, and a finding, where it is outside.
    fn bounded(
        &mut self,
        parent: &Node,
        key: &str,
        pointer: &str,
        bounds: std::ops::RangeInclusive<u64>,
    ) -> Option<u64> {
        let node = parent.get(key)?;
        let value = node.as_integer()?;
        let within = u64::try_from(value).ok().filter(|value| bounds.contains(value));
        if within.is_none() {
            let message =
                format!("`{key}` is {value}; it has to be from {} to {}", bounds.start(), bounds.end());
            self.report(&rules::OUT_OF_RANGE, &child(pointer, key), node, message);
        }
        within
    }

    /// Spec: SCN-1.
    fn version(&mut self) {
        let Some(node) = self.root.get("version") else { return };
        let Some(version) = node.as_integer().filter(|version| *version != FORMAT_VERSION) else { return };
        let message = if version > FORMAT_VERSION {
            format!(
                "version {version}: made by a newer version of the playground; this one reads version {FORMAT_VERSION}"
            )
        } else {
            format!("there is no version {version}; this playground reads version {FORMAT_VERSION}")
        };
        let hint = Some(format!("write \"version\": {FORMAT_VERSION}, or open it where it was made"));
        self.report_hint(&rules::VERSION_UNSUPPORTED, "/version", node, message, hint);
    }

    fn account(&mut self) -> Account {
        let simulation = self.root.get("simulation");
        let seed = simulation.and_then(|node| self.bounded(node, "seed", "/simulation", 0..=limits::SEED));
        let account_id = self.root.str("accountId").unwrap_or("123456789012").to_owned();
        if let Some(node) = self.root.get("accountId")
            && (account_id.len() != 12 || !account_id.bytes().all(|byte| byte.is_ascii_digit()))
        {
            self.report(
                &rules::OUT_OF_RANGE,
                "/accountId",
                node,
                "an account id is a string of twelve digits",
            );
        }
        Account {
            region: self.region.clone(),
            account_id,
            cluster: self
                .root
                .get("cluster")
                .and_then(|node| node.str("clusterName"))
                .unwrap_or("default")
                .to_owned(),
            seed: seed.unwrap_or(0),
        }
    }

    /// Spec: SCN-3.
    fn calendar(&mut self) -> Calendar {
        let starts_at = self.root.get("simulation").and_then(|node| node.get("startsAt"));
        let Some((node, text)) = starts_at.and_then(|node| node.as_str().map(|text| (node, text))) else {
            return Calendar::default();
        };
        Calendar::starting_at(text).unwrap_or_else(|| {
            let message = format!(
                "`{}` is no ISO 8601 time with an offset, such as 2026-01-01T00:00:00Z",
                shorten(text)
            );
            self.report(&rules::OUT_OF_RANGE, "/simulation/startsAt", node, message);
            Calendar::default()
        })
    }

    fn duration(&mut self) -> SimTime {
        let simulation = self.root.get("simulation");
        let bounds = 1..=limits::DURATION_SECONDS;
        let seconds =
            simulation.and_then(|node| self.bounded(node, "durationSeconds", "/simulation", bounds));
        SimTime::from_seconds(seconds.unwrap_or(1800))
    }

    fn subnets(&mut self) {
        for (number, subnet) in self.root.list("subnets").iter().enumerate() {
            if let (Some(id), Some(zone)) = (subnet.str("SubnetId"), subnet.str("AvailabilityZone")) {
                self.zone(subnet, "AvailabilityZone", &format!("/subnets/{number}"));
                self.zones.insert(id.to_owned(), zone.to_owned());
            }
        }
    }

    /// A zone of the Region. Spec: SCN-5.
    fn zone(&mut self, parent: &Node, key: &str, pointer: &str) -> Option<String> {
        let node = parent.get(key)?;
        let zone = node.as_str()?;
        let letter = zone.strip_prefix(self.region.as_str());
        if !letter.is_some_and(|rest| rest.ends_with(|last: char| last.is_ascii_lowercase())) {
            let message = format!("`{}` is no Availability Zone of {}", shorten(zone), self.region);
            let hint = format!("zones of it end in a letter, such as {}a; or set `region`", self.region);
            self.report_hint(&rules::UNKNOWN_ZONE, &child(pointer, key), node, message, Some(hint));
            return None;
        }
        Some(zone.to_owned())
    }

    /// Revisions count up within a family; one that is written down is kept. Spec: SCN-2.
    fn task_definitions(&mut self) -> Vec<TaskDefinition> {
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

    fn services(&mut self, definitions: &[TaskDefinition]) -> Vec<Service> {
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
    fn task_definition(
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
    fn launch_type(
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
    fn network_configuration(
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

    fn container_instances(&mut self) -> Vec<ContainerInstanceEntry> {
        let mut names = BTreeSet::new();
        let mut total = 0;
        let mut entries = Vec::new();
        for (number, node) in self.root.list("containerInstances").iter().enumerate() {
            let pointer = format!("/containerInstances/{number}");
            let Some(entry) = self.container_instance(node, number, &pointer) else { continue };
            if !names.insert(entry.name.clone()) {
                let message = format!("there is an entry `{}` already", shorten(&entry.name));
                self.report(&rules::DUPLICATE_NAME, &child(&pointer, "name"), node, message);
            }
            total += u64::from(entry.count);
            if total > limits::CONTAINER_INSTANCES_PER_CLUSTER {
                let message = format!(
                    "{total} container instances; a cluster has at most {}",
                    limits::CONTAINER_INSTANCES_PER_CLUSTER
                );
                self.report(&rules::QUOTA_EXCEEDED, &child(&pointer, "count"), node, message);
                break;
            }
            entries.push(entry);
        }
        entries
    }

    fn container_instance(
        &mut self,
        node: &Node,
        number: usize,
        pointer: &str,
    ) -> Option<ContainerInstanceEntry> {
        let type_node = node.get("instanceType")?;
        let type_name = type_node.as_str()?;
        let instance_type = catalog::instance_type(type_name);
        if instance_type.is_none() {
            let message = format!("`{}` is no instance type of the catalog", shorten(type_name));
            let hint = nearest(type_name, catalog::instance_type_names())
                .map(|name| format!("did you mean `{name}`?"));
            self.report_hint(
                &rules::UNKNOWN_INSTANCE_TYPE,
                &child(pointer, "instanceType"),
                type_node,
                message,
                hint,
            );
        }
        let availability_zone = self.zone(node, "availabilityZone", pointer);
        let count =
            self.bounded(node, "count", pointer, 0..=limits::CONTAINER_INSTANCES_PER_CLUSTER).unwrap_or(1);
        let instance_type = instance_type?;
        let registered = node.get("simulation").and_then(|simulation| {
            let bounds = 0..=u64::from(u32::MAX / 2);
            self.bounded(simulation, "registeredMemoryMiB", &child(pointer, "simulation"), bounds)
        });
        let agent = AgentConfig::read(self, node, pointer);
        let found =
            registered.map_or(instance_type.registered_memory_mib, |mib| u32::try_from(mib).unwrap_or(0));
        let name = node.str("name").map_or_else(|| format!("{type_name}-{}", number + 1), ToOwned::to_owned);
        Some(ContainerInstanceEntry {
            name,
            instance_type,
            availability_zone: availability_zone?,
            count: u32::try_from(count).unwrap_or(0),
            active: node.str("status") != Some("DRAINING"),
            registered_memory_mib: found.saturating_sub(agent.reserved_memory_mib),
            reserved_tcp_ports: agent.reserved_tcp_ports,
        })
    }

    fn timeline(&mut self, definitions: &[TaskDefinition]) -> Vec<Action> {
        let Some(simulation) = self.root.get("simulation") else { return Vec::new() };
        let mut actions = Vec::new();
        for (number, node) in simulation.list("timeline").iter().enumerate() {
            let pointer = format!("/simulation/timeline/{number}");
            actions.extend(self.action(node, &pointer, definitions));
        }
        actions
    }

    fn action(&mut self, node: &Node, pointer: &str, definitions: &[TaskDefinition]) -> Option<Action> {
        let at = self.at_seconds(node, pointer);
        let name_node = node.get("action")?;
        let name = name_node.as_str()?;
        let empty = Node { range: node.range, value: Value::Object(Vec::new()) };
        let input = node.get("input").unwrap_or(&empty);
        let input_pointer = child(pointer, "input");
        let call = match name {
            "ecs:RunTask" => self.run_task(input, &input_pointer, definitions).map(Call::RunTask),
            "ecs:StopTask" => self.stop_task(input, &input_pointer).map(Call::StopTask),
            name if OTHER_ACTIONS.split_whitespace().any(|other| other == name) => {
                let message = format!("`{name}` is not simulated yet; the action does nothing");
                self.report(&rules::NOT_SIMULATED, &child(pointer, "action"), name_node, message);
                Some(Call::NotSimulated)
            }
            name => {
                let known = OTHER_ACTIONS.split_whitespace().chain(["ecs:RunTask", "ecs:StopTask"]);
                let hint = nearest(name, known).map(|name| format!("did you mean `{name}`?"));
                let message = format!("`{}` is no action of a timeline", shorten(name));
                self.report_hint(&rules::UNKNOWN_ACTION, &child(pointer, "action"), name_node, message, hint);
                None
            }
        };
        Some(Action { at: at?, name: name.to_owned(), call: call? })
    }

    /// Seconds with at most three decimals. Spec: SCN-8.
    fn at_seconds(&mut self, node: &Node, pointer: &str) -> Option<SimTime> {
        let at = node.get("atSeconds")?;
        let Value::Number(text) = &at.value else { return None };
        let ms = milliseconds(text);
        if ms.is_none() {
            let message = format!(
                "`atSeconds` is {}; it is a number of seconds from 0 to {}, with at most three decimals",
                shorten(text),
                limits::DURATION_SECONDS
            );
            self.report(&rules::OUT_OF_RANGE, &child(pointer, "atSeconds"), at, message);
        }
        ms.map(SimTime::from_ms)
    }

    fn run_task(&mut self, input: &Node, pointer: &str, definitions: &[TaskDefinition]) -> Option<RunTask> {
        let task_definition = self.task_definition(input, pointer, definitions)?;
        let definition = definitions.get(task_definition)?;
        let launch_type = LaunchType::read(input);
        self.launch_type(input, pointer, definition, launch_type);
        let zones = self.network_configuration(input, pointer, definition);
        let count = self.bounded(input, "count", pointer, 1..=limits::TASKS_PER_RUN_TASK).unwrap_or(1);
        Some(RunTask {
            task_definition,
            count: u32::try_from(count).unwrap_or(1),
            group: input
                .str("group")
                .map_or_else(|| format!("family:{}", definition.family), ToOwned::to_owned),
            launch_type,
            zones,
            started_by: input.str("startedBy").map(ToOwned::to_owned),
        })
    }

    fn stop_task(&mut self, input: &Node, pointer: &str) -> Option<StopTask> {
        let Some(task) = input.str("task") else {
            let finding = Finding::new(
                &rules::MISSING_MEMBER,
                child(pointer, "task"),
                input.range,
                "`task` is missing",
            )
            .aws("Missing required parameter in input: \"task\"");
            self.findings.push(finding);
            return None;
        };
        Some(StopTask { task: task.to_owned(), reason: input.str("reason").map(ToOwned::to_owned) })
    }
}

/// Milliseconds for a number of seconds with at most three decimals, up to the longest run.
fn milliseconds(text: &str) -> Option<u64> {
    let seconds: f64 = text.parse().ok()?;
    let ms = seconds * 1000.0;
    #[expect(clippy::cast_precision_loss, reason = "a week in milliseconds is far below 2^53")]
    let longest = (limits::DURATION_SECONDS * 1000) as f64;
    if !(0.0..=longest).contains(&ms) || (ms - ms.round()).abs() > 1e-6 {
        return None;
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "from 0 to a week, as checked"
    )]
    Some(ms.round() as u64)
}

/// What `agentConfig` says of the resources that the agent registers. Spec: RES-6, RES-7.
struct AgentConfig {
    reserved_memory_mib: u32,
    reserved_tcp_ports: Vec<u16>,
}

impl AgentConfig {
    fn read(reader: &mut Reader<'_>, node: &Node, pointer: &str) -> AgentConfig {
        let mut config =
            AgentConfig { reserved_memory_mib: 0, reserved_tcp_ports: RESERVED_TCP_PORTS.to_vec() };
        let Some(given) = node.get("agentConfig") else { return config };
        let pointer = child(pointer, "agentConfig");
        for member in given.members() {
            let pointer = child(&pointer, &member.key);
            let text = member.value.as_str().unwrap_or_default();
            let read = match member.key.as_str() {
                "ECS_RESERVED_MEMORY" => {
                    text.trim().parse().map(|mib| config.reserved_memory_mib = mib).is_ok()
                }
                "ECS_RESERVED_PORTS" => {
                    serde_json::from_str(text).map(|ports| config.reserved_tcp_ports = ports).is_ok()
                }
                name => {
                    let message = format!(
                        "`{}` is not simulated yet; it is kept and changes nothing here",
                        shorten(name)
                    );
                    reader.report(&rules::NOT_SIMULATED, &pointer, &member.value, message);
                    true
                }
            };
            if !read {
                let message = format!("`{}` cannot be read as a value of {}", shorten(text), member.key);
                reader.report(&rules::OUT_OF_RANGE, &pointer, &member.value, message);
            }
        }
        config
    }
}

//! The state at a moment, as `run --format json` prints it (docs/scenario.md, What the tools print).

use super::calls::CallsReport;
use super::describe::{ContainerInstanceReport, ServiceReport, TaskReport};
use super::metrics::{LatencyReport, MetricReport};
use super::text;
use crate::ENGINE_VERSION;
use crate::aws::TaskDefinition;
use crate::cost::CostReport;
use crate::engine::Engine;
use crate::limits;
use crate::time::SimTime;
use crate::world::{Registration, ServiceStatus, TaskStatus};
use serde::Serialize;
use serde_json::{Value, json};

/// ECS describes a stopped task for an hour. Spec: LIFE-1.
const DESCRIBED_AFTER_STOP_MS: u64 = 60 * 60 * 1000;

/// The state of a run.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RunReport {
    /// The moment, in seconds.
    pub at_seconds: f64,
    /// DescribeClusters, one entry.
    pub cluster: Value,
    /// DescribeTaskDefinition of every revision.
    pub task_definitions: Vec<Value>,
    /// DescribeTasks: stopped ones for an hour.
    pub tasks: Vec<TaskReport>,
    /// DescribeContainerInstances.
    pub container_instances: Vec<ContainerInstanceReport>,
    /// GetTaskProtection of every task that is protected.
    pub protected_tasks: Vec<Value>,
    /// DescribeServices.
    pub services: Vec<ServiceReport>,
    /// DescribeServiceDeployments.
    pub service_deployments: Vec<Value>,
    /// DescribeCapacityProviders.
    pub capacity_providers: Vec<Value>,
    /// `TargetHealthDescriptions` of each target group, by its name.
    pub target_health: Value,
    /// DescribeAutoScalingGroups.
    pub auto_scaling_groups: Vec<Value>,
    /// DescribeScalingActivities of all groups, in the order in which they began.
    pub auto_scaling_activities: Vec<Value>,
    /// EventBridge events in time order.
    pub events: Vec<Value>,
    /// What rules and pipes did, in time order. Spec: EVENT-15.
    pub deliveries: Vec<Value>,
    /// The rules of EventBridge with their counts.
    pub event_rules: Vec<Value>,
    /// The pipes with theirs.
    pub pipes: Vec<Value>,
    /// `sqs:GetQueueAttributes` of every queue, as far as a run fills them.
    pub queues: Vec<Value>,
    /// The topics with their counts.
    pub topics: Vec<Value>,
    /// DescribeAlarms: `MetricAlarms`.
    pub alarms: Vec<Value>,
    /// `application-autoscaling:DescribeScalingActivities`, those that are not scaled among them. Spec: SCALE-16.
    pub scaling_activities: Vec<Value>,
    /// `failures[]` of RunTask, each with `atSeconds`.
    pub failures: Vec<Value>,
    /// Actions that AWS refuses.
    pub refusals: Vec<Value>,
    /// GetMetricData, one-minute periods; those of ECS and of load balancers where something is measured.
    pub metrics: Vec<MetricReport>,
    /// What AWS has no shape for.
    pub simulation: SimulationReport,
    /// Names of the lists that dropped their oldest entries.
    pub truncated: Vec<&'static str>,
}

/// What AWS has no shape for.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SimulationReport {
    /// [`ENGINE_VERSION`].
    pub engine_version: u32,
    /// A hash of the event log, 16 hex digits.
    pub log_hash: String,
    /// Requests so far; none without traffic.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requests: Option<u64>,
    /// Those of them that got no answer of the application, or a 500.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub errors: Option<u64>,
    /// Response times of the run; none where nothing was answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latency_ms: Option<LatencyReport>,
    /// What the run has cost so far, in dollars.
    pub cost_usd: f64,
    /// The same line by line, and what an hour costs now. Spec: COST-1.
    pub cost: CostReport,
    /// Tasks without a place.
    pub unplaced: Vec<UnplacedReport>,
    /// What the run has had as much of as it may have, in a sentence. Spec: SCN-7, EVENT-9.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit_reached: Option<String>,
    /// The names of instances that warm up. Spec: ASG-18, CAP-10.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warming_up: Vec<String>,
    /// How services and instances were scaled, and why, in order of time. Spec: SCALE-19.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub scaling_story: Vec<Value>,
}

/// Tasks of a service without a place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnplacedReport {
    /// The service.
    pub service: String,
    /// How many.
    pub count: u32,
    /// Why, in our words.
    pub reason: String,
}

impl Engine {
    pub(crate) fn run_report(&self) -> RunReport {
        let (requests, errors) = self.requests_and_errors().unzip();
        let CallsReport { failures, refusals } = self.calls_report();
        let cost = self.bill().at(self.now);
        RunReport {
            at_seconds: seconds(self.now),
            cluster: self.cluster_report(),
            task_definitions: (0..self.scenario.task_definitions.len())
                .filter_map(|number| self.task_definition_report(number))
                .collect(),
            tasks: self.task_reports(),
            container_instances: self
                .described_instances()
                .into_iter()
                .map(|row| self.container_instance_report(row))
                .collect(),
            protected_tasks: self.protected_tasks(),
            services: self.service_reports(),
            service_deployments: self.service_deployments(),
            capacity_providers: self.capacity_provider_reports(),
            target_health: self.target_health(),
            auto_scaling_groups: self.auto_scaling_group_reports(),
            auto_scaling_activities: self.auto_scaling_activity_reports(),
            events: self.eventbridge_events(),
            deliveries: self.log.entries().filter_map(|entry| self.delivery(entry)).collect(),
            event_rules: self.event_rule_reports(),
            pipes: self.pipe_reports(),
            queues: self.queue_reports(),
            topics: self.topic_reports(),
            alarms: self.alarm_reports(),
            scaling_activities: self.scaling_activities(),
            failures,
            refusals,
            metrics: self.metric_reports().into_iter().chain(self.queue_metrics()).collect(),
            simulation: SimulationReport {
                engine_version: ENGINE_VERSION,
                log_hash: format!("{:016x}", self.log.hash()),
                requests,
                errors,
                latency_ms: self.latency(),
                cost_usd: cost.total_usd,
                cost,
                unplaced: self.unplaced(),
                limit_reached: self.limit_reached(),
                warming_up: self.instances_that_warm_up(),
                scaling_story: self.scaling_steps().iter().map(Engine::step_report).collect(),
            },
            truncated: self.truncated(),
        }
    }

    /// What there is as much of as there may be in a run, and that no more comes; none while there is less.
    pub(super) fn limit_reached(&self) -> Option<String> {
        let tasks = self.world.full.then(text::limit_reached);
        let calls = self.bus.limit_said.then(text::invocations_limit);
        let said: Vec<String> = tasks.into_iter().chain(calls).collect();
        (!said.is_empty()).then(|| said.join(" "))
    }

    fn truncated(&self) -> Vec<&'static str> {
        let lists = [
            ("events", self.log.truncated()),
            ("tasks", self.world.full),
            ("metrics", self.history.truncated()),
            ("deliveries", self.bus.limit_said),
            ("failures", self.world.failures_kept >= limits::FAILURES),
        ];
        lists.into_iter().filter(|(_, truncated)| *truncated).map(|(name, _)| name).collect()
    }

    fn cluster_report(&self) -> Value {
        let instances = self.world.instances.iter().map(|(_, instance)| instance);
        let (running, pending) = instances.fold((0, 0), |(running, pending), instance| {
            (running + instance.running_tasks, pending + instance.pending_tasks)
        });
        let on_fargate = |status: fn(TaskStatus) -> bool| {
            self.world
                .tasks
                .iter()
                .filter(|(_, task)| task.instance.is_none() && status(task.last_status))
                .count()
        };
        let active =
            self.world.services.iter().filter(|(_, service)| service.status == ServiceStatus::Active);
        json!({
            "clusterArn": self.scenario.account.cluster_arn(),
            "clusterName": self.scenario.account.cluster,
            "status": "ACTIVE",
            "registeredContainerInstancesCount": self.world.ledger.rows().count(),
            "runningTasksCount": running as usize + on_fargate(|status| status == TaskStatus::Running),
            "pendingTasksCount": pending as usize + on_fargate(|status| status < TaskStatus::Running),
            "activeServicesCount": active.count(),
            "capacityProviders": self.associated_names(),
            "defaultCapacityProviderStrategy": self.strategy_report(&self.world.capacity.default_strategy),
        })
    }

    /// None of one that is not registered yet.
    fn task_definition_report(&self, number: usize) -> Option<Value> {
        let deregistered_at = match self.world.definitions.get(number)? {
            Registration::Unknown => return None,
            Registration::Active => None,
            Registration::Inactive(at) => Some(self.scenario.calendar.iso(*at)),
        };
        let definition = self.scenario.task_definitions.get(number)?;
        let mut value = definition.input.clone();
        let members = value.as_object_mut()?;
        for output in ["requiresAttributes", "registeredAt", "registeredBy", "deregisteredAt", "tags"] {
            members.shift_remove(output);
        }
        members.retain(|_, member| !member.is_null());
        for container in
            members.get_mut("containerDefinitions").and_then(Value::as_array_mut).into_iter().flatten()
        {
            if let Value::Object(container) = container {
                container.shift_remove("simulation");
                container.retain(|_, member| !member.is_null());
            }
        }
        for (key, size) in [("cpu", definition.cpu_units), ("memory", definition.memory_mib)] {
            if let Some(size) = size {
                members.insert(key.to_owned(), size.to_string().into());
            }
        }
        members.insert("taskDefinitionArn".to_owned(), self.task_definition_arn(number).into());
        members.insert("revision".to_owned(), definition.revision.into());
        let status = if deregistered_at.is_some() { "INACTIVE" } else { "ACTIVE" };
        members.insert("status".to_owned(), status.into());
        if let Some(at) = deregistered_at {
            members.insert("deregisteredAt".to_owned(), at.into());
        }
        members.insert("compatibilities".to_owned(), json!(TaskDefinition::compatibilities(definition)));
        let attribute = |name: String| json!({ "name": name });
        let attributes = definition.required_attributes().into_iter().map(attribute).collect();
        members.insert("requiresAttributes".to_owned(), Value::Array(attributes));
        Some(value)
    }

    fn task_reports(&self) -> Vec<TaskReport> {
        let described = |stopped_at: Option<SimTime>| {
            stopped_at.is_none_or(|at| self.now.as_ms() <= at.as_ms() + DESCRIBED_AFTER_STOP_MS)
        };
        let tasks = self.world.tasks.iter().filter(|(_, task)| described(task.stopped_at));
        tasks.map(|(row, task)| self.task_report(row, self.as_of_now(task))).collect()
    }

    pub(super) fn unplaced(&self) -> Vec<UnplacedReport> {
        let services = self.world.services.iter();
        services
            .filter_map(|(row, state)| {
                Some(UnplacedReport {
                    service: self.service_name(row).to_owned(),
                    count: state.missing(),
                    reason: text::plainly_unplaced(state.unplaced?),
                })
            })
            .collect()
    }
}

pub(super) fn seconds(at: SimTime) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a week in milliseconds is far below 2^53")]
    let ms = at.as_ms() as f64;
    ms / 1000.0
}

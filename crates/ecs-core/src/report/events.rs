//! The log as EventBridge would deliver it.

use super::describe::AsOf;
use super::text;
use crate::bus::{Told, ToldOfAll};
use crate::engine::Engine;
use crate::ids::{Row, ServiceRow, uuid};
use crate::log::{LogEntry, LogEvent};
use crate::scaling::ScalingEvent;
use crate::world::{InstanceChange, Unplaced};
use serde_json::{Map, Value, json};

/// How far somebody has been told of a run that goes on: see
/// [`Simulation::news`](crate::Simulation::news).
#[derive(Clone, Debug, Default)]
pub struct Feed {
    told: ToldOfAll,
    /// The first entry of the log that was not told.
    next: u64,
}

impl Engine {
    /// Every EventBridge event, in time order. Spec: LIFE-5, SVC-5, FAULT-9.
    pub(super) fn eventbridge_events(&self) -> Vec<Value> {
        self.news(&mut Feed::default())
    }

    /// Those that `feed` has not told yet.
    pub(crate) fn news(&self, feed: &mut Feed) -> Vec<Value> {
        feed.told.make_room(&self.world);
        let entries = self.log.entries_from(feed.next);
        feed.next = self.log.written();
        let event = |entry: &LogEntry| {
            feed.told.note(&entry.event);
            self.eventbridge_event(entry, &feed.told)
        };
        entries.filter_map(event).collect()
    }

    /// `source` and `detail-type` of what an entry is delivered as; none where it is no event.
    pub(crate) fn kind_of_event(&self, event: &LogEvent) -> Option<(&str, &str)> {
        match event {
            LogEvent::TaskStatus { .. } => Some(("aws.ecs", "ECS Task State Change")),
            LogEvent::ServiceSteady { .. }
            | LogEvent::ServiceUnplaced { .. }
            | LogEvent::ServiceCannotAssume { .. }
            | LogEvent::ServiceZones { .. }
            | LogEvent::ServiceImpaired { .. } => Some(("aws.ecs", "ECS Service Action")),
            LogEvent::Deployment { .. } => Some(("aws.ecs", "ECS Deployment State Change")),
            LogEvent::Hook { .. } => self.kind_of_hook_event(event),
            LogEvent::Instance { state, .. } if state.change == InstanceChange::SpotNotice => {
                Some(("aws.ec2", "EC2 Spot Instance Interruption Warning"))
            }
            LogEvent::Instance { .. } => Some(("aws.ecs", "ECS Container Instance State Change")),
            LogEvent::Bus(event) => self.kind_of_bus_event(event),
            LogEvent::Group(event) => Engine::kind_of_group_event(event),
            LogEvent::Alarm { .. } => Some(("aws.cloudwatch", "CloudWatch Alarm State Change")),
            LogEvent::Scaling(event) if matches!(**event, ScalingEvent::Began { .. }) => {
                Some(("aws.ecs", "ECS Service Action"))
            }
            LogEvent::Capacity(_)
            | LogEvent::ServiceStarted { .. }
            | LogEvent::ServiceStopped { .. }
            | LogEvent::ServiceStoppedPending { .. }
            | LogEvent::ServiceStalled { .. }
            | LogEvent::ServiceDesired { .. }
            | LogEvent::TaskHealth { .. }
            | LogEvent::TasksFailed { .. }
            | LogEvent::ServiceUnhealthy { .. }
            | LogEvent::ContainerStopped { .. }
            | LogEvent::CallDenied { .. }
            | LogEvent::StorageFull { .. }
            | LogEvent::LimitReached
            | LogEvent::Target(_)
            | LogEvent::TaskProtection { .. }
            | LogEvent::Shift { .. }
            | LogEvent::Disturbed { .. }
            | LogEvent::Scaling(_)
            | LogEvent::Refused { .. } => None,
        }
    }

    /// An entry as EventBridge delivers it. `told` is what the events up to this one have said.
    pub(crate) fn eventbridge_event(&self, entry: &LogEntry, told: &ToldOfAll) -> Option<Value> {
        let kind = self.kind_of_event(&entry.event)?;
        match &entry.event {
            LogEvent::TaskStatus { task, status, .. } => {
                let Told { version, health } = told.tasks.get(task.number()).copied()?;
                let as_of = AsOf { at: entry.at, status: *status, health };
                let report = self.task_report(*task, as_of);
                let mut detail = serde_json::to_value(report).ok()?;
                if let Value::Object(members) = &mut detail {
                    short_attachment_types(members);
                    without_container_health(members);
                    members.insert("updatedAt".into(), self.scenario.calendar.iso(entry.at).into());
                    members.insert("version".into(), version.into());
                }
                Some(self.envelope(entry, kind, &[self.task_arn(*task)], detail))
            }
            LogEvent::Bus(event) => {
                let (resources, detail) = self.bus_event_detail(entry, event)?;
                Some(self.envelope(entry, kind, &resources, detail))
            }
            LogEvent::Group(event) => {
                let (resources, detail) = self.group_event_detail(entry, event)?;
                Some(self.envelope(entry, kind, &resources, detail))
            }
            LogEvent::Alarm { alarm, change } => {
                let detail = self.alarm_detail(*alarm, change);
                Some(self.envelope(entry, kind, &[self.alarm_arn(*alarm)], detail))
            }
            LogEvent::Instance { instance, state } if state.change == InstanceChange::SpotNotice => {
                let id = self.ec2_instance_id(*instance);
                let arn = self.scenario.account.ec2_arn(&format!("instance/{id}"));
                let detail = json!({"instance-id": id, "instance-action": "terminate"});
                Some(self.envelope(entry, kind, &[arn], detail))
            }
            LogEvent::Instance { instance, state } => {
                let version = told.instances.get(instance.number()).copied()?;
                let detail = self.instance_detail(entry, *instance, state, version);
                Some(self.envelope(entry, kind, &[self.container_instance_arn(*instance)], detail))
            }
            LogEvent::Scaling(event) => {
                let service = self.service_of_target(event.target())?;
                Some(self.service_action(entry, service, "INFO", "SERVICE_DESIRED_COUNT_UPDATED", None))
            }
            LogEvent::ServiceSteady { service } => {
                Some(self.service_action(entry, *service, "INFO", "SERVICE_STEADY_STATE", None))
            }
            LogEvent::ServiceUnplaced { service, why } => {
                let reason = match why {
                    Unplaced::NoCapacity => "RESOURCE:FARGATE",
                    Unplaced::ProvisioningLimit => "PROVISIONING LIMIT",
                    why => text::missing_reason(*why),
                };
                Some(self.service_action(
                    entry,
                    *service,
                    "ERROR",
                    "SERVICE_TASK_PLACEMENT_FAILURE",
                    Some(reason),
                ))
            }
            LogEvent::ServiceImpaired { service } => {
                Some(self.service_action(entry, *service, "WARN", "SERVICE_TASK_START_IMPAIRED", None))
            }
            LogEvent::ServiceCannotAssume { service, role } => {
                let reason = crate::iam::unable_to_assume(role);
                let name = "SERVICE_TASK_CONFIGURATION_FAILURE";
                Some(self.service_action(entry, *service, "ERROR", name, Some(&reason)))
            }
            LogEvent::Hook { .. } => self.hook_state_change(entry, kind),
            LogEvent::ServiceZones { service, event } => {
                let (event_type, name) = text::zones::action(event);
                Some(self.service_action(entry, *service, event_type, name, None))
            }
            LogEvent::Deployment { service, deployment, reason } => {
                Some(self.deployment_state_change(entry, *service, *deployment, *reason))
            }
            _ => None,
        }
    }

    fn service_action(
        &self,
        entry: &LogEntry,
        service: ServiceRow,
        event_type: &str,
        event_name: &str,
        reason: Option<&str>,
    ) -> Value {
        let mut detail = json!({
            "eventType": event_type,
            "eventName": event_name,
            "clusterArn": self.scenario.account.cluster_arn(),
            "createdAt": self.scenario.calendar.iso(entry.at),
        });
        if let (Some(reason), Value::Object(members)) = (reason, &mut detail) {
            members.insert("reason".into(), reason.into());
        }
        let arn = self.scenario.account.in_cluster_arn("service", self.service_name(service));
        self.envelope(entry, ("aws.ecs", "ECS Service Action"), &[arn], detail)
    }

    pub(super) fn envelope(
        &self,
        entry: &LogEntry,
        (source, detail_type): (&str, &str),
        resources: &[String],
        detail: Value,
    ) -> Value {
        let account = &self.scenario.account;
        let mut event = json!({
            "version": "0",
            "id": self.event_id(entry.sequence),
            "detail-type": detail_type,
            "source": source,
            "account": account.account_id,
            "time": self.scenario.calendar.iso(entry.at),
            "region": account.region,
            "resources": resources,
        });
        // Moved, for the macro would copy it.
        event["detail"] = detail;
        event
    }
}

impl Engine {
    /// `id` of the event that an entry of the log is delivered as.
    pub(super) fn event_id(&self, sequence: u64) -> String {
        uuid(&self.scenario.account.hex_id("eventbridge", &sequence.to_string()))
    }
}

/// What containers said of their health at that moment is not kept: events have the task's alone.
/// Spec: LIFE-5.
fn without_container_health(task: &mut Map<String, Value>) {
    let containers = task.get_mut("containers").and_then(Value::as_array_mut);
    for container in containers.into_iter().flatten().filter_map(Value::as_object_mut) {
        container.shift_remove("healthStatus");
    }
}

/// Events call an attachment `eni` that DescribeTasks calls `ElasticNetworkInterface`. Spec: NET-26.
fn short_attachment_types(task: &mut Map<String, Value>) {
    let attachments = task.get_mut("attachments").and_then(Value::as_array_mut);
    for attachment in attachments.into_iter().flatten().filter_map(Value::as_object_mut) {
        attachment.insert("type".to_owned(), "eni".into());
    }
}

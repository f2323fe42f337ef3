//! The log as EventBridge would deliver it.

use super::describe::{AsOf, uuid};
use super::text;
use crate::containers::HealthStatus;
use crate::engine::Engine;
use crate::ids::{Row, ServiceRow};
use crate::log::{LogEntry, LogEvent};
use crate::world::Unplaced;
use serde_json::{Map, Value, json};

/// What the events so far have said of a task.
#[derive(Clone, Copy, Debug, Default)]
struct Told {
    version: u32,
    health: HealthStatus,
}

/// How far somebody has been told of a run that goes on: see
/// [`Simulation::news`](crate::Simulation::news).
#[derive(Clone, Debug, Default)]
pub struct Feed {
    /// By task.
    told: Vec<Told>,
    /// The first entry of the log that was not told.
    next: u64,
}

impl Engine {
    /// Every EventBridge event, in time order. Spec: LIFE-5, SVC-5.
    pub(super) fn eventbridge_events(&self) -> Vec<Value> {
        self.news(&mut Feed::default())
    }

    /// Those that `feed` has not told yet.
    pub(crate) fn news(&self, feed: &mut Feed) -> Vec<Value> {
        feed.told.resize(self.world.tasks.len(), Told::default());
        let entries = self.log.entries_from(feed.next);
        feed.next = self.log.written();
        entries.filter_map(|entry| self.eventbridge_event(entry, &mut feed.told)).collect()
    }

    fn eventbridge_event(&self, entry: &LogEntry, told: &mut [Told]) -> Option<Value> {
        match &entry.event {
            LogEvent::TaskStatus { task, status, .. } => {
                let Told { version, health } = told.get_mut(task.number())?;
                *version += 1;
                let as_of = AsOf { at: entry.at, status: *status, health: *health };
                let report = self.task_report(*task, as_of);
                let mut detail = serde_json::to_value(report).ok()?;
                if let Value::Object(members) = &mut detail {
                    short_attachment_types(members);
                    without_container_health(members);
                    members.insert("updatedAt".into(), self.scenario.calendar.iso(entry.at).into());
                    members.insert("version".into(), (*version).into());
                }
                Some(self.envelope(entry, "ECS Task State Change", &self.task_arn(*task), &detail))
            }
            LogEvent::TaskHealth { task, health } => {
                told.get_mut(task.number())?.health = *health;
                None
            }
            LogEvent::ServiceSteady { service } => {
                Some(self.service_action(entry, *service, "INFO", "SERVICE_STEADY_STATE", None))
            }
            LogEvent::ServiceUnplaced { service, why } => {
                let reason = match why {
                    Unplaced::NoInstances => "NO ACTIVE INSTANCES",
                    Unplaced::NoneFits { closest, .. } => text::failure_reason(closest.verdict.check),
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
            LogEvent::ServiceStarted { .. }
            | LogEvent::CallDenied { .. }
            | LogEvent::StorageFull { .. }
            | LogEvent::TasksFailed { .. }
            | LogEvent::ServiceUnhealthy { .. }
            | LogEvent::ContainerStopped { .. }
            | LogEvent::LimitReached
            | LogEvent::Target(_)
            | LogEvent::Refused { .. } => None,
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
        self.envelope(entry, "ECS Service Action", &arn, &detail)
    }

    fn envelope(&self, entry: &LogEntry, detail_type: &str, resource: &str, detail: &Value) -> Value {
        let account = &self.scenario.account;
        json!({
            "version": "0",
            "id": uuid(&account.hex_id("eventbridge", &entry.sequence.to_string())),
            "detail-type": detail_type,
            "source": "aws.ecs",
            "account": account.account_id,
            "time": self.scenario.calendar.iso(entry.at),
            "region": account.region,
            "resources": [resource],
            "detail": detail,
        })
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

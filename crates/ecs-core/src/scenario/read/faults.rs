//! Faults of a timeline. Spec: FAULT-10.

use super::Reader;
use super::instance_calls::strings;
use super::service_calls::as_warning;
use super::timeline::milliseconds;
use crate::aws::{check_shape, shorten};
use crate::finding::{Finding, nearest, rules};
use crate::json::{Node, child};
use crate::limits;
use crate::scenario::faults::{Fault, FisAction, Selection, Targets, iso_duration_ms, signal};
use crate::scenario::{Call, ProtectTasks};
use crate::world::DisturbanceKind;

/// The actions of AWS FIS that a run carries out, each with its parameters.
const FIS_ACTIONS: [(&str, &[&str]); 11] = [
    ("aws:ecs:stop-task", &[]),
    ("aws:ecs:task-kill-process", &["processName", "signal"]),
    ("aws:ecs:task-cpu-stress", &["duration", "percent", "workers", "installDependencies"]),
    (
        "aws:ecs:task-network-latency",
        &["duration", "delayMilliseconds", "jitterMilliseconds", "sources", "installDependencies"],
    ),
    (
        "aws:ecs:task-network-blackhole-port",
        &["duration", "port", "protocol", "trafficType", "installDependencies"],
    ),
    ("aws:ecs:drain-container-instances", &["drainagePercentage", "duration"]),
    ("aws:ec2:stop-instances", &["startInstancesAfterDuration", "completeIfInstancesTerminated"]),
    ("aws:ec2:terminate-instances", &[]),
    ("aws:ec2:send-spot-instance-interruptions", &["durationBeforeInterruption"]),
    (
        "aws:ec2:asg-insufficient-instance-capacity-error",
        &["duration", "percentage", "availabilityZoneIdentifiers"],
    ),
    ("aws:network:disrupt-connectivity", &["scope", "duration", "prefixListIdentifier"]),
];

/// The shortest notice of a Spot interruption: two minutes. Spec: FAULT-13.
const SPOT_NOTICE_MS: u64 = 120_000;

/// The longest latency of a fault: a minute. Spec: FAULT-16.
const LATENCY_MS: u32 = 60_000;

/// What `aws:network:disrupt-connectivity` can cut off. Spec: FAULT-14.
const SCOPES: [&str; 7] = ["all", "availability-zone", "dynamodb", "prefix-list", "s3", "s3express", "vpc"];

/// The names of the actions that a run carries out.
pub(super) fn fis_actions() -> impl Iterator<Item = &'static str> {
    FIS_ACTIONS.iter().map(|(name, _)| *name)
}

/// What is wrong with a parameter.
struct Faulty {
    parameter: &'static str,
    message: String,
}

impl Reader<'_> {
    /// Spec: FAULT-11.
    pub(super) fn lose_zone(&mut self, input: &Node, pointer: &str) -> Option<Call> {
        check_shape(self.shapes, "LoseZoneInput", input, pointer, self.findings);
        let availability_zone = self.zone(input, "availabilityZone", pointer)?;
        let duration_ms = match self.fault_duration(input, pointer)? {
            Ok(duration_ms) => duration_ms,
            Err(refused) => return Some(refused),
        };
        Some(Call::Fault(Fault::LoseZone { availability_zone, duration_ms }))
    }

    /// Spec: FAULT-8.
    pub(super) fn disconnect_agent(&mut self, input: &Node, pointer: &str) -> Option<Call> {
        check_shape(self.shapes, "DisconnectAgentInput", input, pointer, self.findings);
        let container_instance = input.str("containerInstance")?.to_owned();
        let duration_ms = match self.fault_duration(input, pointer)? {
            Ok(duration_ms) => duration_ms,
            Err(refused) => return Some(refused),
        };
        Some(Call::Fault(Fault::DisconnectAgent { container_instance, duration_ms }))
    }

    /// `durationSeconds` of a fault of ours; a refusal where it is none that a fault can last.
    fn fault_duration(&mut self, input: &Node, pointer: &str) -> Option<Result<u64, Call>> {
        let node = input.get("durationSeconds")?;
        let text = node.number_text()?;
        Some(milliseconds(text).filter(|ms| *ms > 0).ok_or_else(|| {
            let message = format!(
                "durationSeconds has to be more than 0 and at most {}, with at most three decimals",
                limits::DURATION_SECONDS
            );
            self.refused(&child(pointer, "durationSeconds"), node, &message)
        }))
    }

    /// Spec: FAULT-15.
    pub(super) fn protect_tasks(&mut self, input: &Node, pointer: &str) -> Option<Call> {
        check_shape(self.shapes, "UpdateTaskProtectionRequest", input, pointer, self.findings);
        self.cluster(input, pointer);
        let protection_enabled = input.get("protectionEnabled").and_then(Node::as_bool)?;
        let tasks = strings(input, "tasks");
        if !(1..=limits::TASKS_PER_PROTECTION).contains(&tasks.len()) {
            let place = input.get("tasks").unwrap_or(input);
            return Some(self.refused(&child(pointer, "tasks"), place, "tasks has to name 1 to 10 tasks"));
        }
        let minutes = input.get("expiresInMinutes").and_then(Node::as_integer);
        let expires_in_minutes = minutes.map_or(Some(limits::PROTECTION_MINUTES_DEFAULT), |minutes| {
            u64::try_from(minutes).ok().filter(|minutes| (1..=limits::PROTECTION_MINUTES).contains(minutes))
        });
        let Some(expires_in_minutes) = expires_in_minutes else {
            let place = input.get("expiresInMinutes").unwrap_or(input);
            let message = format!("expiresInMinutes has to be from 1 to {}", limits::PROTECTION_MINUTES);
            return Some(self.refused(&child(pointer, "expiresInMinutes"), place, &message));
        };
        let expires_in_minutes = protection_enabled.then_some(expires_in_minutes);
        Some(Call::ProtectTasks(ProtectTasks { tasks, expires_in_minutes }))
    }

    /// Spec: FAULT-10.
    pub(super) fn fis(&mut self, name: &str, input: &Node, pointer: &str) -> Option<Call> {
        check_shape(self.shapes, "FisActionInput", input, pointer, self.findings);
        let parameters = input.get("parameters");
        let at = child(pointer, "parameters");
        let (_, known) = FIS_ACTIONS.iter().find(|(action, _)| *action == name)?;
        for member in parameters.map(Node::members).unwrap_or_default() {
            if !known.contains(&member.key.as_str()) {
                let message = format!("`{}` is no parameter of {name}", shorten(&member.key));
                let hint = nearest(&member.key, known.iter().copied());
                let hint = hint.map(|name| format!("did you mean `{name}`?"));
                let place = child(&at, &member.key);
                self.report_hint(&rules::UNKNOWN_MEMBER, &place, &member.value, message, hint);
            }
        }
        let text = |key: &str| parameters.and_then(|parameters| parameters.str(key));
        let action = match fis_action(name, text) {
            Ok(action) => action,
            Err(Faulty { parameter, message }) => {
                let place = parameters.and_then(|parameters| parameters.get(parameter)).unwrap_or(input);
                return Some(self.refused(&child(&at, parameter), place, &message));
            }
        };
        let Some(action) = action else {
            let parameter = if name.ends_with("port") { "trafficType" } else { "scope" };
            let message = format!("this `{parameter}` is not simulated yet; the action does nothing");
            let place = parameters.and_then(|parameters| parameters.get(parameter)).unwrap_or(input);
            self.report(&rules::NOT_SIMULATED, &child(&at, parameter), place, message);
            return Some(Call::NotSimulated);
        };
        let of_cluster = matches!(action, FisAction::DrainInstances { .. });
        let targets = match self.targets(of_cluster, input, &child(pointer, "targets")) {
            Ok(targets) => targets,
            Err(refused) => return Some(*refused),
        };
        Some(Call::Fault(Fault::Fis { action, targets }))
    }

    /// `simulation:InterruptSpotTasks`, which is ours: AWS FIS has no such action. Spec: CAP-5.
    pub(super) fn interrupt_spot_tasks(&mut self, input: &Node, pointer: &str) -> Call {
        check_shape(self.shapes, "InterruptSpotTasksInput", input, pointer, self.findings);
        match self.targets(true, input, &child(pointer, "targets")) {
            Ok(targets) => Call::Fault(Fault::InterruptSpotTasks { targets }),
            Err(refused) => *refused,
        }
    }

    fn targets(&mut self, may_be_all: bool, input: &Node, pointer: &str) -> Result<Targets, Box<Call>> {
        let Some(node) = input.get("targets") else {
            if may_be_all {
                return Ok(Targets::default());
            }
            let message = "targets is missing: whom the fault is done to";
            return Err(Box::new(self.refused(pointer, input, message)));
        };
        let mode = node.str("selectionMode");
        let Some(selection) = mode.map_or(Some(Selection::All), Selection::read) else {
            let place = node.get("selectionMode").unwrap_or(node);
            let message =
                "selectionMode has to be ALL, COUNT(n) with at least 1, or PERCENT(n) from 1 to 100";
            return Err(Box::new(self.refused(&child(pointer, "selectionMode"), place, message)));
        };
        let service = node.str("service").map(ToOwned::to_owned);
        let known = |name: &String| {
            self.root.list("services").iter().any(|service| service.str("serviceName") == Some(name))
        };
        if let Some(name) = service.as_ref().filter(|name| !known(name)) {
            let message = format!("there is no service `{}`", shorten(name));
            let place = node.get("service").unwrap_or(node);
            let names = self.root.list("services").iter().filter_map(|service| service.str("serviceName"));
            let hint = self.nearest(name, names).map(|name| format!("did you mean `{name}`?"));
            let finding =
                Finding::new(&rules::UNRESOLVED_REFERENCE, child(pointer, "service"), place.range, message);
            self.findings.push(as_warning(match hint {
                Some(hint) => finding.hint(hint),
                None => finding,
            }));
        }
        Ok(Targets { resource_arns: strings(node, "resourceArns"), selection, service })
    }
}

/// An action with its parameters; none for one that is not simulated with them.
fn fis_action<'t>(name: &str, text: impl Fn(&str) -> Option<&'t str>) -> Result<Option<FisAction>, Faulty> {
    let faulty = |parameter, message: &str| Faulty { parameter, message: message.to_owned() };
    let duration = |parameter: &'static str| -> Result<Option<u64>, Faulty> {
        let Some(given) = text(parameter) else { return Ok(None) };
        let longest = limits::DURATION_SECONDS * 1000;
        let ms = iso_duration_ms(given).filter(|ms| (1..=longest).contains(ms));
        let message = format!("{parameter} has to be an ISO 8601 duration of more than 0, such as PT5M");
        ms.map(Some).ok_or(Faulty { parameter, message })
    };
    let required = |parameter: &'static str| {
        duration(parameter)?.ok_or_else(|| {
            let message = format!("{parameter} is missing: an ISO 8601 duration such as PT5M");
            Faulty { parameter, message }
        })
    };
    let number = |parameter: &'static str, default: Option<u32>, most: u32| {
        let given = text(parameter).map_or(default, |given| given.trim().parse().ok());
        let message = format!("{parameter} has to be from 1 to {most}");
        given.filter(|number| (1..=most).contains(number)).ok_or(Faulty { parameter, message })
    };
    let one_of = |parameter: &'static str, values: &[&str]| {
        let given = text(parameter);
        let message = || format!("{parameter} has to be one of {}", values.join(", "));
        let is_one = given.is_none_or(|given| values.contains(&given));
        is_one.then_some(given).ok_or_else(|| Faulty { parameter, message: message() })
    };
    let disturb = |kind| Ok(FisAction::Disturb { kind, duration_ms: required("duration")? });
    Ok(Some(match name {
        "aws:ecs:task-cpu-stress" => {
            disturb(DisturbanceKind::CpuStress { percent: number("percent", Some(100), 100)? })?
        }
        "aws:ecs:task-network-latency" => {
            let delay_ms = number("delayMilliseconds", Some(200), LATENCY_MS)?;
            disturb(DisturbanceKind::NetworkLatency { delay_ms })?
        }
        "aws:ecs:task-network-blackhole-port" => {
            let port = number("port", None, u32::from(u16::MAX))?;
            let kind = DisturbanceKind::BlackholePort { port: u16::try_from(port).unwrap_or(u16::MAX) };
            one_of("protocol", &["tcp", "udp"])?;
            if one_of("trafficType", &["ingress", "egress"])? == Some("egress") {
                return Ok(None);
            }
            disturb(kind)?
        }
        "aws:ecs:task-kill-process" => FisAction::KillProcess {
            process_name: text("processName")
                .ok_or_else(|| faulty("processName", "processName is missing: the process to kill"))?
                .to_owned(),
            signal: signal(text("signal").unwrap_or("SIGKILL"))
                .ok_or_else(|| faulty("signal", "signal has to be one such as SIGKILL or SIGTERM"))?,
        },
        "aws:ecs:drain-container-instances" => FisAction::DrainInstances {
            percent: text("drainagePercentage")
                .and_then(|percent| percent.trim().parse().ok())
                .filter(|percent| (1..=100).contains(percent))
                .ok_or_else(|| faulty("drainagePercentage", "drainagePercentage has to be from 1 to 100"))?,
            duration_ms: required("duration")?,
        },
        "aws:ec2:stop-instances" => {
            FisAction::StopInstances { start_after_ms: duration("startInstancesAfterDuration")? }
        }
        "aws:ec2:terminate-instances" => FisAction::TerminateInstances,
        "aws:ec2:send-spot-instance-interruptions" => {
            let after_ms = required("durationBeforeInterruption")?;
            if after_ms < SPOT_NOTICE_MS {
                let message = "durationBeforeInterruption has to be at least PT2M";
                return Err(faulty("durationBeforeInterruption", message));
            }
            FisAction::InterruptSpotInstances { after_ms }
        }
        "aws:ec2:asg-insufficient-instance-capacity-error" => {
            let zones = text("availabilityZoneIdentifiers").ok_or_else(|| {
                let message = "availabilityZoneIdentifiers is missing: the zones that have no capacity";
                faulty("availabilityZoneIdentifiers", message)
            })?;
            FisAction::InsufficientCapacity {
                percent: number("percentage", Some(100), 100)?,
                availability_zones: zones.split(',').map(|zone| zone.trim().to_owned()).collect(),
                duration_ms: required("duration")?,
            }
        }
        "aws:network:disrupt-connectivity" => {
            let duration_ms = required("duration")?;
            if one_of("scope", &SCOPES)?.is_some_and(|scope| scope != "all") {
                return Ok(None);
            }
            FisAction::DisruptConnectivity { duration_ms }
        }
        _ => FisAction::StopTask,
    }))
}

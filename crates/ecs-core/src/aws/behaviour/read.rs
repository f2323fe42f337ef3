//! Reading a `simulation`: what is wrong with it counts as left out.

use super::number::{
    CONCURRENCY, CPU_MILLIS_PER_REQUEST, ERROR_RATE, EXIT_AFTER_SECONDS, EXIT_CODE, IDLE_CPU, MEMORY_MIB,
    MEMORY_MIB_PER_HOUR, MEMORY_MIB_PER_REQUEST, MIB_PER_MINUTE, Number, PER_REQUEST, REQUEST_MILLIS,
    SECONDS_PER_MESSAGE, START_SECONDS, STOP_SECONDS, UNHEALTHY_AFTER_SECONDS,
};
use super::{
    AwsCall, Behaviour, CallOn, FailingCheck, OutgoingRequests, QueueConsumer, SelfExit, VolumeWrites,
    WhenDenied,
};
use crate::aws::HttpAddress;
use crate::json::{Node, Value};
use crate::limits;

impl Behaviour {
    /// Reads a `simulation`. What is wrong with it counts as left out.
    pub fn read(node: &Node) -> Behaviour {
        let default = Behaviour::default();
        let small = |number: &Number, default| {
            number.read(node).and_then(|read| u32::try_from(read).ok()).unwrap_or(default)
        };
        Behaviour {
            start_ms: START_SECONDS.read(node).unwrap_or(default.start_ms),
            stop_ms: STOP_SECONDS.read(node).unwrap_or(default.stop_ms),
            cpu_us_per_request: CPU_MILLIS_PER_REQUEST.read(node).unwrap_or(default.cpu_us_per_request),
            request_us: REQUEST_MILLIS.read(node).unwrap_or(default.request_us),
            concurrency: small(&CONCURRENCY, default.concurrency),
            idle_cpu_units: small(&IDLE_CPU, default.idle_cpu_units),
            memory_kib: MEMORY_MIB.read(node).map(kib),
            memory_kib_per_request: MEMORY_MIB_PER_REQUEST.read(node).map_or(0, kib),
            memory_kib_per_hour: MEMORY_MIB_PER_HOUR.read(node).map_or(0, kib),
            errors_per_million: small(&ERROR_RATE, default.errors_per_million),
            exit: node.get("exit").map(|exit| SelfExit {
                after_ms: EXIT_AFTER_SECONDS.read(exit).unwrap_or(0),
                code: EXIT_CODE.read(exit).and_then(|code| i32::try_from(code).ok()).unwrap_or(0),
            }),
            unhealthy_after_ms: UNHEALTHY_AFTER_SECONDS.read(node),
            fails_health_check: match node.str("failsHealthCheck") {
                Some("container") => FailingCheck::Container,
                Some("target") => FailingCheck::Target,
                _ => FailingCheck::Both,
            },
            consumes: node.get("consumes").and_then(read_consumer),
            calls: node.list("calls").iter().filter_map(read_call).collect(),
            requests: node
                .list("requests")
                .iter()
                .take(limits::REQUESTS_PER_CONTAINER)
                .filter_map(read_requests)
                .collect(),
            writes: node.list("writes").iter().filter_map(read_writes).collect(),
        }
    }
}

/// From thousandths of a MiB.
fn kib(thousandths: u64) -> u64 {
    thousandths * 1024 / 1000
}

fn read_consumer(node: &Node) -> Option<QueueConsumer> {
    Some(QueueConsumer {
        queue: node.str("queue")?.to_owned(),
        ms_per_message: SECONDS_PER_MESSAGE.read(node).unwrap_or(1000),
    })
}

/// The IAM action of an entry of `calls`: the entry itself, or its `call`.
pub(super) fn call_name(node: &Node) -> Option<&str> {
    let name = if matches!(node.value, Value::Object(_)) { node.get("call")? } else { node };
    match &name.value {
        Value::String(text) => Some(text),
        _ => None,
    }
}

fn read_call(node: &Node) -> Option<AwsCall> {
    Some(AwsCall {
        call: call_name(node)?.to_owned(),
        resource: node.str("resource").map(str::to_owned),
        on: if node.str("on") == Some("start") { CallOn::Start } else { CallOn::Request },
        denied: if node.str("denied") == Some("exit") { WhenDenied::Exit } else { WhenDenied::Error },
    })
}

fn read_requests(node: &Node) -> Option<OutgoingRequests> {
    Some(OutgoingRequests {
        to: HttpAddress::parse(node.str("to")?)?,
        thousandths_per_request: PER_REQUEST.read(node).unwrap_or(1000),
    })
}

fn read_writes(node: &Node) -> Option<VolumeWrites> {
    Some(VolumeWrites {
        source_volume: node.str("sourceVolume")?.to_owned(),
        kib_per_minute: MIB_PER_MINUTE.read(node).map_or(0, kib),
    })
}

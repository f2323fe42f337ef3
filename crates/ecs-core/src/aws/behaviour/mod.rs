//! `containerDefinitions[].simulation`: what AWS would only learn by running the container.

mod fault;
mod number;
mod read;

#[cfg(test)]
mod tests;

pub(crate) use fault::BehaviourFault;

use super::HttpAddress;

/// Which health checks fail once a container is unwell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailingCheck {
    /// The container's own.
    Container,
    /// Those of target groups.
    Target,
    /// All.
    Both,
}

/// That a container stops by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SelfExit {
    /// How long after its start, in milliseconds.
    pub after_ms: u64,
    /// Its exit code.
    pub code: i32,
}

/// That a container takes messages off a queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueueConsumer {
    /// The queue's name.
    pub queue: String,
    /// How long one message takes, in milliseconds.
    pub ms_per_message: u64,
}

/// When a container calls AWS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallOn {
    /// Once, when it starts.
    Start,
    /// For every request that it serves.
    Request,
}

/// What follows when the call is denied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhenDenied {
    /// The container exits.
    Exit,
    /// The request is answered with an error.
    Error,
}

/// A call of AWS that a container makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AwsCall {
    /// The IAM action, for example `s3:GetObject`.
    pub call: String,
    /// What it is about; none where any will do.
    pub resource: Option<String>,
    /// When.
    pub on: CallOn,
    /// What follows when it is denied.
    pub denied: WhenDenied,
}

impl AwsCall {
    /// Bucket and key of an object that is put once; `*` in the key stands for the task's id. Spec: EVENT-8.
    pub(crate) fn object(&self) -> Option<(&str, &str)> {
        let resource = self.resource.as_deref()?;
        if self.call != "s3:PutObject" || self.on != CallOn::Start {
            return None;
        }
        let path = resource.rsplit_once(":::").map_or(resource, |(_, path)| path);
        Some(path.split_once('/').unwrap_or((path, "*")))
    }
}

/// Requests that a container sends for each that it serves. Spec: LOAD-12.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutgoingRequests {
    /// Where: a load balancer's name, or one of Cloud Map or Service Connect.
    pub to: HttpAddress,
    /// How many for one, in thousandths.
    pub thousandths_per_request: u64,
}

/// What a container writes into a volume.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VolumeWrites {
    /// The volume of the task definition.
    pub source_volume: String,
    /// KiB a minute.
    pub kib_per_minute: u64,
}

/// What a container does, with the defaults filled in. Spec: CONT-1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Behaviour {
    /// From started to ready to serve.
    pub start_ms: u64,
    /// From SIGTERM to exit.
    pub stop_ms: u64,
    /// What a request costs, in microseconds of one vCPU.
    pub cpu_us_per_request: u64,
    /// How long a request is in the container while that is not saturated, in microseconds.
    pub request_us: u64,
    /// Requests that are served at once.
    pub concurrency: u32,
    /// CPU units that are used without a request.
    pub idle_cpu_units: u32,
    /// Memory from when it is ready; none where it is left out, so that a default never goes beyond a limit.
    pub memory_kib: Option<u64>,
    /// Memory for each request in flight.
    pub memory_kib_per_request: u64,
    /// A leak, from when it is ready.
    pub memory_kib_per_hour: u64,
    /// The share of requests that are answered with 500, in millionths.
    pub errors_per_million: u32,
    /// That it stops by itself.
    pub exit: Option<SelfExit>,
    /// From when on health checks fail, in milliseconds after its start.
    pub unhealthy_after_ms: Option<u64>,
    /// Which ones.
    pub fails_health_check: FailingCheck,
    /// The queue that it works off.
    pub consumes: Option<QueueConsumer>,
    /// The calls of AWS that it makes.
    pub calls: Vec<AwsCall>,
    /// The requests that it sends on.
    pub requests: Vec<OutgoingRequests>,
    /// What it writes.
    pub writes: Vec<VolumeWrites>,
}

/// What a container uses where `memoryMiB` is left out and its limits allow it.
pub const DEFAULT_MEMORY_KIB: u64 = 64 * 1024;

impl Default for Behaviour {
    fn default() -> Behaviour {
        Behaviour {
            start_ms: 2000,
            stop_ms: 0,
            cpu_us_per_request: 5000,
            request_us: 20_000,
            concurrency: 100,
            idle_cpu_units: 0,
            memory_kib: None,
            memory_kib_per_request: 0,
            memory_kib_per_hour: 0,
            errors_per_million: 0,
            exit: None,
            unhealthy_after_ms: None,
            fails_health_check: FailingCheck::Both,
            consumes: None,
            calls: Vec::new(),
            requests: Vec::new(),
            writes: Vec::new(),
        }
    }
}

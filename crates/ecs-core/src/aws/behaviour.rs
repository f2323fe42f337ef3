//! `containerDefinitions[].simulation`: what AWS would only learn by running the container.

use super::HttpAddress;
use crate::json::{Node, Value, child};
use crate::limits;
use crate::units::parse_decimal;

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

/// A number of `simulation`: its bounds, and into how many parts one is divided.
struct Number {
    member: &'static str,
    least: u64,
    most: u64,
    /// Parts of one: 1 for a whole number, 1,000 for three decimals.
    parts: u64,
}

const fn number(member: &'static str, most: u64, parts: u64) -> Number {
    Number { member, least: 0, most, parts }
}

/// A week: no run is longer.
const SECONDS_MAX: u64 = crate::limits::DURATION_SECONDS;
/// An hour in milliseconds.
const REQUEST_MILLIS_MAX: u64 = 3_600_000;
/// 16 TiB: no instance has more memory than 24 TiB, and sums stay far from the end of the integers.
const MIB_MAX: u64 = 16_777_216;

const START_SECONDS: Number = number("startSeconds", SECONDS_MAX, 1000);
const STOP_SECONDS: Number = number("stopSeconds", SECONDS_MAX, 1000);
const CPU_MILLIS_PER_REQUEST: Number = number("cpuMillisPerRequest", REQUEST_MILLIS_MAX, 1000);
const REQUEST_MILLIS: Number = number("requestMillis", REQUEST_MILLIS_MAX, 1000);
const CONCURRENCY: Number = Number { least: 1, ..number("concurrency", 1_000_000, 1) };
/// The most CPU units that ECS takes for a task.
const IDLE_CPU: Number = number("idleCpu", 196_608, 1);
const MEMORY_MIB: Number = number("memoryMiB", MIB_MAX, 1000);
const MEMORY_MIB_PER_REQUEST: Number = number("memoryMiBPerRequest", MIB_MAX, 1000);
const MEMORY_MIB_PER_HOUR: Number = number("memoryMiBPerHour", MIB_MAX, 1000);
const ERROR_RATE: Number = number("errorRate", 1, 1_000_000);
const UNHEALTHY_AFTER_SECONDS: Number = number("unhealthyAfterSeconds", SECONDS_MAX, 1000);
const EXIT_AFTER_SECONDS: Number = number("afterSeconds", SECONDS_MAX, 1000);
const EXIT_CODE: Number = number("code", 255, 1);
const SECONDS_PER_MESSAGE: Number = number("secondsPerMessage", SECONDS_MAX, 1000);
const PER_REQUEST: Number = number("perRequest", 1000, 1000);
const MIB_PER_MINUTE: Number = number("mibPerMinute", MIB_MAX, 1000);

impl Number {
    /// The member's value in its parts; none where it is left out, no number or out of bounds.
    fn read(&self, node: &Node) -> Option<u64> {
        let parts = parse_decimal(node.str(self.member)?, self.parts)?;
        (self.least * self.parts..=self.most * self.parts).contains(&parts).then_some(parts)
    }

    fn fault(&self, node: &Node, pointer: &str) -> Option<BehaviourFault> {
        let given = node.get(self.member)?;
        // What is no number has been reported as such.
        let Value::Number(text) = &given.value else { return None };
        if self.read(node).is_some() {
            return None;
        }
        let decimals = match self.parts {
            1 => "",
            1000 => ", with at most three decimals",
            _ => ", with at most six decimals",
        };
        Some(BehaviourFault {
            pointer: child(pointer, self.member),
            range: given.range,
            message: format!(
                "`{}` is {}; it has to be from {} to {}{decimals}",
                self.member,
                super::shorten(text),
                self.least,
                self.most
            ),
        })
    }
}

/// What is wrong with a `simulation`, and where.
pub(crate) struct BehaviourFault {
    /// JSON pointer of the place.
    pub(crate) pointer: String,
    /// Its bytes.
    pub(crate) range: crate::finding::Range,
    /// Our sentence.
    pub(crate) message: String,
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

    /// Everything that is wrong with the `simulation` at `pointer` beyond its shape. Spec: CONT-1.
    pub(crate) fn faults(node: &Node, pointer: &str) -> Vec<BehaviourFault> {
        const NUMBERS: [&Number; 11] = [
            &START_SECONDS,
            &STOP_SECONDS,
            &CPU_MILLIS_PER_REQUEST,
            &REQUEST_MILLIS,
            &CONCURRENCY,
            &IDLE_CPU,
            &MEMORY_MIB,
            &MEMORY_MIB_PER_REQUEST,
            &MEMORY_MIB_PER_HOUR,
            &ERROR_RATE,
            &UNHEALTHY_AFTER_SECONDS,
        ];
        let mut faults: Vec<BehaviourFault> =
            NUMBERS.iter().filter_map(|number| number.fault(node, pointer)).collect();
        let mut within = |key: &str, numbers: &[&Number]| {
            if let Some(inner) = node.get(key) {
                let pointer = child(pointer, key);
                faults.extend(numbers.iter().filter_map(|number| number.fault(inner, &pointer)));
            }
        };
        within("exit", &[&EXIT_AFTER_SECONDS, &EXIT_CODE]);
        within("consumes", &[&SECONDS_PER_MESSAGE]);
        for (key, number) in [("requests", &PER_REQUEST), ("writes", &MIB_PER_MINUTE)] {
            for (at, entry) in node.list(key).iter().enumerate() {
                faults.extend(number.fault(entry, &child(&child(pointer, key), at)));
            }
        }
        faults.extend(requests_faults(node, &child(pointer, "requests")));
        for (at, entry) in node.list("calls").iter().enumerate() {
            faults.extend(call_fault(entry, &child(&child(pointer, "calls"), at)));
        }
        faults
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
fn call_name(node: &Node) -> Option<&str> {
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

fn call_fault(node: &Node, pointer: &str) -> Option<BehaviourFault> {
    let fault = |pointer: String, node: &Node, message: String| {
        Some(BehaviourFault { pointer, range: node.range, message })
    };
    if !call_name(node).is_some_and(|name| name.contains(':')) {
        let message = "a call is an IAM action such as `s3:GetObject`, or an object with one as its `call`";
        return fault(pointer.to_owned(), node, message.to_owned());
    }
    for (key, values) in [("on", ["start", "request"]), ("denied", ["exit", "error"])] {
        let Some(given) = node.get(key) else { continue };
        if !given.as_str().is_some_and(|text| values.contains(&text)) {
            let [one, other] = values;
            return fault(child(pointer, key), given, format!("`{key}` is {one} or {other}"));
        }
    }
    None
}

/// What is wrong with where requests are sent to. Spec: LOAD-12.
fn requests_faults(node: &Node, pointer: &str) -> Vec<BehaviourFault> {
    let entries = node.list("requests").iter().enumerate();
    let faults = entries.filter_map(|(number, entry)| {
        let pointer = child(pointer, number);
        if number == limits::REQUESTS_PER_CONTAINER {
            let message = format!("a container sends to {number} addresses at the most");
            return Some(BehaviourFault { pointer, range: entry.range, message });
        }
        let to = entry.get("to").filter(|_| number < limits::REQUESTS_PER_CONTAINER)?;
        let is_address = HttpAddress::parse(to.as_str()?).is_some();
        let message = "`to` is an address such as `http://api:8080`".to_owned();
        (!is_address).then(|| BehaviourFault { pointer: child(&pointer, "to"), range: to.range, message })
    });
    faults.collect()
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

#[cfg(test)]
mod tests {
    use super::{AwsCall, Behaviour, CallOn, FailingCheck, SelfExit, WhenDenied};
    use crate::finding::Findings;
    use crate::json;

    fn read(text: &str) -> (Behaviour, Vec<String>) {
        let node = json::parse(text, &mut Findings::new()).unwrap();
        let faults = Behaviour::faults(&node, "").into_iter();
        (
            Behaviour::read(&node),
            faults.map(|fault| format!("{}: {}", fault.pointer, fault.message)).collect(),
        )
    }

    #[test]
    fn what_is_left_out_is_the_default() {
        assert_eq!(read("{}"), (Behaviour::default(), Vec::new()));
    }

    #[test]
    fn numbers_are_read_in_small_units() {
        let (behaviour, faults) = read(
            r#"{"startSeconds": 0.25, "cpuMillisPerRequest": 1.5, "memoryMiB": 128, "memoryMiBPerHour": 0.5,
            "errorRate": 0.015, "exit": {"afterSeconds": 30, "code": 1}, "failsHealthCheck": "target"}"#,
        );
        assert_eq!(faults, Vec::<String>::new());
        let expected = Behaviour {
            start_ms: 250,
            cpu_us_per_request: 1500,
            memory_kib: Some(131_072),
            memory_kib_per_hour: 512,
            errors_per_million: 15_000,
            exit: Some(SelfExit { after_ms: 30_000, code: 1 }),
            fails_health_check: FailingCheck::Target,
            ..Behaviour::default()
        };
        assert_eq!(behaviour, expected);
    }

    #[test]
    fn a_bare_call_is_made_on_request_and_answers_with_an_error() {
        let call = |call: &str, on, denied| AwsCall { call: call.to_owned(), resource: None, on, denied };
        let (behaviour, faults) = read(
            r#"{"calls": ["s3:GetObject", {"call": "sqs:SendMessage", "on": "start", "denied": "exit"}]}"#,
        );
        assert_eq!(faults, Vec::<String>::new());
        assert_eq!(
            behaviour.calls,
            [
                call("s3:GetObject", CallOn::Request, WhenDenied::Error),
                call("sqs:SendMessage", CallOn::Start, WhenDenied::Exit)
            ]
        );
    }

    #[test]
    fn what_is_wrong_counts_as_left_out() {
        let (behaviour, faults) = read(
            r#"{"startSeconds": -1, "concurrency": 0, "errorRate": 1.5, "exit": {"code": 256}, "calls": [5, {"call": "s3:GetObject", "on": "stop"}]}"#,
        );
        assert_eq!(behaviour.start_ms, 2000);
        assert_eq!(behaviour.concurrency, 100);
        expect_test::expect![[r"
            /startSeconds: `startSeconds` is -1; it has to be from 0 to 604800, with at most three decimals
            /concurrency: `concurrency` is 0; it has to be from 1 to 1000000
            /errorRate: `errorRate` is 1.5; it has to be from 0 to 1, with at most six decimals
            /exit/code: `code` is 256; it has to be from 0 to 255
            /calls/0: a call is an IAM action such as `s3:GetObject`, or an object with one as its `call`
            /calls/1/on: `on` is start or request"]]
        .assert_eq(&faults.join("\n"));
    }
}

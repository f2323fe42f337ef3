//! What is wrong with a `simulation` beyond its shape.

use super::Behaviour;
use super::number::{
    CONCURRENCY, CPU_MILLIS_PER_REQUEST, ERROR_RATE, EXIT_AFTER_SECONDS, EXIT_CODE, IDLE_CPU, MEMORY_MIB,
    MEMORY_MIB_PER_HOUR, MEMORY_MIB_PER_REQUEST, MIB_PER_MINUTE, Number, PER_REQUEST, REQUEST_MILLIS,
    SECONDS_PER_MESSAGE, START_SECONDS, STOP_SECONDS, UNHEALTHY_AFTER_SECONDS,
};
use super::read::call_name;
use crate::aws::HttpAddress;
use crate::json::{Node, child};
use crate::limits;

/// What is wrong with a `simulation`, and where.
pub(crate) struct BehaviourFault {
    /// JSON pointer of the place.
    pub(crate) pointer: String,
    /// Its bytes.
    pub(crate) range: crate::finding::Range,
    /// Our sentence.
    pub(crate) message: String,
}

impl Behaviour {
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

use super::{AwsCall, Behaviour, CallOn, FailingCheck, SelfExit, WhenDenied};
use crate::finding::Findings;
use crate::json;

fn read(text: &str) -> (Behaviour, Vec<String>) {
    let node = json::parse(text, &mut Findings::new()).unwrap();
    let faults = Behaviour::faults(&node, "").into_iter();
    (Behaviour::read(&node), faults.map(|fault| format!("{}: {}", fault.pointer, fault.message)).collect())
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
    let (behaviour, faults) =
        read(r#"{"calls": ["s3:GetObject", {"call": "sqs:SendMessage", "on": "start", "denied": "exit"}]}"#);
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

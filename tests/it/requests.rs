//! Requests of services to each other: none is lost, and what is overloaded sets the pace without a swing.

use ecs_core::{Budget, Document, Simulation};
use serde_json::json;

/// How a service answers.
struct Answers {
    cpu_millis_per_request: u32,
    concurrency: u32,
}

const QUICK: Answers = Answers { cpu_millis_per_request: 5, concurrency: 100 };

/// `web` behind a target group, one task of 1 vCPU each, and each service sends so many requests to the next.
fn chain(names: &[(&str, f64, Answers)], per_second: u32) -> Simulation {
    let last = names.len() - 1;
    let mut definitions = Vec::new();
    let mut services = Vec::new();
    for (number, (name, per_request, answers)) in names.iter().enumerate() {
        let next = names.get(number + 1).map(|(next, ..)| format!("http://{next}:80"));
        let sends = next.map(|to| json!([{"to": to, "perRequest": per_request}]));
        definitions.push(json!({
            "family": name, "networkMode": "awsvpc", "requiresCompatibilities": ["FARGATE"],
            "cpu": "1024", "memory": "4096",
            "containerDefinitions": [{
                "name": "app", "image": "app:1", "portMappings": [{"name": name, "containerPort": 80}],
                "simulation": {
                    "cpuMillisPerRequest": answers.cpu_millis_per_request,
                    "concurrency": answers.concurrency,
                    "requests": sends.unwrap_or_else(|| json!([])),
                }
            }]
        }));
        let behind = json!([{"targetGroupArn": "web", "containerName": "app", "containerPort": 80}]);
        services.push(json!({
            "serviceName": name, "taskDefinition": name, "desiredCount": 1, "launchType": "FARGATE",
            "healthCheckGracePeriodSeconds": 36000,
            "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-a"]}},
            "loadBalancers": if number == 0 { behind } else { json!([]) },
            "serviceConnectConfiguration": {"enabled": true, "namespace": "internal", "services": [
                {"portName": name, "clientAliases": [{"dnsName": name, "port": 80}]}
            ]}
        }));
    }
    // Whom nobody waits for is created first: the order of the list is no order of the chain.
    services.swap(0, last);
    let scenario = json!({
        "version": 1, "taskDefinitions": definitions, "services": services,
        "targetGroups": [{"Name": "web", "Protocol": "HTTP", "Port": 80, "TargetType": "ip"}],
        "simulation": {"durationSeconds": 600, "traffic": [
            {"targetGroup": "web", "shape": {"steps": [[60, per_second]]}}
        ]}
    });
    let document = Document::read(&scenario.to_string());
    let scenario = document.scenario.unwrap_or_else(|| panic!("{:?}", document.findings));
    let mut simulation = Simulation::new(scenario);
    simulation.advance_to(simulation.duration(), Budget::UNLIMITED);
    simulation
}

/// A service's requests, minute after minute.
fn requests(simulation: &Simulation, service: &str) -> Vec<u64> {
    let series = simulation.load().series(Some(service), 10_000);
    series.points.iter().map(ecs_core::report::LoadPoint::requests).collect()
}

/// A service's use of its vCPU in percent, minute after minute.
fn cpu_percent(simulation: &Simulation, service: &str) -> Vec<f64> {
    let series = simulation.load().series(Some(service), 10_000);
    series.points.iter().map(|point| point.cpu_percent.unwrap_or_default()).collect()
}

/// LOAD-12: what one works on is what arrives at the next.
#[test]
fn no_request_between_services_is_lost() {
    for (first, second) in [(1.0, 1.0), (1.5, 2.0), (0.25, 4.0), (3.0, 0.001)] {
        let run = chain(&[("web", first, QUICK), ("api", second, QUICK), ("store", 0.0, QUICK)], 20);
        let [web, api, store] =
            ["web", "api", "store"].map(|service| requests(&run, service).iter().sum::<u64>());
        assert_eq!(web, 20 * 540, "{first} {second}");
        let near = |found: u64, expected: f64| {
            #[expect(clippy::cast_precision_loss, reason = "requests of ten minutes")]
            let found = found as f64;
            assert!((found - expected).abs() <= 1.0, "{first} {second}: {found} instead of {expected}");
        };
        near(api, 10_800.0 * first);
        near(store, 10_800.0 * first * second);
    }
}

/// LOAD-13: whatever the concurrency, a service that is asked for twice what it can do is busy all the time, its
/// caller does what it lets it, and both do the same in every minute from the third on.
#[test]
fn an_overloaded_service_sets_the_pace_without_a_swing() {
    for concurrency in [1, 2, 5, 20, 100, 400] {
        for (per_request, cpu_millis) in [(0.5, 20), (1.0, 20), (4.0, 5)] {
            let answers = Answers { cpu_millis_per_request: cpu_millis, concurrency: 1000 };
            let caller = Answers { concurrency, ..QUICK };
            let can_do = 1000.0 / f64::from(cpu_millis) / per_request;
            let run = chain(&[("web", per_request, caller), ("api", 0.0, answers)], 200);
            let what = format!("{concurrency} slots, {per_request} of {cpu_millis} ms");
            let (web, api) = (cpu_percent(&run, "web"), cpu_percent(&run, "api"));
            let held_s = 0.02 + per_request * 0.02;
            let pace = can_do.min(f64::from(concurrency) / held_s);
            for (minute, (web, api)) in web.iter().zip(&api).enumerate().skip(3) {
                let (web_expected, api_expected) = (pace * 0.5, pace / can_do * 100.0);
                assert!((web / web_expected - 1.0).abs() < 0.02, "{what}, {minute}: {web} of {web_expected}");
                assert!((api / api_expected - 1.0).abs() < 0.02, "{what}, {minute}: {api} of {api_expected}");
            }
        }
    }
}

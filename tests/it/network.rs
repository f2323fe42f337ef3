//! What tasks hold of the network: nothing is held twice, and everything is given back.

use crate::seeds;
use ecs_core::{Budget, Document, Progress, SimTime, Simulation};
use ecs_tests::draws::Draws;
use serde_json::{Value, json};
use std::collections::BTreeSet;

const INSTANCE_TYPES: &str = include_str!("../../crates/ecs-core/data/instance_types.csv");

/// Ports that the agents of a random scenario draw from: so few that they run out.
const PORTS: &str = "40000-40007";

/// Addresses of a /28 that AWS does not keep.
const ADDRESSES: usize = 11;

/// When everything is stopped that is known by then, and when it is looked at.
const STOPPED_AT: u32 = 400;
const ALL_FREE_AT: u64 = 500;

const SUBNETS: [(&str, &str, &str); 2] =
    [("subnet-1", "us-east-1a", "10.0.1."), ("subnet-2", "us-east-1b", "10.0.2.")];

/// A service and standalone tasks that start and stop in small subnets, on agents with few ports.
fn scenario(seed: u64) -> Value {
    let draws = &mut Draws::new(seed);
    let family = |name: &str, mode: &str, mappings: Value| {
        json!({"family": name, "networkMode": mode, "cpu": "256", "memory": "512", "containerDefinitions": [
            {"name": "app", "image": "nginx:1.27", "portMappings": mappings}]})
    };
    let length = draws.between(2, 5);
    let definitions = [
        family("dynamic", "bridge", json!([{"containerPort": 80}, {"containerPort": 53, "protocol": "udp"}])),
        family(
            "range",
            "bridge",
            json!([{"containerPortRange": format!("5000-{}", 5000 + length)}, {"containerPort": 80}]),
        ),
        family("static", "bridge", json!([{"containerPort": 80, "hostPort": draws.between(40_000, 40_007)}])),
        family("host", "host", json!([{"containerPort": draws.between(40_000, 40_007)}])),
        family("own", "awsvpc", json!([{"containerPort": 80}])),
    ];
    let instances = SUBNETS.map(|(subnet, zone, _)| {
        json!({"name": zone, "instanceType": draws.one_of(&["c5.large", "m5.xlarge", "t3.small"]), "availabilityZone": zone,
            "subnetId": subnet, "count": draws.below(4), "agentConfig": {"ECS_DYNAMIC_HOST_PORT_RANGE": PORTS}})
    });
    let count = draws.between(5, 25);
    let actions: Vec<Value> = draws.many(count, action);
    let (family, desired) = (family_name(draws), draws.below(15));
    let service = json!({"serviceName": "web", "taskDefinition": family, "desiredCount": desired});
    let service = with_network(draws, service);
    let subnets = SUBNETS.map(|(id, zone, first)| json!({"SubnetId": id, "AvailabilityZone": zone, "CidrBlock": format!("{first}0/28")}));
    json!({
        "version": 1,
        "subnets": subnets,
        "taskDefinitions": definitions,
        "services": [service],
        "containerInstances": instances,
        "simulation": {"seed": seed, "durationSeconds": 600, "timeline": actions},
    })
}

fn family_name(draws: &mut Draws) -> String {
    draws.one_of(&["dynamic", "range", "static", "host", "own"]).to_owned()
}

/// A call with its network configuration, sometimes on Fargate.
fn with_network(draws: &mut Draws, mut call: Value) -> Value {
    if call["taskDefinition"] == "own" {
        let subnets = draws.one_of(&["[\"subnet-1\"]", "[\"subnet-2\"]", "[\"subnet-1\", \"subnet-2\"]"]);
        let subnets: Value = serde_json::from_str(subnets).expect("a list");
        call["networkConfiguration"] = json!({"awsvpcConfiguration": {"subnets": subnets}});
        if draws.once_in(2) && call["containerInstances"].is_null() {
            call["launchType"] = json!("FARGATE");
        }
    }
    call
}

fn action(draws: &mut Draws) -> Value {
    let family = family_name(draws);
    let (name, input) = match draws.below(5) {
        0 | 1 => {
            let call = json!({"taskDefinition": family, "count": draws.between(1, 10)});
            ("ecs:RunTask", with_network(draws, call))
        }
        2 => {
            let zone = draws.one_of(&["us-east-1a", "us-east-1b"]);
            let call = json!({"taskDefinition": family, "containerInstances": [format!("{zone}/1")]});
            ("ecs:StartTask", with_network(draws, call))
        }
        3 => ("ecs:StopTask", json!({"task": format!("service:web/{}", draws.between(1, 20))})),
        _ => ("ecs:StopTask", json!({"task": format!("family:{family}/{}", draws.between(1, 12))})),
    };
    json!({"atSeconds": draws.below(300), "action": name, "input": input})
}

fn run(scenario: &Value) -> Simulation {
    let document = Document::read(&scenario.to_string());
    Simulation::new(document.scenario.unwrap_or_else(|| panic!("{scenario}: {:#?}", document.findings)))
}

fn list<'a>(value: &'a Value, member: &str) -> &'a [Value] {
    value[member].as_array().map_or(&[], Vec::as_slice)
}

/// Host ports of a binding, one or a range.
fn host_ports(binding: &Value) -> std::ops::RangeInclusive<u64> {
    if let Some(port) = binding["hostPort"].as_u64() {
        return port..=port;
    }
    let range = binding["hostPortRange"].as_str().and_then(|range| range.split_once('-'));
    let (first, last) = range.expect("a port or a range");
    first.parse().expect("a port")..=last.parse().expect("a port")
}

/// What was seen of everything that can happen.
#[derive(Default)]
struct Sightings {
    addresses: usize,
    bound: usize,
    failed: BTreeSet<String>,
}

/// No address and no port has two holders, and interfaces are counted.
fn check(seed: u64, scenario: &Value, report: &Value, sightings: &mut Sightings) {
    let mut addresses = BTreeSet::new();
    let mut ports = BTreeSet::new();
    for task in list(report, "tasks") {
        if task["lastStatus"] == "STOPPED" {
            if let Some(reason) = task["containers"][0]["reason"].as_str().or(task["stoppedReason"].as_str())
            {
                sightings.failed.extend(reason.split(':').next().map(str::to_owned));
            }
            continue;
        }
        for detail in list(&task["attachments"][0], "details")
            .iter()
            .filter(|detail| detail["name"] == "privateIPv4Address")
        {
            let address = detail["value"].as_str().expect("an address");
            assert!(addresses.insert(address.to_owned()), "seed {seed}: {address} is held twice");
        }
        for binding in list(&task["containers"][0], "networkBindings") {
            for port in host_ports(binding) {
                let held = (task["containerInstanceArn"].as_str(), binding["protocol"].as_str(), port);
                assert!(ports.insert(held), "seed {seed}: {held:?} is held twice");
            }
        }
    }
    for (number, (_, _, first)) in SUBNETS.iter().enumerate() {
        let of_instances = scenario["containerInstances"][number]["count"].as_u64().unwrap_or(0);
        let held: Vec<&String> = addresses.iter().filter(|address| address.starts_with(first)).collect();
        let all = held.len() + usize::try_from(of_instances).expect("few");
        assert!(all <= ADDRESSES, "seed {seed}: {all} of {ADDRESSES} addresses");
        for address in held {
            let last: u32 =
                address.rsplit('.').next().and_then(|last| last.parse().ok()).expect("an address");
            assert!((4..15).contains(&last), "seed {seed}: AWS keeps {address}");
        }
    }
    sightings.addresses = sightings.addresses.max(addresses.len());
    sightings.bound = sightings.bound.max(ports.len());
}

/// Interfaces in use are the instance's own and one for each task with one.
fn check_interfaces(seed: u64, simulation: &Simulation) {
    let snapshot = simulation.snapshot(0);
    for (number, instance) in snapshot.instances.iter().enumerate() {
        let tasks = snapshot.tasks_on(number).iter();
        let own = tasks.filter(|task| snapshot.tasks[**task].task_definition == "own:1").count();
        assert_eq!(instance.enis.used as usize, 1 + own, "seed {seed}: {}", instance.short);
    }
}

#[test]
fn no_port_and_no_address_is_held_twice() {
    let mut sightings = Sightings::default();
    for seed in seeds(40, 4000) {
        let scenario = scenario(seed);
        let mut simulation = run(&scenario);
        let steps = &mut Draws::new(seed);
        let end = SimTime::from_seconds(350);
        loop {
            let budget = Budget { events: steps.between(1, 12) };
            let progress = simulation.advance_to(end, budget);
            let report = serde_json::to_value(simulation.report().tasks).expect("a report is JSON");
            check(seed, &scenario, &json!({"tasks": report}), &mut sightings);
            check_interfaces(seed, &simulation);
            if progress == Progress::Reached {
                break;
            }
        }
    }
    assert!(
        sightings.addresses > 10 && sightings.bound > 10,
        "{} addresses, {} ports",
        sightings.addresses,
        sightings.bound
    );
    for reason in [
        "CannotStartContainerError",
        "HostConfigError",
        "Unexpected EC2 error while attempting to Create Network Interface in subnet 'subnet-1'",
    ] {
        assert!(sightings.failed.contains(reason), "no task failed with {reason}: {:?}", sightings.failed);
    }
}

/// After every task is stopped, as many start again as there is room for.
#[test]
fn what_a_stopped_task_held_is_free() {
    for seed in seeds(20, 2000) {
        let mut scenario = scenario(seed);
        scenario["services"][0]["desiredCount"] = json!(0);
        for family in ["dynamic", "range", "static", "host", "own"] {
            stop_all(&mut scenario, family);
        }
        for (number, (subnet, zone, _)) in SUBNETS.iter().enumerate() {
            let of_instances = scenario["containerInstances"][number]["count"].as_u64().expect("a count");
            let free = ADDRESSES as u64 - of_instances;
            // Ten tasks are as many as a call starts.
            for count in [free.min(10), free.saturating_sub(10)].into_iter().filter(|count| *count > 0) {
                act(
                    &mut scenario,
                    "ecs:RunTask",
                    &json!({"taskDefinition": "own", "group": *zone, "count": count, "launchType": "FARGATE",
                    "networkConfiguration": {"awsvpcConfiguration": {"subnets": [subnet]}}}),
                );
            }
            if of_instances > 0 {
                act(
                    &mut scenario,
                    "ecs:StartTask",
                    &json!({"taskDefinition": "eight", "group": *zone, "containerInstances": [format!("{zone}/1")]}),
                );
            }
        }
        let whole = json!({"family": "eight", "containerDefinitions": [{"name": "app", "image": "nginx:1.27", "memory": 64, "portMappings": [{"containerPortRange": "5000-5007"}]}]});
        scenario["taskDefinitions"].as_array_mut().expect("a list").push(whole);
        let mut simulation = run(&scenario);
        simulation.advance_to(simulation.duration(), Budget::UNLIMITED);
        let report = serde_json::to_value(simulation.report()).expect("a report is JSON");
        assert!(
            list(&report, "failures").iter().all(|failure| failure["atSeconds"].as_f64() < Some(450.0)),
            "seed {seed}"
        );
        for task in list(&report, "tasks") {
            let again = task["group"].as_str().is_some_and(|group| group.starts_with("us-east"));
            let expected = if again { "RUNNING" } else { "STOPPED" };
            assert_eq!(task["lastStatus"], expected, "seed {seed}: {task:#}");
        }
    }
}

/// Stops whatever tasks a family may have had.
fn stop_all(scenario: &mut Value, family: &str) {
    let timeline = scenario["simulation"]["timeline"].as_array_mut().expect("a timeline");
    timeline.extend((1..=260).map(|number| {
        json!({"atSeconds": STOPPED_AT, "action": "ecs:StopTask", "input": {"task": format!("family:{family}/{number}")}})
    }));
}

fn act(scenario: &mut Value, name: &str, input: &Value) {
    let timeline = scenario["simulation"]["timeline"].as_array_mut().expect("a timeline");
    timeline.push(json!({"atSeconds": ALL_FREE_AT, "action": name, "input": input}));
}

/// Of every type in the table: all interfaces but the primary one, and with a trunk its limit.
#[test]
fn every_type_takes_as_many_interfaces_as_the_table_says() {
    let mut trunks = 0;
    let is_comment = |line: &&str| line.starts_with('#');
    for line in INSTANCE_TYPES.lines().skip_while(is_comment).skip(1) {
        let fields: Vec<&str> = line.split(',').collect();
        let number = |field: usize| fields[field].parse::<usize>().ok();
        let most = number(4).expect("a number of interfaces") - 1;
        assert_eq!(interfaces(fields[0], "disabled"), most, "{}", fields[0]);
        let on_trunk = number(6);
        assert_eq!(
            interfaces(fields[0], "enabled"),
            on_trunk.unwrap_or(most),
            "{} with awsvpcTrunking",
            fields[0]
        );
        trunks += usize::from(on_trunk.is_some());
    }
    assert!(trunks > 50, "only {trunks} types take a trunk");
}

/// Spec: NET-6.
#[test]
fn an_external_instance_has_no_interfaces() {
    let simulation = run(&json!({
        "version": 1,
        "accountSettings": [{"name": "awsvpcTrunking", "value": "enabled"}],
        "taskDefinitions": [{"family": "web", "containerDefinitions": [{"name": "app", "image": "nginx:1.27", "memory": 64}]}],
        "containerInstances": [{"instanceType": "m5.large", "launchType": "EXTERNAL", "availabilityZone": "us-east-1a"}],
    }));
    let enis = simulation.snapshot(0).instances[0].enis;
    assert_eq!((enis.used, enis.total), (0, 0));
}

/// How many small tasks with an interface of their own run on an instance.
fn interfaces(instance_type: &str, trunking: &str) -> usize {
    let mut simulation = run(&json!({
        "version": 1,
        "accountSettings": [{"name": "awsvpcTrunking", "value": trunking}],
        "taskDefinitions": [{"family": "own", "networkMode": "awsvpc", "containerDefinitions": [{"name": "app", "image": "nginx:1.27", "memory": 4}]}],
        "services": [{"serviceName": "own", "taskDefinition": "own", "desiredCount": 130, "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-a"]}}}],
        "containerInstances": [{"instanceType": instance_type, "availabilityZone": "us-east-1a"}],
    }));
    simulation.advance_to(SimTime::from_seconds(60), Budget::UNLIMITED);
    let snapshot = simulation.snapshot(0);
    let instance = &snapshot.instances[0];
    assert_eq!(instance.enis.used, instance.enis.total, "{instance_type}: all are used");
    snapshot.tasks_on(0).len()
}

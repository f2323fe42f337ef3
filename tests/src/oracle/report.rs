//! A run's state as the oracle's cluster: out of the scenario and of what the tools print.

use super::expression::Expression;
use super::generate::{CUSTOM, ENI_CAPABILITY};
use super::model::{Cluster, Constraint, Host, Job, Place, Port, Strategy, Task, Transport, ZONE};
use crate::clusters::Made;
use serde_json::Value;

/// The seconds from the month of [`super::expression::Moment`] to second 0 of a run.
const SECONDS_TO_START: i64 = 31 * 24 * 60 * 60;

/// Of every instance of a run. Spec: RES-10.
const AGENT_VERSION: &str = "1.98.0";

/// Network interfaces for tasks of the types that [`crate::clusters`] names. Spec: NET-6.
const ENIS: [(&str, u32); 6] = [
    ("t3.small", 2),
    ("t3.medium", 2),
    ("m5.large", 2),
    ("c5.large", 2),
    ("t2.micro", 1),
    ("g4dn.xlarge", 2),
];

/// The cluster of a run, and of each service the job whose next task is looked at.
pub fn cluster(made: &Made, report: &Value) -> (Cluster, Vec<usize>) {
    let hosts = list(report, "containerInstances").iter().map(host).collect();
    let services = list(&made.scenario, "services");
    let jobs = services.iter().map(|service| {
        let family = text(service, "taskDefinition");
        job(made, family, service, format!("service:{}", text(service, "serviceName")))
    });
    let mut cluster = Cluster { hosts, jobs: jobs.collect(), tasks: Vec::new() };
    let instance = |task: &Value| {
        let wanted = text(task, "containerInstanceArn");
        list(report, "containerInstances")
            .iter()
            .position(|instance| instance["containerInstanceArn"] == wanted)
            .expect("the instance of a task")
    };
    for task in list(report, "tasks").iter().filter(|task| task["lastStatus"] != "STOPPED") {
        let (_, family) = text(task, "taskDefinitionArn").rsplit_once('/').expect("an ARN");
        let (family, _) = family.split_once(':').expect("a revision");
        let job = job(made, family, &Value::Null, text(task, "group").to_owned());
        let bound = list(task, "containers").iter().flat_map(|container| list(container, "networkBindings"));
        let drawn_ports =
            bound.map(|binding| port(binding, "hostPort")).filter(|port| !job.host_ports.contains(port));
        cluster.tasks.push(Task {
            job: cluster.jobs.len(),
            place: Place::Host(instance(task)),
            is_to_run: task["desiredStatus"] == "RUNNING",
            drawn_ports: drawn_ports.collect(),
        });
        cluster.jobs.push(job);
    }
    (cluster, (0..services.len()).collect())
}

fn host(instance: &Value) -> Host {
    let attribute = |attribute: &Value| {
        (text(attribute, "name").to_owned(), attribute["value"].as_str().unwrap_or_default().to_owned())
    };
    let attributes: std::collections::BTreeMap<String, String> =
        list(instance, "attributes").iter().map(attribute).collect();
    let registered = |name: &str| {
        list(instance, "registeredResources")
            .iter()
            .find(|resource| resource["name"] == name)
            .unwrap_or(&Value::Null)
    };
    let reserved = |name: &str, transport| {
        let numbers = registered(name)["stringSetValue"].as_array().into_iter().flatten();
        numbers.map(move |number| {
            (transport, number.as_str().and_then(|text| text.parse().ok()).expect("a port"))
        })
    };
    let enis = ENIS.iter().find(|(name, _)| attributes["ecs.instance-type"] == *name);
    let tcp = reserved("PORTS", Transport::Tcp);
    Host {
        active: instance["status"] == "ACTIVE",
        agent_connected: instance["agentConnected"] == true,
        agent_version: AGENT_VERSION.to_owned(),
        registered_at: SECONDS_TO_START,
        ec2_instance_id: text(instance, "ec2InstanceId").to_owned(),
        cpu_units: number(registered("CPU"), "integerValue"),
        memory_mib: number(registered("MEMORY"), "integerValue"),
        gpus: number(registered("GPU"), "integerValue"),
        enis: enis.expect("a type of the list").1,
        reserved_ports: tcp.chain(reserved("PORTS_UDP", Transport::Udp)).collect(),
        attributes,
    }
}

/// What a task of the family asks for under the placement of a call. Spec: RES-2, NET-1, NET-2.
fn job(made: &Made, family: &str, call: &Value, group: String) -> Job {
    let definitions = list(&made.scenario, "taskDefinitions");
    let definition = definitions.iter().find(|definition| definition["family"] == family).expect("a family");
    let container = &definition["containerDefinitions"][0];
    let level = |name: &str| definition[name].as_str().map(|size| size.parse().expect("a plain size"));
    let soft = container["memoryReservation"].as_u64();
    let network_mode = text(definition, "networkMode");
    let mappings = list(container, "portMappings").iter();
    let host_ports: Vec<Port> = match network_mode {
        "host" => mappings.map(|mapping| port(mapping, "containerPort")).collect(),
        "bridge" => mappings.map(|mapping| port(mapping, "hostPort")).filter(|(_, port)| *port > 0).collect(),
        _ => Vec::new(),
    };
    let awsvpc = network_mode == "awsvpc";
    let constraints = [definition, call].into_iter().flat_map(|source| list(source, "placementConstraints"));
    Job {
        group,
        cpu_units: level("cpu").unwrap_or_else(|| number(container, "cpu")),
        memory_mib: level("memory").unwrap_or_else(|| {
            soft.map_or_else(|| number(container, "memory"), |soft| u32::try_from(soft).expect("few MiB"))
        }),
        gpus: u32::try_from(list(container, "resourceRequirements").len()).expect("one"),
        enis: u32::from(awsvpc),
        host_ports,
        zones: if awsvpc { vec!["us-east-1a", "us-east-1b"] } else { Vec::new() },
        required_attributes: if awsvpc { vec![ENI_CAPABILITY] } else { Vec::new() },
        constraints: constraints.map(|constraint| constraint_of(made, constraint)).collect(),
        strategies: strategies(call),
    }
}

fn constraint_of(made: &Made, constraint: &Value) -> Constraint {
    match constraint["expression"].as_str() {
        Some(expression) => Constraint::MemberOf(Expression::clone(&made.expressions[expression])),
        None => Constraint::DistinctInstance,
    }
}

/// Spec: PLACE-5.
fn strategies(service: &Value) -> Vec<Strategy> {
    let listed = list(service, "placementStrategy");
    if listed.is_empty() {
        return vec![Strategy::SpreadAttribute(ZONE), Strategy::SpreadInstance];
    }
    let names = || CUSTOM.iter().map(|(name, _)| *name).chain([ZONE]);
    let strategy = |strategy: &Value| match (text(strategy, "type"), strategy["field"].as_str()) {
        ("binpack", Some("cpu")) => Strategy::BinpackCpu,
        ("binpack", Some("memory")) => Strategy::BinpackMemory,
        ("spread", Some("instanceId")) => Strategy::SpreadInstance,
        ("spread", Some(field)) => {
            let name = names().find(|name| field.strip_prefix("attribute:") == Some(name));
            Strategy::SpreadAttribute(name.expect("an attribute of the list"))
        }
        _ => Strategy::Random,
    };
    listed.iter().map(strategy).collect()
}

fn port(mapping: &Value, member: &str) -> Port {
    let transport = if mapping["protocol"] == "udp" { Transport::Udp } else { Transport::Tcp };
    (transport, u16::try_from(mapping[member].as_u64().expect("a port")).expect("a port"))
}

fn list<'a>(value: &'a Value, member: &str) -> &'a [Value] {
    value[member].as_array().map_or(&[], Vec::as_slice)
}

fn text<'a>(value: &'a Value, member: &str) -> &'a str {
    value[member].as_str().unwrap_or_default()
}

fn number(value: &Value, member: &str) -> u32 {
    value[member].as_u64().map_or(0, |number| u32::try_from(number).expect("small numbers"))
}

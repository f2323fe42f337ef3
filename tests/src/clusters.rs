//! Scenarios made at random, for properties.

use crate::draws::Draws;
use crate::oracle::expression::Expression;
use crate::oracle::generate::{CUSTOM, expression};
use crate::oracle::print::print;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What a task of StartTask says in `startedBy`: no scheduler has decided where it goes.
pub const STARTED_WITHOUT_SCHEDULER: &str = "start-task";

const ZONES: [&str; 3] = ["us-east-1a", "us-east-1b", "us-east-1c"];
const TYPES: [&str; 6] = ["t3.small", "t3.medium", "m5.large", "c5.large", "t2.micro", "g4dn.xlarge"];

/// A family and its networking mode.
type Family = (String, &'static str);

/// A scenario, and what the expressions in it mean to say.
#[derive(Debug)]
pub struct Made {
    pub scenario: Value,
    pub expressions: BTreeMap<String, Expression>,
}

/// A scenario that is being made.
struct Maker {
    draws: Draws,
    expressions: BTreeMap<String, Expression>,
}

/// A seed makes a scenario: instances, definitions, services and a timeline that suit each other
/// sometimes.
pub fn scenario(seed: u64) -> Value {
    made(seed).scenario
}

/// The same with its expressions.
pub fn made(seed: u64) -> Made {
    let mut maker = Maker { draws: Draws::new(seed), expressions: BTreeMap::new() };
    let draws = &mut maker.draws;
    let entries = draws.small(6);
    let instances: Vec<Value> = (0..entries).map(|number| instance(draws, number)).collect();
    let families: Vec<Family> = (0..=draws.small(3))
        .map(|number| (format!("family-{number}"), draws.one_of(&["bridge", "host", "awsvpc", "none"])))
        .collect();
    let (services, actions) = (1 + draws.small(3), draws.small(5));
    let definitions: Vec<Value> = families.iter().map(|family| maker.definition(family)).collect();
    let services: Vec<Value> = (0..services).map(|number| maker.service(number, &families)).collect();
    let timeline: Vec<Value> = (0..actions).map(|_| maker.action(&families)).collect();
    let scenario = json!({
        "version": 1,
        "taskDefinitions": definitions,
        "services": services,
        "containerInstances": instances,
        "simulation": {"seed": seed, "durationSeconds": 300, "timeline": timeline},
    });
    Made { scenario, expressions: maker.expressions }
}

fn instance(draws: &mut Draws, number: u32) -> Value {
    let mut attributes = Vec::new();
    for (name, values) in CUSTOM {
        if draws.once_in(2) {
            let value = draws.one_of(values);
            let attribute = json!({"name": name, "value": value});
            attributes.push(if value.is_empty() { json!({"name": name}) } else { attribute });
        }
    }
    json!({
        "name": format!("host-{number}"),
        "instanceType": draws.one_of(&TYPES),
        "availabilityZone": draws.one_of(&ZONES),
        "count": draws.below(4),
        "status": if draws.once_in(8) { "DRAINING" } else { "ACTIVE" },
        "attributes": attributes,
    })
}

impl Maker {
    fn definition(&mut self, (family, mode): &Family) -> Value {
        let draws = &mut self.draws;
        let mut port_mappings = Vec::new();
        if *mode != "none" && draws.once_in(2) {
            // Some in the range that the agent draws from, so that the two meet.
            let port = if draws.once_in(3) { 32768 + draws.below(3) } else { 8000 + draws.below(3) };
            let host_port = if *mode == "bridge" && draws.once_in(2) { 0 } else { port };
            let protocol = if draws.once_in(3) { "udp" } else { "tcp" };
            port_mappings.push(json!({"containerPort": port, "hostPort": host_port, "protocol": protocol}));
        }
        let mut container = json!({
            "name": "app",
            "image": "app",
            "cpu": 64 * draws.below(9),
            "memory": 64 + 128 * draws.below(9),
            "portMappings": port_mappings,
        });
        if draws.once_in(4) {
            container["memoryReservation"] = 32.into();
        }
        if draws.once_in(8) {
            container["resourceRequirements"] = json!([{"type": "GPU", "value": "1"}]);
        }
        let mut definition =
            json!({"family": family, "networkMode": mode, "containerDefinitions": [container]});
        if draws.once_in(4) {
            definition["cpu"] = "640".into();
            definition["memory"] = "1280".into();
        }
        if draws.once_in(4) {
            definition["placementConstraints"] = json!([self.member_of()]);
        }
        definition
    }

    fn service(&mut self, number: u32, families: &[Family]) -> Value {
        let family = &families[self.draws.index(families.len())];
        let mut service = json!({
            "serviceName": format!("service-{number}"),
            "taskDefinition": family.0,
            "desiredCount": self.draws.below(25),
        });
        network(&mut service, family);
        self.placement(&mut service);
        service
    }

    fn action(&mut self, families: &[Family]) -> Value {
        let family = &families[self.draws.index(families.len())];
        let (action, input) = match self.draws.small(5) {
            0 | 1 => ("ecs:RunTask", self.run_task(family)),
            2 => ("ecs:StartTask", start_task(&mut self.draws, family)),
            _ => {
                let task = format!("service:service-{}/{}", self.draws.below(3), 1 + self.draws.below(9));
                ("ecs:StopTask", json!({"task": task}))
            }
        };
        json!({"atSeconds": self.draws.below(120), "action": action, "input": input})
    }

    fn run_task(&mut self, family: &Family) -> Value {
        let mut input = json!({"taskDefinition": family.0, "count": 1 + self.draws.below(10)});
        if self.draws.once_in(3) {
            input["group"] = "blue".into();
        }
        network(&mut input, family);
        self.placement(&mut input);
        input
    }

    /// The constraints and strategies of a call: about half of the calls have some.
    fn placement(&mut self, call: &mut Value) {
        if self.draws.once_in(2) {
            let many = self.draws.between(1, 5);
            call["placementStrategy"] = self.draws.many(many, strategy).into();
        }
        if self.draws.once_in(3) {
            let distinct = json!({"type": "distinctInstance"});
            let constraint = if self.draws.once_in(2) { distinct } else { self.member_of() };
            call["placementConstraints"] = json!([constraint]);
        }
    }

    fn member_of(&mut self) -> Value {
        let expression = expression(&mut self.draws, 2);
        let text = print(&expression, &mut self.draws);
        self.expressions.insert(text.clone(), expression);
        json!({"type": "memberOf", "expression": text})
    }
}

fn start_task(draws: &mut Draws, family: &Family) -> Value {
    let many = draws.between(1, 3);
    let instances = draws.many(many, |draws| format!("host-{}/{}", draws.small(6), draws.between(1, 3)));
    let mut input = json!({
        "taskDefinition": family.0,
        "containerInstances": instances,
        "startedBy": STARTED_WITHOUT_SCHEDULER,
    });
    network(&mut input, family);
    input
}

fn network(call: &mut Value, (_, mode): &Family) {
    if *mode == "awsvpc" {
        call["networkConfiguration"] = json!({"awsvpcConfiguration": {"subnets": ["subnet-a", "subnet-b"]}});
    }
}

fn strategy(draws: &mut Draws) -> Value {
    match draws.small(6) {
        0 => json!({"type": "binpack", "field": "cpu"}),
        1 => json!({"type": "binpack", "field": "memory"}),
        2 => json!({"type": "spread", "field": "instanceId"}),
        3 => json!({"type": "spread", "field": "attribute:ecs.availability-zone"}),
        4 => json!({"type": "spread", "field": format!("attribute:{}", CUSTOM[draws.index(CUSTOM.len())].0)}),
        _ => json!({"type": "random"}),
    }
}

//! Clusters, jobs and expressions made at random: few values, so that things meet.

use super::expression::{Expression, Fact, Moment, Pattern, Relation, Test, Value};
use super::model::{Cluster, Constraint, Host, Job, Port, Strategy, Transport, ZONE};
use crate::draws::Draws;
use std::collections::BTreeMap;

pub const ZONES: [&str; 4] = ["us-east-1a", "us-east-1b", "us-east-1c", "us-east-1d"];
pub const GROUPS: [&str; 4] = ["service:service-0", "service:service-1", "family:family-0", "blue"];
const VERSIONS: [&str; 4] = ["1.9.0", "1.14.5", "1.98.0", "2.0.0"];
pub const ENI_CAPABILITY: &str = "ecs.capability.task-eni";
const GPU_CAPABILITY: &str = "ecs.capability.gpu-driver-version";

/// Attributes and the values that they have; an empty value is none.
const ATTRIBUTES: [(&str, &[&str]); 7] = [
    (ZONE, &ZONES),
    ("ecs.instance-type", &["t2.small", "t2.medium", "m5.large", "g4dn.xlarge"]),
    CUSTOM[0],
    CUSTOM[1],
    CUSTOM[2],
    (ENI_CAPABILITY, &[""]),
    (GPU_CAPABILITY, &["595.1"]),
];

/// Those of them that somebody has put there.
pub const CUSTOM: [(&str, &[&str]); 3] = [
    ("stack", &["prod", "test", ""]),
    ("rack", &["1", "2", "10", "-3"]),
    ("n", &["9", "007", "10", "9a", "the web team"]),
];

/// 1 to 40 instances, and 1 to 5 jobs that want to go there.
pub fn cluster(draws: &mut Draws) -> Cluster {
    let zones = 1 + draws.index(ZONES.len());
    let most = draws.one_of(&[&4, &12, &40]);
    let hosts = draws.between(1, *most);
    let hosts = draws.many(hosts, |draws| host(draws, &ZONES[..zones]));
    let jobs = draws.between(1, 5);
    Cluster { hosts, jobs: draws.many(jobs, job), tasks: Vec::new() }
}

fn host(draws: &mut Draws, zones: &[&str]) -> Host {
    let mut attributes = BTreeMap::new();
    for (name, values) in ATTRIBUTES {
        if !draws.once_in(4) {
            attributes.insert(name.to_owned(), draws.one_of(values).to_owned());
        }
    }
    attributes.insert(ZONE.to_owned(), draws.one_of(zones).to_owned());
    let size = if draws.once_in(4) { 4 } else { 32 };
    Host {
        active: !draws.once_in(8),
        agent_connected: !draws.once_in(16),
        agent_version: draws.one_of(&VERSIONS).to_owned(),
        registered_at: i64::from(draws.small(30 * 24)) * 3600,
        ec2_instance_id: format!("{}i-{:03}", if draws.once_in(10) { "m" } else { "" }, draws.small(8)),
        attributes,
        cpu_units: draws.small(size) * 256,
        memory_mib: draws.small(size) * 512,
        gpus: draws.small(3),
        enis: draws.small(6),
        reserved_ports: reserved_ports(draws),
    }
}

/// Mostly the agent's own; now and then nearly as many as there may be, or more.
fn reserved_ports(draws: &mut Draws) -> Vec<Port> {
    let count = if draws.once_in(8) { draws.between(93, 101) } else { draws.small(6) };
    let transport = |number: u16| if number.is_multiple_of(3) { Transport::Udp } else { Transport::Tcp };
    (0..u16::try_from(count).expect("few ports")).map(|number| (transport(number), 20 + number)).collect()
}

fn job(draws: &mut Draws) -> Job {
    let zones = if draws.once_in(4) { draws.between(1, 3) } else { 0 };
    let strategies = draws.small(6);
    let constraints = if draws.once_in(2) { draws.between(1, 3) } else { 0 };
    let mut zones = draws.many(zones, |draws| draws.one_of(&ZONES.each_ref().map(|zone| *zone)));
    zones.dedup();
    let enis = u32::from(draws.once_in(4));
    Job {
        group: draws.one_of(&GROUPS).to_owned(),
        cpu_units: draws.small(5) * 128,
        memory_mib: draws.small(5) * 256,
        gpus: if draws.once_in(6) { draws.between(1, 2) } else { 0 },
        enis,
        host_ports: host_ports(draws),
        zones,
        required_attributes: if enis > 0 { vec![ENI_CAPABILITY] } else { Vec::new() },
        constraints: draws.many(constraints, constraint),
        strategies: draws.many(strategies, strategy),
    }
}

/// Some of the agent's own, some in the range that the agent draws from.
fn host_ports(draws: &mut Draws) -> Vec<Port> {
    let count = if draws.once_in(2) { draws.between(1, 4) } else { 0 };
    let mut ports = draws.many(count, |draws| {
        let transport = if draws.once_in(3) { Transport::Udp } else { Transport::Tcp };
        let base = *draws.one_of(&[&24, &8000, &8000, &32_768, &32_768]);
        (transport, base + u16::try_from(draws.small(6)).expect("small"))
    });
    ports.sort_unstable();
    ports.dedup();
    ports
}

fn strategy(draws: &mut Draws) -> Strategy {
    match draws.small(9) {
        0 => Strategy::BinpackCpu,
        1 => Strategy::BinpackMemory,
        2 | 3 => Strategy::SpreadInstance,
        4 | 5 => Strategy::SpreadAttribute(ZONE),
        6 => Strategy::Random,
        7 => Strategy::SpreadAttribute(ATTRIBUTES[draws.index(ATTRIBUTES.len())].0),
        _ => Strategy::SpreadAttribute("nowhere"),
    }
}

fn constraint(draws: &mut Draws) -> Constraint {
    match draws.small(3) {
        0 => Constraint::DistinctInstance,
        _ => Constraint::MemberOf(expression(draws, 3)),
    }
}

/// An expression whose compounds are nested `depth` deep at the most.
pub fn expression(draws: &mut Draws, depth: u32) -> Expression {
    compound(draws, depth, simple)
}

/// The same about custom attributes alone.
pub fn expression_about_custom_attributes(draws: &mut Draws, depth: u32) -> Expression {
    compound(draws, depth, |draws| about_attribute(draws, &CUSTOM))
}

fn compound(draws: &mut Draws, depth: u32, simple: fn(&mut Draws) -> Expression) -> Expression {
    let kind = if depth == 0 { 9 } else { draws.small(10) };
    let parts = draws.between(2, 3);
    match kind {
        0 | 1 => Expression::Or(draws.many(parts, |draws| compound(draws, depth - 1, simple))),
        2 => Expression::And(draws.many(parts, |draws| compound(draws, depth - 1, simple))),
        3 | 4 => Expression::Not(Box::new(compound(draws, depth - 1, simple))),
        _ => simple(draws),
    }
}

fn about_attribute(draws: &mut Draws, attributes: &[(&'static str, &[&str])]) -> Expression {
    let (name, values) = attributes[draws.index(attributes.len())];
    Expression::Is(Fact::Attribute(name), text_test(draws, values, true))
}

fn simple(draws: &mut Draws) -> Expression {
    let (fact, test) = match draws.small(12) {
        0 => (Fact::AgentConnected, text_test(draws, &["true", "false"], false)),
        1 => {
            let versions: [&[u64]; 4] = [&[1, 9], &[1, 14, 5], &[2], &[1, 98, 0, 0]];
            let version = Value::Version(draws.one_of(&versions).to_vec());
            (Fact::AgentVersion, ordered_test(draws, version))
        }
        2 => (Fact::Ec2InstanceId, text_test(draws, &["i-001", "i-002", "i-004"], false)),
        3 => {
            let moment = Value::Moment(moment(draws));
            (Fact::RegisteredAt, ordered_test(draws, moment))
        }
        4 | 5 => {
            let count = Value::Count(draws.below(4));
            (Fact::RunningTasksCount, ordered_test(draws, count))
        }
        6 | 7 => {
            let group = Value::Text(draws.one_of(&GROUPS).to_owned());
            (Fact::TaskGroup, if draws.once_in(2) { Test::Is(group) } else { Test::IsNot(group) })
        }
        _ => return about_attribute(draws, &ATTRIBUTES),
    };
    Expression::Is(fact, test)
}

fn text_test(draws: &mut Draws, values: &[&str], is_attribute: bool) -> Test {
    let value = Value::Text(draws.one_of(values).to_owned());
    let many = draws.between(1, 3);
    let mut list = || draws.many(many, |draws| draws.one_of(values).to_owned());
    let list = list();
    match draws.small(if is_attribute { 10 } else { 6 }) {
        0 => Test::Is(value),
        1 => Test::IsNot(value),
        2 => Test::In(list),
        3 => Test::NotIn(list),
        4 => Test::Matches(pattern(draws, values)),
        5 => Test::NotMatches(pattern(draws, values)),
        6 => Test::Exists,
        7 => Test::NotExists,
        _ => Test::Stands(relation(draws), value),
    }
}

fn ordered_test(draws: &mut Draws, bound: Value) -> Test {
    match draws.small(6) {
        0 => Test::Is(bound),
        1 => Test::IsNot(bound),
        _ => Test::Stands(relation(draws), bound),
    }
}

fn relation(draws: &mut Draws) -> Relation {
    match draws.small(4) {
        0 => Relation::Above,
        1 => Relation::AtLeast,
        2 => Relation::Below,
        _ => Relation::AtMost,
    }
}

fn pattern(draws: &mut Draws, values: &[&str]) -> Pattern {
    let whole = draws.one_of(values).to_owned();
    let half = draws.index(whole.len() + 1);
    match draws.small(4) {
        0 => Pattern::Whole(whole),
        1 => Pattern::Prefix(whole[..half].to_owned()),
        2 => Pattern::Suffix(whole[half..].to_owned()),
        _ => Pattern::Either(whole, draws.one_of(values).to_owned()),
    }
}

fn moment(draws: &mut Draws) -> Moment {
    let day = i64::from(draws.between(1, 30));
    let second = (!draws.once_in(2)).then(|| i64::from(draws.small(24)) * 3600);
    let offset = *draws.one_of(&[&None, &Some(0), &Some(120), &Some(-330)]);
    Moment { day, second, offset_minutes: second.and(offset) }
}

//! A decision, straight from PLACE-1: all instances, all checks, stage by stage, then the draw.

use super::model::{Cluster, Constraint, HOST_PORTS_MAX, Job, Port, Strategy, ZONE};

/// The checks in the order in which a reason is reported. Spec: PLACE-3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    Status,
    Cpu,
    Memory,
    Ports,
    Gpu,
    Eni,
    Location,
    Attribute,
    /// The constraint with this number.
    Constraint(usize),
}

/// What a check says of an instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said {
    pub reason: Reason,
    pub passed: bool,
    /// What is needed and what there is, where they are numbers.
    pub amounts: Option<(u32, u32)>,
    /// The first port that is wanted and in use.
    pub port: Option<Port>,
}

/// How a stage ranked an instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ranked {
    pub strategy: Strategy,
    /// None where the instance lacks the attribute: behind all others.
    pub score: Option<u32>,
    pub kept: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decision {
    /// One entry an instance.
    pub said: Vec<Vec<Said>>,
    /// One entry an instance, empty where it did not pass.
    pub ranked: Vec<Vec<Ranked>>,
    pub chosen: Option<usize>,
    pub among: usize,
}

/// Decides where a task of a job goes; `draw` decides among equals.
pub fn decide(cluster: &Cluster, job: &Job, draw: u128) -> Decision {
    let hosts = 0..cluster.hosts.len();
    let said: Vec<Vec<Said>> = hosts.clone().map(|host| checks(cluster, job, host)).collect();
    let mut ranked = vec![Vec::new(); said.len()];
    let mut left: Vec<usize> = hosts.filter(|host| said[*host].iter().all(|check| check.passed)).collect();
    for strategy in &job.strategies {
        if *strategy == Strategy::Random {
            break;
        }
        let scores: Vec<Option<u32>> =
            left.iter().map(|host| score(cluster, job, *strategy, *host)).collect();
        // Instances without the attribute are only taken where there is no other.
        let best = scores.iter().flatten().min().copied();
        let mut kept = Vec::new();
        for (host, score) in left.into_iter().zip(scores) {
            ranked[host].push(Ranked { strategy: *strategy, score, kept: score == best });
            if score == best {
                kept.push(host);
            }
        }
        left = kept;
    }
    let number = ecs_core::rng::below(draw, u32::try_from(left.len()).expect("few instances"));
    Decision { said, ranked, chosen: left.get(number as usize).copied(), among: left.len() }
}

/// The zone of a task on Fargate. Spec: PLACE-7.
pub fn decide_zone<'a>(cluster: &Cluster, group: &str, zones: &[&'a str], draw: u128) -> Option<&'a str> {
    let count = |zone: &str| cluster.group_where(group, ZONE, zone);
    let fewest = zones.iter().map(|zone| count(zone)).min()?;
    let equal: Vec<&str> = zones.iter().copied().filter(|zone| count(zone) == fewest).collect();
    let number = ecs_core::rng::below(draw, u32::try_from(equal.len()).expect("few zones"));
    equal.get(number as usize).copied()
}

/// Every copy of a task that still finds a place, one after the other. Spec: PLACE-21.
pub fn fit(cluster: &Cluster, job: usize, limit: usize, draw: impl Fn(u64) -> u128) -> Vec<usize> {
    let mut cluster = cluster.clone();
    let mut placed = Vec::new();
    while placed.len() < limit {
        let Some(host) = decide(&cluster, &cluster.jobs[job], draw(placed.len() as u64)).chosen else {
            break;
        };
        cluster.start(job, host);
        placed.push(host);
    }
    placed
}

/// The instance that came closest and the check that it failed first. Spec: PLACE-8.
pub fn closest(decision: &Decision) -> Option<(usize, Reason)> {
    let mut best: Option<(usize, usize, Said)> = None;
    for (host, said) in decision.said.iter().enumerate() {
        let failed: Vec<&Said> = said.iter().filter(|check| !check.passed).collect();
        let Some(first) = failed.first().filter(|first| first.reason != Reason::Status) else { continue };
        let is_closer = best.is_none_or(|(_, fewest, other)| {
            (failed.len(), std::cmp::Reverse(first.reason), lacks(first))
                < (fewest, std::cmp::Reverse(other.reason), lacks(&other))
        });
        if is_closer {
            best = Some((host, failed.len(), **first));
        }
    }
    best.map(|(host, _, first)| (host, first.reason))
}

fn lacks(said: &Said) -> u32 {
    said.amounts.map_or(0, |(need, have)| need.saturating_sub(have))
}

/// Spec: PLACE-2, PLACE-11, PLACE-12.
fn checks(cluster: &Cluster, job: &Job, number: usize) -> Vec<Said> {
    let host = &cluster.hosts[number];
    let yes_or_no = |reason, passed| Said { reason, passed, amounts: None, port: None };
    let enough =
        |reason, need, have| Said { reason, passed: need <= have, amounts: Some((need, have)), port: None };
    let mut said = vec![
        yes_or_no(Reason::Status, host.active && host.agent_connected),
        enough(Reason::Cpu, job.cpu_units, cluster.cpu_units_left(number)),
        enough(Reason::Memory, job.memory_mib, cluster.memory_mib_left(number)),
        ports(cluster, job, number),
        enough(Reason::Gpu, job.gpus, cluster.gpus_left(number)),
        enough(Reason::Eni, job.enis, cluster.enis_left(number)),
        yes_or_no(Reason::Location, job.zones.is_empty() || job.zones.contains(&host.zone())),
        yes_or_no(
            Reason::Attribute,
            job.required_attributes.iter().all(|name| host.attributes.contains_key(*name)),
        ),
    ];
    for (at, constraint) in job.constraints.iter().enumerate() {
        said.push(match constraint {
            Constraint::DistinctInstance => {
                let tasks = cluster.group_on(&job.group, number);
                Said { amounts: Some((0, tasks)), ..yes_or_no(Reason::Constraint(at), tasks == 0) }
            }
            Constraint::MemberOf(expression) => {
                yes_or_no(Reason::Constraint(at), expression.holds(cluster, number))
            }
        });
    }
    said
}

/// A port in use comes before the bound of a hundred; one that an agent drew is not seen. Spec: RES-7,
/// NET-4.
fn ports(cluster: &Cluster, job: &Job, number: usize) -> Said {
    let reserved = cluster.reserved_ports(number);
    let mut wanted = job.host_ports.clone();
    wanted.sort_unstable();
    let taken = wanted.iter().copied().find(|port| reserved.contains(port));
    let room = HOST_PORTS_MAX.saturating_sub(reserved.len());
    let number = |count: usize| u32::try_from(count).expect("few ports");
    Said {
        reason: Reason::Ports,
        passed: taken.is_none() && wanted.len() <= room,
        amounts: taken.is_none().then(|| (number(wanted.len()), number(room))),
        port: taken,
    }
}

/// The lower, the better. Spec: PLACE-4, PLACE-14.
fn score(cluster: &Cluster, job: &Job, strategy: Strategy, host: usize) -> Option<u32> {
    match strategy {
        Strategy::BinpackCpu => Some(cluster.cpu_units_left(host)),
        Strategy::BinpackMemory => Some(cluster.memory_mib_left(host)),
        Strategy::SpreadInstance => Some(cluster.group_on(&job.group, host)),
        Strategy::SpreadAttribute(name) => {
            let value = cluster.hosts[host].attributes.get(name)?;
            Some(cluster.group_where(&job.group, name, value))
        }
        Strategy::Random => Some(0),
    }
}

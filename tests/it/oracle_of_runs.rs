//! What a run says of its own state is what the oracle makes of the scenario and of the printed tasks.

use crate::seeds;
use ecs_core::report::{CandidateReport, Explanation};
use ecs_core::{Budget, Document, SimTime, Simulation};
use ecs_tests::clusters::{self, Made};
use ecs_tests::oracle::boundary::read;
use ecs_tests::oracle::decide::{Ranked, Said, decide};
use ecs_tests::oracle::model::Cluster;
use ecs_tests::oracle::report::cluster;
use serde_json::Value;

#[test]
fn runs_explain_and_query_as_the_oracle_does() {
    let (mut placed, mut asked) = (0, 0);
    for seed in seeds(100, 5000) {
        let made = clusters::made(seed);
        let document = Document::read(&made.scenario.to_string());
        let mut simulation = Simulation::new(document.scenario.expect("a scenario that runs"));
        for second in [1, 30, 75, 200] {
            simulation.advance_to(SimTime::from_seconds(second), Budget::UNLIMITED);
            let report = serde_json::to_value(simulation.report()).expect("a report is JSON");
            let (cluster, services) = cluster(&made, &report);
            check_books(seed, &cluster, &report);
            asked += check_queries(seed, &made, &simulation, &cluster);
            for (service, job) in made.scenario["services"].as_array().expect("services").iter().zip(services)
            {
                let name = service["serviceName"].as_str().expect("a name");
                let explanation = simulation.explain_service(name).expect("a service of the run");
                placed += check_decision(seed, &explanation, &cluster, job);
            }
        }
    }
    assert!(placed > 50 && asked > 100, "{placed} places, {asked} queries");
}

/// What is left of an instance is what its tasks leave.
fn check_books(seed: u64, cluster: &Cluster, report: &Value) {
    for (host, instance) in report["containerInstances"].as_array().into_iter().flatten().enumerate() {
        let remaining = &instance["remainingResources"];
        assert_eq!(remaining[0]["integerValue"], cluster.cpu_units_left(host), "seed {seed}: {host}");
        assert_eq!(remaining[1]["integerValue"], cluster.memory_mib_left(host), "seed {seed}: {host}");
        let ports = [&remaining[2], &remaining[3]]
            .map(|ports| ports["stringSetValue"].as_array().map_or(0, Vec::len));
        assert_eq!(ports[0] + ports[1], cluster.reserved_ports(host).len(), "seed {seed}: {host}");
    }
}

fn check_queries(seed: u64, made: &Made, simulation: &Simulation, cluster: &Cluster) -> usize {
    for (text, expression) in &made.expressions {
        let found = simulation.query(&read(text));
        let expected = (0..cluster.hosts.len()).filter(|host| expression.holds(cluster, *host));
        let expected: Vec<_> = expected.map(|host| cluster.hosts[host].ec2_instance_id.clone()).collect();
        let found: Vec<_> = found.into_iter().map(|instance| instance.ec2_instance_id).collect();
        assert_eq!(found, expected, "seed {seed}: {text}");
    }
    made.expressions.len()
}

/// Whether an instance was chosen.
fn check_decision(seed: u64, explanation: &Explanation, cluster: &Cluster, job: usize) -> usize {
    let job = &cluster.jobs[job];
    let expected = decide(cluster, job, 0);
    assert_eq!(explanation.candidates.len(), cluster.hosts.len(), "seed {seed}");
    for (host, candidate) in explanation.candidates.iter().enumerate() {
        check_verdicts(seed, candidate, &expected.said[host]);
        check_ranks(seed, candidate, &expected.ranked[host]);
    }
    let chosen = explanation.candidates.iter().position(|candidate| candidate.chosen);
    assert_eq!(chosen.is_some(), expected.chosen.is_some(), "seed {seed}: {job:?}");
    let is_best = |host: usize| expected.ranked[host].iter().all(|rank| rank.kept);
    assert!(chosen.is_none_or(is_best), "seed {seed}: {chosen:?} for {job:?}");
    assert_eq!(explanation.tie_break.is_some(), expected.among > 1, "seed {seed}: {job:?}");
    usize::from(chosen.is_some())
}

fn check_verdicts(seed: u64, candidate: &CandidateReport, expected: &[Said]) {
    let name = &candidate.name;
    let passed: Vec<bool> = candidate.verdicts.iter().map(|verdict| verdict.passed).collect();
    let wanted: Vec<bool> = expected.iter().map(|said| said.passed).collect();
    assert_eq!(passed, wanted, "seed {seed}: {name} {:?}", candidate.verdicts);
    for (verdict, said) in candidate.verdicts.iter().zip(expected) {
        if let Some((need, have)) = said.amounts {
            assert_eq!(verdict.need, need, "seed {seed}: {name} needs {:?}", said.reason);
            assert_eq!(verdict.have, have, "seed {seed}: {name} has {:?}", said.reason);
        }
    }
}

fn check_ranks(seed: u64, candidate: &CandidateReport, expected: &[Ranked]) {
    let ranks: Vec<(u32, bool)> =
        candidate.ranks.iter().map(|rank| (rank.score.unwrap_or(u32::MAX), rank.kept)).collect();
    let wanted: Vec<(u32, bool)> =
        expected.iter().map(|rank| (rank.score.unwrap_or(u32::MAX), rank.kept)).collect();
    assert_eq!(ranks, wanted, "seed {seed}: {}", candidate.name);
}

//! What is foreseen is what happens. Spec: DEPLOY-21.

use crate::seeds;
use ecs_core::validate::propose;
use ecs_core::{Budget, Document, SimTime, Simulation};
use ecs_tests::draws::Draws;
use serde_json::{Value, json};

/// When the service is updated: every task that found a place is healthy by then.
const UPDATED_AT_MS: u64 = 120_000;

/// A service on a few instances of one zone, and the UpdateService that exchanges its tasks.
fn scenario(draws: &mut Draws) -> (Value, Value) {
    let types = ["t3.medium", "m5.large", "c5.large"];
    let instances = 1 + draws.small(3);
    let instance = |draws: &mut Draws| json!({"instanceType": types[draws.index(types.len())], "availabilityZone": "us-east-1a"});
    let instances = draws.many(instances, instance);
    let memory = 400 + 100 * draws.small(20);
    let definition = |version: &str| json!({"family": "web", "containerDefinitions": [{"name": "app", "image": format!("app:{version}"), "memory": memory, "simulation": {"stopSeconds": 3}}]});
    let minimum = if draws.once_in(2) { 100 } else { draws.small(101) };
    let maximum = if draws.once_in(3) { 100 } else { 100 + draws.small(151) };
    let scenario = json!({
        "version": 1,
        "taskDefinitions": [definition("1"), definition("2")],
        "services": [{"serviceName": "web", "taskDefinition": "web:1", "desiredCount": 1 + draws.small(8),
            "deploymentConfiguration": {"minimumHealthyPercent": minimum, "maximumPercent": maximum}}],
        "containerInstances": instances,
        "simulation": {"seed": draws.small(1000), "durationSeconds": 3600},
    });
    (scenario, json!({"service": "web", "taskDefinition": "web:2"}))
}

/// Tasks of the old and of the new revision that are to run, and whether the deployment is COMPLETED.
fn outcome(run: &Simulation) -> ((u64, u64), bool) {
    let report = json!(run.report());
    let service = &report["services"][0];
    let deployments = service["deployments"].as_array().expect("deployments");
    let tasks =
        |one: &Value| one["runningCount"].as_u64().unwrap_or(0) + one["pendingCount"].as_u64().unwrap_or(0);
    let of = |status: &str| deployments.iter().filter(|one| one["status"] == status).map(tasks).sum::<u64>();
    let completed =
        deployments.iter().any(|one| one["status"] == "PRIMARY" && one["rolloutState"] == "COMPLETED");
    ((of("ACTIVE"), of("PRIMARY")), completed)
}

/// Without faults a rolling update ends as it was
/// foreseen before it began.
#[test]
fn a_rolling_update_ends_as_it_was_foreseen() {
    let (mut stalled, mut completed) = (0, 0);
    for seed in seeds(200, 3_000) {
        let (scenario, input) = scenario(&mut Draws::new(seed));
        let document = Document::read(&scenario.to_string());
        let root = document.root.expect("JSON");
        let mut run = Simulation::new(document.scenario.expect("a scenario without errors"));
        run.advance_to(SimTime::from_ms(UPDATED_AT_MS), Budget::UNLIMITED);
        let hash = run.log_hash();
        let calls = propose(&root, run.now(), &[("ecs:UpdateService", input)]).expect("a call");
        let foreseen = run.foresee("web", &calls).expect("a service");
        assert_eq!(run.log_hash(), hash, "a forecast changes nothing");
        for call in calls {
            run.append(call);
        }
        run.advance_to(run.duration(), Budget::UNLIMITED);
        let (old, new) = *foreseen.trace.last().expect("a trace begins");
        let expected = ((u64::from(old), u64::from(new)), foreseen.stall.is_none());
        assert_eq!(outcome(&run), expected, "seed {seed}: {scenario:#}\n{foreseen:#?}");
        *if foreseen.stall.is_none() { &mut completed } else { &mut stalled } += 1;
    }
    assert!(stalled > 20 && completed > 20, "{stalled} stalled, {completed} completed");
}

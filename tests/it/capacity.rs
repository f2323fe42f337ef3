//! What holds for capacity providers in every run.

use crate::seeds;
use ecs_core::{Budget, Document, SimTime, Simulation};
use ecs_tests::draws::Draws;
use ecs_workshop::gallery;
use serde_json::{Value, json};

/// How long such a run goes on, in minutes.
const MINUTES: u64 = 60;

fn provider(draws: &mut Draws, name: &str) -> (Value, Value) {
    let group = json!({
        "AutoScalingGroupName": format!("{name}-asg"),
        "MinSize": draws.below(2),
        "MaxSize": draws.between(4, 12),
        "DesiredCapacity": draws.between(1, 4),
        "AvailabilityZones": ["us-east-1a", "us-east-1b"],
        "NewInstancesProtectedFromScaleIn": true,
        "simulation": {"instanceType": "m5.large"},
    });
    let protection = if draws.once_in(2) { "ENABLED" } else { "DISABLED" };
    let scaling = json!({
        "status": "ENABLED",
        "targetCapacity": draws.one_of(&[&50, &80, &100]),
        "minimumScalingStepSize": draws.between(1, 2),
        "instanceWarmupPeriod": draws.one_of(&[&0, &60, &300]),
    });
    let provider = json!({
        "name": name,
        "autoScalingGroupProvider": {
            "autoScalingGroupArn": format!("{name}-asg"),
            "managedScaling": scaling,
            "managedTerminationProtection": protection,
        },
    });
    (group, provider)
}

/// Two services, each with a provider of its own, whose desired counts change at random.
fn scenario(seed: u64) -> Value {
    let mut draws = Draws::new(seed);
    let ((one_group, one), (two_group, two)) = (provider(&mut draws, "one"), provider(&mut draws, "two"));
    let service = |name: &str, count: u64| {
        json!({
            "serviceName": name,
            "taskDefinition": "app",
            "desiredCount": count,
            "capacityProviderStrategy": [{"capacityProvider": name, "weight": 1}],
        })
    };
    let (first, second) = (draws.below(12), draws.below(12));
    let update = |draws: &mut Draws| {
        json!({
            "atSeconds": draws.below(MINUTES * 60),
            "action": "ecs:UpdateService",
            "input": {"service": draws.one_of(&["one", "two"]), "desiredCount": draws.below(16)},
        })
    };
    let timeline: Vec<Value> = (0..draws.between(1, 4)).map(|_| update(&mut draws)).collect();
    json!({
        "version": 1,
        "taskDefinitions": [{"family": "app", "containerDefinitions": [
            {"name": "app", "image": "app:1", "cpu": 512 * draws.between(1, 3), "memory": 512},
        ]}],
        "services": [service("one", first), service("two", second)],
        "autoScalingGroups": [one_group, two_group],
        "capacityProviders": [one, two],
        "simulation": {"seed": seed, "durationSeconds": MINUTES * 60, "timeline": timeline},
    })
}

fn simulation(scenario: &Value) -> Simulation {
    let document = Document::read(&scenario.to_string());
    Simulation::new(document.scenario.unwrap_or_else(|| panic!("{:#?}", document.findings)))
}

fn capacity(groups: &[Value], number: usize, member: &str) -> u64 {
    groups[number][member].as_u64().expect("a number")
}

/// A group stays within its bounds; it shrinks no earlier than 15 minutes after it has grown, by half of what
/// it had at the most, and with termination protection no task is lost with its instance.
#[test]
fn groups_are_scaled_as_the_guide_has_it() {
    for seed in seeds(4, 300) {
        let given = scenario(seed);
        let mut run = simulation(&given);
        let (mut before, mut grown) = ([None; 2], [None; 2]);
        for minute in 0..=MINUTES {
            run.advance_to(SimTime::from_seconds(minute * 60), Budget::UNLIMITED);
            let report = run.report();
            let groups = &report.auto_scaling_groups;
            for number in 0..2 {
                let desired = capacity(groups, number, "DesiredCapacity");
                let bounds = capacity(groups, number, "MinSize")..=capacity(groups, number, "MaxSize");
                assert!(bounds.contains(&desired), "seed {seed}, minute {minute}: {desired}");
                let was = before[number].replace(desired).unwrap_or(desired);
                if desired > was {
                    grown[number] = Some(minute);
                }
                if desired < was {
                    let early = grown[number].is_some_and(|grown: u64| minute < grown + 15);
                    assert!(!early, "seed {seed}, minute {minute}: shrinks too early");
                    assert!(
                        was - desired <= (was / 2).max(1),
                        "seed {seed}, minute {minute}: {was}, {desired}"
                    );
                }
            }
        }
        let protects = |task: &Value| {
            let number = usize::from(task["capacityProviderName"] == "two");
            let provider = &given["capacityProviders"][number]["autoScalingGroupProvider"];
            provider["managedTerminationProtection"] == "ENABLED"
        };
        let report = serde_json::to_value(run.report()).expect("JSON");
        for task in report["tasks"].as_array().expect("tasks").iter().filter(|task| protects(task)) {
            assert_ne!(task["stopCode"], "TerminationNotice", "seed {seed}: {task}");
        }
    }
}

/// What a service asks of its own provider changes nothing for a service with another one: the same tasks, on
/// the same instances, at the same times.
#[test]
fn services_that_do_not_compete_do_not_feel_each_other() {
    for seed in seeds(4, 300) {
        let (given, mut more) = (scenario(seed), scenario(seed));
        more["services"][0]["desiredCount"] =
            (more["services"][0]["desiredCount"].as_u64().expect("a count") + 5).into();
        let tasks_of_two = |scenario: &Value| {
            let mut run = simulation(scenario);
            run.advance_to(run.duration(), Budget::UNLIMITED);
            let report = serde_json::to_value(run.report()).expect("JSON");
            let tasks = report["tasks"].as_array().expect("tasks").clone();
            tasks.into_iter().filter(|task| task["group"] == "service:two").collect::<Vec<Value>>()
        };
        assert_eq!(tasks_of_two(&given), tasks_of_two(&more), "seed {seed}");
    }
}

/// What the stage draws: machines that boot, warm up for their provider, and are past it.
#[test]
fn instances_that_a_provider_asked_for_warm_up_on_the_stage() {
    let entry = gallery::ENTRIES.iter().find(|entry| entry.id == "empty-cluster-two").unwrap();
    let mut run = Simulation::new(Document::read(entry.text).scenario.unwrap());
    let mut seen = |seconds| {
        run.advance_to(SimTime::from_seconds(seconds), Budget::UNLIMITED);
        let instances = run.snapshot(0).instances;
        instances.iter().map(|instance| instance.status_in_words()).collect::<Vec<_>>()
    };
    let all = |words: [&str; 2]| words.map(str::to_owned).to_vec();
    assert_eq!(seen(100), all(["BOOTING", "BOOTING"]));
    assert_eq!(seen(180), all(["ACTIVE, warming up", "ACTIVE, warming up"]));
    assert_eq!(seen(449), all(["ACTIVE, warming up", "ACTIVE, warming up"]));
    assert_eq!(seen(450), all(["ACTIVE", "ACTIVE"]));
}

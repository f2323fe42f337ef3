//! Places, values, and that the variations of a sweep are all there.

use super::{Setting, Shard, Sweep, SweepError, Variation};
use ecs_core::Document;
use serde_json::{Value, json};

const TEXT: &str = r#"{
  "version": 1,
  "taskDefinitions": [{"family": "web", "containerDefinitions": [{"name": "app", "image": "app:1", "cpu": 256, "memory": 128}]},
    {"family": "web", "containerDefinitions": [{"name": "app", "image": "app:2", "memory": 128}]}],
  "services": [
    {"serviceName": "web", "taskDefinition": "web", "desiredCount": 1},
    {"serviceName": "api", "taskDefinition": "web", "desiredCount": 0}
  ],
  "containerInstances": [{"name": "host", "instanceType": "t3.medium", "availabilityZone": "us-east-1a"},
    {"name": "other", "instanceType": "t3.medium", "availabilityZone": "us-east-1b"}],
  "simulation": {"seed": 7}
}"#;

fn sweep(settings: &[&str], seeds: u64) -> Result<Sweep, SweepError> {
    let root = Document::read(TEXT).root.unwrap();
    let settings = settings.iter().map(|text| Setting::parse(text)).collect::<Result<_, _>>()?;
    Sweep::new(TEXT, &root, settings, seeds)
}

fn all(sweep: &Sweep) -> Vec<(Vec<Value>, u64)> {
    let of =
        |Variation { settings, seed, .. }| (settings.into_iter().map(|(_, value)| value).collect(), seed);
    (0..sweep.runs()).map(|number| of(sweep.variation(number))).collect()
}

#[test]
fn every_combination_with_every_seed_in_order() {
    let sweep = sweep(&["services.web.desiredCount=1,2", "containerInstances.1.count=[3],4"], 2).unwrap();
    let mut expected = Vec::new();
    for desired in [json!(1), json!(2)] {
        for count in [json!([3]), json!(4)] {
            for seed in [7, 8] {
                expected.push((vec![desired.clone(), count.clone()], seed));
            }
        }
    }
    assert_eq!(all(&sweep), expected);
    let alone = |sample: &Variation| sample.settings.iter().map(|(_, value)| value.clone()).collect();
    let samples: Vec<Vec<Value>> = sweep.samples().iter().map(alone).collect();
    assert_eq!(samples, [vec![], vec![json!(1)], vec![json!(2)], vec![json!([3])], vec![json!(4)]]);
}

#[test]
fn a_variation_is_a_minimal_edit_of_the_text() {
    let sweep =
        sweep(&["services.web.desiredCount=5", "/taskDefinitions/0/containerDefinitions/app/cpu=64"], 1);
    let text = sweep.unwrap().variation(0).text;
    let expected =
        TEXT.replace(r#""desiredCount": 1"#, r#""desiredCount": 5"#).replace(r#""cpu": 256"#, r#""cpu": 64"#);
    assert_eq!(text, expected);
}

#[test]
fn a_scalable_target_goes_by_its_service_and_a_policy_by_its_name() {
    let text = r#"{"version": 1,
      "scalableTargets": [{"ResourceId": "service/default/api", "MaxCapacity": 2}, {"ResourceId": "service/default/web", "MaxCapacity": 3}],
      "scalingPolicies": [{"PolicyName": "cpu", "ResourceId": "service/default/web", "PolicyType": "StepScaling"}]}"#;
    let root = Document::read(text).root.unwrap();
    let find = |path: &str| super::place::find(&root, path).ok();
    let expected = Some("/scalableTargets/1/MaxCapacity".to_owned());
    assert_eq!(find("scalableTargets.web.MaxCapacity"), expected);
    assert_eq!(find("scalableTargets.service/default/web.MaxCapacity"), expected);
    assert_eq!(find("scalingPolicies.cpu.PolicyType").as_deref(), Some("/scalingPolicies/0/PolicyType"));
    assert_eq!(find("scalingPolicies.web.PolicyType"), None);
}

#[test]
fn a_number_for_a_text_is_a_text() {
    let setting = sweep(&["containerInstances.0.availabilityZone=1,us-east-1c"], 1).unwrap();
    assert_eq!(all(&setting), [(vec![json!("1")], 7), (vec![json!("us-east-1c")], 7)]);
}

#[test]
fn what_is_wrong_with_a_sweep_is_said() {
    let error = |settings: &[&str], seeds| sweep(settings, seeds).unwrap_err().to_string();
    let says = [
        (error(&["services"], 1), "PATH=V1,V2 is wanted"),
        (error(&["=1"], 1), "no place before"),
        (error(&["services.web.desiredCount="], 1), "set to nothing"),
        (error(&["services.web.desiredCount=1,,2"], 1), "set to nothing"),
        (error(&["services.wep.desiredCount=1"], 1), "/services has no `wep`; is `web` meant?"),
        (error(&["services..desiredCount=1"], 1), "/services has no ``"),
        (error(&["services.2.desiredCount=1"], 1), "/services has no `2`"),
        (error(&["services.web.desiredCount.more=1"], 1), "/services/0/desiredCount has no `more`"),
        (error(&["taskDefinitions.web.cpu=1"], 1), "2 entries are called `web`"),
        (error(&["services.web.desiredCount=1", "/services/0/desiredCount=2"], 1), "is set twice"),
        (error(&["simulation.seed=1,2"], 2), "--seeds counts seeds, too"),
        (error(&[], 1 << 53), "beyond 9007199254740991"),
        (error(&["services.web.desiredCount=1,2"], 600_000), "more than 1000000 combinations"),
    ];
    for (said, expected) in says {
        assert!(said.contains(expected), "{said}");
    }
}

#[test]
fn a_value_or_a_member_that_is_none_is_a_finding_at_its_place() {
    let first = |setting| {
        let found = sweep(&[setting], 1).unwrap().variation(0).scenario().unwrap_err();
        (found[0].code, found[0].pointer.clone())
    };
    assert_eq!(
        first("containerInstances.0.instanceType=t3.huge"),
        ("unknown-instance-type", "/containerInstances/0/instanceType".to_owned())
    );
    assert_eq!(first("services.web.desiredCont=1"), ("unknown-member", "/services/0/desiredCont".to_owned()));
    assert_eq!(first("servics.web=1"), ("unknown-member", "/servics".to_owned()));
    assert!(
        sweep(&["services.web.deploymentConfiguration.maximumPercent=150"], 1)
            .unwrap()
            .variation(0)
            .scenario()
            .is_ok()
    );
}

/// Goal: what another setting can mend is no fault of a value, whichever of its values comes first.
#[test]
fn a_value_alone_is_wrong_for_its_type_or_its_place() {
    let wrong = |setting: &str| {
        let samples = sweep(&[setting], 1).unwrap().samples();
        samples.iter().map(|sample| sample.wrong_alone().len()).collect::<Vec<usize>>()
    };
    assert_eq!(wrong("services.web.desiredCount=1,many"), [0, 0, 1]);
    assert_eq!(wrong("services.web.desiredCont=1"), [0, 1]);
    assert_eq!(wrong("services.web.launchType=EC2,EC3"), [0, 0, 1]);
    assert_eq!(wrong("services.web.desiredCount=1,-1"), [0, 0, 0]);
    assert_eq!(wrong("services.web.launchType=FARGATE"), [0, 0]);
}

#[test]
fn shards_concatenate_to_the_whole() {
    for runs in [0, 1, 7, 24, 1000] {
        for count in [1, 2, 3, 7, 50] {
            let shards = (0..count).map(|index| Shard::parse(&format!("{index}/{count}")).unwrap());
            let numbers: Vec<u64> = shards.flat_map(|shard| shard.of(runs)).collect();
            assert_eq!(numbers, (0..runs).collect::<Vec<_>>(), "{runs} in {count}");
        }
    }
    for text in ["", "1", "1/1", "-1/2", "a/b", "0/0"] {
        assert!(Shard::parse(text).is_err(), "{text}");
    }
}

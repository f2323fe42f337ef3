//! Services that share nothing do not feel each other, and raising the maximum of one is felt by no other before the
//! two compete for an instance. Spec: SCALE-1, SCALE-4, LOAD-15.

use crate::seeds;
use ecs_core::report::Series;
use ecs_core::{SimTime, Simulation};
use ecs_tests::draws::Draws;
use ecs_tests::runs::to_the_end;
use serde_json::{Value, json};

/// How long a run goes on, in seconds.
const SECONDS: u32 = 2400;

/// CPU units of the instances, m5.large.
const CPU_UNITS_PER_INSTANCE: u32 = 2048;

/// Where the tasks of a scenario find room.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Room {
    /// Each task has a machine of its own.
    Fargate,
    /// Instances for eight times the highest maximum of all services, as those that replace tasks which fail health
    /// checks run beside these while connections drain. No task takes more of an instance's processors than it
    /// reserves.
    ToSpare,
    /// As many instances as to spare, but tasks are packed on them: services compete for the fullest one.
    Packed,
    /// There is no room for all services at their highest maximum.
    Full,
}

/// A scenario in which every service is scaled, and one of them has a maximum that is in its way.
struct Shop {
    scenario: Value,
    /// The number of that service.
    raised: usize,
    /// The maximum that it is raised to.
    raised_to: u32,
}

impl Shop {
    /// The services whose maximum is the same in both runs.
    fn others(&self) -> impl Iterator<Item = String> {
        let count = self.scenario["services"].as_array().map_or(0, Vec::len);
        (0..count).filter(|number| *number != self.raised).map(name)
    }
}

fn name(number: usize) -> String {
    format!("service-{number}")
}

fn definition(draws: &mut Draws, number: usize, cpu_units: u32, room: Room) -> Value {
    let mut definition = json!({"family": name(number), "networkMode": "bridge", "containerDefinitions": [
        {"name": "app", "image": "app:1", "cpu": cpu_units, "memory": 256, "portMappings": [{"containerPort": 80}],
        "simulation": {"cpuMillisPerRequest": 3 + 4 * draws.small(2)}}]});
    if room == Room::Fargate {
        definition["networkMode"] = "awsvpc".into();
        definition["requiresCompatibilities"] = json!(["FARGATE"]);
    }
    if room != Room::Full || draws.once_in(2) {
        definition["cpu"] = cpu_units.to_string().into();
        definition["memory"] = (cpu_units * 2).to_string().into();
    }
    definition
}

fn service(draws: &mut Draws, number: usize, desired: u32, room: Room) -> Value {
    let mut service = json!({"serviceName": name(number), "taskDefinition": name(number), "desiredCount": desired,
        "loadBalancers": [{"targetGroupArn": name(number), "containerName": "app", "containerPort": 80}]});
    if room == Room::Fargate {
        service["launchType"] = "FARGATE".into();
        service["networkConfiguration"] =
            json!({"awsvpcConfiguration": {"subnets": ["subnet-a", "subnet-b"]}});
    } else {
        // Where tasks go by what others leave of an instance, so do those that make way: others are felt.
        let is_packed = room == Room::Packed || room == Room::Full && draws.once_in(2);
        let (kind, field) = if is_packed { ("binpack", "memory") } else { ("spread", "instanceId") };
        service["placementStrategy"] = json!([{"type": kind, "field": field}]);
    }
    service
}

fn policy(draws: &mut Draws, number: usize) -> Value {
    let (target, metric) = if draws.once_in(3) {
        let label = format!("app/{0}-lb/targetgroup/{0}", name(number));
        (
            draws.between(300, 1500),
            json!({"PredefinedMetricType": "ALBRequestCountPerTarget", "ResourceLabel": label}),
        )
    } else {
        (draws.between(25, 70), json!({"PredefinedMetricType": "ECSServiceAverageCPUUtilization"}))
    };
    json!({"PolicyName": name(number), "ResourceId": format!("service/default/{}", name(number)),
        "PolicyType": "TargetTrackingScaling", "TargetTrackingScalingPolicyConfiguration": {"TargetValue": target,
            "ScaleOutCooldown": draws.small(120), "ScaleInCooldown": draws.small(120), "PredefinedMetricSpecification": metric}})
}

/// Traffic of so many requests a second at the most, in each of the five shapes. Spec: LOAD-1.
fn traffic(draws: &mut Draws, number: usize, most: u32) -> Value {
    let rate = |draws: &mut Draws| draws.between(1, most);
    let shape = match draws.small(5) {
        0 => json!({"constant": rate(draws)}),
        1 => {
            json!({"spike": {"base": rate(draws), "peak": most, "atSeconds": draws.small(SECONDS), "forSeconds": draws.between(60, 900)}})
        }
        2 => {
            let start = draws.small(SECONDS);
            json!({"ramp": {"from": rate(draws), "to": rate(draws), "startSeconds": start, "endSeconds": start + draws.between(60, 1200)}})
        }
        3 => {
            let mean = rate(draws);
            json!({"wave": {"mean": mean, "amplitude": draws.between(1, mean), "periodSeconds": draws.between(300, 3600)}})
        }
        _ => {
            let steps: Vec<Value> = (0..8).map(|step| json!([step * 300, rate(draws)])).collect();
            json!({"steps": steps})
        }
    };
    json!({"targetGroup": name(number), "shape": shape})
}

fn shop(seed: u64, room: Room) -> Shop {
    let mut draws = Draws::new(seed);
    let count = 2 + draws.index(3);
    let raised = draws.index(count);
    let (mut definitions, mut services, mut groups) = (Vec::new(), Vec::new(), Vec::new());
    let (mut targets, mut policies, mut loads) = (Vec::new(), Vec::new(), Vec::new());
    let (mut raised_to, mut least_units, mut most_units) = (0, 0, 0);
    for number in 0..count {
        let cpu_units = 256 * draws.between(1, 2);
        let min = draws.between(1, 2);
        let mut max = min + draws.between(2, 8);
        let mut highest = max;
        if number == raised {
            (max, highest) = (min + draws.small(2), max);
            raised_to = highest;
        }
        least_units += cpu_units * min;
        most_units += cpu_units * highest;
        definitions.push(definition(&mut draws, number, cpu_units, room));
        services.push(service(&mut draws, number, min, room));
        let kind = if room == Room::Fargate { "ip" } else { "instance" };
        groups.push(json!({"Name": name(number), "Protocol": "HTTP", "Port": 80, "TargetType": kind}));
        targets.push(json!({"ResourceId": format!("service/default/{}", name(number)), "MinCapacity": min, "MaxCapacity": max}));
        policies.push(policy(&mut draws, number));
        let most = draws.between(100, 480);
        loads.push(traffic(&mut draws, number, most));
    }
    let instances = match room {
        Room::Fargate => 0,
        Room::ToSpare | Room::Packed => 8 * most_units.div_ceil(CPU_UNITS_PER_INSTANCE),
        Room::Full => draws.between(least_units, most_units - 1).div_ceil(CPU_UNITS_PER_INSTANCE),
    };
    let scenario = json!({"version": 1, "taskDefinitions": definitions, "services": services, "targetGroups": groups,
        "scalableTargets": targets, "scalingPolicies": policies,
        "containerInstances": [{"name": "host", "instanceType": "m5.large", "availabilityZone": "us-east-1a", "count": instances}],
        "simulation": {"seed": seed, "durationSeconds": SECONDS, "traffic": loads}});
    Shop { scenario, raised, raised_to }
}

/// Both runs of a shop: with the maximum as it is, and with the higher one.
fn runs(shop: &Shop) -> (Simulation, Simulation) {
    let mut higher = shop.scenario.clone();
    higher["scalableTargets"][shop.raised]["MaxCapacity"] = shop.raised_to.into();
    (to_the_end(&shop.scenario), to_the_end(&higher))
}

/// All that is decided about a service, in order of time: alarms, policies with what they have looked at, desired
/// counts and activities. What only numbers entries of all services is left out.
fn decisions(run: &Simulation, service: &str) -> Vec<(SimTime, String)> {
    let story = run.scaling_story().into_iter().filter(|step| step.of == service);
    let mut decisions: Vec<(SimTime, String)> = story
        .map(|step| {
            (step.at, format!("{:?} {} {:?} {:?}", step.stage, step.text, step.arithmetic, step.decision))
        })
        .collect();
    let desired = counts(run, service).points;
    decisions.extend(
        desired
            .chunk_by(|one, next| one.desired == next.desired)
            .map(|same| (same[0].at, format!("desired {}", same[0].desired))),
    );
    decisions.sort();
    decisions
}

/// The activities of a service without their ids, which count those of all services.
fn activities(run: &Simulation, service: &str) -> Vec<Value> {
    let id = format!("service/default/{service}");
    let mut activities = run.report().scaling_activities;
    activities.retain(|activity| activity["ResourceId"] == id);
    for activity in &mut activities {
        activity["ActivityId"] = Value::Null;
    }
    activities
}

/// The counts of a service at every moment.
fn counts(run: &Simulation, service: &str) -> Series {
    run.tally().series(Some(service), (SimTime::ZERO, run.duration()), u32::MAX)
}

/// When two lists part: the earlier moment of their first elements that differ.
fn parting(one: &[(SimTime, String)], other: &[(SimTime, String)]) -> Option<SimTime> {
    let same = one.iter().zip(other).take_while(|(one, other)| one == other).count();
    one.get(same).into_iter().chain(other.get(same)).map(|(at, _)| *at).min()
}

/// When the service has tasks in the run of the higher maximum that it has not in the other one.
fn first_task_more(service: &str, lower: &Simulation, higher: &Simulation) -> Option<SimTime> {
    let (lower, higher) = (counts(lower, service), counts(higher, service));
    let more = higher.points.iter().find(|point| {
        let other = lower.at(point.at);
        point.running + point.pending > other.running + other.pending
    });
    more.map(|point| point.at)
}

/// Nobody else feels it, and the service itself does, which has more tasks then.
fn nobody_else_feels_it(room: Room, many: u64) {
    let mut felt = 0;
    for seed in seeds(8, many) {
        let shop = shop(seed, room);
        let (lower, higher) = runs(&shop);
        for service in shop.others() {
            assert_eq!(decisions(&lower, &service), decisions(&higher, &service), "seed {seed}, {service}");
            assert_eq!(activities(&lower, &service), activities(&higher, &service), "seed {seed}, {service}");
        }
        felt += usize::from(first_task_more(&name(shop.raised), &lower, &higher).is_some());
    }
    assert!(felt > 3, "only {felt} services have made use of their higher maximum");
}

/// What is measured of a service and of its target group, by the metrics' labels.
fn measured(run: &Simulation, service: &str) -> Vec<(String, String)> {
    let metrics =
        run.report().metrics.into_iter().map(|metric| (metric.label, format!("{:?}", metric.values)));
    let own = [format!("ServiceName={service}"), format!("TargetGroup=targetgroup/{service}")];
    metrics.filter(|(label, _)| own.iter().any(|own| label.split(' ').any(|part| part == own))).collect()
}

/// Nothing at all is measured otherwise of a service that shares nothing with others. Spec: LOAD-15.
fn beside_others_as_alone(room: Room) {
    for seed in seeds(8, 400) {
        let Shop { scenario, raised, .. } = shop(seed, room);
        let (kept, mut alone) = (name(raised), scenario.clone());
        let own = |entry: &Value| {
            ["serviceName", "PolicyName", "ResourceId", "targetGroup"]
                .into_iter()
                .filter_map(|member| entry[member].as_str())
                .any(|named| named.rsplit('/').next() == Some(&kept))
        };
        for list in ["/services", "/scalableTargets", "/scalingPolicies", "/simulation/traffic"] {
            let entries = alone.pointer_mut(list).and_then(Value::as_array_mut).expect("a list of the shop");
            entries.retain(own);
            assert_eq!(entries.len(), 1, "{list}");
        }
        let (beside, alone) = (to_the_end(&scenario), to_the_end(&alone));
        let measured = [measured(&beside, &kept), measured(&alone, &kept)];
        assert!(measured[0].len() > 4, "seed {seed}: {:?}", measured[0]);
        assert_eq!(measured[0], measured[1], "seed {seed}, {kept}");
        assert_eq!(activities(&beside, &kept), activities(&alone, &kept), "seed {seed}, {kept}");
    }
}

#[test]
fn on_fargate_a_service_is_measured_beside_others_as_alone() {
    beside_others_as_alone(Room::Fargate);
}

#[test]
fn with_room_to_spare_a_service_is_measured_beside_others_as_alone() {
    beside_others_as_alone(Room::ToSpare);
}

#[test]
fn on_fargate_no_other_service_feels_a_higher_maximum() {
    nobody_else_feels_it(Room::Fargate, 400);
}

#[test]
fn with_room_to_spare_no_other_service_feels_a_higher_maximum() {
    nobody_else_feels_it(Room::ToSpare, 400);
}

/// Others feel it when there is a task more, and not before. How many services with a higher maximum have made use of
/// it, and how many others have felt one.
fn felt_with_the_first_task_more(room: Room) -> (usize, usize) {
    let (mut used, mut felt) = (0, 0);
    for seed in seeds(8, 400) {
        let shop = shop(seed, room);
        let (lower, higher) = runs(&shop);
        let first = first_task_more(&name(shop.raised), &lower, &higher);
        used += usize::from(first.is_some());
        for service in shop.others() {
            let Some(at) = parting(&decisions(&lower, &service), &decisions(&higher, &service)) else {
                continue;
            };
            assert!(
                first.is_some_and(|first| first <= at),
                "seed {seed}: {service} is scaled otherwise from {at:?} on, and the first task more is there at {first:?}"
            );
            felt += 1;
        }
    }
    (used, felt)
}

#[test]
fn on_packed_instances_a_higher_maximum_is_felt_with_the_first_task_more() {
    let (used, _) = felt_with_the_first_task_more(Room::Packed);
    assert!(used > 3, "only {used} services have made use of their higher maximum");
}

#[test]
fn on_a_full_cluster_a_higher_maximum_is_felt_with_the_first_task_more() {
    let (_, felt) = felt_with_the_first_task_more(Room::Full);
    assert!(felt > 1, "only {felt} services have felt the higher maximum of another one");
}

//! The story holds together, however it is read.

use super::{ScalingStep, Story, StoryFilter};
use crate::report::PageFrom;
use crate::{Budget, Document, Progress, SimTime, Simulation};

/// A service that waits for instances of a group without any, grows by its policy, and shrinks again.
const TEXT: &str = r#"{"version": 1,
  "taskDefinitions": [{"family": "web", "containerDefinitions": [{"name": "app", "image": "app:1", "cpu": 512, "memory": 512}]}],
  "services": [{"serviceName": "web", "taskDefinition": "web", "desiredCount": 3, "capacityProviderStrategy": [{"capacityProvider": "pool", "weight": 1}]}],
  "scalableTargets": [{"ResourceId": "service/default/web", "MinCapacity": 1, "MaxCapacity": 12}],
  "scalingPolicies": [{"PolicyName": "load", "ResourceId": "service/default/web", "PolicyType": "TargetTrackingScaling", "TargetTrackingScalingPolicyConfiguration": {"TargetValue": 50,
    "CustomizedMetricSpecification": {"Namespace": "Shop", "MetricName": "Load", "Statistic": "Average"}}}],
  "autoScalingGroups": [{"AutoScalingGroupName": "asg", "MinSize": 0, "MaxSize": 6, "DesiredCapacity": 0, "AvailabilityZones": ["us-east-1a"], "simulation": {"instanceType": "t3.medium", "launchSeconds": 90}}],
  "capacityProviders": [{"name": "pool", "autoScalingGroupProvider": {"autoScalingGroupArn": "asg", "managedScaling": {"status": "ENABLED"}}}],
  "simulation": {"durationSeconds": 7200, "metrics": [{"Namespace": "Shop", "MetricName": "Load", "shape": {"steps": [[0, 50], [900, 150], [1800, 50], [2700, 10]]}}]}}"#;

fn run() -> Simulation {
    let mut run = Simulation::recorded(Document::read(TEXT).scenario.unwrap(), 10);
    run.advance_to(run.duration(), Budget::UNLIMITED);
    run
}

fn read(run: &Simulation) -> Story {
    let mut story = run.journal().story();
    while story.advance(Budget { events: 7 }) == Progress::OutOfBudget {}
    story
}

fn pages(story: &Story, filter: &StoryFilter, limit: usize) -> Vec<ScalingStep> {
    let total = story.page(filter, PageFrom::Offset(0), limit).total;
    let offsets = (0..total).step_by(limit);
    offsets.flat_map(|offset| story.page(filter, PageFrom::Offset(offset), limit).steps).collect()
}

#[test]
fn pages_have_every_step_once_oldest_first_also_once_the_run_has_gone_back() {
    let mut run = run();
    let story = read(&run);
    let steps = run.scaling_story();
    run.seek(SimTime::from_seconds(1));
    assert!(steps.len() > 20, "{}", steps.len());
    assert_eq!(pages(&story, &StoryFilter::default(), 5), steps);
    assert!(steps.is_sorted_by_key(|step| (step.at, step.number)));
    let names = story.page(&StoryFilter::default(), PageFrom::Offset(0), 1).names;
    assert_eq!(names, ["asg", "pool", "web"]);
    let of_names = names.into_iter().map(|of| {
        let filter = StoryFilter { of: Some(of), decisions_only: false };
        pages(&story, &filter, 5).len()
    });
    assert_eq!(of_names.sum::<usize>(), steps.len());
    let decisions = pages(&story, &StoryFilter { of: None, decisions_only: true }, 5);
    let decided = steps.into_iter().filter(|step| step.stage.is_decision());
    assert_eq!(decisions, decided.collect::<Vec<_>>());
    assert!(decisions.iter().all(|step| step.arithmetic.is_some()));
}

#[test]
fn what_led_to_a_step_is_a_step_before_it() {
    let steps = run().scaling_story();
    for (place, step) in steps.iter().enumerate() {
        let Some(because) = step.because else { continue };
        let before = steps[..place].iter().find(|before| before.number == because.number);
        let before = before.unwrap_or_else(|| panic!("nothing before {step:?}"));
        assert_eq!((before.at, before.stage), (because.at, because.stage), "{step:?}");
    }
    let explained = steps.iter().filter(|step| step.because.is_some()).count();
    assert!(explained * 3 > steps.len() * 2, "{explained} of {} are explained", steps.len());
}

#[test]
fn a_moment_is_found_on_its_page() {
    let (run, filter) = (run(), StoryFilter::default());
    let story = read(&run);
    let total = run.scaling_story().len();
    for at in (0..=7200).step_by(60).map(SimTime::from_seconds) {
        let page = story.page(&filter, PageFrom::Moment(at), 6);
        assert!(page.shows(at), "{at:?}");
        let others = (0..total).step_by(6).filter(|offset| *offset != page.offset);
        let mut others = others.map(|offset| story.page(&filter, PageFrom::Offset(offset), 6));
        assert!(!others.any(|other| other.shows(at)), "{at:?}");
    }
}

#[test]
fn what_is_not_scaled_says_where_it_stands() {
    let mut run = Simulation::new(Document::read(TEXT).scenario.unwrap());
    run.advance_to(SimTime::from_seconds(840), Budget::UNLIMITED);
    let told = run.scaling_now().into_iter().map(|now| {
        let arithmetic = now.arithmetic.map_or_else(String::new, |arithmetic| format!("\n    {arithmetic}"));
        format!("{}{}: {}{arithmetic}\n", now.of, if now.is_off { " (ALARM)" } else { "" }, now.text)
    });
    expect_test::expect![[r"
        web: Policy load of web: Load was 50 in the last whole minute; more tasks once it is above 50, 3 times in a row; fewer once it is below 45, 15 times in a row
        pool: Capacity provider pool: CapacityProviderReservation was 100 in the last whole minute; more instances once it is above 100; fewer once it is below 100, 15 times in a row
            Now: M = 2 instances with tasks; 100 × 2 / 2 = 100
    "]]
    .assert_eq(&told.collect::<String>());
}

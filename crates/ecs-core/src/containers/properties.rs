//! What holds for the containers of any task, and two rules written a second time, slowly.

use super::health::{Checked, Health, HealthStatus};
use super::{Containers, Happening, Plan, Stage, What};
use crate::SimTime;
use crate::aws::{Condition, HealthCheck, LaunchType, TaskDefinition};
use crate::finding::Findings;
use crate::json;
use crate::rng::{Purpose, below, draw};
use serde_json::{Value, json};

/// Draws in a row from one seed.
struct Draws {
    seed: u64,
    counter: u64,
}

impl Draws {
    fn new(seed: u64) -> Draws {
        Draws { seed, counter: 0 }
    }

    fn below(&mut self, bound: u32) -> u32 {
        self.counter += 1;
        below(draw(self.seed, Purpose::TieBreak, "containers", self.counter), bound)
    }

    fn one_in(&mut self, bound: u32) -> bool {
        self.below(bound) == 0
    }

    fn one_of<T: Copy>(&mut self, values: &[T]) -> T {
        values[self.below(u32::try_from(values.len()).unwrap()) as usize]
    }
}

/// Tasks with everything: dependencies on earlier containers, exits, leaks, health checks, restarts.
fn definition(draws: &mut Draws) -> TaskDefinition {
    let count = 1 + draws.below(5);
    let containers: Vec<Value> = (0..count).map(|number| container(draws, number)).collect();
    let mut definition = json!({"family": "any", "containerDefinitions": containers});
    if draws.one_in(3) {
        definition["memory"] = json!((100 + draws.below(400)).to_string());
    }
    TaskDefinition::read(&json::parse(&definition.to_string(), &mut Findings::new()).unwrap(), 1)
}

fn container(draws: &mut Draws, number: u32) -> Value {
    let essential = number == 0 || draws.one_in(2);
    let mut simulation =
        json!({"startSeconds": draws.below(40), "stopSeconds": draws.one_of(&[0, 0, 3, 40])});
    if draws.one_in(2) {
        simulation["exit"] = json!({"afterSeconds": draws.below(400), "code": draws.one_of(&[0, 1, 3])});
    }
    if draws.one_in(4) {
        simulation["memoryMiB"] = json!(draws.below(200));
        simulation["memoryMiBPerHour"] = json!(draws.below(3000));
    }
    if draws.one_in(3) {
        simulation["unhealthyAfterSeconds"] = json!(draws.below(300));
    }
    let mut container = json!({"name": format!("c{number}"), "image": "app:1", "essential": essential, "simulation": simulation});
    if draws.one_in(2) {
        container["memory"] = json!(64 + draws.below(200));
    }
    if draws.one_in(2) {
        container["healthCheck"] = json!({"command": ["CMD", "true"], "interval": 5 + draws.below(30), "retries": 1 + draws.below(3),
            "startPeriod": draws.one_of(&[0, 60])});
    }
    if draws.one_in(3) {
        container["restartPolicy"] =
            json!({"enabled": true, "restartAttemptPeriod": 60, "ignoredExitCodes": [3]});
    }
    if draws.one_in(3) {
        container["startTimeout"] = json!(2 + draws.below(100));
        container["stopTimeout"] = json!(2 + draws.below(30));
    }
    let earlier = (0..number).filter(|_| draws.one_in(3)).collect::<Vec<_>>();
    let depends_on: Vec<Value> = earlier
        .into_iter()
        .map(|on| json!({"containerName": format!("c{on}"), "condition": draws.one_of(&["START", "COMPLETE", "SUCCESS", "HEALTHY"])}))
        .collect();
    container["dependsOn"] = json!(depends_on);
    container
}

/// Runs for an hour, asked to stop at `stop_at`, going on in steps of up to `step_ms`.
fn run(plan: &Plan, stop_at: SimTime, mut step_ms: impl FnMut() -> u64) -> (Containers, Vec<Happening>) {
    let mut containers = Containers::new(plan);
    let mut happenings = Vec::new();
    containers.start(plan, SimTime::from_ms(7), &mut happenings);
    let mut go_to = |containers: &mut Containers, from: u64, to: SimTime, happenings: &mut Vec<Happening>| {
        let mut now = from;
        while now < to.as_ms() {
            now = now.saturating_add(step_ms()).min(to.as_ms());
            containers.advance(plan, SimTime::from_ms(now), happenings);
        }
    };
    go_to(&mut containers, 7, stop_at, &mut happenings);
    containers.stop(plan, stop_at, &mut happenings);
    go_to(&mut containers, stop_at.as_ms(), stop_at.plus_ms(3_600_000), &mut happenings);
    (containers, happenings)
}

/// What a container has shown so far.
#[derive(Clone, Copy, Default)]
struct Shown {
    /// When it last started.
    started_at: Option<SimTime>,
    stopped: bool,
    exit_code: Option<i32>,
    has_been_healthy: bool,
}

fn holds(condition: Condition, shown: Shown) -> bool {
    let started = shown.started_at.is_some();
    match condition {
        Condition::Create | Condition::Start => started,
        Condition::Complete => shown.stopped && started,
        Condition::Success => shown.stopped && shown.exit_code == Some(0),
        // It was when the start was decided; it may have gone since.
        Condition::Healthy => shown.has_been_healthy,
    }
}

/// A run that is held against its plan, happening by happening.
struct Followed<'a> {
    seed: u64,
    plan: &'a Plan,
    stop_at: SimTime,
    shown: Vec<Shown>,
    runs: bool,
    ends: bool,
}

impl Followed<'_> {
    /// Whether the task is to stop, by itself or because it was asked.
    fn stops(&self, at: SimTime) -> bool {
        self.ends || at >= self.stop_at
    }

    fn started(&mut self, at: SimTime, container: usize) {
        if self.shown[container].started_at.is_none() {
            for dependency in &self.plan.containers[container].depends_on {
                let other = self.shown[dependency.container];
                assert!(
                    holds(dependency.condition, other),
                    "seed {}: {container} before {dependency:?}",
                    self.seed
                );
            }
        }
        assert!(!self.shown[container].stopped && !self.ends, "seed {}: {container}", self.seed);
        self.shown[container].started_at = Some(at);
    }

    fn restarts(&self, at: SimTime, container: usize, exit_code: i32) {
        let policy = self.plan.containers[container].restart_policy.as_ref().expect("a restart policy");
        let ran_ms = self.shown[container].started_at.map(|started_at| at.as_ms() - started_at.as_ms());
        assert!(ran_ms.is_some_and(|ms| ms >= policy.attempt_period_ms), "seed {}: {container}", self.seed);
        assert!(!policy.ignored_exit_codes.contains(&exit_code), "seed {}: {container}", self.seed);
        assert!(!self.ends, "seed {}: {container}", self.seed);
    }

    fn follow(&mut self, happening: &Happening, next: Option<&Happening>) {
        let seed = self.seed;
        match happening.what {
            What::Started { container } => self.started(happening.at, container),
            What::Restarts { container, exit_code, .. } => self.restarts(happening.at, container, exit_code),
            What::Health { container, status } => {
                self.shown[container].has_been_healthy |= status == HealthStatus::Healthy;
            }
            What::AskedToStop { container } => {
                assert!(self.stops(happening.at), "seed {seed}: {happening:?}");
                let mut dependents = self.plan.containers[container].dependents.iter();
                assert!(dependents.all(|other| self.shown[*other].stopped), "seed {seed}: {happening:?}");
            }
            What::Stopped { container, exit_code, reason } => {
                let was = self.shown[container];
                assert!(!was.stopped, "seed {seed}: {happening:?} twice");
                let has_cause = exit_code.is_some() || reason.is_some();
                assert!(has_cause || was.started_at.is_none(), "seed {seed}: {happening:?} for no cause");
                self.shown[container] = Shown { stopped: true, exit_code, ..was };
                if self.plan.containers[container].essential && !self.stops(happening.at) {
                    let next = next.map(|next| &next.what);
                    assert!(
                        matches!(next, Some(What::TaskEnds(_))),
                        "seed {seed}: {happening:?}, then {next:?}"
                    );
                }
            }
            What::TaskRuns => {
                assert!(!self.runs && !self.ends, "seed {seed}: {happening:?}");
                self.runs = true;
                let begun = |shown: &Shown| shown.started_at.is_some() || shown.stopped;
                assert!(self.shown.iter().all(begun), "seed {seed}: {happening:?}");
            }
            What::TaskEnds(_) => {
                assert!(!std::mem::replace(&mut self.ends, true), "seed {seed}: {happening:?} twice");
            }
            What::TaskHealth(_) => assert!(!self.ends, "seed {seed}: {happening:?}"),
            What::Ready { .. } | What::Killed { .. } | What::TaskStopped => {}
        }
    }
}

fn follow(seed: u64, plan: &Plan, stop_at: SimTime, happenings: &[Happening]) {
    let shown = vec![Shown::default(); plan.containers.len()];
    let mut followed = Followed { seed, plan, stop_at, shown, runs: false, ends: false };
    assert!(happenings.is_sorted_by_key(|happening| happening.at), "seed {seed}");
    for (number, happening) in happenings.iter().enumerate() {
        followed.follow(happening, happenings.get(number + 1));
    }
    assert!(followed.shown.iter().all(|shown| shown.stopped), "seed {seed}: {happenings:#?}");
    assert_eq!(happenings.last().map(|last| &last.what), Some(&What::TaskStopped), "seed {seed}");
}

#[test]
fn what_holds_for_any_task_and_any_slices() {
    for seed in 0..1000 {
        let mut draws = Draws::new(seed);
        let definition = definition(&mut draws);
        let launch_type = draws.one_of(&[LaunchType::Ec2, LaunchType::Fargate]);
        let plan = Plan::new(&definition, launch_type);
        let stop_at = SimTime::from_ms(u64::from(draws.below(1_000_000)) + 8);
        let (containers, whole) = run(&plan, stop_at, || u64::MAX);
        follow(seed, &plan, stop_at, &whole);
        assert!(containers.stage() == Stage::Over && containers.next_at(&plan).is_none(), "seed {seed}");
        let (sliced_containers, sliced) = run(&plan, stop_at, || u64::from(draws.below(60_000)) + 1);
        assert_eq!(whole, sliced, "seed {seed}");
        assert_eq!(containers, sliced_containers, "seed {seed}");
    }
}

#[test]
fn nothing_happens_before_it_is_due() {
    for seed in 0..500 {
        let plan = Plan::new(&definition(&mut Draws::new(seed)), LaunchType::Ec2);
        let mut containers = Containers::new(&plan);
        let mut happenings = Vec::new();
        containers.start(&plan, SimTime::ZERO, &mut happenings);
        for _ in 0..200 {
            let Some(at) = containers.next_at(&plan) else { break };
            let before = (containers.clone(), happenings.len());
            if let Some(earlier) = at.as_ms().checked_sub(1) {
                containers.advance(&plan, SimTime::from_ms(earlier), &mut happenings);
            }
            assert_eq!(before, (containers.clone(), happenings.len()), "seed {seed}");
            containers.advance(&plan, at, &mut happenings);
            assert!(
                containers.next_at(&plan).is_none_or(|next| next > at),
                "seed {seed}: work that does not end"
            );
        }
    }
}

/// What is said of a behaviour that does not matter here changes nothing, whenever it is said.
#[test]
fn a_change_that_does_not_matter_changes_nothing() {
    for seed in 0..2000 {
        let mut draws = Draws::new(seed);
        let mut before = Plan::new(&definition(&mut draws), LaunchType::Ec2);
        for container in &mut before.containers {
            container.behaviour.exit = None;
            container.behaviour.unhealthy_after_ms = None;
            container.behaviour.memory_kib_per_hour = 0;
        }
        let mut after = before.clone();
        for container in &mut after.containers {
            container.behaviour.request_us += 1;
        }
        let change_at = SimTime::from_ms(u64::from(draws.below(600_000)));
        let until = SimTime::from_seconds(1800);
        let go = |changes: bool| {
            let mut containers = Containers::new(&before);
            let mut happenings = Vec::new();
            containers.start(&before, SimTime::ZERO, &mut happenings);
            if changes {
                containers.change_behaviour(&before, &after, change_at, &mut happenings);
            }
            containers.advance(if changes { &after } else { &before }, until, &mut happenings);
            happenings
        };
        assert_eq!(go(true), go(false), "seed {seed}: changed at {change_at:?}");
    }
}

/// Every check of a container, one after the other.
fn slow_changes(checked: &Checked<'_>, until: SimTime) -> Vec<(SimTime, HealthStatus)> {
    let Checked { check, started_at, ready_at, unwell_at } = *checked;
    let since = |at: SimTime| at.as_ms() - started_at.as_ms();
    let (mut status, mut failures) = (HealthStatus::Unknown, 0);
    let mut changes = Vec::new();
    let mut at = started_at.plus_ms(check.interval_ms);
    while at <= until {
        let ready = at >= ready_at;
        let unwell = unwell_at.is_some_and(|unwell_at| at >= unwell_at);
        let done = if unwell { at.plus_ms(check.timeout_ms) } else { at };
        let before = status;
        if ready && !unwell {
            (status, failures) = (HealthStatus::Healthy, 0);
        } else if status != HealthStatus::Unknown || since(at) >= check.start_period_ms {
            failures += 1;
            if failures >= check.retries {
                status = HealthStatus::Unhealthy;
            }
        }
        if status != before {
            changes.push((done, status));
        }
        at = done.plus_ms(check.interval_ms);
    }
    changes
}

#[test]
fn changes_of_health_are_those_of_every_check_made() {
    for seed in 0..5000 {
        let mut draws = Draws::new(seed);
        let mut seconds = |bound: u32| u64::from(draws.below(bound)) * 1000;
        let check = HealthCheck {
            interval_ms: 5000 + seconds(10),
            timeout_ms: 2000 + seconds(5),
            retries: 1 + u32::try_from(seconds(4) / 1000).unwrap(),
            start_period_ms: seconds(100),
        };
        let started_at = SimTime::from_ms(123);
        let ready_at = started_at.plus_ms(seconds(120));
        let unwell_at = Some(ready_at.plus_ms(seconds(300))).filter(|at| at.as_ms() < 250_000);
        let checked = Checked { check: &check, started_at, ready_at, unwell_at };
        let until = SimTime::from_seconds(2000);
        let mut health = Health::at_start(Some(&check), checked.started_at);
        let mut changes = Vec::new();
        while let Some((at, next)) = health.next_change(&checked).filter(|(at, _)| *at <= until) {
            changes.push((at, next.status));
            health = next;
        }
        assert_eq!(
            changes,
            slow_changes(&checked, until),
            "seed {seed}: {check:?} {ready_at:?} {unwell_at:?}"
        );
    }
}

/// The memory of a container that is ready, at every millisecond.
#[test]
fn a_kill_is_at_the_first_millisecond_beyond_the_limit() {
    for seed in 0..200 {
        let mut draws = Draws::new(seed);
        let limits = [60 + draws.below(60), 60 + draws.below(60), 120 + draws.below(100)];
        let resident = [draws.below(80), draws.below(80)];
        // Thousands of MiB an hour: a MiB a second is 3,600.
        let leak = [draws.below(40_000), draws.below(40_000)];
        let container = |number: usize| {
            json!({"name": format!("c{number}"), "memory": limits[number], "essential": number == 0, "simulation":
                {"startSeconds": 0, "memoryMiB": resident[number], "memoryMiBPerHour": leak[number]}})
        };
        let text =
            json!({"memory": limits[2].to_string(), "containerDefinitions": [container(0), container(1)]});
        let definition =
            TaskDefinition::read(&json::parse(&text.to_string(), &mut Findings::new()).unwrap(), 1);
        let plan = Plan::new(&definition, LaunchType::Ec2);
        let mut containers = Containers::new(&plan);
        let mut happenings = Vec::new();
        containers.start(&plan, SimTime::ZERO, &mut happenings);
        let until = SimTime::from_seconds(20);
        containers.advance(&plan, until, &mut happenings);
        let first = happenings.iter().find(|happening| matches!(happening.what, What::Stopped { .. }));
        let slow = (plan.start_ms..=until.as_ms()).find_map(|ms| {
            // In KiB times the milliseconds of an hour.
            let used = |number: usize| {
                u64::from(resident[number]) * 1024 * 3_600_000
                    + u64::from(leak[number]) * 1024 * (ms - plan.start_ms)
            };
            let limit = |number: usize| u64::from(limits[number]) * 1024 * 3_600_000;
            let own = (0..2).find(|number| used(*number) > limit(*number));
            let together = || (used(0) + used(1) > limit(2)).then_some(usize::from(used(1) > used(0)));
            let killed = match (own, together()) {
                (Some(own), Some(together)) => Some(own.min(together)),
                (own, together) => own.or(together),
            };
            Some((SimTime::from_ms(ms), killed?))
        });
        let fast = first.map(|happening| match happening.what {
            What::Stopped { container, .. } => (happening.at, container),
            _ => panic!("a container that stopped"),
        });
        assert_eq!(fast, slow, "seed {seed}: {text}");
    }
}

/// A crash loop of a week is as much work as it has restarts.
#[test]
fn a_week_of_restarts_is_bounded() {
    let text = r#"{"containerDefinitions": [{"name": "app", "restartPolicy": {"enabled": true, "restartAttemptPeriod": 60},
        "simulation": {"exit": {"afterSeconds": 60, "code": 1}}}]}"#;
    let definition = TaskDefinition::read(&json::parse(text, &mut Findings::new()).unwrap(), 1);
    let plan = Plan::new(&definition, LaunchType::Ec2);
    let mut containers = Containers::new(&plan);
    let mut happenings = Vec::new();
    containers.start(&plan, SimTime::ZERO, &mut happenings);
    containers.advance(&plan, SimTime::from_seconds(crate::limits::DURATION_SECONDS), &mut happenings);
    // A restart every 60.150 s, and three happenings each.
    assert_eq!(containers.containers()[0].restart_count, 10_054);
    assert!(happenings.len() <= 3 * 10_054 + 4);
}

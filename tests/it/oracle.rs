//! The engine decides what the oracle decides, for the oracle's reasons.

use crate::seeds;
use ecs_core::ids::{InstanceRow, Row};
use ecs_core::placement::{Receipt, Shortlist, Silent, decide, decide_zone, fit, fits};
use ecs_tests::draws::Draws;
use ecs_tests::oracle::boundary::{Asked, Engine, Facts, decision, group_row, read, row, said, zone_row};
use ecs_tests::oracle::decide::{self as oracle, Decision, Reason};
use ecs_tests::oracle::generate::{ZONES, cluster, expression};
use ecs_tests::oracle::model::{Cluster, Place, Strategy, Task, Transport};
use ecs_tests::oracle::print::print;
use std::collections::BTreeMap;

/// Steps of most seeds, and of the few that go on for long.
const STEPS: [u32; 2] = [40, 800];

/// The same cluster twice: in the oracle's tasks and in the engine's books.
struct Twins {
    seed: u64,
    draws: Draws,
    cluster: Cluster,
    engine: Engine,
    seen: Seen,
}

/// What the seeds have met: a test that meets nothing proves nothing.
#[derive(Debug, Default)]
struct Seen {
    placements: u32,
    placed: u32,
    drawn_among_several: u32,
    longest_chain: usize,
    first_failures: BTreeMap<Reason, u32>,
    copies: usize,
    /// Times that a shortlist had missed more than the ledger remembers.
    missed: u32,
}

#[test]
fn every_decision_is_the_oracles() {
    let mut seen = Seen::default();
    for seed in seeds(80, 4000) {
        let mut draws = Draws::new(seed);
        let cluster = cluster(&mut draws);
        let engine = Engine::of(&cluster);
        let steps = STEPS[usize::from(draws.once_in(40))];
        let mut twins = Twins { seed, draws, cluster, engine, seen };
        for _ in 0..steps {
            twins.step();
        }
        twins.compare_fit();
        seen = twins.seen;
    }
    // What is met in so many placements, and how often at the least.
    let least = if std::env::var_os("ECS_SOAK").is_some() { 100_000 } else { 2000 };
    assert!(seen.placements >= least, "only {} placements", seen.placements);
    assert!(seen.placed > least / 4 && seen.placements - seen.placed > least / 10, "{seen:?}");
    assert!(seen.drawn_among_several > least / 10 && seen.longest_chain == 5, "{seen:?}");
    assert!(seen.copies > 100 && seen.missed > 0, "{seen:?}");
    for reason in [
        Reason::Status,
        Reason::Cpu,
        Reason::Memory,
        Reason::Ports,
        Reason::Gpu,
        Reason::Eni,
        Reason::Location,
        Reason::Attribute,
        Reason::Constraint(0),
        Reason::Constraint(1),
    ] {
        assert!(seen.first_failures.get(&reason).is_some_and(|times| *times > 10), "{seen:?}");
    }
}

impl Twins {
    fn step(&mut self) {
        // The last jobs are rarely asked for, so that much has happened in between.
        let jobs = self.cluster.jobs.len();
        let job = if self.draws.once_in(50) { jobs - 1 } else { self.draws.index(jobs.div_ceil(2)) };
        match self.draws.small(32) {
            0 => self.start_task(job),
            1 => self.place_on_fargate(job),
            2..=6 => self.ask_to_stop(),
            7..=11 => self.take_off(),
            12 | 13 => self.draw_port(),
            _ => self.place(job),
        }
    }

    /// Decides for a task in every way there is, and starts it where they agree.
    fn place(&mut self, number: usize) {
        let job = &self.cluster.jobs[number];
        let draw = self.draws.bits();
        let expected = oracle::decide(&self.cluster, job, draw);
        let (ledger, asked) = self.engine.ask(&self.cluster, number, &mut self.draws);
        let Asked { requirement, strategies, shortlist, read_to } = asked;
        self.seen.missed += u32::from(ledger.changes_since(*read_to).is_none());
        *read_to = ledger.changes_end();

        let mut receipt = Receipt::default();
        let recorded = decide(ledger, requirement, strategies, draw, &mut receipt);
        let seed = self.seed;
        let told = decision(&receipt, job);
        assert_eq!(told, expected, "seed {seed}: job {job:?}");
        let chosen = expected.chosen.map(row);
        assert_eq!(recorded, chosen, "seed {seed}");
        assert_eq!(decide(ledger, requirement, strategies, draw, &mut Silent), chosen, "seed {seed}: silent");
        let kept = shortlist.decide(ledger, requirement, draw);
        assert_eq!(kept, chosen, "seed {seed}: the shortlist that was kept, job {job:?}");
        let fresh = Shortlist::new(ledger, requirement, strategies).decide(ledger, requirement, draw);
        assert_eq!(fresh, chosen, "seed {seed}: a new shortlist");

        for (host, said) in expected.said.iter().enumerate() {
            let passed = said.iter().all(|check| check.passed);
            assert_eq!(fits(ledger, requirement, row(host)), passed, "seed {seed}: instance {host}");
        }
        if chosen.is_none() {
            let closest =
                receipt.closest().map(|closest| (closest.row.number(), said(&closest.verdict).reason));
            assert_eq!(closest, oracle::closest(&expected), "seed {seed}: closest of {job:?}");
        }
        self.seen.note(&expected, &job.strategies);
        if let Some(host) = expected.chosen {
            self.start(number, host);
        }
    }

    fn start(&mut self, job: usize, host: usize) {
        self.cluster.start(job, host);
        self.engine.start(job, host);
    }

    /// A task that no strategy and no constraint is asked for. Spec: PLACE-17.
    fn start_task(&mut self, number: usize) {
        let host = self.draws.index(self.cluster.hosts.len());
        let mut job = self.cluster.jobs[number].clone();
        job.constraints.clear();
        if oracle::decide(&self.cluster, &job, 0).said[host].iter().all(|check| check.passed) {
            self.engine.ask(&self.cluster, number, &mut self.draws);
            self.start(number, host);
        }
    }

    fn place_on_fargate(&mut self, number: usize) {
        let group = &self.cluster.jobs[number].group;
        let count = 1 + self.draws.index(ZONES.len());
        let (zones, draw) = (&ZONES[..count], self.draws.bits());
        let expected = oracle::decide_zone(&self.cluster, group, zones, draw).expect("one zone at least");
        let rows: Vec<_> = zones.iter().map(|zone| zone_row(zone)).collect();
        let decided = decide_zone(&self.engine.ledger, &rows, group_row(group), draw);
        assert_eq!(decided, Some(zone_row(expected)), "seed {}: on Fargate", self.seed);
        let place = Place::Fargate(expected);
        self.cluster.tasks.push(Task { job: number, place, is_to_run: true, drawn_ports: Vec::new() });
        self.engine.ledger.take_zone(zone_row(expected), group_row(group));
    }

    fn ask_to_stop(&mut self) {
        let running: Vec<usize> = self.tasks(|task| task.is_to_run);
        if running.is_empty() {
            return;
        }
        let task = &mut self.cluster.tasks[running[self.draws.index(running.len())]];
        task.is_to_run = false;
        if let Some(host) = task.host() {
            self.engine.asked_to_stop(host);
        }
    }

    fn take_off(&mut self) {
        let stopping: Vec<usize> = self.tasks(|task| !task.is_to_run);
        if stopping.is_empty() {
            return;
        }
        let task = self.cluster.tasks.remove(stopping[self.draws.index(stopping.len())]);
        match task.place {
            Place::Host(host) => self.engine.give_back(task.job, host, &task.drawn_ports),
            Place::Fargate(zone) => {
                let group = group_row(&self.cluster.jobs[task.job].group);
                self.engine.ledger.give_back_zone(zone_row(zone), group);
            }
        }
    }

    /// Spec: NET-4.
    fn draw_port(&mut self) {
        let running: Vec<usize> = self.tasks(|task| task.host().is_some());
        if running.is_empty() {
            return;
        }
        let number = running[self.draws.index(running.len())];
        let host = self.cluster.tasks[number].host().expect("a task on an instance");
        let transport = if self.draws.once_in(3) { Transport::Udp } else { Transport::Tcp };
        let port = self.engine.draw_port(host, transport);
        let seed = self.seed;
        assert!((32_768..=60_999).contains(&port.1), "seed {seed}: {port:?} is drawn");
        assert!(!self.cluster.reserved_ports(host).contains(&port), "seed {seed}: {port:?} is static");
        assert!(!self.cluster.drawn_ports(host).contains(&port), "seed {seed}: {port:?} is drawn twice");
        self.cluster.tasks[number].drawn_ports.push(port);
    }

    fn tasks(&self, wanted: impl Fn(&Task) -> bool) -> Vec<usize> {
        (0..self.cluster.tasks.len()).filter(|number| wanted(&self.cluster.tasks[*number])).collect()
    }

    /// How many more copies there is room for. Spec: PLACE-21.
    fn compare_fit(&mut self) {
        let draw = self.draws.bits();
        for job in 0..self.cluster.jobs.len() {
            let draws = |number: u64| draw.wrapping_mul(u128::from(number) + 1);
            let (ledger, asked) = self.engine.ask(&self.cluster, job, &mut self.draws);
            let Asked { requirement, strategies, .. } = asked;
            let (rows, _) = fit(ledger, requirement, strategies, 50, draws);
            let hosts: Vec<usize> = rows.into_iter().map(InstanceRow::number).collect();
            assert_eq!(hosts, oracle::fit(&self.cluster, job, 50, draws), "seed {}: copies", self.seed);
            self.seen.copies += hosts.len();
        }
    }
}

impl Seen {
    fn note(&mut self, decision: &Decision, strategies: &[Strategy]) {
        self.placements += 1;
        self.placed += u32::from(decision.chosen.is_some());
        self.drawn_among_several += u32::from(decision.among > 1);
        let asked = decision.ranked.iter().map(Vec::len).max().unwrap_or(0);
        self.longest_chain = self.longest_chain.max(asked.min(strategies.len()));
        for said in &decision.said {
            if let Some(first) = said.iter().find(|check| !check.passed) {
                *self.first_failures.entry(first.reason).or_default() += 1;
            }
        }
    }
}

/// However an expression is written, it means the same instances.
#[test]
fn every_expression_means_what_the_oracle_says() {
    let (mut held, mut asked) = (0, 0);
    for seed in seeds(200, 10_000) {
        let mut draws = Draws::new(seed);
        let mut cluster = cluster(&mut draws);
        for _ in 0..draws.small(10) {
            let (job, host) = (draws.index(cluster.jobs.len()), draws.index(cluster.hosts.len()));
            let is_to_run = !draws.once_in(4);
            cluster.tasks.push(Task { job, place: Place::Host(host), is_to_run, drawn_ports: Vec::new() });
        }
        for _ in 0..20 {
            let expression = expression(&mut draws, 3);
            let text = print(&expression, &mut draws);
            let engines = read(&text);
            for host in 0..cluster.hosts.len() {
                let holds = expression.holds(&cluster, host);
                let facts = Facts { cluster: &cluster, host };
                assert_eq!(engines.holds(&facts), holds, "seed {seed}: {text} of {:?}", cluster.hosts[host]);
                held += u32::from(holds);
                asked += 1;
            }
        }
    }
    assert!(held > asked / 4 && held < asked * 3 / 4, "{held} of {asked} held");
}

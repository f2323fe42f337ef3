//! What it costs a container to wait for those that it sends requests to. Spec: LOAD-13.

use super::super::Engine;
use super::chain::{Inner, Way};
use super::processors::Part;
use crate::load::{Dependency, Felt, any_fails};
use crate::traffic::{ChainOrder, Members, TargetRow};
use std::collections::BTreeMap;

impl Engine {
    /// Lowers what senders can do to what the others let them, and adds their errors. Spec: LOAD-13.
    pub(super) fn wait_for_others(
        &self,
        parts: &mut [Part],
        members: &Members,
        order: &ChainOrder,
        felt: &BTreeMap<usize, Felt>,
        seconds: f64,
    ) {
        let can_do = self.can_do_of_fronts(members, seconds);
        for part in parts {
            let mut dependencies = Vec::new();
            let mut answered_well = 1.0 - part.error_rate;
            for (origin, sends) in self.traffic.chain.sent_by(part.task, part.container) {
                let failed = match self.way_of(sends, origin) {
                    Way::Fails(after_s) => {
                        dependencies.push(Dependency {
                            per_request: sends.per_request,
                            took_s: after_s,
                            service_s: after_s,
                            waiting: 0.0,
                            can_do: f64::INFINITY,
                        });
                        1.0
                    }
                    Way::Fronts(to) => {
                        let to = to.iter().filter(|(front, _)| !order.cut.contains(&(part.group, *front)));
                        to.map(|(front, share)| {
                            let felt = felt.get(front).copied().unwrap_or_default();
                            let each = sends.per_request * share;
                            dependencies
                                .push(self.dependency(part.row, *front, each, &felt, &can_do, seconds));
                            share * felt.failed()
                        })
                        .sum()
                    }
                };
                answered_well *= 1.0 - any_fails(failed, sends.per_request);
            }
            if !dependencies.is_empty() {
                part.error_rate = 1.0 - answered_well;
                part.capacity = part.capacity.dependent(&part.work, &dependencies, seconds);
            }
        }
    }

    /// What the targets of each front can do in a step, as they could in the one before.
    fn can_do_of_fronts(&self, members: &Members, seconds: f64) -> BTreeMap<usize, f64> {
        let mut can_do = BTreeMap::new();
        for target in self.targets_on(members) {
            if target.listens(&self.world.tasks[target.task]) {
                *can_do.entry(target.group).or_default() += target.capacity.per_second() * seconds;
            }
        }
        can_do
    }

    fn dependency(
        &self,
        sender: TargetRow,
        front: usize,
        per_request: f64,
        felt: &Felt,
        can_do: &BTreeMap<usize, f64>,
        seconds: f64,
    ) -> Dependency {
        let chain = &self.traffic.chain;
        let quiet = Dependency {
            per_request,
            took_s: felt.took_s(),
            service_s: felt.service_s(),
            waiting: 0.0,
            can_do: f64::INFINITY,
        };
        let Some(can_do) = can_do.get(&front) else { return quiet };
        let pool = chain.waiting.get(&front);
        let all: f64 = pool.into_iter().flat_map(BTreeMap::values).sum();
        let waiting = pool.and_then(|pool| pool.get(&Some(sender))).copied().unwrap_or(0.0);
        let own = chain.sent.get(&front).and_then(|sent| sent.get(&sender)).copied().unwrap_or(0.0) * seconds;
        let offered = chain.offered.get(&front).copied().unwrap_or(0.0) * seconds;
        let share = match (all > 0.0, offered > 0.0) {
            (true, _) => waiting / all,
            (false, true) => own / offered,
            (false, false) => 1.0,
        };
        Dependency { waiting, can_do: (can_do * share).max(can_do - (offered - own)), ..quiet }
    }

    /// Whose requests wait before a front, in proportion to what each has sent.
    pub(super) fn note_waiting(&mut self, front: usize, inner: &Inner, outside: f64, seconds: f64) {
        let rows = self.traffic.of_group.get(&front).into_iter().flatten();
        let waiting: f64 =
            rows.filter_map(|row| self.traffic.targets.get(row)).map(|target| target.queue.waiting()).sum();
        let chain = &mut self.traffic.chain;
        chain.offered.insert(front, (outside + inner.requests()) / seconds);
        let pool = chain.waiting.entry(front).or_default();
        *pool.entry(None).or_default() += outside;
        for (sender, requests) in &inner.by_sender {
            *pool.entry(Some(*sender)).or_default() += requests;
        }
        let all: f64 = pool.values().sum();
        if waiting > 0.0 && all > 0.0 {
            for amount in pool.values_mut() {
                *amount *= waiting / all;
            }
        } else {
            chain.waiting.remove(&front);
        }
    }
}

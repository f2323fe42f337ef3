//! Requests whose calls of AWS are denied. Spec: ROLE-7, LOAD-5.

use super::super::{Engine, Event};
use crate::aws::{AwsCall, CallOn, WhenDenied};
use crate::iam::app_call;
use crate::ids::TaskRow;
use crate::traffic::{Denied, Island};
use std::sync::Arc;

impl Engine {
    /// A container is ready, or behaves in another way: whether calls that its requests make are denied.
    pub(in super::super) fn look_at_request_calls(&mut self, task: TaskRow, container: usize) {
        if self.scenario.iam.roles.is_none() || !self.traffic.is_measured() {
            return;
        }
        let denied = self.denied_request_calls(task, container);
        if denied.is_empty() {
            self.traffic.denied.remove(&(task, container));
        } else {
            let exits = denied.iter().any(|call| call.denied == WhenDenied::Exit);
            self.traffic.denied.insert((task, container), Denied { exits, said: false });
        }
    }

    fn denied_request_calls(&self, task: TaskRow, container: usize) -> Vec<AwsCall> {
        let plan = &self.world.tasks[task].plan;
        let calls = plan.containers.get(container).map_or(&[][..], |fixed| &fixed.behaviour.calls);
        let on_request = calls.iter().filter(|call| call.on == CallOn::Request);
        let denied = on_request.filter(|call| {
            let asked = app_call(&self.scenario.account, container, call);
            self.judge_call(task, &asked).refusal().is_some()
        });
        denied.cloned().collect()
    }

    /// The share of a container's requests that are answered with an error for a denied call: all or none.
    pub(super) fn denied_rate(&self, task: TaskRow, container: usize) -> f64 {
        if self.traffic.denied.contains_key(&(task, container)) { 1.0 } else { 0.0 }
    }

    /// A container has worked on requests: the first that is denied a call says so.
    pub(super) fn requests_were_denied(&mut self, task: TaskRow, container: usize) {
        let Some(denied) = self.traffic.denied.get_mut(&(task, container)).filter(|denied| !denied.said)
        else {
            return;
        };
        denied.said = true;
        let exits = denied.exits;
        let plan = Arc::clone(&self.world.tasks[task].plan);
        let calls = plan.containers.get(container).map_or(&[][..], |fixed| &fixed.behaviour.calls);
        for call in calls.iter().filter(|call| call.on == CallOn::Request) {
            self.is_denied(task, container, call);
        }
        if exits {
            self.after(0, Event::CallDenied(task, container));
        }
    }

    /// Whether the next requests of an island may be the first that are denied: nobody is told of them late.
    pub(super) fn may_be_denied(&self, lead: usize, island: &Island) -> bool {
        let is_there = |task: TaskRow| {
            let front = self.front_around(task);
            front.and_then(|front| self.traffic.islands.lead(front)) == Some(lead)
        };
        self.traffic.denied.iter().any(|((task, _), denied)| !denied.said && is_there(*task))
            && self.shapes_to(&island.members).any(|shape| shape.rate_at(self.now) > 0.0)
    }
}

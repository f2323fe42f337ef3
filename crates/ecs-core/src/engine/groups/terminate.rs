//! Terminations: which instance goes, what holds it up, and when it is gone. Spec: ASG-9 to ASG-11.

use super::{AT_ONCE, Capacity, GroupDue};
use crate::engine::{Engine, Event};
use crate::groups::{Candidate, Purchase, to_terminate};
use crate::ids::{AutoScalingGroupRow, InstanceRow};
use crate::log::LogEvent;
use crate::rng::{Purpose, draw};
use crate::scenario::{AutoScalingGroup, Stock};
use crate::time::SimTime;
use crate::world::{ActivityCause, ActivityKind, GroupEvent, LifecycleState, Machine};
use std::sync::Arc;

/// From the end of a machine until its activity is over. Spec: ASG-11.
const TERMINATION_MS: u64 = 60_000;

/// An instance that scale-in may take, and what of it stays the same while others go.
struct Removable {
    row: InstanceRow,
    weight: u32,
    at_risk: bool,
    generation: u32,
    launched_at: SimTime,
    draw: u128,
}

impl Engine {
    /// Terminates what a group has too many of, as far as instances may go.
    pub(super) fn terminate_surplus(&mut self, group: AutoScalingGroupRow, capacity: Capacity) {
        let given = Arc::clone(&self.world.auto_scaling_groups[group].given);
        let desired = self.world.auto_scaling_groups[group].desired_capacity;
        let cause = self.why(group, capacity.in_service);
        // Both are gathered once, however many instances go.
        let (mut stock, mut left) = (self.stock(group), self.removable(group));
        let mut surplus = capacity.in_service - desired;
        for _ in 0..AT_ONCE {
            left.retain(|removable| removable.weight <= surplus);
            let candidates: Vec<Candidate> = left
                .iter()
                .map(|removable| self.termination_candidate(removable, &given, desired, &stock))
                .collect();
            let Some(number) = to_terminate(&candidates, &given.termination_policies, self.now) else {
                return self.none_may_go(group, surplus);
            };
            let gone = left.remove(number);
            let cause = if gone.at_risk { ActivityCause::AtRisk } else { cause.clone() };
            self.begin_termination(gone.row, cause);
            surplus -= gone.weight;
            stock.remove(&given.launch, self.instance_entry(gone.row), gone.weight);
            debug_assert_eq!(stock, self.stock(group), "what goes is counted like what is gone");
        }
        if surplus > 0 {
            self.ask_group(group);
        }
    }

    /// The instances of a group that scale-in may take.
    fn removable(&self, group: AutoScalingGroupRow) -> Vec<Removable> {
        let removable = |row: InstanceRow| {
            let member = self.world.instances[row].membership.as_ref().filter(|member| !member.protected)?;
            let short = self.instance_entry(row).short(self.world.instances[row].number);
            Some(Removable {
                row,
                weight: member.weight,
                at_risk: member.at_risk,
                generation: member.generation,
                launched_at: member.launched_at,
                draw: draw(self.scenario.account.seed, Purpose::Termination, &short, 0),
            })
        };
        self.in_service(group).filter_map(removable).collect()
    }

    /// An instance that may go, beside what its group has now.
    fn termination_candidate(
        &self,
        removable: &Removable,
        given: &AutoScalingGroup,
        desired_capacity: u32,
        stock: &Stock,
    ) -> Candidate {
        let entry = self.instance_entry(removable.row);
        let number = given.launch.zones.iter().position(|zone| *zone == entry.availability_zone);
        let (on_demand, spot) = (stock.on_demand.units, stock.spot.units);
        let too_many = given.launch.distribution.surplus(desired_capacity, on_demand, spot);
        let purchase = if entry.spot { Purchase::Spot } else { Purchase::OnDemand };
        Candidate {
            // Zones that the group has left are emptied first.
            in_zone: number
                .and_then(|number| stock.zones.get(number))
                .map_or(u32::MAX, |zone| zone.instances),
            at_risk: removable.at_risk,
            surplus: too_many == Some(purchase),
            generation: removable.generation,
            launched_at: removable.launched_at,
            draw: removable.draw,
        }
    }

    /// Says, once for a capacity, that a group would have less if it could. Spec: ASG-9.
    fn none_may_go(&mut self, group: AutoScalingGroupRow, surplus: u32) {
        let is_protected = |row: InstanceRow| {
            self.world.instances[row].membership.as_ref().is_some_and(|member| member.protected)
        };
        let blocked = surplus > 0 && self.in_service(group).all(is_protected);
        if blocked && !std::mem::replace(&mut self.world.auto_scaling_groups[group].said_protected, true) {
            self.say(LogEvent::Group(GroupEvent::AllProtected { group }));
        }
    }

    /// An instance of a group is to end: at once, or when its lifecycle hook lets it.
    pub(super) fn begin_termination(&mut self, instance: InstanceRow, cause: ActivityCause) {
        let Some(group) = self.world.instances[instance].membership.as_ref().map(|member| member.group)
        else {
            return;
        };
        let activity = self.next_group_activity(group);
        let Some(member) = &mut self.world.instances[instance].membership else { return };
        let was_pending = member.lifecycle == LifecycleState::Pending;
        member.lifecycle = LifecycleState::Terminating;
        let before = member.activity.replace(activity);
        if was_pending {
            self.end_group_activity(group, before, ActivityKind::Launch, instance, true);
        }
        let kind = ActivityKind::Terminate;
        self.say(LogEvent::Group(GroupEvent::Begins { group, activity, kind, instance, cause }));
        let own = self.world.auto_scaling_groups[group].given.termination_wait_ms;
        let hook = self.drained_for(instance).or(own);
        let runs = self.world.instances[instance].life.machine == Machine::Running;
        match hook.filter(|_| runs && !was_pending) {
            Some(wait_ms) => self.hold_termination(group, instance, wait_ms),
            None => self.end_machine(group, instance),
        }
    }

    fn hold_termination(&mut self, group: AutoScalingGroupRow, instance: InstanceRow, wait_ms: u64) {
        if let Some(member) = &mut self.world.instances[instance].membership {
            member.lifecycle = LifecycleState::TerminatingWait;
        }
        self.say(LogEvent::Group(GroupEvent::Waits { instance }));
        self.after(wait_ms, Event::Group(group, GroupDue::WaitedEnough(instance)));
        self.drain_before_end(instance);
    }

    /// What held a termination up does no longer. Nothing happens to one that is not held up.
    pub(in super::super) fn complete_termination(&mut self, instance: InstanceRow) {
        let Some(member) = &mut self.world.instances[instance].membership else { return };
        if member.lifecycle == LifecycleState::TerminatingWait {
            member.lifecycle = LifecycleState::Terminating;
            let group = member.group;
            self.end_machine(group, instance);
        }
    }

    fn end_machine(&mut self, group: AutoScalingGroupRow, instance: InstanceRow) {
        self.terminate(instance);
        self.after(TERMINATION_MS, Event::Group(group, GroupDue::Terminated(instance)));
        self.ask_group(group);
    }

    /// A machine has ended: its group forgets it.
    pub(super) fn instance_ended(&mut self, instance: InstanceRow) {
        let Some(member) = &mut self.world.instances[instance].membership else { return };
        member.lifecycle = LifecycleState::Terminated;
        let (group, activity) = (member.group, member.activity.take());
        self.world.auto_scaling_groups[group].members.remove(&instance);
        self.end_group_activity(group, activity, ActivityKind::Terminate, instance, false);
        self.ask_group(group);
    }

    /// Scale-in leaves an instance alone from now on, or no longer does. Spec: ASG-9.
    pub(in super::super) fn set_scale_in_protection(&mut self, instance: InstanceRow, protected: bool) {
        let Some(member) = &mut self.world.instances[instance].membership else { return };
        let group = member.group;
        if std::mem::replace(&mut member.protected, protected) != protected {
            self.world.auto_scaling_groups[group].said_protected = false;
            self.say(LogEvent::Group(GroupEvent::Protection { instance, protected }));
            self.ask_group(group);
        }
    }
}

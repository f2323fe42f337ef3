//! Launches: which instance comes next, and what becomes of it until it is in service. Spec: ASG-4 to ASG-7.

use super::{AT_ONCE, Capacity, GroupDue};
use crate::engine::{Engine, Event};
use crate::groups::{Purchase, with_margin};
use crate::ids::{AutoScalingGroupRow, InstanceRow};
use crate::limits;
use crate::log::LogEvent;
use crate::scenario::{Pick, Stock};
use crate::time::SimTime;
use crate::world::{
    ActivityCause, ActivityKind, GroupEvent, InstanceChange, InstanceStatus, LaunchFailure, LifecycleState,
    Machine, Membership,
};
use std::sync::Arc;

/// How long after a failed launch a group tries again. Spec: ASG-14.
const RETRY_MS: u64 = 60_000;

impl Engine {
    /// The instances that a group begins with. Spec: ASG-1, ASG-4.
    pub(super) fn launch_first(&mut self, group: AutoScalingGroupRow) {
        let given = Arc::clone(&self.world.auto_scaling_groups[group].given);
        let room = self.room_for_instances();
        for pick in given.first_instances().into_iter().take(room) {
            let row = self.add_member(group, pick, None);
            if let Some(member) = &mut self.world.instances[row].membership {
                member.lifecycle = LifecycleState::InService;
                // Past every warm-up.
                member.in_service_at = Some(SimTime::ZERO);
            }
            if !given.launch.joins {
                self.keep_out(row);
            }
        }
    }

    /// Launches what a group lacks.
    pub(super) fn launch_missing(&mut self, group: AutoScalingGroupRow, capacity: Capacity) {
        if self.world.auto_scaling_groups[group].retry_at.is_some() {
            return;
        }
        let lasting = capacity.pending + capacity.in_service - capacity.at_risk;
        let state = &self.world.auto_scaling_groups[group];
        let missing = state.desired_capacity - lasting;
        if capacity.at_risk > 0 {
            // For those at risk a group grows beyond its maximum, and no further. Spec: ASG-12.
            let most = with_margin(state.bounds.max_size);
            let room = most.saturating_sub(capacity.pending + capacity.in_service);
            self.launch_units(group, missing.min(room), &ActivityCause::AtRisk);
        } else {
            self.launch_units(group, missing, &self.cause_of_launch(group, lasting));
        }
    }

    fn cause_of_launch(&self, group: AutoScalingGroupRow, from: u32) -> ActivityCause {
        let state = &self.world.auto_scaling_groups[group];
        if state.replacing > 0 && state.change.is_none() {
            return ActivityCause::Unhealthy;
        }
        ActivityCause::Capacity { change: state.change.clone(), from, to: state.desired_capacity }
    }

    /// Launches so many units, or more where instances count for several.
    pub(super) fn launch_units(&mut self, group: AutoScalingGroupRow, units: u32, cause: &ActivityCause) {
        let given = Arc::clone(&self.world.auto_scaling_groups[group].given);
        let desired = self.world.auto_scaling_groups[group].desired_capacity;
        // Both are counted once, however many instances come.
        let (mut stock, mut room) = (self.stock(group), self.room_for_instances());
        let mut missing = units;
        // A zone without room is said once for all that were to be launched there.
        let mut said = None;
        for _ in 0..AT_ONCE {
            if missing == 0 {
                return;
            }
            let wanted = given.launch.next(desired, &stock);
            let has_room = |pick: &Pick| room > 0 && self.can_launch(group, pick.choice, pick.zone);
            let picked = wanted.iter().copied().find(has_room);
            let failure = match wanted.first() {
                Some(first) if room > 0 => (Some(*first) != picked).then(|| self.no_capacity(group, *first)),
                _ => Some(LaunchFailure::Quota),
            };
            if let Some(failure) = failure.filter(|failure| said.replace(*failure) != Some(*failure)) {
                let activity = self.next_group_activity(group);
                let cause = cause.clone();
                self.say(LogEvent::Group(GroupEvent::LaunchFails { group, activity, failure, cause }));
            }
            let Some(pick) = picked else {
                let retry_at = self.now.plus_ms(RETRY_MS);
                self.world.auto_scaling_groups[group].retry_at = Some(retry_at);
                return self.queue.push(retry_at, Event::Group(group, GroupDue::Look));
            };
            let row = self.launch(group, pick, cause.clone());
            let weight = given.launch.weight(pick);
            stock.add(&given.launch, self.instance_entry(row), weight, false);
            debug_assert_eq!(stock, self.stock(group), "what is launched is counted like what is there");
            room -= 1;
            missing = missing.saturating_sub(weight);
        }
        if missing > 0 {
            self.ask_group(group);
        }
    }

    /// How many more instances the cluster, and the run, may have. Spec: SCN-7, FAULT-2.
    fn room_for_instances(&self) -> usize {
        let is_cluster =
            |status: InstanceStatus| status.is_registered() || status == InstanceStatus::Registering;
        let instances = self.world.instances.iter();
        let there = instances.filter(|(_, instance)| is_cluster(instance.life.status)).count();
        let of_cluster = usize::try_from(limits::CONTAINER_INSTANCES_PER_CLUSTER).unwrap_or(usize::MAX);
        let of_run = limits::INSTANCES_PER_SCENARIO.saturating_sub(self.world.instances.len());
        of_cluster.saturating_sub(there).min(of_run)
    }

    /// What a group has.
    pub(super) fn stock(&self, group: AutoScalingGroupRow) -> Stock {
        let state = &self.world.auto_scaling_groups[group];
        let launch = &state.given.launch;
        let mut stock = Stock::new(launch);
        for row in &state.members {
            let member = self.world.instances[*row].membership.as_ref();
            if let Some(member) = member.filter(|member| member.lifecycle.counts()) {
                stock.add(launch, self.instance_entry(*row), member.weight, member.may_go());
            }
        }
        stock
    }

    fn no_capacity(&self, group: AutoScalingGroupRow, pick: Pick) -> LaunchFailure {
        let launch = &self.world.auto_scaling_groups[group].given.launch;
        let instance_type = launch.choices.get(pick.choice).map_or("", |choice| choice.instance_type.name);
        let name = launch.zones.get(pick.zone).map_or("", String::as_str);
        let zone = self.world.zones.iter().find(|(_, zone)| *zone == name).map(|(row, _)| row);
        let spot = pick.purchase == Purchase::Spot;
        zone.map_or(LaunchFailure::Quota, |zone| LaunchFailure::NoCapacity { instance_type, zone, spot })
    }

    fn launch(&mut self, group: AutoScalingGroupRow, pick: Pick, cause: ActivityCause) -> InstanceRow {
        let activity = self.next_group_activity(group);
        let instance = self.add_member(group, pick, Some(activity));
        self.keep_out(instance);
        let launch_ms = self.world.auto_scaling_groups[group].given.launch.launch_ms;
        self.after(launch_ms, Event::Group(group, GroupDue::Launched(instance)));
        let kind = ActivityKind::Launch;
        self.say(LogEvent::Group(GroupEvent::Begins { group, activity, kind, instance, cause }));
        instance
    }

    /// An instance of a group is there, and Pending.
    fn add_member(&mut self, group: AutoScalingGroupRow, pick: Pick, activity: Option<u32>) -> InstanceRow {
        let state = &mut self.world.auto_scaling_groups[group];
        state.launched += 1;
        let (number, generation) = (state.launched, state.generation);
        let given = Arc::clone(&state.given);
        let key = (generation, pick.choice, pick.zone, pick.purchase == Purchase::Spot);
        let known = state.entries.get(&key).copied();
        let entry = known.unwrap_or_else(|| {
            let new = given.launch.entry(pick);
            let number = new.map_or(0, |new| self.add_entry(new));
            self.world.auto_scaling_groups[group].entries.insert(key, number);
            number
        });
        let row = self.register_instance(entry, number);
        self.world.instances[row].membership = Some(Membership {
            group,
            lifecycle: LifecycleState::Pending,
            weight: given.launch.weight(pick),
            generation,
            launched_at: self.now,
            in_service_at: None,
            protected: given.protects_new_instances,
            at_risk: false,
            activity,
        });
        self.world.auto_scaling_groups[group].members.insert(row);
        row
    }

    /// An instance is there whose agent has not registered it.
    fn keep_out(&mut self, row: InstanceRow) {
        self.world.ledger.deregister(row);
        self.world.instances[row].life.status = InstanceStatus::Registering;
    }

    /// An instance has booted: it is in service, and its agent registers it. Spec: ASG-4.
    pub(super) fn instance_launched(&mut self, row: InstanceRow) {
        if self.world.instances[row].life.machine != Machine::Running {
            return;
        }
        let now = self.now;
        let Some(member) = &mut self.world.instances[row].membership else { return };
        if member.lifecycle != LifecycleState::Pending {
            return;
        }
        (member.lifecycle, member.in_service_at) = (LifecycleState::InService, Some(now));
        let (group, activity) = (member.group, member.activity.take());
        self.end_group_activity(group, activity, ActivityKind::Launch, row, false);
        if self.world.auto_scaling_groups[group].given.launch.joins {
            self.world.instances[row].life.status = InstanceStatus::Active;
            self.world.instances[row].life.registered_at = now;
            self.world.ledger.admit(row);
            self.attributes_changed(&[row]);
            self.instance_changed(row, InstanceChange::Registered);
        }
        if let Some(warmed_at) = self.warmed_at(row) {
            self.queue.push(warmed_at, Event::Group(group, GroupDue::Look));
        }
        self.ask_group(group);
    }

    /// An activity of a group is over, and its cooldown begins. Spec: ASG-13.
    pub(super) fn end_group_activity(
        &mut self,
        group: AutoScalingGroupRow,
        activity: Option<u32>,
        kind: ActivityKind,
        instance: InstanceRow,
        cancelled: bool,
    ) {
        let Some(activity) = activity else { return };
        let cooldown_ms = self.world.auto_scaling_groups[group].cooldown_ms;
        self.world.auto_scaling_groups[group].cooldown_until = Some(self.now.plus_ms(cooldown_ms));
        self.say(LogEvent::Group(GroupEvent::Ends { group, activity, kind, instance, cancelled }));
    }
}

//! Managed scaling of a capacity provider's Auto Scaling group: two alarms on CapacityProviderReservation,
//! and what follows while one of them is in ALARM. Spec: CAP-8, CAP-10, CAP-12, CAP-14.

use super::super::Engine;
use crate::aws::Provider;
use crate::capacity::{Reservation, Scaling, scale_in, scale_out};
use crate::ids::{AlarmRow, AutoScalingGroupRow, InstanceRow, LaunchRow, Row};
use crate::log::LogEvent;
use crate::metrics::{
    AlarmDefinition, AlarmOwner, AlarmRule, AlarmState, Comparison, MetricKind, MetricRef, MissingData,
    Statistic, Watched,
};
use crate::placement::Rows;
use crate::world::{CapacityCause, CapacityEvent, Held, LifecycleState, ManagedState};

/// After a scale-out none in follows for so long. Spec: CAP-12.
const NO_SCALE_IN_MS: u64 = 15 * 60 * 1000;

/// Datapoints in a row above the target that scale out, and below it that scale in.
const HIGH_DATAPOINTS: u32 = 1;
const LOW_DATAPOINTS: u32 = 15;

impl Engine {
    /// The alarms of every provider that scales its group.
    pub(in super::super) fn set_up_managed_scaling(&mut self) {
        let providers = self.world.capacity.providers.len();
        self.world.managed = vec![ManagedState::default(); providers];
        for number in 0..providers {
            self.put_managed_alarms(number);
        }
    }

    /// Makes the alarms of a provider, changes them, or deletes them where it does not scale any more.
    pub(super) fn put_managed_alarms(&mut self, number: usize) {
        let Some(group) = self.group_of_provider(number) else { return };
        let Some(provider) = self.world.capacity.providers.get(number) else { return };
        let (scaling, provider) = (provider.managed_scaling, provider.name.clone());
        let group = self.world.auto_scaling_groups[group].given.name.clone();
        for (side, comparison, datapoints) in
            [("High", Comparison::Greater, HIGH_DATAPOINTS), ("Low", Comparison::Less, LOW_DATAPOINTS)]
        {
            let name = self.managed_alarm_name(&group, side);
            let Some(scaling) = scaling else {
                if let Some(alarm) = self.find_alarm(&name) {
                    self.delete_alarm(alarm);
                }
                continue;
            };
            let dimensions = [
                ("CapacityProviderName", provider.as_str()),
                ("ClusterName", self.scenario.account.cluster.as_str()),
            ];
            let metric =
                MetricRef::new(MetricKind::RESERVATION.namespace, MetricKind::RESERVATION.name, dimensions);
            let definition = AlarmDefinition {
                name,
                description: Some(format!(
                    "DO NOT EDIT OR DELETE. For TargetTrackingScaling policy of {group}."
                )),
                watched: Watched::Metric { metric, statistic: Statistic::Average },
                period_seconds: 60,
                rule: AlarmRule {
                    evaluation_periods: datapoints,
                    datapoints_to_alarm: None,
                    threshold: f64::from(scaling.target_percent),
                    comparison,
                    treat_missing: MissingData::Missing,
                },
                actions_enabled: true,
                ok_actions: Vec::new(),
                alarm_actions: Vec::new(),
                insufficient_data_actions: Vec::new(),
            };
            self.put_alarm(AlarmOwner::CapacityProvider(number), definition);
        }
    }

    fn managed_alarm_name(&self, group: &str, side: &str) -> String {
        let short = format!("{group} {side}");
        let id = crate::ids::uuid(&self.scenario.account.hex_id("managed alarm", &short));
        format!("TargetTracking-{group}-Alarm{side}-{id}")
    }

    /// An alarm of a provider has been evaluated: while it is in ALARM, the group is looked at every minute.
    pub(in super::super) fn managed_alarm_evaluated(&mut self, number: usize, alarm: AlarmRow) {
        let alarm = &self.world.alarms[alarm];
        let is_high = alarm.definition.rule.comparison == Comparison::Greater;
        let is_alarm = alarm.standing.state == AlarmState::Alarm;
        let Some(group) = self.group_of_provider(number) else { return };
        if is_high {
            self.protect_used(number, group);
            self.look_to_scale_out(number, group, is_alarm);
        } else if is_alarm {
            self.look_to_scale_in(number, group);
        }
    }

    fn look_to_scale_out(&mut self, number: usize, group: AutoScalingGroupRow, is_alarm: bool) {
        let Some(reservation) = self.reservation_of(number) else { return };
        if reservation.demand.instances().is_none() {
            return self.hold(number, Held::NothingFits);
        }
        let state = &self.world.auto_scaling_groups[group];
        let (before, most) = (state.desired_capacity, state.bounds.max_size);
        let wanted = scale_out(&reservation, before, u32::MAX).filter(|_| is_alarm);
        let Some(wanted) = wanted else {
            return self.let_be(number, &reservation, is_alarm);
        };
        if self.warms_up(number, group) {
            return self.hold(number, Held::WarmingUp);
        }
        match scale_out(&reservation, before, most) {
            None => self.hold(number, Held::AtMaximum),
            Some(scaling) => {
                if let Some(state) = self.world.managed.get_mut(number) {
                    *state = ManagedState { scaled_out_at: Some(self.now), said: None };
                }
                self.scale_group(number, group, Scaling { computed: wanted.computed, ..scaling }, "High");
            }
        }
    }

    /// Nothing more is needed. With a target below 100 the alarm goes off all the same where there is nothing, which
    /// takes a reason. Spec: CAP-10, CAP-14.
    fn let_be(&mut self, number: usize, reservation: &Reservation, is_alarm: bool) {
        if is_alarm && reservation.is_of_nothing() {
            return self.hold(number, Held::NothingWaits);
        }
        if let Some(state) = self.world.managed.get_mut(number) {
            state.said = None;
        }
    }

    /// Spec: CAP-12.
    fn look_to_scale_in(&mut self, number: usize, group: AutoScalingGroupRow) {
        let scaled_out_at = self.world.managed.get(number).and_then(|state| state.scaled_out_at);
        if scaled_out_at.is_some_and(|at| self.now < at.plus_ms(NO_SCALE_IN_MS)) {
            return;
        }
        let Some(reservation) = self.reservation_of(number) else { return };
        let state = &self.world.auto_scaling_groups[group];
        let (before, least) = (state.desired_capacity, state.bounds.min_size);
        if let Some(scaling) = scale_in(&reservation, before, least) {
            self.release_empty(number, group, before - scaling.desired);
            self.scale_group(number, group, scaling, "Low");
        }
    }

    fn scale_group(&mut self, number: usize, group: AutoScalingGroupRow, scaling: Scaling, side: &str) {
        let desired = scaling.desired;
        let name = self.world.auto_scaling_groups[group].given.name.clone();
        let alarm = self.managed_alarm_name(&name, side);
        self.say(LogEvent::Capacity(CapacityEvent::Scaled { provider: narrow(number), scaling }));
        self.set_desired_capacity(group, desired, CapacityCause::ManagedScaling { alarm });
    }

    /// Says once why tasks go on waiting.
    fn hold(&mut self, number: usize, why: Held) {
        let Some(reservation) = self.reservation_of(number) else { return };
        let Some(state) = self.world.managed.get_mut(number) else { return };
        if state.said.replace(why) != Some(why) {
            let provider = narrow(number);
            self.say(LogEvent::Capacity(CapacityEvent::Held { provider, reservation, why }));
        }
    }

    /// Whether instances of a group are launched, or were not long ago. Those of second 0 are past it.
    fn warms_up(&self, number: usize, group: AutoScalingGroupRow) -> bool {
        let warmup_ms = self.warmup_for_provider(number).unwrap_or(0);
        let members = self.world.auto_scaling_groups[group].members.iter();
        let mut members = members.filter_map(|row| self.world.instances[*row].membership.as_ref());
        members.any(|member| match member.lifecycle {
            LifecycleState::Pending => true,
            LifecycleState::InService => {
                member.in_service_at.is_some_and(|at| at.as_ms() > 0 && self.now < at.plus_ms(warmup_ms))
            }
            _ => false,
        })
    }

    /// How long instances warm up for a provider, in milliseconds; none where it does not scale its group.
    /// Spec: CAP-10.
    pub(in super::super) fn warmup_for_provider(&self, number: usize) -> Option<u64> {
        let scaling = self.world.capacity.providers.get(number)?.managed_scaling?;
        Some(u64::from(scaling.warmup_seconds) * 1000)
    }

    /// The Auto Scaling group of a provider.
    pub(crate) fn group_of_provider(&self, number: usize) -> Option<AutoScalingGroupRow> {
        let name = &self.world.capacity.providers.get(number)?.auto_scaling_group;
        let groups = &self.scenario.auto_scaling_groups;
        groups.iter().position(|group| group.name == *name).map(AutoScalingGroupRow::from_number)
    }

    /// The provider whose group an instance belongs to.
    pub(crate) fn provider_of(&self, instance: InstanceRow) -> Option<usize> {
        let group = self.world.instances[instance].membership.as_ref()?.group;
        (0..self.world.capacity.providers.len()).find(|number| self.group_of_provider(*number) == Some(group))
    }

    /// The instances of a provider's group, wherever they are; none of Fargate's.
    pub(in super::super) fn instances_of(&self, provider: Provider) -> Option<Rows> {
        let Provider::Group(number) = provider else { return None };
        let group = self.group_of_provider(number);
        let is_member = |row: InstanceRow| {
            let membership = self.world.instances[row].membership.as_ref();
            membership.is_some_and(|member| Some(member.group) == group)
        };
        Some(Rows::of(self.world.instances.len(), is_member))
    }

    /// Instances have come that a launch's provider may have.
    pub(in super::super) fn look_at_provider(&mut self, launch: LaunchRow) {
        if let Some(provider) = self.world.launches[launch].capacity_provider {
            self.world.launches[launch].requirement.of_provider = self.instances_of(provider);
        }
    }
}

fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

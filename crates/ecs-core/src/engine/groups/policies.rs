//! Scaling policies of groups: their alarms, and what becomes of what they ask for. Spec: ASG-17, ASG-18, ASG-19.

use super::GroupDue;
use crate::engine::{Engine, Event};
use crate::groups::{Breach, GroupDecision, GroupHeld, GroupOutcome, GroupPolicyKind, Situation};
use crate::ids::{AlarmRow, AutoScalingGroupRow, InstanceRow, Row, uuid};
use crate::log::LogEvent;
use crate::metrics::{ActionTarget, AlarmOwner, AlarmState, Evaluation};
use crate::scaling::{Measured, Millionths, Side};
use crate::scenario::GroupPolicy;
use crate::time::SimTime;
use crate::world::{CapacityCause, GroupEvent, Membership, PolicyAsk};

impl Engine {
    /// The alarms of the policies that track a target.
    pub(in super::super) fn set_up_group_policies(&mut self) {
        for (number, policy) in self.scenario.group_policies.clone().iter().enumerate() {
            let GroupPolicyKind::Tracking { target, metric, disable_scale_in, .. } = &policy.kind else {
                continue;
            };
            let sides: &[Side] = if *disable_scale_in { &[Side::Above] } else { &[Side::Above, Side::Below] };
            for side in sides {
                let (name, arn) = self.tracking_names(policy, *side);
                let group = self.group_name(policy);
                let action = ActionTarget::GroupPolicy { group, policy_name: policy.name.clone() };
                let watched = (metric.clone(), *target);
                let definition = Engine::tracking_definition(name, arn, action, watched, *side);
                self.put_alarm(AlarmOwner::GroupPolicy(number), definition);
            }
        }
    }

    fn group_name(&self, policy: &GroupPolicy) -> String {
        self.scenario
            .auto_scaling_groups
            .get(policy.group)
            .map(|group| group.name.clone())
            .unwrap_or_default()
    }

    /// The name of an alarm, and the ARN of its policy.
    fn tracking_names(&self, policy: &GroupPolicy, side: Side) -> (String, String) {
        let account = &self.scenario.account;
        let group = self.group_name(policy);
        let kind = if side == Side::Above { "AlarmHigh" } else { "AlarmLow" };
        let short = format!("{group}/{}", policy.name);
        let id = uuid(&account.hex_id("alarm", &format!("{short} {kind}")));
        let policy_id = uuid(&account.hex_id("scaling-policy", &short));
        let resource =
            format!("scalingPolicy:{policy_id}:autoScalingGroupName/{group}:policyName/{}", policy.name);
        (format!("TargetTracking-{group}-{kind}-{id}"), account.arn("autoscaling", &resource))
    }

    /// An alarm of a policy that tracks a target has been evaluated.
    pub(in super::super) fn group_alarm_evaluated(
        &mut self,
        policy: usize,
        alarm: AlarmRow,
        evaluation: &Evaluation,
    ) {
        if self.world.alarms[alarm].standing.state == AlarmState::Alarm {
            self.group_policy_triggered(policy, alarm, evaluation);
        }
    }

    /// An alarm of the scenario has a policy of a group among its actions.
    pub(in super::super) fn group_policy_action(
        &mut self,
        (group, name): (&str, &str),
        alarm: AlarmRow,
        evaluation: &Evaluation,
    ) {
        let mut policies = self.scenario.group_policies.iter();
        let policy = policies.position(|policy| policy.name == name && self.group_name(policy) == group);
        if let Some(policy) = policy {
            self.group_policy_triggered(policy, alarm, evaluation);
        }
    }

    fn group_policy_triggered(&mut self, policy: usize, alarm: AlarmRow, evaluation: &Evaluation) {
        let Some(given) = self.scenario.group_policies.get(policy).filter(|given| given.enabled) else {
            return;
        };
        let group = AutoScalingGroupRow::from_number(given.group);
        let is_off = self.world.alarms[alarm].standing.state == AlarmState::Alarm;
        let breach = breach(&given.kind, evaluation, is_off);
        let decision = given.kind.decide(self.group_situation(group, &given.kind), breach);
        if decision.scaled_to().is_none() {
            return self.say_held(group, policy, alarm, decision);
        }
        let state = &mut self.world.auto_scaling_groups[group];
        if state.asks.is_empty() {
            self.after(0, Event::Group(group, GroupDue::Asked));
        }
        self.world.auto_scaling_groups[group].asks.push(PolicyAsk { decision, policy, alarm });
    }

    /// Says once why a policy changes nothing.
    fn say_held(
        &mut self,
        group: AutoScalingGroupRow,
        policy: usize,
        alarm: AlarmRow,
        decision: GroupDecision,
    ) {
        let GroupOutcome::Held(held) = decision.outcome else { return };
        let said = &mut self.world.auto_scaling_groups[group].said_held;
        if said.insert((policy, alarm), held) != Some(held) {
            self.say_decided(group, policy, alarm, decision);
        }
    }

    fn say_decided(
        &mut self,
        group: AutoScalingGroupRow,
        policy: usize,
        alarm: AlarmRow,
        decision: GroupDecision,
    ) {
        let policy = narrow(policy);
        self.say(LogEvent::Group(GroupEvent::Decided { group, policy, alarm, decision }));
    }

    /// What a group has, as a policy of it sees that.
    fn group_situation(&self, group: AutoScalingGroupRow, kind: &GroupPolicyKind) -> Situation {
        let state = &self.world.auto_scaling_groups[group];
        let warmup_ms = self.warmup_of(group, kind).unwrap_or(0);
        let counting = || self.memberships(group).filter(|member| member.lifecycle.counts());
        // Those of second 0 are past every warm-up.
        let warms = |since: SimTime| since.as_ms() > 0 && since.plus_ms(warmup_ms) > self.now;
        let units = |wanted: &dyn Fn(&&Membership) -> bool| {
            counting().filter(wanted).map(|member| member.weight).sum()
        };
        Situation {
            bounds: state.bounds,
            desired: state.desired_capacity,
            current: units(&|_| true),
            warming: units(&|member| member.in_service_at.is_none_or(warms)),
            booting: units(&|member| member.in_service_at.is_none()),
            cooling: state.cooldown_until.is_some_and(|until| until > self.now)
                || self.memberships(group).any(|member| member.activity.is_some()),
        }
    }

    /// When an instance of a group is past its warm-up, where somebody asks for that: the group by its
    /// `DefaultInstanceWarmup`, a policy, or the capacity provider that scales the group. None before it is in
    /// service. Spec: ASG-18, CAP-10.
    pub(crate) fn warmed_at(&self, row: InstanceRow) -> Option<SimTime> {
        let member = self.world.instances[row].membership.as_ref()?;
        let since = member.in_service_at.filter(|since| since.as_ms() > 0)?;
        let given = &self.world.auto_scaling_groups[member.group].given;
        let policies = self.scenario.group_policies.iter();
        let of_group = policies.filter(|policy| policy.group == member.group.number());
        let longest = of_group.filter_map(|policy| self.warmup_of(member.group, &policy.kind)).max();
        let of_provider = self.provider_of(row).and_then(|number| self.warmup_for_provider(number));
        Some(since.plus_ms(longest.max(of_provider).max(given.default_instance_warmup_ms)?))
    }

    /// How long instances warm up for a policy; none for one of type SimpleScaling.
    fn warmup_of(&self, group: AutoScalingGroupRow, kind: &GroupPolicyKind) -> Option<u64> {
        let given = &self.world.auto_scaling_groups[group].given;
        let of_group = given.default_instance_warmup_ms.unwrap_or(given.default_cooldown_ms);
        match kind {
            GroupPolicyKind::Simple { .. } => None,
            GroupPolicyKind::Step { warmup_ms, .. } | GroupPolicyKind::Tracking { warmup_ms, .. } => {
                Some(warmup_ms.unwrap_or(of_group))
            }
        }
    }

    /// Of what the policies ask for in one moment the largest capacity is set. Spec: ASG-17.
    pub(super) fn answer_policies(&mut self, group: AutoScalingGroupRow) {
        let asks = std::mem::take(&mut self.world.auto_scaling_groups[group].asks);
        let largest = crate::groups::of_several(asks.iter().filter_map(|ask| ask.decision.scaled_to()));
        let Some(capacity) = largest else { return };
        let Some(place) = asks.iter().position(|ask| ask.decision.scaled_to() == largest) else { return };
        let Some(chosen) = asks.get(place) else { return };
        self.world.auto_scaling_groups[group].said_held.retain(|(policy, _), _| *policy != chosen.policy);
        for (number, ask) in asks.iter().enumerate() {
            if number == place {
                self.say_decided(group, ask.policy, ask.alarm, ask.decision);
                continue;
            }
            let policy = narrow(chosen.policy);
            let is_same = ask.decision.scaled_to() == largest;
            let held = if is_same {
                GroupHeld::SameCapacity { policy }
            } else {
                GroupHeld::LargerCapacity { policy }
            };
            let decision = GroupDecision { outcome: GroupOutcome::Held(held), ..ask.decision };
            self.say_held(group, ask.policy, ask.alarm, decision);
        }
        let Some(given) = self.scenario.group_policies.get(chosen.policy) else { return };
        let alarm = &self.world.alarms[chosen.alarm];
        let (name, state) = (alarm.definition.name.clone(), alarm.standing.state);
        let cause = CapacityCause::Policy { alarm: name, state, policy: given.name.clone() };
        if let GroupPolicyKind::Simple { cooldown_ms, .. } = given.kind {
            let state = &mut self.world.auto_scaling_groups[group];
            state.cooldown_ms = cooldown_ms.unwrap_or(state.given.default_cooldown_ms);
        }
        self.set_desired_capacity(group, capacity, cause);
    }
}

fn narrow(policy: usize) -> u32 {
    u32::try_from(policy).unwrap_or(u32::MAX)
}

/// What an alarm, which has gone off or not, has seen, as a policy takes it.
fn breach(kind: &GroupPolicyKind, evaluation: &Evaluation, is_off: bool) -> Breach {
    let datapoints = evaluation.oldest_first();
    let (metric, side) = match kind {
        GroupPolicyKind::Step { steps, .. } => {
            (steps.aggregation.of(&datapoints), Engine::side_of_threshold(evaluation, is_off))
        }
        _ => (Measured::newest(&datapoints), Engine::side_of(evaluation)),
    };
    Breach { metric, threshold: Millionths::nearest(evaluation.rule.threshold), side }
}

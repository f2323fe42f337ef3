//! The alarms of target tracking, and the way from an alarm to a policy. Spec: SCALE-3, SCALE-5, SCALE-9.

use super::{Engine, Event};
use crate::ids::{AlarmRow, uuid};
use crate::metrics::{
    ActionTarget, AlarmAction, AlarmDefinition, AlarmOwner, AlarmState, Evaluation, Watched,
};
use crate::scaling::{
    Millionths, Policy, PolicyKind, Side, TRACKING_PERIOD_SECONDS, TargetTracking, tracking_rule,
};
use crate::world::Trigger;

impl Engine {
    /// Makes the alarms of a policy that tracks a target: the high one, and the low one unless it never scales in.
    pub(super) fn put_tracking_alarms(&mut self, policy: usize, given: &Policy) -> Vec<AlarmRow> {
        let PolicyKind::TargetTracking(tracking) = &given.kind else { return Vec::new() };
        let sides: &[Side] =
            if tracking.disable_scale_in { &[Side::Above] } else { &[Side::Above, Side::Below] };
        let definitions = sides.iter().map(|side| self.tracking_alarm(given, tracking, *side));
        let definitions: Vec<AlarmDefinition> = definitions.collect();
        let owner = AlarmOwner::ScalingPolicy(policy);
        definitions.into_iter().map(|definition| self.put_alarm(owner, definition)).collect()
    }

    fn tracking_alarm(&self, given: &Policy, tracking: &TargetTracking, side: Side) -> AlarmDefinition {
        let account = &self.scenario.account;
        let resource_id = format!("service/{}/{}", account.cluster, given.service);
        let kind = if side == Side::Above { "AlarmHigh" } else { "AlarmLow" };
        let short = format!("{resource_id} {} {kind}", given.name);
        let policy_id = uuid(&account.hex_id("scaling-policy", &format!("{resource_id} {}", given.name)));
        let arn = account.arn(
            "autoscaling",
            &format!("scalingPolicy:{policy_id}:resource/ecs/{resource_id}:policyName/{}", given.name),
        );
        let name = format!("TargetTracking-{resource_id}-{kind}-{}", uuid(&account.hex_id("alarm", &short)));
        let action = ActionTarget::ScalingPolicy { resource_id, policy_name: given.name.clone() };
        Engine::tracking_definition(name, arn, action, (tracking.metric.clone(), tracking.target), side)
    }

    /// The alarm of a policy, by its ARN, that holds a metric at its target. Spec: SCALE-3, ASG-19.
    pub(in super::super) fn tracking_definition(
        name: String,
        arn: String,
        target: ActionTarget,
        (watched, value): (Watched, Millionths),
        side: Side,
    ) -> AlarmDefinition {
        AlarmDefinition {
            name,
            description: Some(format!("DO NOT EDIT OR DELETE. For TargetTrackingScaling policy {arn}.")),
            watched,
            period_seconds: TRACKING_PERIOD_SECONDS,
            rule: tracking_rule(value, side),
            actions_enabled: true,
            ok_actions: Vec::new(),
            alarm_actions: vec![AlarmAction { reference: arn, target }],
            insufficient_data_actions: Vec::new(),
        }
    }

    /// An alarm of a policy that tracks a target has been evaluated. Where no task runs, one value above the target
    /// is enough. Spec: SCALE-3, SCALE-5.
    pub(in super::super) fn tracking_alarm_evaluated(
        &mut self,
        policy: usize,
        alarm: AlarmRow,
        evaluation: &Evaluation,
        changed: bool,
    ) {
        let is_in_alarm = self.world.alarms[alarm].standing.state == AlarmState::Alarm;
        let has_demand = evaluation.newest().is_some_and(|value| evaluation.rule.breaches(value));
        let from_nothing =
            Engine::side_of(evaluation) == Side::Above && has_demand && self.has_no_task(policy);
        if is_in_alarm || from_nothing {
            self.trigger(policy, alarm, evaluation, changed);
        }
    }

    /// An alarm of the scenario has a policy among its actions. Spec: SCALE-9.
    pub(in super::super) fn policy_action(
        &mut self,
        (resource_id, policy_name): (&str, &str),
        alarm: AlarmRow,
        evaluation: &Evaluation,
        changed: bool,
    ) {
        let service = resource_id.rsplit('/').next().unwrap_or(resource_id);
        if let Some(policy) = self.find_policy(service, policy_name) {
            self.trigger(policy, alarm, evaluation, changed);
        }
    }

    /// The policy of a target by its name.
    pub(super) fn find_policy(&self, service: &str, name: &str) -> Option<usize> {
        let mut policies = self.world.scaling.policies.iter();
        policies.position(|policy| {
            !policy.deleted && policy.given.name == name && policy.given.service == service
        })
    }

    /// An alarm asks a policy. One that has just changed its state is spoken of, whatever was said of it before.
    fn trigger(&mut self, policy: usize, alarm: AlarmRow, evaluation: &Evaluation, changed: bool) {
        let is_off = self.world.alarms[alarm].standing.state == AlarmState::Alarm;
        let Some(state) = self.world.scaling.policies.get_mut(policy).filter(|state| !state.deleted) else {
            return;
        };
        if changed {
            state.said.remove(&alarm);
        }
        let side = match state.given.kind {
            PolicyKind::Step(_) => Engine::side_of_threshold(evaluation, is_off),
            PolicyKind::TargetTracking(_) => Engine::side_of(evaluation),
        };
        state.triggers.push(Trigger { alarm, side, datapoints: evaluation.oldest_first() });
        if !std::mem::replace(&mut self.world.scaling.due, true) {
            self.after(0, Event::ScalingDue);
        }
    }

    fn has_no_task(&self, policy: usize) -> bool {
        let target = self.world.scaling.policies.get(policy).map(|state| state.target);
        let service = target.and_then(|target| self.scaled_service(target));
        service.is_some_and(|service| self.world.services[service].running_count == 0)
    }

    /// On which side of its threshold an alarm goes off.
    pub(in super::super) fn side_of(evaluation: &Evaluation) -> Side {
        Side::from(evaluation.rule.comparison)
    }

    /// On which side of an alarm's threshold a metric is that is at it: on that on which the alarm goes off, if it
    /// has, or would for such a metric. Spec: SCALE-9.
    pub(in super::super) fn side_of_threshold(evaluation: &Evaluation, is_off: bool) -> Side {
        let side = Engine::side_of(evaluation);
        if is_off || evaluation.rule.breaches(evaluation.rule.threshold) { side } else { side.other() }
    }
}

//! What a policy would do with a value: the core's answer, in a sentence.

use super::fields::{CAPACITY, SUSPENDED};
use super::policies::{PolicyRow, PolicyType};
use super::policy_fields::ENABLED;
use super::rows::TargetRow;
use crate::session::alarms::AlarmRow;
use crate::session::capacity::{GROUP_SIZES, GroupRow};
use crate::session::outline::counted;
use ecs_core::SimTime;
use ecs_core::groups::{Bounds, Breach, Situation};
use ecs_core::metrics::AlarmRule;
use ecs_core::report::{group_policies_text, scaling_text};
use ecs_core::scaling::{
    Ask, Capacity, Cooldowns, Measured, Millionths, Side, Suspended, TRACKING_PERIOD_SECONDS, decide,
    tracking_rule,
};

/// A policy beside what counts for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trial {
    /// The policy.
    pub policy: PolicyRow,
    /// What it scales.
    pub scaled: Scaled,
    /// The alarm that sets the policy off, where it has none of its own.
    pub alarm: Option<AlarmRow>,
}

/// What a policy scales.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scaled {
    /// A service, between the bounds of its target.
    Service(TargetRow),
    /// A group, between its own.
    Group(GroupRow),
}

/// What there is when the policy is asked.
enum Standing {
    Service(Capacity),
    Group(Situation),
}

impl Trial {
    /// What the policy would do while so many tasks or instances run and its metric has a value; none where a
    /// number that is needed is none.
    pub fn told(&self, running: &str, value: &str) -> Option<String> {
        let value: f64 = value.trim().parse().ok().filter(|value: &f64| value.is_finite())?;
        let standing = self.scaled.standing(running.trim().parse().ok()?)?;
        if self.policy.written.get(ENABLED.member) == "false" {
            return Some("The policy is not enabled: nothing changes.".to_owned());
        }
        match self.policy.kind {
            PolicyType::Tracking => self.tracked(&standing, value),
            PolicyType::Step | PolicyType::Simple => self.set_off(&standing, value),
            PolicyType::Other(_) => None,
        }
    }

    fn set_off(&self, standing: &Standing, value: f64) -> Option<String> {
        let Some(alarm) = &self.alarm else {
            return Some("No alarm sets this policy off yet: choose one above.".to_owned());
        };
        let rule = alarm.rule()?;
        if !rule.breaches(value) {
            return Some(format!("{value} does not set off the alarm {}: nothing changes.", alarm.name));
        }
        let done = self.decided(standing, &rule, value)?;
        Some(format!("{value} sets off the alarm {}: {done}.", alarm.name))
    }

    fn tracked(&self, standing: &Standing, value: f64) -> Option<String> {
        let target = self.policy.target()?;
        let [high, low] = [Side::Above, Side::Below].map(|side| tracking_rule(target, side));
        let (rule, words) = if high.breaches(value) {
            (&high, "above")
        } else if low.breaches(value) {
            if self.policy.never_in() {
                return Some(format!("{value} is below {}, and this policy never scales in.", low.threshold));
            }
            (&low, "below")
        } else {
            let (low, high) = (low.threshold, high.threshold);
            return Some(format!("{value} is not above {high} and not below {low}: nothing changes."));
        };
        let minutes = counted(u64::from(rule.evaluation_periods * TRACKING_PERIOD_SECONDS / 60), "minute");
        let done = self.decided(standing, rule, value)?;
        Some(format!("{value} is {words} {}. After {minutes}: {done}.", rule.threshold))
    }

    /// The core's decision with its arithmetic, where an alarm with that rule has gone off.
    fn decided(&self, standing: &Standing, rule: &AlarmRule, value: f64) -> Option<String> {
        let (side, threshold) = (Side::from(rule.comparison), Millionths::nearest(rule.threshold));
        match standing {
            Standing::Service(capacity) => {
                let (kind, datapoints) = (self.policy.of_service()?, [value]);
                let cooldowns = Cooldowns::default();
                let ask = Ask {
                    policy: 0,
                    kind: &kind,
                    side,
                    threshold,
                    datapoints: &datapoints,
                    cooldowns: &cooldowns,
                };
                let (_, decision) = decide(capacity, &[ask], &[], false).pop()?;
                let outcome = scaling_text::outcome(&decision, |_| String::new());
                Some(format!("{}; {outcome}", scaling_text::arithmetic(&decision)))
            }
            Standing::Group(situation) => {
                let breach = Breach { metric: Measured::newest(&[value]), threshold, side };
                let decision = self.policy.of_group()?.decide(*situation, breach);
                let outcome = group_policies_text::outcome(&decision, 0, |_| String::new());
                Some(format!("{}; {outcome}", group_policies_text::arithmetic(&decision)))
            }
        }
    }

    /// A value to begin with: one that the policy answers.
    pub fn example(&self) -> String {
        let threshold = match self.policy.kind {
            PolicyType::Tracking => self.policy.written.number(&self.policy.of.fields().target),
            _ => self.alarm.as_ref().and_then(|alarm| alarm.threshold.trim().parse().ok()),
        };
        let threshold: f64 = threshold.unwrap_or(70.0);
        let is_low = self.alarm.as_ref().is_some_and(|alarm| alarm.comparison.starts_with("Less"));
        (threshold * if is_low { 0.8 } else { 1.2 }).round().to_string()
    }
}

impl Scaled {
    fn standing(&self, running: u32) -> Option<Standing> {
        Some(match self {
            Scaled::Service(target) => Standing::Service(target.capacity(running)?),
            Scaled::Group(group) => {
                let [min, max, _] = GROUP_SIZES.each_ref().map(|field| group.written.number(field));
                let bounds = Bounds { min_size: min?, max_size: max? };
                let (desired, current) = (running, running);
                Standing::Group(Situation {
                    bounds,
                    desired,
                    current,
                    warming: 0,
                    booting: 0,
                    cooling: false,
                })
            }
        })
    }
}

impl TargetRow {
    fn capacity(&self, running: u32) -> Option<Capacity> {
        let [min, max] = CAPACITY.each_ref().map(|field| self.written.number(field));
        let [scaling_in, scaling_out, scheduled] = SUSPENDED.map(|field| self.written.is_on(field.member));
        Some(Capacity {
            running,
            desired: running,
            min: min?,
            max: max?,
            suspended: Suspended { scaling_in, scaling_out, scheduled },
            deploying: false,
            now: SimTime::ZERO,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Scaled, Trial};
    use crate::session::outline::Outline;
    use crate::session::scaling::PolicyOf;

    const TEXT: &str = r#"{"version": 1, "services": [{"serviceName": "web", "desiredCount": 6}],
      "scalableTargets": [{"ResourceId": "service/default/web", "MinCapacity": 2, "MaxCapacity": 8}],
      "scalingPolicies": [
        {"PolicyName": "cpu", "ResourceId": "service/default/web", "PolicyType": "TargetTrackingScaling",
          "TargetTrackingScalingPolicyConfiguration": {"TargetValue": 70}},
        {"PolicyName": "steps", "ResourceId": "service/default/web", "PolicyType": "StepScaling",
          "StepScalingPolicyConfiguration": {"AdjustmentType": "PercentChangeInCapacity", "StepAdjustments": [
            {"MetricIntervalLowerBound": 20, "ScalingAdjustment": 30},
            {"MetricIntervalLowerBound": 0, "MetricIntervalUpperBound": 20, "ScalingAdjustment": 10}]}}],
      "alarms": [{"AlarmName": "busy", "Threshold": 50, "EvaluationPeriods": 1, "Period": 60,
        "ComparisonOperator": "GreaterThanThreshold", "AlarmActions": ["service/default/web/steps"]}]}"#;

    fn trial(text: &str, policy: usize) -> Trial {
        let outline = Outline::read(text);
        let policy = outline.scaling.policies(PolicyOf::Service)[policy].clone();
        let alarm = policy.alarm.map(|number| outline.alarms[number].clone());
        Trial { policy, scaled: Scaled::Service(outline.scaling.targets[0].clone()), alarm }
    }

    #[test]
    fn a_value_is_followed_to_a_number_of_tasks() {
        let told = |running, value| trial(TEXT, 0).told(running, value).unwrap();
        assert_eq!(
            told("6", "82"),
            "82 is above 70. After 3 minutes: ceil(6 × 82 / 70) = 8; scale-out cooldown free; max 8; desired count 6 → 8."
        );
        assert_eq!(
            told("6", "120"),
            "120 is above 70. After 3 minutes: ceil(6 × 120 / 70) = 11; scale-out cooldown free; max 8; desired count 6 → 8."
        );
        assert_eq!(told("6", "65"), "65 is not above 70 and not below 63: nothing changes.");
        assert_eq!(
            told("6", "35"),
            "35 is below 63. After 15 minutes: ceil(6 × 35 / 70) = 3; scale-in cooldown free; min 2; desired count 6 → 3."
        );
        let never = TEXT.replace(r#""TargetValue": 70"#, r#""TargetValue": 70, "DisableScaleIn": true"#);
        assert_eq!(
            trial(&never, 0).told("6", "35").unwrap(),
            "35 is below 63, and this policy never scales in."
        );
    }

    #[test]
    fn a_step_is_found_by_the_distance_to_the_alarm() {
        let told = |value| trial(TEXT, 1).told("10", value).unwrap();
        let wide = TEXT.replace(r#""MaxCapacity": 8"#, r#""MaxCapacity": 20"#);
        assert_eq!(
            trial(&wide, 1).told("10", "60").unwrap(),
            "60 sets off the alarm busy: 60 is 10 above 50: step [0, 20) adds 10 % of 10 = 1; 10 + 1 = 11; scale-out cooldown free; max 20; desired count 10 → 11."
        );
        assert!(told("75").ends_with("not scaled: the maximum is 8."), "{}", told("75"));
        assert_eq!(told("50"), "50 does not set off the alarm busy: nothing changes.");
        let silent = TEXT.replace("service/default/web/steps\"]", "service/default/web/others\"]");
        assert!(trial(&silent, 1).told("10", "60").unwrap().starts_with("No alarm sets"));
    }

    #[test]
    fn numbers_beyond_measure_do_no_harm() {
        let most = u64::MAX.to_string();
        let text = TEXT
            .replace(r#""TargetValue": 70"#, &format!(r#""TargetValue": 1e-6, "ScaleOutCooldown": {most}"#));
        assert!(trial(&text, 0).told(&u32::MAX.to_string(), "1e300").unwrap().contains("max 8"));
        let text = TEXT.replace(r#""ScalingAdjustment": 30"#, r#""ScalingAdjustment": 9223372036854775807"#);
        assert!(trial(&text, 1).told("10", "1e300").unwrap().contains("max 8"));
    }

    #[test]
    fn without_numbers_there_is_nothing_to_tell() {
        for wrong in [r#""TargetValue": 0"#, r#""TargetValue": "x""#, r#""Target": 70"#] {
            let text = TEXT.replace(r#""TargetValue": 70"#, wrong);
            assert_eq!(trial(&text, 0).told("6", "82"), None, "{wrong}");
        }
        assert_eq!(trial(TEXT, 0).told("", "82"), None);
        assert_eq!(trial(TEXT, 0).told("6", "warm"), None);
    }
    const GROUP: &str = r#"{"version": 1,
      "autoScalingGroups": [{"AutoScalingGroupName": "workers", "MinSize": 1, "MaxSize": 6, "DesiredCapacity": 4}],
      "autoScalingPolicies": [
        {"AutoScalingGroupName": "workers", "PolicyName": "reserved", "PolicyType": "TargetTrackingScaling",
          "TargetTrackingConfiguration": {"TargetValue": 75}},
        {"AutoScalingGroupName": "workers", "PolicyName": "steps", "PolicyType": "StepScaling",
          "AdjustmentType": "ChangeInCapacity", "StepAdjustments": [
            {"MetricIntervalLowerBound": 10, "ScalingAdjustment": 2},
            {"MetricIntervalLowerBound": 0, "MetricIntervalUpperBound": 10, "ScalingAdjustment": 1}]},
        {"AutoScalingGroupName": "workers", "PolicyName": "half", "AdjustmentType": "PercentChangeInCapacity",
          "ScalingAdjustment": -50}],
      "alarms": [{"AlarmName": "full", "Threshold": 80, "EvaluationPeriods": 1, "Period": 60,
        "ComparisonOperator": "GreaterThanThreshold", "AlarmActions": ["workers/steps", "workers/half"]}]}"#;

    fn of_group(text: &str, policy: usize, running: &str, value: &str) -> Option<String> {
        let outline = Outline::read(text);
        let policy = outline.scaling.policies(PolicyOf::Group)[policy].clone();
        let alarm = policy.alarm.map(|number| outline.alarms[number].clone());
        let trial = Trial { policy, scaled: Scaled::Group(outline.capacity.groups[0].clone()), alarm };
        trial.told(running, value)
    }

    #[test]
    fn a_value_is_followed_to_a_number_of_instances() {
        let told = |policy, value| of_group(GROUP, policy, "4", value).unwrap();
        assert_eq!(
            told(0, "90"),
            "90 is above 75. After 3 minutes: ceil(4 × 90 / 75) = 5; max 6; desired capacity 4 → 5."
        );
        assert_eq!(told(0, "70"), "70 is not above 75 and not below 67.5: nothing changes.");
        assert_eq!(
            told(1, "95"),
            "95 sets off the alarm full: 95 is 15 above 80: step [10, ∞) adds 2; 4 + 2 = 6; max 6; desired capacity 4 → 6."
        );
        assert_eq!(
            told(2, "95"),
            "95 sets off the alarm full: takes 50 % of 4 = 2; 4 − 2 = 2; min 1; desired capacity 4 → 2."
        );
        let off = GROUP.replace(r#""PolicyName": "half","#, r#""PolicyName": "half", "Enabled": false,"#);
        assert_eq!(of_group(&off, 2, "4", "95").unwrap(), "The policy is not enabled: nothing changes.");
        let endless = GROUP.replace(r#""MaxSize": 6"#, r#""MaxSize": "x""#);
        assert_eq!(of_group(&endless, 0, "4", "90"), None);
        assert!(of_group(GROUP, 0, &u32::MAX.to_string(), "1e300").unwrap().contains("not scaled"));
    }
}

//! What a policy would do with a value: the core's answer, in a sentence.

use super::fields::{CAPACITY, POLICY_NAME, STEP, STEP_LEAST, STEPS, SUSPENDED, TRACKING};
use super::rows::{PolicyRow, PolicyType, TargetRow};
use crate::session::alarms::AlarmRow;
use crate::session::members::Written;
use crate::session::outline::counted;
use ecs_core::SimTime;
use ecs_core::metrics::{MetricRef, Statistic, Watched};
use ecs_core::report::scaling_text;
use ecs_core::scaling::{
    AdjustmentType, Aggregation, Ask, Capacity, Cooldowns, Millionths, PolicyKind, Side, StepAdjustment,
    StepScaling, Suspended, TRACKING_PERIOD_SECONDS, TargetTracking, decide, tracking_rule,
};

/// A policy beside what counts for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trial {
    /// The policy.
    pub policy: PolicyRow,
    /// The target of its service.
    pub target: TargetRow,
    /// The alarm that sets a step policy off.
    pub alarm: Option<AlarmRow>,
}

impl Trial {
    /// What the policy would do while so many tasks run and its metric has a value; none where a number that
    /// is needed is none.
    pub fn told(&self, running: &str, value: &str) -> Option<String> {
        let value: f64 = value.trim().parse().ok().filter(|value: &f64| value.is_finite())?;
        let capacity = self.target.capacity(running.trim().parse().ok()?)?;
        match self.policy.kind {
            PolicyType::Tracking => tracked(&capacity, self.policy.tracking()?, value),
            PolicyType::Step => self.stepped(&capacity, value),
            PolicyType::Other(_) => None,
        }
    }

    fn stepped(&self, capacity: &Capacity, value: f64) -> Option<String> {
        let kind = PolicyKind::Step(self.policy.step_scaling()?);
        let Some(alarm) = &self.alarm else {
            return Some("No alarm sets this policy off yet: choose one above.".to_owned());
        };
        let rule = alarm.rule()?;
        if !rule.breaches(value) {
            return Some(format!("{value} does not set off the alarm {}: nothing changes.", alarm.name));
        }
        let threshold = Millionths::nearest(rule.threshold);
        let done = decided(capacity, &kind, Side::from(rule.comparison), threshold, value)?;
        Some(format!("{value} sets off the alarm {}: {done}.", alarm.name))
    }

    /// A value to begin with: one that the policy answers.
    pub fn example(&self) -> String {
        let threshold = match self.policy.kind {
            PolicyType::Tracking => self.policy.written.number(&TRACKING[0]),
            _ => self.alarm.as_ref().and_then(|alarm| alarm.threshold.trim().parse().ok()),
        };
        let threshold: f64 = threshold.unwrap_or(70.0);
        let is_low = self.alarm.as_ref().is_some_and(|alarm| alarm.comparison.starts_with("Less"));
        (threshold * if is_low { 0.8 } else { 1.2 }).round().to_string()
    }
}

fn tracked(capacity: &Capacity, tracking: TargetTracking, value: f64) -> Option<String> {
    let target = tracking.target;
    let [high, low] = [Side::Above, Side::Below].map(|side| tracking_rule(target, side));
    let never_in = tracking.disable_scale_in;
    let (side, rule, words) = if high.breaches(value) {
        (Side::Above, &high, "above")
    } else if low.breaches(value) {
        (Side::Below, &low, "below")
    } else {
        let (low, high) = (low.threshold, high.threshold);
        return Some(format!("{value} is not above {high} and not below {low}: nothing changes."));
    };
    if side == Side::Below && never_in {
        return Some(format!("{value} is below {}, and this policy never scales in.", rule.threshold));
    }
    let minutes = counted(u64::from(rule.evaluation_periods * TRACKING_PERIOD_SECONDS / 60), "minute");
    let threshold = Millionths::nearest(rule.threshold);
    let kind = PolicyKind::TargetTracking(tracking);
    let done = decided(capacity, &kind, side, threshold, value)?;
    Some(format!("{value} is {words} {}. After {minutes}: {done}.", rule.threshold))
}

/// The core's decision on one policy, with its arithmetic.
fn decided(
    capacity: &Capacity,
    kind: &PolicyKind,
    side: Side,
    threshold: Millionths,
    value: f64,
) -> Option<String> {
    let (datapoints, cooldowns) = ([value], Cooldowns::default());
    let ask = Ask { policy: 0, kind, side, threshold, datapoints: &datapoints, cooldowns: &cooldowns };
    let (_, decision) = decide(capacity, &[ask], &[], false).pop()?;
    let outcome = scaling_text::outcome(&decision, |_| String::new());
    Some(format!("{}; {outcome}", scaling_text::arithmetic(&decision)))
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

impl PolicyRow {
    fn tracking(&self) -> Option<TargetTracking> {
        let [target, scale_out, scale_in, never_in] = &TRACKING;
        let seconds = |field| self.written.number(field).map(|seconds: u64| seconds.saturating_mul(1000));
        let target = Millionths::nearest(self.written.number(target)?);
        // Which metric has the value makes no difference.
        let metric = MetricRef::new("AWS/ECS", "CPUUtilization", []);
        target.is_positive().then_some(TargetTracking {
            target,
            metric: Watched::Metric { metric, statistic: Statistic::Average },
            scale_out_cooldown_ms: seconds(scale_out)?,
            scale_in_cooldown_ms: seconds(scale_in)?,
            disable_scale_in: self.written.is_on(never_in.member),
        })
    }

    fn step_scaling(&self) -> Option<StepScaling> {
        let [adjustment_type, cooldown, aggregation] = &STEP;
        let cooldown: u64 = self.written.number(cooldown)?;
        let adjustment_type = match self.written.get(adjustment_type.member) {
            "ChangeInCapacity" => AdjustmentType::ChangeInCapacity,
            "PercentChangeInCapacity" => AdjustmentType::PercentChangeInCapacity,
            "ExactCapacity" => AdjustmentType::ExactCapacity,
            _ => return None,
        };
        let aggregation = match self.written.get(aggregation.member) {
            "Minimum" => Aggregation::Minimum,
            "Maximum" => Aggregation::Maximum,
            _ => Aggregation::Average,
        };
        let mut steps: Vec<StepAdjustment> = self.steps.iter().map(step).collect::<Option<_>>()?;
        steps.sort_by_key(|step| step.lower);
        Some(StepScaling {
            adjustment_type,
            steps,
            min_adjustment_magnitude: self.written.number(&STEP_LEAST),
            aggregation,
            cooldown_ms: cooldown.saturating_mul(1000),
        })
    }

    /// What the field of the name shows.
    pub fn title(&self) -> &str {
        let name = self.written.get(POLICY_NAME.member);
        if name.is_empty() { "(no name)" } else { name }
    }
}

fn step(written: &Written) -> Option<StepAdjustment> {
    let [lower, upper, adjustment] = STEPS.each_ref().map(|field| written.get(field.member).trim());
    let bound = |text: &str| {
        if text.is_empty() { Some(None) } else { text.parse().ok().map(Millionths::nearest).map(Some) }
    };
    Some(StepAdjustment { lower: bound(lower)?, upper: bound(upper)?, adjustment: adjustment.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use super::Trial;
    use crate::session::outline::Outline;

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
        let policy = outline.scaling.policies[policy].clone();
        let alarm = policy.alarm.map(|number| outline.alarms[number].clone());
        Trial { policy, target: outline.scaling.targets[0].clone(), alarm }
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
            "60 sets off the alarm busy: 10 + 10 % = 10 + 1 = 11; scale-out cooldown free; max 20; desired count 10 → 11."
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
}

//! The calls of a timeline about Auto Scaling groups. Spec: ASG-3, ASG-11.

use super::Reader;
use super::instance_calls::strings;
use super::references::AUTO_SCALING_GROUP;
use super::service_calls::{as_warning, remove, set};
use crate::aws::{check_shape, shorten};
use crate::finding::{Finding, rules};
use crate::json::{Node, Value, child};
use crate::scenario::{AutoScalingGroup, Call, GroupCall, GroupUpdate};

/// The code of what Amazon EC2 Auto Scaling refuses.
const VALIDATION_ERROR: &str = "ValidationError";

/// The calls that a run carries out.
pub(super) const GROUP_CALLS: [&str; 5] = [
    "autoscaling:SetDesiredCapacity",
    "autoscaling:UpdateAutoScalingGroup",
    "autoscaling:TerminateInstanceInAutoScalingGroup",
    "autoscaling:SetInstanceProtection",
    "autoscaling:CompleteLifecycleAction",
];

/// What a group launches: a call that names one of these launches something else from then on.
const LAUNCHES: [&str; 5] =
    ["LaunchTemplate", "MixedInstancesPolicy", "AvailabilityZones", "VPCZoneIdentifier", "simulation"];

/// What of a call is judged when the run comes to it.
const JUDGED_LATER: [&str; 3] = ["MinSize", "MaxSize", "DesiredCapacity"];

impl Reader<'_> {
    pub(super) fn group_call(
        &mut self,
        name: &str,
        input: &Node,
        pointer: &str,
        groups: &[AutoScalingGroup],
    ) -> Option<Call> {
        match name {
            "autoscaling:SetDesiredCapacity" => self.set_desired_capacity(input, pointer, groups),
            "autoscaling:UpdateAutoScalingGroup" => self.update_group(input, pointer, groups),
            "autoscaling:SetInstanceProtection" => self.set_protection(input, pointer, groups),
            "autoscaling:CompleteLifecycleAction" => self.complete_lifecycle_action(input, pointer, groups),
            _ => self.terminate_in_group(input, pointer),
        }
    }

    fn set_desired_capacity(
        &mut self,
        input: &Node,
        pointer: &str,
        groups: &[AutoScalingGroup],
    ) -> Option<Call> {
        check_shape(self.shapes, "autoscaling.SetDesiredCapacityType", input, pointer, self.findings);
        let group = match self.called_group(input, pointer, groups)? {
            Ok(group) => group,
            Err(refused) => return Some(refused),
        };
        let given = input.get("DesiredCapacity")?.as_integer()?;
        let Ok(desired_capacity) = u32::try_from(given) else {
            let message = format!(
                "New SetDesiredCapacity value {given} is below min value 0 for the AutoScalingGroup."
            );
            return Some(Call::refused(VALIDATION_ERROR, message));
        };
        let honor_cooldown = input.get("HonorCooldown").and_then(Node::as_bool).unwrap_or(false);
        Some(Call::Groups(GroupCall::SetDesiredCapacity { group, desired_capacity, honor_cooldown }))
    }

    fn update_group(&mut self, input: &Node, pointer: &str, groups: &[AutoScalingGroup]) -> Option<Call> {
        check_shape(self.shapes, "autoscaling.UpdateAutoScalingGroupType", input, pointer, self.findings);
        let group = match self.called_group(input, pointer, groups)? {
            Ok(group) => group,
            Err(refused) => return Some(refused),
        };
        let name = groups.get(group)?.name.clone();
        let mut merged = self.known_group(&name)?;
        merged.range = input.range;
        for member in input.members().iter().filter(|member| !JUDGED_LATER.contains(&&*member.key)) {
            if member.key == "VPCZoneIdentifier" {
                remove(&mut merged, "AvailabilityZones");
            }
            if member.key == "LaunchTemplate" || member.key == "MixedInstancesPolicy" {
                LAUNCHES.iter().take(2).for_each(|key| remove(&mut merged, key));
            }
            set(&mut merged, &member.key, &member.value);
        }
        let (given, said) = self.apart(|reader| {
            reader.stays_without_weights(&name, &merged, pointer);
            reader.auto_scaling_group(&merged, pointer)
        });
        if let Some(refused) = self.judged_as(said, input, pointer, validation_error) {
            return Some(refused);
        }
        self.known.groups.insert(name, merged);
        let mut size = |key: &str| {
            let size = self.bounded(input, key, pointer, 0..=1_000_000)?;
            u32::try_from(size).ok()
        };
        let (min_size, max_size) = (size("MinSize"), size("MaxSize"));
        let desired_capacity = size("DesiredCapacity");
        let launches_anew = LAUNCHES.iter().any(|key| input.get(key).is_some());
        let update =
            GroupUpdate { group, min_size, max_size, desired_capacity, given: given?, launches_anew };
        Some(Call::Groups(GroupCall::Update(Box::new(update))))
    }

    fn terminate_in_group(&mut self, input: &Node, pointer: &str) -> Option<Call> {
        let shape = "autoscaling.TerminateInstanceInAutoScalingGroupType";
        check_shape(self.shapes, shape, input, pointer, self.findings);
        let decrement = input.get("ShouldDecrementDesiredCapacity").and_then(Node::as_bool)?;
        let Some(instance) = input.str("InstanceId").map(ToOwned::to_owned) else {
            let message = "`InstanceId` is missing: the instance that is to end";
            let finding =
                Finding::new(&rules::MISSING_MEMBER, child(pointer, "InstanceId"), input.range, message);
            self.findings.push(as_warning(finding));
            return Some(Call::refused_in_our_words(VALIDATION_ERROR, message));
        };
        Some(Call::Groups(GroupCall::Terminate { instance, decrement }))
    }

    fn set_protection(&mut self, input: &Node, pointer: &str, groups: &[AutoScalingGroup]) -> Option<Call> {
        check_shape(self.shapes, "autoscaling.SetInstanceProtectionQuery", input, pointer, self.findings);
        let group = match self.called_group(input, pointer, groups)? {
            Ok(group) => group,
            Err(refused) => return Some(refused),
        };
        let protected = input.get("ProtectedFromScaleIn").and_then(Node::as_bool)?;
        let instances = strings(input, "InstanceIds");
        Some(Call::Groups(GroupCall::SetProtection { group, instances, protected }))
    }

    fn complete_lifecycle_action(
        &mut self,
        input: &Node,
        pointer: &str,
        groups: &[AutoScalingGroup],
    ) -> Option<Call> {
        check_shape(self.shapes, "autoscaling.CompleteLifecycleActionType", input, pointer, self.findings);
        let group = match self.called_group(input, pointer, groups)? {
            Ok(group) => group,
            Err(refused) => return Some(refused),
        };
        let instance = input.str("InstanceId").unwrap_or_default().to_owned();
        Some(Call::Groups(GroupCall::CompleteLifecycleAction { group, instance }))
    }

    /// The group that a call names, by its number among those that were read. Nothing where that is another
    /// one's mistake; a refusal where there is no such group.
    fn called_group(
        &mut self,
        input: &Node,
        pointer: &str,
        groups: &[AutoScalingGroup],
    ) -> Option<Result<usize, Call>> {
        let node = input.get("AutoScalingGroupName")?;
        let reference = node.as_str()?;
        let short = AUTO_SCALING_GROUP.short(reference);
        if let Some(number) = groups.iter().position(|group| group.name == short) {
            return Some(Ok(number));
        }
        if self.lookup(&AUTO_SCALING_GROUP, short).is_some() {
            return None;
        }
        let near = self.nearest(short, groups.iter().map(|group| group.name.as_str()));
        let hint = near.map(|name| format!("did you mean `{name}`?"));
        let message = format!("there is no Auto Scaling group `{}` in this scenario", shorten(reference));
        let aws = "AutoScalingGroup name not found - null".to_owned();
        let place = child(pointer, "AutoScalingGroupName");
        let finding = Finding::new(&rules::UNRESOLVED_REFERENCE, place, node.range, message).aws(aws.clone());
        self.findings.push(as_warning(match hint {
            Some(hint) => finding.hint(hint),
            None => finding,
        }));
        Some(Err(Call::refused(VALIDATION_ERROR, aws)))
    }

    /// A group in the form of CreateAutoScalingGroup, as calls before have left it: without its bounds, which
    /// the run knows.
    fn known_group(&mut self, name: &str) -> Option<Node> {
        if let Some(known) = self.known.groups.get(name) {
            return Some(known.clone());
        }
        let number = self.lookup(&AUTO_SCALING_GROUP, name)?;
        let mut node = self.root.list(AUTO_SCALING_GROUP.list).get(number)?.clone();
        let range = node.range;
        for (key, value) in [("MinSize", "0"), ("MaxSize", "1000000")] {
            set(&mut node, key, &Node { range, value: Value::Number(value.to_owned()) });
        }
        remove(&mut node, "DesiredCapacity");
        Some(node)
    }
}

/// What Amazon EC2 Auto Scaling answers to a call with a mistake.
fn validation_error(finding: &Finding) -> Call {
    Call::refused_for(VALIDATION_ERROR, finding)
}

//! Dimensions of metrics follow what they name: in alarms, in policies, and where the scenario gives metrics.

use super::rename::rewritten_where;
use ecs_core::json::{EditError, Node};

/// What a dimension names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Named {
    /// A service.
    Service,
    /// A capacity provider.
    CapacityProvider,
    /// An Auto Scaling group.
    AutoScalingGroup,
    /// A target group: `targetgroup/web`, also with the end of its ARN.
    TargetGroup,
    /// A load balancer: `app/front` or `net/front`, likewise.
    LoadBalancer,
}

impl Named {
    /// The name of the dimension.
    fn dimension(self) -> &'static str {
        match self {
            Named::Service => "ServiceName",
            Named::CapacityProvider => "CapacityProviderName",
            Named::AutoScalingGroup => "AutoScalingGroupName",
            Named::TargetGroup => "TargetGroup",
            Named::LoadBalancer => "LoadBalancer",
        }
    }

    /// What stands before a name in a value, and in the label of a predefined metric.
    fn prefixes(self) -> &'static [&'static str] {
        match self {
            Named::TargetGroup => &["targetgroup"],
            Named::LoadBalancer => &["app", "net"],
            _ => &[],
        }
    }
}

/// `text` where metrics name what was called `old` by its new name.
pub(super) fn follow(text: &str, named: Named, old: &str, new: &str) -> Result<String, EditError> {
    let has_label = !named.prefixes().is_empty();
    let is_value = |owner: &Node, key: &str| {
        (key == "Value" && owner.str("Name") == Some(named.dimension()))
            || (has_label && key == "ResourceLabel")
    };
    rewritten_where(text, &is_value, |written| {
        if !has_label {
            return (written == old).then(|| new.to_owned());
        }
        let mut parts: Vec<&str> = written.split('/').collect();
        let is_it = |pair: &[&str]| matches!(pair, [prefix, name] if named.prefixes().contains(prefix) && *name == old);
        let at = parts.windows(2).position(is_it)?;
        *parts.get_mut(at + 1)? = new;
        Some(parts.join("/"))
    })
}

#[cfg(test)]
mod tests {
    use crate::session::edit::{
        CapacityEdit, Edit, NetworkEdit, NetworkField, NetworkPart, ServiceField, edit,
    };
    use crate::session::outline::Outline;
    use serde_json::Value;

    const TEXT: &str = r#"{"version": 1,
      "services": [{"serviceName": "web", "taskDefinition": "web"}],
      "autoScalingGroups": [{"AutoScalingGroupName": "asg"}],
      "capacityProviders": [{"name": "cp"}],
      "loadBalancers": [{"Name": "front"}, {"Name": "web"}],
      "targetGroups": [{"Name": "web"}],
      "alarms": [
        {"AlarmName": "web", "Dimensions": [{"Name": "ClusterName", "Value": "web"}, {"Name": "ServiceName", "Value": "web"}]},
        {"AlarmName": "math", "Metrics": [{"Id": "m", "MetricStat": {"Metric": {"Dimensions": [
          {"Name": "CapacityProviderName", "Value": "cp"}]}}}]},
        {"AlarmName": "group", "Dimensions": [{"Name": "TargetGroup", "Value": "targetgroup/web/6d0e"}, {"Name": "LoadBalancer", "Value": "app/front"}]}],
      "scalingPolicies": [{"ResourceId": "service/default/other", "TargetTrackingScalingPolicyConfiguration": {
        "PredefinedMetricSpecification": {"ResourceLabel": "app/web/50dc/targetgroup/web/6d0e"}}}],
      "simulation": {"metrics": [{"Namespace": "Shop", "Dimensions": [{"Name": "AutoScalingGroupName", "Value": "asg"}]}]}}"#;

    fn after(change: &Edit) -> Value {
        serde_json::from_str(&edit(TEXT, &Outline::read(TEXT), change).unwrap()).unwrap()
    }

    fn renamed(part: NetworkPart) -> Value {
        after(&Edit::Network(NetworkEdit::Set(part, NetworkField::Name, "new".to_owned())))
    }

    #[test]
    fn the_dimensions_of_a_service_follow_it() {
        let scenario = after(&Edit::Service(0, ServiceField::Name, "shop".to_owned()));
        let dimensions = &scenario["alarms"][0]["Dimensions"];
        assert_eq!((&dimensions[0]["Value"], &dimensions[1]["Value"]), (&"web".into(), &"shop".into()));
        assert_eq!(scenario["alarms"][2]["Dimensions"][0]["Value"], "targetgroup/web/6d0e");
        assert_eq!(scenario["alarms"][0]["AlarmName"], "web");
    }

    #[test]
    fn those_of_groups_and_providers_do_too() {
        let scenario = after(&Edit::Capacity(CapacityEdit::RenameProvider(0, "spot".to_owned())));
        let metric = &scenario["alarms"][1]["Metrics"][0]["MetricStat"]["Metric"];
        assert_eq!(metric["Dimensions"][0]["Value"], "spot");
        let scenario = after(&Edit::Capacity(CapacityEdit::RenameGroup(0, "workers".to_owned())));
        assert_eq!(scenario["simulation"]["metrics"][0]["Dimensions"][0]["Value"], "workers");
    }

    #[test]
    fn a_target_group_and_a_load_balancer_of_one_name_are_told_apart() {
        let label = |scenario: &Value| {
            let policy = &scenario["scalingPolicies"][0]["TargetTrackingScalingPolicyConfiguration"];
            policy["PredefinedMetricSpecification"]["ResourceLabel"].clone()
        };
        let group = renamed(NetworkPart::TargetGroup(0));
        assert_eq!(group["alarms"][2]["Dimensions"][0]["Value"], "targetgroup/new/6d0e");
        assert_eq!(label(&group), "app/web/50dc/targetgroup/new/6d0e");
        let balancer = renamed(NetworkPart::LoadBalancer(1));
        assert_eq!(label(&balancer), "app/new/50dc/targetgroup/web/6d0e");
        assert_eq!(renamed(NetworkPart::LoadBalancer(0))["alarms"][2]["Dimensions"][1]["Value"], "app/new");
    }
}

//! `advancedConfiguration` of an entry of a service's `loadBalancers`: what ECS shifts traffic with.

use super::Reader;
use super::references::TARGET_GROUP;
use super::service_load_balancers::{Attaching, Place, Said};
use crate::aws::{AdvancedConfiguration, RegisteredWith, shorten};
use crate::finding::rules;
use crate::json::{Node, child};

/// Members without which no traffic is shifted.
const NEEDED: [&str; 3] = ["alternateTargetGroupArn", "productionListenerRule", "roleArn"];

impl Reader<'_> {
    /// Spec: DEPLOY-18.
    pub(super) fn advanced_configuration(
        &mut self,
        entry: &Place<'_>,
        with: RegisteredWith,
        attaching: &mut Attaching<'_>,
    ) -> Option<AdvancedConfiguration> {
        let node = entry.entry.get("advancedConfiguration")?;
        let pointer = child(entry.pointer, "advancedConfiguration");
        let at = Place { entry: node, pointer: &pointer };
        let RegisteredWith::TargetGroup(primary) = with else {
            let message = "traffic is shifted between target groups, not behind a Classic Load Balancer";
            refuse(attaching, entry, "advancedConfiguration", message.to_owned(), "leave it out");
            return None;
        };
        for member in NEEDED.into_iter().filter(|member| node.get(member).is_none()) {
            let message = format!("`{member}` is missing: ECS shifts traffic with it");
            refuse(attaching, &at, member, message, hint_of(member));
        }
        let alternate = self.alternate(&at, node, primary, attaching);
        let production = self.rule_or_listener(node, "productionListenerRule", &pointer);
        let test = self.rule_or_listener(node, "testListenerRule", &pointer);
        if production.is_some() && production == test {
            let message =
                "production and test traffic cannot come by the same rule: both would shift at once";
            refuse(
                attaching,
                &at,
                "testListenerRule",
                message.to_owned(),
                "name another rule, or leave it out",
            );
        }
        Some(AdvancedConfiguration { alternate: alternate?, production: production?, test })
    }

    fn alternate(
        &mut self,
        at: &Place<'_>,
        node: &Node,
        primary: usize,
        attaching: &mut Attaching<'_>,
    ) -> Option<usize> {
        let key = "alternateTargetGroupArn";
        let reference = node.get(key)?;
        let number = self.resolve(&TARGET_GROUP, reference, &child(at.pointer, key))?;
        let group = self.load_balancing.target_groups.get(number)?;
        let written = reference.as_str().unwrap_or_default();
        if number == primary {
            let message = format!(
                "`{}` is the service's own target group: the new tasks need another",
                shorten(written)
            );
            refuse(attaching, at, key, message, "make a second target group like the first");
        }
        let arn = self.account.target_group_arn(&group.name);
        attaching.check_target_type(at, key, group, &arn);
        Some(number)
    }
}

fn refuse(attaching: &mut Attaching<'_>, at: &Place<'_>, key: &str, message: String, hint: &str) {
    attaching.refuse(&rules::SERVICE_LOAD_BALANCER, at, key, Said { message, aws: None, hint });
}

fn hint_of(member: &str) -> &'static str {
    match member {
        "alternateTargetGroupArn" => "name a second target group, which the new tasks register with",
        "productionListenerRule" => {
            "name the rule that users come by, for example `web-alb:80/default`, or the listener of a Network Load Balancer"
        }
        _ => {
            "name the role that ECS changes listeners with; AWS has the managed policy AmazonECSInfrastructureRolePolicyForLoadBalancers"
        }
    }
}

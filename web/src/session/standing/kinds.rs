//! What calls change while a run goes on, as a table: which list of the scenario a call is about, what names an
//! entry of it, and which members a call takes. Acting reads it one way, telling what stands at a moment the other.

use crate::session::network::named as named_in;
use ecs_core::json::Node;
use serde_json::{Value, json};

/// `ecs:RegisterTaskDefinition`: its input is an entry, too, but revisions are counted and never change.
pub(super) const REGISTER: &str = "ecs:RegisterTaskDefinition";
/// `ecs:DeregisterTaskDefinition`.
pub(super) const DEREGISTER: &str = "ecs:DeregisterTaskDefinition";
/// The list that these are about.
pub(super) const DEFINITIONS: &str = "taskDefinitions";

/// `ecs:RegisterContainerInstance`: its input is one more entry; no call changes one.
pub(super) const REGISTER_INSTANCES: &str = "ecs:RegisterContainerInstance";
/// The list that it is about.
pub(super) const INSTANCES: &str = "containerInstances";

/// `ecs:PutClusterCapacityProviders`.
pub(super) const PUT_CLUSTER: &str = "ecs:PutClusterCapacityProviders";
/// The member that it is about: no list, but one entry.
pub(super) const CLUSTER: &str = "cluster";
/// Its members that the call takes: always both.
pub(super) const PUT: [&str; 2] = ["capacityProviders", "defaultCapacityProviderStrategy"];

/// A list of the scenario whose entries calls change.
pub(super) struct Kind {
    /// The scenario's member.
    pub(super) list: &'static str,
    /// The members that name an entry.
    pub(super) key: &'static [&'static str],
    /// The call whose input is an entry.
    pub(super) create: Option<&'static str>,
    /// The call that changes some members of one.
    pub(super) update: Option<Update>,
    /// The call that ends one.
    pub(super) delete: Option<Delete>,
}

/// A call that changes members of an entry.
pub(super) struct Update {
    pub(super) action: &'static str,
    /// What it calls each member of the key. One name for several members has colons between them: `web-alb:80`.
    pub(super) key: &'static [&'static str],
    /// The members that it takes, as the entry has them.
    pub(super) takes: &'static [Takes],
}

/// A member that a call takes, and what is written where it is to be no longer there. With nothing, there is no
/// way back from it.
pub(super) struct Takes {
    pub(super) member: &'static str,
    blank: Option<Blank>,
    /// What of an object no call changes: the call names the rest.
    pub(super) fixed: Option<&'static str>,
}

#[derive(Clone, Copy)]
enum Blank {
    List,
    Zero,
    No,
    Disabled,
    Percentages,
}

impl Takes {
    /// What a call says where the member is gone.
    pub(super) fn blank(&self) -> Option<Value> {
        Some(match self.blank? {
            Blank::List => json!([]),
            Blank::Zero => json!(0),
            Blank::No => json!(false),
            Blank::Disabled => json!("DISABLED"),
            Blank::Percentages => json!({"maximumPercent": 200, "minimumHealthyPercent": 100}),
        })
    }
}

/// A call that ends an entry.
pub(super) struct Delete {
    pub(super) action: &'static str,
    /// What it calls each member of the key.
    pub(super) key: &'static [&'static str],
    /// Whether that is a list of names, of entries that all end.
    pub(super) is_list: bool,
    /// A member that is true in it: what is still there does not stand in the way.
    pub(super) forced: Option<&'static str>,
}

const fn takes(member: &'static str, blank: Blank) -> Takes {
    Takes { member, blank: Some(blank), fixed: None }
}

const fn keeps(member: &'static str) -> Takes {
    Takes { member, blank: None, fixed: None }
}

/// In the order in which AWS takes the calls: what refers to something comes behind it.
pub(super) const KINDS: [Kind; 9] = [
    Kind {
        list: "capacityProviders",
        key: &["name"],
        create: None,
        update: Some(Update {
            action: "ecs:UpdateCapacityProvider",
            key: &["name"],
            takes: &[Takes {
                member: "autoScalingGroupProvider",
                blank: None,
                fixed: Some("autoScalingGroupArn"),
            }],
        }),
        delete: None,
    },
    Kind { list: CLUSTER, key: &[], create: Some(PUT_CLUSTER), update: None, delete: None },
    Kind {
        list: "autoScalingGroups",
        key: &["AutoScalingGroupName"],
        create: None,
        update: Some(Update {
            action: "autoscaling:UpdateAutoScalingGroup",
            key: &["AutoScalingGroupName"],
            takes: &[keeps("MinSize"), keeps("MaxSize"), keeps("DesiredCapacity")],
        }),
        delete: None,
    },
    Kind {
        list: "listeners",
        key: &["LoadBalancerArn", "Port"],
        create: None,
        update: Some(Update {
            action: "elasticloadbalancing:ModifyListener",
            key: &["ListenerArn"],
            takes: &[keeps("DefaultActions")],
        }),
        delete: None,
    },
    Kind {
        list: "services",
        key: &["serviceName"],
        create: Some("ecs:CreateService"),
        update: Some(Update {
            action: "ecs:UpdateService",
            key: &["service"],
            takes: &[
                keeps("desiredCount"),
                keeps("taskDefinition"),
                takes("capacityProviderStrategy", Blank::List),
                keeps("networkConfiguration"),
                takes("deploymentConfiguration", Blank::Percentages),
                keeps("deploymentController"),
                takes("availabilityZoneRebalancing", Blank::Disabled),
                takes("placementConstraints", Blank::List),
                takes("placementStrategy", Blank::List),
                takes("healthCheckGracePeriodSeconds", Blank::Zero),
                takes("enableExecuteCommand", Blank::No),
                takes("loadBalancers", Blank::List),
                takes("serviceRegistries", Blank::List),
                keeps("serviceConnectConfiguration"),
            ],
        }),
        delete: Some(Delete {
            action: "ecs:DeleteService",
            key: &["service"],
            is_list: false,
            forced: Some("force"),
        }),
    },
    Kind {
        list: "scalableTargets",
        key: &["ResourceId"],
        create: Some("application-autoscaling:RegisterScalableTarget"),
        update: None,
        delete: Some(Delete {
            action: "application-autoscaling:DeregisterScalableTarget",
            key: &["ResourceId"],
            is_list: false,
            forced: None,
        }),
    },
    Kind {
        list: "scalingPolicies",
        key: &["ResourceId", "PolicyName"],
        create: Some("application-autoscaling:PutScalingPolicy"),
        update: None,
        delete: Some(Delete {
            action: "application-autoscaling:DeleteScalingPolicy",
            key: &["ResourceId", "PolicyName"],
            is_list: false,
            forced: None,
        }),
    },
    Kind {
        list: "scheduledActions",
        key: &["ResourceId", "ScheduledActionName"],
        create: Some("application-autoscaling:PutScheduledAction"),
        update: None,
        delete: Some(Delete {
            action: "application-autoscaling:DeleteScheduledAction",
            key: &["ResourceId", "ScheduledActionName"],
            is_list: false,
            forced: None,
        }),
    },
    Kind {
        list: "alarms",
        key: &["AlarmName"],
        create: Some("cloudwatch:PutMetricAlarm"),
        update: None,
        delete: Some(Delete {
            action: "cloudwatch:DeleteAlarms",
            key: &["AlarmNames"],
            is_list: true,
            forced: None,
        }),
    },
];

/// What names an entry or is named by a call: each member, ARNs by their last part, load balancers by their names.
/// None where one is missing.
fn key_of(node: &Node, members: &[&str]) -> Option<Vec<String>> {
    let part = |member: &&str| {
        let value = node.get(member)?;
        value.as_str().map(short).or_else(|| value.as_integer().map(|number| number.to_string()))
    };
    members.iter().map(part).collect()
}

fn short(text: &str) -> String {
    match text.strip_prefix("arn:") {
        Some(_) if text.contains(":loadbalancer/") => named_in(text).to_owned(),
        Some(rest) => rest.rsplit('/').next().unwrap_or_default().to_owned(),
        None => text.to_owned(),
    }
}

/// What a call does with entries of a list.
pub(super) enum Deed {
    /// Its input is one more, or takes the place of the one of that name.
    Put,
    /// Its members take the place of the entry's.
    Merge,
    /// It ends one.
    End,
}

/// The kind of entry that a call is about, and what it does with it.
pub(super) fn deed(action: &str) -> Option<(&'static Kind, Deed)> {
    KINDS.iter().find_map(|kind| {
        let deed = if kind.create == Some(action) {
            Deed::Put
        } else if kind.update.as_ref().is_some_and(|update| update.action == action) {
            Deed::Merge
        } else if kind.delete.as_ref().is_some_and(|delete| delete.action == action) {
            Deed::End
        } else {
            return None;
        };
        Some((kind, deed))
    })
}

/// What names the entry that a call is about, as far as it has a name.
pub(in crate::session) fn named(action: &str, input: &Node) -> Vec<String> {
    if action == REGISTER {
        return input.str("family").map(str::to_owned).into_iter().collect();
    }
    if action == DEREGISTER {
        return input.str("taskDefinition").map(str::to_owned).into_iter().collect();
    }
    if action == REGISTER_INSTANCES {
        return input.str("name").map(str::to_owned).into_iter().collect();
    }
    deed(action).map(|(kind, deed)| kind.keys_in(&deed, input).concat()).unwrap_or_default()
}

/// Whether what forms show changes with that call.
pub(super) fn counts(action: &str) -> bool {
    [REGISTER, DEREGISTER, REGISTER_INSTANCES].contains(&action) || deed(action).is_some()
}

impl Kind {
    /// What names an entry, as calls name it. None where it has no name.
    pub(super) fn key_of(&self, entry: &Node) -> Option<Vec<String>> {
        let key = key_of(entry, self.key)?;
        let is_joined = self.update.as_ref().is_some_and(|update| update.key.len() < key.len());
        Some(if is_joined { vec![key.join(":")] } else { key })
    }

    /// What names the entries that an input of the call is about.
    pub(super) fn keys_in(&self, deed: &Deed, input: &Node) -> Vec<Vec<String>> {
        let one = |key: Option<Vec<String>>| key.into_iter().collect();
        match (deed, &self.update, &self.delete) {
            (Deed::Put, ..) => one(self.key_of(input)),
            (Deed::Merge, Some(update), _) => one(key_of(input, update.key)),
            (Deed::End, _, Some(delete)) if delete.is_list => {
                let names = delete.key.iter().flat_map(|member| input.list(member));
                names.filter_map(|name| Some(vec![short(name.as_str()?)])).collect()
            }
            (Deed::End, _, Some(delete)) => one(key_of(input, delete.key)),
            _ => Vec::new(),
        }
    }
}

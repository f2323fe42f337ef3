//! What calls change while a run goes on, as a table: which list of the scenario a call is about, what names an
//! entry of it, and which members a call takes. Acting reads it one way, telling what stands at a moment the other.

use ecs_core::json::Node;
use serde_json::{Value, json};

/// `ecs:RegisterTaskDefinition`: its input is an entry, too, but revisions are counted and never change.
pub(super) const REGISTER: &str = "ecs:RegisterTaskDefinition";
/// `ecs:DeregisterTaskDefinition`.
pub(super) const DEREGISTER: &str = "ecs:DeregisterTaskDefinition";
/// The list that these are about.
pub(super) const DEFINITIONS: &str = "taskDefinitions";

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
    /// What it calls each member of the key.
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
pub(super) const KINDS: [Kind; 7] = [
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
        delete: Some(Delete { action: "ecs:DeleteService", key: &["service"], forced: Some("force") }),
    },
    Kind {
        list: "scalableTargets",
        key: &["ResourceId"],
        create: Some("application-autoscaling:RegisterScalableTarget"),
        update: None,
        delete: Some(Delete {
            action: "application-autoscaling:DeregisterScalableTarget",
            key: &["ResourceId"],
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
            forced: None,
        }),
    },
    Kind {
        list: "alarms",
        key: &["AlarmName"],
        create: Some("cloudwatch:PutMetricAlarm"),
        update: None,
        delete: None,
    },
];

/// What names an entry or is named by a call: each member, ARNs by their last part. None where one is missing.
pub(super) fn key_of(node: &Node, members: &[&str]) -> Option<Vec<String>> {
    let short = |text: &str| match text.strip_prefix("arn:") {
        Some(rest) => rest.rsplit('/').next().unwrap_or_default().to_owned(),
        None => text.to_owned(),
    };
    members.iter().map(|member| node.str(member).map(short)).collect()
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
    deed(action).and_then(|(kind, deed)| kind.key_in(&deed, input)).unwrap_or_default()
}

/// Whether what forms show changes with that call.
pub(super) fn counts(action: &str) -> bool {
    action == REGISTER || action == DEREGISTER || deed(action).is_some()
}

impl Kind {
    /// What names the entry that an input of the call is about.
    pub(super) fn key_in(&self, deed: &Deed, input: &Node) -> Option<Vec<String>> {
        let members = match deed {
            Deed::Put => self.key,
            Deed::Merge => self.update.as_ref()?.key,
            Deed::End => self.delete.as_ref()?.key,
        };
        key_of(input, members)
    }
}

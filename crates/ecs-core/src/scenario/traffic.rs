//! What arrives while a run goes on, and what changes about it.

use crate::aws::Forward;
use crate::load::Shape;
use std::collections::BTreeMap;

/// An entry of `simulation.traffic`. Spec: LOAD-1, LOAD-10.
#[derive(Clone, Debug, PartialEq)]
pub struct Traffic {
    /// `name`, `traffic-<n>` where none is given.
    pub name: String,
    /// Where it goes.
    pub to: TrafficTo,
    /// `clientTimeoutSeconds`: after how many seconds a client goes away; none where it waits for as long as
    /// the load balancer does. Spec: BAL-12.
    pub client_time_out_s: Option<f64>,
    /// How much arrives, and when.
    pub shape: Shape,
}

/// Where a traffic goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TrafficTo {
    /// To a listener, which looks at host and path.
    Listener {
        /// The listener, by its number.
        listener: usize,
        /// The host that is asked for.
        host: Option<String>,
        /// The path that is asked for.
        path: Option<String>,
    },
    /// To a target group.
    TargetGroup(usize),
}

/// A call of a timeline that is about traffic.
#[derive(Clone, Debug, PartialEq)]
pub enum TrafficCall {
    /// `simulation:SetTraffic`: another shape from now on.
    Set {
        /// The traffic, by its number.
        traffic: usize,
        /// The shape.
        shape: Shape,
    },
    /// `elasticloadbalancing:ModifyTargetGroupAttributes`.
    Attributes {
        /// The target group, by its number.
        target_group: usize,
        /// What is given, by key; the others stay.
        attributes: BTreeMap<String, String>,
    },
    /// `elasticloadbalancing:ModifyListener`, or ModifyRule of a default rule.
    Listener {
        /// The listener, by its number.
        listener: usize,
        /// Where its default action forwards to.
        forwards: Vec<Forward>,
    },
    /// `elasticloadbalancing:ModifyRule`.
    Rule {
        /// The rule, by its number.
        rule: usize,
        /// Where its action forwards to.
        forwards: Vec<Forward>,
    },
}

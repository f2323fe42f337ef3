//! An entry of `simulation.traffic` as a form shows it: where it goes, and its shape.

use crate::session::members::{MemberField, MemberKind, Written};
use crate::session::network::{Balancing, named};
use ecs_core::json::{Node, Value};
use std::collections::BTreeSet;

/// `name`, and after how long clients go away.
pub const TRAFFIC_NAME: [MemberField; 2] = [
    MemberField::new("name", "Name", MemberKind::Text).or(""),
    MemberField::new("clientTimeoutSeconds", "Clients wait, seconds", MemberKind::Decimal).or(""),
];

/// What of a request a listener's rules look at.
pub const WAY: [MemberField; 2] = [
    MemberField::new("host", "Host", MemberKind::Text).or(""),
    MemberField::new("path", "Path", MemberKind::Text).or("/"),
];

const fn rate(member: &'static str, label: &'static str) -> MemberField {
    MemberField::new(member, label, MemberKind::Decimal)
}

const CONSTANT: [MemberField; 1] = [rate("shape/constant", "A second")];

const RAMP: [MemberField; 4] = [
    rate("shape/ramp/from", "From, a second"),
    rate("shape/ramp/to", "To, a second"),
    rate("shape/ramp/startSeconds", "Begins at second"),
    rate("shape/ramp/endSeconds", "Ends at second"),
];

const WAVE: [MemberField; 3] = [
    rate("shape/wave/mean", "Mean, a second"),
    rate("shape/wave/amplitude", "Swings by"),
    rate("shape/wave/periodSeconds", "Period, seconds"),
];

const SPIKE: [MemberField; 4] = [
    rate("shape/spike/base", "Otherwise, a second"),
    rate("shape/spike/peak", "In the spike, a second"),
    rate("shape/spike/atSeconds", "Begins at second"),
    rate("shape/spike/forSeconds", "Lasts, seconds"),
];

/// The shapes of the scenario format. Spec: LOAD-1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrafficShape {
    /// The same all the time.
    Constant,
    /// A straight line between two moments.
    Ramp,
    /// Up and down.
    Wave,
    /// From moment to moment another rate.
    Steps,
    /// Another rate for a while.
    Spike,
}

impl TrafficShape {
    /// All of them.
    pub const ALL: [TrafficShape; 5] = [
        TrafficShape::Constant,
        TrafficShape::Ramp,
        TrafficShape::Wave,
        TrafficShape::Steps,
        TrafficShape::Spike,
    ];

    /// The member that it is written as.
    pub fn member(self) -> &'static str {
        match self {
            TrafficShape::Constant => "constant",
            TrafficShape::Ramp => "ramp",
            TrafficShape::Wave => "wave",
            TrafficShape::Steps => "steps",
            TrafficShape::Spike => "spike",
        }
    }

    /// The shape that is written as that member.
    pub fn parse(member: &str) -> Option<TrafficShape> {
        TrafficShape::ALL.into_iter().find(|shape| shape.member() == member)
    }
}

/// The members of a shape; steps have a list of their own.
pub fn shape_fields(shape: TrafficShape) -> &'static [MemberField] {
    match shape {
        TrafficShape::Constant => &CONSTANT,
        TrafficShape::Ramp => &RAMP,
        TrafficShape::Wave => &WAVE,
        TrafficShape::Spike => &SPIKE,
        TrafficShape::Steps => &[],
    }
}

/// Where a traffic goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Destination {
    /// `listener`, `targetGroup` or `queue`.
    pub member: &'static str,
    /// The name: of a listener that of its load balancer and the port.
    pub name: String,
}

impl Destination {
    const MEMBERS: [&'static str; 3] = ["listener", "targetGroup", "queue"];

    /// The members of which an entry has one.
    pub(in crate::session) fn members() -> impl Iterator<Item = &'static str> {
        Destination::MEMBERS.into_iter()
    }

    fn of(entry: &Node) -> Option<Destination> {
        let name = |member: &str| {
            let text = entry.str(member)?;
            Some(if member == "targetGroup" { named(text) } else { text }.to_owned())
        };
        Destination::members().find_map(|member| Some(Destination { member, name: name(member)? }))
    }

    /// The places of a scenario that traffic can go to: listeners, target groups that none of them leads to, and
    /// queues.
    pub(in crate::session) fn all(root: &Node, balancing: &Balancing) -> Vec<Destination> {
        let listeners = balancing
            .listeners
            .iter()
            .map(|listener| format!("{}:{}", listener.load_balancer, listener.port));
        let mut led = BTreeSet::new();
        for list in ["listeners", "rules"] {
            root.list(list).iter().for_each(|node| names_in(node, &mut led));
        }
        let free = balancing.target_group_names().filter(|name| !led.contains(*name)).map(str::to_owned);
        let queues = root.list("queues").iter().filter_map(|queue| queue.str("QueueName").map(str::to_owned));
        let to = |member: &'static str| move |name: String| Destination { member, name };
        listeners
            .map(to("listener"))
            .chain(free.map(to("targetGroup")))
            .chain(queues.map(to("queue")))
            .collect()
    }
}

/// The target groups that are named anywhere in an entry, by their names.
fn names_in(node: &Node, names: &mut BTreeSet<String>) {
    for member in node.members() {
        match &member.value.value {
            Value::String(text) if member.key == "TargetGroupArn" => {
                names.insert(named(text).to_owned());
            }
            _ => names_in(&member.value, names),
        }
    }
    node.elements().iter().for_each(|element| names_in(element, names));
}

/// What a form shows of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrafficEntry {
    /// What its tables' members say.
    pub written: Written,
    /// Where it goes; none where it names no place.
    pub to: Option<Destination>,
    /// Its shape; none where it has none that is known.
    pub shape: Option<TrafficShape>,
    /// Of steps the second and the rate of each, as they are written.
    pub steps: Vec<[String; 2]>,
}

impl TrafficEntry {
    pub(super) fn read(node: &Node) -> TrafficEntry {
        let has = |shape: &TrafficShape| node.at(&format!("/shape/{}", shape.member())).is_some();
        let step = |step: &Node| {
            let text = |place: usize| step.elements().get(place).map_or_else(String::new, written);
            [text(0), text(1)]
        };
        TrafficEntry {
            written: Written::read(node, &[&TRAFFIC_NAME, &WAY, &CONSTANT, &RAMP, &WAVE, &SPIKE]),
            to: Destination::of(node),
            shape: TrafficShape::ALL.into_iter().find(has),
            steps: node.at("/shape/steps").map_or(&[][..], Node::elements).iter().map(step).collect(),
        }
    }
}

fn written(node: &Node) -> String {
    match &node.value {
        Value::Number(text) | Value::String(text) => text.clone(),
        _ => String::new(),
    }
}

//! Placement strategies and constraints of a service or a RunTask call, as the form shows them, and the templates of the
//! ECS console.

use super::rows::written;
use ecs_core::json::Node;
use serde_json::{Value, json};

/// `spread` over the zones, as AWS writes it.
pub const BY_ZONE: &str = "attribute:ecs.availability-zone";

/// `spread` over the instances.
pub const BY_INSTANCE: &str = "instanceId";

/// A placement strategy: what is written, whatever it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Strategy {
    /// `type`.
    pub kind: String,
    /// `field`.
    pub field: String,
}

/// A placement constraint: what is written, whatever it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Constraint {
    /// `type`.
    pub kind: String,
    /// `expression`.
    pub expression: String,
}

/// Where tasks may and should land.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Placement {
    /// `placementStrategy`.
    pub strategies: Vec<Strategy>,
    /// `placementConstraints`.
    pub constraints: Vec<Constraint>,
}

/// Whose placement is edited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// The service of that number.
    Service(usize),
    /// The call that the timeline's action of that number makes.
    Action(usize),
}

impl Owner {
    /// JSON pointer of what has the placement.
    pub fn pointer(self) -> String {
        match self {
            Owner::Service(number) => format!("/services/{number}"),
            Owner::Action(number) => format!("/simulation/timeline/{number}/input"),
        }
    }
}

/// A template of the ECS console.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preset {
    /// What ECS does where nothing is said.
    Default,
    /// Over zones, then over instances.
    AzBalancedSpread,
    /// Over zones, then on as few instances as possible.
    AzBalancedBinpack,
    /// On as few instances as possible.
    Binpack,
    /// No two on one instance.
    OneTaskPerHost,
}

impl Strategy {
    fn new(kind: &str, field: &str) -> Strategy {
        Strategy { kind: kind.to_owned(), field: field.to_owned() }
    }

    pub(super) fn read(node: &Node) -> Strategy {
        Strategy { kind: written(node, "type", ""), field: written(node, "field", "") }
    }

    /// As it stands in a scenario: without a field where there is none to name.
    pub(super) fn to_value(&self) -> Value {
        if self.field.is_empty() {
            json!({"type": self.kind})
        } else {
            json!({"type": self.kind, "field": self.field})
        }
    }

    /// The same of another type, with a field that it takes.
    pub(super) fn of_type(&self, kind: &str) -> Strategy {
        let field = match kind {
            "spread" if self.field == BY_INSTANCE || self.field.starts_with("attribute:") => &self.field,
            "spread" => BY_ZONE,
            "binpack" if self.field == "cpu" => "cpu",
            "binpack" => "memory",
            _ => "",
        };
        Strategy::new(kind, field)
    }

    /// In a few words.
    pub fn words(&self) -> String {
        let field = self.field.strip_prefix("attribute:").unwrap_or(&self.field);
        format!("{} {}", self.kind, field.strip_prefix("ecs.").unwrap_or(field)).trim_end().to_owned()
    }
}

impl Constraint {
    pub(super) fn read(node: &Node) -> Constraint {
        Constraint { kind: written(node, "type", ""), expression: written(node, "expression", "") }
    }

    /// Whether it is `distinctInstance`.
    pub fn is_distinct(&self) -> bool {
        self.kind == "distinctInstance"
    }
}

impl Preset {
    /// All of them, in the order of the console.
    pub const ALL: [Preset; 5] = [
        Preset::Default,
        Preset::AzBalancedSpread,
        Preset::AzBalancedBinpack,
        Preset::Binpack,
        Preset::OneTaskPerHost,
    ];

    /// What the console calls it.
    pub fn name(self) -> &'static str {
        match self {
            Preset::Default => "Default",
            Preset::AzBalancedSpread => "AZ balanced spread",
            Preset::AzBalancedBinpack => "AZ balanced binpack",
            Preset::Binpack => "Binpack",
            Preset::OneTaskPerHost => "One task per host",
        }
    }

    /// What it does with the tasks of its owner, in a sentence.
    pub fn sentence(self, owner: Owner) -> &'static str {
        match self {
            Preset::Default => match owner {
                Owner::Service(_) => "No strategy is written down: ECS spreads a service's tasks over zones.",
                Owner::Action(_) => "No strategy is written down: any instance that has room, drawn.",
            },
            Preset::AzBalancedSpread => "Over zones first, then over the instances of a zone.",
            Preset::AzBalancedBinpack => "Over zones first, then where the least memory is left.",
            Preset::Binpack => "Where the least memory is left: on as few instances as possible.",
            Preset::OneTaskPerHost => {
                "distinctInstance: no two tasks of the service or group on one instance."
            }
        }
    }

    /// The strategies that it consists of.
    pub(super) fn strategies(self) -> Vec<Strategy> {
        let zone = || Strategy::new("spread", BY_ZONE);
        let memory = || Strategy::new("binpack", "memory");
        match self {
            Preset::Default | Preset::OneTaskPerHost => Vec::new(),
            Preset::AzBalancedSpread => vec![zone(), Strategy::new("spread", BY_INSTANCE)],
            Preset::AzBalancedBinpack => vec![zone(), memory()],
            Preset::Binpack => vec![memory()],
        }
    }

    /// Whether `distinctInstance` belongs to it.
    pub(super) fn is_distinct(self) -> bool {
        self == Preset::OneTaskPerHost
    }
}

impl Placement {
    pub(super) fn read(node: &Node) -> Placement {
        Placement {
            strategies: node.list("placementStrategy").iter().map(Strategy::read).collect(),
            constraints: node.list("placementConstraints").iter().map(Constraint::read).collect(),
        }
    }

    /// Whether nothing is written down.
    pub fn is_empty(&self) -> bool {
        self.strategies.is_empty() && self.constraints.is_empty()
    }

    /// Whether `distinctInstance` is among its constraints.
    pub fn is_distinct(&self) -> bool {
        self.constraints.iter().any(Constraint::is_distinct)
    }

    /// The template that it is; none where it is none of them.
    pub fn preset(&self) -> Option<Preset> {
        let is_it = |preset: &Preset| {
            preset.is_distinct() == self.is_distinct() && preset.strategies() == self.strategies
        };
        Preset::ALL.into_iter().find(is_it)
    }

    /// One line: its strategies and constraints.
    pub fn brief(&self) -> String {
        let strategies = self.strategies.iter().map(Strategy::words);
        let constraints = self.constraints.iter().map(|constraint| constraint.kind.clone());
        let all: Vec<String> = strategies.chain(constraints).collect();
        if all.is_empty() { "default".to_owned() } else { all.join(" · ") }
    }
}

//! What a container instance is and can do: the attributes that it registers with.

use crate::aws::{Kind, capabilities, has_capability};
use std::collections::BTreeMap;

/// `agentVersion` of every instance: an agent that knows all that is simulated. Spec: RES-10.
pub const AGENT_VERSION: &str = "1.98.0";

/// The attribute that names an instance's trunk interface: each instance has its own. Spec: RES-10.
pub const TRUNK_ID: &str = "ecs.awsvpc-trunk-id";

/// The attributes that the instances of one entry share. Spec: RES-10, RES-11.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attributes {
    /// Those with a value of their own: ECS's, such as `ecs.instance-type`, and those that somebody has
    /// put there. One without a value has an empty one.
    pub named: BTreeMap<String, String>,
    /// What decides about the capabilities.
    pub kind: Kind,
    /// Logging drivers on offer.
    pub logging_drivers: Vec<String>,
}

impl Attributes {
    /// The value of an attribute; none where the instances have none of that name, an empty text where
    /// it has no value.
    pub fn get(&self, name: &str) -> Option<&str> {
        let named = self.named.get(name).map(String::as_str);
        named.or_else(|| has_capability(self.kind, &self.logging_drivers, name).then_some(""))
    }

    /// All of them, by name.
    pub fn all(&self) -> Vec<(String, String)> {
        let capabilities = capabilities(self.kind, &self.logging_drivers).into_iter();
        let mut all: Vec<(String, String)> =
            self.named.iter().map(|(name, value)| (name.clone(), value.clone())).collect();
        all.extend(capabilities.map(|name| (name, String::new())));
        all.sort();
        all.dedup_by(|one, other| one.0 == other.0);
        all
    }
}

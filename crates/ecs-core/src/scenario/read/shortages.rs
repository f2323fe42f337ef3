//! `simulation.shortages`: times without room for new instances or tasks. Spec: ASG-14.

use super::Reader;
use super::timeline::milliseconds;
use crate::finding::rules;
use crate::json::{Node, Value, child};
use crate::limits;
use crate::scenario::{Shortage, ShortageOf};
use crate::time::SimTime;

impl Reader<'_> {
    pub(super) fn shortages(&mut self) -> Vec<Shortage> {
        let Some(simulation) = self.root.get("simulation") else { return Vec::new() };
        let nodes = simulation.list("shortages");
        if let Some(node) = nodes.get(limits::SHORTAGES) {
            let message = format!("a scenario has at most {} shortages", limits::SHORTAGES);
            let pointer = format!("/simulation/shortages/{}", limits::SHORTAGES);
            self.report(&rules::QUOTA_EXCEEDED, &pointer, node, message);
        }
        let nodes = nodes.iter().take(limits::SHORTAGES).enumerate();
        nodes
            .filter_map(|(number, node)| self.shortage(node, &format!("/simulation/shortages/{number}")))
            .collect()
    }

    fn shortage(&mut self, node: &Node, pointer: &str) -> Option<Shortage> {
        let of = match (node.get("instanceType"), node.str("capacityProvider")) {
            (Some(_), None) => {
                let found = self.instance_type(node, "instanceType", pointer)?;
                ShortageOf::InstanceType(found.name.to_owned())
            }
            (None, Some(name)) => ShortageOf::CapacityProvider(name.to_owned()),
            _ => {
                let message = "a shortage is one of an `instanceType` or of a `capacityProvider`";
                self.report(&rules::OUT_OF_RANGE, pointer, node, message);
                return None;
            }
        };
        let availability_zone = match node.get("availabilityZone") {
            Some(_) => Some(self.zone(node, "availabilityZone", pointer)?),
            None => None,
        };
        let from = self.second_of(node, "fromSeconds", pointer)?.unwrap_or(SimTime::ZERO);
        let to = self.second_of(node, "toSeconds", pointer)?;
        if to.is_some_and(|to| to <= from) {
            let message = "a shortage ends behind its beginning: `toSeconds` is above `fromSeconds`";
            let place = node.get("toSeconds").unwrap_or(node);
            self.report(&rules::OUT_OF_RANGE, &child(pointer, "toSeconds"), place, message);
            return None;
        }
        Some(Shortage { of, availability_zone, from, to })
    }

    /// A moment; a finding, and nothing at all, where it is none.
    fn second_of(&mut self, node: &Node, key: &str, pointer: &str) -> Option<Option<SimTime>> {
        let Some(given) = node.get(key) else { return Some(None) };
        let ms = match &given.value {
            Value::Number(text) => milliseconds(text),
            _ => None,
        };
        if ms.is_none() {
            let message = format!(
                "`{key}` is a number of seconds from 0 to {}, with at most three decimals",
                limits::DURATION_SECONDS
            );
            self.report(&rules::OUT_OF_RANGE, &child(pointer, key), given, message);
        }
        Some(Some(SimTime::from_ms(ms?)))
    }
}

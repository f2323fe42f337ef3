//! `simulation.shortages`. Spec: CAP-4, ASG-14.

use super::Reader;
use super::timeline::milliseconds;
use crate::aws::{Provider, shorten};
use crate::finding::rules;
use crate::json::{Node, child};
use crate::limits;
use crate::scenario::{Shortage, ShortageOf};
use crate::time::SimTime;

impl Reader<'_> {
    /// What cannot be had, where and when.
    pub(super) fn shortages(&mut self) -> Vec<Shortage> {
        let Some(simulation) = self.root.get("simulation") else { return Vec::new() };
        let nodes = simulation.list("shortages");
        if let Some(node) = nodes.get(limits::SHORTAGES) {
            let message = format!("{} shortages; {} are the most", nodes.len(), limits::SHORTAGES);
            let pointer = format!("/simulation/shortages/{}", limits::SHORTAGES);
            self.report(&rules::QUOTA_EXCEEDED, &pointer, node, message);
        }
        let listed = nodes.iter().take(limits::SHORTAGES).enumerate();
        listed
            .filter_map(|(number, node)| self.shortage(node, &format!("/simulation/shortages/{number}")))
            .collect()
    }

    fn shortage(&mut self, node: &Node, pointer: &str) -> Option<Shortage> {
        let zone =
            node.get("availabilityZone").is_some().then(|| self.zone(node, "availabilityZone", pointer));
        let of = self.shortage_of(node, pointer);
        let from = self.seconds_of(node, "fromSeconds", pointer);
        let until = self.seconds_of(node, "toSeconds", pointer);
        if let (Some(from), Some(until), Some(place)) = (from, until, node.get("toSeconds"))
            && until <= from
        {
            let message = "a shortage ends behind its beginning: `toSeconds` is more than `fromSeconds`";
            self.report(&rules::OUT_OF_RANGE, &child(pointer, "toSeconds"), place, message);
            return None;
        }
        let availability_zone = match zone {
            Some(zone) => Some(zone?),
            None => None,
        };
        Some(Shortage { of: of?, availability_zone, from: from?, until: until? })
    }

    fn shortage_of(&mut self, node: &Node, pointer: &str) -> Option<ShortageOf> {
        match (node.get("capacityProvider"), node.get("instanceType")) {
            (Some(name), None) => {
                let text = name.as_str()?;
                let provider = Provider::of_fargate(text);
                if provider.is_none() {
                    let message = format!("`{}` is neither FARGATE nor FARGATE_SPOT", shorten(text));
                    let hint = Some("a shortage of instances names their `instanceType`".to_owned());
                    self.report_hint(
                        &rules::UNRESOLVED_REFERENCE,
                        &child(pointer, "capacityProvider"),
                        name,
                        message,
                        hint,
                    );
                }
                provider.map(ShortageOf::Provider)
            }
            (None, Some(_)) => {
                let found = self.instance_type(node, "instanceType", pointer)?;
                Some(ShortageOf::InstanceType(found.name.to_owned()))
            }
            _ => {
                let message = "a shortage names a `capacityProvider` or an `instanceType`";
                self.report(&rules::MISSING_MEMBER, pointer, node, message);
                None
            }
        }
    }

    fn seconds_of(&mut self, node: &Node, key: &str, pointer: &str) -> Option<SimTime> {
        let given = node.get(key)?;
        let text = given.number_text()?;
        let ms = milliseconds(text);
        if ms.is_none() {
            let message = format!(
                "`{key}` is {}; it is a number of seconds from 0 to {}, with at most three decimals",
                shorten(text),
                limits::DURATION_SECONDS
            );
            self.report(&rules::OUT_OF_RANGE, &child(pointer, key), given, message);
        }
        ms.map(SimTime::from_ms)
    }
}

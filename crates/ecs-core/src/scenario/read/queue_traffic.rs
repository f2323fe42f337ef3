//! Of `simulation.traffic` what goes to queues. Spec: EVENT-11, LOAD-1.

use super::Reader;
use crate::json::child;
use crate::limits;
use crate::load::Shape;

impl Reader<'_> {
    /// The queue of each such traffic, by its number, and messages a second.
    pub(super) fn queue_traffic(&mut self) -> Vec<(usize, Shape)> {
        let nodes = self.root.get("simulation").map_or(&[][..], |simulation| simulation.list("traffic"));
        let mut traffic = Vec::new();
        for (number, node) in nodes.iter().take(limits::TRAFFIC).enumerate() {
            let Some(named) = node.get("queue") else { continue };
            let pointer = format!("/simulation/traffic/{number}");
            let queue = self.queue_reference(named, &child(&pointer, "queue"));
            let shape = self.traffic_shape(node, &pointer);
            traffic.extend(queue.zip(shape));
        }
        traffic
    }
}

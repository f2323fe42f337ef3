//! Of `simulation.traffic` what goes to queues. Spec: EVENT-11, LOAD-1.

use super::Reader;
use super::traffic::name_of;
use crate::aws::QueueTraffic;
use crate::json::child;
use crate::limits;

impl Reader<'_> {
    /// Each such traffic.
    pub(super) fn queue_traffic(&mut self) -> Vec<QueueTraffic> {
        let nodes = self.root.get("simulation").map_or(&[][..], |simulation| simulation.list("traffic"));
        let mut traffic = Vec::new();
        for (number, node) in nodes.iter().take(limits::TRAFFIC).enumerate() {
            let Some(named) = node.get("queue") else { continue };
            let pointer = format!("/simulation/traffic/{number}");
            let queue = self.queue_reference(named, &child(&pointer, "queue"));
            let shape = self.traffic_shape(node, &pointer);
            let given = queue.zip(shape);
            traffic.extend(given.map(|(queue, shape)| QueueTraffic {
                name: name_of(number, node),
                queue,
                shape,
            }));
        }
        traffic
    }
}

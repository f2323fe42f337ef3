//! What arrives at a moment, and where, as a picture shows it. Spec: LOAD-1, LOAD-10, EVENT-11.

use super::target_health::HealthCounts;
use crate::balance::Algorithm;
use crate::engine::{Engine, whole};
use crate::load::Shape;
use crate::scenario::TrafficTo;
use crate::time::SimTime;
use crate::traffic::Route;
use serde::{Deserialize, Serialize};

/// An entry of `simulation.traffic`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrafficView {
    /// Its name, by which `simulation:SetTraffic` changes it.
    pub name: String,
    /// What arrives by now in a second. Nothing need happen for it to become more or less.
    pub shape: Shape,
    /// Where it arrives.
    pub to: TrafficArrives,
}

/// Where a traffic arrives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TrafficArrives {
    /// Requests, or flows, at a load balancer, which forwards to so many target groups.
    LoadBalancer {
        /// The load balancer's name.
        name: String,
        /// The target groups in the listener's order; none where it answers itself, or is not reached.
        groups: Vec<ForwardView>,
    },
    /// Messages in the queue of that name.
    Queue(String),
}

/// A target group that a traffic is forwarded to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForwardView {
    /// Its name.
    pub name: String,
    /// How much of the traffic it gets, in percent.
    pub percent: u32,
    /// How a target is chosen.
    pub algorithm: Algorithm,
    /// Its targets by state.
    pub targets: HealthCounts,
}

impl TrafficView {
    /// What arrives in a second at a moment, in tenths.
    pub fn tenths_per_second(&self, at: SimTime) -> u64 {
        whole(self.shape.rate_at(at).max(0.0) * 10.0)
    }
}

impl Engine {
    /// What arrives now: requests first, then messages, each in the scenario's order.
    pub(super) fn traffic_views(&self) -> Vec<TrafficView> {
        let sources = self.traffic.sources.iter().zip(self.traffic.routes.iter());
        let requests = sources.map(|(source, route)| TrafficView {
            name: source.name.clone(),
            shape: source.shape.clone(),
            to: TrafficArrives::LoadBalancer {
                name: self.balancer_of(&source.to),
                groups: self.forward_views(route),
            },
        });
        let events = &self.scenario.events;
        let messages = events.traffic.iter().enumerate().map(|(number, given)| {
            let queue = self.bus.queues.get(given.queue);
            let own = queue.and_then(|queue| queue.traffic.iter().find(|(of, _)| *of == number));
            TrafficView {
                name: given.name.clone(),
                shape: own.map_or(&given.shape, |(_, shape)| shape).clone(),
                to: TrafficArrives::Queue(
                    events.queues.get(given.queue).map_or_else(String::new, |queue| queue.name.clone()),
                ),
            }
        });
        requests.chain(messages).collect()
    }

    fn balancer_of(&self, to: &TrafficTo) -> String {
        let balancing = &self.traffic.balancing;
        let name = match to {
            TrafficTo::Listener { listener, .. } => balancing
                .listeners
                .get(*listener)
                .and_then(|listener| balancing.load_balancers.get(listener.load_balancer))
                .map(|balancer| &balancer.name),
            TrafficTo::TargetGroup(group) => self.traffic.groups.get(group).map(|terms| &terms.balancer.name),
        };
        name.cloned().unwrap_or_default()
    }

    fn forward_views(&self, route: &Route) -> Vec<ForwardView> {
        let forward = |(group, share): &(usize, f64)| {
            let terms = self.traffic.groups.get(group)?;
            let rows = self.traffic.of_group.get(group).into_iter().flatten();
            let states = rows.filter_map(|row| Some(self.traffic.targets.get(row)?.health.state()));
            Some(ForwardView {
                name: self.traffic.balancing.target_groups.get(*group)?.name.clone(),
                percent: u32::try_from(whole(share * 100.0)).unwrap_or(u32::MAX),
                algorithm: terms.settings.algorithm,
                targets: states.collect(),
            })
        };
        if route.arrives() { route.groups.iter().filter_map(forward).collect() } else { Vec::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::{TrafficArrives, TrafficView};
    use crate::{Budget, Document, SimTime, Simulation};
    use serde_json::json;

    const AT: SimTime = SimTime::from_seconds(140);

    fn views(at: SimTime) -> Vec<TrafficView> {
        let scenario = json!({
            "version": 1,
            "taskDefinitions": [{"family": "web", "networkMode": "bridge", "containerDefinitions": [
                {"name": "app", "image": "app:1", "memory": 128, "portMappings": [{"containerPort": 80}]}]}],
            "containerInstances": [{"name": "host", "instanceType": "m5.large", "availabilityZone": "us-east-1a"}],
            "services": [{"serviceName": "web", "taskDefinition": "web", "desiredCount": 3, "loadBalancers": [
                {"targetGroupArn": "web", "containerName": "app", "containerPort": 80}]}],
            "targetGroups": [
                {"Name": "web", "Protocol": "HTTP", "Port": 80, "TargetType": "instance"},
                {"Name": "old", "Protocol": "HTTP", "Port": 80, "TargetType": "instance"}],
            "loadBalancers": [{"Name": "front", "Type": "application", "Scheme": "internet-facing"}],
            "listeners": [{"LoadBalancerArn": "front", "Protocol": "HTTP", "Port": 80, "DefaultActions": [{"Type": "forward",
                "ForwardConfig": {"TargetGroups": [{"TargetGroupArn": "web", "Weight": 3}, {"TargetGroupArn": "old", "Weight": 1}]}}]}],
            "queues": [{"QueueName": "jobs"}],
            "simulation": {
                "traffic": [
                    {"name": "orders", "queue": "jobs", "shape": {"constant": 1.5}},
                    {"name": "users", "listener": "front:80", "shape": {"ramp": {"from": 0, "to": 100, "startSeconds": 0, "endSeconds": 200}}}],
                "timeline": [{"atSeconds": 150, "action": "simulation:SetTraffic", "input": {"name": "orders", "shape": {"constant": 4}}}]}
        });
        let document = Document::read(&scenario.to_string());
        let mut run =
            Simulation::new(document.scenario.unwrap_or_else(|| panic!("{:#?}", document.findings)));
        run.advance_to(at, Budget::UNLIMITED);
        run.snapshot(0).traffic
    }

    #[test]
    fn what_arrives_is_told_with_its_way() {
        let views = views(AT);
        let [users, orders] = views.as_slice() else { panic!("{views:?}") };
        assert_eq!((users.name.as_str(), users.tenths_per_second(AT)), ("users", 700));
        let TrafficArrives::LoadBalancer { name, groups } = &users.to else { panic!("{users:?}") };
        let told: Vec<_> = groups
            .iter()
            .map(|group| (group.name.as_str(), group.percent, group.targets.registered()))
            .collect();
        assert_eq!((name.as_str(), told), ("front", vec![("web", 75, 3), ("old", 25, 0)]));
        assert_eq!(
            groups.iter().map(|group| group.algorithm.words()).collect::<Vec<_>>(),
            ["round robin"; 2]
        );
        assert_eq!((orders.name.as_str(), orders.tenths_per_second(AT)), ("orders", 15));
        assert_eq!(orders.to, TrafficArrives::Queue("jobs".to_owned()));
    }

    #[test]
    fn what_the_timeline_has_set_is_told() {
        let later = SimTime::from_seconds(150);
        let rates: Vec<u64> = views(later).iter().map(|view| view.tenths_per_second(later)).collect();
        assert_eq!(rates, [750, 40]);
    }
}

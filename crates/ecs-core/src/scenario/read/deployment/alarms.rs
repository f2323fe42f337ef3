//! Alarms that a service names for its deployments.

use super::super::Reader;
use super::Judge;
use crate::aws::shorten;
use crate::finding::rules;
use crate::json::{Node, child};
use std::collections::BTreeSet;

impl<'a> Reader<'a> {
    /// The names of the alarms that there are, now or later.
    pub(super) fn alarm_names(&self) -> BTreeSet<&'a str> {
        let put = |action: &&Node| action.str("action") == Some("cloudwatch:PutMetricAlarm");
        let timeline = self.root.get("simulation").map_or(&[][..], |simulation| simulation.list("timeline"));
        let later = timeline.iter().filter(put).filter_map(|action| action.get("input"));
        self.root.list("alarms").iter().chain(later).filter_map(|alarm| alarm.str("AlarmName")).collect()
    }
}

impl Judge<'_> {
    /// Spec: DEPLOY-24.
    pub(super) fn alarms(&mut self, known: &BTreeSet<&str>) {
        let path = ["deploymentConfiguration", "alarms", "alarmNames"];
        let Some((list, pointer)) = self.member(&path) else { return };
        for (number, node) in list.elements().iter().enumerate() {
            let Some(name) = node.as_str().filter(|name| !known.contains(name)) else { continue };
            let message =
                format!("there is no alarm `{}` in this scenario: it never goes off", shorten(name));
            let place = (node, child(&pointer, number));
            self.note(&rules::DEPLOYMENT_ALARM, place, message, "list it under `alarms`");
        }
    }
}

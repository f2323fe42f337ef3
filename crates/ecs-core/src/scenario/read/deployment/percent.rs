//! The percentages of a deployment.

use super::Judge;
use crate::aws::{DeploymentController, DeploymentStrategy};
use crate::deploy::Bounds;
use crate::finding::{Finding, rules};

/// What AWS is reported to answer to 100 and 100.
const BOTH_100: &str =
    "Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block deployments.";

impl Judge<'_> {
    /// Spec: DEPLOY-1.
    pub(super) fn percentages(&mut self) {
        let rule = &rules::DEPLOYMENT_PERCENT;
        if let Some(place) = self.member(&["deploymentConfiguration", "minimumHealthyPercent"])
            && let Some(percent) = place.0.as_integer().filter(|percent| !(0..=100).contains(percent))
        {
            let side = if percent < 0 { "least 0" } else { "most 100" };
            let aws = format!("minimumHealthyPercent must be at {side}");
            let message = format!("`minimumHealthyPercent` is {percent}; it has to be from 0 to 100");
            self.refuse(rule, place, message, Some(&aws), "");
        }
        let Some(place) = self.member(&["deploymentConfiguration", "maximumPercent"]) else { return };
        let Some(percent) = place.0.as_integer() else { return };
        if percent < 100 {
            let message = format!("`maximumPercent` is {percent}; it has to be 100 or more");
            self.refuse(rule, place, message, Some("maximumPercent must be at least 100"), "");
        } else if percent > 100 && self.is_daemon() {
            let aws = "The daemon scheduling strategy does not support values above 100 for maximumPercent on a deployment configuration. Change the maximumPercent value to 100, and try again";
            let message = format!(
                "`maximumPercent` is {percent}; a DAEMON service never has a second task on an instance, so it has to be 100"
            );
            self.refuse(rule, place, message, Some(aws), "leave `maximumPercent` out");
        } else if u32::try_from(percent).is_err() {
            let message = format!("`maximumPercent` is {percent}; it is an integer of 32 bits");
            self.refuse(rule, place, message, None, "");
        }
    }

    /// Spec: DEPLOY-2.
    pub(super) fn deadlock(&mut self) {
        let configuration = &self.settings.configuration;
        let (minimum, maximum) = (configuration.minimum_healthy_percent, configuration.maximum_percent);
        let rolls = configuration.strategy == DeploymentStrategy::Rolling
            && self.settings.controller == DeploymentController::Ecs;
        let desired =
            if self.is_daemon() { 1 } else { u32::try_from(self.deployed.desired_count).unwrap_or(u32::MAX) };
        let bounds = Bounds::new(desired, minimum, maximum);
        let Some(place) = self.member(&["deploymentConfiguration"]) else { return };
        if !rolls || minimum > 100 || maximum < 100 || !bounds.block_every_exchange(desired) {
            return;
        }
        let (message, hint) =
            if self.is_daemon() { daemon_deadlock() } else { deadlock(desired, minimum, maximum) };
        let note = Finding::new(&rules::DEPLOYMENT_DEADLOCK, place.1, place.0.range, message).hint(hint);
        self.notes.push(if (minimum, maximum) == (100, 100) { note.aws(BOTH_100) } else { note });
    }
}

/// What stands in the way, and what would mend it.
fn deadlock(desired: u32, minimum: u32, maximum: u32) -> (String, String) {
    let Bounds { min_healthy, max_tasks } = Bounds::new(desired, minimum, maximum);
    let message = format!(
        "no deployment will get anywhere: of {desired} tasks {min_healthy} have to stay ({minimum} percent, rounded up), and {max_tasks} may run ({maximum} percent, rounded down)"
    );
    (message, leaves_room(desired))
}

fn daemon_deadlock() -> (String, String) {
    let message = "no deployment will get anywhere: 100 percent of the tasks have to stay, and no instance may have two";
    let hint = "lower `minimumHealthyPercent`: it says how many instances may be without a task meanwhile";
    (message.to_owned(), hint.to_owned())
}

/// What would give a deployment of so many tasks room, in percent.
fn leaves_room(desired: u32) -> String {
    let desired = u64::from(desired);
    let (one_more, one_less) = ((100 * (desired + 1)).div_ceil(desired), 100 * (desired - 1) / desired);
    format!(
        "raise `maximumPercent` to {one_more} or more, or lower `minimumHealthyPercent` to {one_less} or less"
    )
}

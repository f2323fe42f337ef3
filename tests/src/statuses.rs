//! The statuses of a task go on and never back, and one that stops says why.

use ecs_core::SimTime;
use ecs_core::world::TaskStatus;
use serde_json::Value;
use std::collections::BTreeMap;

/// `lastStatus` of tasks, by their ARNs, as events last told them.
pub type Told = BTreeMap<String, String>;

/// # Panics
///
/// Where that is not so.
pub fn check(event: &Value, told: &mut Told, at: SimTime) {
    let detail = &event["detail"];
    let text = |member: &str| detail[member].as_str().unwrap_or_default().to_owned();
    let known = told.entry(text("taskArn")).or_default();
    let now = text("lastStatus");
    // One that has waited for an instance is told of when it has one. Spec: CAP-11.
    let is_placed =
        known == "PROVISIONING" && now == "PROVISIONING" && !detail["containerInstanceArn"].is_null();
    assert!(rank(known) < rank(&now) || is_placed, "{at:?}: {known} became {now}: {detail:#}");
    if text("desiredStatus") == "STOPPED" {
        assert!(!text("stopCode").is_empty() && !text("stoppedReason").is_empty(), "{at:?}: {detail:#}");
    }
    *known = now;
}

/// The order of statuses; nothing has been told of a task that is new.
fn rank(status: &str) -> usize {
    let order = ["", "PROVISIONING", "PENDING", "ACTIVATING", "RUNNING", "DEACTIVATING", "STOPPING"];
    let late = [TaskStatus::Deprovisioning.name(), TaskStatus::Stopped.name()];
    let found = order.iter().chain(&late).position(|known| *known == status);
    found.unwrap_or_else(|| panic!("`{status}` is no status"))
}

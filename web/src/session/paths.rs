//! The way to a task and the task's way out: what the inspector asks of the run on the stage.

use super::asked::Asked;
use super::state::{Selection, State, Tab};
use crate::player::{NetworkOf, NetworkQuestion};
use ecs_core::finding::Finding;
use ecs_core::json::{self, EditError};
use ecs_core::report::NetworkReport;
use serde_json::Value;

/// A question about the network around something, and its answer: a report for each task.
pub type Paths = Asked<NetworkQuestion, Vec<NetworkReport>>;

impl State {
    /// This page, with what the inspector has to ask about the network now. An answer that is there is not
    /// asked for again.
    pub(super) fn tracing(self) -> State {
        let Some(question) = self.network_question() else { return self };
        let paths = self.paths.asking(Some(question), |last, new| last.of == new.of);
        State { paths, ..self }
    }

    fn network_question(&self) -> Option<NetworkQuestion> {
        let shown = self.shown.as_ref().filter(|_| self.tab == Tab::Network)?;
        let snapshot = &shown.snapshot;
        let of = match self.selection? {
            Selection::Task(number) => NetworkOf::Task(snapshot.tasks.get(number)?.short.clone()),
            Selection::Service(number) => NetworkOf::Service(snapshot.services.get(number)?.name.clone()),
            Selection::Instance(_) | Selection::Group(_) => return None,
        };
        Some(NetworkQuestion { run: shown.number, log_hash: snapshot.log_hash.clone(), of })
    }

    /// What is said of the load balancers and the network configuration of the selected service, or of that of
    /// the selected task.
    pub fn said_of_selection(&self) -> Vec<Finding> {
        let Some(number) = self.selected_service() else { return Vec::new() };
        let members = ["loadBalancers", "networkConfiguration", "serviceRegistries"];
        let places = members.map(|member| format!("/services/{number}/{member}"));
        let said = self.findings.iter();
        said.filter(|finding| places.iter().any(|place| finding.pointer.starts_with(place.as_str())))
            .cloned()
            .collect()
    }

    /// The number in the text of the service that is selected, or of the selected task's.
    fn selected_service(&self) -> Option<usize> {
        let snapshot = &self.shown.as_ref().filter(|_| self.tab == Tab::Network)?.snapshot;
        let number = match self.selection? {
            Selection::Service(number) => number,
            Selection::Task(number) => snapshot.tasks.get(number)?.service?,
            Selection::Instance(_) | Selection::Group(_) => return None,
        };
        let name = &snapshot.services.get(number)?.name;
        self.outline.services.iter().position(|row| row.name == *name)
    }
}

/// `text` with one more rule of a security group, unless the group has the same one. `permission` is an entry
/// of `IpPermissions`.
pub(super) fn permit(text: &str, group: &str, permission: &Value) -> Result<String, EditError> {
    let root = super::follow::parse(text)?;
    let groups = root.list("securityGroups");
    let number =
        groups.iter().position(|node| node.str("GroupId") == Some(group)).ok_or(EditError::NoSuchPlace)?;
    let rules = groups.get(number).map(|node| node.list("IpPermissions")).unwrap_or_default();
    if rules.iter().any(|rule| rule.to_value() == *permission) {
        return Ok(text.to_owned());
    }
    json::append(text, &format!("/securityGroups/{number}/IpPermissions"), std::slice::from_ref(permission))
}

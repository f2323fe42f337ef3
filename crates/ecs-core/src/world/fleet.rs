//! Which tasks of a service are kept together: all of them, or blue and green each for itself.

use super::{ServiceState, ServiceStatus};
use crate::deploy::{HookStatus, Plan, Shift, Tally};
use crate::time::SimTime;

/// A deployment that shifts traffic, on its way. Spec: DEPLOY-17.
#[derive(Clone, Debug)]
pub struct Shifting {
    /// What it goes through.
    pub plan: Plan,
    /// How far it is.
    pub shift: Shift,
    /// The number of the deployment that serves meanwhile; none where nothing does.
    pub blue: Option<usize>,
    /// How the plan's hooks stand at the present stage, in the plan's order; none of one that is open.
    pub hooks: Vec<Option<HookStatus>>,
    /// When the service looks again because something may be over then.
    pub wakes_at: Option<SimTime>,
}

/// Tasks of a service that are brought to a count together: those of one deployment, and those that make way
/// for them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fleet {
    /// The number of the deployment whose tasks are started.
    pub home: usize,
    /// The numbers of those whose tasks are to go.
    pub to_go: Vec<usize>,
    /// Whether it is to have the service's desired count, or none at all.
    pub is_wanted: bool,
}

impl ServiceState {
    /// Its fleets, the one that serves first. There are two as long as a deployment keeps blue and green.
    pub fn fleets(&self) -> Vec<Fleet> {
        let shifting = self.deployment().and_then(|primary| primary.shifting.as_ref());
        let both = shifting.filter(|one| one.shift.keeps_both() && self.status == ServiceStatus::Active);
        let others = |but: Option<usize>| self.older.iter().copied().filter(move |one| Some(*one) != but);
        let Some(shifting) = both else {
            return vec![Fleet { home: self.primary, to_go: others(None).collect(), is_wanted: true }];
        };
        let is_wanted = shifting.shift.has_green();
        match shifting.blue {
            Some(blue) => vec![
                Fleet { home: blue, to_go: others(Some(blue)).collect(), is_wanted: true },
                Fleet { home: self.primary, to_go: Vec::new(), is_wanted },
            ],
            None => vec![Fleet { home: self.primary, to_go: others(None).collect(), is_wanted }],
        }
    }

    /// The fleet of the PRIMARY deployment, with nothing that is to go.
    pub fn newest(&self) -> Fleet {
        Fleet { home: self.primary, to_go: Vec::new(), is_wanted: true }
    }

    /// Tasks of a fleet that are to go: of other deployments, and those that draining instances take away.
    /// Spec: DEPLOY-9.
    pub fn source(&self, fleet: &Fleet) -> Tally {
        let others = fleet.to_go.iter().filter_map(|number| self.deployments.get(*number));
        let leaving = self.deployments.get(fleet.home).map(|home| home.leaving);
        others.flat_map(|one| [one.staying, one.leaving]).chain(leaving).fold(Tally::default(), Tally::plus)
    }

    /// Tasks of a fleet that stay where they are.
    pub fn target(&self, fleet: &Fleet) -> Tally {
        self.deployments.get(fleet.home).map(|home| home.staying).unwrap_or_default()
    }

    /// All of its tasks.
    pub fn tally(&self) -> Tally {
        let numbers = self.older.iter().chain([&self.primary]);
        let deployments = numbers.filter_map(|number| self.deployments.get(*number));
        deployments.map(super::Deployment::tally).fold(Tally::default(), Tally::plus)
    }

    /// Tasks that it lacks: of those that it is to have, how many are neither running nor on their way.
    /// During a deployment there may be more than it is to have.
    pub fn missing(&self) -> u32 {
        let missing = |fleet: &Fleet| {
            let wanted = if fleet.is_wanted { self.desired_count } else { 0 };
            wanted.saturating_sub(self.source(fleet).plus(self.target(fleet)).active())
        };
        self.fleets().iter().map(missing).sum()
    }
}

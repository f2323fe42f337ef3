//! Whether a service moves by itself, for whoever looks at a run: it changes nothing. Spec: DEPLOY-13.

use super::Engine;
use crate::deploy::{Room, Situation, Standstill};
use crate::ids::ServiceRow;

impl Engine {
    /// Where a service stands that does not move; none where it does, or its launch type is not simulated.
    pub(crate) fn standstill(&self, service: ServiceRow) -> Option<Standstill> {
        let state = &self.world.services[service];
        // A daemon that waits for an instance to be empty goes on when it is.
        if state.launch.is_none() || !self.waiting_daemons(service).is_empty() {
            return None;
        }
        let room = if state.unplaced.is_some() { Room::Known(0) } else { Room::Unknown };
        let mut situations = state.fleets().into_iter().map(|fleet| self.situation(service, &fleet));
        situations.find_map(|situation| Situation { room, ..situation }.standstill())
    }
}

//! Which fronts feel each other, and how far the load of each island of them is worked out. Spec: LOAD-15.

use super::Route;
use crate::time::SimTime;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What an island consists of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Members {
    /// Its fronts: target groups and names, in order.
    pub fronts: Vec<usize>,
    /// The traffic that leads to them, by number.
    pub sources: Vec<usize>,
    /// Whether containers of their targets send requests.
    pub sends: bool,
}

impl Members {
    /// Whether a front is one of them.
    pub fn has(&self, front: usize) -> bool {
        self.fronts.binary_search(&front).is_ok()
    }
}

/// Fronts that feel each other, one through the other or directly. Nothing else that happens ends a step of theirs.
#[derive(Clone, Debug, Default)]
pub struct Island {
    /// What it consists of.
    pub members: Arc<Members>,
    /// Up to when its load is worked out.
    pub settled: SimTime,
    /// When the step ends that has begun.
    pub step_ends: SimTime,
    /// Whether requests wait somewhere, or something changed: then steps last a second.
    pub unsteady: bool,
    /// Requests a second of its traffic in the last step, where containers send requests.
    pub rates: Vec<f64>,
}

/// All islands. One is known by its lead, the least of its fronts.
#[derive(Clone, Debug, Default)]
pub struct Islands {
    /// Whether something has gone that may have bound fronts to each other, since that was looked at.
    pub may_part: bool,
    lead_of: BTreeMap<usize, usize>,
    by_lead: BTreeMap<usize, Island>,
}

impl Islands {
    /// The lead of the island that a front is on; none of a front that nobody has named yet.
    pub fn lead(&self, front: usize) -> Option<usize> {
        self.lead_of.get(&front).copied()
    }

    /// The leads of all islands, in order.
    pub fn leads(&self) -> Vec<usize> {
        self.by_lead.keys().copied().collect()
    }

    /// The island with a lead.
    pub fn get(&self, lead: usize) -> Option<&Island> {
        self.by_lead.get(&lead)
    }

    /// The same, to be changed.
    pub fn get_mut(&mut self, lead: usize) -> Option<&mut Island> {
        self.by_lead.get_mut(&lead)
    }

    /// The island that a front is on.
    pub fn of_front(&self, front: usize) -> Option<&Island> {
        self.get(self.lead(front)?)
    }

    /// Fronts are on one island from now on, up to which the load of all of them is worked out. Says its lead where
    /// that changes anything.
    pub fn join(
        &mut self,
        fronts: &BTreeSet<usize>,
        sends: bool,
        routes: &[Route],
        now: SimTime,
    ) -> Option<usize> {
        let first = self.lead(*fronts.first()?);
        let known = first.and_then(|lead| self.get(lead));
        let is_joined = fronts.iter().all(|front| self.lead(*front) == first);
        if is_joined && known.is_some_and(|island| island.members.sends || !sends) {
            return None;
        }
        let mut together = Island { settled: now, ..Island::default() };
        let mut members = Members { fronts: Vec::new(), sources: Vec::new(), sends };
        let leads: BTreeSet<usize> = fronts.iter().filter_map(|front| self.lead(*front)).collect();
        for island in leads.iter().filter_map(|lead| self.by_lead.remove(lead)) {
            together.unsteady |= island.unsteady;
            members.sends |= island.members.sends;
            members.fronts.extend(&island.members.fronts);
        }
        members.fronts.extend(fronts.iter().filter(|front| !self.lead_of.contains_key(front)));
        members.fronts.sort_unstable();
        let leads_there =
            |route: &Route| route.arrives() && route.groups.iter().any(|(group, _)| members.has(*group));
        let numbered = routes.iter().enumerate().filter(|(_, route)| leads_there(route));
        members.sources = numbered.map(|(number, _)| number).collect();
        let lead = *members.fronts.first()?;
        self.lead_of.extend(members.fronts.iter().map(|front| (*front, lead)));
        together.members = Arc::new(members);
        self.by_lead.insert(lead, together);
        Some(lead)
    }

    /// Takes over how far islands are that consist of the same in `before`; says the leads of the others.
    pub fn take_over(&mut self, before: &Islands) -> Vec<usize> {
        let mut others = Vec::new();
        for (lead, island) in &mut self.by_lead {
            match before.get(*lead).filter(|before| before.members == island.members) {
                Some(before) => *island = before.clone(),
                None => others.push(*lead),
            }
        }
        others
    }
}

#[cfg(test)]
mod tests {
    use super::{Islands, Route, SimTime};
    use std::collections::BTreeSet;

    fn joined(joins: &[&[usize]]) -> Islands {
        let routes =
            [3, 0].map(|group| Route { forwards: true, groups: vec![(group, 1.0)], ..Route::default() });
        let mut islands = Islands::default();
        for fronts in joins {
            islands.join(&fronts.iter().copied().collect(), false, &routes, SimTime::ZERO);
        }
        islands
    }

    #[test]
    fn fronts_that_were_joined_stay_together() {
        let islands = joined(&[&[0], &[1], &[2], &[3], &[2, 3], &[1, 3]]);
        assert_eq!(islands.leads(), [0, 1]);
        let island = islands.of_front(3).unwrap();
        assert_eq!((&island.members.fronts[..], &island.members.sources[..]), (&[1, 2, 3][..], &[0][..]));
        assert_eq!(islands.lead(2), Some(1));
        assert_eq!(islands.lead(4), None);
    }

    #[test]
    fn a_join_that_changes_nothing_says_so() {
        let mut islands = joined(&[&[0, 1]]);
        let both = BTreeSet::from([0, 1]);
        assert_eq!(islands.join(&both, false, &[], SimTime::ZERO), None);
        assert_eq!(islands.join(&both, true, &[], SimTime::ZERO), Some(0));
        assert_eq!(islands.join(&both, false, &[], SimTime::ZERO), None);
    }

    #[test]
    fn what_has_parted_begins_anew_and_the_rest_goes_on() {
        let mut before = joined(&[&[0], &[1, 2]]);
        before.get_mut(0).unwrap().step_ends = SimTime::from_seconds(9);
        let mut after = joined(&[&[0], &[1], &[2]]);
        assert_eq!(after.take_over(&before), [1, 2]);
        assert_eq!(after.get(0).unwrap().step_ends, SimTime::from_seconds(9));
    }
}

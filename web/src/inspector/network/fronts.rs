//! Paths that begin alike, so that what they share is drawn once.

use ecs_core::network::HopKind;
use ecs_core::report::{HopReport, NetworkReport, PathReport};

/// Paths through the same listener and target group, or of clients that ask each task itself.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Front<'a> {
    /// The hops that the paths share, as the path has them that gets furthest.
    pub(super) shared: Vec<&'a HopReport>,
    /// Where the paths part.
    pub(super) branches: Vec<Branch<'a>>,
}

/// The rest of a path.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Branch<'a> {
    /// Whose path it is.
    pub(super) report: &'a NetworkReport,
    /// The path.
    pub(super) path: &'a PathReport,
    /// The whole of it, hop after hop.
    pub(super) hops: Vec<&'a HopReport>,
    /// How many of the hops are shared with the other branches.
    pub(super) shared: usize,
}

impl<'a> Branch<'a> {
    /// The hops behind those that are shared.
    pub(super) fn own(&self) -> &[&'a HopReport] {
        self.hops.get(self.shared..).unwrap_or_default()
    }

    /// The hop that fails.
    pub(super) fn failing(&self) -> Option<&'a HopReport> {
        self.hops.iter().find(|hop| !hop.passed).copied()
    }

    fn passed(&self) -> usize {
        self.hops.iter().filter(|hop| hop.passed).count()
    }

    /// What the shared hops are called.
    fn names(&self) -> impl Iterator<Item = (HopKind, &str)> {
        self.hops.iter().take(self.shared).map(|hop| (hop.kind, hop.name.as_str()))
    }

    /// Whether both begin with the same things. The port of a target group is that of the target.
    fn begins_like(&self, other: &Branch<'_>) -> bool {
        // Without a load balancer the container's port tells the paths of one task apart.
        let is_straight = self.path.load_balancer.is_none();
        let ends_alike = || {
            let (ours, theirs) = (self.hops.last(), other.hops.last());
            ours.map(|hop| (&hop.name, hop.port)) == theirs.map(|hop| (&hop.name, hop.port))
        };
        self.names().eq(other.names()) && (!is_straight || ends_alike())
    }
}

/// The paths to all tasks of the reports, by what they share.
pub(super) fn fronts(reports: &[NetworkReport]) -> Vec<Front<'_>> {
    let mut found: Vec<Vec<Branch<'_>>> = Vec::new();
    for report in reports {
        for (number, path) in report.paths.iter().enumerate() {
            let hops: Vec<&HopReport> = report.hops_of(number).collect();
            let shared = hops.iter().take_while(|hop| is_shared(hop.kind)).count();
            let branch = Branch { report, path, hops, shared };
            match found.iter_mut().find(|front| front.first().is_some_and(|first| first.begins_like(&branch)))
            {
                Some(front) => front.push(branch),
                None => found.push(vec![branch]),
            }
        }
    }
    found.into_iter().filter_map(front).collect()
}

fn front(branches: Vec<Branch<'_>>) -> Option<Front<'_>> {
    let furthest = branches.iter().max_by_key(|branch| branch.passed())?;
    let shared = furthest.hops.iter().take(furthest.shared).copied().collect();
    Some(Front { shared, branches })
}

/// Whether all tasks behind it have it in common.
fn is_shared(kind: HopKind) -> bool {
    matches!(
        kind,
        HopKind::Internet | HopKind::Vpc | HopKind::LoadBalancer | HopKind::Listener | HopKind::TargetGroup
    )
}

#[cfg(test)]
mod tests {
    use super::fronts;
    use ecs_core::network::HopKind;
    use ecs_core::report::NetworkReport;
    use ecs_core::{Budget, Document, SimTime, Simulation};
    use ecs_workshop::gallery;

    fn reports(entry: &str, service: &str) -> Vec<NetworkReport> {
        let text = gallery::ENTRIES.iter().find(|known| known.id == entry).unwrap().text;
        let mut run = Simulation::new(Document::read(text).scenario.unwrap());
        // Before a service replaces tasks whose targets fail their health checks.
        run.advance_to(SimTime::from_seconds(30), Budget::UNLIMITED);
        run.network_of_service(service).unwrap()
    }

    #[test]
    fn tasks_of_a_service_share_everything_up_to_the_target_group() {
        let reports = reports("missing-rule", "web");
        let fronts = fronts(&reports);
        let [front] = &fronts[..] else { panic!("{} fronts", fronts.len()) };
        assert_eq!(front.branches.len(), 4);
        assert_eq!(
            front.shared.iter().map(|hop| hop.kind).collect::<Vec<_>>(),
            [HopKind::Internet, HopKind::LoadBalancer, HopKind::Listener, HopKind::TargetGroup]
        );
        assert!(front.shared.iter().all(|hop| hop.passed));
        for branch in &front.branches {
            assert_eq!(branch.own().len(), 3);
            assert_eq!(branch.failing().map(|hop| hop.kind), Some(HopKind::ContainerInstance));
        }
    }

    #[test]
    fn without_a_load_balancer_a_client_asks_each_task_itself() {
        let reports = reports("two-copies", "web");
        let fronts = fronts(&reports);
        assert_eq!(fronts.len(), 1);
        assert_eq!((fronts[0].shared.len(), fronts[0].branches.len()), (1, reports.len()));
    }
}

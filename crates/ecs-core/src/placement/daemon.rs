//! Which instances a DAEMON service means. Spec: PLACE-16.

use super::{Check, Ledger, Requirement, Verdict, verdicts};
use crate::ids::InstanceRow;

/// What a DAEMON service makes of an instance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Daemon {
    /// It is to have a task, and there is room for one.
    Fits,
    /// It is to have a task, and something is in the way: the first reason.
    NoRoom(Verdict),
    /// It is not meant: it is not ACTIVE, or not one that the constraints mean; the first reason.
    NotMeant(Verdict),
}

/// What a DAEMON service makes of an instance that has no task of it: it wants one on every ACTIVE
/// instance that satisfies its constraints, whatever resources are left there.
pub fn daemon(ledger: &Ledger, requirement: &Requirement, row: InstanceRow) -> Daemon {
    let failed: Vec<Verdict> = verdicts(ledger, requirement, row).filter(|verdict| !verdict.passed).collect();
    let is_about_room = |verdict: &Verdict| {
        matches!(verdict.check, Check::Cpu | Check::Memory | Check::Ports | Check::Gpu | Check::Eni)
    };
    match (failed.iter().find(|verdict| !is_about_room(verdict)), failed.first()) {
        (Some(verdict), _) => Daemon::NotMeant(*verdict),
        (None, Some(verdict)) => Daemon::NoRoom(*verdict),
        (None, None) => Daemon::Fits,
    }
}

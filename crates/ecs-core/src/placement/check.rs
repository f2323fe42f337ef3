//! The checks that rule an instance out, in the order in which a reason is reported.

use super::{Ledger, Requirement};
use crate::aws::Protocol;
use crate::ids::InstanceRow;
use crate::network::RESERVED_PORTS_MAX;
use serde::{Deserialize, Serialize};

/// Why an instance can be ruled out. Spec: PLACE-2; the order: PLACE-3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Check {
    /// The instance is ACTIVE and its agent connected.
    Status,
    /// CPU units are left.
    Cpu,
    /// MiB are left.
    Memory,
    /// No static host port is in use, and at most 100 are reserved.
    Ports,
    /// GPUs are left.
    Gpu,
    /// An elastic network interface is left.
    Eni,
    /// The instance is in a zone of the task's subnets.
    Location,
    /// The instance has the attributes that the task definition's features need.
    Attribute,
    /// The instance is one that the expression of a constraint means.
    MemberOf,
    /// No task of the group is on the instance.
    DistinctInstance,
    /// The instance is in the Auto Scaling group of the task's capacity provider. Spec: CAP-11.
    CapacityProvider,
}

/// An amount that a check compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Quantity {
    /// CPU units, MiB, interfaces, ports, GPUs, tasks of the group: the check says of what.
    Number(u32),
    /// A port that is wanted and in use.
    Port(Protocol, u16),
    /// Yes or no.
    Flag(bool),
}

/// What a check says of an instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// Which check.
    pub check: Check,
    /// Which of the task's placement constraints, from 0: for the checks that are one's.
    pub constraint: Option<u8>,
    /// Whether the instance passes.
    pub passed: bool,
    /// What the task needs.
    pub need: Quantity,
    /// What the instance has.
    pub have: Quantity,
}

impl Check {
    /// The checks that every task makes, in the order in which the first failing one is reported. Those
    /// of its placement constraints follow.
    pub const COMMON: [Check; 8] = [
        Check::Status,
        Check::Cpu,
        Check::Memory,
        Check::Ports,
        Check::Gpu,
        Check::Eni,
        Check::Location,
        Check::Attribute,
    ];

    /// Judges an instance; for one of [`Check::COMMON`].
    fn verdict(self, ledger: &Ledger, requirement: &Requirement, row: InstanceRow) -> Verdict {
        match self {
            Check::Status => self.flag(ledger.placeable(row)),
            Check::Cpu => self.at_least(requirement.cpu_units, ledger.cpu_units_left(row)),
            Check::Memory => self.at_least(requirement.memory_mib, ledger.memory_mib_left(row)),
            Check::Ports => self.ports(requirement, ledger, row),
            Check::Gpu => self.at_least(requirement.gpus, ledger.gpus_left(row)),
            Check::Eni => self.at_least(requirement.enis, ledger.enis_left(row)),
            Check::Location => {
                self.flag(requirement.zones.is_empty() || requirement.zones.contains(&ledger.zone(row)))
            }
            Check::Attribute | Check::MemberOf | Check::DistinctInstance | Check::CapacityProvider => {
                self.flag(requirement.capable.contains(row))
            }
        }
    }

    fn flag(self, passed: bool) -> Verdict {
        self.of(passed, Quantity::Flag(true), Quantity::Flag(passed))
    }

    fn at_least(self, need: u32, have: u32) -> Verdict {
        self.of(need <= have, Quantity::Number(need), Quantity::Number(have))
    }

    fn of(self, passed: bool, need: Quantity, have: Quantity) -> Verdict {
        Verdict { check: self, constraint: None, passed, need, have }
    }

    fn ports(self, requirement: &Requirement, ledger: &Ledger, row: InstanceRow) -> Verdict {
        let wanted = &requirement.host_ports;
        if let Some((protocol, port)) =
            wanted.iter().find(|port| ledger.ports(row).binary_search(port).is_ok())
        {
            let port = Quantity::Port(*protocol, *port);
            return self.of(false, port, port);
        }
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let left = RESERVED_PORTS_MAX.saturating_sub(ledger.ports(row).len());
        self.at_least(count(wanted.len()), count(left))
    }
}

/// What the checks of a task say of an instance, in the order in which a reason is reported.
pub fn verdicts<'a>(
    ledger: &'a Ledger,
    requirement: &'a Requirement,
    row: InstanceRow,
) -> impl Iterator<Item = Verdict> + 'a {
    // Instances of others come into question at no time: whatever else they lack is not looked for.
    let of_provider =
        requirement.of_provider.iter().map(move |rows| Check::CapacityProvider.flag(rows.contains(row)));
    let common = Check::COMMON.into_iter().map(move |check| check.verdict(ledger, requirement, row));
    let constraints = requirement.constraints.iter().zip(0u8..).map(move |(constraint, number)| {
        let verdict = match constraint {
            super::Constraint::DistinctInstance => {
                let tasks = ledger.tasks_on_instance(requirement.group, row);
                Check::DistinctInstance.of(tasks == 0, Quantity::Number(0), Quantity::Number(tasks))
            }
            super::Constraint::MemberOf(membership) => Check::MemberOf.flag(membership.contains(ledger, row)),
        };
        Verdict { constraint: Some(number), ..verdict }
    });
    of_provider.chain(common).chain(constraints)
}

impl Verdict {
    /// By how much the instance falls short; 0 where that cannot be said in numbers.
    pub fn deficit(&self) -> u32 {
        match (self.need, self.have) {
            (Quantity::Number(need), Quantity::Number(have)) => need.saturating_sub(have),
            _ => 0,
        }
    }
}

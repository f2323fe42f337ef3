//! Faults of a timeline: those of AWS FIS by their names, and ours.

use crate::world::DisturbanceKind;

/// A fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// `simulation:LoseZone`. Spec: FAULT-11.
    LoseZone {
        /// The zone.
        availability_zone: String,
        /// How long, in milliseconds.
        duration_ms: u64,
    },
    /// `simulation:DisconnectAgent`. Spec: FAULT-8.
    DisconnectAgent {
        /// The instance: its ARN, its id, its EC2 instance id or its short form (`host/1`).
        container_instance: String,
        /// How long, in milliseconds.
        duration_ms: u64,
    },
    /// `simulation:InterruptSpotTasks`. Spec: CAP-5.
    InterruptSpotTasks {
        /// Which tasks on Fargate Spot.
        targets: Targets,
    },
    /// An action of AWS FIS. Spec: FAULT-10.
    Fis {
        /// What is done.
        action: FisAction,
        /// To whom.
        targets: Targets,
    },
}

/// An action of AWS FIS with its parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FisAction {
    /// `aws:ecs:stop-task`.
    StopTask,
    /// `aws:ecs:task-kill-process`. Spec: FAULT-12.
    KillProcess {
        /// The name of a container, or of its image.
        process_name: String,
        /// The number of the signal.
        signal: i32,
    },
    /// `aws:ecs:task-cpu-stress`, `-network-latency` or `-network-blackhole-port`. Spec: FAULT-16.
    Disturb {
        /// What.
        kind: DisturbanceKind,
        /// How long, in milliseconds.
        duration_ms: u64,
    },
    /// `aws:ecs:drain-container-instances`. Spec: FAULT-3.
    DrainInstances {
        /// Of the ACTIVE instances, 1 to 100.
        percent: u32,
        /// How long, in milliseconds.
        duration_ms: u64,
    },
    /// `aws:ec2:stop-instances`. Spec: FAULT-6.
    StopInstances {
        /// When they start again, in milliseconds; none where they do not.
        start_after_ms: Option<u64>,
    },
    /// `aws:ec2:terminate-instances`. Spec: FAULT-6.
    TerminateInstances,
    /// `aws:ec2:send-spot-instance-interruptions`. Spec: FAULT-13.
    InterruptSpotInstances {
        /// When they are interrupted, in milliseconds.
        after_ms: u64,
    },
    /// `aws:ec2:asg-insufficient-instance-capacity-error`. Spec: ASG-14.
    InsufficientCapacity {
        /// Of a hundred launches so many fail, 1 to 100.
        percent: u32,
        /// In these zones.
        availability_zones: Vec<String>,
        /// How long, in milliseconds.
        duration_ms: u64,
    },
    /// `aws:network:disrupt-connectivity` with the scope `all`. Spec: FAULT-14.
    DisruptConnectivity {
        /// How long, in milliseconds.
        duration_ms: u64,
    },
}

/// Whom an action of AWS FIS is done to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Targets {
    /// ARNs, ids or short forms; empty where all of the kind are meant.
    pub resource_arns: Vec<String>,
    /// How many of them.
    pub selection: Selection,
    /// Those of one service alone; an instance is one's while it has a task of it.
    pub service: Option<String>,
}

/// `selectionMode`. Spec: FAULT-10.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Selection {
    /// All of them.
    #[default]
    All,
    /// So many.
    Count(u32),
    /// So many of a hundred, rounded down, one at the least.
    Percent(u32),
}

impl Selection {
    /// `ALL`, `COUNT(n)` or `PERCENT(n)`; nothing for anything else.
    pub fn read(text: &str) -> Option<Selection> {
        let number = |name: &str| -> Option<u32> {
            text.strip_prefix(name)?.strip_prefix('(')?.strip_suffix(')')?.trim().parse().ok()
        };
        if text == "ALL" {
            return Some(Selection::All);
        }
        let count = number("COUNT").filter(|count| *count >= 1).map(Selection::Count);
        count.or_else(|| {
            number("PERCENT").filter(|percent| (1..=100).contains(percent)).map(Selection::Percent)
        })
    }

    /// How many of so many are meant.
    pub fn of(self, candidates: usize) -> usize {
        match self {
            Selection::All => candidates,
            Selection::Count(count) => candidates.min(count as usize),
            Selection::Percent(percent) => (candidates * percent as usize / 100).max(1).min(candidates),
        }
    }
}

/// The signals that a process can be killed with, by number.
const SIGNALS: [(&str, i32); 8] = [
    ("SIGHUP", 1),
    ("SIGINT", 2),
    ("SIGQUIT", 3),
    ("SIGABRT", 6),
    ("SIGKILL", 9),
    ("SIGUSR1", 10),
    ("SIGSEGV", 11),
    ("SIGTERM", 15),
];

/// The number of a signal by its name, with or without `SIG`.
pub(super) fn signal(name: &str) -> Option<i32> {
    let known = |(full, _): &&(&str, i32)| *full == name || full.strip_prefix("SIG") == Some(name);
    SIGNALS.iter().find(known).map(|(_, number)| *number)
}

/// Milliseconds of an ISO 8601 duration of days, hours, minutes and whole seconds, such as `PT5M`; nothing
/// for anything else.
pub(super) fn iso_duration_ms(text: &str) -> Option<u64> {
    let rest = text.strip_prefix('P')?;
    let (days, time) = rest.split_once('T').map_or((rest, None), |(days, time)| (days, Some(time)));
    if time == Some("") || rest.is_empty() {
        return None;
    }
    let days = seconds_of(days, &[('D', 86_400)])?;
    let time = seconds_of(time.unwrap_or_default(), &[('H', 3600), ('M', 60), ('S', 1)])?;
    days.checked_add(time)?.checked_mul(1000)
}

/// Seconds of numbers with their units, each unit once at the most and in their order.
fn seconds_of(text: &str, units: &[(char, u64)]) -> Option<u64> {
    let (mut rest, mut seconds) = (text, 0u64);
    for (unit, length) in units {
        let Some((number, behind)) = rest.split_once(*unit) else { continue };
        seconds = seconds.checked_add(number.parse::<u64>().ok()?.checked_mul(*length)?)?;
        rest = behind;
    }
    rest.is_empty().then_some(seconds)
}

#[cfg(test)]
mod tests {
    use super::{Selection, iso_duration_ms, signal};

    #[test]
    fn durations_are_those_of_iso_8601() {
        let read = ["PT5M", "PT1H30M", "P1D", "P1DT1S", "PT0S"].map(iso_duration_ms);
        assert_eq!(read, [Some(300_000), Some(5_400_000), Some(86_400_000), Some(86_401_000), Some(0)]);
        for text in
            ["", "P", "PT", "5M", "PT5", "PT-5M", "PT5M3H", "PT1.5S", "P1M", "PT99999999999999999999S"]
        {
            assert_eq!(iso_duration_ms(text), None, "{text}");
        }
    }

    #[test]
    fn a_percentage_is_rounded_down_and_one_at_the_least() {
        let selection = |text: &str, candidates| Selection::read(text).map(|mode| mode.of(candidates));
        assert_eq!(selection("ALL", 5), Some(5));
        assert_eq!(selection("COUNT(2)", 5), Some(2));
        assert_eq!(selection("COUNT(9)", 5), Some(5));
        assert_eq!(selection("PERCENT(50)", 5), Some(2));
        assert_eq!(selection("PERCENT(10)", 5), Some(1));
        assert_eq!(selection("PERCENT(10)", 0), Some(0));
        for text in ["COUNT(0)", "PERCENT(0)", "PERCENT(101)", "COUNT(-1)", "some", "COUNT", ""] {
            assert_eq!(selection(text, 5), None, "{text}");
        }
    }

    #[test]
    fn signals_have_the_numbers_of_linux() {
        assert_eq!([signal("SIGKILL"), signal("TERM"), signal("SIGNAL")], [Some(9), Some(15), None]);
    }
}

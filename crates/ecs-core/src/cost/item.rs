//! What is billed, in which parts, and at which price.

use super::NanoUsd;
use crate::aws::LoadBalancerType;
use crate::catalog::{self, InstanceType, NANO_PER_USD, Price, PriceSource};
use crate::units::{CPU_UNITS_PER_VCPU, MIB_PER_GB};

const SECONDS_PER_HOUR: u64 = 3600;

/// How many times a vCPU counts as much as a GB: the weights of AWS's split cost allocation data.
/// Spec: COST-5.
const VCPU_WEIGHT: u64 = 9;

/// Requests a second that one capacity unit of an Application Load Balancer takes, each with a connection of its
/// own. Spec: COST-4.
const CONNECTIONS_PER_LCU: u64 = 25;

/// Rule evaluations a second that it takes.
const EVALUATIONS_PER_LCU: u64 = 1000;

/// Rules that are evaluated for nothing.
const FREE_RULES: u64 = 10;

/// Flows a second that one capacity unit of a Network Load Balancer takes.
const FLOWS_PER_NLCU: u64 = 800;

/// What a task on Fargate runs on. Spec: COST-3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Platform {
    /// Linux on x86.
    LinuxX86,
    /// Linux on ARM.
    LinuxArm,
    /// Windows.
    Windows,
}

impl Platform {
    fn name(self) -> &'static str {
        match self {
            Platform::LinuxX86 => "Linux/x86",
            Platform::LinuxArm => "Linux/ARM",
            Platform::Windows => "Windows/x86",
        }
    }
}

/// Something that is billed. The order is that of the lines of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Item {
    /// An instance, in seconds. Spec: COST-2.
    Instance {
        /// The name of its type.
        instance_type: &'static str,
        /// Whether it is a Spot instance.
        spot: bool,
    },
    /// CPU of tasks on Fargate, in CPU units × seconds. Spec: COST-3.
    FargateVcpu {
        /// What they run on.
        platform: Platform,
        /// Whether they are of `FARGATE_SPOT`.
        spot: bool,
    },
    /// Their memory, in MiB × seconds.
    FargateMemory {
        /// What they run on.
        platform: Platform,
        /// Whether they are of `FARGATE_SPOT`.
        spot: bool,
    },
    /// The licence of Windows, in CPU units × seconds.
    FargateLicence,
    /// Ephemeral storage beyond what comes with a task, in GiB × seconds.
    FargateStorage,
    /// A load balancer, in seconds. Spec: COST-4.
    LoadBalancer(LoadBalancerType),
    /// Its capacity units, as [`capacity_parts`] counts them.
    CapacityUnits(LoadBalancerType),
}

/// Parts of capacity units that requests take of a load balancer with so many rules. Requests and evaluations
/// rise together, so the greater of the two dimensions is the same one all the time. Spec: COST-4.
pub fn capacity_parts(of: LoadBalancerType, requests: u64, rules: u64) -> u128 {
    let each = match of {
        LoadBalancerType::Application => {
            (EVALUATIONS_PER_LCU / CONNECTIONS_PER_LCU).max(rules.saturating_sub(FREE_RULES))
        }
        LoadBalancerType::Network => 1,
        LoadBalancerType::Gateway => 0,
    };
    u128::from(requests) * u128::from(each)
}

fn balancer_name(of: LoadBalancerType) -> &'static str {
    match of {
        LoadBalancerType::Application => "Application Load Balancer",
        LoadBalancerType::Network => "Network Load Balancer",
        LoadBalancerType::Gateway => "Gateway Load Balancer",
    }
}

impl Item {
    /// What it is called.
    pub fn name(self) -> String {
        let spot = if self.is_spot() { " Spot" } else { "" };
        match self {
            Item::Instance { instance_type, .. } => format!("{instance_type}{spot}"),
            Item::FargateVcpu { platform, .. } => format!("Fargate{spot} vCPU {}", platform.name()),
            Item::FargateMemory { platform, .. } => format!("Fargate{spot} memory {}", platform.name()),
            Item::FargateLicence => "Fargate Windows licence".to_owned(),
            Item::FargateStorage => "Fargate ephemeral storage".to_owned(),
            Item::LoadBalancer(of) => balancer_name(of).to_owned(),
            Item::CapacityUnits(of @ LoadBalancerType::Network) => format!("{} NLCU", balancer_name(of)),
            Item::CapacityUnits(of) => format!("{} LCU", balancer_name(of)),
        }
    }

    /// The row of `data/prices.csv` with its On-Demand price; an instance's is in its own table.
    fn row(self) -> Option<Price> {
        catalog::price(&self.on_demand().name())
    }

    fn is_spot(self) -> bool {
        match self {
            Item::Instance { spot, .. }
            | Item::FargateVcpu { spot, .. }
            | Item::FargateMemory { spot, .. } => spot,
            Item::FargateLicence | Item::FargateStorage | Item::LoadBalancer(_) | Item::CapacityUnits(_) => {
                false
            }
        }
    }

    /// The same, not of Spot.
    fn on_demand(self) -> Item {
        let mut item = self;
        if let Item::Instance { spot, .. }
        | Item::FargateVcpu { spot, .. }
        | Item::FargateMemory { spot, .. } = &mut item
        {
            *spot = false;
        }
        item
    }

    /// What its price is of.
    pub fn unit(self) -> &'static str {
        match self {
            Item::Instance { .. } => "instance-hour",
            _ => self.row().map_or("hour", |price| price.unit),
        }
    }

    /// The price of a unit. Nothing for what is not in the tables.
    pub fn price(self) -> NanoUsd {
        let on_demand = match self {
            Item::Instance { instance_type, .. } => {
                catalog::instance_type(instance_type).map_or(0, |found| found.on_demand_nano_usd)
            }
            _ => self.row().map_or(0, |price| price.nano_usd),
        };
        let share =
            if self.is_spot() { self.share().map_or(0, |share| share.nano_usd) } else { NANO_PER_USD };
        NanoUsd::of(NanoUsd(on_demand), share.into(), NANO_PER_USD.into())
    }

    /// Where that was read: the On-Demand price, and behind it what share of it Spot costs.
    pub fn price_sources(self) -> impl Iterator<Item = PriceSource> {
        let on_demand = match self {
            Item::Instance { .. } => catalog::instance_prices(),
            _ => self.row().map(|price| price.from),
        };
        let share = self.share().filter(|_| self.is_spot()).map(|share| share.from);
        on_demand.into_iter().chain(share)
    }

    /// The row with the share of the On-Demand price that Spot costs.
    fn share(self) -> Option<Price> {
        catalog::price(if matches!(self, Item::Instance { .. }) { "EC2 Spot" } else { "Fargate Spot" })
    }

    /// Parts that make a unit.
    pub fn parts_per_unit(self) -> u128 {
        let per_second = match self {
            Item::Instance { .. } | Item::FargateStorage | Item::LoadBalancer(_) => 1,
            Item::FargateVcpu { .. } | Item::FargateLicence => CPU_UNITS_PER_VCPU.into(),
            Item::FargateMemory { .. } => MIB_PER_GB.into(),
            Item::CapacityUnits(LoadBalancerType::Network) => FLOWS_PER_NLCU,
            Item::CapacityUnits(_) => EVALUATIONS_PER_LCU,
        };
        u128::from(per_second * SECONDS_PER_HOUR)
    }

    /// The weight of a whole instance, of which tasks have shares; none of what is not shared. Spec: COST-5.
    pub fn weight(self) -> Option<u64> {
        let Item::Instance { instance_type, .. } = self else { return None };
        let InstanceType { vcpu, memory_mib, .. } = catalog::instance_type(instance_type)?;
        Some(weight(vcpu * CPU_UNITS_PER_VCPU, memory_mib))
    }
}

/// The weight of so many CPU units and MiB: 1,024 of each make a vCPU and a GB. Spec: COST-5.
pub fn weight(cpu_units: u32, memory_mib: u32) -> u64 {
    VCPU_WEIGHT * u64::from(cpu_units) + u64::from(memory_mib)
}

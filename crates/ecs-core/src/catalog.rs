//! What AWS sells: instance types, Fargate sizes and prices. The tables are the files under `data`.

mod prices;

pub use prices::{NANO_PER_USD, Price, PriceSource, price, prices};

use crate::units::parse_decimal;

const INSTANCE_TYPES: &str = include_str!("../data/instance_types.csv");
const FARGATE_SIZES: &str = include_str!("../data/fargate_sizes.csv");

/// An EC2 instance type. Spec: RES-5, RES-6.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InstanceType {
    /// For example `t3.medium`.
    pub name: &'static str,
    /// Logical CPUs.
    pub vcpu: u32,
    /// Nominal memory in MiB.
    pub memory_mib: u32,
    /// `x86_64` or `arm64`.
    pub architecture: &'static str,
    /// Elastic network interfaces, the primary one among them.
    pub max_enis: u32,
    /// Tasks with an interface of their own on an instance with a trunk interface; none where the type
    /// takes no trunk.
    pub trunking_task_limit: Option<u32>,
    /// GPUs.
    pub gpus: u32,
    /// Linux, On-Demand, us-east-1: billionths of a dollar an hour. Spec: COST-2.
    pub on_demand_nano_usd: u64,
    /// Memory in MiB that the agent finds on the instance: below the nominal one.
    pub registered_memory_mib: u32,
}

/// The rows of the table: above them stand where its prices are from, and the names of its columns.
fn instance_type_rows() -> impl Iterator<Item = &'static str> {
    INSTANCE_TYPES.lines().skip(2)
}

/// The instance type of that name.
pub fn instance_type(name: &str) -> Option<InstanceType> {
    parse_instance_type(instance_type_rows().find(|line| line.split(',').next() == Some(name))?)
}

/// The names of all instance types, in the table's order.
pub fn instance_type_names() -> impl Iterator<Item = &'static str> {
    instance_type_rows().filter_map(|line| line.split(',').next())
}

/// Where the prices of all instance types were read. Spec: COST-1.
pub fn instance_prices() -> Option<PriceSource> {
    let mut fields = INSTANCE_TYPES.lines().next()?.split(',').skip(1);
    Some(PriceSource { source: fields.next()?, date: fields.next()? })
}

fn parse_instance_type(line: &'static str) -> Option<InstanceType> {
    let mut fields = line.split(',');
    let name = fields.next()?;
    let vcpu = fields.next()?.parse().ok()?;
    let memory_mib = fields.next()?.parse().ok()?;
    let architecture = fields.next()?;
    let max_enis = fields.next()?.parse().ok()?;
    let trunking_task_limit = fields.nth(1)?.parse().ok();
    let gpus = fields.next()?.parse().ok()?;
    let on_demand_nano_usd = parse_decimal(fields.next()?, NANO_PER_USD)?;
    let registered_memory_mib = fields.next()?.parse().ok()?;
    Some(InstanceType {
        name,
        vcpu,
        memory_mib,
        architecture,
        max_enis,
        trunking_task_limit,
        gpus,
        on_demand_nano_usd,
        registered_memory_mib,
    })
}

/// A pair of CPU and memory that Fargate sells. Spec: RES-3.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FargateSize {
    /// CPU units.
    pub cpu_units: u32,
    /// Memory in MiB.
    pub memory_mib: u32,
    /// Whether it is sold for Windows.
    pub windows: bool,
}

/// All Fargate sizes, in the table's order.
pub fn fargate_sizes() -> impl Iterator<Item = FargateSize> {
    FARGATE_SIZES.lines().skip(1).filter_map(|line| {
        let mut fields = line.split(',');
        let cpu_units = fields.next()?.parse().ok()?;
        let memory_mib = fields.nth(1)?.parse().ok()?;
        let windows = fields.nth(2)? == "1";
        Some(FargateSize { cpu_units, memory_mib, windows })
    })
}

/// Whether Fargate sells that pair.
pub fn is_fargate_size(cpu_units: u32, memory_mib: u32, windows: bool) -> bool {
    fargate_sizes().any(|size| {
        size.cpu_units == cpu_units && size.memory_mib == memory_mib && (size.windows || !windows)
    })
}

#[cfg(test)]
mod tests {
    use super::{
        fargate_sizes, instance_prices, instance_type, instance_type_names, instance_type_rows,
        is_fargate_size, parse_instance_type,
    };

    #[test]
    fn every_row_of_the_tables_is_read() {
        assert_eq!(instance_type_names().count(), 156);
        assert!(instance_type_rows().all(|line| parse_instance_type(line).is_some()));
        assert_eq!(instance_prices().map(|from| from.date), Some("2026-07-20"));
        assert_eq!(fargate_sizes().count(), 77);
    }

    #[test]
    fn a_type_registers_less_memory_than_it_has() {
        for name in instance_type_names() {
            let instance_type = instance_type(name).unwrap();
            assert!(instance_type.registered_memory_mib < instance_type.memory_mib, "{name}");
            assert!(instance_type.max_enis >= 2, "{name}");
            assert!(instance_type.on_demand_nano_usd > 0, "{name}");
        }
        assert_eq!(instance_type("t3.medium").unwrap().registered_memory_mib, 3932);
        assert_eq!(instance_type("t3.mediun"), None);
    }

    #[test]
    fn fargate_sells_pairs() {
        assert!(is_fargate_size(256, 512, false));
        assert!(!is_fargate_size(256, 512, true));
        assert!(!is_fargate_size(256, 4096, false));
        assert!(is_fargate_size(32768, 249_856, false));
    }
}

//! CPU units and MiB: how AWS spells them and what they mean.
//!
//! One vCPU is 1,024 CPU units; one GB, as ECS writes it, is 1,024 MiB.

/// CPU units in one vCPU.
pub const CPU_UNITS_PER_VCPU: u32 = 1024;

/// MiB in what ECS calls a GB.
pub const MIB_PER_GB: u32 = 1024;

/// Reads a task-level `cpu`: CPU units (`"256"`) or vCPU (`"1 vCPU"`, `".25 vcpu"`).
///
/// Returns CPU units, or nothing where the text is no such number or a fraction of a unit.
/// Spec: RES-1.
pub fn parse_cpu_units(text: &str) -> Option<u32> {
    parse_scaled(text, "vcpu", CPU_UNITS_PER_VCPU)
}

/// Reads a task-level `memory`: MiB (`"512"`) or GB (`"1GB"`, `"0.5 gb"`).
///
/// Returns MiB, or nothing where the text is no such number or a fraction of a MiB.
/// Spec: RES-1.
pub fn parse_memory_mib(text: &str) -> Option<u32> {
    parse_scaled(text, "gb", MIB_PER_GB)
}

fn parse_scaled(text: &str, unit: &str, per_unit: u32) -> Option<u32> {
    let text = text.trim().to_ascii_lowercase();
    match text.strip_suffix(unit) {
        Some(number) => u32::try_from(parse_decimal(number.trim_end(), per_unit.into())?).ok(),
        None if text.bytes().all(|byte| byte.is_ascii_digit()) => text.parse().ok(),
        None => None,
    }
}

/// Reads a decimal number that is not negative and has no exponent, `per_unit` parts to one: `"1.5"` in
/// thousandths is 1,500. In integers, so that no binary fraction rounds.
///
/// Nothing where the text is no such number, has more than six decimals or a fraction of a part.
pub fn parse_decimal(number: &str, per_unit: u64) -> Option<u64> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if (whole.is_empty() && fraction.is_empty()) || !digits(whole) || !digits(fraction) || fraction.len() > 6
    {
        return None;
    }
    let whole: u64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let denominator = 10u64.pow(u32::try_from(fraction.len()).ok()?);
    let numerator: u64 = if fraction.is_empty() { 0 } else { fraction.parse().ok()? };
    let scaled = numerator.checked_mul(per_unit)?;
    if scaled % denominator != 0 {
        return None;
    }
    whole.checked_mul(per_unit)?.checked_add(scaled / denominator)
}

#[cfg(test)]
mod tests {
    use super::{parse_cpu_units, parse_memory_mib};

    #[test]
    fn spellings_that_ecs_documents() {
        for (text, units) in
            [("256", 256), ("1 vCPU", 1024), (".25 vcpu", 256), ("1vcpu", 1024), (" 2 vCPU ", 2048)]
        {
            assert_eq!(parse_cpu_units(text), Some(units), "{text}");
        }
        for (text, mib) in [("512", 512), ("1GB", 1024), ("0.5 GB", 512), ("1.5gb", 1536)] {
            assert_eq!(parse_memory_mib(text), Some(mib), "{text}");
        }
    }

    #[test]
    fn what_is_no_size() {
        for text in
            ["", "vCPU", ".", "-1", "1e3", "1.0001 vCPU", "99999999999", "1 GB", "¼ vCPU", "1..5 vcpu"]
        {
            assert_eq!(parse_cpu_units(text), None, "{text}");
        }
    }
}

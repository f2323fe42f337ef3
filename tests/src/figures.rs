//! How figures are printed that `cargo xtask bench` puts into its table.

/// What was measured, how long it took, and how many of its steps, if it has any, a second has.
pub fn row(what: &str, milliseconds: f64, steps: Option<u64>) -> String {
    let a_second = steps.map_or_else(String::new, |steps| {
        let steps = f64::from(u32::try_from(steps).unwrap_or(u32::MAX));
        format!("{:.0}", steps * 1e3 / milliseconds.max(1.0))
    });
    format!("| {what} | {milliseconds:.1} ms | {a_second} |")
}

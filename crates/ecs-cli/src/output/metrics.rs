//! Metrics as CSV: a line for every value.

use ecs_core::report::MetricReport;
use std::io::{self, Write};

/// Writes every value with the begin of its minute, the namespace, the name, the dimensions and the
/// statistic.
pub(crate) fn write(mut out: impl Write, metrics: &[MetricReport]) -> io::Result<()> {
    writeln!(out, "timestamp,namespace,metric,dimensions,statistic,value")?;
    for metric in metrics {
        let mut words = metric.label.split(' ');
        let (namespace, name) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let dimensions: Vec<&str> = words.filter(|word| word.contains('=')).collect();
        let (dimensions, statistic) = (field(&dimensions.join(" ")), &metric.statistic);
        for (timestamp, value) in metric.timestamps.iter().zip(&metric.values) {
            writeln!(out, "{timestamp},{namespace},{name},{dimensions},{statistic},{value}")?;
        }
    }
    out.flush()
}

/// A text as a field of CSV.
fn field(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

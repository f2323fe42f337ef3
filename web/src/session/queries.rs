//! The entries that an expression of metrics is made of: of an alarm, or of what a policy follows.

use super::rows::written;
use ecs_core::json::Node;
use ecs_core::metrics::MetricRef;

/// What a select says where an expression is watched instead of one metric.
pub const MATH: &str = "math";

/// An entry of `Metrics`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QueryRow {
    /// `Id`.
    pub id: String,
    /// `Expression`; none where it is a metric.
    pub expression: Option<String>,
    /// The metric by its full name.
    pub metric: String,
    /// `Stat` of the metric.
    pub statistic: String,
    /// `Period` of the metric in seconds, where it has one.
    pub period: String,
    /// `ReturnData`: whether the entry is what is watched.
    pub returns: bool,
}

impl QueryRow {
    pub(super) fn list(nodes: &[Node]) -> Vec<QueryRow> {
        nodes.iter().map(QueryRow::read).collect()
    }

    fn read(node: &Node) -> QueryRow {
        let stat = node.get("MetricStat");
        let of_stat = |member: &str| stat.map(|stat| written(stat, member, "")).unwrap_or_default();
        let metric = stat.and_then(|stat| MetricRef::read(stat.get("Metric")?));
        QueryRow {
            id: written(node, "Id", ""),
            expression: node.get("Expression").map(|_| written(node, "Expression", "")),
            metric: metric.map(|metric| metric.to_string()).unwrap_or_default(),
            statistic: of_stat("Stat"),
            period: of_stat("Period"),
            returns: node.get("ReturnData").and_then(Node::as_bool).unwrap_or(true),
        }
    }

    /// The id of the one entry that is watched; none where that is not one.
    pub fn returned(rows: &[QueryRow]) -> Option<&str> {
        let mut returning = rows.iter().filter(|row| row.returns);
        let first = returning.next()?;
        returning.next().is_none().then_some(first.id.as_str())
    }

    /// The period of the first metric in seconds.
    pub(super) fn period_of(rows: &[QueryRow]) -> &str {
        rows.iter().find(|row| row.expression.is_none()).map_or("", |row| &row.period)
    }
}

#[cfg(test)]
mod tests {
    use super::QueryRow;
    use ecs_core::finding::Findings;
    use ecs_core::json;

    fn rows(text: &str) -> Vec<QueryRow> {
        QueryRow::list(json::parse(text, &mut Findings::new()).unwrap().elements())
    }

    #[test]
    fn one_entry_is_watched_or_nobody_knows_which() {
        let both = r#"[{"Id": "m", "MetricStat": {"Metric": {"Namespace": "AWS/SQS", "MetricName": "Sent"},
            "Period": 60, "Stat": "Sum"}}, {"Id": "half", "Expression": "m / 2"}]"#;
        let told = rows(both);
        assert_eq!((told[0].metric.as_str(), QueryRow::period_of(&told)), ("AWS/SQS Sent", "60"));
        assert_eq!((told[0].statistic.as_str(), told[1].expression.as_deref()), ("Sum", Some("m / 2")));
        assert_eq!(QueryRow::returned(&told), None);
        let one = both.replace(r#"{"Id": "m","#, r#"{"Id": "m", "ReturnData": false,"#);
        assert_eq!(QueryRow::returned(&rows(&one)), Some("half"));
    }
}

//! Rules, pipes, queues and topics for somebody who reads them.

use super::shown;
use super::table::{self, Column};
use ecs_core::report::{BusView, PipeView, QueueView, RuleView, TopicView};
use std::io::{self, Write};

/// Writes what the scenario has of them.
pub(super) fn write(out: &mut impl Write, bus: &BusView) -> io::Result<()> {
    let counts = |name| {
        [Column::Left(name), Column::Left("Leads to"), Column::Right("Called"), Column::Right("Failed")]
    };
    let rule = |rule: &RuleView| {
        let targets = if rule.enabled { rule.targets.join(", ") } else { "DISABLED".to_owned() };
        [shown(&rule.name), shown(&targets), rule.invocations.to_string(), rule.failed.to_string()]
    };
    table::write(out, "Rules", counts("Rule"), bus.rules.iter().map(rule))?;
    let pipe = |pipe: &PipeView| {
        let runs = format!("runs {}", pipe.task_definition);
        [shown(&pipe.name), shown(&runs), pipe.invocations.to_string(), pipe.failed.to_string()]
    };
    table::write(out, "Pipes", counts("Pipe"), bus.pipes.iter().map(pipe))?;
    let columns = [
        Column::Left("Queue"),
        Column::Right("Waiting"),
        Column::Right("Oldest s"),
        Column::Right("Worked on"),
        Column::Right("Sent"),
        Column::Right("Consumers"),
    ];
    let queue = |queue: &QueueView| {
        [
            shown(&queue.name),
            queue.visible.to_string(),
            queue.oldest_age_s.to_string(),
            queue.not_visible.to_string(),
            queue.sent.to_string(),
            queue.consumers.to_string(),
        ]
    };
    table::write(out, "Queues", columns, bus.queues.iter().map(queue))?;
    let columns = [Column::Left("Topic"), Column::Right("Published"), Column::Right("Subscriptions")];
    let topic = |topic: &TopicView| {
        [shown(&topic.name), topic.published.to_string(), topic.subscriptions.len().to_string()]
    };
    table::write(out, "Topics", columns, bus.topics.iter().map(topic))
}

//! Rules, pipes, queues and topics at the playhead, and why a rule or a pipe has started a task.

use crate::session::grouped;
use ecs_core::report::{BusView, CauseView, PipeView, QueueView, RuleView, TopicView};
use yew::prelude::*;

/// The lists; nothing where the scenario has none of them.
pub(super) fn bus(bus: &BusView) -> Html {
    let lists = [
        list("Rules", &bus.rules, rule),
        list("Pipes", &bus.pipes, pipe),
        list("Queues", &bus.queues, queue),
        list("Topics", &bus.topics, topic),
    ];
    if lists.iter().all(Option::is_none) {
        return Html::default();
    }
    html! { <div class="bus" data-testid="bus">{ for lists.into_iter().flatten() }</div> }
}

fn list<T>(name: &'static str, rows: &[T], row: fn(&T) -> Html) -> Option<Html> {
    let items = rows.iter().map(|given| html! { <li>{ row(given) }</li> });
    (!rows.is_empty()).then(|| {
        html! {
            <section>
                <h3>{ name }</h3>
                <ul aria-label={name}>{ for items }</ul>
            </section>
        }
    })
}

fn rule(rule: &RuleView) -> Html {
    let waits = if rule.enabled {
        format!("waits for {}; {}", rule.waits_for, joined(&rule.targets))
    } else {
        "DISABLED: does nothing".to_owned()
    };
    let counts = format!(
        "Matched {}, called a target {}{}",
        times(rule.matched),
        times(rule.invocations),
        failed(rule.failed)
    );
    row(&rule.name, waits, counts, rule.failed > 0)
}

fn pipe(pipe: &PipeView) -> Html {
    let what = if pipe.running {
        format!("takes from queue {}; runs {}", pipe.queue, pipe.task_definition)
    } else {
        "STOPPED: does nothing".to_owned()
    };
    let counts = format!("Ran tasks {}{}", times(pipe.invocations), failed(pipe.failed));
    row(&pipe.name, what, counts, pipe.failed > 0)
}

fn queue(queue: &QueueView) -> Html {
    let takers = match queue.consumers {
        0 => "no container takes messages".to_owned(),
        1 => "1 container takes messages".to_owned(),
        count => format!("{count} containers take messages"),
    };
    let oldest = match queue.visible {
        0 => String::new(),
        _ => format!(", the oldest for {} s", grouped(queue.oldest_age_s)),
    };
    let counts = format!(
        "{} waiting{oldest}; {} worked on; {} sent so far",
        grouped(queue.visible),
        grouped(queue.not_visible),
        grouped(queue.sent)
    );
    row(&queue.name, takers, counts, false)
}

fn topic(topic: &TopicView) -> Html {
    let to: Vec<String> =
        topic.subscriptions.iter().map(|(protocol, endpoint)| format!("{protocol} {endpoint}")).collect();
    let to =
        if to.is_empty() { "nobody has subscribed".to_owned() } else { format!("tells {}", to.join(", ")) };
    let counts = format!("{} published so far", grouped(topic.published));
    row(&topic.name, to, counts, false)
}

fn row(name: &str, what: String, counts: String, is_bad: bool) -> Html {
    html! {
        <>
            <strong>{ name.to_owned() }</strong>
            <span>{ what }</span>
            <span class={if is_bad { "bad-text" } else { "counts" }}>{ counts }</span>
        </>
    }
}

fn joined(targets: &[String]) -> String {
    if targets.is_empty() { "has no target".to_owned() } else { targets.join(", ") }
}

fn times(count: u64) -> String {
    match count {
        0 => "never".to_owned(),
        1 => "once".to_owned(),
        count => format!("{} times", grouped(count)),
    }
}

fn failed(count: u64) -> String {
    if count == 0 { String::new() } else { format!(", {} failed", grouped(count)) }
}

/// Why a task was started, with the event.
pub(super) fn cause(cause: &CauseView) -> Html {
    let (because, summary) = match cause.kind.as_str() {
        "pipe" => (format!("Started by pipe {}, for messages of its queue.", cause.name), "The messages"),
        _ => (format!("Started by rule {} because of the event “{}”.", cause.name, cause.what), "The event"),
    };
    let json = serde_json::from_str::<serde_json::Value>(&cause.event)
        .and_then(|event| serde_json::to_string_pretty(&event))
        .unwrap_or_else(|_| cause.event.clone());
    html! {
        <div class="cause">
            <p>{ because }</p>
            <details>
                <summary>{ summary }</summary>
                <pre tabindex="0" role="region" aria-label={summary}>{ json }</pre>
            </details>
        </div>
    }
}

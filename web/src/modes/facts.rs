//! What is said of a mode, fact by fact: how it is drawn, and what tells two modes apart.

use crate::session::{Dispatch, sentence};
use crate::setup::{marked, rule_link};
use ecs_core::report::{ModePermissionReport, ModePortReport, ModeReport, RefusedReport};
use yew::prelude::*;

/// A fact of a mode.
pub(super) struct Fact {
    /// What it is about.
    pub(super) term: &'static str,
    /// How it is drawn.
    pub(super) drawn: fn(&ModeReport, &Dispatch) -> Html,
    /// What two modes are compared by.
    pub(super) words: fn(&ModeReport) -> Vec<String>,
}

/// Whose address a task is reached at.
pub(super) fn address() -> Fact {
    Fact {
        term: "Whose address",
        drawn: |mode, _| html! { <p>{ sentence(&mode.address) }</p> },
        words: |mode| vec![mode.address.clone()],
    }
}

/// Which port listens where.
pub(super) fn ports() -> Fact {
    Fact {
        term: "Which port listens where",
        drawn: |mode, _| {
            if mode.ports.is_empty() {
                return html! { <p>{ "The definition maps no port." }</p> };
            }
            html! { <ul>{ for mode.ports.iter().map(port) }</ul> }
        },
        words: |mode| mode.ports.iter().map(|port| port.sentence.clone()).collect(),
    }
}

fn port(port: &ModePortReport) -> Html {
    let last = port.container_port.saturating_add(port.count.saturating_sub(1));
    let range = if port.count > 1 {
        format!("{}-{last}", port.container_port)
    } else {
        port.container_port.to_string()
    };
    html! { <li><code>{ format!("{} {range}/{}", port.container, port.protocol.name()) }</code>{ format!(": {}.", port.sentence) }</li> }
}

/// Which target type a target group needs.
pub(super) fn target_type() -> Fact {
    Fact {
        term: "Target type of a target group",
        drawn: |mode, _| match &mode.target_type {
            Some(name) => html! { <p><code>{ &**name }</code></p> },
            None => html! { <p>{ "None: it cannot be a target." }</p> },
        },
        words: |mode| vec![mode.target_type.as_deref().unwrap_or_default().to_owned()],
    }
}

/// What AWS refuses.
pub(super) fn refused() -> Fact {
    Fact {
        term: "What AWS refuses",
        drawn: |mode, dispatch| {
            if mode.refused.is_empty() {
                return html! { <p><span class="good-text" aria-hidden="true">{ "✓ " }</span>{ "Nothing." }</p> };
            }
            html! { <ul>{ for mode.refused.iter().map(|refused| refusal(refused, dispatch)) }</ul> }
        },
        words: |mode| mode.refused.iter().map(|refused| refused.message.clone()).collect(),
    }
}

fn refusal(refused: &RefusedReport, dispatch: &Dispatch) -> Html {
    html! {
        <li>
            <p class="bad-text"><span aria-hidden="true">{ "✕ " }</span>{ marked(&refused.message) }</p>
            if let Some(text) = &refused.aws_message {
                <p class="aws">{ format!("AWS says: {text}") }</p>
            }
            { rule_link(refused.code, dispatch) }
        </li>
    }
}

/// Which rules of security groups its load balancers need.
pub(super) fn rules() -> Fact {
    Fact {
        term: "Security-group rule it needs",
        drawn: |mode, _| {
            if mode.permissions.is_empty() {
                return html! { <p>{ "None: no load balancer leads to it." }</p> };
            }
            html! { <ul>{ for mode.permissions.iter().map(rule) }</ul> }
        },
        words: |mode| mode.permissions.iter().map(rule_words).collect(),
    }
}

fn rule_words(rule: &ModePermissionReport) -> String {
    let group = rule.permission.group_id.as_deref().unwrap_or("the VPC's default group");
    format!("{group}: {}, {}", rule.permission.sentence, rule.present)
}

fn rule(rule: &ModePermissionReport) -> Html {
    let group = rule.permission.group_id.as_deref().unwrap_or("the VPC's default group");
    let (class, sign, word) =
        if rule.present { ("good-text", "✓ ", "there") } else { ("bad-text", "✕ ", "missing") };
    html! {
        <li>
            <span {class}><span aria-hidden="true">{ sign }</span>{ word }</span>{ ": " }
            <code>{ &rule.permission.sentence }</code>{ format!(" in {group}, for {}", rule.load_balancer) }
        </li>
    }
}

/// Whether a task reaches the internet.
pub(super) fn internet() -> Fact {
    Fact {
        term: "The internet from inside",
        drawn: |mode, _| {
            let (class, sign, word) = if mode.internet {
                ("good-text", "✓ ", "reached")
            } else {
                ("bad-text", "✕ ", "not reached")
            };
            html! { <p><span {class}><span aria-hidden="true">{ sign }</span>{ word }</span>{ format!(": {}.", mode.way_out) }</p> }
        },
        words: |mode| vec![mode.way_out.clone()],
    }
}

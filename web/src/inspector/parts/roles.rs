//! Who signs the calls of a task, and which are denied.

use crate::session::{Action, Dispatch, sentence};
use ecs_core::report::{CallReport, MissingPermission, RoleReport, RolesReport};
use yew::prelude::*;

/// A task's calls.
#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct RolesProps {
    /// What the core says of them.
    pub(super) report: RolesReport,
    /// Where actions go.
    pub(super) dispatch: Dispatch,
}

/// The roles of a task and its calls.
#[component]
pub(super) fn Roles(props: &RolesProps) -> Html {
    let report = &props.report;
    html! {
        <section class="part" aria-labelledby="roles-heading">
            <h4 id="roles-heading">{ format!("Roles of {}", report.name) }</h4>
            if report.everything_allowed {
                <p class="note">{ "The scenario lists no roles: every call is allowed." }</p>
            }
            <dl>{ for report.roles.iter().map(role) }</dl>
            if report.calls.is_empty() {
                <p class="note">{ "It calls nothing of AWS: no secret, no log group, no image of ECR, and no `calls` of a container." }</p>
            } else {
                <ul class="calls" aria-label="Calls of AWS">
                    { for report.calls.iter().map(|report| call(report, &props.dispatch)) }
                </ul>
            }
        </section>
    }
}

fn role(report: &RoleReport) -> Html {
    html! {
        <div>
            <dt>{ sentence(report.part.name()) }</dt>
            <dd>
                if let Some(role) = &report.role {
                    <code>{ role }</code>{ ": " }
                }
                { &report.sentence }
                if !report.trusted {
                    <span class="bad-text">{ "; ECS cannot assume it" }</span>
                }
            </dd>
        </div>
    }
}

fn call(report: &CallReport, dispatch: &Dispatch) -> Html {
    let (class, sign, word) =
        if report.allowed { ("passes", "✓", "allowed") } else { ("stops", "✕", "denied") };
    html! {
        <li {class}>
            <span aria-hidden="true">{ sign }</span>
            <div>
                <p>
                    <span class="visually-hidden">{ format!("{word}: ") }</span>
                    <code>{ &report.call }</code>
                    <span class="by">{ format!(" {}, {}", report.container, made(&report.on)) }</span>
                </p>
                { signer(report) }
                <p>{ sentence(&report.sentence) }</p>
                if let Some(message) = &report.aws_message {
                    <p class="aws">{ "AWS answers: " }<q>{ message }</q></p>
                }
                if let Some(missing) = &report.missing {
                    { add(missing, dispatch) }
                }
            </div>
        </li>
    }
}

fn made(on: &str) -> &'static str {
    match on {
        "start" => "when it starts",
        "request" => "for every request",
        _ => "before it runs",
    }
}

fn signer(report: &CallReport) -> Html {
    let (Some(signer), Some(role)) = (report.signer, &report.role) else { return Html::default() };
    html! {
        <p class="by">
            { format!("Signed by the {}, ", signer.name()) }<code>{ role }</code>
            if let Some(resource) = &report.resource {
                { ", for " }<code>{ resource }</code>
            }
        </p>
    }
}

/// The button that adds a policy.
fn add(missing: &MissingPermission, dispatch: &Dispatch) -> Html {
    let onclick = {
        let (dispatch, missing) = (dispatch.clone(), missing.clone());
        Callback::from(move |_: MouseEvent| dispatch.dispatch(Action::Allow(missing.clone())))
    };
    let label = format!("Add this permission: {}", missing.sentence);
    html! { <button type="button" class="permit" aria-label={label} {onclick}>{ "Add this permission" }</button> }
}

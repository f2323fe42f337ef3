//! What becomes of a path: the health check's verdict, and what the client sees.

use super::hop::missing;
use crate::session::{Dispatch, sentence};
use ecs_core::network::TargetHealth;
use ecs_core::report::{ClientErrorReport, HopReport, PathReport, TargetHealthReport};
use yew::prelude::*;

/// Both.
pub(super) fn verdict(path: &PathReport, failing: Option<&HopReport>, dispatch: &Dispatch) -> Html {
    html! {
        <dl class="verdict">
            if let Some(health) = path.target_health.as_ref() {
                { health_check(health, failing, dispatch) }
            }
            { client(path.client_error.as_ref()) }
        </dl>
    }
}

fn health_check(health: &TargetHealthReport, failing: Option<&HopReport>, dispatch: &Dispatch) -> Html {
    let is_good = is_good(health.state);
    // The rule that the request misses is the one that its button adds.
    let known = failing.and_then(|hop| hop.missing_permission.as_ref());
    let rule = health.missing_permission.as_ref().filter(|rule| Some(*rule) != known);
    html! {
        <div class={if is_good { "good" } else { "bad" }}>
            <dt>{ "Health check" }</dt>
            <dd>
                <p><b>{ health.state.name() }</b>
                    if let Some(reason) = &health.reason {
                        { " " }<code>{ &**reason }</code>
                    }
                </p>
                if let Some(description) = &health.description {
                    <p>{ format!("AWS says: {description}") }</p>
                }
                <p>{ sentence(&health.sentence) }</p>
                if let Some(rule) = rule {
                    { missing(rule, dispatch) }
                }
            </dd>
        </div>
    }
}

fn client(error: Option<&ClientErrorReport>) -> Html {
    html! {
        <div class={if error.is_none() { "good" } else { "bad" }}>
            <dt>{ "The client sees" }</dt>
            <dd>
                if let Some(error) = error {
                    <p><b>{ seen(error) }</b></p>
                    <p>{ sentence(&error.sentence) }</p>
                } else {
                    <p><b>{ "the container's answer" }</b></p>
                }
            </dd>
        </div>
    }
}

/// For example `504 Gateway Timeout`.
pub(super) fn seen(error: &ClientErrorReport) -> String {
    error.status.map_or_else(|| error.name.to_string(), |status| format!("{status} {}", error.name))
}

/// Whether a target of that state gets requests.
pub(super) fn is_good(state: TargetHealth) -> bool {
    matches!(state, TargetHealth::Healthy | TargetHealth::InService)
}

//! A deployment that shifts traffic: how far it is, who gets how much, and what it waits for.

use crate::session::{Dispatch, grouped};
use crate::stage::clock;
use crate::time::action_button;
use ecs_core::report::{RevisionView, ShiftView, shift_text};
use yew::prelude::*;

/// What there is to say of it, for the details of its service.
pub(super) fn shift(service: &str, shift: &ShiftView, dispatch: &Dispatch) -> Html {
    let until = shift.until.map(|until| format!(", until t+{}", clock(until))).unwrap_or_default();
    html! {
        <section class="shift" aria-label="Deployment">
            <h4>{ "Deployment" }</h4>
            <dl>
                <div><dt>{ "Stage" }</dt><dd><code>{ &*shift.stage }</code><p class="note">{ &*shift.means }</p></dd></div>
                if let Some(old) = &shift.old {
                    { share("Old tasks", old) }
                }
                { share("New tasks", &shift.new) }
                if let Some(test) = shift.test_per_mille {
                    <div><dt>{ "Test traffic" }</dt><dd>{ format!("{} to the new tasks", shift_text::percent(test)) }</dd></div>
                }
                <div><dt>{ "Waits for" }</dt><dd>{ format!("{}{until}", shift.waits_for) }</dd></div>
            </dl>
            if shift.is_paused {
                { answer(service, shift, dispatch) }
            }
        </section>
    }
}

/// The button that lets a paused deployment go on, or back.
fn answer(service: &str, shift: &ShiftView, dispatch: &Dispatch) -> Html {
    let fields = vec![("/serviceDeploymentArn", service.to_owned()), ("/hookId", shift.stage.to_string())];
    let words = AttrValue::from("Answer…");
    action_button(
        "ecs:ContinueServiceDeployment",
        fields,
        words,
        format!("Answer the paused deployment of {service}"),
        dispatch,
    )
}

/// A revision, and the part of the requests that it gets.
fn share(term: &'static str, revision: &RevisionView) -> Html {
    let percent = shift_text::percent(revision.production_per_mille);
    let tasks = grouped(revision.tasks.into());
    let healthy = grouped(revision.healthy.into());
    html! {
        <div>
            <dt>{ term }</dt>
            <dd>
                <code>{ &revision.task_definition }</code>{ format!(": {tasks}, {healthy} healthy") }
                <span class="share">
                    <progress max="1000" value={revision.production_per_mille.to_string()} aria-label={format!("Requests to {}", revision.task_definition)}></progress>
                    { format!("{percent} of the requests") }
                </span>
            </dd>
        </div>
    }
}

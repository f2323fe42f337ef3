//! What can be done with what is set up, on every tab.

use super::findings::{LISTED, count_line, error_item};
use crate::session::{Action, Dispatch, Draft, Wish, counted, errors};
use ecs_core::finding::Finding;
use yew::prelude::*;

/// The scenario's problems, and the buttons.
pub(super) fn foot(findings: &[Finding], draft: &Draft, dispatch: &Dispatch) -> Html {
    html! {
        <div class="setup-foot">
            { problems(findings) }
            if draft.typed { { for_draft(draft, dispatch) } } else { { for_run(dispatch) } }
        </div>
    }
}

fn sends(dispatch: &Dispatch, action: Action) -> Callback<MouseEvent> {
    let dispatch = dispatch.clone();
    Callback::from(move |_: MouseEvent| dispatch.dispatch(action.clone()))
}

fn keys() -> Html {
    html! { <span>{ "or " }<kbd>{ "Ctrl" }</kbd>{ "+" }<kbd>{ "Enter" }</kbd></span> }
}

fn for_run(dispatch: &Dispatch) -> Html {
    html! {
        <div class="run-row" key="run">
            <span class="note">{ keys() }</span>
            <button type="button" class="primary run" onclick={sends(dispatch, Action::Run)} aria-keyshortcuts="Control+Enter">{ "Run" }</button>
        </div>
    }
}

/// A press while the draft is being judged is remembered; one that has to be refused is answered.
fn for_draft(draft: &Draft, dispatch: &Dispatch) -> Html {
    let register =
        if draft.name.family.is_empty() { "Register".to_owned() } else { format!("Register {}", draft.name) };
    let disabled = draft.is_unusable();
    let (described, class) = (disabled.then_some("register-why"), disabled.then_some("off"));
    let disabled = disabled.to_string();
    html! {
        <div class="draft-rows" key="draft">
            <div class="draft-row">
                <span class="note" id="register-why">{ why(draft) }</span>
                <button type="button" class="link" onclick={sends(dispatch, Action::Discard)}>{ "Discard draft" }</button>
                <button type="button" class="link" onclick={sends(dispatch, Action::Run)}>{ "Run without it" }</button>
            </div>
            <div class="draft-row">
                <button type="button" class={classes!("register", class)} title={register.clone()} aria-disabled={disabled.clone()} aria-describedby={described}
                    onclick={sends(dispatch, Action::Register(Wish::Register))}>{ register }</button>
                <button type="button" class={classes!("primary", class)} aria-disabled={disabled} aria-describedby={described}
                    onclick={sends(dispatch, Action::Register(Wish::Deploy))} aria-keyshortcuts="Control+Enter">{ "Register and deploy" }</button>
            </div>
        </div>
    }
}

fn why(draft: &Draft) -> Html {
    if !draft.is_unusable() {
        return keys();
    }
    html! { <span class="bad-text">{ format!("Solve {} first", counted(draft.errors() as u64, "problem")) }</span> }
}

fn problems(findings: &[Finding]) -> Html {
    let listed: Vec<&Finding> = errors(findings).collect();
    if listed.is_empty() {
        return Html::default();
    }
    html! {
        <div class="problems" role="group" aria-label="Problems of the scenario">
            <p class="problems-title">{ count_line(listed.len()) }</p>
            <ul>{ for listed.iter().take(LISTED).map(|finding| error_item(finding)) }</ul>
            if listed.len() > LISTED {
                <p class="note">{ format!("and {} more", listed.len() - LISTED) }</p>
            }
        </div>
    }
}

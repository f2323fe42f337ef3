//! What can be done with what is set up, on every tab.

use super::findings::{LISTED, error_item, others_line};
use crate::platform;
use crate::session::{Action, Dispatch, Draft, Wish, counted, errors};
use ecs_core::finding::Finding;
use yew::prelude::*;

/// The id of the main button. It is there with a draft and without one, so that the focus that was
/// on a button of the draft's goes to it.
const PROCEED: &str = "proceed";

/// The scenario's problems, and the buttons. A press while the draft is being judged is remembered;
/// one that has to be refused is answered.
///
/// What is said at its field, as `is_at_field` knows, is only counted: the foot does not grow over the
/// field while somebody types.
pub(super) fn foot(
    findings: &[Finding],
    draft: &Draft,
    is_at_field: impl Fn(&Finding) -> bool,
    tab_of: impl Fn(&Finding) -> &'static str,
    dispatch: &Dispatch,
) -> Html {
    let off = draft.is_unusable();
    let (described, class) = (off.then_some("register-why"), off.then_some("off"));
    let words = if draft.typed { "Register and deploy" } else { "Run" };
    let (at_fields, others): (Vec<&Finding>, Vec<&Finding>) =
        errors(findings).partition(|finding| is_at_field(finding));
    html! {
        <div class="setup-foot">
            { problems(&others, at_fields.len(), &tab_of, dispatch) }
            <div class="foot-row" key="about">
                <span class="note" id="register-why">{ why(draft, at_fields.len()) }</span>
                if draft.typed {
                    <button type="button" class="link" onclick={leaves(dispatch, Action::Discard)}>{ "Discard draft" }</button>
                    <button type="button" class="link" onclick={sends(dispatch, Action::Run)}>{ "Run without it" }</button>
                }
            </div>
            <div class="foot-row" key="buttons">
                if draft.typed { { register(draft, dispatch) } } else { { keys() } }
                <button type="button" key={PROCEED} id={PROCEED} class={classes!("primary", class)} aria-disabled={off.to_string()} aria-describedby={described}
                    onclick={sends(dispatch, Action::Proceed)} aria-keyshortcuts="Control+Enter">{ words }</button>
            </div>
        </div>
    }
}

fn register(draft: &Draft, dispatch: &Dispatch) -> Html {
    let off = draft.is_unusable();
    let words = match draft.revisions() {
        1 if draft.name.family.is_empty() => "Register".to_owned(),
        1 => format!("Register {}", draft.name),
        several => format!("Register {several} definitions"),
    };
    let action = Action::Register(Wish::Register);
    let onclick = if off { sends(dispatch, action) } else { leaves(dispatch, action) };
    html! {
        <button type="button" key="register" class={classes!("register", off.then_some("off"))} title={words.clone()}
            aria-disabled={off.to_string()} aria-describedby={off.then_some("register-why")} {onclick}>{ words }</button>
    }
}

fn sends(dispatch: &Dispatch, action: Action) -> Callback<MouseEvent> {
    let dispatch = dispatch.clone();
    Callback::from(move |_: MouseEvent| dispatch.dispatch(action.clone()))
}

/// The same from a button that is gone afterwards.
fn leaves(dispatch: &Dispatch, action: Action) -> Callback<MouseEvent> {
    let dispatch = dispatch.clone();
    Callback::from(move |_: MouseEvent| {
        dispatch.dispatch(action.clone());
        platform::focus(PROCEED);
    })
}

/// What does the same as the main button: beside it, or above where there is a second one.
fn keys() -> Html {
    html! { <span class="note run-keys">{ "or " }<kbd>{ "Ctrl" }</kbd>{ "+" }<kbd>{ "Enter" }</kbd></span> }
}

fn why(draft: &Draft, at_fields: usize) -> Html {
    let problems = |count: usize| counted(count as u64, "problem");
    if draft.is_unusable() {
        html! { <span class="bad-text">{ format!("Solve {} first", problems(draft.errors())) }</span> }
    } else if at_fields > 0 {
        html! { <span class="bad-text">{ format!("{} above", problems(at_fields)) }</span> }
    } else if draft.typed {
        keys()
    } else {
        Html::default()
    }
}

/// Those that are not said at a field of this tab, each with the tab that it is about.
fn problems(
    others: &[&Finding],
    at_fields: usize,
    tab_of: &impl Fn(&Finding) -> &'static str,
    dispatch: &Dispatch,
) -> Html {
    if others.is_empty() {
        return Html::default();
    }
    let left_out = others.len().saturating_sub(LISTED);
    html! {
        <div class="problems" role="group" aria-label="Problems of the scenario">
            <p class="problems-title">{ others_line(others.len(), at_fields) }</p>
            <ul>{ for others.iter().take(LISTED).map(|finding| error_item(finding, tab_of(finding), dispatch)) }</ul>
            if left_out > 0 {
                <p class="note">{ format!("and {left_out} more") }</p>
            }
        </div>
    }
}

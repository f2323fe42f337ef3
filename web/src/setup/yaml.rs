//! A text that is YAML: what it is called, and the way to JSON.

use super::findings::{Findings, under_field};
use crate::editor::Typing;
use crate::interop::{Answer, convert, is_yaml};
use crate::platform::Errand;
use crate::session::{Action, Dispatch, Draft};
use ecs_core::finding::Finding;
use std::rc::Rc;
use yew::prelude::*;

/// What is said of the text, and what it is.
#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct YamlOfferProps {
    /// The text.
    pub(super) draft: Draft,
    /// What is typed and not told yet.
    pub(super) typing: Typing,
    /// Shows the text from that byte on.
    pub(super) show: Callback<usize>,
    /// Where actions go.
    pub(super) dispatch: Dispatch,
}

/// How a conversion ended, and which text stands in the box then: it is of no other.
#[derive(Clone, Debug, PartialEq)]
struct Outcome {
    text: Rc<str>,
    answer: Option<Answer>,
}

/// The offer while the text is YAML, and what came of it.
#[component]
pub(super) fn YamlOffer(props: &YamlOfferProps) -> Html {
    let YamlOfferProps { draft, typing, show, dispatch } = props;
    let outcome = use_state(|| None::<Outcome>);
    let errand = use_state(|| None::<Rc<Errand>>);
    {
        // Another text in the box is not the one that is being converted.
        let errand = errand.setter();
        use_effect_with(draft.text.clone(), move |_| move || errand.set(None));
    }
    let current = outcome.as_ref().filter(|outcome| outcome.text == draft.text);
    let onclick = {
        let (text, show, dispatch) = (draft.text.clone(), show.clone(), dispatch.clone());
        let (outcome, setter, typing) = (outcome.setter(), errand.setter(), typing.clone());
        Callback::from(move |_: MouseEvent| {
            let (yaml, show, dispatch) = (text.clone(), show.clone(), dispatch.clone());
            let (outcome, ended, typing) = (outcome.clone(), setter.clone(), typing.clone());
            let started = convert(&text, move |answer| {
                ended.set(None);
                if typing.settle() {
                    // The answer is of another text.
                    return;
                }
                let json = answer.as_ref().and_then(|answer| answer.json.as_deref()).map(Rc::from);
                outcome.set(Some(Outcome { text: json.clone().unwrap_or(yaml), answer }));
                if let Some(json) = json {
                    dispatch.dispatch(Action::Type(json));
                    // The button is gone; who pressed it goes on with the text.
                    show.emit(0);
                }
            });
            setter.set(started.map(Rc::new));
        })
    };
    let is_converted =
        current.and_then(|outcome| outcome.answer.as_ref()).is_some_and(|answer| answer.json.is_some());
    let is_offered = !is_converted && draft.findings.iter().any(is_yaml);
    html! {
        <>
            if is_offered {
                { offer(errand.is_some(), onclick) }
            }
            <div role="status" class="converted">{ current.map(|outcome| said(outcome, dispatch)) }</div>
            if let Some(findings) = current.and_then(refused) {
                <Findings {findings} {show} {dispatch} />
            }
        </>
    }
}

fn offer(is_going: bool, onclick: Callback<MouseEvent>) -> Html {
    // Not `disabled`, which would take the focus away from the button.
    let onclick = if is_going { Callback::noop() } else { onclick };
    html! {
        <div class="offer" role="group" aria-label="YAML">
            <p><b>{ "This is YAML." }</b>{ " The playground runs JSON. Comments are not kept when it is converted." }</p>
            <button type="button" aria-disabled={is_going.to_string()} {onclick}>
                { if is_going { "Converting…" } else { "Convert to JSON" } }
            </button>
        </div>
    }
}

/// What came of it, in a sentence.
fn said(outcome: &Outcome, dispatch: &Dispatch) -> Html {
    let sentence = |text: &str| html! { <p class="note">{ text.to_owned() }</p> };
    match &outcome.answer {
        None => {
            sentence("The converter could not be loaded. Check the connection and press the button again.")
        }
        Some(Answer { json: None, .. }) => sentence("This YAML cannot be converted as it stands."),
        Some(Answer { findings, .. }) if findings.is_empty() => {
            sentence("Converted from YAML, without its comments.")
        }
        Some(Answer { findings, .. }) => html! {
            <>
                { sentence("Converted from YAML, without its comments. This is worth a look:") }
                { under_field(&with_lines(findings), "yaml-remarks", dispatch) }
            </>
        },
    }
}

/// The YAML is gone from the box, so its lines are named in words.
fn with_lines(findings: &[Finding]) -> Vec<Finding> {
    let named = |finding: &Finding| Finding {
        message: format!("line {} of the YAML: {}", finding.line, finding.message),
        ..finding.clone()
    };
    findings.iter().map(named).collect()
}

fn refused(outcome: &Outcome) -> Option<Vec<Finding>> {
    outcome.answer.as_ref().filter(|answer| answer.json.is_none()).map(|answer| answer.findings.clone())
}

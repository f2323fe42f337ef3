//! The whole scenario as a text.

use super::findings::{Findings, count_line};
use super::json::{JsonBox, TextOf};
use crate::editor::Typing;
use crate::session::{Action, Dispatch, Section, Shared, errors};
use ecs_core::finding::Finding;
use yew::prelude::*;

/// What is in the box.
#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct ScenarioBoxProps {
    /// The scenario.
    pub(super) text: Shared<str>,
    /// What it was opened as.
    pub(super) opened: Shared<str>,
    /// What there is to say of it.
    pub(super) findings: Shared<Vec<Finding>>,
    /// What is typed and not told yet.
    pub(super) typing: Typing,
    /// Whether the section is in view.
    pub(super) in_view: bool,
    /// Where actions go.
    pub(super) dispatch: Dispatch,
}

/// The text, and below it everything that there is to say of it.
#[component]
pub(super) fn ScenarioBox(props: &ScenarioBoxProps) -> Html {
    let caret = use_state(|| (0_u32, 0_usize));
    let show = use_callback(caret.clone(), |byte: usize, caret| caret.set((caret.0 + 1, byte)));
    let dispatch = props.dispatch.clone();
    let on_type = use_callback((), move |text, ()| dispatch.dispatch(Action::TypeScenario(text)));
    let of = TextOf::Scenario(props.opened.rc());
    let problems = errors(&props.findings).count();
    html! {
        <section class="group view" aria-labelledby="scenario-heading">
            <div class="group-head">
                <h3 id="scenario-heading">{ "Scenario" }</h3>
                <span class="status" aria-live="polite">
                    if problems > 0 {
                        <span class="bad-text">{ count_line(problems) }</span>
                    }
                </span>
            </div>
            <JsonBox text={props.text.rc()} of={of.clone()} findings={props.findings.clone()} judged=true fresh=false shown={props.in_view}
                typing={props.typing.clone()} caret={*caret} {on_type} dispatch={props.dispatch.clone()}>
                { "Everything that is simulated, as one text: the forms of the other tabs edit it, and what you write here is what they show. What has no field can be written here." }
            </JsonBox>
            <div id={of.id("findings")}>
                <Findings findings={(*props.findings).clone()} {show} dispatch={props.dispatch.clone()} />
            </div>
        </section>
    }
}

/// What a form's tab says while the scenario's text is no JSON, and the ways out.
#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct NotJsonProps {
    /// Where actions go.
    pub(super) dispatch: Dispatch,
}

/// The note.
#[component]
pub(super) fn NotJson(props: &NotJsonProps) -> Html {
    let sends = |action: Action| {
        let dispatch = props.dispatch.clone();
        Callback::from(move |_: MouseEvent| dispatch.dispatch(action.clone()))
    };
    html! {
        <div class="offer not-json" role="note">
            <p>{ "The scenario's text is no JSON at the moment. The forms show it as it last was, and cannot change it." }</p>
            <button type="button" onclick={sends(Action::ShowSection(Section::Json))}>{ "Show the text" }</button>
            <button type="button" onclick={sends(Action::ReadAgain)}>{ "Go back to the last readable text" }</button>
        </div>
    }
}

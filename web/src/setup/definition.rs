//! The box for a task definition.

use super::findings::Findings;
use crate::platform;
use crate::session::{Action, DefinitionRow, Dispatch, Draft, Outline, Shared};
use ecs_core::finding::Severity;
use yew::prelude::*;

/// What is in the box.
#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct DefinitionBoxProps {
    /// What the forms show.
    pub(super) outline: Shared<Outline>,
    /// Which task definition is in the box.
    pub(super) definition: usize,
    /// What stands in the box.
    pub(super) draft: Draft,
    /// Where actions go.
    pub(super) dispatch: Dispatch,
}

/// The box, with what there is to say of its text.
#[component]
pub(super) fn DefinitionBox(props: &DefinitionBoxProps) -> Html {
    let area = use_node_ref();
    let dispatch = props.dispatch.clone();
    let oninput = Callback::from(move |event: InputEvent| {
        dispatch.dispatch(Action::Type(platform::value_of(&event).into()));
    });
    let findings = findings_of(&props.draft);
    let invalid = findings.iter().any(|finding| finding.severity == Severity::Error);
    html! {
        <section class="group" aria-labelledby="definition-heading">
            <div class="group-head">
                <h3 id="definition-heading">{ "Task definition" }</h3>
                <span class="status" aria-live="polite">{ status(&props.draft, invalid) }</span>
            </div>
            { chooser(props) }
            <p class="note" id="definition-note">
                { "Paste the JSON of a task definition: the input of " }<code>{ "register-task-definition" }</code>
                { ", or what " }<code>{ "describe-task-definition" }</code>{ " prints. It stays in your browser." }
            </p>
            <textarea ref={area.clone()} class={classes!("code", invalid.then_some("bad"))} rows="13" wrap="off"
                spellcheck="false" autocapitalize="off" autocomplete="off"
                aria-label="Task definition JSON" aria-describedby="definition-note definition-findings" aria-invalid={invalid.to_string()}
                value={AttrValue::from(props.draft.text.clone())} {oninput} />
            <div id="definition-findings"><Findings {findings} {area} /></div>
        </section>
    }
}

fn findings_of(draft: &Draft) -> Vec<ecs_core::finding::Finding> {
    draft.verdict.as_ref().map(|verdict| verdict.findings.clone()).unwrap_or_default()
}

fn status(draft: &Draft, invalid: bool) -> Html {
    let Some(verdict) = draft.verdict.as_ref().filter(|_| invalid) else { return Html::default() };
    let errors = verdict.findings.iter().filter(|finding| finding.severity == Severity::Error).count();
    html! { <span class="bad-text">{ crate::session::counted(errors as u64, "problem") }</span> }
}

fn chooser(props: &DefinitionBoxProps) -> Html {
    let rows = &props.outline.definitions;
    if rows.len() < 2 {
        return Html::default();
    }
    let dispatch = props.dispatch.clone();
    let onchange = Callback::from(move |event: Event| {
        if let Ok(number) = platform::value_of(&event).parse() {
            dispatch.dispatch(Action::ChooseDefinition(number));
        }
    });
    let option = |(number, row): (usize, &DefinitionRow)| {
        html! { <option key={number} value={number.to_string()} selected={number == props.definition}>{ &row.label }</option> }
    };
    html! {
        <select aria-label="Task definition" {onchange}>{ for rows.iter().enumerate().map(option) }</select>
    }
}

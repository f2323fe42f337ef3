//! The task definition, as a form and as a text.

use super::findings::Findings;
use super::form::{DefinitionForm, StartFrom};
use super::json::JsonBox;
use super::yaml::YamlOffer;
use crate::editor::ASSISTED_BYTES;
use crate::interop::is_yaml;
use crate::platform;
use crate::session::{
    Action, DefinitionRow, Dispatch, Draft, Form, Outline, Placed, Shared, counted, errors, place,
};
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

/// A way to look at the definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum View {
    Form,
    Json,
}

impl View {
    fn name(self) -> &'static str {
        match self {
            View::Form => "Form",
            View::Json => "JSON",
        }
    }

    fn other(self) -> View {
        match self {
            View::Form => View::Json,
            View::Json => View::Form,
        }
    }

    fn tab(self) -> &'static str {
        match self {
            View::Form => "tab-form",
            View::Json => "tab-json",
        }
    }

    fn panel(self) -> &'static str {
        match self {
            View::Form => "definition-form",
            View::Json => "definition-json",
        }
    }
}

/// Both views, with what there is to say of the text.
#[component]
pub(super) fn DefinitionBox(props: &DefinitionBoxProps) -> Html {
    let view = use_state_eq(|| View::Form);
    let caret = use_state(|| (0_u32, 0_usize));
    let form = use_memo(props.draft.text.clone(), |text| {
        // A longer text is no task definition, and reading it would hold up whoever types.
        if text.len() > ASSISTED_BYTES { None } else { Form::read(text) }
    });
    let placed = use_memo((props.draft.text.clone(), props.draft.findings.clone()), |(_, findings)| {
        form.as_ref().as_ref().map_or_else(Placed::default, |form| place(form, findings))
    });
    let show = {
        let (view, caret) = (view.setter(), caret.clone());
        Callback::from(move |byte: usize| {
            view.set(View::Json);
            caret.set((caret.0 + 1, byte));
        })
    };
    let findings = &props.draft.findings;
    let problems = errors(findings).count();
    let panel = |of: View, content: Html| {
        html! { <div role="tabpanel" class="view" id={of.panel()} aria-labelledby={of.tab()} hidden={*view != of}>{ content }</div> }
    };
    let listed = match (*view, form.is_some()) {
        (View::Form, true) => placed.rest.clone(),
        // The offer says it.
        _ => findings.iter().filter(|finding| !is_yaml(finding)).cloned().collect(),
    };
    html! {
        <section class="group" aria-labelledby="definition-heading">
            <div class="group-head">
                <h3 id="definition-heading">{ "Task definition" }</h3>
                <span class="status" aria-live="polite">{ status(problems) }</span>
                <StartFrom dispatch={props.dispatch.clone()} />
            </div>
            { chooser(props) }
            <div class="tabs views" role="tablist" aria-labelledby="definition-heading">
                { for [View::Form, View::Json].map(|of| tab(of, &view)) }
            </div>
            { panel(View::Form, html! { <DefinitionForm text={props.draft.text.clone()} form={form.clone()} placed={placed.clone()} dispatch={props.dispatch.clone()} /> }) }
            { panel(View::Json, html! { <JsonBox draft={props.draft.clone()} definition={props.definition} shown={*view == View::Json} caret={*caret} dispatch={props.dispatch.clone()} /> }) }
            <div id="definition-findings">
                <YamlOffer draft={props.draft.clone()} show={show.clone()} dispatch={props.dispatch.clone()} />
                <Findings findings={listed} {show} />
            </div>
        </section>
    }
}

fn status(problems: usize) -> Html {
    if problems == 0 {
        return Html::default();
    }
    html! { <span class="bad-text">{ counted(problems as u64, "problem") }</span> }
}

/// A tab. Arrow keys go from one to the other, as tabs have it.
fn tab(of: View, view: &UseStateHandle<View>) -> Html {
    let selected = **view == of;
    let setter = view.setter();
    let onclick = Callback::from(move |_: MouseEvent| setter.set(of));
    let setter = view.setter();
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        let to = match event.key().as_str() {
            "Home" => View::Form,
            "End" => View::Json,
            "ArrowLeft" | "ArrowRight" => of.other(),
            _ => return,
        };
        event.prevent_default();
        setter.set(to);
        platform::focus(to.tab());
    });
    html! {
        <button type="button" key={of.name()} role="tab" id={of.tab()} aria-selected={selected.to_string()} aria-controls={of.panel()}
            tabindex={if selected { "0" } else { "-1" }} {onclick} {onkeydown}>{ of.name() }</button>
    }
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

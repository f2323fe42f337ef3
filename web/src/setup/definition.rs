//! The task definition, as a form and as a text.

use super::findings::Findings;
use super::form::{DefinitionForm, StartFrom};
use super::json::{JsonBox, TextOf};
use super::revisions::Revisions;
use super::yaml::YamlOffer;
use crate::editor::{ASSISTED_BYTES, Typing};
use crate::interop::is_yaml;
use crate::session::{Action, Dispatch, Draft, Form, Outline, Placed, Shared, View, counted, errors, place};
use crate::tabs::{TabName, tabs};
use std::collections::BTreeMap;
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
    /// The drafts of other definitions.
    pub(super) drafts: BTreeMap<usize, Draft>,
    /// What is typed and not told yet.
    pub(super) typing: Typing,
    /// How it is looked at.
    pub(super) view: View,
    /// Whether there is room for both ways at once.
    pub(super) wide: bool,
    /// Whether the section is in view.
    pub(super) in_view: bool,
    /// Where actions go.
    pub(super) dispatch: Dispatch,
}

const FORM: TabName = TabName { id: "tab-form", word: "Form", controls: "definition-form", problems: 0 };
const JSON: TabName = TabName { id: "tab-json", word: "JSON", controls: "definition-json", problems: 0 };
const BOTH: TabName =
    TabName { id: "tab-both", word: "Both", controls: "definition-form definition-json", problems: 0 };

const VIEWS: [(View, TabName); 3] = [(View::Form, FORM), (View::Json, JSON), (View::Both, BOTH)];

/// Both views, with what there is to say of the text.
#[component]
pub(super) fn DefinitionBox(props: &DefinitionBoxProps) -> Html {
    let view = props.view;
    let caret = use_state(|| (0_u32, 0_usize));
    let form = use_memo(props.draft.text.clone(), |text| {
        // A longer text is no task definition, and reading it would hold up whoever types.
        if text.len() > ASSISTED_BYTES { None } else { Form::read(text) }
    });
    let placed = use_memo((props.draft.text.clone(), props.draft.findings.clone()), |(_, findings)| {
        form.as_ref().as_ref().map_or_else(Placed::default, |form| place(form, findings))
    });
    // The same from one letter to the next, so that a long list is not drawn anew for each.
    let show = use_callback(
        (props.dispatch.clone(), caret.clone(), view),
        |byte: usize, (dispatch, caret, view)| {
            if *view == View::Form {
                dispatch.dispatch(Action::ShowView(View::Json));
            }
            caret.set((caret.0 + 1, byte));
        },
    );
    let findings = &props.draft.findings;
    let problems = errors(findings).count();
    let key = (findings.clone(), (view != View::Json && form.is_some()).then(|| placed.clone()));
    let listed = use_memo(key, |(findings, placed)| match placed {
        Some(placed) => placed.rest.clone(),
        // The offer says it.
        None => findings.iter().filter(|finding| !is_yaml(finding)).cloned().collect(),
    });
    html! {
        <section class="group" aria-labelledby="definition-heading">
            <div class="group-head">
                <h3 id="definition-heading" title={heading(props)}>{ heading(props) }</h3>
                <span class="status" aria-live="polite">{ status(&props.draft, problems) }</span>
                <StartFrom dispatch={props.dispatch.clone()} />
            </div>
            if props.draft.typed && props.draft.is_scenario {
                { pasted(problems, &props.dispatch) }
            }
            <Revisions outline={props.outline.clone()} definition={props.definition} draft={props.draft.clone()} drafts={props.drafts.clone()}
                dispatch={props.dispatch.clone()} />
            { views(props) }
            <div class="views-content">
                { panel(&FORM, view == View::Json, html! { <DefinitionForm text={props.draft.text.clone()} form={form.clone()} placed={placed.clone()} dispatch={props.dispatch.clone()} /> }) }
                { panel(&JSON, view == View::Form, text_box(props, *caret)) }
            </div>
            <div id="definition-findings">
                <YamlOffer draft={props.draft.clone()} typing={props.typing.clone()} show={show.clone()} dispatch={props.dispatch.clone()} />
                <Findings findings={(*listed).clone()} {show} dispatch={props.dispatch.clone()} />
            </div>
        </section>
    }
}

/// What becomes of a scenario that was pasted here and has errors.
fn pasted(problems: usize, dispatch: &Dispatch) -> Html {
    let dispatch = dispatch.clone();
    let onclick = Callback::from(move |_: MouseEvent| dispatch.dispatch(Action::OpenPasted));
    let words = format!(
        "This is a whole scenario, not a task definition. Once its {} solved, it takes the place of the one that is open.",
        if problems == 1 { "problem is".to_owned() } else { format!("{problems} problems are") }
    );
    html! {
        <div class="offer">
            <p class="note">{ words }</p>
            <button type="button" {onclick}>{ "Open it as it is" }</button>
        </div>
    }
}

fn text_box(props: &DefinitionBoxProps, caret: (u32, usize)) -> Html {
    let draft = &props.draft;
    let dispatch = props.dispatch.clone();
    let on_type = Callback::from(move |text| dispatch.dispatch(Action::Type(text)));
    html! {
        <JsonBox text={draft.text.clone()} of={TextOf::Definition(props.definition)} findings={draft.findings.clone()} judged={draft.verdict.is_some()}
            fresh={!draft.typed} shown={props.in_view && props.view != View::Form} typing={props.typing.clone()} {caret} {on_type} dispatch={props.dispatch.clone()}>
            { "Paste a task definition as JSON or YAML: the input of " }<code>{ "register-task-definition" }</code>
            { ", or what " }<code>{ "describe-task-definition" }</code>{ " prints. It stays in your browser." }
        </JsonBox>
    }
}

/// The revision's name, or the draft's.
fn heading(props: &DefinitionBoxProps) -> String {
    let registered = props.outline.definitions.get(props.definition).map(|row| row.name.to_string());
    if props.draft.typed && props.draft.is_scenario {
        return "A scenario".to_owned();
    }
    match (props.draft.typed, props.draft.name.family.is_empty()) {
        (true, true) => "Draft".to_owned(),
        (true, false) => format!("Draft of {}", props.draft.name),
        (false, _) => registered.unwrap_or_else(|| "Task definition".to_owned()),
    }
}

/// What is said of the text in a word. Whoever waits for the judgement of a long one is told.
fn status(draft: &Draft, problems: usize) -> Html {
    if draft.typed && draft.verdict.is_none() && draft.text.len() > ASSISTED_BYTES {
        return html! { { "judging…" } };
    }
    if problems == 0 {
        return Html::default();
    }
    html! { <span class="bad-text">{ counted(problems as u64, "problem") }</span> }
}

fn views(props: &DefinitionBoxProps) -> Html {
    let offered: Vec<(View, TabName)> =
        VIEWS.into_iter().filter(|(view, _)| *view != View::Both || props.wide).collect();
    let chosen = offered.iter().position(|(view, _)| *view == props.view).unwrap_or_default();
    let names: Vec<TabName> = offered.into_iter().map(|(_, tab)| tab).collect();
    let dispatch = props.dispatch.clone();
    let on_choose = Callback::from(move |number: usize| {
        if let Some((view, _)) = VIEWS.get(number) {
            dispatch.dispatch(Action::ShowView(*view));
        }
    });
    html! { <div class="views">{ tabs("definition-heading", &names, chosen, &on_choose) }</div> }
}

fn panel(tab: &TabName, hidden: bool, content: Html) -> Html {
    html! { <div role="tabpanel" class="view" id={tab.controls} aria-labelledby={tab.id} {hidden}>{ content }</div> }
}

//! A text that somebody types: in a text area, and in the editor once that is here.

use super::findings::sentences;
use crate::editor::{self, Typing};
use crate::platform::{self, Calls, Editor, EditorCode, NodeRef};
use crate::session::{Action, Dispatch, Shared, errors};
use ecs_core::finding::Finding;
use ecs_core::validate::all_rules;
use std::rc::Rc;
use yew::prelude::*;

/// What is in the box.
#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct JsonBoxProps {
    /// The text.
    pub(super) text: Rc<str>,
    /// Which text it is.
    pub(super) of: TextOf,
    /// What there was to say of the text that was judged last.
    pub(super) findings: Shared<Vec<Finding>>,
    /// Whether that was this one.
    pub(super) judged: bool,
    /// Whether the text has nothing to do with what somebody types.
    pub(super) fresh: bool,
    /// Whether it is in view: the editor is loaded when it first is.
    pub(super) shown: bool,
    /// What is typed and not told yet.
    pub(super) typing: Typing,
    /// How often a place was to be shown, and the byte of the last one.
    pub(super) caret: (u32, usize),
    /// Told what is typed.
    pub(super) on_type: Callback<Rc<str>>,
    /// Where actions go.
    pub(super) dispatch: Dispatch,
    /// What it is, and what can be pasted.
    pub(super) children: Html,
}

/// Which text it is: another one is not a change of the one before.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum TextOf {
    /// The definition of that number.
    Definition(usize),
    /// The scenario that was opened as this.
    Scenario(Rc<str>),
}

impl TextOf {
    /// What the box is called.
    fn name(&self) -> &'static str {
        match self {
            TextOf::Definition(_) => "Task definition JSON",
            TextOf::Scenario(_) => "Scenario JSON",
        }
    }

    /// The id of something beside the box: `note`, `keys`, `findings`.
    pub(super) fn id(&self, what: &str) -> String {
        match self {
            TextOf::Definition(_) => format!("definition-{what}"),
            TextOf::Scenario(_) => format!("scenario-{what}"),
        }
    }
}

/// How far the editor is.
#[derive(Clone, Debug)]
enum Arrival {
    Away,
    Coming,
    Loaded(Rc<EditorCode>),
    Open(Rc<Editor>),
    Failed,
}

impl Arrival {
    fn editor(&self) -> Option<&Rc<Editor>> {
        if let Arrival::Open(editor) = self { Some(editor) } else { None }
    }
}

/// The box.
#[component]
pub(super) fn JsonBox(props: &JsonBoxProps) -> Html {
    let (area, host) = (use_node_ref(), use_node_ref());
    {
        // Not as a property: that would put back an older text while letters wait to be told.
        let area = area.clone();
        use_effect_with(props.text.clone(), move |text| platform::write_area(&area, text));
    }
    let arrival = use_arrival(props, &area, &host);
    use_caret(props, arrival.editor(), &area);
    let (typing, on_type) = (props.typing.clone(), props.on_type.clone());
    let oninput = Callback::from(move |event: InputEvent| {
        let (on_type, length) = (on_type.clone(), platform::length_of(&event));
        typing.typed(length, move || on_type.emit(platform::value_of(&event).into()));
    });
    let described = ["note", "keys", "findings"].map(|what| props.of.id(what)).join(" ");
    let invalid = errors(&props.findings).next().is_some();
    html! {
        <>
            <p class="note" id={props.of.id("note")}>{ props.children.clone() }</p>
            <div>
                <div ref={host} />
                if arrival.editor().is_none() {
                    <textarea ref={area} class={classes!("code", invalid.then_some("bad"))} rows="13" wrap="off"
                        spellcheck="false" autocapitalize="off" autocomplete="off"
                        aria-label={props.of.name()} aria-describedby={described} aria-invalid={invalid.to_string()} {oninput} />
                }
            </div>
            <p class="note keys" id={props.of.id("keys")}>{ keys(&arrival, &props.text) }</p>
        </>
    }
}

/// What can be done with keys, or why it cannot.
fn keys(arrival: &Arrival, text: &str) -> Html {
    match arrival {
        Arrival::Away | Arrival::Coming | Arrival::Loaded(_) => {
            html! { { "The editor is being loaded; you can type already." } }
        }
        Arrival::Failed => {
            html! { { "The editor could not be loaded; you can type all the same." } }
        }
        Arrival::Open(_) if text.len() > editor::ASSISTED_BYTES => {
            html! { { "Too long to be completed and marked: see the list below." } }
        }
        Arrival::Open(_) => html! {
            <><kbd>{ "Ctrl" }</kbd>{ "+" }<kbd>{ "Space" }</kbd>{ " completes, " }<kbd>{ "F8" }</kbd>{ " goes to the next finding, " }<kbd>{ "Ctrl" }</kbd>{ "+" }<kbd>{ "F" }</kbd>{ " searches, " }<kbd>{ "Tab" }</kbd>{ " leaves." }</>
        },
    }
}

/// Loads the editor when it is first wanted, opens it in place of the text area and keeps it in step.
#[hook]
fn use_arrival(props: &JsonBoxProps, area: &NodeRef, host: &NodeRef) -> Arrival {
    let arrival = use_state(|| Arrival::Away);
    let composing = use_state_eq(|| false);
    {
        let (area, setter) = (area.clone(), composing.setter());
        use_effect_with((), move |()| {
            let listeners = platform::on_composing(&area, move |is| setter.set(is));
            move || drop(listeners)
        });
    }
    {
        let setter = arrival.setter();
        let wanted = props.shown && matches!(*arrival, Arrival::Away | Arrival::Failed);
        use_effect_with(props.shown, move |_| {
            if wanted {
                setter.set(Arrival::Coming);
                platform::spawn(async move {
                    let code = platform::load_editor().await;
                    setter.set(code.map_or(Arrival::Failed, |code| Arrival::Loaded(Rc::new(code))));
                });
            }
        });
    }
    {
        // Half a word of an input method cannot be taken over, and what is not in view has no height.
        let code = match &*arrival {
            Arrival::Loaded(code) if props.shown && !*composing => Some(code.clone()),
            _ => None,
        };
        let (setter, area, host) = (arrival.setter(), area.clone(), host.clone());
        let (text, on_type, typing) = (props.text.clone(), props.on_type.clone(), props.typing.clone());
        let explaining = props.dispatch.clone();
        use_effect_with(code.is_some(), move |_| {
            let Some(code) = code else { return };
            typing.settle();
            let calls = Calls {
                changed: move |length: usize, text: Box<dyn FnOnce() -> Rc<str>>| {
                    let on_type = on_type.clone();
                    typing.typed(length, move || on_type.emit(text()));
                },
                ask: editor::answer,
                explain: move |code: &str| explain(code, &explaining),
            };
            let editor = code.open(&host, &area, text, calls, editor::ASSISTED_BYTES);
            setter.set(editor.map_or(Arrival::Failed, |editor| Arrival::Open(Rc::new(editor))));
        });
    }
    use_step(props, arrival.editor());
    (*arrival).clone()
}

/// Explains the rule with that code.
fn explain(code: &str, dispatch: &Dispatch) {
    if let Some(rule) = all_rules().find(|rule| rule.code == code) {
        dispatch.dispatch(Action::ShowRule(rule.code));
    }
}

/// Keeps an open editor in step with the page.
#[hook]
fn use_step(props: &JsonBoxProps, editor: Option<&Rc<Editor>>) {
    let last = use_mut_ref(|| props.of.clone());
    let open = editor.is_some();
    {
        let (editor, fresh) = (editor.cloned(), props.fresh);
        use_effect_with((props.text.clone(), props.of.clone(), open), move |(text, of, _)| {
            let another = last.replace(of.clone()) != *of;
            if let Some(editor) = editor {
                editor.set_text(text, another || fresh);
            }
        });
    }
    {
        let (editor, text) = (editor.cloned(), props.text.clone());
        // What was said of an older text is still shown, and moves with the text.
        use_effect_with((props.findings.clone(), props.judged, open), move |(findings, judged, _)| {
            if let Some(editor) = editor.filter(|_| *judged) {
                editor.set_findings(&editor::marks(&text, findings, sentences));
            }
        });
    }
    let (editor, invalid) = (editor.cloned(), errors(&props.findings).next().is_some());
    use_effect_with((invalid, open), move |_| {
        if let Some(editor) = editor {
            editor.set_invalid(invalid);
        }
    });
}

/// Shows a place of the text when somebody asks for it.
#[hook]
fn use_caret(props: &JsonBoxProps, editor: Option<&Rc<Editor>>, area: &NodeRef) {
    let (editor, area, text) = (editor.cloned(), area.clone(), props.text.clone());
    use_effect_with(props.caret, move |(time, byte)| match editor {
        _ if *time == 0 => {}
        Some(editor) => editor.go_to(editor::position(&text, *byte)),
        None => platform::caret_to(&area, *byte),
    });
}

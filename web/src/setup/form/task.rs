//! The form: what belongs to the task, then its containers.

use super::container::{ADD_CONTAINER, card};
use super::field::{Field, Sheet};
use super::size::size;
use crate::platform;
use crate::session::{Action, Change, Dispatch, Form, Placed};
use std::rc::Rc;
use yew::prelude::*;

/// What the form shows.
#[derive(Clone, Debug, PartialEq, Properties)]
pub(in super::super) struct DefinitionFormProps {
    /// The definition; none where the text is none that can be shown.
    pub(in super::super) form: Rc<Option<Form>>,
    /// What there is to say of it.
    pub(in super::super) placed: Rc<Placed>,
    /// Where actions go.
    pub(in super::super) dispatch: Dispatch,
}

/// `requiresCompatibilities`: AWS's spelling and what the page calls it.
const COMPATIBILITIES: [(&str, &str); 3] = [("EC2", "EC2"), ("FARGATE", "Fargate"), ("EXTERNAL", "External")];

/// `networkMode`, and what each means.
const NETWORK_MODES: [(&str, &str); 4] = [
    ("awsvpc", "awsvpc: each task has a network interface and an address of its own; ports never collide."),
    (
        "bridge",
        "bridge: the task shares the instance's address; a host port of 0 is drawn from 32768–60999, so copies can share an instance.",
    ),
    ("host", "host: the container's ports are the instance's, so each port is taken once on an instance."),
    ("none", "none: the task reaches nothing outside and has no ports."),
];

/// The form.
#[component]
pub(in super::super) fn DefinitionForm(props: &DefinitionFormProps) -> Html {
    let Some(form) = props.form.as_ref() else {
        return html! {
            <p class="note">{ "The form cannot show this text. Its problems are listed below and can be solved under JSON, or start from a template." }</p>
        };
    };
    let sheet = Sheet { form, placed: &props.placed, dispatch: &props.dispatch };
    let family = Field {
        pointer: "/family".to_owned(),
        label: "Family",
        value: form.family.clone(),
        ..Field::default()
    };
    html! {
        <>
            { sheet.input(family, |typed| Change::Text("/family".to_owned(), typed)) }
            { compatibilities(sheet) }
            { network_mode(sheet) }
            { size(sheet) }
            { for form.containers.iter().enumerate().map(|(number, container)| card(sheet, number, container)) }
            <button type="button" class="add" id={ADD_CONTAINER} onclick={sheet.pressed(Change::AddContainer, None)}>{ "+ Container" }</button>
        </>
    }
}

fn compatibilities(sheet: Sheet<'_>) -> Html {
    let pointer = "/requiresCompatibilities";
    let choice = |(written, words): (&'static str, &'static str)| {
        let dispatch = sheet.dispatch.clone();
        let onchange = Callback::from(move |event: Event| {
            let on = platform::is_checked(&event);
            dispatch.dispatch(Action::Fill(Change::Compatibility(written, on)));
        });
        let checked = sheet.form.compatibilities.iter().any(|entry| entry == written);
        html! {
            <label key={written}>
                <input type="checkbox" {checked} {onchange} />
                <span>{ words }</span>
            </label>
        }
    };
    html! {
        <fieldset class="field" aria-describedby={sheet.described(pointer)}>
            <legend>{ "Requires compatibilities" }</legend>
            <div class="segments three">{ for COMPATIBILITIES.map(choice) }</div>
            { sheet.under(pointer) }
        </fieldset>
    }
}

fn network_mode(sheet: Sheet<'_>) -> Html {
    let pointer = "/networkMode";
    let chosen = sheet.form.network_mode.as_str();
    let choice = |(mode, _): (&'static str, &str)| {
        let onchange = sheet.typed::<Event>(move |_| Change::Text(pointer.to_owned(), mode.to_owned()));
        html! {
            <label key={mode}>
                <input type="radio" name="network-mode" value={mode} checked={chosen == mode} {onchange} />
                <span>{ mode }</span>
            </label>
        }
    };
    let sentence = NETWORK_MODES.iter().find(|(mode, _)| *mode == chosen).map(|(_, sentence)| *sentence);
    let sentence = sentence.unwrap_or("default: on Windows, the instance's NAT driver.");
    let described =
        sheet.described(pointer).into_iter().fold("network-note".to_owned(), |all, id| all + " " + &id);
    html! {
        <fieldset class="field" aria-describedby={described}>
            <legend>{ "Network mode" }</legend>
            <div class="segments four">{ for NETWORK_MODES.map(choice) }</div>
            <p class="note network-note" id="network-note">{ sentence }</p>
            { sheet.under(pointer) }
        </fieldset>
    }
}

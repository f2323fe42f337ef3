//! The dialog: what a link will contain, before anybody gets it.

use crate::dialog::Dialog;
use crate::platform;
use crate::player::Parcel;
use crate::session::{Action, Dispatch, Share, counted, errors, grouped};
use ecs_core::finding::Finding;
use ecs_workshop::redact::{Replacement, Secret};
use yew::prelude::*;

/// Characters from which on programs are known to cut links.
const LONG: usize = 8000;

/// What is shared.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct ShareDialogProps {
    /// The dialog's state.
    pub share: Share,
    /// The names of the drafts that are not in the link.
    pub left_out: Vec<String>,
    /// Where actions go.
    pub dispatch: Dispatch,
}

/// The dialog. It is on the page only while it is open.
#[component]
pub fn ShareDialog(props: &ShareDialogProps) -> Html {
    let dispatch = props.dispatch.clone();
    let on_close = Callback::from(move |_: Event| dispatch.dispatch(Action::CloseShare));
    html! {
        <Dialog id="share-heading" heading={html! { { "Share this scenario" } }} {on_close}>
            <p>{ "The link holds the whole scenario: task definitions, services and instances, as below. Nothing is uploaded. Whoever opens the link replays the same run." }</p>
            if !props.left_out.is_empty() {
                <p class="banner stale">{ format!("Not in the link, because it is not registered: the draft of {}.", props.left_out.join(", ")) }</p>
            }
            { redact_choice(props) }
            { match props.share.parcel.as_deref() {
                None => html! { <p class="note" role="status">{ "Making the link…" }</p> },
                Some(Err(findings)) => problems(findings),
                Some(Ok(parcel)) => html! { <Made parcel={parcel.clone()} redact={props.share.redact} /> },
            } }
        </Dialog>
    }
}

fn redact_choice(props: &ShareDialogProps) -> Html {
    let (dispatch, redact) = (props.dispatch.clone(), props.share.redact);
    let onchange = Callback::from(move |_: Event| dispatch.dispatch(Action::Redact(!redact)));
    html! {
        <label class="check">
            <input type="checkbox" checked={redact} {onchange} />
            { "Replace environment values, account ids and registry hosts by placeholders" }
        </label>
    }
}

fn problems(findings: &[Finding]) -> Html {
    html! {
        <div class="banner broken" role="alert">
            <p>{ "There is no link of a scenario with errors:" }</p>
            <ul>{ for errors(findings).take(5).map(|finding| html! { <li><code>{ &finding.pointer }</code>{ " " }{ &finding.message }</li> }) }</ul>
        </div>
    }
}

/// A link that is made.
#[derive(Clone, Debug, PartialEq, Properties)]
struct MadeProps {
    parcel: Parcel,
    redact: bool,
}

/// The link, and what it holds.
#[component]
fn Made(props: &MadeProps) -> Html {
    let said = use_state(|| "");
    let parcel = &props.parcel;
    let link = format!("{}{}", platform::address(), parcel.fragment);
    let copy = {
        let (said, link) = (said.clone(), link.clone());
        Callback::from(move |_: MouseEvent| {
            let (said, link) = (said.clone(), link.clone());
            platform::spawn(async move {
                let copied = platform::copy(&link).await;
                said.set(if copied {
                    "Copied."
                } else {
                    "The browser refuses to copy: select the link and copy it by hand."
                });
            });
        })
    };
    let length = link.chars().count();
    html! {
        <>
            { replaced(&parcel.replacements, props.redact) }
            <div class="preview-block">
                <p id="preview-label" class="label">{ "What the link contains" }</p>
                <pre class="preview" tabindex="0" role="region" aria-labelledby="preview-label">{ &parcel.preview }</pre>
            </div>
            <label class="label" for="share-link">{ "Link" }</label>
            <div class="link-row">
                <input id="share-link" type="text" readonly=true value={link} aria-describedby="link-length" />
                <button type="button" class="primary" onclick={copy}>{ "Copy" }</button>
            </div>
            <p class="note" id="link-length">
                { counted(length as u64, "character") }
                { if length > LONG { format!("; some programs cut links longer than {}", grouped(LONG as u64)) } else { String::new() } }
                { ". It is in the address bar, too." }
            </p>
            <p class="said" role="status">{ *said }</p>
        </>
    }
}

fn replaced(replacements: &[Replacement], redact: bool) -> Html {
    if !redact {
        return html! { <p class="note">{ "The link contains everything as it is, secrets included." }</p> };
    }
    if replacements.is_empty() {
        return html! { <p class="note">{ "No environment value, account id or registry host was found. Commands, labels and log options are in the link as they are written." }</p> };
    }
    let kind = |secret: Secret| match secret {
        Secret::EnvironmentValue => "an environment value",
        Secret::AccountId => "an account id",
        Secret::RegistryHost => "a registry host",
    };
    html! {
        <details class="replaced">
            <summary>{ format!("{} replaced", counted(replacements.len() as u64, "value")) }</summary>
            <ul>{ for replacements.iter().map(|replacement| html! {
                <li>{ format!("{} by ", kind(replacement.secret)) }<code>{ &replacement.placeholder }</code></li>
            }) }</ul>
        </details>
    }
}

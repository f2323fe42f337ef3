//! The menu of scenarios to start from.

use crate::platform;
use crate::session::{Action, Dispatch, Outline};
use ecs_workshop::gallery::ENTRIES;
use yew::prelude::*;

/// Where the choice goes.
#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct GalleryMenuProps {
    /// Where actions go.
    pub(super) dispatch: Dispatch,
}

/// The button and its menu, with the keys that menus have.
#[component]
pub(super) fn GalleryMenu(props: &GalleryMenuProps) -> Html {
    let open = use_state(|| false);
    let list = use_node_ref();
    {
        let list = list.clone();
        use_effect_with(*open, move |open| {
            if *open {
                platform::focus_sibling(&list, "[role=menuitem]", 1);
            }
        });
    }
    let toggle = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(!*open))
    };
    let onkeydown = {
        let (open, list) = (open.clone(), list.clone());
        Callback::from(move |event: KeyboardEvent| {
            let step = match event.key().as_str() {
                "ArrowDown" => 1,
                "ArrowUp" => -1,
                "Escape" if *open => {
                    open.set(false);
                    return platform::focus("gallery-button");
                }
                _ => return,
            };
            event.prevent_default();
            if *open { platform::focus_sibling(&list, "[role=menuitem]", step) } else { open.set(true) }
        })
    };
    let onfocusout = {
        let (open, list) = (open.clone(), list.clone());
        Callback::from(move |event: FocusEvent| {
            if !platform::goes_into(&list, &event) {
                open.set(false);
            }
        })
    };
    html! {
        <div class="menu" {onkeydown}>
            <button type="button" id="gallery-button" aria-haspopup="menu" aria-expanded={open.to_string()} aria-controls={open.then_some("gallery-menu")} onclick={toggle}>{ "Gallery" }</button>
            if *open {
                <ul ref={list} id="gallery-menu" role="menu" aria-labelledby="gallery-button" {onfocusout}>
                    { for ENTRIES.iter().map(|entry| item(entry.text, &props.dispatch, &open)) }
                </ul>
            }
        </div>
    }
}

fn item(text: &'static str, dispatch: &Dispatch, open: &UseStateHandle<bool>) -> Html {
    let outline = Outline::read(text);
    let (dispatch, open) = (dispatch.clone(), open.clone());
    let onclick = Callback::from(move |_: MouseEvent| {
        dispatch.dispatch(Action::Open(text));
        open.set(false);
        platform::focus("gallery-button");
    });
    html! {
        <li role="none" key={outline.name.clone()}>
            <button type="button" role="menuitem" tabindex="-1" {onclick}>
                <b>{ outline.name }</b>
                <span>{ outline.description }</span>
            </button>
        </li>
    }
}

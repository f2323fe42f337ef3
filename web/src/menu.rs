//! A button that opens a menu, with the keys that menus have.

use crate::platform;
use yew::prelude::*;

/// What there is to choose.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct MenuProps {
    /// The button's id; the list has it too, followed by `-list`.
    pub id: AttrValue,
    /// The button's words.
    pub label: AttrValue,
    /// Each choice: its name and what it is.
    pub choices: Vec<(AttrValue, AttrValue)>,
    /// Told which one was chosen.
    pub on_choose: Callback<usize>,
}

/// The button and its menu.
#[component]
pub fn Menu(props: &MenuProps) -> Html {
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
        let (open, list, id) = (open.clone(), list.clone(), props.id.clone());
        Callback::from(move |event: KeyboardEvent| {
            let step = match event.key().as_str() {
                "ArrowDown" => 1,
                "ArrowUp" => -1,
                "Escape" if *open => {
                    open.set(false);
                    return platform::focus(&id);
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
    let list_id = format!("{}-list", props.id);
    html! {
        <div class="menu" {onkeydown}>
            <button type="button" id={props.id.clone()} aria-haspopup="menu" aria-expanded={open.to_string()} aria-controls={open.then(|| list_id.clone())} onclick={toggle}>{ &props.label }</button>
            if *open {
                <ul ref={list} id={list_id} role="menu" aria-labelledby={props.id.clone()} {onfocusout}>
                    { for (0..props.choices.len()).map(|number| item(props, number, &open)) }
                </ul>
            }
        </div>
    }
}

fn item(props: &MenuProps, number: usize, open: &UseStateHandle<bool>) -> Html {
    let Some((name, description)) = props.choices.get(number) else { return Html::default() };
    let (open, id, on_choose) = (open.clone(), props.id.clone(), props.on_choose.clone());
    let onclick = Callback::from(move |_: MouseEvent| {
        on_choose.emit(number);
        open.set(false);
        platform::focus(&id);
    });
    html! {
        <li role="none" key={number}>
            <button type="button" role="menuitem" tabindex={if number == 0 { "0" } else { "-1" }} {onclick}>
                <b>{ name }</b>
                <span>{ description }</span>
            </button>
        </li>
    }
}

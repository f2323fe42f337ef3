//! An input for a name that others go by.

use crate::platform;
use yew::prelude::*;

/// The name.
#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct NameInputProps {
    /// The element's id.
    pub(super) id: AttrValue,
    /// What it is called by those who do not see where it stands.
    pub(super) name: AttrValue,
    /// The name as it counts.
    pub(super) value: AttrValue,
    /// `true` where there is an error.
    pub(super) invalid: AttrValue,
    /// The id of what is said of it.
    pub(super) described: Option<AttrValue>,
    /// Told the name once somebody leaves the field or presses Enter: half a name would be another's.
    pub(super) on_done: Callback<String>,
}

/// The input. What is typed meanwhile is its own.
#[component]
pub(super) fn NameInput(props: &NameInputProps) -> Html {
    let typed = use_state(|| None::<AttrValue>);
    let setter = typed.setter();
    let oninput =
        Callback::from(move |event: InputEvent| setter.set(Some(platform::value_of(&event).into())));
    let done = {
        let (typed, on_done) = (typed.clone(), props.on_done.clone());
        move || {
            if let Some(name) = &*typed {
                on_done.emit(name.to_string());
                typed.set(None);
            }
        }
    };
    let onkeydown = {
        let done = done.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Enter" {
                done();
            }
        })
    };
    let onblur = Callback::from(move |_: FocusEvent| done());
    let value = (*typed).clone().unwrap_or_else(|| props.value.clone());
    html! {
        <input id={props.id.clone()} type="text" autocomplete="off" autocapitalize="off" spellcheck="false" aria-label={props.name.clone()} {value}
            {oninput} {onkeydown} {onblur} aria-invalid={props.invalid.clone()} aria-describedby={props.described.clone()} />
    }
}

//! A select that shows its value even where somebody chose another before.

use crate::platform;
use yew::prelude::*;

/// What there is to choose.
#[derive(Clone, Debug, PartialEq, Properties)]
pub(crate) struct SelectProps {
    /// The element's id.
    pub(crate) id: AttrValue,
    /// What it is called by those who do not see where it stands.
    #[prop_or_default]
    pub(crate) name: Option<AttrValue>,
    /// What is chosen.
    pub(crate) value: AttrValue,
    /// Each option: its value and its words.
    pub(crate) options: Vec<(String, String)>,
    /// `true` where there is an error.
    pub(crate) invalid: AttrValue,
    /// The id of what is said of it.
    #[prop_or_default]
    pub(crate) described: Option<AttrValue>,
    /// Told of every choice.
    pub(crate) onchange: Callback<Event>,
}

/// The select.
#[component]
pub(crate) fn Select(props: &SelectProps) -> Html {
    let element = use_node_ref();
    {
        // An option's attribute no longer counts once somebody has chosen.
        let element = element.clone();
        use_effect_with((props.value.clone(), props.options.clone()), move |(value, _)| {
            platform::choose(&element, value);
        });
    }
    let option = |(value, words): &(String, String)| {
        let selected = *value == *props.value;
        html! { <option key={value.clone()} value={value.clone()} {selected}>{ words }</option> }
    };
    html! {
        <select ref={element} id={props.id.clone()} aria-label={props.name.clone()} onchange={props.onchange.clone()}
            aria-invalid={props.invalid.clone()} aria-describedby={props.described.clone()}>
            { for props.options.iter().map(option) }
        </select>
    }
}

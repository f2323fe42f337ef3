//! A part of the form that is folded away, and says in a line what is in it.

use crate::platform;
use yew::prelude::*;

/// What is folded away.
#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct SectionProps {
    /// What it is called.
    pub(super) title: &'static str,
    /// What is in it.
    pub(super) brief: String,
    /// Whether there is something to say of it: then it opens. It never closes by itself.
    pub(super) opens: bool,
    /// The fields.
    pub(super) children: Html,
}

/// The section. Whether it is open is the browser's to know: it stays as it was left.
#[component]
pub(super) fn Section(props: &SectionProps) -> Html {
    let element = use_node_ref();
    {
        let element = element.clone();
        use_effect_with(props.opens, move |opens| {
            if *opens {
                platform::unfold(&element);
            }
        });
    }
    html! {
        <details ref={element} class="section">
            <summary><span class="section-title">{ props.title }</span>{ " " }<span class="brief">{ &props.brief }</span></summary>
            <div class="section-body">{ props.children.clone() }</div>
        </details>
    }
}

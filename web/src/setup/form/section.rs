//! A part of the form that is folded away, and says in a line what is in it.

use crate::platform;
use yew::prelude::*;

/// What is folded away.
#[derive(Clone, Debug, PartialEq, Properties)]
pub(in super::super) struct SectionProps {
    /// What it is called.
    pub(in super::super) title: AttrValue,
    /// What it is of, where there are others like it.
    #[prop_or_default]
    pub(in super::super) of: String,
    /// What is in it.
    pub(in super::super) brief: String,
    /// Whether there is something to say of it: then it opens. It never closes by itself.
    pub(in super::super) opens: bool,
    /// The fields.
    pub(in super::super) children: Html,
}

/// The section. Whether it is open is the browser's to know: it stays as it was left.
#[component]
pub(in super::super) fn Section(props: &SectionProps) -> Html {
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
            <summary><span class="section-title">{ &props.title }{ of(&props.of) }</span>{ " " }<span class="brief">{ &props.brief }</span></summary>
            <div class="section-body">{ props.children.clone() }</div>
        </details>
    }
}

fn of(name: &str) -> Html {
    if name.is_empty() {
        return Html::default();
    }
    html! { <span class="visually-hidden">{ format!(", {name}") }</span> }
}

//! What the scenario says of itself.

use crate::platform;
use yew::prelude::*;

#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct DescriptionProps {
    /// The description.
    pub(super) text: String,
}

/// The description: its first lines, and the rest for those who ask, so that most of the stage is the cluster.
#[component]
pub(super) fn Description(props: &DescriptionProps) -> Html {
    let open = use_state_eq(|| false);
    // Whether more is there than two lines show.
    let is_cut = use_state_eq(|| false);
    let words = use_node_ref();
    {
        let (words, setter) = (words.clone(), is_cut.setter());
        use_effect_with((props.text.clone(), *open), move |(_, open)| {
            let node = words.clone();
            let watch =
                (!open).then(|| platform::on_size(&words, move |_| setter.set(platform::is_cut_off(&node))));
            move || drop(watch)
        });
    }
    let toggle = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(!*open))
    };
    html! {
        <div class="description">
            <p id="description" ref={words} class={classes!((!*open).then_some("clamped"))}>{ &props.text }</p>
            if *is_cut || *open {
                <button type="button" class="link" aria-expanded={open.to_string()} aria-controls="description" onclick={toggle}>
                    { if *open { "Less" } else { "More" } }
                </button>
            }
        </div>
    }
}

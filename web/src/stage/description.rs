//! What the scenario says of itself.

use yew::prelude::*;

/// Characters that fit into the two lines which are shown at first, on a narrow stage.
const SHORT: usize = 150;

#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct DescriptionProps {
    /// The description.
    pub(super) text: String,
}

/// The description: its first lines, and the rest for those who ask, so that most of the stage is the cluster.
#[component]
pub(super) fn Description(props: &DescriptionProps) -> Html {
    let open = use_state_eq(|| false);
    let is_long = props.text.chars().count() > SHORT;
    let toggle = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(!*open))
    };
    html! {
        <div class="description">
            <p id="description" class={classes!((is_long && !*open).then_some("clamped"))}>{ &props.text }</p>
            if is_long {
                <button type="button" class="link" aria-expanded={open.to_string()} aria-controls="description" onclick={toggle}>
                    { if *open { "Less" } else { "More" } }
                </button>
            }
        </div>
    }
}

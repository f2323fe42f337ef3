//! Long lists, a part at a time.

use yew::prelude::*;

/// The button that shows as many rows again; nothing where all `count` are shown.
pub(super) fn more(shown: &UseStateHandle<usize>, count: usize, step: usize) -> Html {
    let left = count.saturating_sub(**shown);
    if left == 0 {
        return Html::default();
    }
    let (setter, next) = (shown.setter(), **shown + step);
    let onclick = Callback::from(move |_: MouseEvent| setter.set(next));
    html! { <button type="button" class="more" {onclick}>{ format!("Show more of {left}") }</button> }
}

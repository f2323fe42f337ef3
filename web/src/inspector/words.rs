//! Texts with long ids in them.

use yew::prelude::*;

/// The text with its task ids set apart: ten of them in full are unreadable.
pub(super) fn words(text: &str) -> Html {
    let is_id = |word: &str| word.len() == 32 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    let word = |piece: &str| {
        let word = piece.trim_end_matches([' ', ')', '.', ':', ',']);
        if !is_id(word) {
            return html! { { piece.to_owned() } };
        }
        let rest = piece.get(word.len()..).unwrap_or_default().to_owned();
        html! { <><code class="id" title={word.to_owned()}>{ word.to_owned() }</code>{ rest }</> }
    };
    if !text.split([' ', ')']).any(is_id) {
        return html! { { text.to_owned() } };
    }
    text.split_inclusive(' ').map(word).collect()
}

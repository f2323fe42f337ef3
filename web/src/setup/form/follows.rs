//! What follows from the definition: nobody writes it, and placement goes by it.

use super::section::Section;
use crate::session::{Follows, Form, counted};
use yew::prelude::*;

/// The section.
pub(super) fn follows(form: &Form) -> Html {
    let Follows { reserves, compatibilities, attributes } = form.follows();
    let brief = reserves.iter().take(2).cloned().collect::<Vec<_>>().join(", ");
    html! {
        <div class="sections">
            <Section title="What follows" {brief} opens={false}>
                <dl class="follows">
                    <dt>{ "A task reserves" }</dt>
                    <dd>{ reserves.join(", ") }</dd>
                    <dt>{ "It can run on" }</dt>
                    <dd>{ compatibilities.join(", ") }</dd>
                    <dt>{ format!("Its instance needs {}", counted(attributes.len() as u64, "attribute")) }</dt>
                    { for attributes.iter().map(|name| html! { <dd key={name.clone()}><code>{ name }</code></dd> }) }
                </dl>
            </Section>
        </div>
    }
}

//! The menu of task definitions to start from.

use crate::menu::Menu;
use crate::session::{Action, Dispatch, TEMPLATES};
use yew::prelude::*;

/// Where the choice goes.
#[derive(Clone, Debug, PartialEq, Properties)]
pub(in super::super) struct StartFromProps {
    /// Where actions go.
    pub(in super::super) dispatch: Dispatch,
}

/// The button and its menu.
#[component]
pub(in super::super) fn StartFrom(props: &StartFromProps) -> Html {
    let choices: Vec<(AttrValue, AttrValue)> = TEMPLATES
        .iter()
        .map(|template| (AttrValue::from(template.name), AttrValue::from(template.description)))
        .collect();
    let dispatch = props.dispatch.clone();
    let on_choose = Callback::from(move |number: usize| {
        if let Some(template) = TEMPLATES.get(number) {
            dispatch.dispatch(Action::StartFrom(template.text));
        }
    });
    html! { <Menu id="start-from" label="Start from" {choices} {on_choose} /> }
}

//! The menu of scenarios to start from.

use crate::menu::Menu;
use crate::session::{Action, Dispatch, Outline};
use ecs_workshop::gallery::ENTRIES;
use yew::prelude::*;

/// Where the choice goes.
#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct GalleryMenuProps {
    /// Where actions go.
    pub(super) dispatch: Dispatch,
}

/// The button and its menu.
#[component]
pub(super) fn GalleryMenu(props: &GalleryMenuProps) -> Html {
    let choices = use_memo((), |()| -> Vec<(AttrValue, AttrValue)> {
        let outlines = ENTRIES.iter().map(|entry| Outline::read(entry.text));
        outlines.map(|outline| (outline.name.into(), outline.description.into())).collect()
    });
    let dispatch = props.dispatch.clone();
    let on_choose = Callback::from(move |number: usize| {
        if let Some(entry) = ENTRIES.get(number) {
            dispatch.dispatch(Action::Open(entry.text));
        }
    });
    html! { <Menu id="gallery-button" label="Gallery" choices={(*choices).clone()} {on_choose} /> }
}

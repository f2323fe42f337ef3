//! Logo, name, scenario and buttons.

use super::gallery::GalleryMenu;
use super::history::HistoryButtons;
use super::theme::ThemeButton;
use crate::platform::Theme;
use crate::session::{Action, Contrary, Dispatch, History, Outline, Shared};
use yew::prelude::*;

/// What is open.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct HeaderProps {
    /// The scenario in outline.
    pub outline: Shared<Outline>,
    /// What can be undone and done again.
    pub history: History,
    /// The page's theme.
    pub theme: Theme,
    /// Told of another theme.
    pub on_theme: Callback<Theme>,
    /// Where actions go.
    pub dispatch: Dispatch,
    /// What stands between the scenario and the buttons, where there is room.
    pub children: Html,
}

/// The top of the page.
#[component]
pub fn Header(props: &HeaderProps) -> Html {
    let dispatch = props.dispatch.clone();
    let share = Callback::from(move |_: MouseEvent| dispatch.dispatch(Action::OpenShare));
    let dispatch = props.dispatch.clone();
    let compare = Callback::from(move |_: MouseEvent| dispatch.dispatch(Action::Contrast(Contrary::Open)));
    let name = if props.outline.name.is_empty() { "Unnamed scenario" } else { props.outline.name.as_str() };
    html! {
        <header class="top">
            <div class="logo">{ logo() }<h1>{ "ECS Playground" }</h1></div>
            <div class="title">
                <p class="scenario" title={props.outline.description.clone()} data-testid="scenario">{ name.to_owned() }</p>
                <p class="summary">{ props.outline.summary() }</p>
            </div>
            { props.children.clone() }
            <div class="actions">
                <HistoryButtons history={props.history.clone()} dispatch={props.dispatch.clone()} />
                <GalleryMenu dispatch={props.dispatch.clone()} />
                <button type="button" aria-haspopup="dialog" title="This scenario beside another one: figures, and where they part" onclick={compare}>{ "Compare" }</button>
                <ThemeButton theme={props.theme} on_theme={props.on_theme.clone()} />
                <button type="button" class="primary" aria-haspopup="dialog" onclick={share}>{ "Share" }</button>
            </div>
        </header>
    }
}

fn logo() -> Html {
    html! {
        <svg viewBox="0 0 22 22" width="22" height="22" aria-hidden="true">
            <rect class="c0 half" x="6.5" y="2" width="9" height="8" rx="2" />
            <rect class="c0" x="1" y="12" width="9" height="8" rx="2" />
            <rect class="c1" x="12" y="12" width="9" height="8" rx="2" />
        </svg>
    }
}

//! Where the run parts from the one that it was held against, marked on the track.

use crate::session::{Action, Axis, Contrary, Dispatch, Move, Parting, moment};
use yew::prelude::*;

/// Which mark.
#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct PartingMarkProps {
    /// Where the runs part.
    pub(super) parting: Parting,
    /// What is shown of the run's time.
    pub(super) axis: Axis,
    /// Where actions go.
    pub(super) dispatch: Dispatch,
}

/// The mark: pressed, it moves the playhead there; Delete takes it off the track.
#[component]
pub(super) fn PartingMark(props: &PartingMarkProps) -> Html {
    let PartingMarkProps { parting, axis, dispatch } = props;
    if !axis.shows(parting.at) {
        return Html::default();
    }
    let goes = {
        let (dispatch, at) = (dispatch.clone(), parting.at);
        move || dispatch.dispatch(Move::To(at).into())
    };
    let onclick = {
        let goes = goes.clone();
        Callback::from(move |_: MouseEvent| goes())
    };
    let dispatch = dispatch.clone();
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        match event.key().as_str() {
            "Enter" | " " if !event.ctrl_key() && !event.meta_key() => goes(),
            "Delete" | "Backspace" => dispatch.dispatch(Action::Contrast(Contrary::Unmark)),
            _ => return,
        }
        event.prevent_default();
    });
    let name = format!("First difference from the other scenario, {}: {}", moment(parting.at), parting.words);
    html! {
        <svg class="markers">
            <svg x={axis.percent(parting.at)}>
                <g class="parting-mark" role="button" tabindex="0" aria-label={name.clone()} aria-keyshortcuts="Enter Delete" data-testid="parting" {onclick} {onkeydown}>
                    <title>{ name }</title>
                    <rect class="grip" x="-12" y="10" width="24" height="24" />
                    <path d="M0 2 v30 M0 32 l-6 0 l0 -7 l12 0 l0 7 z M-3 27.5 h6 M-3 29.8 h6" />
                </g>
            </svg>
        </svg>
    }
}

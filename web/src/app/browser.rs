//! What the browser tells: links that are opened, a system that goes dark, a window that grows.

use crate::editor::Typing;
use crate::platform::{self, Theme};
use crate::session::{Action, Dispatch};
use ecs_workshop::link;
use yew::prelude::*;

/// Listens to the browser as long as the page is there.
#[hook]
pub(super) fn use_browser(
    dispatch: &Dispatch,
    typing: &std::rc::Rc<Typing>,
    theme: &UseStateHandle<Theme>,
    wide: &UseStateHandle<bool>,
) {
    let (dispatch, typing, setter, wide) = (dispatch.clone(), typing.clone(), theme.setter(), wide.setter());
    use_effect_with((), move |()| {
        if !open_link(&dispatch) {
            dispatch.dispatch(Action::Run);
        }
        let turning = {
            let typing = typing.clone();
            platform::on_turning_away(move || {
                typing.settle();
            })
        };
        let changed = platform::on_fragment_change(move || {
            typing.settle();
            open_link(&dispatch);
        });
        let themed = platform::follow_system_theme(move |theme| setter.set(theme));
        let widened = platform::on_wide_change(move |now| wide.set(now));
        move || drop((turning, changed, themed, widened))
    });
}

/// Opens the link in the address bar. False where there is none that can be opened.
fn open_link(dispatch: &Dispatch) -> bool {
    let fragment = platform::fragment();
    if fragment.len() < 2 {
        return false;
    }
    match link::decode(&fragment) {
        Ok(link) => {
            dispatch.dispatch(Action::OpenLink(link));
            true
        }
        Err(why) => {
            dispatch.dispatch(Action::BrokenLink(why.to_string()));
            false
        }
    }
}

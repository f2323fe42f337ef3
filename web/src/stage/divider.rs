//! The edge between the stage and what is below it: it is moved with the pointer or the keyboard.

use crate::platform::{self, NodeRef};
use yew::prelude::*;

/// Where the height is kept from one visit to the next.
const KEY: &str = "ecs-playground-charts-height";

/// The height of the charts at the least, in pixels: their captions.
const LEAST: i32 = 40;

/// What is left to the stage and everything else at the least, in pixels.
const REST: i32 = 360;

/// How far an arrow key moves the edge, and PageUp or PageDown.
const STEP: i32 = 16;
const PAGE: i32 = 96;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct DividerProps {
    /// What has the height.
    pub(super) panel: NodeRef,
    /// Its id.
    pub(super) controls: &'static str,
}

/// The edge. What is chosen is remembered; as long as nothing is, the style sheet says how high the charts are.
#[component]
pub(super) fn Divider(props: &DividerProps) -> Html {
    let height = use_state_eq(|| 0);
    {
        let (panel, setter) = (props.panel.clone(), height.setter());
        use_effect_with((), move |()| {
            platform::set_height(&panel, platform::kept(KEY).and_then(|kept| kept.parse().ok()));
            let watch = platform::on_size(&panel, move |(_, height)| setter.set(height));
            move || drop(watch)
        });
    }
    // Where the pointer took hold of it, and how high the charts were.
    let hold = use_mut_ref(|| None::<(i32, i32)>);
    let (most, now) = (most(), *height);
    let onpointerdown = {
        let hold = hold.clone();
        Callback::from(move |event: PointerEvent| {
            if platform::takes_hold(&event) {
                *hold.borrow_mut() = Some((event.client_y(), now));
            }
        })
    };
    let onpointermove = {
        let (hold, panel) = (hold.clone(), props.panel.clone());
        Callback::from(move |event: PointerEvent| {
            if let Some((from, before)) = *hold.borrow() {
                choose(&panel, before + from - event.client_y());
            }
        })
    };
    let onlostpointercapture = Callback::from(move |_: PointerEvent| *hold.borrow_mut() = None);
    let panel = props.panel.clone();
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        if let Some(height) = moved(&event.key(), now, most) {
            event.prevent_default();
            choose(&panel, height);
        }
    });
    html! {
        <div class="divider" role="separator" aria-orientation="horizontal" aria-label="Height of the charts" title="Drag, or press the arrow keys: how much is of the charts" tabindex="0" aria-controls={props.controls}
            aria-valuemin={LEAST.to_string()} aria-valuemax={most.max(now).to_string()} aria-valuenow={now.max(LEAST).to_string()} aria-valuetext={format!("{now} pixels")}
            {onkeydown} {onpointerdown} {onpointermove} {onlostpointercapture}></div>
    }
}

/// How high they can be at the most in this window.
fn most() -> i32 {
    (platform::window_height() - REST).max(LEAST)
}

fn choose(panel: &NodeRef, height: i32) {
    let height = height.clamp(LEAST, most());
    platform::set_height(panel, Some(height));
    platform::keep(KEY, &height.to_string());
}

/// Where a key moves the edge to: up gives the charts more.
fn moved(key: &str, now: i32, most: i32) -> Option<i32> {
    let to = match key {
        "ArrowUp" => now + STEP,
        "ArrowDown" => now - STEP,
        "PageUp" => now + PAGE,
        "PageDown" => now - PAGE,
        "Home" => LEAST,
        "End" => most,
        _ => return None,
    };
    Some(to.clamp(LEAST, most))
}

#[cfg(test)]
mod tests {
    use super::{LEAST, moved};

    #[test]
    fn keys_move_the_edge_within_its_bounds() {
        let all = ["ArrowUp", "ArrowDown", "PageUp", "PageDown", "Home", "End"];
        let to = all.map(|key| moved(key, 120, 200).unwrap());
        assert_eq!(to, [136, 104, 200, LEAST, LEAST, 200]);
        assert_eq!(moved("Enter", 120, 200), None);
    }
}

//! Tabs, with the keys that tabs have.

use crate::platform;
use yew::prelude::*;

/// A tab.
#[derive(Clone, Debug, PartialEq)]
pub struct TabName {
    /// The element's id.
    pub id: &'static str,
    /// Its word.
    pub word: &'static str,
    /// The ids of the panels that it shows.
    pub controls: &'static str,
    /// Problems of what it shows.
    pub problems: usize,
}

/// The list of tabs, named by the heading with that id. Arrow keys go from one to the other.
/// `on_choose` is told the number of another than `chosen`.
pub fn tabs(labelled_by: &'static str, tabs: &[TabName], chosen: usize, on_choose: &Callback<usize>) -> Html {
    html! {
        <div class="tabs" role="tablist" aria-labelledby={labelled_by}>
            { for (0..tabs.len()).map(|number| tab(tabs, number, chosen == number, on_choose)) }
        </div>
    }
}

fn tab(tabs: &[TabName], number: usize, chosen: bool, on_choose: &Callback<usize>) -> Html {
    let Some(tab) = tabs.get(number) else { return Html::default() };
    let choose = on_choose.clone();
    let onclick = Callback::from(move |_: MouseEvent| choose.emit(number));
    let (choose, ids) = (on_choose.clone(), tabs.iter().map(|tab| tab.id).collect::<Vec<_>>());
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        let Some(to) = target(&event.key(), number, ids.len()) else { return };
        event.prevent_default();
        choose.emit(to);
        if let Some(id) = ids.get(to) {
            platform::focus(id);
        }
    });
    html! {
        <button type="button" key={tab.id} role="tab" id={tab.id} aria-selected={chosen.to_string()} aria-controls={tab.controls}
            tabindex={if chosen { "0" } else { "-1" }} {onclick} {onkeydown}>
            { tab.word }
            if tab.problems > 0 {
                { count(tab.problems) }
            }
        </button>
    }
}

/// A number of problems, in at most three characters: more would stand on the next tab's word.
fn count(problems: usize) -> Html {
    let number = if problems > 99 { "99+".to_owned() } else { problems.to_string() };
    html! { <span class="count"><span class="visually-hidden">{ "problems: " }</span>{ number }</span> }
}

/// Where a key leads from the tab of that number.
fn target(key: &str, number: usize, count: usize) -> Option<usize> {
    let last = count.checked_sub(1)?;
    match key {
        "Home" => Some(0),
        "End" => Some(last),
        "ArrowLeft" => Some(number.checked_sub(1).unwrap_or(last)),
        "ArrowRight" => Some(if number == last { 0 } else { number + 1 }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::target;

    #[test]
    fn keys_go_round() {
        assert_eq!(target("ArrowRight", 2, 3), Some(0));
        assert_eq!(target("ArrowLeft", 0, 3), Some(2));
        assert_eq!(target("ArrowRight", 0, 3), Some(1));
        assert_eq!((target("Home", 2, 3), target("End", 0, 3)), (Some(0), Some(2)));
        assert_eq!((target("Enter", 0, 3), target("End", 0, 0)), (None, None));
    }
}

//! An input for an expression of the cluster query language, with what may be written at the caret: a
//! combobox with a list, as ARIA describes it.

use super::Hosts;
use crate::platform;
use ecs_core::query::{Suggestion, Suggestions, parse, suggest};
use std::rc::Rc;
use yew::prelude::*;

/// The input.
#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct ExpressionInputProps {
    /// The input's id.
    pub(super) id: String,
    /// What it is called by those who do not see where it stands.
    pub(super) name: String,
    /// What stands in it.
    pub(super) value: String,
    /// Whose attributes are offered.
    pub(super) hosts: Rc<Hosts>,
    /// `true` where there is an error.
    pub(super) invalid: AttrValue,
    /// The id of what is said of it.
    pub(super) described: String,
    /// Told of every change.
    pub(super) on_change: Callback<String>,
}

/// What is offered, and which of it the keyboard is at.
#[derive(Clone, Debug, PartialEq)]
struct Offer {
    suggestions: Suggestions,
    active: usize,
}

impl Offer {
    fn at(text: &str, byte: usize, hosts: &Hosts) -> Option<Offer> {
        let suggestions = suggest(text, byte, &hosts.attributes);
        (!suggestions.list.is_empty()).then_some(Offer { suggestions, active: 0 })
    }

    fn moved(&self, by: isize) -> Offer {
        let count = self.suggestions.list.len();
        let active = self.active.checked_add_signed(by).unwrap_or(count - 1) % count;
        Offer { active, ..self.clone() }
    }

    /// The text with a suggestion in it, and the byte behind that. What ends the text is followed by a
    /// space, where the next word begins.
    fn taken(&self, text: &str, number: usize) -> Option<(String, usize)> {
        let Suggestion { text: word, .. } = self.suggestions.list.get(number)?;
        let range = self.suggestions.range;
        let (before, after) = (text.get(..range.start)?, text.get(range.end..)?);
        let space = if after.is_empty() { " " } else { "" };
        Some((format!("{before}{word}{space}{after}"), before.len() + word.len() + space.len()))
    }
}

/// What the parts of the combobox share.
#[derive(Clone)]
struct Combo {
    input: NodeRef,
    list: NodeRef,
    offer: UseStateHandle<Option<Offer>>,
    hosts: Rc<Hosts>,
    on_change: Callback<String>,
}

impl Combo {
    /// Offers what may stand at the caret.
    fn open(&self) {
        let (text, byte) = platform::typed_in(&self.input);
        self.offer.set(Offer::at(&text, byte, &self.hosts));
    }

    fn take(&self, offer: &Offer, number: usize) {
        let (text, _) = platform::typed_in(&self.input);
        let Some((text, byte)) = offer.taken(&text, number) else { return self.offer.set(None) };
        platform::write_into(&self.input, &text, byte);
        self.on_change.emit(text.clone());
        // What is complete asks for nothing more.
        let next = if parse(&text).is_ok() { None } else { Offer::at(&text, byte, &self.hosts) };
        self.offer.set(next);
    }

    fn go(&self, offer: &Offer, by: isize) {
        let moved = offer.moved(by);
        platform::show_row(&self.list, moved.active);
        self.offer.set(Some(moved));
    }

    /// Whether the key was one of the list's.
    fn press(&self, event: &KeyboardEvent) -> bool {
        let modified = event.ctrl_key() || event.meta_key() || event.alt_key();
        match (event.key().as_str(), (*self.offer).as_ref()) {
            _ if modified || event.is_composing() => return false,
            ("ArrowDown", Some(offer)) => self.go(offer, 1),
            ("ArrowUp", Some(offer)) => self.go(offer, -1),
            ("ArrowDown", None) => self.open(),
            ("Enter", Some(offer)) => self.take(offer, offer.active),
            ("Escape", Some(_)) => self.offer.set(None),
            ("ArrowLeft" | "ArrowRight" | "Home" | "End", Some(_)) => {
                self.offer.set(None);
                return false;
            }
            _ => return false,
        }
        true
    }
}

/// The input and its list.
#[component]
pub(super) fn ExpressionInput(props: &ExpressionInputProps) -> Html {
    let combo = Combo {
        input: use_node_ref(),
        list: use_node_ref(),
        offer: use_state_eq(|| None),
        hosts: props.hosts.clone(),
        on_change: props.on_change.clone(),
    };
    {
        // Below the input there may be no room.
        let list = combo.list.clone();
        use_effect_with(combo.offer.is_some(), move |open| {
            if *open {
                platform::reveal(&list);
            }
        });
    }
    let oninput = {
        let combo = combo.clone();
        Callback::from(move |event: InputEvent| {
            combo.on_change.emit(platform::value_of(&event));
            combo.open();
        })
    };
    let onkeydown = {
        let combo = combo.clone();
        Callback::from(move |event: KeyboardEvent| {
            if combo.press(&event) {
                event.prevent_default();
            }
        })
    };
    let onblur = {
        let offer = combo.offer.clone();
        Callback::from(move |_: FocusEvent| offer.set(None))
    };
    let list_id = format!("{}-list", props.id);
    let open = combo.offer.is_some();
    let active = combo.offer.as_ref().map(|offer| option_id(&props.id, offer.active));
    html! {
        <div class="combo">
            <input ref={combo.input.clone()} id={props.id.clone()} type="text" role="combobox" aria-autocomplete="list" aria-expanded={open.to_string()}
                aria-controls={open.then(|| list_id.clone())} aria-activedescendant={active} aria-label={props.name.clone()} autocomplete="off"
                autocapitalize="off" spellcheck="false" value={props.value.clone()} aria-invalid={props.invalid.clone()}
                aria-describedby={props.described.clone()} {oninput} {onkeydown} {onblur} />
            if let Some(offer) = (*combo.offer).clone() {
                <ul ref={combo.list.clone()} id={list_id} role="listbox" aria-label="Suggestions" tabindex="-1">{ options(&combo, &offer, &props.id) }</ul>
            }
        </div>
    }
}

fn options(combo: &Combo, offer: &Offer, id: &str) -> Html {
    let option = |(number, suggestion): (usize, &Suggestion)| {
        let (combo, offer) = (combo.clone(), offer.clone());
        let is_active = number == offer.active;
        // On the press: the focus stays where it is.
        let onmousedown = Callback::from(move |event: MouseEvent| {
            event.prevent_default();
            combo.take(&offer, number);
        });
        html! {
            <li key={suggestion.text.clone()} id={option_id(id, number)} role="option" aria-selected={is_active.to_string()} {onmousedown}>
                <code>{ &suggestion.text }</code>{ " " }<span>{ suggestion.detail }</span>
            </li>
        }
    };
    offer.suggestions.list.iter().enumerate().map(option).collect()
}

fn option_id(id: &str, number: usize) -> String {
    format!("{id}-option-{number}")
}

#[cfg(test)]
mod tests {
    use super::{Hosts, Offer};
    use ecs_core::scenario::Roster;

    #[test]
    fn a_suggestion_takes_the_place_of_what_was_typed() {
        let roster = Roster::read("{}");
        let hosts = Hosts { roster, attributes: vec![("stack".to_owned(), vec!["prod".to_owned()])] };
        let offer = Offer::at("attr", 4, &hosts).unwrap();
        assert_eq!(offer.taken("attr", 0), Some(("attribute:stack ".to_owned(), 16)));
        let text = "attribute:stack ==  and runningTasksCount > 1";
        let offer = Offer::at(text, 19, &hosts).unwrap();
        assert_eq!(offer.taken(text, 0).unwrap().0, "attribute:stack == prod and runningTasksCount > 1");
        assert_eq!(offer.taken(text, 7), None);
        let both = Offer::at("attribute:stack exists ", 23, &hosts).unwrap();
        assert_eq!([both.moved(1).active, both.moved(-1).active, both.moved(2).active], [1, 1, 0]);
        assert_eq!(Offer::at("attribute:stack == prod nonsense ", 33, &hosts), None);
    }
}

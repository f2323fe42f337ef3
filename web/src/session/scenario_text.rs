//! The scenario's text as somebody types it: whatever it is, nothing of it and of the drafts is lost.

use super::draft::Draft;
use super::outline::Outline;
use super::state::{Note, State};
use std::collections::BTreeMap;
use std::rc::Rc;

impl State {
    /// Another text stands in the scenario's box. Drafts follow the definitions that they were made from.
    pub(super) fn with_typed_scenario(&self, text: Rc<str>) -> State {
        if *text == *self.text {
            return self.clone();
        }
        let typed = self.with_text(text);
        if typed.readable.is_some() {
            return typed;
        }
        let (before, after) = (&self.outline, &typed.outline);
        let definition = followed(before, after, self.definition);
        let mut drafts: BTreeMap<usize, Draft> = BTreeMap::new();
        for (number, draft) in &self.drafts {
            let wanted = followed(before, after, *number);
            let is_free = |number: &usize| *number != definition && !drafts.contains_key(number);
            // Fewer numbers are taken than there are drafts and the box.
            let last = wanted + self.drafts.len() + 1;
            let number = (wanted..=last).find(is_free).unwrap_or(last);
            drafts.insert(number, draft.clone());
        }
        State { definition, drafts, ..typed.clone() }.with_box_in_step()
    }

    /// The last text that was JSON takes the place of one that is none; the note leads back to that.
    pub(super) fn with_last_readable(&self) -> State {
        let Some(readable) = self.readable.clone() else { return self.clone() };
        State {
            note: Some(Note::undoable("The scenario is as it last was JSON.")),
            ..self.with_text(readable)
        }
    }

    /// What stands in the box is the registered revision as it is now, unless somebody drafts another.
    pub(super) fn with_box_in_step(self) -> State {
        if self.draft.typed {
            let name = self.outline.name_of(&self.draft);
            return State { draft: Draft { name, ..self.draft.clone() }, ..self };
        }
        let last = self.outline.definitions.len().saturating_sub(1);
        let state = State { definition: self.definition.min(last), ..self };
        let registered = state.outline.definitions.get(state.definition).map_or("", |row| row.text.as_str());
        if *registered == *state.draft.text {
            return state;
        }
        if state.drafts.contains_key(&state.definition) {
            state.with_definition(state.definition)
        } else {
            state.without_draft()
        }
    }
}

/// The number of a definition in another outline: its name's, else the one that it has.
fn followed(before: &Outline, after: &Outline, number: usize) -> usize {
    let name = before.definitions.get(number).map(|row| &row.name);
    let found = name.and_then(|name| after.definitions.iter().position(|row| row.name == *name));
    found.unwrap_or(number)
}

#[cfg(test)]
mod tests {
    use crate::session::{Action, State, reduce};
    use ecs_core::json;

    fn after(state: &State, actions: impl IntoIterator<Item = Action>) -> State {
        actions.into_iter().fold(state.clone(), |state, action| reduce(&state, action))
    }

    fn typed(state: &State, text: &str) -> State {
        reduce(state, Action::TypeScenario(text.into()))
    }

    const TWO: &str = r#"{"version": 1, "taskDefinitions": [
  {"family": "web", "containerDefinitions": [{"name": "a", "image": "a:1", "memory": 64}]},
  {"family": "api", "containerDefinitions": [{"name": "a", "image": "a:1", "memory": 64}]}
]}"#;

    #[test]
    fn a_text_that_is_no_json_is_kept_and_the_forms_stay() {
        let state = State::new();
        let broken = state.text.replacen('{', "", 1);
        let half = typed(&state, &broken);
        assert_eq!((&*half.text, half.readable.as_ref()), (&*broken, Some(&state.text)));
        assert_eq!(half.outline.services, state.outline.services);
        let worse = typed(&half, &broken[1..]);
        assert_eq!(worse.readable, Some(state.text.clone()));
        assert_eq!(*typed(&worse, &state.text).text, *state.text);
        assert_eq!(typed(&worse, &state.text).readable, None);
        let back = reduce(&worse, Action::ReadAgain);
        assert_eq!((&back.text, &back.readable), (&state.text, &None));
        let again = reduce(&back, Action::Undo);
        assert_eq!((&*again.text, again.readable.is_some()), (&broken[1..], true));
        assert_eq!(again.outline.services, state.outline.services);
    }

    #[test]
    fn the_box_shows_what_is_registered_and_a_draft_follows_its_definition() {
        let state = typed(&State::new(), TWO);
        assert!(state.draft.text.contains("web") && !state.draft.typed);
        let other = typed(&state, &TWO.replacen("\"memory\": 64", "\"memory\": 128", 1));
        assert!(other.draft.text.contains("128") && !other.draft.typed);
        let drafted = after(&other, [Action::ChooseDefinition(1), Action::Type("my draft".into())]);
        let swapped = json::swap(&drafted.text, "/taskDefinitions/0", "/taskDefinitions/1").unwrap();
        let swapped = typed(&drafted, &swapped);
        assert_eq!((swapped.definition, &*swapped.draft.text), (0, "my draft"));
        let aside = reduce(&drafted, Action::ChooseDefinition(0));
        let aside =
            typed(&aside, &json::swap(&aside.text, "/taskDefinitions/0", "/taskDefinitions/1").unwrap());
        assert_eq!((aside.definition, aside.drafts.keys().copied().collect::<Vec<_>>()), (1, vec![0]));
        assert!(aside.draft.text.contains("web"));
        let gone = typed(&drafted, r#"{"version": 1}"#);
        assert_eq!((&*gone.draft.text, gone.draft.typed), ("my draft", true));
        assert_eq!(&*typed(&state, r#"{"version": 1}"#).draft.text, "");
    }
}

//! What is typed into the box for the task definition: drafts of revisions that are not registered
//! yet. One for each definition that was edited; none is lost.

use super::register::{deploy, register};
use super::revisions::Name;
use super::shared::Shared;
use super::state::{Note, Section, State};
use crate::player::Verdict;
use ecs_core::DocumentKind;
use ecs_core::finding::Finding;
use ecs_core::json::EditError;
use std::collections::BTreeMap;
use std::rc::Rc;

/// The text in the box for the task definition. It is never lost, whatever it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    /// The text.
    pub text: Rc<str>,
    /// Rises with every change.
    pub number: u32,
    /// Whether it differs from the registered revision: a draft of the next one.
    pub typed: bool,
    /// What it is called once it is registered; while that cannot be told, what it was before.
    pub name: Name,
    /// The judgement; none until there is one.
    pub verdict: Option<Shared<Verdict>>,
    /// What there was to say of the text that was judged last.
    pub findings: Shared<Vec<Finding>>,
    /// Whether the text that was judged last is a scenario: one with errors, or it would be the page's.
    pub is_scenario: bool,
    /// The text that was judged last and is no scenario: what a pasted scenario takes the place of.
    pub(super) settled: Option<Rc<str>>,
}

/// What is to be done with the draft as soon as it is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Register it.
    Register,
    /// Register it, have services run it, and run the scenario.
    Deploy,
}

/// The scenario and the drafts at an earlier moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Earlier {
    pub(super) text: Rc<str>,
    opened: Rc<str>,
    findable: Rc<str>,
    definition: usize,
    draft: Draft,
    drafts: BTreeMap<usize, Draft>,
}

impl State {
    /// Another text stands in the box. What was said of the one before stands until this one is
    /// judged: nothing flickers.
    pub(super) fn with_typed(&self, text: Rc<str>) -> State {
        let registered = self.outline.definitions.get(self.definition).map_or("", |row| row.text.as_str());
        let typed = *text != *registered;
        let draft = Draft { text, number: self.draft.number + 1, typed, verdict: None, ..self.draft.clone() };
        let name = self.outline.name_of(&draft);
        State { draft: Draft { name, ..draft }, wish: None, ..self.clone() }
    }

    /// Another task definition goes into the box, with the draft that was made from it.
    pub(super) fn with_definition(&self, number: usize) -> State {
        let mut drafts = self.drafts.clone();
        if self.draft.typed {
            drafts.insert(self.definition, self.draft.clone());
        }
        let draft = drafts.remove(&number);
        let state = State { definition: number, drafts, wish: None, ..self.clone() };
        match draft {
            Some(draft) => state.with_draft(draft),
            None => state.without_draft(),
        }
    }

    /// The draft in the box goes: what is registered stands there.
    pub(super) fn without_draft(&self) -> State {
        let row = self.outline.definitions.get(self.definition);
        let text: Rc<str> = row.map_or("", |row| row.text.as_str()).into();
        let name = row.and_then(|row| self.outline.next_name(&row.text)).unwrap_or_default();
        let draft = Draft { text, number: self.draft.number + 1, name, ..Draft::default() };
        State { draft, wish: None, ..self.clone() }
    }

    /// The draft goes into the box, to be judged anew; meanwhile its name may have been taken.
    fn with_draft(&self, draft: Draft) -> State {
        let name = self.outline.name_of(&draft);
        let draft = Draft { number: self.draft.number + 1, name, verdict: None, ..draft };
        State { draft, ..self.clone() }
    }

    /// Whether somebody's work would be lost with this page: a draft, or a scenario that neither the gallery nor a
    /// link has.
    pub fn is_worked_on(&self) -> bool {
        let has_draft = self.draft.typed || !self.drafts.is_empty();
        has_draft || self.text != self.findable
    }

    /// This moment, to come back to.
    pub(super) fn earlier(&self) -> Rc<Earlier> {
        Rc::new(Earlier {
            text: self.text.clone(),
            opened: self.opened.clone(),
            findable: self.findable.clone(),
            definition: self.definition,
            draft: self.draft.clone(),
            drafts: self.drafts.clone(),
        })
    }

    /// This moment with the box as it was before a scenario was pasted into it.
    fn before_paste(&self) -> Rc<Earlier> {
        match &self.draft.settled {
            Some(text) => self.with_typed(text.clone()).earlier(),
            None => self.without_draft().earlier(),
        }
    }

    /// Back to the earlier moment, and to its drafts where `with_drafts`.
    pub(super) fn back_to(&self, earlier: &Earlier, with_drafts: bool) -> State {
        let mut state =
            if earlier.text == self.text { self.clone() } else { self.with_text(earlier.text.clone()) };
        state.opened = earlier.opened.clone();
        state.findable = earlier.findable.clone();
        state.wish = None;
        if !with_drafts {
            return state.with_box_in_step();
        }
        state.definition = earlier.definition;
        state.drafts = earlier.drafts.clone();
        state.with_draft(earlier.draft.clone())
    }

    /// What is known of the text in the box. A pasted scenario replaces the one that was here.
    pub(super) fn with_verdict(&self, verdict: Verdict) -> State {
        let mut state = self.clone();
        let is_scenario = verdict.kind == Some(DocumentKind::Scenario);
        let pasted = (is_scenario && verdict.usable && state.draft.typed)
            .then(|| state.draft.text.get(verdict.range.start..verdict.range.end))
            .flatten();
        if let Some(text) = pasted {
            let note = Some(Note::undoable("The pasted scenario has replaced the one that was here."));
            let pasted = State { note, ..state.with_document(text.into()) };
            return pasted.with_change("pasted a scenario".to_owned(), state.before_paste(), self, None);
        }
        state.draft.is_scenario = is_scenario;
        state.draft.findings = Shared::new(verdict.findings.clone());
        if state.draft.typed && !is_scenario {
            state.draft.settled = Some(state.draft.text.clone());
        }
        if let Some(name) = state.outline.judged_name(&verdict) {
            state.draft.name = name;
        }
        state.draft.verdict = Some(Shared::new(verdict));
        state
    }

    /// The scenario in the box, which has errors, takes the place of the one that is here.
    pub(super) fn with_pasted_scenario(&self) -> State {
        if !self.draft.is_scenario {
            return self.clone();
        }
        let note = Some(Note::undoable(
            "The pasted scenario, with its problems, has replaced the one that was here.",
        ));
        let pasted = State { note, section: Section::Json, ..self.with_document(self.draft.text.clone()) };
        pasted.with_change("opened a pasted scenario".to_owned(), self.before_paste(), self, None)
    }

    /// The draft, which can be used, is registered: each definition where it is a list of several. Behind the
    /// beginning that is a call, and a service that is deployed another. What stood around the definitions in the
    /// box is left out.
    pub(super) fn with_registered(&self, wish: Wish) -> State {
        self.registering(wish).unwrap_or_else(|error| State {
            alert: Some(format!("{} could not be registered: {error}.", self.draft.name).into()),
            wish: None,
            ..self.clone()
        })
    }

    fn registering(&self, wish: Wish) -> Result<State, EditError> {
        let raws = self.draft.definitions();
        let (stands, acts) = (self.standing_text(), self.acts_at_seconds() > 0);
        let registered = match wish {
            Wish::Register => register(&stands, &raws),
            Wish::Deploy => deploy(&stands, self.definition, &raws, acts),
        }?;
        let names = listed(&registered.names);
        let definitions = if raws.len() == 1 { "the definition" } else { "the definitions" };
        let said = (raws != [self.draft.text.trim()])
            .then(|| format!("Registered {names}. What stood around {definitions} is left out."));
        let state = self.with_revisions(&registered.text, &registered.names, said)?;
        let state = state.without_draft().with_definition(registered.number);
        Ok(State { announcement: format!("Registered {names}.").into(), ..state })
    }
}

impl Earlier {
    /// About how long its texts are.
    pub(super) fn bytes(&self) -> usize {
        let drafts = self.drafts.values().map(|draft| draft.text.len()).sum::<usize>();
        self.text.len() + self.draft.text.len() + drafts
    }
}

impl Draft {
    /// Whether the text in the box cannot be registered, as far as is known.
    pub fn is_unusable(&self) -> bool {
        let known = |verdict: &Shared<Verdict>| !verdict.usable;
        self.typed && self.verdict.as_ref().map_or_else(|| self.errors() > 0, known)
    }

    /// The texts of the definitions that the draft was judged to hold.
    pub(super) fn definitions(&self) -> Vec<&str> {
        let Some(verdict) = &self.verdict else { return Vec::new() };
        let ranges = std::iter::once(&verdict.range).chain(&verdict.others);
        ranges.map(|range| self.text.get(range.start..range.end).unwrap_or_default()).collect()
    }

    /// How many revisions registering the draft makes, as far as is known.
    pub fn revisions(&self) -> usize {
        1 + self.verdict.as_ref().map_or(0, |verdict| verdict.others.len())
    }

    /// Errors of the text that was judged last.
    pub fn errors(&self) -> usize {
        super::reduce::errors(&self.findings).count()
    }
}

/// `web:2`, `web:2 and api:1`, `web:2, api:1 and 7 more`.
fn listed(names: &[Name]) -> String {
    match names {
        [one] => one.to_string(),
        [one, other] => format!("{one} and {other}"),
        [one, other, more @ ..] => format!("{one}, {other} and {} more", more.len()),
        [] => String::new(),
    }
}

//! What the forms show: the scenario as it stands where somebody acts. At second 0 that is the scenario itself;
//! behind it, the scenario as the calls of its timeline, and the run, have left it.
//!
//! An edit of what stands is one mechanism: at second 0 it is one of the text, as it is; later, what differs
//! becomes calls at that second, and what no call can change is changed at the beginning.

mod apart;
#[cfg(test)]
mod apart_tests;
mod begin;
mod calls;
mod fold;
mod kinds;
#[cfg(test)]
mod tests;
mod write;

use super::amend::again;
use super::clock::moment;
use super::follow::parse;
use super::outline::Outline;
use super::revisions::Name;
use super::shared::Shared;
use super::state::{Note, State};
use calls::calls;
use ecs_core::SimTime;
use ecs_core::finding::Finding;
use ecs_core::json::EditError;
use fold::{Fold, Measured};
pub(super) use kinds::named;
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::rc::Rc;

/// The scenario as it stands behind its beginning.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// Its text.
    text: Rc<str>,
    /// Where the entries of lists that calls have changed come from.
    origins: BTreeMap<&'static str, Vec<String>>,
}

/// The moments of the calls that count, in order, and which they are.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Deeds {
    /// Milliseconds, and the number in the timeline.
    listed: Vec<(u64, usize)>,
}

/// What a standing scenario was worked out from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Basis {
    text_number: u32,
    /// Calls up to the playhead, and up to where somebody acts.
    calls: (usize, usize),
    /// Of what the run says.
    measured: u64,
}

impl Basis {
    /// The beginning of a text.
    pub(super) fn of_the_beginning(text_number: u32) -> Basis {
        Basis { text_number, ..Basis::default() }
    }
}

impl Deeds {
    /// Those of a scenario.
    pub(super) fn of(outline: &Outline) -> Deeds {
        let rows = outline.actions.iter().enumerate().filter(|(_, row)| kinds::counts(&row.action));
        let mut listed: Vec<(u64, usize)> =
            rows.filter_map(|(number, row)| Some((row.at()?.as_ms(), number))).collect();
        listed.sort_unstable();
        Deeds { listed }
    }

    fn until(&self, at: SimTime) -> usize {
        self.listed.partition_point(|(ms, _)| *ms <= at.as_ms())
    }

    fn numbers(&self, from: usize, to: usize) -> Vec<usize> {
        self.listed.get(from..to).unwrap_or_default().iter().map(|(_, number)| *number).collect()
    }
}

/// What is said of a scenario, at the places that its entries have where they stand.
pub fn said(findings: &Shared<Vec<Finding>>, standing: &Option<Shared<Standing>>) -> Vec<Finding> {
    let Some(standing) = standing else { return findings.to_vec() };
    let mut said = findings.to_vec();
    for finding in &mut said {
        if let Some(place) = standing.place(&finding.pointer) {
            finding.pointer = place;
        }
    }
    said
}

impl Standing {
    /// Where that stands which the scenario has at a place; none where it is the same place.
    fn place(&self, pointer: &str) -> Option<String> {
        let within = |origin: &String| {
            pointer.strip_prefix(origin.as_str()).filter(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let found = self.origins.iter().find_map(|(list, origins)| {
            let mut places = origins.iter().enumerate();
            places.find_map(|(number, origin)| Some(format!("/{list}/{number}{}", within(origin)?)))
        });
        // What was ended by then has no place of its own.
        let ended = || self.origins.keys().find(|list| pointer.starts_with(&format!("/{list}/")));
        found.or_else(|| ended().map(|list| format!("/{list}")))
    }
}

impl State {
    /// The scenario as it stands where somebody acts, where that is not the beginning.
    pub fn stands(&self) -> Option<Shared<Standing>> {
        self.standing.clone()
    }

    /// The text of which the forms show the outline.
    pub(super) fn standing_text(&self) -> Rc<str> {
        let standing = self.standing.as_ref().filter(|_| self.readable.is_none());
        standing.map_or_else(|| self.text.clone(), |standing| standing.text.clone())
    }

    /// This page with the forms showing what stands where somebody acts now; and what is in the box for the task
    /// definition follows. While a picture is on its way nothing is worked out.
    pub(super) fn standing(self) -> State {
        let is_on_its_way = self.shown_here().is_some_and(|shown| {
            !self.transport.is_playing && !self.run.going && shown.snapshot.at != self.transport.at
        });
        if is_on_its_way && self.acts_at_seconds() > 0 {
            return self;
        }
        let before = self.basis;
        let state = self.stand();
        if state.basis == before { state } else { state.with_box_in_step() }
    }

    /// This page with the forms showing what stands. Of a text that is no JSON nothing is worked out.
    pub(super) fn stand(self) -> State {
        let basis = self.basis_now();
        if basis == self.basis || self.readable.is_some() {
            return self;
        }
        let is_the_beginning = basis.calls == (0, 0) && basis.measured == 0;
        let stood = if is_the_beginning { None } else { self.stood(basis).ok() };
        let (standing, inactive) = stood.map_or((None, Vec::new()), |(standing, inactive)| {
            (Some(standing).filter(|standing| *standing.text != *self.text), inactive)
        });
        let standing = standing.map(Shared::new);
        let text = standing.as_ref().map_or(&self.text, |standing| &standing.text);
        let mut outline = Outline::read(text);
        for row in &mut outline.definitions {
            row.is_active = !inactive.contains(&row.name);
        }
        State { outline: Shared::new(outline), standing, basis, ..self }
    }

    fn basis_now(&self) -> Basis {
        let acts_at = SimTime::from_seconds(self.acts_at_seconds());
        if acts_at == SimTime::ZERO {
            return Basis::of_the_beginning(self.text_number);
        }
        let calls = (self.deeds.until(self.transport.at), self.deeds.until(acts_at));
        Basis { text_number: self.text_number, calls, measured: self.measured_hash() }
    }

    fn stood(&self, basis: Basis) -> Result<(Standing, Vec<Name>), EditError> {
        let root = parse(&self.text)?;
        let mut fold = Fold::new(&self.text, &root);
        let (until, further) = basis.calls;
        fold.act(&self.deeds.numbers(0, until))?;
        if basis.measured != 0 {
            fold.measure(&self.measured())?;
        }
        fold.act(&self.deeds.numbers(until, further))?;
        let (text, origins) = fold.written()?;
        Ok((Standing { text: text.into(), origins }, fold.inactive))
    }

    /// What the run says of services at the playhead, where it is one of this scenario as it is.
    fn measured(&self) -> Vec<Measured> {
        let shown = self.shown_here().filter(|_| !self.is_stale());
        let services = shown.iter().flat_map(|shown| &shown.snapshot.services);
        let measured = services.map(|service| Measured {
            service: service.name.clone(),
            desired_count: service.desired_count,
            task_definition: service.task_definition.clone(),
        });
        measured.collect()
    }

    /// The same as a number; 0 where it says nothing. It is asked for with every picture that is played.
    fn measured_hash(&self) -> u64 {
        let Some(shown) = self.shown_here().filter(|_| !self.is_stale()) else { return 0 };
        let mut hasher = DefaultHasher::new();
        for service in &shown.snapshot.services {
            (&service.name, service.desired_count, &service.task_definition).hash(&mut hasher);
        }
        hasher.finish() | 1
    }

    /// This page with what stands changed to `edited`; `said` is what there is to say besides.
    pub(super) fn with_standing(&self, edited: &str, said: Option<String>) -> Result<State, EditError> {
        self.with_standing_of(&self.text, edited, said)
    }

    /// The same in `document`, which is the scenario with later actions changed.
    fn with_standing_of(
        &self,
        document: &str,
        edited: &str,
        said: Option<String>,
    ) -> Result<State, EditError> {
        let at = self.acts_at_seconds();
        if at == 0 || self.readable.is_some() {
            return Ok(self.begun(edited.into(), said));
        }
        let before = parse(&self.standing_text())?;
        let after = parse(edited)?;
        match calls(&before, &after, edited) {
            Ok(calls) if calls.is_empty() => Ok(self.clone()),
            Ok(calls) => {
                let (text, words) = write::made(document, &calls, at)?;
                let when = moment(SimTime::from_seconds(at));
                let done = match words.as_str() {
                    "" => format!("Nothing is made at {when} any more."),
                    words => format!("At {when}: {words}."),
                };
                let said = said.map(|said| format!("{said} ")).unwrap_or_default();
                let note = Some(Note::undoable(format!("{said}{done}")));
                Ok(again(self, State { note, ..self.with_text(text.into()) }))
            }
            Err(place) => {
                let text = match &self.standing {
                    Some(standing) => begin::begun(document, &before, &after, &standing.origins)?,
                    None => edited.to_owned(),
                };
                let what = if begin::is_of_a_call(&parse(document)?, &parse(&text)?) {
                    "The call that made it is changed"
                } else {
                    "The beginning is changed"
                };
                let why = format!("{what}: {place} does not act from a form.");
                let said = said.map_or_else(|| why.clone(), |said| format!("{said} {why}"));
                Ok(self.begun(text.into(), Some(said)))
            }
        }
    }

    /// This page with `edited`, which is what stands with revisions of those names, the newest of their families.
    /// Those that the timeline registers later come behind them, and count up with all that name them.
    pub(super) fn with_revisions(
        &self,
        edited: &str,
        names: &[Name],
        said: Option<String>,
    ) -> Result<State, EditError> {
        let at = self.acts_at_seconds();
        let document = if at == 0 { edited } else { &*self.text };
        let behind = Some(at * 1000).filter(|_| at > 0);
        let (text, counted) = write::renumbered_all(document, names, behind)?;
        let counted = (!counted.is_empty()).then(|| {
            let families = counted.join(", ");
            format!("Revisions of {families} that the timeline registers later count one up, where actions name them.")
        });
        let said: Vec<String> = said.into_iter().chain(counted).collect();
        let said = Some(said.join(" ")).filter(|said| !said.is_empty());
        let state = State { note: None, ..self.clone() };
        if at == 0 { state.with_standing(&text, said) } else { state.with_standing_of(&text, edited, said) }
    }

    fn begun(&self, text: Rc<str>, said: Option<String>) -> State {
        let note = said.map(Note::undoable);
        State { note: note.or(self.note.clone()), ..self.with_text(text) }
    }
}

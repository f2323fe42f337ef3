//! Where in an unfinished text a place is: within which members, and what may stand there.
//!
//! The parser wants a whole text. Here a sign that is missing is passed over.

use super::tokens::{Kind, Token, tokens};
use crate::finding::Range;

/// A place in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// The word at the place, with its quotes; empty where there is none yet.
    pub(super) range: Range,
    /// What may stand here.
    pub(super) slot: Slot,
    /// The way from the root to the object or list that the place is in.
    pub(super) path: Vec<Step>,
    /// The members of the object that the place is in, but for the one at the place.
    pub(super) siblings: Vec<Given>,
    /// The members of the root.
    pub(super) root: Vec<Given>,
    /// Whether a comma is missing in front.
    pub(super) comma_before: bool,
    /// Whether a comma is missing behind.
    pub(super) comma_behind: bool,
}

/// What may stand at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    /// A member's name.
    Name {
        /// Whether its colon is there already.
        has_colon: bool,
    },
    /// The value of the member of that name.
    Value(String),
    /// An element of a list.
    Element,
}

/// A step down the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Into the member of that name.
    Member(String),
    /// Into an element.
    Element,
}

/// A member that is in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Given {
    /// Its name.
    pub(super) name: String,
    /// The first byte of its name.
    at: usize,
    /// Its value, where that is no object and no list.
    pub(super) value: Option<String>,
}

/// The place at byte `at`. None outside of every object and list, in comments, and between a name
/// and its colon.
pub(super) fn find(text: &str, at: usize) -> Option<Place> {
    let (comments, tokens): (Vec<Token>, Vec<Token>) =
        tokens(text).into_iter().partition(|token| matches!(token.kind, Kind::Comment(_)));
    if comments.iter().any(|comment| comment.holds(at)) {
        return None;
    }
    let number = tokens.partition_point(|token| token.end <= at && !token.holds(at));
    let (before, rest) = tokens.split_at(number);
    let here = rest.first().filter(|token| token.holds(at));
    let behind = rest.get(usize::from(here.is_some())).map(|token| token.kind);

    let mut reader = Reader { text, open: Vec::new(), members: Vec::new() };
    reader.read(before);
    let frame = reader.open.last()?.clone();
    let path = reader.path();
    let (slot, comma_before) = frame.slot(behind)?;
    // What stands behind the place has members of the same object, too.
    reader.read(rest);
    let range = here.map_or(Range { start: at, end: at }, |token| extent(text, token, at));
    let siblings = reader.members.get(frame.number).cloned().unwrap_or_default();
    Some(Place {
        range,
        slot,
        path,
        siblings: siblings.into_iter().filter(|member| member.at != range.start).collect(),
        root: reader.members.first().cloned().unwrap_or_default(),
        comma_before,
        comma_behind: matches!(behind, Some(Kind::String(_) | Kind::Word | Kind::Open(_))),
    })
}

/// The bytes of the word at a place. A quote that is missing would be taken from the next word: only
/// what a name is made of belongs to it.
fn extent(text: &str, token: &Token, at: usize) -> Range {
    let rest = text.get(at..token.end).unwrap_or_default();
    let is_part = |c: char| c.is_alphanumeric() || "_-.".contains(c);
    let length = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
    let closes = rest.get(length..) == Some("\"");
    Range { start: token.start, end: at + length + usize::from(closes) }
}

/// An object or a list that is open.
#[derive(Clone, Debug)]
struct Frame {
    is_object: bool,
    /// Of the objects and lists of the text, in their order.
    number: usize,
    next: Next,
    /// The member that is being read.
    name: String,
    name_at: usize,
}

/// What comes next in an object or a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    Name,
    Colon,
    Value,
    Comma,
}

impl Frame {
    /// What may stand next, and whether a comma is missing in front of it.
    fn slot(&self, behind: Option<Kind>) -> Option<(Slot, bool)> {
        let has_colon = behind == Some(Kind::Colon);
        match (self.is_object, self.next) {
            (true, Next::Name | Next::Comma) => Some((Slot::Name { has_colon }, self.next == Next::Comma)),
            (true, Next::Colon) => None,
            (true, Next::Value) => Some((Slot::Value(self.name.clone()), false)),
            (false, next) => Some((Slot::Element, next == Next::Comma)),
        }
    }
}

struct Reader<'t> {
    text: &'t str,
    /// From the root down.
    open: Vec<Frame>,
    /// The members of each object and list of the text.
    members: Vec<Vec<Given>>,
}

impl Reader<'_> {
    fn read(&mut self, tokens: &[Token]) {
        for token in tokens {
            self.take(token);
        }
    }

    fn take(&mut self, token: &Token) {
        match token.kind {
            Kind::Open(is_object) => self.open(is_object),
            Kind::Close(is_object) => self.close(is_object),
            Kind::Colon => {
                if let Some(frame) = self.open.last_mut().filter(|frame| frame.next == Next::Colon) {
                    frame.next = Next::Value;
                }
            }
            Kind::Comma => {
                self.give(None);
                if let Some(frame) = self.open.last_mut() {
                    frame.next = if frame.is_object { Next::Name } else { Next::Value };
                }
            }
            Kind::String(_) | Kind::Word => self.word(token),
            Kind::Comment(_) => {}
        }
    }

    fn open(&mut self, is_object: bool) {
        self.give(None);
        let next = if is_object { Next::Name } else { Next::Value };
        let number = self.members.len();
        self.members.push(Vec::new());
        self.open.push(Frame { is_object, number, next, name: String::new(), name_at: 0 });
    }

    /// Closes what is open of that kind, with everything in it that was left open.
    fn close(&mut self, is_object: bool) {
        self.give(None);
        if let Some(depth) = self.open.iter().rposition(|frame| frame.is_object == is_object) {
            self.open.truncate(depth);
        }
    }

    fn word(&mut self, token: &Token) {
        let word = token.word(self.text);
        let Some(frame) = self.open.last_mut() else { return };
        if !frame.is_object || frame.next == Next::Value {
            return self.give(Some(word));
        }
        (frame.name, frame.name_at, frame.next) = (word.to_owned(), token.start, Next::Colon);
    }

    /// The member that is being read has this value, or one that is not kept.
    fn give(&mut self, value: Option<&str>) {
        let Some(frame) = self.open.last_mut() else { return };
        let is_pending = matches!(frame.next, Next::Colon | Next::Value);
        frame.next = Next::Comma;
        let Some(members) = self.members.get_mut(frame.number).filter(|_| frame.is_object && is_pending)
        else {
            return;
        };
        members.push(Given { name: frame.name.clone(), at: frame.name_at, value: value.map(str::to_owned) });
    }

    fn path(&self) -> Vec<Step> {
        let step = |frame: &Frame| {
            if frame.is_object { Step::Member(frame.name.clone()) } else { Step::Element }
        };
        let above = self.open.len().saturating_sub(1);
        self.open.iter().take(above).map(step).collect()
    }
}

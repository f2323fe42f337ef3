//! What becomes of a text when members or elements are taken out of it: the commas that parted them from
//! their neighbours go along, comments stay.

use super::edit::EditError;
use super::parse::TOLERANT;
use super::{Node, Value, parse, segments};
use crate::finding::{Findings, Range};
use jsonc_parser::cst::CstRootNode;

/// `text` without the member or element at `pointer`; every member of that name, where there are several.
pub(super) fn remove_in(text: &str, pointer: &str) -> Result<String, EditError> {
    // A text that is read after a repair is no JSON for an edit.
    CstRootNode::parse(text, &TOLERANT).map_err(|_| EditError::NotJson)?;
    let root = parse(text, &mut Findings::new()).ok_or(EditError::NotJson)?;
    let (parent, _) = pointer.rsplit_once('/').ok_or(EditError::NoSuchPlace)?;
    let last = segments(pointer).last().ok_or(EditError::NoSuchPlace)?;
    let container = root.at(parent).ok_or(EditError::NoSuchPlace)?;
    let items = items(container, &last);
    if !items.iter().any(|item| item.goes) {
        return Err(EditError::NoSuchPlace);
    }
    let cuts = cuts(text, container.range, &items);
    Ok(without(text, &cuts))
}

/// A member or an element, and whether it is taken out.
struct Item {
    range: Range,
    goes: bool,
}

fn items(container: &Node, last: &str) -> Vec<Item> {
    match &container.value {
        Value::Object(members) => members
            .iter()
            .map(|member| Item {
                range: Range { start: member.key_range.start, end: member.value.range.end },
                goes: member.key == last,
            })
            .collect(),
        Value::Array(elements) => {
            let index = last.parse().ok();
            let goes = |number: usize| Some(number) == index;
            elements
                .iter()
                .enumerate()
                .map(|(number, node)| Item { range: node.range, goes: goes(number) })
                .collect()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    }
}

/// Bytes that go, in order, and whether a comma takes their place.
type Cut = (Range, bool);

/// Items side by side that go are one cut; between two of them stands one that stays, so no cut meets
/// another.
fn cuts(text: &str, container: Range, items: &[Item]) -> Vec<Cut> {
    let inside = Range { start: container.start + 1, end: container.end.saturating_sub(1) };
    if items.iter().all(|item| item.goes) {
        return emptied(text, inside, items);
    }
    let mut cuts = Vec::new();
    let mut before = None;
    let mut rest = items.iter().peekable();
    while let Some(item) = rest.next() {
        if !item.goes {
            before = Some(item.range.end);
            continue;
        }
        let mut run = item.range;
        while let Some(next) = rest.next_if(|next| next.goes) {
            run.end = next.range.end;
        }
        let after = rest.peek().map(|next| next.range.start);
        cuts.extend(cut(text, inside, before, run, after));
    }
    cuts
}

/// All of them go: what is left inside are comments, or nothing.
fn emptied(text: &str, inside: Range, items: &[Item]) -> Vec<Cut> {
    let (Some(first), Some(last)) = (items.first(), items.last()) else { return Vec::new() };
    let run = Range { start: first.range.start, end: last.range.end };
    let has_comment = |start: usize, end: usize| part(text, start, end).contains('/');
    if !has_comment(inside.start, run.start) && !has_comment(run.end, inside.end) {
        return vec![(inside, false)];
    }
    cut(text, inside, None, run, None)
}

fn cut(text: &str, inside: Range, before: Option<usize>, run: Range, after: Option<usize>) -> Vec<Cut> {
    let gap_before = Range { start: before.unwrap_or(inside.start), end: run.start };
    let gap_after = Range { start: run.end, end: after.unwrap_or(inside.end) };
    let comma_after = commas(text, gap_after).first().copied();
    let comma_before = commas(text, gap_before).last().copied();
    let space_after = |at: usize| {
        let gap = part(text, at, gap_after.end);
        at + (gap.len() - gap.trim_start().len())
    };
    let space_before = || {
        let gap = part(text, gap_before.start, run.start);
        // The end of a line may be the end of a comment.
        let kept = if gap.contains('/') { gap.len() } else { gap.trim_end().len() };
        gap_before.start + kept
    };
    let comma = |at: usize| Range { start: at, end: at + 1 };
    let mut cuts: Vec<Range> = Vec::new();
    match (after, comma_after, comma_before) {
        (Some(_), Some(at), _) if at == run.end => {
            cuts.push(Range { start: run.start, end: space_after(at + 1) });
        }
        (Some(_), Some(at), _) => {
            cuts.extend([run, Range { start: at, end: space_after(at + 1) }]);
        }
        (Some(_), None, _) => cuts.push(Range { start: run.start, end: space_after(run.end) }),
        (None, Some(at), _) => cuts.extend([Range { start: space_before(), end: run.end }, comma(at)]),
        (None, None, Some(at)) => {
            let start = space_before().max(at + 1);
            cuts.extend([comma(at), Range { start, end: run.end }]);
        }
        (None, None, None) => cuts.push(Range { start: space_before(), end: run.end }),
    }
    let kept = (gap_after.end - gap_before.start) - cuts.iter().map(|cut| cut.end - cut.start).sum::<usize>();
    let joined = before.is_some() && after.is_some() && kept == 0;
    cuts.into_iter().enumerate().map(|(number, range)| (range, joined && number == 0)).collect()
}

/// Where the commas of a gap between two items stand, those in comments left out.
fn commas(text: &str, gap: Range) -> Vec<usize> {
    let (mut at, mut found) = (gap.start, Vec::new());
    while at < gap.end {
        let rest = part(text, at, gap.end);
        let comment = match () {
            () if rest.starts_with("//") => Some(rest.find('\n')),
            () if rest.starts_with("/*") => Some(rest.find("*/").map(|end| end + 2)),
            () => None,
        };
        if rest.starts_with(',') {
            found.push(at);
        }
        let step = rest.chars().next().map_or(1, char::len_utf8);
        at += comment.map_or(step, |end| end.unwrap_or(rest.len()));
    }
    found
}

fn part(text: &str, start: usize, end: usize) -> &str {
    text.get(start..end).unwrap_or_default()
}

fn without(text: &str, cuts: &[Cut]) -> String {
    let (mut edited, mut at) = (String::with_capacity(text.len()), 0);
    for (range, comma) in cuts {
        edited.push_str(part(text, at, range.start));
        edited.push_str(if *comma { ", " } else { "" });
        at = range.end;
    }
    edited.push_str(part(text, at, text.len()));
    edited
}

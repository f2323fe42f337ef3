//! Edits of a security group's rules.

use super::network::NetworkPart;
use super::placement::remove_element;
use super::{number_or_text, or_default};
use crate::session::network::Source;
use crate::session::outline::Outline;
use ecs_core::json::{self, EditError};
use serde_json::json;

/// A source of a rule: its group, the rule, and its place among the rule's sources.
pub(super) type SourcePlace = (usize, usize, usize);

/// A protocol without ports takes none along, and one with ports begins with one.
pub(super) fn protocol(
    text: &str,
    outline: &Outline,
    (group, rule): (usize, usize),
    chosen: &str,
) -> Result<String, EditError> {
    let part = NetworkPart::Rule(group, rule);
    let of = |member: &str| format!("{}/{member}", part.pointer());
    let row = outline.vpc.listed_groups().get(group).and_then(|group| group.rules.get(rule));
    let had_ports = row.ok_or(EditError::NoSuchPlace)?.has_ports();
    let edited = json::set(text, &of("IpProtocol"), &json!(chosen))?;
    match (had_ports, matches!(chosen, "tcp" | "udp")) {
        (true, false) => {
            let edited = or_default(&edited, &of("FromPort"), "", "")?;
            or_default(&edited, &of("ToPort"), "", "")
        }
        (false, true) => ports(&edited, part, "80"),
        _ => Ok(edited),
    }
}

/// `80` or `8000-8080`; what is half written stays as it is.
pub(super) fn ports(text: &str, rule: NetworkPart, typed: &str) -> Result<String, EditError> {
    let (from, to) = typed.split_once('-').unwrap_or((typed, typed));
    let of = |member: &str| format!("{}/{member}", rule.pointer());
    let edited = json::set(text, &of("FromPort"), &number_or_text(from))?;
    json::set(&edited, &of("ToPort"), &number_or_text(to))
}

fn source_at(outline: &Outline, (group, rule, at): SourcePlace) -> Result<(&Source, usize), EditError> {
    let rule = outline.vpc.listed_groups().get(group).and_then(|group| group.rules.get(rule));
    let sources = &rule.ok_or(EditError::NoSuchPlace)?.sources;
    let found = sources.get(at).ok_or(EditError::NoSuchPlace)?;
    let is_same_kind = |other: &&Source| {
        matches!(
            (found, other),
            (Source::Block(..), Source::Block(..)) | (Source::Group(..), Source::Group(..))
        )
    };
    Ok((found, sources.iter().filter(is_same_kind).count()))
}

/// A source becomes another: one of another kind goes to the other list.
pub(super) fn source(
    text: &str,
    outline: &Outline,
    place: SourcePlace,
    value: &str,
    is_group: bool,
) -> Result<String, EditError> {
    let (found, _) = source_at(outline, place)?;
    let rule = NetworkPart::Rule(place.0, place.1).pointer();
    match (found, is_group) {
        (Source::Block(at, _), false) => {
            json::set(text, &format!("{rule}/IpRanges/{at}/CidrIp"), &json!(value))
        }
        (Source::Group(at, _), true) => {
            json::set(text, &format!("{rule}/UserIdGroupPairs/{at}/GroupId"), &json!(value))
        }
        (_, true) => {
            let edited = without_source(text, outline, place)?;
            json::append(&edited, &format!("{rule}/UserIdGroupPairs"), &[json!({"GroupId": value})])
        }
        (_, false) => {
            let edited = without_source(text, outline, place)?;
            json::append(&edited, &format!("{rule}/IpRanges"), &[json!({"CidrIp": value})])
        }
    }
}

/// A source goes; the last one of its kind takes the list along.
pub(super) fn without_source(text: &str, outline: &Outline, place: SourcePlace) -> Result<String, EditError> {
    let (found, count) = source_at(outline, place)?;
    let rule = NetworkPart::Rule(place.0, place.1).pointer();
    match found {
        Source::Block(at, _) => remove_element(text, &format!("{rule}/IpRanges"), *at, count),
        Source::Group(at, _) => remove_element(text, &format!("{rule}/UserIdGroupPairs"), *at, count),
    }
}

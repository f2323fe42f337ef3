//! Containers that refer to each other in a circle.

use super::definition::{CONTAINERS_MAX, Definition, Place};
use crate::aws::shorten;
use std::collections::BTreeSet;

/// A reference from one container to another.
pub(super) struct Arrow<'a> {
    pub(super) from: &'a str,
    pub(super) to: &'a str,
    /// Where it is written.
    pub(super) place: Place<'a>,
}

/// A circle of arrows.
pub(super) struct Circle<'a> {
    /// `a → b → a`.
    pub(super) path: String,
    /// Where its first arrow is written.
    pub(super) place: Place<'a>,
}

impl<'a> Definition<'a> {
    /// A circle of these arrows, if there is one. More containers than a definition can have are not
    /// looked at: they have been reported.
    pub(super) fn circle(&self, arrows: impl Iterator<Item = Arrow<'a>>) -> Option<Circle<'a>> {
        if self.containers.len() > CONTAINERS_MAX {
            return None;
        }
        let names = self.names();
        let mut arrows: Vec<Arrow<'a>> = arrows.filter(|arrow| names.contains(arrow.to)).collect();
        // What leads to a container from which nothing leads on is on no circle.
        loop {
            let count = arrows.len();
            let starts: BTreeSet<&str> = arrows.iter().map(|arrow| arrow.from).collect();
            arrows.retain(|arrow| starts.contains(arrow.to));
            if arrows.len() == count {
                break;
            }
        }
        // From every container that is left an arrow leads to another one: walk until one comes again.
        let mut walked: Vec<&Arrow<'a>> = vec![arrows.first()?];
        loop {
            let at = walked.last()?.to;
            if let Some(start) = walked.iter().position(|arrow| arrow.from == at) {
                let round = walked.get(start..)?;
                let names = round.iter().map(|arrow| arrow.from).chain([at]);
                let path: Vec<String> = names.map(|name| format!("`{}`", shorten(name))).collect();
                return Some(Circle { path: path.join(" → "), place: round.first()?.place.clone() });
            }
            walked.push(arrows.iter().find(|arrow| arrow.from == at)?);
        }
    }
}

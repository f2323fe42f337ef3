//! A run at a moment, for the commands that ask something of it.

use super::run::{refuse, warn};
use super::{Failure, advance};
use crate::args::{Format, MomentArgs};
use crate::input;
use crate::output::state;
use crate::subject::{Playable, Subject, prepare};
use ecs_core::Simulation;
use ecs_core::json::Node;
use std::mem::ManuallyDrop;

/// A run at a moment.
#[derive(Debug)]
pub(super) struct At {
    /// Never dropped: the end of the process frees a big cluster faster than its own.
    pub(super) simulation: ManuallyDrop<Simulation>,
    /// The tree of its scenario.
    pub(super) root: ManuallyDrop<Node>,
}

/// The run of a file at the second that is asked about, by default at its end. None where the file has errors, which have
/// been said.
pub(super) fn inspect(of: &MomentArgs) -> Result<Option<At>, Failure> {
    let input = input::read(&of.file)?;
    let Subject { about, playable } = prepare(&input, 1);
    let Some(Playable { scenario, root }) = playable else {
        refuse(about, of.format)?;
        return Ok(None);
    };
    let at = of.at.unwrap_or(scenario.duration);
    if at > scenario.duration {
        let message = format!(
            "`--at` is {}, and the scenario ends at second {}",
            state::seconds(at.as_ms()),
            state::seconds(scenario.duration.as_ms())
        );
        return Err(Failure::Usage(message));
    }
    if of.format == Format::Text {
        warn(&about)?;
    }
    let mut simulation = ManuallyDrop::new(Simulation::new(scenario));
    advance(&mut simulation, at);
    Ok(Some(At { simulation, root: ManuallyDrop::new(root) }))
}

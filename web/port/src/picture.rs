//! Replies on their way. A picture of a run names what is as in the picture before it: from one moment
//! to the next that is nearly everything, and what is the same is shared by both.

use crate::Reply;
use ecs_core::report::{InstanceView, Snapshot, TaskView};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::rc::Rc;

/// What a list of a picture is made of.
#[derive(Serialize, Deserialize)]
enum Part<T> {
    /// So many of the picture before, from that number on.
    Kept { from: usize, count: usize },
    /// One that is new, or not as it was.
    New(Rc<T>),
}

/// A picture on its way.
#[derive(Serialize, Deserialize)]
struct Picture {
    /// All but the lists that are made of parts.
    rest: Snapshot,
    instances: Vec<Part<InstanceView>>,
    tasks: Vec<Part<TaskView>>,
    /// None where they are those of the picture before.
    attribute_sets: Option<AttributeSets>,
}

type AttributeSets = Rc<Vec<BTreeMap<String, String>>>;

/// What one picture hands on to the next.
#[derive(Debug, Default)]
struct Last {
    instances: Vec<Rc<InstanceView>>,
    tasks: Vec<Rc<TaskView>>,
    attribute_sets: AttributeSets,
}

/// The end that sends replies.
#[derive(Debug, Default)]
pub struct Sent(Last);

impl Sent {
    /// The reply as it travels.
    pub fn to_bytes(&mut self, mut reply: Reply) -> Vec<u8> {
        let picture = match &mut reply {
            Reply::Reached { snapshot, .. } => Some(std::mem::take(&mut **snapshot)),
            Reply::Sought { snapshot, .. } => snapshot.take().map(|snapshot| *snapshot),
            _ => None,
        };
        let picture = picture.map(|snapshot| self.0.take_apart(snapshot));
        // What cannot be written is nothing that the other end could read.
        postcard::to_allocvec(&(reply, picture)).unwrap_or_default()
    }
}

/// The end that receives them: all of them, in the order in which they were sent.
#[derive(Debug, Default)]
pub struct Received(Last);

impl Received {
    /// The reply that travelled; none where these are no bytes of one.
    pub fn reply(&mut self, bytes: &[u8]) -> Option<Reply> {
        let (mut reply, picture) = postcard::from_bytes::<(Reply, Option<Picture>)>(bytes).ok()?;
        let Some(picture) = picture else { return Some(reply) };
        let seen = Box::new(self.0.put_together(picture)?);
        match &mut reply {
            Reply::Reached { snapshot, .. } => *snapshot = seen,
            Reply::Sought { snapshot, .. } => *snapshot = Some(seen),
            _ => return None,
        }
        Some(reply)
    }
}

impl Last {
    fn take_apart(&mut self, mut snapshot: Snapshot) -> Picture {
        let instances = std::mem::take(&mut snapshot.instances);
        let tasks = std::mem::take(&mut snapshot.tasks);
        let sets = std::mem::take(&mut snapshot.attribute_sets);
        let is_same = sets == self.attribute_sets;
        let picture = Picture {
            instances: parts(&self.instances, &instances, |instance| &instance.id),
            tasks: parts(&self.tasks, &tasks, |task| &task.id),
            attribute_sets: (!is_same).then(|| sets.clone()),
            rest: snapshot,
        };
        *self = Last { instances, tasks, attribute_sets: sets };
        picture
    }

    fn put_together(&mut self, picture: Picture) -> Option<Snapshot> {
        let instances = whole(&self.instances, picture.instances)?;
        let tasks = whole(&self.tasks, picture.tasks)?;
        let attribute_sets = picture.attribute_sets.unwrap_or_else(|| self.attribute_sets.clone());
        *self = Last { instances, tasks, attribute_sets };
        let mut snapshot = picture.rest;
        snapshot.instances.clone_from(&self.instances);
        snapshot.tasks.clone_from(&self.tasks);
        snapshot.attribute_sets = self.attribute_sets.clone();
        Some(snapshot.numbered())
    }
}

/// What `after` is made of, for whoever has `before`.
fn parts<T: Eq>(before: &[Rc<T>], after: &[Rc<T>], id: fn(&T) -> &str) -> Vec<Part<T>> {
    let numbers: BTreeMap<&str, usize> =
        before.iter().enumerate().map(|(number, view)| (id(view), number)).collect();
    let mut parts = Vec::new();
    let mut next = 0;
    for view in after {
        // Mostly the one behind the last: then nothing is looked up.
        let same = |number: usize| before.get(number).is_some_and(|other| other == view);
        let kept = Some(next).filter(|number| same(*number));
        let kept = kept.or_else(|| numbers.get(id(view)).copied().filter(|number| same(*number)));
        match (kept, parts.last_mut()) {
            (Some(number), Some(Part::Kept { from, count })) if *from + *count == number => *count += 1,
            (Some(number), _) => parts.push(Part::Kept { from: number, count: 1 }),
            (None, _) => parts.push(Part::New(view.clone())),
        }
        next = kept.map_or(next, |number| number + 1);
    }
    parts
}

/// The list that is made of these parts; none where they are of another one before.
fn whole<T>(before: &[Rc<T>], parts: Vec<Part<T>>) -> Option<Vec<Rc<T>>> {
    let mut after = Vec::new();
    for part in parts {
        match part {
            Part::Kept { from, count } => {
                after.extend_from_slice(before.get(from..from.checked_add(count)?)?);
            }
            Part::New(view) => after.push(view),
        }
    }
    Some(after)
}

#[cfg(test)]
mod tests;

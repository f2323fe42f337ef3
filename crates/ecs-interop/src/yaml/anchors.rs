//! What aliases name. Copies are bounded: a line of aliases to a line of aliases grows without end.

use ecs_core::finding::Range;
use ecs_core::json::{Node, Value};
use ecs_core::limits;
use std::collections::BTreeMap;

/// What a value counts beside its text.
const NODE_WEIGHT: usize = 64;

/// The values with an anchor. Spec: YAML-4.
#[derive(Debug, Default)]
pub(super) struct Anchors {
    kept: BTreeMap<usize, Anchored>,
    /// What the copies made so far count.
    copied: usize,
}

#[derive(Debug)]
struct Anchored {
    node: Node,
    size: Size,
}

#[derive(Clone, Copy, Debug)]
struct Size {
    /// Levels of nesting, the value itself included.
    height: usize,
    /// What a copy counts.
    weight: usize,
}

/// The bound is reached.
#[derive(Debug)]
pub(super) struct TooMuch;

impl Anchors {
    /// Keeps a copy of a value. The number 0 is no anchor.
    pub(super) fn keep(&mut self, anchor: usize, node: &Node) -> Result<(), TooMuch> {
        if anchor == 0 {
            return Ok(());
        }
        let size = size(node);
        self.count(size.weight)?;
        self.kept.insert(anchor, Anchored { node: node.clone(), size });
        Ok(())
    }

    /// Levels of nesting of what an anchor names; none where that is not complete.
    pub(super) fn height(&self, anchor: usize) -> Option<usize> {
        self.kept.get(&anchor).map(|kept| kept.size.height)
    }

    /// What an anchor names, at the place of the alias.
    pub(super) fn copy(&mut self, anchor: usize, place: Range) -> Result<Node, TooMuch> {
        let weight = self.kept.get(&anchor).map_or(0, |kept| kept.size.weight);
        self.count(weight)?;
        let value = self.kept.get(&anchor).map_or(Value::Null, |kept| kept.node.value.clone());
        Ok(Node { range: place, value })
    }

    fn count(&mut self, weight: usize) -> Result<(), TooMuch> {
        self.copied = self.copied.saturating_add(weight);
        if self.copied <= limits::TEXT_BYTES { Ok(()) } else { Err(TooMuch) }
    }
}

fn size(node: &Node) -> Size {
    let own = match &node.value {
        Value::String(text) | Value::Number(text) => text.len(),
        _ => node.members().iter().map(|member| member.key.len()).sum(),
    };
    let mut whole = Size { height: 0, weight: own + NODE_WEIGHT };
    let parts = node.elements().iter().chain(node.members().iter().map(|member| &member.value));
    for part in parts.map(size) {
        whole.height = whole.height.max(part.height);
        whole.weight = whole.weight.saturating_add(part.weight);
    }
    whole.height += 1;
    whole
}

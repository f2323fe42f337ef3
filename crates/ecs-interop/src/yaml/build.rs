//! From events to a tree, without recursion: what is open stands on a stack.

use super::anchors::Anchors;
use super::frame::{Content, Frame, Next, Object};
use super::scalar::{old_reading, resolve};
use super::tag::{Meaning, meaning, typed};
use super::{range, too_deep};
use ecs_core::finding::{Finding, Findings, Range, rules};
use ecs_core::json::{Member, Node, Value, child};
use ecs_core::limits;
use granit_parser::{ScalarStyle, Span, StructureStyle, Tag};
use std::borrow::Cow;

/// A tree that grows. Every step gives nothing where reading is over.
#[derive(Debug)]
pub(super) struct Builder<'f> {
    pub(super) findings: &'f mut Findings,
    /// The tree, once its outermost value is closed.
    pub(super) root: Option<Node>,
    open: Vec<Frame>,
    anchors: Anchors,
}

impl<'f> Builder<'f> {
    pub(super) fn new(findings: &'f mut Findings) -> Builder<'f> {
        Builder { findings, root: None, open: Vec::new(), anchors: Anchors::default() }
    }

    pub(super) fn scalar(
        &mut self,
        content: Cow<'_, str>,
        style: ScalarStyle,
        anchor: usize,
        tag: Option<&Tag>,
        span: Span,
    ) -> Option<()> {
        let place = range(span);
        self.check_depth(1, place)?;
        let is_plain = style == ScalarStyle::Plain;
        if self.is_key() {
            let node = Node { range: place, value: Value::String(content.clone().into_owned()) };
            self.keep(anchor, &node)?;
            return self.key(content.into_owned(), is_plain, place);
        }
        if is_plain && tag.is_none() {
            self.compare(&content, place);
        }
        let meaning = self.judge_tag(tag, span);
        let value = match (meaning, tag) {
            (Some(Meaning::Function), _) => Value::Null,
            (Some(Meaning::Known), Some(tag)) => typed(&content, tag).unwrap_or_else(|| {
                self.wrong_tag(tag, span, "does not fit its value, which is read as a string");
                Value::String(content.into_owned())
            }),
            (None | Some(Meaning::Unknown), _) if is_plain => resolve(&content),
            _ => Value::String(content.into_owned()),
        };
        let node = Node { range: place, value };
        self.keep(anchor, &node)?;
        self.put(node);
        Some(())
    }

    pub(super) fn open(
        &mut self,
        is_mapping: bool,
        style: StructureStyle,
        anchor: usize,
        tag: Option<&Tag>,
        span: Span,
    ) -> Option<()> {
        let Range { start, end } = range(span);
        self.check_depth(1, Range { start, end })?;
        if self.is_key() {
            let message = "a list or a mapping cannot be the key of a member";
            let finding = Finding::new(&rules::YAML_KEY, self.pointer(), Range { start, end }, message);
            self.findings.push(finding.hint("is this a placeholder like {{port}}? Write it in quotes"));
        }
        let tag = self.judge_tag(tag, span);
        let content =
            if is_mapping { Content::Object(Object::default()) } else { Content::Array(Vec::new()) };
        self.open.push(Frame { content, start, end, is_flow: style == StructureStyle::Flow, anchor, tag });
        Some(())
    }

    pub(super) fn close(&mut self, place: Range) -> Option<()> {
        let frame = self.open.pop()?;
        let anchor = frame.anchor;
        let node = frame.finish(place.end);
        self.keep(anchor, &node)?;
        if self.is_key() {
            self.object()?.next = Next::Nothing;
            self.object()?.left_out = true;
            return Some(());
        }
        self.put(node);
        Some(())
    }

    /// A copy of what the anchor names, in the place of the alias. Spec: YAML-4.
    pub(super) fn alias(&mut self, anchor: usize, place: Range) -> Option<()> {
        let Some(height) = self.anchors.height(anchor) else {
            let message = "this alias stands within the anchor that it names, so it has no end";
            self.findings.push(Finding::new(&rules::YAML_ALIAS, self.pointer(), place, message));
            return None;
        };
        self.check_depth(height, place)?;
        let Ok(node) = self.anchors.copy(anchor, place) else {
            self.too_much(place);
            return None;
        };
        if !self.is_key() {
            self.put(node);
            return Some(());
        }
        match node.value {
            Value::String(key) | Value::Number(key) => self.key(key, false, place),
            _ => {
                let message = "a list or a mapping cannot be the key of a member";
                self.findings.push(Finding::new(&rules::YAML_KEY, self.pointer(), place, message));
                self.object()?.next = Next::Nothing;
                Some(())
            }
        }
    }

    /// Spec: YAML-3.
    fn key(&mut self, key: String, is_plain: bool, place: Range) -> Option<()> {
        if key.len() > limits::KEY_BYTES {
            let message = format!(
                "a member's name has at most {} bytes, and this one {}",
                limits::KEY_BYTES,
                key.len()
            );
            self.findings.push(Finding::new(&rules::KEY_TOO_LONG, self.pointer(), place, message));
            return None;
        }
        if is_plain && key == "<<" {
            self.object()?.next = Next::Merge;
            return Some(());
        }
        if is_plain && matches!(resolve(&key), Value::String(_)) {
            self.compare(&key, place);
        }
        let is_new = self.object()?.seen.insert(key.clone());
        if !is_new {
            let message = format!("`{key}` occurs twice in this object; the last one counts");
            let pointer = child(&self.pointer(), &key);
            self.findings.push(Finding::new(&rules::DUPLICATE_KEY, pointer, place, message));
        }
        self.object()?.next = Next::Value(key, place);
        Some(())
    }

    /// A value goes where it belongs.
    fn put(&mut self, node: Node) {
        let place = node.range;
        let Some(frame) = self.open.last_mut() else {
            self.root = Some(node);
            return;
        };
        frame.end = frame.end.max(place.end);
        let object = match &mut frame.content {
            Content::Array(elements) => {
                elements.push(node);
                return;
            }
            Content::Object(object) => object,
        };
        match std::mem::take(&mut object.next) {
            Next::Value(key, key_range) => object.members.push(Member { key, key_range, value: node }),
            Next::Merge => match node.value {
                Value::Object(_) => object.merged.push(node),
                Value::Array(elements)
                    if elements.iter().all(|element| matches!(element.value, Value::Object(_))) =>
                {
                    object.merged.extend(elements);
                }
                _ => {
                    let message = format!("`<<` merges mappings, and this is {}", node.kind());
                    self.findings.push(Finding::new(&rules::YAML_MERGE, self.pointer(), place, message));
                }
            },
            Next::Nothing | Next::Key => {}
        }
    }

    /// Keeps what aliases may name.
    fn keep(&mut self, anchor: usize, node: &Node) -> Option<()> {
        let kept = self.anchors.keep(anchor, node);
        if kept.is_err() {
            self.too_much(node.range);
        }
        kept.ok()
    }

    fn too_much(&mut self, place: Range) {
        let message = format!("anchors and aliases repeat more than {} bytes", limits::TEXT_BYTES);
        self.findings.push(Finding::new(&rules::YAML_ALIAS, self.pointer(), place, message));
    }

    fn check_depth(&mut self, height: usize, place: Range) -> Option<()> {
        if self.open.len() + height <= limits::JSON_DEPTH {
            return Some(());
        }
        let finding = too_deep(self.pointer(), place);
        self.findings.push(finding);
        None
    }

    /// Says where YAML 1.1 reads something else. Spec: YAML-2.
    fn compare(&mut self, content: &str, place: Range) {
        let Some(old) = old_reading(content) else { return };
        let here = match resolve(content) {
            Value::Number(spelling) => format!("the number {spelling}"),
            _ => "a string".to_owned(),
        };
        let message =
            format!("`{content}` is read as {here}, as YAML 1.2 has it; YAML 1.1 makes {old} of it");
        let finding = Finding::new(&rules::YAML_SCALAR, self.pointer(), place, message);
        self.findings.push(finding.hint("quotes make it a string everywhere"));
    }

    /// Spec: YAML-6.
    fn judge_tag(&mut self, tag: Option<&Tag>, span: Span) -> Option<Meaning> {
        let tag = tag?;
        let meaning = meaning(tag);
        match meaning {
            Meaning::Function => {
                let message = format!("`{}` is a placeholder that CloudFormation fills in", tag.original());
                let finding =
                    Finding::new(&rules::TEMPLATE_FUNCTION, self.pointer(), tag_range(span), message);
                self.findings.push(finding.hint("put a value in its place"));
            }
            Meaning::Unknown => {
                self.wrong_tag(tag, span, "has no meaning in JSON; its value is read without it");
            }
            Meaning::Text | Meaning::Known => {}
        }
        Some(meaning)
    }

    fn wrong_tag(&mut self, tag: &Tag, span: Span, what: &str) {
        let message = format!("the tag `{}` {what}", tag.original());
        self.findings.push(Finding::new(&rules::YAML_TAG, self.pointer(), tag_range(span), message));
    }

    /// Whether a key comes next.
    fn is_key(&self) -> bool {
        matches!(
            self.open.last(),
            Some(Frame { content: Content::Object(Object { next: Next::Key, .. }), .. })
        )
    }

    /// The mapping that is being read.
    fn object(&mut self) -> Option<&mut Object> {
        match &mut self.open.last_mut()?.content {
            Content::Object(object) => Some(object),
            Content::Array(_) => None,
        }
    }

    /// The JSON pointer of the value that comes next: made only where something is said.
    fn pointer(&self) -> String {
        self.open
            .iter()
            .filter_map(Frame::segment)
            .fold(String::new(), |pointer, segment| child(&pointer, segment))
    }
}

fn tag_range(span: Span) -> Range {
    range(span.tag_span().unwrap_or(span))
}

//! Entries of the scenario that forms show by a table: reading, writing and drawing follow it.

use ecs_core::json::{Node, Value};

/// A member of an entry that a form shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MemberField {
    /// Its place in the entry: `simulation/launchSeconds`.
    pub member: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// How it is written.
    pub kind: MemberKind,
    /// What counts where it is left out; none where the entry has to have it.
    pub default: Option<&'static str>,
}

/// How a member is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MemberKind {
    /// A text.
    Text,
    /// A whole number between two.
    Whole(u32, u32),
    /// A number.
    Decimal,
    /// `true` or `false`.
    Flag,
    /// One of some texts, each with its words.
    Choice(&'static [(&'static str, &'static str)]),
}

impl MemberField {
    /// A member that the entry has to have.
    pub const fn new(member: &'static str, label: &'static str, kind: MemberKind) -> MemberField {
        MemberField { member, label, kind, default: None }
    }

    /// The same where it may be left out, and what counts then.
    #[must_use]
    pub const fn or(self, default: &'static str) -> MemberField {
        MemberField { default: Some(default), ..self }
    }

    /// A member that is `true` or left out.
    pub const fn flag(member: &'static str, label: &'static str) -> MemberField {
        MemberField::new(member, label, MemberKind::Flag).or("false")
    }
}

/// What is written down of an entry, whatever it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written(Vec<(&'static str, String)>);

impl Written {
    /// The members of some tables.
    pub(super) fn read(entry: &Node, tables: &[&[MemberField]]) -> Written {
        let fields = tables.iter().flat_map(|table| table.iter());
        let text = |field: &MemberField| {
            let node = entry.at(&format!("/{}", field.member))?;
            let text = match &node.value {
                Value::Number(text) | Value::String(text) => text.clone(),
                Value::Bool(on) => on.to_string(),
                Value::Null | Value::Array(_) | Value::Object(_) => return None,
            };
            Some((field.member, text))
        };
        Written(fields.filter_map(text).collect())
    }

    /// What is written; empty where the member is left out.
    pub fn get(&self, member: &str) -> &str {
        self.0.iter().find(|(known, _)| *known == member).map_or("", |(_, text)| text)
    }

    /// The same as a number; the default of the field where it is left out, and none where it is none.
    pub fn number<T: std::str::FromStr>(&self, field: &MemberField) -> Option<T> {
        let text = match (self.get(field.member), field.default) {
            ("", Some(default)) => default,
            (text, _) => text,
        };
        text.trim().parse().ok()
    }

    /// Whether a flag is set.
    pub fn is_on(&self, member: &str) -> bool {
        self.get(member) == "true"
    }
}

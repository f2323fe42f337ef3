//! Edits of members that a table names.

use super::{decimal_or_text, number_or_text, without};
use crate::session::follow::parse;
use crate::session::members::{MemberField, MemberKind};
use ecs_core::json::{self, EditError};
use serde_json::{Value, json};

/// `text` with a member of the entry at `entry` as it was typed or chosen. What counts by default is left out.
pub(super) fn edit(text: &str, entry: &str, field: &MemberField, typed: &str) -> Result<String, EditError> {
    let pointer = format!("{entry}/{}", field.member);
    let is_default = match (field.kind, field.default) {
        (_, None) => false,
        (MemberKind::Choice(_) | MemberKind::Flag, Some(default)) => typed == default,
        (_, Some(_)) => typed.trim().is_empty(),
    };
    if is_default {
        return emptied(&without(text, &pointer)?, entry, field);
    }
    let value: Value = match field.kind {
        MemberKind::Text | MemberKind::Choice(_) => json!(typed),
        MemberKind::Whole(..) => number_or_text(typed),
        MemberKind::Decimal => decimal_or_text(typed),
        MemberKind::Flag => json!(typed == "true"),
    };
    json::set(text, &pointer, &value)
}

/// `text` without the object around a member that is gone, where nothing is left in it.
fn emptied(text: &str, entry: &str, field: &MemberField) -> Result<String, EditError> {
    let Some((around, _)) = field.member.rsplit_once('/') else { return Ok(text.to_owned()) };
    let around = format!("{entry}/{around}");
    let is_empty = parse(text)?.at(&around).is_some_and(|node| node.members().is_empty());
    if is_empty { without(text, &around) } else { Ok(text.to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::edit;
    use crate::session::members::{MemberField, MemberKind};
    use serde_json::{Value, json};

    const TEXT: &str = r#"{"groups": [{"name": "a"}]}"#;

    fn typed(text: &str, field: &MemberField, typed: &str) -> String {
        edit(text, "/groups/0", field, typed).unwrap()
    }

    fn group(text: &str) -> Value {
        serde_json::from_str::<Value>(text).unwrap()["groups"][0].take()
    }

    #[test]
    fn what_is_typed_is_written_as_the_field_is() {
        let whole = MemberField::new("count", "Count", MemberKind::Whole(0, 9));
        let counts = ["3", "x", ""].map(|count| group(&typed(TEXT, &whole, count))["count"].take());
        assert_eq!(counts, [json!(3), json!("x"), json!("")]);
        let decimal = MemberField::new("share", "Share", MemberKind::Decimal);
        assert_eq!(group(&typed(TEXT, &decimal, "0.5")), json!({"name": "a", "share": 0.5}));
    }

    #[test]
    fn a_default_is_left_out_and_takes_an_empty_object_along() {
        let flag = MemberField::flag("state/suspended", "Suspended");
        let on = typed(TEXT, &flag, "true");
        assert_eq!(group(&on), json!({"name": "a", "state": {"suspended": true}}));
        assert_eq!(group(&typed(&on, &flag, "false")), json!({"name": "a"}));
        let seconds = MemberField::new("seconds", "Seconds", MemberKind::Whole(0, 9)).or("5");
        assert_eq!(group(&typed(&typed(TEXT, &seconds, "7"), &seconds, "")), json!({"name": "a"}));
    }
}

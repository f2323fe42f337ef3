//! `PATH=V1,V2`: a place, and the values that it has in turn.

use super::SweepError;
use serde_json::Value;

/// A place of a scenario and its values.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// The place, as it was written.
    pub path: String,
    /// The values, at least one.
    pub values: Vec<Value>,
}

impl Setting {
    /// Reads `PATH=V1,V2`. A value is JSON, or else a text as it stands; a comma within brackets or quotes
    /// belongs to its value.
    pub fn parse(text: &str) -> Result<Setting, SweepError> {
        let (path, values) =
            text.split_once('=').ok_or_else(|| SweepError::NoEqualsSign { text: text.to_owned() })?;
        let path = path.trim().to_owned();
        if path.is_empty() {
            return Err(SweepError::NoPath);
        }
        let values: Vec<&str> = split(values).into_iter().map(str::trim).collect();
        if values.iter().any(|value| value.is_empty()) {
            return Err(SweepError::NoValue { path });
        }
        let value = |text: &str| serde_json::from_str(text).unwrap_or_else(|_| text.into());
        Ok(Setting { path, values: values.into_iter().map(value).collect() })
    }
}

/// A value for a place that has a text: `"cpu": "256"` is one that looks like a number.
pub(super) fn as_text(value: Value) -> Value {
    match value {
        Value::Number(number) => number.to_string().into(),
        Value::Bool(yes) => yes.to_string().into(),
        other => other,
    }
}

/// The parts between commas that are in no bracket and no quotes.
fn split(text: &str) -> Vec<&str> {
    let (mut depth, mut quoted, mut escaped) = (0_u32, false, false);
    text.split(|character: char| {
        match character {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '[' | '{' => depth += 1,
            ']' | '}' => depth = depth.saturating_sub(1),
            ',' => return depth == 0,
            _ => {}
        }
        false
    })
    .collect()
}

//! The JSON paths of `InputPath` and `InputPathsMap`: `$.detail.object.key`, `$.resources[0]`.

use serde_json::Value;

/// A path into an event. Spec: EVENT-6.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonPath(Vec<Step>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Member(String),
    Element(usize),
}

impl JsonPath {
    /// Reads the dots and indexes that EventBridge takes; nothing where there is anything else.
    pub fn parse(text: &str) -> Option<JsonPath> {
        let mut rest = text.strip_prefix('$')?;
        let mut steps = Vec::new();
        while !rest.is_empty() {
            if let Some(member) = rest.strip_prefix('.') {
                let end = member.find(['.', '[']).unwrap_or(member.len());
                let (name, behind) = member.split_at_checked(end)?;
                if name.is_empty() || name.contains(['*', ']', '?', '@']) {
                    return None;
                }
                steps.push(Step::Member(name.to_owned()));
                rest = behind;
            } else {
                let (index, behind) = rest.strip_prefix('[')?.split_once(']')?;
                steps.push(Step::Element(index.parse().ok()?));
                rest = behind;
            }
        }
        Some(JsonPath(steps))
    }

    /// What stands there in an event.
    pub fn find<'e>(&self, event: &'e Value) -> Option<&'e Value> {
        self.0.iter().try_fold(event, |value, step| match step {
            Step::Member(name) => value.get(name),
            Step::Element(at) => value.get(at),
        })
    }
}

//! Holds a tree against a shape of the table, as the AWS CLI does before it calls AWS.
//!
//! The texts under `aws_message` are those of botocore's parameter validation.

use super::shape::{MemberShape, Shape, Shapes, Status, Type};
use crate::finding::{Finding, Findings, nearest, rules};
use crate::json::{Member, Node, Value, child};
use std::collections::BTreeMap;

/// A value longer than this is not quoted in AWS's text.
const AWS_VALUE_BYTES_MAX: usize = 500;

/// What botocore takes for a number that need not be whole.
const FLOAT: &str = "<class 'float'>, <class 'decimal.Decimal'>, <class 'int'>";

/// Members of inputs that are the format's own: AWS's texts do not name them.
const OURS: [&str; 3] = ["simulation", "Attributes", "Targets"];

/// Reports everything by which `node` differs from the structure `name`. Spec: DOC-5 to DOC-10.
pub fn check_shape(shapes: &Shapes, name: &'static str, node: &Node, pointer: &str, findings: &mut Findings) {
    Checker {
        shapes,
        findings,
        input_at: None,
        inside_scenario: name == "Scenario",
        inside_unsimulated: false,
    }
    .structure(name, node, pointer);
}

struct Checker<'a> {
    shapes: &'a Shapes,
    findings: &'a mut Findings,
    /// Length of the pointer at which the input of an AWS call begins: AWS's own paths start there.
    /// None outside of one, where AWS has no say.
    input_at: Option<usize>,
    /// A scenario's own entry of `taskDefinitions` may say which revision it is.
    inside_scenario: bool,
    /// Something above is reported as not simulated: what is below is not said again.
    inside_unsimulated: bool,
}

impl Checker<'_> {
    fn structure(&mut self, name: &'static str, node: &Node, pointer: &str) {
        let outer = self.input_at;
        if name.ends_with("Request") || name.ends_with("Input") {
            self.input_at = Some(pointer.len());
        } else if name.ends_with("Simulation") {
            self.input_at = None;
        }
        self.members(self.shapes.members(name), node, pointer);
        self.input_at = outer;
    }

    fn members(&mut self, members: &[MemberShape], node: &Node, pointer: &str) {
        let Value::Object(given) = &node.value else {
            return self.wrong_type(node, pointer, "an object", "<class 'dict'>");
        };
        for shape in members.iter().filter(|shape| shape.required && node.get(shape.name).is_none()) {
            self.missing(shape.name, node, pointer);
        }
        // Of a key that occurs twice the last one counts; the others are not looked into.
        let counts: BTreeMap<&str, usize> =
            given.iter().enumerate().map(|(number, member)| (member.key.as_str(), number)).collect();
        for (number, member) in given.iter().enumerate() {
            if counts.get(member.key.as_str()) == Some(&number) {
                self.member(members, member, &child(pointer, &member.key));
            }
        }
    }

    fn member(&mut self, members: &[MemberShape], member: &Member, pointer: &str) {
        let Some(shape) = members.iter().find(|shape| shape.name == member.key) else {
            return self.unknown_member(members, member, pointer);
        };
        if member.value.value == Value::Null {
            return;
        }
        match shape.status {
            Status::Read => self.value(&shape.member_type, &member.value, pointer),
            Status::OutputOfAwsOnly if self.inside_scenario => {}
            Status::OutputOnly | Status::OutputOfAwsOnly => self.output_only(members, member, pointer),
            Status::NotSimulated => {
                if !self.inside_unsimulated && !is_empty(&member.value) {
                    let message =
                        format!("`{}` is not simulated yet; it is kept and changes nothing here", member.key);
                    self.findings.push(Finding::new(
                        &rules::NOT_SIMULATED,
                        pointer,
                        member.key_range,
                        message,
                    ));
                }
                let outer = std::mem::replace(&mut self.inside_unsimulated, true);
                self.value(&shape.member_type, &member.value, pointer);
                self.inside_unsimulated = outer;
            }
        }
    }

    fn value(&mut self, member_type: &Type, node: &Node, pointer: &str) {
        match (member_type, &node.value) {
            (Type::Any, _)
            | (_, Value::Null)
            | (Type::String, Value::String(_))
            | (Type::Boolean, Value::Bool(_)) => {}
            (Type::Number, Value::Number(_)) if node.as_number().is_some() => {}
            (Type::Number, Value::Number(text)) => {
                let message = format!("{} is too large a number", shorten(text));
                self.push(Finding::new(&rules::OUT_OF_RANGE, pointer, node.range, message), None);
            }
            (Type::Integer, Value::Number(text)) if text.parse::<i64>().is_ok() => {}
            (Type::Integer, Value::Number(_)) => self.number(node, pointer),
            (Type::Integer, _) if node.as_integer().is_some() => {
                self.coerced(node, pointer, "a number", "<class 'int'>");
            }
            (Type::Boolean, _) if node.as_bool().is_some() => {
                self.coerced(node, pointer, "a boolean", "<class 'bool'>");
            }
            (Type::Number, _) if node.as_number().is_some() => {
                self.coerced(node, pointer, "a number", FLOAT);
            }
            (Type::String, Value::Number(_)) => {
                self.coerced(node, pointer, "a string", "<class 'str'>");
            }
            (Type::List(element), Value::Array(elements)) => {
                for (number, node) in elements.iter().enumerate() {
                    self.element(element, node, &child(pointer, number));
                }
            }
            (Type::Map(value), Value::Object(members)) => {
                for member in members {
                    self.value(value, &member.value, &child(pointer, &member.key));
                }
            }
            (Type::Named(name), _) => self.named(name, node, pointer),
            (Type::String, _) => self.wrong_type(node, pointer, "a string", "<class 'str'>"),
            (Type::Integer, _) => self.wrong_type(node, pointer, "a whole number", "<class 'int'>"),
            (Type::Number, _) => self.wrong_type(node, pointer, "a number", FLOAT),
            (Type::Boolean, _) => self.wrong_type(node, pointer, "a boolean", "<class 'bool'>"),
            (Type::List(_), _) => self.wrong_type(node, pointer, "a list", "<class 'list'>, <class 'tuple'>"),
            (Type::Map(_), _) => self.wrong_type(node, pointer, "an object", "<class 'dict'>"),
        }
    }

    /// In a list, `null` is not a value left out.
    fn element(&mut self, element_type: &Type, node: &Node, pointer: &str) {
        if node.value == Value::Null && *element_type != Type::Any {
            let message = format!("{} is null, and a list has values only", subject(pointer));
            return self.push(Finding::new(&rules::WRONG_TYPE, pointer, node.range, message), None);
        }
        self.value(element_type, node, pointer);
    }

    fn named(&mut self, name: &'static str, node: &Node, pointer: &str) {
        let shapes = self.shapes;
        match shapes.get(name) {
            Some(Shape::Enumeration(values)) => match &node.value {
                Value::String(text) if values.contains(&text.as_str()) => {}
                Value::String(text) => self.unknown_value(values, text, node, pointer),
                _ => self.wrong_type(node, pointer, "a string", "<class 'str'>"),
            },
            _ => self.structure(name, node, pointer),
        }
    }

    fn missing(&mut self, name: &str, node: &Node, pointer: &str) {
        let opening = node.opening();
        let message = format!("`{name}` is missing");
        let aws =
            self.aws_path(pointer).map(|path| format!("Missing required parameter in {path}: \"{name}\""));
        self.push(Finding::new(&rules::MISSING_MEMBER, child(pointer, name), opening, message), aws);
    }

    fn push(&mut self, finding: Finding, aws: Option<String>) {
        self.findings.push(Finding { aws_message: aws, ..finding });
    }

    /// Spec: DOC-9.
    fn output_only(&mut self, members: &[MemberShape], member: &Member, pointer: &str) {
        let message = format!("`{}` is what AWS prints, not what it takes", member.key);
        let finding = Finding::new(&rules::OUTPUT_ONLY_MEMBER, pointer, member.key_range, message)
            .hint("leave it out when you register this definition");
        let aws = self.aws_unknown_text(&taken(members), member, pointer);
        self.push(finding, aws);
    }

    fn aws_unknown_text(&self, names: &[&str], member: &Member, pointer: &str) -> Option<String> {
        let parent = pointer.rsplit_once('/').map_or("", |(parent, _)| parent);
        let path = self.aws_path(parent)?;
        let names: Vec<&str> = names.iter().copied().filter(|name| !OURS.contains(name)).collect();
        Some(format!("Unknown parameter in {path}: \"{}\", must be one of: {}", member.key, names.join(", ")))
    }

    fn unknown_member(&mut self, members: &[MemberShape], member: &Member, pointer: &str) {
        let names = taken(members);
        let aws = self.aws_unknown_text(&names, member, pointer);
        let message =
            format!("`{}` is no member that is known here; it is kept and not used", shorten(&member.key));
        let finding = Finding::new(&rules::UNKNOWN_MEMBER, pointer, member.key_range, message);
        let near = self.findings.wants_hints().then(|| nearest(&member.key, names)).flatten();
        let finding = match near {
            Some(name) => finding.hint(format!("did you mean `{name}`?")),
            None => finding,
        };
        self.push(finding, aws);
    }

    fn unknown_value(&mut self, values: &[&'static str], text: &str, node: &Node, pointer: &str) {
        let message =
            format!("`{}` is no value of {}; it has {}", shorten(text), subject(pointer), values.join(", "));
        let finding = Finding::new(&rules::UNKNOWN_VALUE, pointer, node.range, message);
        self.findings.push(match nearest(text, values.iter().copied()) {
            Some(value) => finding.hint(format!("did you mean `{value}`?")),
            None if is_placeholder(text) => finding.hint("this is a placeholder: put a value in its place"),
            None if text == "default" => finding.hint("leave the member out to get the default"),
            None => finding,
        });
    }

    fn wrong_type(&mut self, node: &Node, pointer: &str, wanted: &str, aws_types: &str) {
        let message = format!("{} has to be {wanted}, and is {}", subject(pointer), node.kind());
        let aws = self.aws_type_text(node, pointer, aws_types);
        self.push(Finding::new(&rules::WRONG_TYPE, pointer, node.range, message), aws);
    }

    fn coerced(&mut self, node: &Node, pointer: &str, wanted: &str, aws_types: &str) {
        let message = format!(
            "{} is {wanted} for AWS, and is {} here; it is read all the same",
            subject(pointer),
            node.kind()
        );
        let aws = self.aws_type_text(node, pointer, aws_types);
        self.push(Finding::new(&rules::COERCED_TYPE, pointer, node.range, message), aws);
    }

    /// A number where a whole one belongs.
    fn number(&mut self, node: &Node, pointer: &str) {
        let written = shorten(node.as_str().unwrap_or_default());
        let aws = self.aws_type_text(node, pointer, "<class 'int'>");
        let (rule, message) = if node.as_integer().is_some() {
            let message = format!(
                "{} is a whole number for AWS, and `{written}` has a fraction or an exponent; it is read all the same",
                subject(pointer)
            );
            (&rules::COERCED_TYPE, message)
        } else {
            let is_whole = !written.contains(['.', 'e', 'E']);
            let message = if is_whole {
                format!("{} is {written}, beyond the largest whole number, {}", subject(pointer), i64::MAX)
            } else {
                format!("{} has to be a whole number, and is {written}", subject(pointer))
            };
            (&rules::WRONG_TYPE, message)
        };
        self.push(Finding::new(rule, pointer, node.range, message), aws);
    }

    fn aws_type_text(&self, node: &Node, pointer: &str, types: &str) -> Option<String> {
        let (value, given) = match &node.value {
            // AWS's text is to the letter or not at all: nobody wants a page of it.
            Value::String(text) if text.len() > AWS_VALUE_BYTES_MAX => return None,
            Value::String(text) => (text.clone(), "<class 'str'>"),
            // Python's integers have no bound.
            Value::Number(text) if !text.contains(['.', 'e', 'E']) => (text.clone(), "<class 'int'>"),
            Value::Number(text) => (text.clone(), "<class 'float'>"),
            Value::Bool(true) => ("True".to_owned(), "<class 'bool'>"),
            Value::Bool(false) => ("False".to_owned(), "<class 'bool'>"),
            // Python prints these in a notation of its own; what it would print is not made up here.
            Value::Array(_) | Value::Object(_) | Value::Null => return None,
        };
        let path = self.aws_path(pointer)?;
        Some(format!(
            "Invalid type for parameter {path}, value: {value}, type: {given}, valid types: {types}"
        ))
    }

    /// botocore's way to name a place in the input of a call: `containerDefinitions[0].portMappings[1]`.
    fn aws_path(&self, pointer: &str) -> Option<String> {
        let mut path = String::new();
        for segment in pointer.get(self.input_at?..).unwrap_or_default().split('/').skip(1) {
            if segment.bytes().all(|byte| byte.is_ascii_digit()) {
                path.extend(["[", segment, "]"]);
            } else {
                path.push_str(if path.is_empty() { "" } else { "." });
                path.push_str(segment);
            }
        }
        Some(if path.is_empty() { "input".to_owned() } else { path })
    }
}

/// What a call takes, without what AWS only prints.
fn taken(members: &[MemberShape]) -> Vec<&'static str> {
    let taken = |shape: &&MemberShape| matches!(shape.status, Status::Read | Status::NotSimulated);
    members.iter().filter(taken).map(|shape| shape.name).collect()
}

fn is_empty(node: &Node) -> bool {
    match &node.value {
        Value::Array(elements) => elements.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    }
}

/// What a pointer leads to, as a person says it: a member, or an entry of a list.
fn subject(pointer: &str) -> String {
    let (parent, last) = pointer.rsplit_once('/').unwrap_or(("", pointer));
    match last.parse::<usize>() {
        Ok(number) => format!("entry {} of {}", number + 1, subject(parent)),
        Err(_) if last.is_empty() => "this".to_owned(),
        Err(_) => format!("`{}`", shorten(last)),
    }
}

/// What templates leave for somebody to fill in.
pub(crate) fn is_placeholder(text: &str) -> bool {
    text.starts_with(['$', '<']) || text.contains("{{") || text.contains("${")
}

/// Text as it is quoted in a message: an image name of 10,000 characters is not, and what cannot be
/// seen or turns the text around is written as its number.
pub(crate) fn shorten(text: &str) -> String {
    const LONGEST: usize = 80;
    let mut shown = String::new();
    for (number, character) in text.chars().enumerate() {
        if number == LONGEST {
            shown.push('…');
            break;
        }
        if is_unseen(character) {
            shown.extend(character.escape_unicode());
        } else {
            shown.push(character);
        }
    }
    shown
}

/// Control characters, joiners and marks of direction: a terminal obeys the ones, and the others make
/// two names look the same or read from right to left.
fn is_unseen(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::shorten;

    #[test]
    fn a_quoted_text_is_short_and_seen() {
        assert_eq!(shorten("zwölf 🚀 خدمة"), "zwölf 🚀 خدمة");
        assert_eq!(shorten("a\u{202e}b\0\u{1b}[31m"), "a\\u{202e}b\\u{0}\\u{1b}[31m");
        assert_eq!(shorten(&"é".repeat(10_000)), "é".repeat(80) + "…");
    }
}

//! From tree to text.

use super::{Node, Value};

impl Node {
    /// As JSON over several lines. Numbers keep their spelling and keys given twice stay, so that
    /// the text reads as the same tree.
    pub fn to_json(&self) -> String {
        let mut text = String::new();
        write(self, 0, &mut text);
        text
    }
}

fn write(node: &Node, depth: usize, text: &mut String) {
    match &node.value {
        Value::Null => text.push_str("null"),
        Value::Bool(true) => text.push_str("true"),
        Value::Bool(false) => text.push_str("false"),
        Value::Number(spelling) => text.push_str(spelling),
        Value::String(content) => quote(content, text),
        Value::Array(elements) => {
            let items = elements.iter().map(|element| (None, element));
            write_all(('[', ']'), items, depth, text);
        }
        Value::Object(members) => {
            let items = members.iter().map(|member| (Some(member.key.as_str()), &member.value));
            write_all(('{', '}'), items, depth, text);
        }
    }
}

fn write_all<'a>(
    (open, close): (char, char),
    items: impl Iterator<Item = (Option<&'a str>, &'a Node)>,
    depth: usize,
    text: &mut String,
) {
    text.push(open);
    let mut is_empty = true;
    for (key, value) in items {
        if !is_empty {
            text.push(',');
        }
        is_empty = false;
        new_line(depth + 1, text);
        if let Some(key) = key {
            quote(key, text);
            text.push_str(": ");
        }
        write(value, depth + 1, text);
    }
    if !is_empty {
        new_line(depth, text);
    }
    text.push(close);
}

fn new_line(depth: usize, text: &mut String) {
    text.push('\n');
    text.extend(std::iter::repeat_n("  ", depth));
}

fn quote(content: &str, text: &mut String) {
    text.push_str(&serde_json::Value::from(content).to_string());
}

//! A table that mends a document fault by fault: each row names the error that is reported first and
//! the edit that mends it.

use ecs_core::finding::{Finding, Severity};
use ecs_core::validate::all_rules;
use ecs_core::{Document, json};

/// What the last row says in place of a code.
pub const NO_ERROR: &str = "none";

/// A row of the table.
#[derive(Clone, Debug)]
struct Row<'a> {
    /// JSON pointer of what is mended.
    pointer: &'a str,
    /// JSON of the value that is put there; nothing where the place is taken out.
    value: &'a str,
}

/// The codes that a table names, in its order.
///
/// # Panics
///
/// Where the table is not written as one: the message has the row.
pub fn codes(table: &str) -> Vec<String> {
    rows(table).map(|(code, _)| code.to_owned()).collect()
}

/// The error that is reported first before each row's edit.
///
/// # Panics
///
/// Where an edit cannot be made.
pub fn walk(text: &str, table: &str) -> Vec<String> {
    let mut text = text.to_owned();
    let mut found = Vec::new();
    for (_, Row { pointer, value }) in rows(table) {
        found.push(first_error(&text));
        if pointer.is_empty() {
            continue;
        }
        let edited = if value.is_empty() {
            json::remove(&text, pointer)
        } else {
            let value = serde_json::from_str(value).unwrap_or_else(|error| panic!("{pointer}: {error}"));
            json::set(&text, pointer, &value)
        };
        text = edited.unwrap_or_else(|error| panic!("{pointer}: {error}"));
    }
    found
}

/// The table with other codes.
pub fn with_codes(table: &str, codes: &[String]) -> String {
    let heads = table.lines().take(2).map(str::to_owned);
    let rest = table.lines().skip(2).zip(codes).map(|(line, code)| {
        let behind = line.splitn(3, '|').nth(2).unwrap_or_default();
        format!("| {code} |{behind}")
    });
    heads.chain(rest).map(|line| line + "\n").collect()
}

fn rows(table: &str) -> impl Iterator<Item = (&str, Row<'_>)> {
    table.lines().skip(2).map(|line| {
        let cells: Vec<&str> = line.split('|').map(|cell| cell.trim().trim_matches('`')).collect();
        let [_, code, pointer, value, _] = cells.as_slice() else { panic!("three cells, not `{line}`") };
        (*code, Row { pointer, value })
    })
}

/// The error that stands first in the order of the rules; of several by one rule, the first in the text.
fn first_error(text: &str) -> String {
    let ranked = all_rules().map(|rule| rule.code).collect::<Vec<_>>();
    let rank = |finding: &&Finding| ranked.iter().position(|code| *code == finding.code);
    let document = Document::read(text);
    let errors = document.findings.iter().filter(|finding| finding.severity == Severity::Error);
    errors.min_by_key(rank).map_or_else(|| NO_ERROR.to_owned(), |finding| finding.code.to_owned())
}

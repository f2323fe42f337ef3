//! The suite's files, read into cases.

use std::path::{Path, PathBuf};

/// A section of a suite file: prose, one input, any number of expectations.
#[derive(Clone, Debug)]
pub struct Case {
    /// `placement/spread: the heading`.
    pub name: String,
    pub file: PathBuf,
    /// Rules that the section names after `Spec:`.
    pub spec: Vec<String>,
    pub input: Input,
    pub expectations: Vec<Expectation>,
}

/// What a case begins with.
#[derive(Clone, Debug)]
pub enum Input {
    /// A scenario or a task definition.
    Document(String),
    /// A link.
    Link(String),
}

/// What a case expects.
#[derive(Clone, Debug)]
pub struct Expectation {
    pub kind: Kind,
    /// The block's text: JSON, or the table.
    pub text: String,
    /// Its bytes in the file.
    pub range: std::ops::Range<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `expect findings`: the findings of the document.
    Findings,
    /// `expect run`, `expect run at 300`: what `run --format json` prints at that second.
    Run { at_seconds: Option<u64> },
    /// `expect query EXPRESSION`: what `query --format json` prints at the end.
    Query { expression: String },
    /// `expect explain task REF`: what `explain --task REF --format json` prints.
    ExplainTask { task: String },
    /// `expect explain service NAME`: likewise.
    ExplainService { service: String },
    /// `expect fit REF`: what `fit --task-definition REF --format json` prints.
    Fit { task_definition: String },
    /// `expect forecast NAME [INPUT]`: what a service comes to from the end on, or once UpdateService was called.
    Forecast { service: String, update: Option<String> },
    /// `expect network REF`: what `network --task REF --format json` prints at the end.
    Network { task: String },
    /// `expect roles REF`: what `roles --task REF --format json` prints at the end.
    Roles { task: String },
    /// `expect volumes REF`: what `volumes --task REF --format json` prints at the end.
    Volumes { task: String },
    /// `expect names`: the names of Cloud Map and Service Connect, and what is behind them at the end.
    Names,
    /// `expect modes FAMILY`: the task definition in each of the network modes.
    Modes { family: String },
    /// `expect canonical`: the canonical form of the scenario.
    Canonical,
    /// `expect redacted`: the same with placeholders.
    Redacted,
    /// `expect open`: what a link opens to, `{"scenario": …}` or `{"error": "…"}`.
    Open,
    /// A Markdown table: the errors that are reported one after the other while each is mended.
    Mends,
    /// A Markdown table that begins with `mode`: what becomes of the scenario in each network mode.
    Copies,
}

impl Kind {
    /// Whether it is written as a table and not as a block of JSON.
    pub fn is_table(&self) -> bool {
        matches!(self, Kind::Mends | Kind::Copies)
    }
}

/// Every case below `folder`, in order of file name.
///
/// # Panics
///
/// Where a file cannot be read or is not written as a case: the message says which.
pub fn cases(folder: &Path) -> Vec<Case> {
    let mut files = Vec::new();
    collect(folder, &mut files);
    files.sort();
    files.iter().flat_map(|file| read_file(folder, file)).collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    for path in entries.map(|entry| entry.expect("a readable folder").path()) {
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "md")
            && path.file_name() != Some("README.md".as_ref())
        {
            files.push(path);
        }
    }
}

fn read_file(folder: &Path, file: &Path) -> Vec<Case> {
    let text = std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let area = file.strip_prefix(folder).unwrap_or(file).with_extension("");
    let mut cases = Vec::new();
    let mut section = Section::default();
    let mut at = 0;
    let mut lines = text.split_inclusive('\n');
    while let Some(line) = lines.next() {
        at += line.len();
        if let Some(heading) = line.strip_prefix('#') {
            cases.extend(section.finish(&area, file));
            section =
                Section { heading: heading.trim_start_matches('#').trim().to_owned(), ..Section::default() };
        } else if let Some(spec) = line.strip_prefix("Spec:") {
            section.spec.extend(
                spec.split([',', ' ', '.']).map(str::trim).filter(|id| !id.is_empty()).map(ToOwned::to_owned),
            );
        } else if line.starts_with('|') {
            section.table_row(line, at);
        } else if let Some(info) = line.strip_prefix("```") {
            let start = at;
            for inner in lines.by_ref() {
                at += inner.len();
                if inner.starts_with("```") {
                    section.block(info.trim(), &text[start..at - inner.len()], start..at - inner.len(), file);
                    break;
                }
            }
        }
    }
    cases.extend(section.finish(&area, file));
    cases
}

#[derive(Default)]
struct Section {
    heading: String,
    spec: Vec<String>,
    input: Option<Input>,
    expectations: Vec<Expectation>,
}

impl Section {
    /// A row of the section's table, which ends at that byte of the file.
    fn table_row(&mut self, line: &str, end: usize) {
        match self.expectations.last_mut() {
            Some(table) if table.kind.is_table() => {
                table.text.push_str(line);
                table.range.end = end;
            }
            _ => {
                let range = end - line.len()..end;
                let is_modes = line.trim_start_matches(['|', ' ']).starts_with("mode ");
                let kind = if is_modes { Kind::Copies } else { Kind::Mends };
                self.expectations.push(Expectation { kind, text: line.to_owned(), range });
            }
        }
    }

    /// A fenced block: its info string is a language and what the block is.
    fn block(&mut self, info: &str, text: &str, range: std::ops::Range<usize>, file: &Path) {
        let Some((_, what)) = info.split_once(' ') else { return };
        let mut words = what.split(' ');
        let kind = match (words.next(), words.next()) {
            (Some("scenario" | "task-definition" | "text"), _) => {
                self.input = Some(Input::Document(text.to_owned()));
                return;
            }
            (Some("link"), _) => {
                self.input = Some(Input::Link(text.trim().to_owned()));
                return;
            }
            (Some("expect"), Some("findings")) => Kind::Findings,
            (Some("expect"), Some("run")) => {
                Kind::Run { at_seconds: words.nth(1).and_then(|second| second.parse().ok()) }
            }
            (Some("expect"), Some("query")) => Kind::Query { expression: rest(words) },
            (Some("expect"), Some("explain")) => match words.next() {
                Some("task") => Kind::ExplainTask { task: rest(words) },
                Some("service") => Kind::ExplainService { service: rest(words) },
                _ => panic!("{}: a block cannot be `{info}`", file.display()),
            },
            (Some("expect"), Some("fit")) => Kind::Fit { task_definition: rest(words) },
            (Some("expect"), Some("forecast")) => {
                let service = words.next().unwrap_or_default().to_owned();
                let update = Some(rest(words)).filter(|update| !update.is_empty());
                Kind::Forecast { service, update }
            }
            (Some("expect"), Some("network")) => Kind::Network { task: rest(words) },
            (Some("expect"), Some("roles")) => Kind::Roles { task: rest(words) },
            (Some("expect"), Some("volumes")) => Kind::Volumes { task: rest(words) },
            (Some("expect"), Some("names")) => Kind::Names,
            (Some("expect"), Some("modes")) => Kind::Modes { family: rest(words) },
            (Some("expect"), Some("canonical")) => Kind::Canonical,
            (Some("expect"), Some("redacted")) => Kind::Redacted,
            (Some("expect"), Some("open")) => Kind::Open,
            _ => panic!("{}: a block cannot be `{info}`", file.display()),
        };
        self.expectations.push(Expectation { kind, text: text.to_owned(), range });
    }

    fn finish(&mut self, area: &Path, file: &Path) -> Option<Case> {
        let section = std::mem::take(self);
        if section.expectations.is_empty() {
            return None;
        }
        let name = format!("{}: {}", area.display(), section.heading);
        let input = section.input.unwrap_or_else(|| panic!("{name}: no input block"));
        Some(Case {
            name,
            file: file.to_owned(),
            spec: section.spec,
            input,
            expectations: section.expectations,
        })
    }
}

fn rest<'a>(words: impl Iterator<Item = &'a str>) -> String {
    words.collect::<Vec<_>>().join(" ")
}

//! `ecs-playground validate FILE…`.

use super::{Failure, Status, complain};
use crate::args::{Format, ValidateArgs};
use crate::input::{self, Input};
use crate::output::{self, counted, findings};
use crate::subject::FileFindings;
use serde::Serialize;
use std::io::{self, Write};

/// What `--format json` prints (docs/scenario.md, What the tools print).
#[derive(Debug, Default, Serialize)]
pub(super) struct Validation {
    /// The files that could be read, in the order of the call.
    pub(super) files: Vec<FileFindings>,
}

pub(super) fn validate(args: &ValidateArgs) -> Result<Status, Failure> {
    if args.files.iter().filter(|file| input::is_standard_input(file)).count() > 1 {
        return Err(Failure::Usage("`-` is standard input, which can be read once".to_owned()));
    }
    let mut out = output::stdout();
    let mut validation = Validation::default();
    let mut tally = Tally::default();
    for file in &args.files {
        let about = match input::read(file) {
            Ok(input) => judge(input),
            Err(error) => {
                tally.unreadable += 1;
                out.flush()?;
                complain(&error.into())?;
                continue;
            }
        };
        *(if about.any_error() { &mut tally.with_errors } else { &mut tally.fine }) += 1;
        match args.format {
            Format::Text => findings::write_all(&mut out, &about)?,
            Format::Json => validation.files.push(about),
        }
    }
    match args.format {
        Format::Text => tally.write(&mut out)?,
        Format::Json => {}
    }
    out.flush()?;
    // The lock on standard output goes with it.
    drop(out);
    if args.format == Format::Json {
        output::print_json(&validation)?;
    }
    Ok(tally.status())
}

fn judge(input: Input) -> FileFindings {
    let document = input.document();
    FileFindings { file: input.name, kind: document.kind, findings: document.findings }
}

#[derive(Debug, Default)]
struct Tally {
    fine: usize,
    with_errors: usize,
    unreadable: usize,
}

impl Tally {
    fn status(&self) -> Status {
        if self.unreadable > 0 {
            Status::Unusable
        } else if self.with_errors > 0 {
            Status::Errors
        } else {
            Status::Fine
        }
    }

    fn write(&self, out: &mut impl Write) -> io::Result<()> {
        let parts = [(self.fine, "fine"), (self.with_errors, "with errors"), (self.unreadable, "unreadable")];
        let parts: Vec<String> = parts
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, what)| format!("{count} {what}"))
            .collect();
        let files = counted(self.fine + self.with_errors + self.unreadable, "file", "files");
        writeln!(out, "{files}: {}", parts.join(", "))
    }
}

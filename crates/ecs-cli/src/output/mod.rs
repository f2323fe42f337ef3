//! The two streams, and how things look on them.

mod bus;
pub(crate) mod comparison;
pub(crate) mod cost;
pub(crate) mod decision;
pub(crate) mod deployments;
pub(crate) mod findings;
pub(crate) mod metrics;
pub(crate) mod modes;
pub(crate) mod network;
pub(crate) mod progress;
pub(crate) mod roles;
pub(crate) mod state;
pub(crate) mod story;
pub(crate) mod table;
pub(crate) mod volumes;

use anstream::AutoStream;
use anstyle::{AnsiColor, Style};
use serde::Serialize;
use std::io::{self, BufWriter, StderrLock, StdoutLock, Write};

/// Titles and names of files.
pub(crate) const BOLD: Style = Style::new().bold();
/// What may be skipped.
pub(crate) const DIM: Style = Style::new().dimmed();
/// An error.
pub(crate) const RED: Style = AnsiColor::Red.on_default().bold();
/// A warning.
pub(crate) const YELLOW: Style = AnsiColor::Yellow.on_default().bold();
/// An information.
pub(crate) const CYAN: Style = AnsiColor::Cyan.on_default();

/// A stream whose reader may go away, as `head` does. What it no longer wants is dropped, so that the
/// work goes on and the exit status is the same with and without a pipe.
#[derive(Debug)]
pub(crate) struct Unhurried<W>(W);

impl<W: Write> Write for Unhurried<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.0.write(bytes) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(bytes.len()),
            result => result,
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self.0.flush() {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            result => result,
        }
    }
}

/// Standard output for text: colours reach a terminal only. Flush it, its own end hides errors.
pub(crate) fn stdout() -> BufWriter<Unhurried<AutoStream<StdoutLock<'static>>>> {
    BufWriter::new(Unhurried(AutoStream::auto(io::stdout().lock())))
}

/// Standard error, likewise.
pub(crate) fn stderr() -> BufWriter<Unhurried<AutoStream<StderrLock<'static>>>> {
    BufWriter::new(Unhurried(AutoStream::auto(io::stderr().lock())))
}

/// Standard output for what other programs read: nothing looks for colours in it.
pub(crate) fn plain_stdout() -> BufWriter<Unhurried<StdoutLock<'static>>> {
    BufWriter::with_capacity(64 * 1024, Unhurried(io::stdout().lock()))
}

/// Prints `value` as JSON over several lines, as the AWS CLI does.
pub(crate) fn print_json(value: &impl Serialize) -> io::Result<()> {
    let mut out = plain_stdout();
    serde_json::to_writer_pretty(&mut out, value)?;
    writeln!(out)?;
    out.flush()
}

/// Text from an input as a terminal may have it: control characters are written as escapes, so that
/// no file moves the cursor or breaks a line.
pub(crate) fn shown(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut shown, character| {
        if character.is_control() {
            shown.extend(character.escape_default());
        } else {
            shown.push(character);
        }
        shown
    })
}

/// `1 file`, `2 files`.
pub(crate) fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

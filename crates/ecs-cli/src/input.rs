//! Files and standard input, and scenarios that are given as links.

use ecs_core::Document;
use ecs_interop::Language;
use ecs_workshop::link::{self, LinkError};
use std::io::{self, Read as _};
use std::path::Path;

/// A text and what it is called in the output.
#[derive(Debug)]
pub(crate) struct Input {
    /// The path as it was given; `-` for standard input.
    pub(crate) name: String,
    /// All of it.
    pub(crate) text: String,
}

impl Input {
    /// What the text is and all there is to say of it. A file that calls itself YAML is read as such;
    /// of any other the text itself says what it is.
    pub(crate) fn document(&self) -> Document {
        let ending = Path::new(&self.name).extension().unwrap_or_default();
        let is_yaml = ending.eq_ignore_ascii_case("yaml") || ending.eq_ignore_ascii_case("yml");
        ecs_interop::read(&self.text, if is_yaml { Language::Yaml } else { Language::Detected })
    }
}

/// Why there is no text.
#[derive(Debug, thiserror::Error)]
pub(crate) enum InputError {
    #[error("cannot read `{name}`: {error}")]
    Unreadable { name: String, error: io::Error },
    #[error("cannot read `{name}`: it is UTF-16 text; save it as UTF-8")]
    Utf16 { name: String },
    #[error("cannot read `{name}`: it is not UTF-8 text (byte {position} belongs to no character)")]
    NotUtf8 { name: String, position: usize },
    #[error(transparent)]
    Link(LinkError),
}

/// Whether a path means standard input.
pub(crate) fn is_standard_input(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// The text of a file, or of standard input for `-`.
pub(crate) fn read(path: &Path) -> Result<Input, InputError> {
    let name = path.display().to_string();
    let bytes = if is_standard_input(path) {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        std::fs::read(path)
    };
    match bytes {
        Ok(bytes) => decode(name, bytes),
        Err(error) => Err(InputError::Unreadable { name, error }),
    }
}

/// The text of a file, of standard input, or of the scenario that a link holds: a link has a `#`, and there is
/// no file of that name.
pub(crate) fn read_or_open(path: &Path) -> Result<Input, InputError> {
    let text = path.to_string_lossy();
    if text.contains('#') && !path.exists() {
        let opened = link::decode(&text).map_err(InputError::Link)?;
        return Ok(Input { name: "the link".to_owned(), text: opened.scenario });
    }
    read(path)
}

fn decode(name: String, bytes: Vec<u8>) -> Result<Input, InputError> {
    match String::from_utf8(bytes) {
        // A byte order mark belongs to the encoding; JSON has none.
        Ok(text) => Ok(Input { name, text: text.trim_start_matches('\u{feff}').to_owned() }),
        // What Windows PowerShell makes of `aws … > file`.
        Err(error) if error.as_bytes().starts_with(&[0xff, 0xfe]) => Err(InputError::Utf16 { name }),
        Err(error) if error.as_bytes().starts_with(&[0xfe, 0xff]) => Err(InputError::Utf16 { name }),
        Err(error) => Err(InputError::NotUtf8 { name, position: error.utf8_error().valid_up_to() + 1 }),
    }
}

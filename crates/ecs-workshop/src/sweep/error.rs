//! What is wrong with a sweep itself.

use super::RUNS_MAX;
use ecs_core::limits;

/// Why there is no sweep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SweepError {
    /// A setting has no `=`.
    NoEqualsSign {
        /// The setting.
        text: String,
    },
    /// A setting has no place before its `=`.
    NoPath,
    /// A setting has no value.
    NoValue {
        /// Its place.
        path: String,
    },
    /// There is nothing of that name.
    NoSuchPlace {
        /// The place.
        path: String,
        /// The first part of it that is not there.
        part: String,
        /// Where it was looked for, as a JSON pointer.
        parent: String,
        /// The name that is nearest.
        nearest: Option<String>,
    },
    /// Several entries of a list have that name.
    Ambiguous {
        /// The place.
        path: String,
        /// The name.
        part: String,
        /// How many there are.
        count: usize,
    },
    /// Two settings are of one place.
    SetTwice {
        /// The place of the second.
        path: String,
    },
    /// The seed is a setting, and seeds are counted, too.
    SeedTwice,
    /// The last seed is beyond the bound.
    SeedTooLarge,
    /// There are more variations than a sweep may have.
    TooMany,
    /// A part of a sweep is no number below the number of parts.
    NoShard {
        /// What was given.
        text: String,
    },
}

impl std::fmt::Display for SweepError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            SweepError::NoEqualsSign { text } => {
                write!(
                    formatter,
                    "`{text}` is no setting: PATH=V1,V2 is wanted, for example services.web.desiredCount=2,4"
                )
            }
            SweepError::NoPath => formatter.write_str("a setting has no place before its `=`"),
            SweepError::NoValue { path } => {
                write!(formatter, "`{path}` is set to nothing: a value is wanted behind its `=`")
            }
            SweepError::NoSuchPlace { path, part, parent, nearest } => {
                let parent = if parent.is_empty() { "the scenario" } else { parent };
                write!(formatter, "`{path}` is no place of the scenario: {parent} has no `{part}`")?;
                nearest.as_ref().map_or(Ok(()), |name| write!(formatter, "; is `{name}` meant?"))
            }
            SweepError::Ambiguous { path, part, count } => write!(
                formatter,
                "`{path}` is not one place: {count} entries are called `{part}`; say the entry's number, from 0"
            ),
            SweepError::SetTwice { path } => {
                write!(formatter, "`{path}` is set twice: all values go behind one `=`")
            }
            SweepError::SeedTwice => {
                formatter.write_str("`simulation.seed` is set, and --seeds counts seeds, too")
            }
            SweepError::SeedTooLarge => {
                write!(formatter, "the last seed is beyond {}, the greatest there is", limits::SEED)
            }
            SweepError::TooMany => write!(formatter, "there are more than {RUNS_MAX} combinations"),
            SweepError::NoShard { text } => {
                write!(formatter, "`{text}` is no part of a sweep: I/N is wanted, with I from 0 to N - 1")
            }
        }
    }
}

impl std::error::Error for SweepError {}

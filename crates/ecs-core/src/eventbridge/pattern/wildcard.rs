//! `wildcard`: `*` stands for any characters, `\*` for itself.

/// The texts between the stars.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wildcard(Vec<String>);

impl Wildcard {
    /// Reads the notation.
    ///
    /// # Errors
    ///
    /// What AWS gives as the reason.
    pub(super) fn parse(text: &str) -> Result<Wildcard, String> {
        let mut parts = vec![String::new()];
        let mut characters = text.chars().enumerate().peekable();
        while let Some((position, character)) = characters.next() {
            match character {
                '*' => {
                    if characters.peek().is_some_and(|(_, next)| *next == '*') {
                        return Err(format!("Consecutive wildcard characters at pos {position}"));
                    }
                    parts.push(String::new());
                }
                '\\' => match characters.next() {
                    Some((_, escaped @ ('*' | '\\'))) => push(&mut parts, escaped),
                    _ => return Err(format!("Invalid escape character at pos {position}")),
                },
                other => push(&mut parts, other),
            }
        }
        Ok(Wildcard(parts))
    }

    /// Whether a text is of this form. Every part is looked for behind the one before it, so that the work
    /// is bounded by the text for each part.
    pub(super) fn matches(&self, text: &str) -> bool {
        let [first, middle @ .., last] = &self.0[..] else {
            return self.0.first().is_some_and(|only| only == text);
        };
        let Some(mut rest) = text.strip_prefix(first.as_str()) else { return false };
        for part in middle {
            match rest.split_once(part.as_str()) {
                Some((_, behind)) => rest = behind,
                None => return false,
            }
        }
        rest.ends_with(last.as_str())
    }
}

fn push(parts: &mut [String], character: char) {
    if let Some(last) = parts.last_mut() {
        last.push(character);
    }
}

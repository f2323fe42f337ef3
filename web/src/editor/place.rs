//! Places of a text, in the editor's count and in the core's.

/// Turns bytes of a text into positions of the editor. Bytes are asked for in any order, and cheapest
/// in that of the text.
pub(super) struct Positions<'t> {
    text: &'t str,
    byte: usize,
    position: usize,
}

impl<'t> Positions<'t> {
    pub(super) fn new(text: &'t str) -> Positions<'t> {
        Positions { text, byte: 0, position: 0 }
    }

    /// From a byte on whose position is known.
    pub(super) fn from(text: &'t str, byte: usize, position: usize) -> Positions<'t> {
        Positions { text, byte, position }
    }

    /// The position of a byte; of one within a character, that of the character.
    pub(super) fn of(&mut self, byte: usize) -> usize {
        if byte < self.byte {
            (self.byte, self.position) = (0, 0);
        }
        let mut rest = self.text.get(self.byte..).unwrap_or_default().chars().peekable();
        while let Some(character) = rest.next() {
            if self.byte + character.len_utf8() > byte {
                break;
            }
            self.byte += character.len_utf8();
            // Two characters of one line break are one.
            if character != '\r' || rest.peek() != Some(&'\n') {
                self.position += character.len_utf16();
            }
        }
        self.position
    }
}

/// The position in the editor of a byte of `text`.
pub fn position(text: &str, byte: usize) -> usize {
    Positions::new(text).of(byte)
}

/// The byte of a position in a text of the editor: one without carriage returns.
pub(super) fn byte(text: &str, position: usize) -> usize {
    let mut passed = 0;
    for (byte, character) in text.char_indices() {
        if passed >= position {
            return byte;
        }
        passed += character.len_utf16();
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::{Positions, byte, position};

    #[test]
    fn positions_count_utf_16_and_line_breaks_once() {
        let text = "é\r\n😀x";
        assert_eq!([0, 1, 2, 3, 4, 8, 9, 99].map(|byte| position(text, byte)), [0, 0, 1, 1, 2, 4, 5, 5]);
        let mut positions = Positions::new(text);
        assert_eq!([8, 0, 4].map(|byte| positions.of(byte)), [4, 0, 2]);
    }

    #[test]
    fn bytes_are_the_way_back() {
        let text = "é\n😀x";
        for (at, _) in text.char_indices() {
            assert_eq!(byte(text, position(text, at)), at);
        }
        assert_eq!(byte(text, 99), text.len());
    }
}

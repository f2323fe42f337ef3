//! The words and signs of a text, whether or not it is JSON yet.

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `{`, or `[` if false.
    Open(bool),
    /// `}`, or `]` if false.
    Close(bool),
    /// `:`.
    Colon,
    /// `,`.
    Comma,
    /// A string. Whether its closing quote is there.
    String(bool),
    /// A number, a keyword, or a name without quotes.
    Word,
    /// A comment. Whether it is closed, as one to the end of the line never is.
    Comment(bool),
}

/// A word or sign and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Token {
    /// Whether what is typed at byte `at` becomes part of it.
    pub(super) fn holds(&self, at: usize) -> bool {
        let goes_on = matches!(self.kind, Kind::String(false) | Kind::Word | Kind::Comment(false));
        self.start < at && (at < self.end || (goes_on && at == self.end))
    }

    /// The text of a string or word, without quotes; escapes stay.
    pub(super) fn word<'t>(&self, text: &'t str) -> &'t str {
        let word = text.get(self.start..self.end).unwrap_or_default();
        match self.kind {
            Kind::String(true) => word.get(1..word.len() - 1).unwrap_or_default(),
            Kind::String(false) => word.get(1..).unwrap_or_default(),
            _ => word,
        }
    }
}

/// All tokens of a text. A string ends in its line, closed or not.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let bytes = text.as_bytes();
    let mut tokens = Vec::new();
    let mut start = 0;
    while let Some(byte) = bytes.get(start) {
        let rest = bytes.get(start..).unwrap_or_default();
        let (kind, length) = match byte {
            b'{' | b'[' => (Kind::Open(*byte == b'{'), 1),
            b'}' | b']' => (Kind::Close(*byte == b'}'), 1),
            b':' => (Kind::Colon, 1),
            b',' => (Kind::Comma, 1),
            b'"' => string(rest),
            b'/' if rest.starts_with(b"//") => (Kind::Comment(false), line(rest)),
            b'/' if rest.starts_with(b"/*") => block_comment(rest),
            byte if byte.is_ascii_whitespace() => {
                start += 1;
                continue;
            }
            _ => (Kind::Word, word(rest)),
        };
        tokens.push(Token { kind, start, end: start + length });
        start += length;
    }
    tokens
}

fn line(rest: &[u8]) -> usize {
    rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len())
}

fn string(rest: &[u8]) -> (Kind, usize) {
    let mut escaped = false;
    for (number, byte) in rest.iter().enumerate().skip(1) {
        match byte {
            b'\n' => return (Kind::String(false), number),
            b'"' if !escaped => return (Kind::String(true), number + 1),
            _ => escaped = *byte == b'\\' && !escaped,
        }
    }
    (Kind::String(false), rest.len())
}

fn block_comment(rest: &[u8]) -> (Kind, usize) {
    let close = rest.windows(2).skip(2).position(|pair| pair == b"*/");
    close.map_or((Kind::Comment(false), rest.len()), |at| (Kind::Comment(true), at + 4))
}

fn word(rest: &[u8]) -> usize {
    let ends = |byte: &u8| byte.is_ascii_whitespace() || b"{}[]:,\"".contains(byte);
    rest.iter().skip(1).position(ends).map_or(rest.len(), |at| at + 1)
}

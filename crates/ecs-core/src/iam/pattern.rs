//! Patterns with `*` and `?`. Spec: ROLE-3.

/// Whether a text is one that the pattern means: `*` stands for any characters, `?` for one.
pub fn matches(pattern: &str, text: &str) -> bool {
    matches_bytes(pattern.as_bytes(), text.as_bytes())
}

/// The same for an action, whose letters may be of either case.
pub(super) fn matches_action(pattern: &str, action: &str) -> bool {
    matches_bytes(pattern.to_ascii_lowercase().as_bytes(), action.to_ascii_lowercase().as_bytes())
}

/// In time that grows with the product of both lengths: only the last `*` is ever tried again.
fn matches_bytes(pattern: &[u8], text: &[u8]) -> bool {
    let (mut in_pattern, mut in_text) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while in_text < text.len() {
        match pattern.get(in_pattern) {
            Some(b'*') => {
                star = Some((in_pattern, in_text));
                in_pattern += 1;
            }
            Some(byte) if *byte == b'?' || text.get(in_text) == Some(byte) => {
                in_pattern += 1;
                in_text += 1;
            }
            _ => {
                let Some((star_at, taken)) = star else { return false };
                star = Some((star_at, taken + 1));
                in_pattern = star_at + 1;
                in_text = taken + 1;
            }
        }
    }
    pattern.iter().skip(in_pattern).all(|byte| *byte == b'*')
}

#[cfg(test)]
mod tests {
    use super::{matches, matches_action};

    #[test]
    fn stars_and_question_marks() {
        for (pattern, text) in [
            ("*", ""),
            ("*", "s3:GetObject"),
            ("arn:aws:s3:::in/*", "arn:aws:s3:::in/a/b"),
            ("arn:aws:s3:::*/b", "arn:aws:s3:::in/a/b"),
            ("a?c", "abc"),
            ("*b*b", "abbb"),
        ] {
            assert!(matches(pattern, text), "{pattern} {text}");
        }
        for (pattern, text) in
            [("", "a"), ("arn:aws:s3:::in/*", "arn:aws:s3:::in"), ("a?c", "ac"), ("*b*c", "abbb"), ("A", "a")]
        {
            assert!(!matches(pattern, text), "{pattern} {text}");
        }
        assert!(matches_action("S3:get*", "s3:GetObject") && !matches_action("s3:Put*", "s3:GetObject"));
    }

    /// Every pattern of three letters against every text of four, by the definition itself.
    #[test]
    fn it_is_what_the_definition_says() {
        fn slow(pattern: &[u8], text: &[u8]) -> bool {
            match pattern.split_first() {
                None => text.is_empty(),
                Some((b'*', rest)) => {
                    (0..=text.len()).any(|at| slow(rest, text.get(at..).unwrap_or_default()))
                }
                Some((byte, rest)) => text
                    .split_first()
                    .is_some_and(|(first, others)| (*byte == b'?' || byte == first) && slow(rest, others)),
            }
        }
        let words = |letters: &[u8], length: usize| -> Vec<Vec<u8>> {
            (0..length).fold(vec![Vec::new()], |words, _| {
                let longer =
                    |word: &Vec<u8>| letters.iter().map(|l| [&word[..], &[*l]].concat()).collect::<Vec<_>>();
                words.iter().flat_map(longer).chain(words.clone()).collect()
            })
        };
        for pattern in words(b"ab*?", 4) {
            for text in words(b"ab", 4) {
                assert_eq!(
                    super::matches_bytes(&pattern, &text),
                    slow(&pattern, &text),
                    "{pattern:?} {text:?}"
                );
            }
        }
    }
}

//! How an image is written: `registry/repository:tag@digest`.

/// Bytes of a repository, its registry among them: a bound of Docker's.
const REPOSITORY_BYTES_MAX: usize = 255;

/// What follows the repository.
pub(super) struct Reference<'a> {
    pub(super) tag: Option<&'a str>,
    pub(super) has_digest: bool,
}

impl<'a> Reference<'a> {
    /// Nothing where the text is no reference.
    pub(super) fn parse(text: &'a str) -> Option<Reference<'a>> {
        let (name, digest) = match text.split_once('@') {
            Some((name, digest)) => (name, Some(digest)),
            None => (text, None),
        };
        // A colon before the last slash belongs to the registry's port.
        let (repository, tag) = match name.rsplit_once(':').filter(|(_, tag)| !tag.contains('/')) {
            Some((repository, tag)) => (repository, Some(tag)),
            None => (name, None),
        };
        let path = match repository.split_once('/') {
            Some((registry, path)) if is_registry(registry) => path,
            _ => repository,
        };
        let is_reference = repository.len() <= REPOSITORY_BYTES_MAX
            && path.split('/').all(is_component)
            && tag.is_none_or(is_tag)
            && digest.is_none_or(is_digest);
        is_reference.then_some(Reference { tag, has_digest: digest.is_some() })
    }
}

/// The first part is a registry where it cannot be the name of a user at Docker Hub.
fn is_registry(text: &str) -> bool {
    let (host, port) = text.split_once(':').unwrap_or((text, "0"));
    let looks_like_one = text.contains(['.', ':']) || text == "localhost";
    let is_host = host.chars().all(|character| character.is_ascii_alphanumeric() || ".-".contains(character));
    looks_like_one && is_host && !host.is_empty() && port.parse::<u16>().is_ok()
}

fn is_component(text: &str) -> bool {
    let is_lower = |character: char| character.is_ascii_lowercase() || character.is_ascii_digit();
    text.starts_with(is_lower)
        && text.ends_with(is_lower)
        && text.chars().all(|character| is_lower(character) || "._-".contains(character))
}

fn is_tag(text: &str) -> bool {
    let is_word = |character: char| character.is_ascii_alphanumeric() || character == '_';
    text.len() <= 128
        && text.starts_with(is_word)
        && text.chars().all(|character| is_word(character) || ".-".contains(character))
}

fn is_digest(text: &str) -> bool {
    let digits = text.strip_prefix("sha256:").filter(|digits| digits.len() == 64);
    digits.is_some_and(|digits| digits.chars().all(|digit| matches!(digit, '0'..='9' | 'a'..='f')))
}

#[cfg(test)]
mod tests {
    use super::Reference;

    #[test]
    fn references_and_others() {
        let digest = format!("app@sha256:{}", "0a".repeat(32));
        for (text, tag) in [
            ("nginx", None),
            ("nginx:1.27", Some("1.27")),
            ("localhost/app", None),
            ("127.0.0.1:51670/busybox:latest", Some("latest")),
            ("registry.example.com:5000/team/app", None),
            ("123456789012.dkr.ecr.us-west-2.amazonaws.com/shop/app:v1", Some("v1")),
            (digest.as_str(), None),
        ] {
            let reference = Reference::parse(text).unwrap_or_else(|| panic!("{text} is a reference"));
            assert_eq!(reference.tag, tag, "{text}");
        }
        assert!(Reference::parse(&"a".repeat(256)).is_none());
        for text in ["my app", "My/app", "app:", "app:a b", "-app", "a//b", "app@sha256:0", "https://x.org/a"]
        {
            assert!(Reference::parse(text).is_none(), "{text}");
        }
    }
}

//! Scenario links: `#1.d.<payload>[.<engine>-<atSeconds>-<hash>]`. Spec: LINK-1.
//!
//! The parts are the version of the link format, the codec, and the payload: canonical JSON, raw
//! deflate, base64url without padding. Dot-parts that a decoder does not know are ignored.

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use miniz_oxide::inflate::{DecompressError, TINFLStatus, decompress_to_vec_with_limit};
use serde_json::Value;

/// The version of the link format that is written.
const VERSION: u32 = 1;

/// Bytes that a payload may inflate to. Spec: LINK-4.
pub const INFLATED_BYTES_MAX: usize = 1024 * 1024;

/// Written without padding, read with or without: mail programs and chats drop it.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::URL_SAFE,
    GeneralPurposeConfig::new()
        .with_encode_padding(false)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// What a run of the linked scenario looked like to whoever made the link. Spec: LINK-5.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fingerprint {
    /// [`ecs_core::ENGINE_VERSION`] of the maker.
    pub engine_version: u32,
    /// The moment, in whole seconds.
    pub at_seconds: u64,
    /// Hash of the event log up to then.
    pub log_hash: u64,
}

/// What a link holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The scenario's text, written out over several lines.
    pub scenario: String,
    /// What its maker saw; none where the link says nothing of it.
    pub fingerprint: Option<Fingerprint>,
}

/// Why a link cannot be opened. Spec: LINK-3.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkError {
    /// It has no `#1.d.…` part.
    NotALink,
    /// It is of a version that this program does not read.
    NewerVersion(String),
    /// Its payload is packed in a way that this program does not know.
    UnknownCodec(String),
    /// A character that no link has, at this position of the part behind `#`, counted from 1.
    Character(usize),
    /// It breaks off.
    CutShort,
    /// Its payload is damaged.
    Damaged,
    /// Its payload inflates to more than [`INFLATED_BYTES_MAX`].
    TooLarge,
}

impl std::fmt::Display for LinkError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            LinkError::NotALink => {
                formatter.write_str("this is no scenario link: behind the # a link begins with 1.d.")
            }
            LinkError::NewerVersion(version) => {
                write!(
                    formatter,
                    "the link has version {version}: it was made by a newer version of the playground, which reads it"
                )
            }
            LinkError::UnknownCodec(codec) => {
                write!(
                    formatter,
                    "the link is packed as `{codec}`: it was made by a newer version of the playground"
                )
            }
            LinkError::Character(position) => {
                write!(
                    formatter,
                    "the link has a character that no link has, at position {position} behind the #"
                )
            }
            LinkError::CutShort => formatter.write_str("the link breaks off: copy it again, to its end"),
            LinkError::Damaged => formatter.write_str("the link is damaged: copy it again"),
            LinkError::TooLarge => {
                write!(
                    formatter,
                    "the link would unpack to more than {INFLATED_BYTES_MAX} bytes; no link of the playground does"
                )
            }
        }
    }
}

impl std::error::Error for LinkError {}

/// The part of a link from the `#` on. `canonical` is a scenario in canonical form
/// ([`ecs_core::scenario::canonical`]).
pub fn encode(canonical: &Value, fingerprint: Option<Fingerprint>) -> String {
    let deflated = miniz_oxide::deflate::compress_to_vec(canonical.to_string().as_bytes(), 10);
    let payload = BASE64.encode(deflated);
    let seen = fingerprint
        .map(|seen| format!(".{}-{}-{:016x}", seen.engine_version, seen.at_seconds, seen.log_hash))
        .unwrap_or_default();
    format!("#{VERSION}.d.{payload}{seen}")
}

/// Opens a link: whole, or from the `#` on, or without it. Never panics.
pub fn decode(link: &str) -> Result<Decoded, LinkError> {
    let link = link.trim();
    let fragment = link.split_once('#').map_or(link, |(_, fragment)| fragment);
    let mut parts = fragment.split('.');
    let version = parts.next().unwrap_or_default();
    match version.parse::<u32>() {
        Ok(VERSION) => {}
        Ok(newer) if newer > VERSION => return Err(LinkError::NewerVersion(version.to_owned())),
        _ => return Err(LinkError::NotALink),
    }
    let codec = parts.next().ok_or(LinkError::CutShort)?;
    if codec != "d" {
        return Err(if codec.is_empty() {
            LinkError::CutShort
        } else {
            LinkError::UnknownCodec(codec.to_owned())
        });
    }
    let payload = parts.next().filter(|payload| !payload.is_empty()).ok_or(LinkError::CutShort)?;
    let inflated = inflate(payload, version.len() + codec.len() + 2)?;
    let text = String::from_utf8(inflated).map_err(|_| LinkError::Damaged)?;
    let value: Value = serde_json::from_str(&text).map_err(|_| LinkError::Damaged)?;
    let scenario = serde_json::to_string_pretty(&value).map_err(|_| LinkError::Damaged)?;
    Ok(Decoded { scenario, fingerprint: parts.find_map(parse_fingerprint) })
}

fn inflate(payload: &str, offset: usize) -> Result<Vec<u8>, LinkError> {
    let deflated = BASE64.decode(payload).map_err(|error| match error {
        base64::DecodeError::InvalidByte(at, _) => LinkError::Character(offset + at + 1),
        _ => LinkError::CutShort,
    })?;
    decompress_to_vec_with_limit(&deflated, INFLATED_BYTES_MAX).map_err(
        |DecompressError { status, .. }| match status {
            TINFLStatus::HasMoreOutput => LinkError::TooLarge,
            TINFLStatus::NeedsMoreInput | TINFLStatus::FailedCannotMakeProgress => LinkError::CutShort,
            _ => LinkError::Damaged,
        },
    )
}

fn parse_fingerprint(part: &str) -> Option<Fingerprint> {
    let mut fields = part.split('-');
    let engine_version = fields.next()?.parse().ok()?;
    let at_seconds = fields.next()?.parse().ok()?;
    // All sixteen digits: a hash that was cut is no other hash.
    let hash = fields.next().filter(|hash| hash.len() == 16)?;
    let log_hash = u64::from_str_radix(hash, 16).ok()?;
    fields.next().is_none().then_some(Fingerprint { engine_version, at_seconds, log_hash })
}

#[cfg(test)]
mod tests {
    use super::{Fingerprint, LinkError, decode, encode};
    use serde_json::json;

    #[test]
    fn a_link_opens_to_what_it_was_made_of() {
        let scenario = json!({"version": 1, "name": "Zwei Zonen · 🚀"});
        let seen = Fingerprint { engine_version: 1, at_seconds: 1800, log_hash: 0xfeed };
        for fingerprint in [None, Some(seen)] {
            let link = encode(&scenario, fingerprint);
            let opened = decode(&format!("https://example.org/playground/{link}")).unwrap();
            assert_eq!(opened.scenario, serde_json::to_string_pretty(&scenario).unwrap());
            assert_eq!(opened.fingerprint, fingerprint);
        }
    }

    #[test]
    fn a_link_cut_anywhere_says_so() {
        let link = encode(&json!({"version": 1, "name": "x".repeat(300)}), None);
        for length in 0..link.len() {
            let cut: String = link.chars().take(length).collect();
            let error = decode(&cut).unwrap_err();
            assert!(
                matches!(error, LinkError::CutShort | LinkError::Damaged | LinkError::NotALink),
                "{cut}: {error}"
            );
        }
    }

    #[test]
    fn a_link_that_would_fill_the_memory_is_refused() {
        let zeroes = vec![0u8; 1 << 30];
        let deflated = miniz_oxide::deflate::compress_to_vec(&zeroes, 1);
        let link = format!("#1.d.{}", base64::Engine::encode(&super::BASE64, deflated));
        assert_eq!(decode(&link), Err(LinkError::TooLarge));
    }

    #[test]
    fn other_links_are_told_apart() {
        assert_eq!(decode("https://example.org/"), Err(LinkError::NotALink));
        assert_eq!(decode("#2.d.AAAA"), Err(LinkError::NewerVersion("2".to_owned())));
        assert_eq!(decode("#1.z.AAAA"), Err(LinkError::UnknownCodec("z".to_owned())));
        assert_eq!(decode("#1.d.AA*A"), Err(LinkError::Character(7)));
    }

    #[test]
    fn parts_that_are_not_known_are_ignored() {
        let link = encode(&json!({"version": 1}), None);
        assert_eq!(decode(&format!("{link}.later-things.more")).unwrap().fingerprint, None);
    }
}

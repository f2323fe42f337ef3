//! What a plain scalar means in YAML 1.2's core schema, and where YAML 1.1 reads it otherwise.

use ecs_core::json::Value;

/// The value of a plain scalar. Spec: YAML-2.
pub(super) fn resolve(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        _ => number(text).map_or_else(|| Value::String(text.to_owned()), Value::Number),
    }
}

/// A number as JSON writes it. `.inf` and `.nan` have no spelling there, and stay text.
fn number(text: &str) -> Option<String> {
    if let Some(digits) = text.strip_prefix("0x") {
        return based(digits, 16);
    }
    if let Some(digits) = text.strip_prefix("0o") {
        return based(digits, 8);
    }
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let is_digits = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
    let exponent_digits = exponent.map(|exponent| exponent.strip_prefix(['-', '+']).unwrap_or(exponent));
    if !is_digits(whole)
        || !fraction.is_none_or(is_digits)
        || !exponent_digits.is_none_or(|digits| !digits.is_empty() && is_digits(digits))
        || (whole.is_empty() && fraction.is_none_or(str::is_empty))
    {
        return None;
    }
    let mut spelling = String::with_capacity(text.len() + 1);
    spelling.push_str(if text.starts_with('-') { "-" } else { "" });
    let significant = whole.trim_start_matches('0');
    spelling.push_str(if significant.is_empty() { "0" } else { significant });
    if let Some(fraction) = fraction.filter(|fraction| !fraction.is_empty()) {
        spelling.push('.');
        spelling.push_str(fraction);
    }
    if let Some(exponent) = exponent {
        spelling.push('e');
        spelling.push_str(exponent);
    }
    Some(spelling)
}

/// What is no number of 64 bits stays text: nothing of AWS's is that long.
fn based(digits: &str, base: u32) -> Option<String> {
    let is_number = !digits.is_empty() && digits.chars().all(|digit| digit.is_digit(base));
    is_number.then(|| u64::from_str_radix(digits, base).ok()).flatten().map(|value| value.to_string())
}

/// What YAML 1.1 makes of a plain scalar that YAML 1.2 reads otherwise. Spec: YAML-2.
pub(super) fn old_reading(text: &str) -> Option<&'static str> {
    match text {
        "yes" | "Yes" | "YES" | "on" | "On" | "ON" => return Some("true"),
        "no" | "No" | "NO" | "off" | "Off" | "OFF" => return Some("false"),
        _ => {}
    }
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let first = unsigned.bytes().next()?;
    if !first.is_ascii_digit() {
        return None;
    }
    let plain = || unsigned.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_');
    if first == b'0' && unsigned.len() > 1 && digits(unsigned) {
        let is_octal = unsigned.bytes().all(|byte| byte < b'8');
        return Some(if is_octal { "an octal number" } else { "a string" });
    }
    if unsigned.contains('_') && plain() {
        return Some("a number");
    }
    if unsigned
        .strip_prefix("0b")
        .is_some_and(|bits| !bits.is_empty() && bits.bytes().all(|bit| bit == b'0' || bit == b'1'))
    {
        return Some("a binary number");
    }
    if unsigned.starts_with("0o") && number(text).is_some() {
        return Some("a string");
    }
    if is_base_60(unsigned) {
        return Some("a number in base 60");
    }
    if unsigned.contains(['e', 'E'])
        && !unsigned.contains('.')
        && !unsigned.starts_with("0x")
        && number(text).is_some()
    {
        return Some("a string");
    }
    is_date(text).then_some("a date")
}

/// `22:22`, which is 1342 seconds in YAML 1.1.
fn is_base_60(text: &str) -> bool {
    let mut parts = text.split(':');
    let first = parts.next().unwrap_or_default();
    let mut rest = parts.peekable();
    let is_part =
        |part: &str| matches!(part.len(), 1 | 2) && part.parse::<u8>().is_ok_and(|value| value < 60);
    !first.starts_with('0')
        && first.bytes().all(|byte| byte.is_ascii_digit())
        && rest.peek().is_some()
        && rest.all(is_part)
}

/// `2026-01-31`, alone or before a time.
fn is_date(text: &str) -> bool {
    let is_shaped = text.bytes().take(10).enumerate().all(|(at, byte)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    is_shaped
        && text.len() >= 10
        && text.as_bytes().get(10).is_none_or(|byte| matches!(byte, b'T' | b't' | b' '))
}

//! User data of an instance: base64 or plain, with lines that configure the ECS agent. Spec: ASG-2.

use std::borrow::Cow;

/// The text of user data: what base64 says where it is base64, else as it is.
pub(super) fn decoded(given: &str) -> Cow<'_, str> {
    let compact: String = given.split_whitespace().collect();
    let bytes = from_base64(&compact).and_then(|bytes| String::from_utf8(bytes).ok());
    bytes.map_or(Cow::Borrowed(given), Cow::Owned)
}

/// Every `ECS_NAME=value` of a script, in order: as lines of a file, or echoed into it.
pub(super) fn settings(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.lines().filter_map(|line| {
        let line = line.trim();
        let (before, rest) = line.split_once("ECS_")?;
        if line.starts_with('#') || before.ends_with(|last: char| last.is_ascii_alphanumeric() || last == '_')
        {
            return None;
        }
        let (name, value) = rest.split_once('=')?;
        let is_name = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
        if name.is_empty() || !name.bytes().all(is_name) {
            return None;
        }
        let start = before.len();
        let name = line.get(start..start + "ECS_".len() + name.len())?;
        let value = value.split_once(">>").map_or(value, |(value, _)| value);
        Some((name, value.trim().trim_matches(['"', '\''])))
    })
}

/// The bytes that a text stands for in base64, with padding; none where it is none.
fn from_base64(text: &str) -> Option<Vec<u8>> {
    if text.is_empty() || !text.len().is_multiple_of(4) {
        return None;
    }
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let digits = text.trim_end_matches('=');
    if text.len() - digits.len() > 2 {
        return None;
    }
    let (mut bits, mut count) = (0_u32, 0);
    for byte in digits.bytes() {
        let digit = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(digit);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count & 0xff).unwrap_or(0));
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::{decoded, settings};

    #[test]
    fn base64_is_decoded_and_a_script_is_taken_as_it_is() {
        assert_eq!(decoded("RUNTX0NMVVNURVI9ZGVtbwo="), "ECS_CLUSTER=demo\n");
        assert_eq!(decoded("#!/bin/bash\necho hi"), "#!/bin/bash\necho hi");
        assert_eq!(decoded(""), "");
    }

    #[test]
    fn settings_are_lines_or_echoed() {
        let script = "#!/bin/bash\n# ECS_CLUSTER=no\ncat <<'EOF' >> /etc/ecs/ecs.config\nECS_CLUSTER=demo\nECS_RESERVED_MEMORY=256\nEOF\necho \"ECS_ENABLE_SPOT_INSTANCE_DRAINING=true\" >> /etc/ecs/ecs.config\necho ECS_AWSVPC_BLOCK_IMDS=true >> /etc/ecs/ecs.config\nMY_ECS_X=1\n";
        let found: Vec<(&str, &str)> = settings(script).collect();
        assert_eq!(
            found,
            [
                ("ECS_CLUSTER", "demo"),
                ("ECS_RESERVED_MEMORY", "256"),
                ("ECS_ENABLE_SPOT_INSTANCE_DRAINING", "true"),
                ("ECS_AWSVPC_BLOCK_IMDS", "true"),
            ]
        );
    }
}

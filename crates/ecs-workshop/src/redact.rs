//! What a link should not carry by accident: values of `environment`, account ids, registry hosts.
//!
//! Each is replaced by a placeholder, the same one for the same value, so that the scenario runs as
//! before. The document itself is never touched. Spec: LINK-6.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Registries that anybody can name: nothing is given away by them.
const PUBLIC_REGISTRIES: [&str; 9] = [
    "docker.io",
    "index.docker.io",
    "registry-1.docker.io",
    "public.ecr.aws",
    "ghcr.io",
    "quay.io",
    "gcr.io",
    "mcr.microsoft.com",
    "registry.k8s.io",
];

/// Account ids that AWS's documentation uses for examples, first to last.
const EXAMPLE_ACCOUNTS: [&str; 4] = ["111122223333", "444455556666", "777788889999", "555555555555"];

/// What kind of thing was replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Secret {
    /// A value of `environment`.
    EnvironmentValue,
    /// An AWS account id.
    AccountId,
    /// The host of a registry.
    RegistryHost,
}

/// A replacement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replacement {
    /// Of what.
    pub secret: Secret,
    /// What stands in the link instead.
    pub placeholder: String,
}

/// A scenario without its secrets.
#[derive(Clone, Debug, PartialEq)]
pub struct Redacted {
    /// The scenario.
    pub scenario: Value,
    /// What was replaced, each value once, in order of occurrence.
    pub replacements: Vec<Replacement>,
}

/// `scenario` with placeholders.
pub fn redact(scenario: &Value) -> Redacted {
    let mut redactor = Redactor::default();
    redactor.note(scenario);
    let scenario = redactor.value(scenario, Place::Elsewhere);
    Redacted { scenario, replacements: redactor.replacements }
}

/// Where a value stands, as far as that decides what becomes of it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// `environment`: a list of entries or a map.
    Environment,
    /// An entry of the list: its name stays.
    EnvironmentEntry,
    Image,
    AccountId,
    Elsewhere,
}

impl Place {
    /// Where the member of an object at this place stands. CloudFormation's spelling counts like the
    /// API's.
    fn member(self, key: &str) -> Place {
        match (self, key.to_ascii_lowercase().as_str()) {
            (Place::EnvironmentEntry, "name") => Place::Elsewhere,
            (Place::Environment | Place::EnvironmentEntry, _) | (_, "environment") => Place::Environment,
            (_, "image") => Place::Image,
            (_, "accountid") => Place::AccountId,
            _ => Place::Elsewhere,
        }
    }

    fn element(self) -> Place {
        if self == Place::Environment { Place::EnvironmentEntry } else { self }
    }
}

#[derive(Default)]
struct Redactor {
    /// Texts of the scenario that look like a placeholder: to give one again would make two values one.
    taken: BTreeSet<String>,
    known: BTreeMap<(Secret, String), String>,
    used: BTreeMap<Secret, usize>,
    replacements: Vec<Replacement>,
}

impl Redactor {
    /// Notes what must not be given as a placeholder.
    fn note(&mut self, value: &Value) {
        match value {
            Value::Object(members) => {
                for (key, value) in members {
                    self.note_text(key);
                    self.note(value);
                }
            }
            Value::Array(elements) => elements.iter().for_each(|element| self.note(element)),
            Value::String(text) => self.note_text(text),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    fn note_text(&mut self, text: &str) {
        let host = text.split('/').next().unwrap_or_default();
        let digits = text.split(|character: char| !character.is_ascii_digit());
        for part in digits.filter(|part| part.len() == 12).chain([text, host]) {
            let looks_like_one = is_numbered(part, "value-", "")
                || is_numbered(part, "registry-", ".example.com")
                || is_example_account(part);
            if looks_like_one {
                self.taken.insert(part.to_owned());
            }
        }
    }

    fn value(&mut self, value: &Value, place: Place) -> Value {
        match value {
            Value::Object(members) => {
                let member = |(key, value): (&String, &Value)| {
                    let redacted = self.value(value, place.member(key));
                    (self.accounts_in(key), redacted)
                };
                Value::Object(members.iter().map(member).collect())
            }
            Value::Array(elements) => {
                elements.iter().map(|value| self.value(value, place.element())).collect()
            }
            Value::String(text) => Value::String(self.text(text, place)),
            Value::Number(number)
                if matches!(place, Place::Environment | Place::EnvironmentEntry | Place::AccountId) =>
            {
                Value::String(self.text(&number.to_string(), place))
            }
            Value::Bool(flag) if matches!(place, Place::Environment | Place::EnvironmentEntry) => {
                Value::String(self.text(&flag.to_string(), place))
            }
            other => other.clone(),
        }
    }

    fn text(&mut self, text: &str, place: Place) -> String {
        match place {
            Place::Environment | Place::EnvironmentEntry => self.environment_value(text),
            Place::Image => self.image(text),
            Place::AccountId | Place::Elsewhere => self.accounts_in(text),
        }
    }

    fn environment_value(&mut self, text: &str) -> String {
        if text.is_empty() || is_numbered(text, "value-", "") {
            return text.to_owned();
        }
        self.replace(Secret::EnvironmentValue, text, |number| format!("value-{number}"))
    }

    /// The host of an image, where it has one that is not public.
    fn image(&mut self, image: &str) -> String {
        let (scheme, rest) = image.split_once("://").map_or(("", image), |(scheme, rest)| (scheme, rest));
        let Some((host, path)) = rest.split_once('/') else { return self.accounts_in(image) };
        if host.contains(".dkr.ecr.") {
            return self.accounts_in(image);
        }
        let is_host = host.contains(['.', ':']) || host == "localhost";
        if !is_host || PUBLIC_REGISTRIES.contains(&host) || is_numbered(host, "registry-", ".example.com") {
            return self.accounts_in(image);
        }
        let host =
            self.replace(Secret::RegistryHost, host, |number| format!("registry-{number}.example.com"));
        let path = self.accounts_in(path);
        if scheme.is_empty() { format!("{host}/{path}") } else { format!("{scheme}://{host}/{path}") }
    }

    /// Twelve digits with no digit before or behind them are an account id.
    fn accounts_in(&mut self, text: &str) -> String {
        let mut result = String::with_capacity(text.len());
        let mut digits = String::new();
        for character in text.chars().map(Some).chain([None]) {
            match character {
                Some(digit) if digit.is_ascii_digit() => digits.push(digit),
                other => {
                    result.push_str(&self.account(&digits));
                    digits.clear();
                    result.extend(other);
                }
            }
        }
        result
    }

    fn account(&mut self, digits: &str) -> String {
        // The default of the format, and what AWS's documentation uses, give nothing away.
        if digits.len() != 12 || digits == "123456789012" || is_example_account(digits) {
            return digits.to_owned();
        }
        self.replace(Secret::AccountId, digits, |number| {
            EXAMPLE_ACCOUNTS.get(number - 1).map_or_else(|| format!("{number:012}"), ToString::to_string)
        })
    }

    /// The placeholder of a text: the one that it has, or the next that the scenario does not have.
    fn replace(&mut self, secret: Secret, text: &str, placeholder: impl Fn(usize) -> String) -> String {
        let key = (secret, text.to_owned());
        if let Some(placeholder) = self.known.get(&key) {
            return placeholder.clone();
        }
        let used = self.used.entry(secret).or_default();
        let next = loop {
            *used += 1;
            let next = placeholder(*used);
            if !self.taken.contains(&next) {
                break next;
            }
        };
        self.known.insert(key, next.clone());
        self.replacements.push(Replacement { secret, placeholder: next.clone() });
        next
    }
}

fn is_example_account(digits: &str) -> bool {
    digits.len() == 12 && (EXAMPLE_ACCOUNTS.contains(&digits) || digits.starts_with("00000000"))
}

/// Whether a text is a placeholder already: a number between two fixed parts.
fn is_numbered(text: &str, before: &str, behind: &str) -> bool {
    let number = text.strip_prefix(before).and_then(|rest| rest.strip_suffix(behind));
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::{Secret, redact};
    use serde_json::json;

    #[test]
    fn the_same_value_has_the_same_placeholder() {
        let scenario = json!({"taskDefinitions": [{
            "executionRoleArn": "arn:aws:iam::210987654321:role/x",
            "containerDefinitions": [{
                "image": "registry.corp.internal:5000/team/app:1",
                "environment": [{"name": "PASSWORD", "value": "hunter2"}, {"name": "AGAIN", "value": "hunter2"}, {"name": "NONE", "value": ""}],
            }, {
                "image": "210987654321.dkr.ecr.eu-central-1.amazonaws.com/app:1",
            }, {
                "image": "public.ecr.aws/nginx/nginx:1.27",
            }, {
                "image": "nginx",
            }],
        }]});
        let redacted = redact(&scenario);
        let definition = &redacted.scenario["taskDefinitions"][0];
        assert_eq!(definition["executionRoleArn"], "arn:aws:iam::111122223333:role/x");
        let containers = &definition["containerDefinitions"];
        assert_eq!(containers[0]["image"], "registry-1.example.com/team/app:1");
        assert_eq!(
            containers[0]["environment"],
            json!([
                {"name": "PASSWORD", "value": "value-1"}, {"name": "AGAIN", "value": "value-1"}, {"name": "NONE", "value": ""},
            ])
        );
        assert_eq!(containers[1]["image"], "111122223333.dkr.ecr.eu-central-1.amazonaws.com/app:1");
        assert_eq!(containers[2]["image"], "public.ecr.aws/nginx/nginx:1.27");
        assert_eq!(containers[3]["image"], "nginx");
        let kinds: Vec<Secret> = redacted.replacements.iter().map(|replacement| replacement.secret).collect();
        assert_eq!(kinds, [Secret::AccountId, Secret::RegistryHost, Secret::EnvironmentValue]);
    }

    #[test]
    fn placeholders_never_meet_and_are_not_replaced_again() {
        let accounts: Vec<String> =
            (1..8).map(|number| format!("arn:aws:iam::{number}98765432109:role/x")).collect();
        let values: Vec<_> =
            ["a", "value-1", "b"].iter().map(|value| json!({"name": "N", "value": value})).collect();
        let scenario =
            json!({"environment": values, "accounts": accounts, "other": "arn:aws:iam::111122223333:role/y"});
        let once = redact(&scenario);
        let distinct: std::collections::BTreeSet<&String> =
            once.replacements.iter().map(|r| &r.placeholder).collect();
        assert_eq!(distinct.len(), 7 + 2);
        assert!(!distinct.contains(&"111122223333".to_owned()) && !distinct.contains(&"value-1".to_owned()));
        let twice = redact(&once.scenario);
        assert_eq!(twice.scenario, once.scenario);
        assert!(twice.replacements.is_empty());
    }

    #[test]
    fn other_spellings_hide_nothing() {
        let redacted = redact(&json!({
            "accountId": 210_987_654_321_u64,
            "Environment": [{"Name": "P", "Value": "hunter2"}, {"name": "Q", "value": 7}],
            "environment": {"name": "hunter3"},
            "Image": "https://registry.corp.internal/210987654321/app",
            "dockerLabels": {"owner/210987654321": "210987654321"},
        }));
        let text = redacted.scenario.to_string();
        for secret in ["hunter2", "hunter3", "210987654321", "corp.internal", ":7"] {
            assert!(!text.contains(secret), "{secret}: {text}");
        }
        assert!(text.contains("\"P\"") && text.contains("\"Q\""));
    }

    #[test]
    fn what_is_no_secret_stays() {
        let scenario = json!({"accountId": "123456789012", "simulation": {"seed": 123_456_789_013_i64}, "name": "1234567890123"});
        let redacted = redact(&scenario);
        assert_eq!(redacted.scenario, scenario);
        assert!(redacted.replacements.is_empty());
    }
}

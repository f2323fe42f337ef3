//! What a link should not carry by accident: values of `environment`, account ids, registry hosts.
//!
//! Each is replaced by a placeholder, the same one for the same value, so that the scenario runs as
//! before. The document itself is never touched. Spec: LINK-6.

use serde_json::Value;
use std::collections::BTreeMap;

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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Secret {
    /// A value of `environment`.
    EnvironmentValue,
    /// An AWS account id.
    AccountId,
    /// The host of a registry.
    RegistryHost,
}

/// A replacement.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    let mut redactor = Redactor { whole: scenario.to_string(), ..Redactor::default() };
    let scenario = redactor.value(scenario, Place::Elsewhere);
    Redacted { scenario, replacements: redactor.replacements }
}

/// Where a value stands, as far as that decides what becomes of it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Environment,
    Image,
    Elsewhere,
}

#[derive(Default)]
struct Redactor {
    /// The scenario's text: a placeholder that stands in it already would make two values one.
    whole: String,
    values: BTreeMap<String, String>,
    accounts: BTreeMap<String, String>,
    hosts: BTreeMap<String, String>,
    replacements: Vec<Replacement>,
}

impl Redactor {
    fn value(&mut self, value: &Value, place: Place) -> Value {
        match value {
            Value::Object(members) => {
                let member = |(key, value): (&String, &Value)| {
                    let place = match key.as_str() {
                        "environment" => Place::Environment,
                        "image" => Place::Image,
                        // A list entry of `environment` is an object: its name stays, its value goes.
                        "value" if place == Place::Environment => Place::Environment,
                        _ => Place::Elsewhere,
                    };
                    (key.clone(), self.value(value, place))
                };
                Value::Object(members.iter().map(member).collect())
            }
            Value::Array(elements) => elements.iter().map(|element| self.value(element, place)).collect(),
            Value::String(text) => Value::String(match place {
                Place::Environment => self.environment_value(text),
                Place::Image => self.image(text),
                Place::Elsewhere => self.accounts_in(text),
            }),
            other if place == Place::Environment && !other.is_null() => {
                Value::String(self.environment_value(&other.to_string()))
            }
            other => other.clone(),
        }
    }

    /// The first placeholder from the number behind `used` on that the scenario does not have.
    fn free(&self, used: usize, placeholder: impl Fn(usize) -> String) -> String {
        let mut number = used + 1;
        while self.whole.contains(&placeholder(number)) || self.is_given(&placeholder(number)) {
            number += 1;
        }
        placeholder(number)
    }

    fn is_given(&self, placeholder: &str) -> bool {
        self.replacements.iter().any(|replacement| replacement.placeholder == placeholder)
    }

    fn environment_value(&mut self, text: &str) -> String {
        if text.is_empty() || is_numbered(text, "value-", "") {
            return text.to_owned();
        }
        let next = self.free(self.values.len(), |number| format!("value-{number}"));
        replace(&mut self.values, &mut self.replacements, Secret::EnvironmentValue, text, next)
    }

    /// The host of an image, where it has one that is not public.
    fn image(&mut self, image: &str) -> String {
        let Some((host, rest)) = image.split_once('/') else { return image.to_owned() };
        let is_host = host.contains(['.', ':']) || host == "localhost";
        let account = host.split_once(".dkr.ecr.").map(|(account, _)| account);
        if account.is_some() {
            return self.accounts_in(image);
        }
        if !is_host || PUBLIC_REGISTRIES.contains(&host) || is_numbered(host, "registry-", ".example.com") {
            return image.to_owned();
        }
        let next = self.free(self.hosts.len(), |number| format!("registry-{number}.example.com"));
        let host = replace(&mut self.hosts, &mut self.replacements, Secret::RegistryHost, host, next);
        format!("{host}/{rest}")
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
        let is_example = EXAMPLE_ACCOUNTS.contains(&digits) || digits.starts_with("00000000");
        if digits.len() != 12 || digits == "123456789012" || is_example {
            return digits.to_owned();
        }
        let next = self.free(self.accounts.len(), |number| {
            EXAMPLE_ACCOUNTS.get(number - 1).map_or_else(|| format!("{number:012}"), ToString::to_string)
        });
        replace(&mut self.accounts, &mut self.replacements, Secret::AccountId, digits, next)
    }
}

/// Whether a text is a placeholder already: a number between two fixed parts.
fn is_numbered(text: &str, before: &str, behind: &str) -> bool {
    let number = text.strip_prefix(before).and_then(|rest| rest.strip_suffix(behind));
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

fn replace(
    known: &mut BTreeMap<String, String>,
    replacements: &mut Vec<Replacement>,
    secret: Secret,
    text: &str,
    next: String,
) -> String {
    if let Some(placeholder) = known.get(text) {
        return placeholder.clone();
    }
    known.insert(text.to_owned(), next.clone());
    replacements.push(Replacement { secret, placeholder: next.clone() });
    next
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
    fn what_is_no_secret_stays() {
        let scenario = json!({"accountId": "123456789012", "simulation": {"seed": 123_456_789_013_i64}, "name": "1234567890123"});
        let redacted = redact(&scenario);
        assert_eq!(redacted.scenario, scenario);
        assert!(redacted.replacements.is_empty());
    }
}

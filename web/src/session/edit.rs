//! The forms' edits: each changes one member of the text and leaves the rest as it is.

use super::follow::{follow_text, follow_zones};
use super::outline::Outline;
use ecs_core::json::{self, EditError};
use serde_json::{Value, json};

/// What a form changes. Texts are what was typed: the core judges them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// A member of a service.
    Service(usize, ServiceField, String),
    /// A member of an entry of container instances.
    Instance(usize, InstanceField, String),
    /// One more entry of container instances.
    AddInstances,
    /// One less.
    RemoveInstances(usize),
}

/// A member of a service that the form shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServiceField {
    /// `serviceName`.
    Name,
    /// `desiredCount`.
    DesiredCount,
    /// `taskDefinition`.
    TaskDefinition,
}

/// A member of an entry of container instances that the form shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InstanceField {
    /// `instanceType`.
    InstanceType,
    /// `availabilityZone`.
    Zone,
    /// `count`.
    Count,
}

impl ServiceField {
    /// The member's name.
    pub fn member(self) -> &'static str {
        match self {
            ServiceField::Name => "serviceName",
            ServiceField::DesiredCount => "desiredCount",
            ServiceField::TaskDefinition => "taskDefinition",
        }
    }
}

impl InstanceField {
    /// The member's name.
    pub fn member(self) -> &'static str {
        match self {
            InstanceField::InstanceType => "instanceType",
            InstanceField::Zone => "availabilityZone",
            InstanceField::Count => "count",
        }
    }
}

/// `text` with the edit made.
pub(super) fn edit(text: &str, outline: &Outline, edit: &Edit) -> Result<String, EditError> {
    match edit {
        Edit::Service(number, field, typed) => {
            let value = match field {
                ServiceField::DesiredCount => number_or_text(typed),
                ServiceField::Name | ServiceField::TaskDefinition => json!(typed),
            };
            let edited = json::set(text, &format!("/services/{number}/{}", field.member()), &value)?;
            match outline.definition_of(typed).filter(|_| *field == ServiceField::TaskDefinition) {
                Some(row) => follow_text(edited, *number, &row.text),
                None => Ok(edited),
            }
        }
        Edit::Instance(number, field, typed) => {
            let value = match field {
                InstanceField::InstanceType => json!(typed.trim()),
                InstanceField::Zone => json!(typed),
                InstanceField::Count => number_or_text(typed),
            };
            let pointer = format!("/containerInstances/{number}/{}", field.member());
            follow_zones(text, json::set(text, &pointer, &value)?)
        }
        Edit::AddInstances => {
            let number = outline.instances.len();
            let entry = next_entry(outline);
            follow_zones(text, json::set(text, &format!("/containerInstances/{number}"), &entry)?)
        }
        Edit::RemoveInstances(number) => {
            follow_zones(text, json::remove(text, &format!("/containerInstances/{number}"))?)
        }
    }
}

/// What is no whole number goes on as it was typed, so that the core can say what is wrong with it.
pub(super) fn number_or_text(typed: &str) -> Value {
    typed.trim().parse::<i64>().map_or_else(|_| json!(typed), Value::from)
}

/// One more of the last type, in the zone with the fewest entries.
fn next_entry(outline: &Outline) -> Value {
    let instance_type = outline.instances.last().map_or("t3.medium", |row| row.instance_type.as_str());
    let zone = outline
        .zones()
        .take(3)
        .min_by_key(|zone| outline.instances.iter().filter(|row| row.zone == *zone).count())
        .unwrap_or_default();
    json!({"instanceType": instance_type, "availabilityZone": zone, "count": 1})
}

#[cfg(test)]
mod tests {
    use super::{Edit, InstanceField, ServiceField, edit};
    use crate::session::outline::Outline;
    use ecs_core::Document;

    fn edited(text: &str, change: &Edit) -> String {
        edit(text, &Outline::read(text), change).unwrap()
    }

    #[test]
    fn what_was_typed_reaches_the_core() {
        let text = ecs_workshop::gallery::ENTRIES[0].text;
        for (typed, code) in
            [("5001", "quota-exceeded"), ("-1", "out-of-range"), ("seven", "wrong-type"), ("", "wrong-type")]
        {
            let text = edited(text, &Edit::Service(0, ServiceField::DesiredCount, typed.to_owned()));
            let codes: Vec<&str> =
                Document::read(&text).findings.iter().map(|finding| finding.code).collect();
            assert_eq!(codes.first(), Some(&code), "{typed}");
            assert_eq!(Outline::read(&text).services[0].desired_count, typed);
        }
    }

    #[test]
    fn a_service_goes_back_to_an_earlier_revision() {
        let text = r#"{"version": 1, "taskDefinitions": [
            {"family": "web", "containerDefinitions": [{"name": "a", "image": "a:1", "memory": 64}]},
            {"family": "web", "networkMode": "awsvpc", "containerDefinitions": [{"name": "a", "image": "a:1", "memory": 64}]}
        ], "services": [{"serviceName": "web", "taskDefinition": "web:1", "desiredCount": 1}]}"#;
        let runs = |reference: &str| Edit::Service(0, ServiceField::TaskDefinition, reference.to_owned());
        let newest = edited(text, &runs("web"));
        assert!(newest.contains("networkConfiguration") && !Document::read(&newest).has_errors());
        assert_eq!(Outline::read(&newest).definitions[1].services, ["web"]);
        let back = edited(&newest, &runs("web:1"));
        assert!(!back.contains("networkConfiguration") && !Document::read(&back).has_errors());
        assert_eq!(Outline::read(&back).definitions[0].services, ["web"]);
        assert!(Document::read(&edited(text, &runs("web:7"))).has_errors());
    }

    #[test]
    fn entries_come_and_go() {
        let text = r#"{"version": 1, "containerInstances": [
    {"instanceType": "m5.large", "availabilityZone": "us-east-1a"} // the first
  ]}"#;
        let more = edited(text, &Edit::AddInstances);
        assert!(more.contains("// the first"));
        let outline = Outline::read(&more);
        assert_eq!(outline.instances[1].zone, "us-east-1b");
        assert_eq!(outline.instances[1].instance_type, "m5.large");
        let counted = edited(&more, &Edit::Instance(1, InstanceField::Count, "12".to_owned()));
        assert_eq!(Outline::read(&counted).instances[1].count, "12");
        let less = edited(&edited(&counted, &Edit::RemoveInstances(0)), &Edit::RemoveInstances(0));
        assert!(Outline::read(&less).instances.is_empty());
        assert!(!Document::read(&less).has_errors());
        assert_eq!(Outline::read(&edited(r#"{"version": 1}"#, &Edit::AddInstances)).instances.len(), 1);
    }
}

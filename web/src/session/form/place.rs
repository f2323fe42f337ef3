//! Which finding stands under which field.

use super::read::Form;
use ecs_core::finding::Finding;
use std::collections::BTreeMap;

/// Findings, told apart by where the form shows them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Placed {
    /// Those of a field or a group of fields, by its pointer from the definition on.
    pub fields: BTreeMap<String, Vec<Finding>>,
    /// Those that no field is for.
    pub rest: Vec<Finding>,
}

/// The rule whose findings are not of a field: what is not simulated does no harm.
const NOT_SIMULATED: &str = "not-simulated-yet";

/// Puts each finding under the field that its pointer leads into.
pub fn place(form: &Form, findings: &[Finding]) -> Placed {
    let known = places(form);
    let mut placed = Placed::default();
    for finding in findings {
        let pointer = finding.pointer.strip_prefix(form.base).filter(|_| finding.code != NOT_SIMULATED);
        let best = pointer.and_then(|pointer| {
            let leads_here = |(place, deep): &&(String, bool)| {
                pointer == place
                    || (*deep
                        && pointer.strip_prefix(place.as_str()).is_some_and(|rest| rest.starts_with('/')))
            };
            known.iter().filter(leads_here).max_by_key(|(place, _)| place.len())
        });
        match best {
            Some((place, _)) => placed.fields.entry(place.clone()).or_default().push(finding.clone()),
            None => placed.rest.push(finding.clone()),
        }
    }
    placed
}

/// The pointers of all fields and groups, and whether what lies below them is shown there too.
fn places(form: &Form) -> Vec<(String, bool)> {
    let mut known: Vec<(String, bool)> =
        ["/family", "/requiresCompatibilities", "/networkMode", "/cpu", "/memory"]
            .map(|pointer| (pointer.to_owned(), true))
            .into();
    for (number, container) in form.containers.iter().enumerate() {
        let at = format!("/containerDefinitions/{number}");
        for member in ["name", "essential", "image", "cpu", "memory", "memoryReservation"] {
            known.push((format!("{at}/{member}"), true));
        }
        for (row, port) in container.ports.iter().enumerate() {
            let at = format!("{at}/portMappings/{row}");
            known.push((format!("{at}/containerPort"), true));
            known.push((format!("{at}/protocol"), true));
            if form.shows_host_port(port) {
                known.push((format!("{at}/hostPort"), true));
            }
            known.push((at, true));
        }
        for row in 0..container.environment.len() {
            let at = format!("{at}/environment/{row}");
            known.push((format!("{at}/name"), true));
            known.push((format!("{at}/value"), true));
            known.push((at, true));
        }
        known.push((at, false));
    }
    known
}

#[cfg(test)]
mod tests {
    use super::place;
    use crate::session::Form;
    use ecs_core::Document;

    #[test]
    fn a_finding_stands_at_its_field_and_the_rest_below() {
        let text = r#"{"taskDefinition": {"family": "a b", "volumes": [{"name": "!"}], "containerDefinitions": [
            {"name": "app", "image": "app:1", "memory": "much", "portMappings": [{"containerPort": 99999}]},
            {"name": "log", "image": "log:1"}
        ]}}"#;
        let placed = place(&Form::read(text).unwrap(), &Document::read(text).findings);
        let fields: Vec<&str> = placed.fields.keys().map(String::as_str).collect();
        for field in [
            "/family",
            "/containerDefinitions/0/memory",
            "/containerDefinitions/0/portMappings/0/containerPort",
        ] {
            assert!(fields.contains(&field), "{field} in {fields:?}");
        }
        assert!(!placed.rest.is_empty());
        let all = placed.fields.values().map(Vec::len).sum::<usize>() + placed.rest.len();
        assert_eq!(all, Document::read(text).findings.len());
    }
}

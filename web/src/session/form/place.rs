//! Which finding stands under which field.

use super::fields::{field_of, group_of};
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

impl Placed {
    /// Whether something is said of the place or of what lies below it.
    pub fn says_something_in(&self, pointer: &str) -> bool {
        let at_or_below = |place: &str| {
            place.strip_prefix(pointer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let from_here_on = self.fields.range(pointer.to_owned()..);
        from_here_on.take_while(|(place, _)| place.starts_with(pointer)).any(|(place, _)| at_or_below(place))
    }
}

/// The rule whose findings are not of a field: what is not simulated does no harm.
const NOT_SIMULATED: &str = "not-simulated-yet";

/// Puts each finding under the field that its pointer leads into.
pub fn place(form: &Form, findings: &[Finding]) -> Placed {
    let mut placed = Placed::default();
    for finding in findings {
        let pointer = finding.pointer.strip_prefix(form.base).filter(|_| finding.code != NOT_SIMULATED);
        match pointer.and_then(|pointer| nearest(form, pointer)) {
            Some(place) => placed.fields.entry(place.to_owned()).or_default().push(finding.clone()),
            None => placed.rest.push(finding.clone()),
        }
    }
    placed
}

/// The innermost field or group around a place that the form shows.
fn nearest<'a>(form: &Form, pointer: &'a str) -> Option<&'a str> {
    let ends = pointer.match_indices('/').map(|(at, _)| at).skip(1);
    let mut ends: Vec<usize> = ends.chain([pointer.len()]).collect();
    ends.reverse();
    let mut around = ends.into_iter().filter_map(|end| pointer.get(..end));
    around.find(|place| {
        let is_here = *place == pointer;
        let is_known =
            field_of(place).is_some() || group_of(place).is_some_and(|group| is_here || group.deep);
        is_known && form.shows(place)
    })
}

#[cfg(test)]
mod tests {
    use super::place;
    use crate::session::Form;
    use ecs_core::Document;

    /// Where the findings of a text stand.
    fn fields(text: &str) -> Vec<String> {
        let findings = Document::read(text).findings;
        let placed = place(&Form::read(text).unwrap(), &findings);
        let all = placed.fields.values().map(Vec::len).sum::<usize>() + placed.rest.len();
        assert_eq!(all, findings.len());
        placed.fields.into_keys().collect()
    }

    #[test]
    fn a_finding_stands_at_its_field_and_the_rest_below() {
        let text = r#"{"taskDefinition": {"family": "a b", "pidMode": "?", "containerDefinitions": [
            {"name": "app", "image": "app:1", "memory": "much", "portMappings": [{"containerPort": 99999}]},
            {"name": "log", "image": "log:1", "links": ["?"]}
        ]}}"#;
        let placed = place(&Form::read(text).unwrap(), &Document::read(text).findings);
        for field in [
            "/family",
            "/containerDefinitions/0/memory",
            "/containerDefinitions/0/portMappings/0/containerPort",
        ] {
            assert!(placed.fields.contains_key(field), "{field} in {:?}", placed.fields.keys());
        }
        assert!(placed.rest.iter().any(|finding| finding.pointer.ends_with("/pidMode")));
        assert!(placed.rest.iter().any(|finding| finding.pointer.contains("/links")));
        assert!(placed.says_something_in("/containerDefinitions/0/portMappings"));
        assert!(!placed.says_something_in("/containerDefinitions/0/port"));
        assert!(!placed.says_something_in("/containerDefinitions/0/dependsOn"));
    }

    #[test]
    fn every_section_has_its_findings() {
        let text = r#"{"family": "a", "requiresCompatibilities": ["FARGATE"], "networkMode": "awsvpc", "cpu": "256", "memory": "512",
            "taskRoleArn": 1, "executionRoleArn": {}, "ephemeralStorage": {"sizeInGiB": 5}, "runtimePlatform": {"cpuArchitecture": "MIPS"},
            "volumes": [{"name": "!"}, {"name": "b", "efsVolumeConfiguration": {}}, {"name": "c", "host": {"sourcePath": ""}}],
            "containerDefinitions": [{
              "name": "app", "image": "app:1", "entryPoint": "sh", "command": [1],
              "healthCheck": {"command": ["curl"], "interval": 1},
              "dependsOn": [{"containerName": "db", "condition": "SOON"}, {"containerName": "db"}],
              "mountPoints": [{"sourceVolume": "z", "readOnly": "perhaps"}],
              "secrets": [{"name": "x"}],
              "logConfiguration": {"logDriver": "syslog", "secretOptions": 3, "options": {"a": 1}}
            }]}"#;
        let fields = fields(text);
        let missing: Vec<&str> = [
            "/taskRoleArn",
            "/executionRoleArn",
            "/ephemeralStorage/sizeInGiB",
            "/runtimePlatform/cpuArchitecture",
            "/volumes/1/efsVolumeConfiguration/fileSystemId",
            "/volumes/2/host/sourcePath",
            "/containerDefinitions/0/entryPoint",
            "/containerDefinitions/0/command",
            "/containerDefinitions/0/healthCheck/command",
            "/containerDefinitions/0/healthCheck/interval",
            "/containerDefinitions/0/dependsOn/0/containerName",
            "/containerDefinitions/0/dependsOn/0/condition",
            "/containerDefinitions/0/dependsOn/1/condition",
            "/containerDefinitions/0/mountPoints/0/sourceVolume",
            "/containerDefinitions/0/mountPoints/0/readOnly",
            "/containerDefinitions/0/secrets",
            "/containerDefinitions/0/secrets/0/valueFrom",
            "/containerDefinitions/0/logConfiguration",
            "/containerDefinitions/0/logConfiguration/logDriver",
            "/containerDefinitions/0/logConfiguration/options/a",
        ]
        .into_iter()
        .filter(|field| !fields.iter().any(|place| place == field))
        .collect();
        assert_eq!(missing, Vec::<&str>::new(), "{fields:#?}");
    }

    #[test]
    fn what_has_another_type_is_said_of_the_group() {
        let text = r#"{"family": "a", "volumes": 1, "containerDefinitions": [{"name": "app", "image": "app:1", "memory": 64,
            "healthCheck": "curl", "dependsOn": "db", "mountPoints": {}, "logConfiguration": [], "environment": 1, "portMappings": 2}]}"#;
        let fields = fields(text);
        for group in
            ["healthCheck", "dependsOn", "mountPoints", "logConfiguration", "environment", "portMappings"]
        {
            let place = format!("/containerDefinitions/0/{group}");
            assert!(fields.contains(&place), "{group} in {fields:?}");
        }
        assert!(fields.contains(&"/volumes".to_owned()));
    }
}

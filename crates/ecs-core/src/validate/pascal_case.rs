//! CloudFormation writes the API's member names with a capital: `ContainerDefinitions`.

use crate::finding::{Finding, Findings, rules};
use crate::json::{Member, Node, Value};

/// Objects whose keys are the user's own words: they stay as they are.
const FREE_KEYS: [&str; 4] = ["dockerLabels", "options", "driverOpts", "labels"];

/// Gives a task definition in CloudFormation's spelling the API's names, and says so. Spec: DOC-13.
pub(super) fn convert(root: &mut Node, findings: &mut Findings) {
    let is_definition = |node: &Node| node.get("ContainerDefinitions").is_some();
    if let Some(wrapper) = wrapper_mut(root).filter(|member| is_definition(&member.value)) {
        "taskDefinition".clone_into(&mut wrapper.key);
    }
    if is_definition(root) {
        definition(root, "", findings);
    } else if let Value::Array(entries) = &mut root.value {
        for (number, entry) in entries.iter_mut().enumerate().filter(|(_, entry)| is_definition(entry)) {
            definition(entry, &format!("/{number}"), findings);
        }
    } else if let Some(wrapped) = member_mut(root, "taskDefinition").filter(|node| is_definition(node)) {
        definition(wrapped, "/taskDefinition", findings);
    } else if let Some(properties) = member_mut(root, "Properties").filter(|node| is_definition(node)) {
        definition(properties, "/Properties", findings);
    } else if let Some(Value::Array(entries)) =
        member_mut(root, "taskDefinitions").map(|node| &mut node.value)
    {
        for (number, entry) in entries.iter_mut().enumerate().filter(|(_, entry)| is_definition(entry)) {
            definition(entry, &format!("/taskDefinitions/{number}"), findings);
        }
    }
}

/// `TaskDefinition`: what describe-task-definition prints, in CloudFormation's spelling.
fn wrapper_mut(root: &mut Node) -> Option<&mut Member> {
    let Value::Object(members) = &mut root.value else { return None };
    members.iter_mut().rev().find(|member| member.key == "TaskDefinition")
}

fn member_mut<'a>(node: &'a mut Node, key: &str) -> Option<&'a mut Node> {
    let Value::Object(members) = &mut node.value else { return None };
    members.iter_mut().rev().find(|member| member.key == key).map(|member| &mut member.value)
}

fn definition(node: &mut Node, pointer: &str, findings: &mut Findings) {
    let place = node.members().first().map_or(node.range, |member| member.key_range);
    let message =
        "these are CloudFormation's member names; they are read as the API's, which begin in lower case";
    let finding = Finding::new(&rules::PASCAL_CASE, pointer, place, message);
    findings.push(finding.hint("RegisterTaskDefinition takes `family`, not `Family`"));
    lower(node);
}

fn lower(node: &mut Node) {
    match &mut node.value {
        Value::Array(elements) => elements.iter_mut().for_each(lower),
        Value::Object(members) => {
            for member in members {
                member.key = api_name(&member.key);
                if !FREE_KEYS.contains(&member.key.as_str()) {
                    lower(&mut member.value);
                }
            }
        }
        _ => {}
    }
}

/// `ContainerDefinitions` is `containerDefinitions`; the volume configurations keep an acronym small.
fn api_name(key: &str) -> String {
    match key {
        "EFSVolumeConfiguration" => "efsVolumeConfiguration".to_owned(),
        "FSxWindowsFileServerVolumeConfiguration" => "fsxWindowsFileServerVolumeConfiguration".to_owned(),
        "IAM" => "iam".to_owned(),
        _ => {
            let mut chars = key.chars();
            chars
                .next()
                .map_or_else(String::new, |first| first.to_ascii_lowercase().to_string() + chars.as_str())
        }
    }
}

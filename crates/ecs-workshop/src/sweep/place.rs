//! A place of a scenario, as a person writes it: `services.web.desiredCount`, or a JSON pointer.

use super::SweepError;
use ecs_core::finding::nearest;
use ecs_core::json::{Node, Value, child};

/// Members whose text an entry of a list is called by.
const NAME_MEMBERS: [&str; 19] = [
    "serviceName",
    "name",
    "Name",
    "family",
    "AutoScalingGroupName",
    "LaunchTemplateName",
    "PolicyName",
    "AlarmName",
    "ScheduledActionName",
    "SubnetId",
    "GroupId",
    "FileSystemId",
    "QueueName",
    "Bucket",
    "RoleName",
    "Key",
    "key",
    "image",
    "capacityProvider",
];

/// The JSON pointer of a place. Its parts are divided by dots, or by slashes where it begins with one; a part
/// is a member's name, or in a list an entry's number or name. Members may be missing: they are made, and the
/// format knows whether there are such members.
pub(super) fn find(root: &Node, path: &str) -> Result<String, SweepError> {
    let parts: Vec<String> = match path.strip_prefix('/') {
        Some(pointer) => pointer.split('/').map(|part| part.replace("~1", "/").replace("~0", "~")).collect(),
        None => path.split('.').map(str::to_owned).collect(),
    };
    let (mut node, mut pointer) = (Some(root), String::new());
    for part in &parts {
        let missing = |names: Vec<&str>| SweepError::NoSuchPlace {
            path: path.to_owned(),
            part: part.clone(),
            parent: pointer.clone(),
            nearest: nearest(part, names).map(str::to_owned),
        };
        match node.map(|node| &node.value) {
            _ if part.is_empty() => return Err(missing(Vec::new())),
            None => pointer = child(&pointer, part),
            Some(Value::Object(members)) => {
                node = members.iter().rev().find(|member| member.key == *part).map(|member| &member.value);
                pointer = child(&pointer, part);
            }
            Some(Value::Array(entries)) => {
                let names = || entries.iter().flat_map(names).collect();
                let place = entry(entries, part, path)?.ok_or_else(|| missing(names()))?;
                node = entries.get(place);
                pointer = child(&pointer, place);
            }
            Some(_) => return Err(missing(Vec::new())),
        }
    }
    Ok(pointer)
}

/// The entry of that name, or else of that number.
fn entry(entries: &[Node], part: &str, path: &str) -> Result<Option<usize>, SweepError> {
    let named: Vec<usize> = (0..entries.len())
        .filter(|place| entries.get(*place).is_some_and(|entry| names(entry).any(|name| name == part)))
        .collect();
    match named.as_slice() {
        [] => Ok(part.parse().ok().filter(|place| *place < entries.len())),
        [place] => Ok(Some(*place)),
        several => {
            Err(SweepError::Ambiguous { path: path.to_owned(), part: part.to_owned(), count: several.len() })
        }
    }
}

/// A scalable target has no name of its own: it is called by its `ResourceId` or by the service in that.
fn names(entry: &Node) -> impl Iterator<Item = &str> {
    let own = || NAME_MEMBERS.iter().filter_map(|member| entry.str(member));
    let resource = entry.str("ResourceId").filter(|_| own().next().is_none());
    let service = resource.and_then(|resource| resource.rsplit('/').next());
    own().chain(resource).chain(service)
}

//! Every field of the form, once: the member that it shows, its label, and how it is written.

use std::fmt::Write;

/// A field. In its pattern, which leads from the task definition on, `*` stands for a number or a
/// name.
#[derive(Debug, PartialEq, Eq)]
pub struct FieldSpec {
    /// A JSON pointer with `*` in it.
    pattern: &'static str,
    /// What the page calls it.
    pub label: &'static str,
    /// How it is written.
    pub kind: Kind,
    /// What an empty input shows: what AWS takes where the member is left out.
    pub placeholder: &'static str,
    /// What it is for, where its name does not say so.
    pub note: &'static str,
}

/// How a field is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A text that has to be there.
    Required,
    /// A text; none removes the member.
    Optional,
    /// A number; none removes the member.
    Number,
    /// True or false, and what it is where it is left out.
    Flag(bool),
    /// One of these values, each with its words; the empty one, where it is there, removes the
    /// member.
    Choice(&'static [(&'static str, &'static str)]),
    /// A list of texts, a line each; none removes the member.
    Lines,
}

impl FieldSpec {
    const fn new(pattern: &'static str, label: &'static str, kind: Kind) -> FieldSpec {
        FieldSpec { pattern, label, kind, placeholder: "", note: "" }
    }

    const fn shows(self, placeholder: &'static str) -> FieldSpec {
        FieldSpec { placeholder, ..self }
    }

    const fn note(self, note: &'static str) -> FieldSpec {
        FieldSpec { note, ..self }
    }
}

/// `networkMode`, and what each means.
pub const NETWORK_MODES: [(&str, &str); 4] = [
    ("awsvpc", "awsvpc: each task has a network interface and an address of its own; ports never collide."),
    (
        "bridge",
        "bridge: the task shares the instance's address; a host port of 0 is drawn from 32768–60999, so copies can share an instance.",
    ),
    ("host", "host: the container's ports are the instance's, so each port is taken once on an instance."),
    ("none", "none: the task reaches nothing outside and has no ports."),
];

/// `logDriver`: first those that Fargate has too.
pub const LOG_DRIVERS: [(&str, &str); 8] = [
    ("awslogs", "awslogs: Amazon CloudWatch Logs"),
    ("awsfirelens", "awsfirelens: a log router in the task"),
    ("splunk", "splunk"),
    ("fluentd", "fluentd"),
    ("gelf", "gelf"),
    ("journald", "journald"),
    ("json-file", "json-file"),
    ("syslog", "syslog"),
];

/// How many of [`LOG_DRIVERS`] Fargate has. Spec: TASK-52.
pub const FARGATE_LOG_DRIVERS: usize = 3;

/// `condition` of a dependency, and what it waits for.
pub const CONDITIONS: [(&str, &str); 4] = [
    ("START", "START: it has started"),
    ("HEALTHY", "HEALTHY: its health check passes"),
    ("SUCCESS", "SUCCESS: it has exited with 0"),
    ("COMPLETE", "COMPLETE: it has exited"),
];

const PROTOCOLS: [(&str, &str); 2] = [("tcp", "tcp"), ("udp", "udp")];

const TRANSIT_ENCRYPTION: [(&str, &str); 3] =
    [("", "Default: disabled"), ("ENABLED", "Enabled"), ("DISABLED", "Disabled")];

const EFS_IAM: [(&str, &str); 3] = TRANSIT_ENCRYPTION;

const SCOPES: [(&str, &str); 3] =
    [("", "Default: task"), ("task", "task: ends with the task"), ("shared", "shared: outlives the task")];

const ARCHITECTURES: [(&str, &str); 3] =
    [("", "Default: X86_64"), ("X86_64", "X86_64"), ("ARM64", "ARM64 (Graviton)")];

/// `operatingSystemFamily`: AWS's spelling and words.
pub const OPERATING_SYSTEMS: [(&str, &str); 11] = [
    ("", "Default: Linux"),
    ("LINUX", "Linux"),
    ("WINDOWS_SERVER_2025_FULL", "Windows Server 2025 Full"),
    ("WINDOWS_SERVER_2025_CORE", "Windows Server 2025 Core"),
    ("WINDOWS_SERVER_2022_FULL", "Windows Server 2022 Full"),
    ("WINDOWS_SERVER_2022_CORE", "Windows Server 2022 Core"),
    ("WINDOWS_SERVER_2019_FULL", "Windows Server 2019 Full"),
    ("WINDOWS_SERVER_2019_CORE", "Windows Server 2019 Core"),
    ("WINDOWS_SERVER_2016_FULL", "Windows Server 2016 Full"),
    ("WINDOWS_SERVER_2004_CORE", "Windows Server 2004 Core"),
    ("WINDOWS_SERVER_20H2_CORE", "Windows Server 20H2 Core"),
];

/// All fields.
pub(super) const FIELDS: &[FieldSpec] = &[
    FieldSpec::new("/family", "Family", Kind::Required),
    FieldSpec::new("/networkMode", "Network mode", Kind::Required),
    FieldSpec::new("/cpu", "Task CPU", Kind::Optional),
    FieldSpec::new("/memory", "Task memory", Kind::Optional),
    FieldSpec::new("/taskRoleArn", "Task role", Kind::Optional)
        .note("What your code in the containers may call."),
    FieldSpec::new("/executionRoleArn", "Execution role", Kind::Optional)
        .note("What ECS may do to start them: pull from ECR, write logs, read secrets."),
    FieldSpec::new(
        "/runtimePlatform/operatingSystemFamily",
        "Operating system",
        Kind::Choice(&OPERATING_SYSTEMS),
    ),
    FieldSpec::new("/runtimePlatform/cpuArchitecture", "CPU architecture", Kind::Choice(&ARCHITECTURES)),
    FieldSpec::new("/ephemeralStorage/sizeInGiB", "Ephemeral storage GiB", Kind::Number).shows("20"),
    FieldSpec::new("/volumes/*/name", "Name", Kind::Required),
    FieldSpec::new("/volumes/*/host/sourcePath", "Path on the instance", Kind::Required),
    FieldSpec::new("/volumes/*/dockerVolumeConfiguration/scope", "Scope", Kind::Choice(&SCOPES)),
    FieldSpec::new("/volumes/*/dockerVolumeConfiguration/driver", "Driver", Kind::Optional).shows("local"),
    FieldSpec::new(
        "/volumes/*/dockerVolumeConfiguration/autoprovision",
        "Make it if it is missing",
        Kind::Flag(false),
    ),
    FieldSpec::new("/volumes/*/efsVolumeConfiguration/fileSystemId", "File system", Kind::Required),
    FieldSpec::new("/volumes/*/efsVolumeConfiguration/rootDirectory", "Directory", Kind::Optional).shows("/"),
    FieldSpec::new(
        "/volumes/*/efsVolumeConfiguration/transitEncryption",
        "Encryption in transit",
        Kind::Choice(&TRANSIT_ENCRYPTION),
    ),
    FieldSpec::new(
        "/volumes/*/efsVolumeConfiguration/authorizationConfig/accessPointId",
        "Access point",
        Kind::Optional,
    )
    .shows("none"),
    FieldSpec::new(
        "/volumes/*/efsVolumeConfiguration/authorizationConfig/iam",
        "IAM authorization",
        Kind::Choice(&EFS_IAM),
    ),
    FieldSpec::new("/volumes/*/s3filesVolumeConfiguration/fileSystemArn", "File system ARN", Kind::Required),
    FieldSpec::new("/volumes/*/s3filesVolumeConfiguration/rootDirectory", "Directory", Kind::Optional)
        .shows("/"),
    FieldSpec::new(
        "/volumes/*/s3filesVolumeConfiguration/accessPointArn",
        "Access point ARN",
        Kind::Optional,
    )
    .shows("none"),
    FieldSpec::new(
        "/volumes/*/fsxWindowsFileServerVolumeConfiguration/fileSystemId",
        "File system",
        Kind::Required,
    ),
    FieldSpec::new(
        "/volumes/*/fsxWindowsFileServerVolumeConfiguration/rootDirectory",
        "Directory",
        Kind::Required,
    ),
    FieldSpec::new(
        "/volumes/*/fsxWindowsFileServerVolumeConfiguration/authorizationConfig/credentialsParameter",
        "Credentials",
        Kind::Required,
    ),
    FieldSpec::new(
        "/volumes/*/fsxWindowsFileServerVolumeConfiguration/authorizationConfig/domain",
        "Domain",
        Kind::Required,
    ),
    FieldSpec::new("/containerDefinitions/*/name", "Name", Kind::Required),
    FieldSpec::new("/containerDefinitions/*/essential", "Essential", Kind::Flag(true)),
    FieldSpec::new("/containerDefinitions/*/image", "Image", Kind::Required),
    FieldSpec::new("/containerDefinitions/*/cpu", "CPU units", Kind::Number).shows("—"),
    FieldSpec::new("/containerDefinitions/*/memory", "Memory MiB", Kind::Number).shows("—"),
    FieldSpec::new("/containerDefinitions/*/memoryReservation", "Memory reservation MiB", Kind::Number)
        .shows("—"),
    FieldSpec::new("/containerDefinitions/*/portMappings/*/containerPort", "Container port", Kind::Number),
    FieldSpec::new("/containerDefinitions/*/portMappings/*/hostPort", "Host port", Kind::Number),
    FieldSpec::new("/containerDefinitions/*/portMappings/*/protocol", "Protocol", Kind::Choice(&PROTOCOLS)),
    FieldSpec::new("/containerDefinitions/*/entryPoint", "Entry point", Kind::Lines).shows("the image's own"),
    FieldSpec::new("/containerDefinitions/*/command", "Command", Kind::Lines).shows("the image's own"),
    FieldSpec::new("/containerDefinitions/*/environment/*/name", "Name", Kind::Required),
    FieldSpec::new("/containerDefinitions/*/environment/*/value", "Value", Kind::Required),
    FieldSpec::new("/containerDefinitions/*/secrets/*/name", "Name", Kind::Required),
    FieldSpec::new("/containerDefinitions/*/secrets/*/valueFrom", "Value from", Kind::Required),
    FieldSpec::new("/containerDefinitions/*/healthCheck/interval", "Interval, s", Kind::Number).shows("30"),
    FieldSpec::new("/containerDefinitions/*/healthCheck/timeout", "Timeout, s", Kind::Number).shows("5"),
    FieldSpec::new("/containerDefinitions/*/healthCheck/retries", "Retries", Kind::Number).shows("3"),
    FieldSpec::new("/containerDefinitions/*/healthCheck/startPeriod", "Start period, s", Kind::Number)
        .shows("none"),
    FieldSpec::new("/containerDefinitions/*/dependsOn/*/containerName", "Container", Kind::Required),
    FieldSpec::new("/containerDefinitions/*/dependsOn/*/condition", "Condition", Kind::Choice(&CONDITIONS)),
    FieldSpec::new("/containerDefinitions/*/mountPoints/*/sourceVolume", "Volume", Kind::Required),
    FieldSpec::new(
        "/containerDefinitions/*/mountPoints/*/containerPath",
        "Path in the container",
        Kind::Required,
    ),
    FieldSpec::new("/containerDefinitions/*/mountPoints/*/readOnly", "Read only", Kind::Flag(false)),
    FieldSpec::new(
        "/containerDefinitions/*/logConfiguration/logDriver",
        "Driver",
        Kind::Choice(&LOG_DRIVERS),
    ),
    FieldSpec::new(
        "/containerDefinitions/*/logConfiguration/options/awslogs-group",
        "Log group",
        Kind::Optional,
    ),
    FieldSpec::new(
        "/containerDefinitions/*/logConfiguration/options/awslogs-region",
        "Region",
        Kind::Optional,
    ),
    FieldSpec::new(
        "/containerDefinitions/*/logConfiguration/options/awslogs-stream-prefix",
        "Stream prefix",
        Kind::Optional,
    ),
    FieldSpec::new("/containerDefinitions/*/logConfiguration/options/*", "Value", Kind::Required),
];

/// A group of fields: what is said of it stands at its end.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Group {
    pattern: &'static str,
    /// Whether what lies below it and has no field is said there, too.
    pub(super) deep: bool,
    /// Whether it goes with its last member: empty it says nothing, or is refused.
    pub(super) vanishes: bool,
}

const fn group(pattern: &'static str) -> Group {
    Group { pattern, deep: true, vanishes: false }
}

const fn vanishing(pattern: &'static str) -> Group {
    Group { pattern, deep: true, vanishes: true }
}

/// All groups.
pub(super) const GROUPS: &[Group] = &[
    group("/requiresCompatibilities"),
    vanishing("/runtimePlatform"),
    vanishing("/ephemeralStorage"),
    group("/volumes"),
    group("/volumes/*"),
    vanishing("/volumes/*/efsVolumeConfiguration/authorizationConfig"),
    Group { pattern: "/containerDefinitions/*", deep: false, vanishes: false },
    group("/containerDefinitions/*/portMappings"),
    group("/containerDefinitions/*/portMappings/*"),
    group("/containerDefinitions/*/environment"),
    group("/containerDefinitions/*/environment/*"),
    group("/containerDefinitions/*/secrets"),
    group("/containerDefinitions/*/secrets/*"),
    group("/containerDefinitions/*/healthCheck"),
    group("/containerDefinitions/*/healthCheck/command"),
    group("/containerDefinitions/*/dependsOn"),
    group("/containerDefinitions/*/dependsOn/*"),
    group("/containerDefinitions/*/mountPoints"),
    group("/containerDefinitions/*/mountPoints/*"),
    group("/containerDefinitions/*/logConfiguration"),
    vanishing("/containerDefinitions/*/logConfiguration/options"),
];

/// The field of the member at a pointer: of several the first.
pub fn field_of(pointer: &str) -> Option<&'static FieldSpec> {
    FIELDS.iter().find(|field| leads_to(field.pattern, pointer))
}

/// The group at a pointer.
pub(super) fn group_of(pointer: &str) -> Option<&'static Group> {
    GROUPS.iter().find(|group| leads_to(group.pattern, pointer))
}

fn leads_to(pattern: &str, pointer: &str) -> bool {
    let mut given = pointer.split('/');
    pattern.split('/').all(|wanted| given.next().is_some_and(|given| wanted == "*" || wanted == given))
        && given.next().is_none()
}

/// The id of the element for a place: letters, digits and `-`; all else is written as its code.
pub fn element_id(kind: &str, pointer: &str) -> String {
    let mut id = kind.to_owned();
    for character in pointer.chars() {
        match character {
            '/' => id.push('-'),
            '-' => id.push_str("--"),
            _ if character.is_ascii_alphanumeric() => id.push(character),
            // Writing to a string cannot fail.
            _ => drop(write!(id, "_{:x}_", u32::from(character))),
        }
    }
    id
}

#[cfg(test)]
mod tests {
    use super::{
        CONDITIONS, FARGATE_LOG_DRIVERS, FIELDS, GROUPS, Kind, LOG_DRIVERS, NETWORK_MODES, element_id,
        field_of, group_of,
    };
    use ecs_core::aws::shape::{Shape, Shapes, Type};
    use std::collections::BTreeSet;

    /// What the shapes have at the end of a pattern.
    fn shape_at(shapes: &Shapes, pattern: &str) -> Option<Type> {
        let mut here = Type::Named("RegisterTaskDefinitionRequest");
        for segment in pattern.split('/').skip(1) {
            here = match here {
                Type::Named(name) => {
                    let members = shapes.members(name);
                    members.iter().find(|member| member.name == segment)?.member_type.clone()
                }
                Type::List(element) if segment == "*" => *element,
                Type::Map(value) => *value,
                _ => return None,
            };
        }
        Some(here)
    }

    #[test]
    fn every_field_is_a_member_of_the_shape_and_every_choice_a_value_of_it() {
        let shapes = Shapes::load();
        for field in FIELDS {
            let member = shape_at(&shapes, field.pattern).unwrap_or_else(|| panic!("{}", field.pattern));
            let fits = match field.kind {
                Kind::Number => member == Type::Integer,
                Kind::Flag(_) => member == Type::Boolean,
                Kind::Lines => member == Type::List(Box::new(Type::String)),
                Kind::Required | Kind::Optional | Kind::Choice(_) => {
                    matches!(member, Type::String | Type::Named(_))
                }
            };
            assert!(fits, "{}: {member:?}", field.pattern);
            let (Kind::Choice(offered), Type::Named(name)) = (field.kind, &member) else { continue };
            let Some(Shape::Enumeration(values)) = shapes.get(name) else { continue };
            let offered: BTreeSet<&str> =
                offered.iter().map(|(value, _)| *value).filter(|value| !value.is_empty()).collect();
            assert_eq!(offered, values.iter().copied().collect(), "{}", field.pattern);
        }
        for group in GROUPS {
            assert!(shape_at(&shapes, group.pattern).is_some(), "{}", group.pattern);
        }
        assert_eq!(NETWORK_MODES.len() + CONDITIONS.len(), 8);
    }

    #[test]
    fn fargate_has_the_first_log_drivers() {
        for (number, (driver, _)) in LOG_DRIVERS.iter().enumerate() {
            let text = format!(
                r#"{{"family": "a", "requiresCompatibilities": ["FARGATE"], "networkMode": "awsvpc", "cpu": "256", "memory": "512",
                "containerDefinitions": [{{"name": "a", "image": "a:1", "logConfiguration": {{"logDriver": "{driver}"}}}}]}}"#
            );
            let findings = ecs_core::Document::read(&text).findings;
            let refused = findings.iter().any(|finding| finding.code == "fargate-log-driver");
            assert_eq!(refused, number >= FARGATE_LOG_DRIVERS, "{driver}");
        }
    }

    #[test]
    fn patterns_lead_to_places() {
        assert_eq!(field_of("/containerDefinitions/3/cpu").unwrap().label, "CPU units");
        assert_eq!(field_of("/cpu").unwrap().label, "Task CPU");
        let option = "/containerDefinitions/0/logConfiguration/options/";
        assert_eq!(field_of(&format!("{option}awslogs-group")).unwrap().label, "Log group");
        assert_eq!(field_of(&format!("{option}max-size")).unwrap().label, "Value");
        assert_eq!(field_of("/containerDefinitions/0/links"), None);
        assert!(group_of("/containerDefinitions/0").is_some_and(|group| !group.deep));
    }

    #[test]
    fn different_places_have_different_ids() {
        let ids = ["/a/b", "/a-b", "/a b", "/a_b", "/a.b"].map(|pointer| element_id("field", pointer));
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), 5);
        assert!(ids.iter().all(|id| !id.contains([' ', '/', '.'])), "{ids:?}");
    }
}

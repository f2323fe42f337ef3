//! Edits leave what they are not about letter for letter.

use super::{Change, CheckKind, Part, VolumeKind, change};
use crate::session::form::fields::{Kind, field_of};
use crate::session::{Form, TEMPLATES};
use ecs_core::Document;
use ecs_core::finding::Findings;
use ecs_core::json::{self, EditError, Node, Value};
use ecs_core::validate::task_definition::RULES;

const TEXT: &str = r#"{
  // who we are
  "family": "web",
  "tags": [{ "key": "team", "value": "shop" }], // left alone
  "containerDefinitions": [
    {
      "name": "app", // the one
      "image": "app:1",
      "memory": 512,
      "portMappings": [{ "containerPort": 80 }]
    }
  ]
}"#;

fn after(text: &str, changes: impl IntoIterator<Item = Change>) -> String {
    changes.into_iter().fold(text.to_owned(), |text, next| change(&text, &next).unwrap())
}

fn container(member: &str) -> String {
    format!("/containerDefinitions/0/{member}")
}

#[test]
fn an_edit_keeps_the_rest_letter_for_letter() {
    let edited = after(TEXT, [Change::Text(container("memory"), "1024".into())]);
    assert_eq!(edited, TEXT.replace("512", "1024"));
    let edited = after(TEXT, [Change::Text("/family".into(), "api".into())]);
    assert_eq!(edited, TEXT.replace("\"web\"", "\"api\""));
    assert_eq!(after(TEXT, [Change::Text(container("cpu"), " ".into())]), TEXT);
}

#[test]
fn an_emptied_optional_field_removes_its_member() {
    let edited = after(
        TEXT,
        [
            Change::Text("/cpu".into(), "256".into()),
            Change::Text(container("memoryReservation"), "128".into()),
        ],
    );
    assert!(edited.contains(r#""cpu": "256""#) && edited.contains(r#""memoryReservation": 128"#));
    let edited = after(
        &edited,
        [
            Change::Text("/cpu".into(), String::new()),
            Change::Text(container("memoryReservation"), String::new()),
        ],
    );
    assert!(!edited.contains("cpu") && !edited.contains("Reservation"));
    assert!(edited.contains("// who we are") && edited.contains("// the one"), "{edited}");
}

#[test]
fn what_is_no_number_reaches_the_core_as_it_was_typed() {
    let edited = after(TEXT, [Change::Text(container("memory"), "much".into())]);
    assert_eq!(Form::read(&edited).unwrap().text(&container("memory")), "much");
    assert!(Document::read(&edited).has_errors());
}

#[test]
fn compatibilities_come_and_go() {
    let on = |name| Change::Compatibility(name, true);
    let edited = after(TEXT, [on("EC2"), on("FARGATE"), on("FARGATE")]);
    assert_eq!(Form::read(&edited).unwrap().compatibilities, ["EC2", "FARGATE"]);
    let off = |name| Change::Compatibility(name, false);
    assert!(!after(&edited, [off("FARGATE"), off("EC2")]).contains("requiresCompatibilities"));
}

#[test]
fn memory_becomes_what_fargate_sells_with_the_cpu() {
    let text = TEMPLATES[0].text;
    let edited = after(text, [Change::FargateCpu("1024".into())]);
    let form = Form::read(&edited).unwrap();
    assert_eq!((form.text("/cpu").as_str(), form.text("/memory").as_str()), ("1024", "2048"));
    assert!(!Document::read(&edited).has_errors());
    let form = Form::read(&after(&edited, [Change::FargateCpu("256".into())])).unwrap();
    assert_eq!(form.text("/memory"), "2048");
    let same = after(&edited, [Change::FargateCpu("512".into())]);
    assert_eq!(Form::read(&same).unwrap().text("/memory"), "2048");
}

#[test]
fn what_is_added_is_valid_and_can_be_removed() {
    // Without a network there are no ports to add.
    for template in TEMPLATES.iter().filter(|template| !template.text.contains("\"none\"")) {
        let more = after(
            template.text,
            [
                Change::Add(Part::Container),
                Change::Add(Part::Port(1)),
                Change::Add(Part::Port(1)),
                Change::Add(Part::Variable(0)),
                Change::Add(Part::Variable(0)),
            ],
        );
        assert!(!Document::read(&more).has_errors(), "{more}\n{:?}", Document::read(&more).findings);
        let form = Form::read(&more).unwrap();
        let before = Form::read(template.text).unwrap();
        assert_eq!(form.count("/containerDefinitions"), before.count("/containerDefinitions") + 1);
        assert!(form.count("/containerDefinitions/1/portMappings") >= 2);
    }
    let more = after(TEXT, [Change::Add(Part::Container), Change::Add(Part::Variable(0))]);
    let less = after(
        &more,
        [
            Change::Remove("/containerDefinitions/1".into()),
            Change::Remove(container("environment/0")),
            Change::Remove(container("portMappings/0")),
        ],
    );
    assert!(!less.contains("portMappings") && !less.contains("environment"));
    let none = after(&less, [Change::Remove("/containerDefinitions/0".into())]);
    assert!(Form::read(&none).unwrap().count("/containerDefinitions") == 0);
}

#[test]
fn a_host_port_that_has_to_be_the_same_follows() {
    let text = TEXT.replace("\"containerPort\": 80", "\"containerPort\": 80, \"hostPort\": 80");
    let typed = Change::ContainerPort(0, 0, "8080".into());
    let host = after(&text, [Change::Text("/networkMode".into(), "host".into()), typed.clone()]);
    assert_eq!(Form::read(&host).unwrap().text(&container("portMappings/0/hostPort")), "8080");
    let bridge = after(&text, [typed]);
    assert_eq!(Form::read(&bridge).unwrap().text(&container("portMappings/0/hostPort")), "80");
}

#[test]
fn wrapped_definitions_are_edited_where_they_stand() {
    let text = format!(r#"{{"taskDefinition": {TEXT}, "tags": []}}"#);
    let edited = after(&text, [Change::Text("/family".into(), "api".into())]);
    assert_eq!(edited, text.replace("\"web\"", "\"api\""));
    assert_eq!(change("hello", &Change::Add(Part::Container)), Err(EditError::NotJson));
}

/// Definitions of all sorts: the templates, and the smallest that break each rule.
fn definitions() -> impl Iterator<Item = &'static str> {
    let templates = TEMPLATES.iter().map(|template| template.text);
    templates.chain(RULES.iter().map(|rule| rule.example)).filter(|text| Form::read(text).is_some())
}

/// The text with a comment at the end of each line.
fn commented(text: &str) -> String {
    let tree: serde_json::Value = serde_json::from_str(text).unwrap();
    let lines = serde_json::to_string_pretty(&tree).unwrap();
    let numbered = lines.lines().enumerate().map(|(number, line)| format!("{line} // {number}\n"));
    numbered.collect()
}

/// Every place in the tree.
fn places(node: &Node, pointer: &str, all: &mut Vec<String>) {
    all.push(pointer.to_owned());
    for member in node.members() {
        places(&member.value, &json::child(pointer, &member.key), all);
    }
    for (number, element) in node.elements().iter().enumerate() {
        places(element, &json::child(pointer, number), all);
    }
}

fn parsed(text: &str) -> Node {
    json::parse(text, &mut Findings::new()).unwrap()
}

#[test]
fn every_edit_of_a_field_leaves_all_other_bytes() {
    let mut edits = 0;
    for text in definitions().map(commented) {
        let root = parsed(&text);
        let mut pointers = Vec::new();
        places(&root, "", &mut pointers);
        for pointer in pointers {
            let Some(field) = field_of(&pointer) else { continue };
            let node = root.at(&pointer).unwrap();
            if matches!(node.value, Value::Null | Value::Array(_) | Value::Object(_)) {
                continue;
            }
            let typed = Form::read(&text).unwrap().text(&pointer);
            let edit = |typed: &str| match field.kind {
                Kind::Flag(_) => Change::Flag(pointer.clone(), typed.is_empty()),
                _ => Change::Text(pointer.clone(), typed.to_owned()),
            };
            let edited = after(&text, [edit(&format!("1{typed}"))]);
            let (start, end) = (node.range.start, text.len() - node.range.end);
            assert_eq!(edited[..start], text[..start], "{pointer}");
            assert_eq!(edited[edited.len() - end..], text[text.len() - end..], "{pointer}");
            if !matches!(field.kind, Kind::Flag(_)) {
                assert_eq!(Form::read(&edited).unwrap().text(&pointer), format!("1{typed}"), "{pointer}");
                assert_eq!(after(&text, [edit(&typed)]), text, "{pointer}");
            }
            edits += 1;
        }
    }
    assert!(edits > 300, "{edits}");
}

#[test]
fn whatever_is_added_can_be_removed_without_a_trace() {
    for text in definitions()
        .map(commented)
        .filter(|text| Form::read(text).unwrap().count("/containerDefinitions") > 0)
    {
        let before = parsed(&text).to_value();
        for (part, member) in [
            (Part::Port(0), "portMappings"),
            (Part::Variable(0), "environment"),
            (Part::Secret(0), "secrets"),
            (Part::HealthCheck(0), "healthCheck"),
            (Part::Dependency(0), "dependsOn"),
            (Part::Mount(0), "mountPoints"),
            (Part::Log(0), "logConfiguration"),
        ] {
            let list = container(member);
            let form = Form::read(&text).unwrap();
            if form.has(&list) && (form.has_object(&list) || form.count(&list) == 0) {
                continue;
            }
            let more = after(&text, [Change::Add(part)]);
            assert_ne!(more, text, "{member}");
            let is_list = form.count(&list) > 0 || parsed(&more).at(&list).unwrap().elements().len() == 1;
            let added = if is_list { format!("{list}/{}", form.count(&list)) } else { list };
            let less = after(&more, [Change::Remove(added)]);
            assert_eq!(parsed(&less).to_value(), before, "{member}");
            assert_eq!(less.matches("//").count(), text.matches("//").count(), "{less}");
        }
    }
}

#[test]
fn a_health_check_is_a_line_or_a_list() {
    let command = |text: &str| parsed(text).at(&container("healthCheck/command")).unwrap().to_value();
    let text = after(TEXT, [Change::Add(Part::HealthCheck(0))]);
    assert!(!Document::read(&text).has_errors());
    let typed = Change::CheckCommand(0, "curl -f localhost:80/\n|| exit 1".into());
    let shell = after(&text, [typed, Change::Text(container("healthCheck/retries"), "5".into())]);
    assert_eq!(command(&shell), serde_json::json!(["CMD-SHELL", "curl -f localhost:80/\n|| exit 1"]));
    let program = after(&shell, [Change::CheckKind(0, CheckKind::Program)]);
    assert_eq!(
        command(&program),
        serde_json::json!(["CMD", "curl", "-f", "localhost:80/", "||", "exit", "1"])
    );
    let program = after(&program, [Change::CheckCommand(0, "curl\nlocalhost".into())]);
    assert_eq!(command(&program), serde_json::json!(["CMD", "curl", "localhost"]));
    let neither = program.replace("\"CMD\", ", "");
    assert_eq!(
        Form::read(&neither).unwrap().check_command(0),
        Some((CheckKind::Neither, "curl\nlocalhost".into()))
    );
    let shell = after(&neither, [Change::CheckKind(0, CheckKind::Shell)]);
    assert_eq!(command(&shell), serde_json::json!(["CMD-SHELL", "curl localhost"]));
    let hidden = program.replace("localhost", "a\\nb");
    assert_eq!(Form::read(&hidden).unwrap().check_command(0), None);
    assert_eq!(after(&shell, [Change::Remove(container("healthCheck"))]), TEXT);
}

#[test]
fn a_volume_is_of_one_kind() {
    let text = after(TEXT, [Change::Add(Part::Volume), Change::Add(Part::Mount(0))]);
    assert_eq!(Form::read(&text).unwrap().text(&container("mountPoints/0/sourceVolume")), "volume-1");
    for (number, kind) in VolumeKind::ALL.into_iter().enumerate() {
        let before = VolumeKind::ALL[(number + 3) % VolumeKind::ALL.len()];
        let edited = after(&text, [Change::VolumeKind(0, before), Change::VolumeKind(0, kind)]);
        assert_eq!(Form::read(&edited).unwrap().volume_kinds(0), [kind]);
        assert!(!Document::read(&edited).has_errors(), "{edited}\n{:?}", Document::read(&edited).findings);
        assert_eq!(
            edited.matches("Configuration\"").count(),
            usize::from(kind.member().ends_with("Configuration"))
        );
        assert_eq!(after(&edited, [Change::VolumeKind(0, kind)]), edited);
        assert!(edited.contains("// the one"));
    }
    let several = text.replace(
        "\"name\": \"volume-1\"",
        r#""name": "v", "host": {"sourcePath": "/d"}, "efsVolumeConfiguration": {}"#,
    );
    assert_eq!(Form::read(&several).unwrap().volume_kinds(0).len(), 2, "{several}");
}

#[test]
fn what_is_emptied_takes_its_group_along() {
    let fill = |pointer: &str, typed: &str| Change::Text(pointer.to_owned(), typed.to_owned());
    for pointer in ["/ephemeralStorage/sizeInGiB", "/runtimePlatform/cpuArchitecture", "/taskRoleArn"] {
        assert_eq!(after(TEXT, [fill(pointer, "50"), fill(pointer, "")]), TEXT);
    }
    let both = after(
        TEXT,
        [
            fill("/runtimePlatform/cpuArchitecture", "ARM64"),
            fill("/runtimePlatform/operatingSystemFamily", "LINUX"),
        ],
    );
    assert!(after(&both, [fill("/runtimePlatform/cpuArchitecture", "")]).contains("runtimePlatform"));
    let volume = after(TEXT, [Change::Add(Part::Volume), Change::VolumeKind(0, VolumeKind::Efs)]);
    let point = "/volumes/0/efsVolumeConfiguration/authorizationConfig/accessPointId";
    assert_eq!(after(&volume, [fill(point, "fsap-1"), fill(point, "")]), volume);
}

#[test]
fn options_of_the_log_driver_are_named_and_renamed() {
    let text = after(TEXT, [Change::Add(Part::Log(0))]);
    assert!(!Document::read(&text).has_errors());
    let options = container("logConfiguration/options");
    let more = after(
        &text,
        [
            Change::Add(Part::LogOption(0)),
            Change::Add(Part::LogOption(0)),
            Change::Rename(format!("{options}/option-4"), "mode/a".into()),
            Change::Text(format!("{options}/mode~1a"), "non-blocking".into()),
        ],
    );
    assert!(more.contains(r#""mode/a": "non-blocking""#), "{more}");
    let taken = Change::Rename(format!("{options}/option-5"), "mode/a".into());
    assert_eq!(change(&more, &taken), Err(EditError::NameTaken));
    let less = after(
        &more,
        [Change::Remove(format!("{options}/mode~1a")), Change::Remove(format!("{options}/option-5"))],
    );
    assert_eq!(less, text);
}

#[test]
fn lists_of_lines_keep_what_is_the_same() {
    let text =
        TEXT.replace("\"memory\"", "\"command\": [\"a\", /* first */ \"b\", \"c\"],\n      \"memory\"");
    let edited = after(&text, [Change::Text(container("command"), "a\nx\nc".into())]);
    assert_eq!(edited, text.replace("\"b\"", "\"x\""));
    let longer = after(&text, [Change::Text(container("command"), "a\nb\nc\n".into())]);
    assert_eq!(Form::read(&longer).unwrap().list(&container("command")).unwrap(), ["a", "b", "c", ""]);
    assert_eq!(after(&longer, [Change::Text(container("command"), "a\nb\nc".into())]), text);
    assert!(!after(&text, [Change::Text(container("command"), String::new())]).contains("command"));
}

#[test]
fn what_is_nearly_json_becomes_a_form() {
    for text in [
        r#"{"Family": "a", "ContainerDefinitions": [{"Name": "b", "Image": "b:1"}]}"#,
        r#"{"family": "a", "family": "b", "containerDefinitions": []}"#,
        "$ cat it\n{\"family\": ${FAMILY}, \"containerDefinitions\": []}",
    ] {
        assert_eq!(Form::read(text), None);
        assert!(Form::read(&after(text, [Change::ToPlainJson])).is_some(), "{text}");
    }
    assert_eq!(change("hello", &Change::ToPlainJson), Err(EditError::NotJson));
}

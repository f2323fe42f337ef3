use super::{AttributeEdit, ClusterTemplate, Edit, InstanceField, PlacementEdit, ServiceField, edit};
use crate::session::outline::Outline;
use crate::session::placement::{Owner, Preset};
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
        let codes: Vec<&str> = Document::read(&text).findings.iter().map(|finding| finding.code).collect();
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

const PLACED: &str = r#"{
  "version": 1,
  "taskDefinitions": [{"family": "web", "containerDefinitions": [{"name": "a", "image": "a:1", "memory": 64}]}],
  "services": [
    { "serviceName": "web", "taskDefinition": "web", "desiredCount": 2, // ours
      "placementStrategy": [{ "type": "spread", "field": "instanceId" } /* first */, {"type": "random"}],
      "placementConstraints": [ { "type": "memberOf", "expression": "attribute:disk == nvme" } ] }
  ],
  "containerInstances": [{ "instanceType": "m5.large", "availabilityZone": "us-east-1a" }]
}"#;

fn placed(text: &str, change: PlacementEdit) -> String {
    edited(text, &Edit::Placement(Owner::Service(0), change))
}

/// An element that comes and goes may leave its list on other lines.
fn assert_same_but_for_layout(one: &str, other: &str) {
    let squeezed = |text: &str| text.split_whitespace().collect::<String>();
    assert_eq!(squeezed(one), squeezed(other));
}

fn service(text: &str) -> serde_json::Value {
    Document::read(text).root.unwrap().at("/services/0").unwrap().to_value()
}

#[test]
fn strategies_change_one_at_a_time_and_the_rest_of_the_text_stays() {
    let moved = placed(PLACED, PlacementEdit::MoveStrategy(1, 0));
    let swapped = r#"[{"type": "random"} /* first */, { "type": "spread", "field": "instanceId" }]"#;
    assert!(moved.contains(swapped) && moved.contains("// ours"), "{moved}");
    assert_eq!(placed(&moved, PlacementEdit::MoveStrategy(0, 1)), PLACED);
    let more = placed(PLACED, PlacementEdit::AddStrategy);
    assert_eq!(
        Outline::read(&more).services[0].placement.strategies[2].field,
        "attribute:ecs.availability-zone"
    );
    assert_same_but_for_layout(&placed(&more, PlacementEdit::RemoveStrategy(2)), PLACED);
    let packed = placed(PLACED, PlacementEdit::StrategyType(0, "binpack".to_owned()));
    assert_eq!(
        packed,
        PLACED.replace(r#""spread", "field": "instanceId""#, r#""binpack", "field": "memory""#)
    );
    let random = placed(PLACED, PlacementEdit::StrategyType(0, "random".to_owned()));
    assert!(!random.contains(r#""field""#) && !Document::read(&random).has_errors(), "{random}");
    let by = placed(PLACED, PlacementEdit::StrategyField(0, "attribute:disk".to_owned()));
    assert_eq!(by, PLACED.replace("instanceId", "attribute:disk"));
    let one = placed(PLACED, PlacementEdit::RemoveStrategy(1));
    let none = placed(&one, PlacementEdit::RemoveStrategy(0));
    assert!(!none.contains("placementStrategy") && none.contains("// ours"), "{none}");
}

#[test]
fn constraints_come_and_go() {
    let distinct = placed(PLACED, PlacementEdit::Distinct(true));
    assert!(
        Outline::read(&distinct).services[0].placement.is_distinct()
            && !Document::read(&distinct).has_errors()
    );
    assert_same_but_for_layout(&placed(&distinct, PlacementEdit::Distinct(false)), PLACED);
    assert_eq!(placed(PLACED, PlacementEdit::Distinct(false)), PLACED);
    let quoted = placed(PLACED, PlacementEdit::Expression(0, "attribute:disk == \"a b\"".to_owned()));
    assert_eq!(quoted, PLACED.replace("disk == nvme", r#"disk == \"a b\""#));
    let more = placed(PLACED, PlacementEdit::AddMemberOf);
    assert!(!Document::read(&more).has_errors());
    assert_same_but_for_layout(&placed(&more, PlacementEdit::RemoveConstraint(1)), PLACED);
    let none = placed(PLACED, PlacementEdit::RemoveConstraint(0));
    assert!(!none.contains("placementConstraints"), "{none}");
    assert_eq!(service(&placed(PLACED, PlacementEdit::Clear)).as_object().unwrap().len(), 3);
}

#[test]
fn the_templates_of_the_console_are_known_again() {
    for preset in Preset::ALL {
        let text = placed(PLACED, PlacementEdit::Preset(preset));
        assert!(!Document::read(&text).has_errors(), "{text}");
        let row = &Outline::read(&text).services[0].placement;
        assert_eq!(row.preset(), Some(preset));
        assert!(row.constraints[0].expression == "attribute:disk == nvme" && text.contains("// ours"));
    }
    assert_eq!(Outline::read(PLACED).services[0].placement.preset(), None);
    assert_eq!(Outline::read(PLACED).services[0].placement.brief(), "spread instanceId · random · memberOf");
}

#[test]
fn what_a_service_no_longer_takes_goes_and_is_named() {
    let daemon = Edit::Service(0, ServiceField::SchedulingStrategy, "DAEMON".to_owned());
    let kept = edited(PLACED, &daemon);
    assert!(!Document::read(&kept).has_errors(), "{kept}");
    assert!(daemon.takes_away(&Outline::read(PLACED)).unwrap().contains("of web"));
    let again = edited(&kept, &Edit::Service(0, ServiceField::SchedulingStrategy, "REPLICA".to_owned()));
    assert_eq!(service(&again)["desiredCount"], 1);
    assert!(!again.contains("schedulingStrategy"));
    let fargate = Edit::Service(0, ServiceField::LaunchType, "FARGATE".to_owned());
    let on_fargate = edited(PLACED, &fargate);
    assert!(fargate.takes_away(&Outline::read(PLACED)).is_some());
    assert!(fargate.takes_away(&Outline::read(&on_fargate)).is_none());
    let back = edited(&on_fargate, &Edit::Service(0, ServiceField::LaunchType, "EC2".to_owned()));
    assert!(!back.contains("launchType") && !back.contains("placement"), "{back}");
}

#[test]
fn services_come_and_go() {
    let more = edited(PLACED, &Edit::AddService(0));
    assert_eq!(Outline::read(&more).services[1].name, "web-2");
    assert!(!Document::read(&more).has_errors());
    let remove = Edit::RemoveService(1);
    assert_eq!(remove.takes_away(&Outline::read(&more)).as_deref(), Some("The service web-2 is removed."));
    assert_same_but_for_layout(&edited(&more, &remove), PLACED);
    assert!(Outline::read(&edited(PLACED, &Edit::RemoveService(0))).services.is_empty());
    assert!(edit(PLACED, &Outline::read(PLACED), &Edit::RemoveService(7)).is_err());
}

#[test]
fn instances_have_attributes_and_defaults_are_left_out() {
    let attribute = |text: &str, change| edited(text, &Edit::Attribute(0, change));
    let one = attribute(PLACED, AttributeEdit::Add);
    let named = attribute(&one, AttributeEdit::Name(0, "disk".to_owned()));
    let valued = attribute(&named, AttributeEdit::Value(0, "nvme".to_owned()));
    assert_eq!(Outline::read(&valued).instances[0].brief(), "disk=nvme");
    assert!(!Document::read(&valued).has_errors());
    assert_same_but_for_layout(&attribute(&valued, AttributeEdit::Remove(0)), PLACED);
    for (field, chosen, default) in [
        (InstanceField::Status, "DRAINING", "ACTIVE"),
        (InstanceField::OperatingSystem, "WINDOWS_SERVER_2022_CORE", "LINUX"),
        (InstanceField::RegisteredMemory, "4096", ""),
    ] {
        let other = edited(PLACED, &Edit::Instance(0, field, chosen.to_owned()));
        assert!(
            Outline::read(&other).instances[0].brief().contains(chosen)
                && !Document::read(&other).has_errors()
        );
        let back = edited(&other, &Edit::Instance(0, field, default.to_owned()));
        assert_eq!(Outline::read(&back).instances, Outline::read(PLACED).instances);
    }
    let trunk = edited(PLACED, &Edit::Trunking(true));
    assert!(Outline::read(&trunk).has_trunking && !Document::read(&trunk).has_errors());
    assert_same_but_for_layout(&edited(&trunk, &Edit::Trunking(false)), PLACED);
}

#[test]
fn clusters_to_begin_with_have_no_problem() {
    for (template, count) in ClusterTemplate::ALL.into_iter().zip([0, 3, 3]) {
        let change = Edit::Cluster(template);
        assert!(change.takes_away(&Outline::read(PLACED)).unwrap().contains(template.name()));
        let text = edited(PLACED, &change);
        assert_eq!(Outline::read(&text).instances.len(), count);
        assert!(!Document::read(&text).has_errors() && text.contains("// ours"), "{text}");
    }
    assert!(Edit::Cluster(ClusterTemplate::Ec2Linux).takes_away(&Outline::default()).is_none());
}

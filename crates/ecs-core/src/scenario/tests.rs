use super::Roster;
use crate::query;

fn meant(roster: &Roster, expression: &str) -> Option<usize> {
    roster.meant_by(&query::parse(expression).unwrap().expression)
}

#[test]
fn a_roster_says_whom_an_expression_means_before_a_task_runs() {
    let roster = Roster::read(
        r#"{"services": [{"oops": 1}], "containerInstances": [
            {"instanceType": "m5.large", "availabilityZone": "us-east-1a", "count": 3, "attributes": [{"name": "stack", "value": "two words"}]},
            {"instanceType": "no.such", "availabilityZone": "us-east-1b"},
            {"instanceType": "t3.medium", "availabilityZone": "us-east-1b", "count": 2, "operatingSystemFamily": "WINDOWS_SERVER_2022_CORE"}
        ]}"#,
    );
    assert_eq!(roster.instances(), 5);
    assert_eq!(meant(&roster, "attribute:stack exists"), Some(3));
    assert_eq!(meant(&roster, "attribute:ecs.os-type == windows"), Some(2));
    assert_eq!(meant(&roster, "ec2InstanceId =~ i-0.*"), Some(5));
    assert_eq!(meant(&roster, "runningTasksCount < 1"), None);
    let attributes = roster.attributes();
    assert_eq!(attributes[0], ("stack".to_owned(), vec!["two words".to_owned()]));
    let values = |name: &str| attributes.iter().find(|(other, _)| other == name).unwrap().1.clone();
    assert_eq!(values("ecs.os-type"), ["linux", "windows"]);
    assert_eq!(values("ecs.capability.efs"), Vec::<String>::new());
    let offered = query::suggest("attribute:stack == ", 19, &attributes);
    assert_eq!(offered.list[0].text, "'two words'");
}

#[test]
fn a_roster_of_more_than_a_cluster_holds_ends() {
    let entry = r#"{"instanceType": "m5.large", "availabilityZone": "us-east-1a", "count": 4000000000}"#;
    assert_eq!(Roster::read("{").instances(), 0);
    assert_eq!(Roster::read(&format!(r#"{{"containerInstances": [{entry}, {entry}]}}"#)).instances(), 0);
}

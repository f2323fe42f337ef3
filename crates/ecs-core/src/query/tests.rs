use super::{Instance, Notice, Suggestions, parse, suggest};
use jiff::Timestamp;
use std::collections::BTreeMap;

#[derive(Clone, Debug)]
struct Host {
    connected: bool,
    version: &'static str,
    id: &'static str,
    registered_at: &'static str,
    tasks: u64,
    groups: Vec<&'static str>,
    attributes: BTreeMap<&'static str, &'static str>,
}

impl Host {
    fn new() -> Host {
        Host {
            connected: true,
            version: "1.9.0",
            id: "i-0123456789abcdef0",
            registered_at: "2018-06-18T22:28:28Z",
            tasks: 2,
            groups: vec!["service:production"],
            attributes: BTreeMap::from([
                ("ecs.instance-type", "t2.small"),
                ("ecs.availability-zone", "us-east-1a"),
                ("ecs.capability.external", ""),
                ("rank", "9"),
                ("color", "blue"),
                ("owner", "the web team"),
            ]),
        }
    }
}

impl Instance for Host {
    fn agent_connected(&self) -> bool {
        self.connected
    }

    fn agent_version(&self) -> &str {
        self.version
    }

    fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).copied()
    }

    fn ec2_instance_id(&self) -> String {
        self.id.to_owned()
    }

    fn registered_at(&self) -> Timestamp {
        self.registered_at.parse().unwrap()
    }

    fn running_tasks_count(&self) -> u64 {
        self.tasks
    }

    fn has_task_of(&self, group: &str) -> bool {
        self.groups.contains(&group)
    }
}

fn holds(expression: &str) -> bool {
    match parse(expression) {
        Ok(parsed) => parsed.expression.holds(&Host::new()),
        Err(failure) => panic!("{expression}: {failure}"),
    }
}

#[test]
fn what_holds_for_the_host_of_these_tests() {
    for expression in [
        "attribute:ecs.instance-type == t2.small",
        "attribute:ecs.instance-type equals t2.small",
        "attribute:ecs.instance-type != T2.SMALL",
        "attribute:ecs.availability-zone in [us-east-1a, us-east-1b]",
        "attribute:ecs.availability-zone in [us-east-1c,us-east-1a]",
        "attribute:ecs.availability-zone not_in ['us-east-1c']",
        "attribute:ecs.instance-type =~ t2.* and attribute:ecs.availability-zone != us-east-1d",
        "attribute:ecs.instance-type =~ 't2[.](micro|small)'",
        "attribute:ecs.instance-type !~ t2",
        "task:group == service:production",
        "not(task:group == database)",
        "not task:group == database",
        "!(task:group == database)",
        "task:group != database",
        "agentVersion < 1.14.5",
        "agentVersion >= 1.9",
        "agentVersion == 1.9",
        "registeredAt < 2018-06-19",
        "registeredAt == 2018-06-18T22:28:28+00:00",
        "registeredAt > 2018-06-18T22:28:27",
        "runningTasksCount<4",
        "runningTasksCount == 2",
        "ec2InstanceId==i-0123456789abcdef0",
        "ec2InstanceId in ['i-0123456789abcdef0'] and agentConnected==true",
        "attribute:ecs.capability.external exists",
        "attribute:LOCK == OPEN or attribute:LOCK not_exists",
        "attribute:rank < 10",
        "attribute:color <= green",
        "attribute:owner == 'the web team'",
        "attribute:color==blue&&attribute:rank==9||agentConnected==false",
        "(attribute:color == red or attribute:color == blue) and attribute:rank > 8",
    ] {
        assert!(holds(expression), "{expression}");
    }
}

#[test]
fn what_does_not_hold_for_it() {
    for expression in [
        "attribute:stack != prod",
        "attribute:stack !~ prod",
        "attribute:stack not_in [prod]",
        "attribute:stack < z",
        "attribute:ecs.capability.external == x",
        "attribute:color !exists",
        "attribute:ecs.instance-type =~ t2",
        "agentVersion > 1.14.5",
        "task:group == production",
        "not(not(task:group == database))",
    ] {
        assert!(!holds(expression), "{expression}");
    }
}

#[test]
fn a_failure_names_the_place() {
    let failures: Vec<String> = [
        "",
        "blieptuut",
        "attribute:x",
        "attribute:x ==",
        "attribute:x = y",
        "attribute:x == y z",
        "attribute:x == 'y",
        "attribute:x in y",
        "attribute:x in [y",
        "attribute:x in []",
        "attribute:ü == y",
        "(attribute:x == y",
        "attribute:x == y)",
        "attribute:x =~ (a|b)",
        "attribute:x =~ 'a{999999}'",
        "attribute:x =~ '(?=a)'",
        "task:family == web",
        "task:group in [a]",
        "runningTasksCount == few",
        "registeredAt < yesterday",
        "agentVersion < latest",
        "attribute:x and attribute:y exists",
    ]
    .iter()
    .map(|text| {
        let failure = parse(text).expect_err(text);
        format!("{text}\n  {}..{} {failure}", failure.range.start, failure.range.end)
    })
    .collect();
    expect_test::expect_file!["tests.failures.txt"].assert_eq(&(failures.join("\n") + "\n"));
}

#[test]
fn what_may_mislead_is_noticed() {
    let notices =
        |text: &str| parse(text).unwrap().notices.iter().map(|(_, notice)| *notice).collect::<Vec<_>>();
    assert_eq!(
        notices("attribute:a exists and attribute:b exists or attribute:c exists"),
        [Notice::MixedConnectives]
    );
    assert_eq!(notices("(attribute:a exists and attribute:b exists) or attribute:c exists"), []);
    assert_eq!(notices("attribute:a exists or attribute:b exists or attribute:c exists"), []);
    assert_eq!(notices("attribute:ecs.instance-type =~ g4*"), [Notice::LooksLikeGlob]);
    assert_eq!(notices("attribute:ecs.instance-type =~ g4.*"), []);
    assert_eq!(notices("attribute:ecs.instance-type =~ '[a-z]*'"), []);
}

#[test]
fn nesting_has_an_end() {
    let deep = format!("{}attribute:a exists{}", "(".repeat(900), ")".repeat(900));
    assert!(parse(&deep).is_err());
    assert!(parse(&"!".repeat(1990)).is_err());
    let long = format!("attribute:a == {}", "x".repeat(1986));
    assert_eq!(
        parse(&long).expect_err("too long").to_string(),
        "the expression has 2001 characters, 2000 are the most"
    );
}

#[test]
fn the_fewest_changes_are_named() {
    let mends = |text: &str| -> Vec<String> {
        parse(text).unwrap().expression.mend(&Host::new()).iter().map(ToString::to_string).collect()
    };
    for (expression, expected) in [
        ("attribute:color == blue", &[][..]),
        ("attribute:stack == prod", &["add attribute stack=prod"]),
        (
            "attribute:stack exists and attribute:color == red",
            &["add attribute stack", "add attribute color=red"],
        ),
        (
            "attribute:stack exists or (attribute:color == red and attribute:a exists)",
            &["add attribute stack"],
        ),
        ("not(attribute:color == blue)", &["remove attribute color"]),
        ("task:group == service:db", &["start a task of group service:db on it first"]),
        ("not(task:group == service:production)", &["stop the tasks of group service:production on it"]),
        (
            "attribute:ecs.instance-type =~ m5.*",
            &["take an instance with attribute:ecs.instance-type =~ m5.*"],
        ),
        ("runningTasksCount < 2", &["take an instance with runningTasksCount < 2"]),
        ("attribute:stack == prod and attribute:stack exists", &["add attribute stack=prod"]),
        (
            "attribute:stack == a and attribute:stack == b",
            &["take an instance with attribute:stack == a", "take an instance with attribute:stack == b"],
        ),
        ("attribute:stack not_in [a]", &["take an instance with attribute:stack not_in [a]"]),
    ] {
        assert_eq!(mends(expression), expected, "{expression}");
    }
}

fn texts(suggestions: &Suggestions) -> Vec<&str> {
    suggestions.list.iter().map(|suggestion| suggestion.text.as_str()).collect()
}

#[test]
fn what_may_follow_is_suggested() {
    let attributes = [("ecs.os-type".to_owned(), vec!["linux".to_owned(), "windows".to_owned()])];
    let at_end = |text: &str| suggest(text, text.len(), &attributes);
    assert_eq!(texts(&at_end(""))[0], "attribute:ecs.os-type");
    assert_eq!(texts(&at_end("run")), ["runningTasksCount"]);
    assert_eq!(texts(&at_end("attribute:ecs.os-type == ")), ["linux", "windows"]);
    assert_eq!(texts(&at_end("attribute:ecs.os-type in [linux, w")), ["windows"]);
    assert_eq!(texts(&at_end("attribute:ecs.os-type == linux ")), ["and", "or"]);
    assert_eq!(texts(&at_end("not(agentConnected == true ")), ["and", "or", ")"]);
    assert_eq!(texts(&at_end("task:group ")), ["!=", "==", "equals", "not_equals"]);
    assert_eq!(texts(&at_end("attribute:ecs.os-type =")), ["==", "=~"]);
    assert_eq!(at_end("attribute:ecs.os-type =").range.start, 22);
    assert_eq!(texts(&at_end("attribute:ecs.os-type ==")), ["linux", "windows"]);
    let suggestions = at_end("runningTasksCount > 3 and attr");
    assert_eq!((suggestions.range.start, texts(&suggestions)), (26, vec!["attribute:ecs.os-type"]));
    assert!(at_end("attribute:x === ").list.is_empty());
}

//! What stands behind the beginning, and what edits of it become.

use crate::player::Reply;
use crate::session::tests::judged;
use crate::session::time_tests::{at, gone, ran};
use crate::session::{
    Action, DeploymentField, Edit, MemberField, MemberKind, Move, ServiceField, State, TrafficEdit, Way,
    Wish, reduce,
};
use ecs_core::{Document, SimTime};
use serde_json::{Value, json};

const TEXT: &str = r#"{"version": 1, // mine
  "taskDefinitions": [
    {"family": "web", "containerDefinitions": [{"name": "a", "image": "a:1", "memory": 64}]}],
  "services": [
    {"serviceName": "shop", "taskDefinition": "web", "desiredCount": 2},
    {"serviceName": "old", "taskDefinition": "web", "desiredCount": 1}],
  "containerInstances": [{"name": "host", "instanceType": "t3.medium", "availabilityZone": "us-east-1b", "count": 2}],
  "simulation": {"durationSeconds": 1800, "timeline": [
    {"atSeconds": 600, "action": "ecs:RegisterTaskDefinition", "input": {"family": "web", "containerDefinitions": [{"name": "a", "image": "a:2", "memory": 64}]}},
    {"atSeconds": 601, "action": "ecs:UpdateService", "input": {"service": "shop", "taskDefinition": "web:2", "desiredCount": 3}},
    {"atSeconds": 602, "action": "ecs:DeleteService", "input": {"service": "old", "force": true}}]}}"#;

pub(super) fn at_second(text: &str, second: u64) -> State {
    gone(&ran(text), Move::To(at(second)))
}

pub(super) fn edited(state: &State, edit: Edit) -> State {
    reduce(state, Action::Edit(edit))
}

fn count(state: &State, typed: &str) -> State {
    edited(state, Edit::Service(0, ServiceField::DesiredCount, typed.to_owned()))
}

pub(super) fn timeline(state: &State) -> Vec<Value> {
    let document = Document::read(&state.text);
    assert!(!document.has_errors(), "{:?}", document.findings);
    document
        .root
        .unwrap()
        .at("/simulation/timeline")
        .map_or_else(Vec::new, |node| node.to_value().as_array().cloned().unwrap_or_default())
}

fn counts(state: &State) -> Vec<(&str, &str, &str)> {
    let rows = state.outline.services.iter();
    rows.map(|row| (row.name.as_str(), row.task_definition.as_str(), row.desired_count.as_str())).collect()
}

/// The draft of the definition that is chosen, with another image, judged and deployed.
fn deployed(state: &State, image: &str) -> State {
    let text = state.outline.definitions[state.definition].text.replace("a:1", image).replace("a:2", image);
    let typed = reduce(state, Action::Type(text.into()));
    reduce(&reduce(&typed, judged(&typed)), Action::Register(Wish::Deploy))
}

#[test]
fn forms_show_what_stands_at_the_playhead() {
    let early = at_second(TEXT, 300);
    assert_eq!(counts(&early), [("shop", "web", "2"), ("old", "web", "1")]);
    assert_eq!(early.outline.definitions.len(), 1);
    let late = at_second(TEXT, 700);
    assert_eq!(counts(&late), [("shop", "web:2", "3")]);
    assert_eq!(late.outline.definitions.len(), 2);
    // Services that name a family alone run what they ran.
    assert_eq!(counts(&at_second(TEXT, 600)), [("shop", "web:2", "3"), ("old", "web:1", "1")]);
    // At both ends everything is set-up, and so it is where somebody wants that.
    let wanted = reduce(&late, Action::Time(Move::FromTheBeginning(true)));
    for state in [at_second(TEXT, 0), ran(TEXT), wanted] {
        assert_eq!(counts(&state), counts(&early));
    }
}

#[test]
fn what_is_typed_behind_the_beginning_is_one_call_and_the_playhead_stays() {
    let state = count(&count(&at_second(TEXT, 300), "4"), "6");
    let made = timeline(&state);
    assert_eq!(made.len(), 4);
    let input = json!({"service": "shop", "desiredCount": 6});
    assert_eq!(made[3], json!({"atSeconds": 301, "action": "ecs:UpdateService", "input": input}));
    assert_eq!(state.run.picture_at, Some(at(300)));
    assert_eq!(counts(&state)[0], ("shop", "web", "6"));
    assert!(
        state.text.contains("// mine") && state.note.as_ref().unwrap().text.contains("UpdateService shop")
    );
    let percent = Edit::Deployment(0, DeploymentField::MaximumPercent, "150".to_owned());
    let state = edited(&state, percent);
    assert_eq!(timeline(&state).len(), 4);
    assert_eq!(timeline(&state)[3]["input"]["deploymentConfiguration"]["maximumPercent"], json!(150));
    // Letters of one field are one change.
    let back = reduce(&state, Action::Undo);
    assert_eq!(timeline(&back)[3]["input"], input);
    assert_eq!(&*reduce(&back, Action::Undo).text, TEXT);
    // At the beginning it is an edit of the service.
    let begun = count(&at_second(TEXT, 0), "6");
    assert_eq!(&*begun.text, TEXT.replacen("\"desiredCount\": 2", "\"desiredCount\": 6", 1));
}

#[test]
fn a_draft_is_registered_and_deployed_by_calls() {
    let state = at_second(TEXT, 300);
    assert_eq!(
        reduce(&state, Action::Type(state.draft.text.replace("a:1", "a:9").into())).draft.name.to_string(),
        "web:2"
    );
    let state = deployed(&state, "a:9");
    let made = timeline(&state);
    let actions: Vec<&Value> = made[3..].iter().map(|action| &action["action"]).collect();
    assert_eq!(actions, ["ecs:RegisterTaskDefinition", "ecs:UpdateService", "ecs:UpdateService"]);
    assert_eq!(made[4]["input"], json!({"service": "shop", "taskDefinition": "web:2"}));
    assert_eq!(state.run.picture_at, Some(at(300)));
    // The revision that is registered later is the third now, and who names it names that.
    assert_eq!(made[1]["input"]["taskDefinition"], json!("web:3"));
    assert_eq!(state.outline.definitions.len(), 2);
    assert_eq!((state.definition, state.draft.typed), (1, false));
    let late = gone(&ran(&state.text), Move::To(at(700)));
    let names: Vec<String> = late.outline.definitions.iter().map(|row| row.name.to_string()).collect();
    assert_eq!(names, ["web:1", "web:2", "web:3"]);
    assert_eq!(counts(&late), [("shop", "web:3", "3")]);
    // Where it is the beginning that is changed, the same.
    let begun = deployed(&at_second(TEXT, 0), "a:9");
    assert_eq!(timeline(&begun).len(), 3);
    assert_eq!(timeline(&begun)[1]["input"]["taskDefinition"], json!("web:3"));
    assert!(begun.note.as_ref().unwrap().text.contains("count one up"));
    // What was registered by a call is the base of the next draft.
    let next = deployed(&reduce(&late, Action::ChooseDefinition(2)), "a:10");
    assert_eq!(
        timeline(&next).last().unwrap()["input"],
        json!({"service": "shop", "taskDefinition": "web:4"})
    );
}

#[test]
fn what_no_call_changes_changes_the_beginning_wherever_that_stands() {
    let state = at_second(TEXT, 700);
    let renamed = edited(&state, Edit::Service(0, ServiceField::Name, "stall".to_owned()));
    assert!(renamed.text.contains(r#""serviceName": "stall""#) && timeline(&renamed) == timeline(&state));
    assert!(renamed.text.contains(r#""desiredCount": 2"#), "what calls changed is theirs");
    let note = renamed.note.unwrap();
    assert!(
        note.text.starts_with("The beginning is changed: serviceName") && note.way == Some(Way::Undo),
        "{note:?}"
    );
    // One that a call made is changed in that call.
    let added = edited(&state, Edit::AddService(1));
    let made = timeline(&added);
    assert_eq!(
        (&made[3]["action"], &made[3]["input"]["serviceName"]),
        (&json!("ecs:CreateService"), &json!("web"))
    );
    let renamed = edited(&added, Edit::Service(1, ServiceField::Name, "more".to_owned()));
    assert_eq!(timeline(&renamed)[3]["input"]["serviceName"], json!("more"));
    let counted = edited(&added, Edit::Service(1, ServiceField::DesiredCount, "5".to_owned()));
    assert_eq!((timeline(&counted).len(), &timeline(&counted)[3]["input"]["desiredCount"]), (4, &json!(5)));
    assert_eq!(timeline(&edited(&added, Edit::RemoveService(1))), timeline(&state));
}

#[test]
fn a_service_that_is_removed_later_is_deleted_with_its_scaling() {
    let state = at_second(TEXT, 300);
    let removed = edited(&state, Edit::RemoveService(1));
    assert_eq!(timeline(&removed)[3]["input"], json!({"service": "old", "force": true}));
    assert_eq!(counts(&removed).len(), 1);
}

#[test]
fn what_is_said_of_an_entry_is_said_where_it_stands() {
    let mut text = TEXT.replacen("\"service\": \"old\"", "\"service\": \"shop\"", 1);
    text = text.replacen("{\"serviceName\": \"old\",", "{\"serviceName\": \"old\", \"mine\": 1,", 1);
    let state = at_second(&text, 700);
    let findings = crate::session::Shared::new(Document::read(&text).findings);
    let said = super::said(&findings, &state.stands());
    assert!(findings.iter().any(|finding| finding.pointer == "/services/1/mine"));
    assert!(said.iter().any(|finding| finding.pointer == "/services/0/mine"), "{said:?}");
}

/// A run that goes on as it would have, up to the second at which somebody acts.
#[test]
fn acting_changes_nothing_before() {
    let state = at_second(TEXT, 300);
    for changed in [count(&state, "6"), deployed(&state, "a:9"), edited(&state, Edit::RemoveService(1))] {
        let logs = [&state.text, &changed.text].map(|text| {
            let mut run = ecs_core::Simulation::new(Document::read(text).scenario.unwrap());
            run.advance_to(at(300), ecs_core::Budget::UNLIMITED);
            run.log_hash()
        });
        assert_eq!(logs[0], logs[1]);
    }
}

#[test]
fn a_scaled_service_shows_what_the_run_has_made_of_it() {
    let state = at_second(TEXT, 300);
    let mut snapshot = state.shown.as_ref().unwrap().snapshot.clone();
    snapshot.services[0].desired_count = 7;
    let (run, events) = (state.run.number, 1);
    let sought = Reply::Sought { run, at: at(300), events, snapshot: Some(Box::new(snapshot)) };
    let scaled = reduce(&state, Action::Reply(sought));
    assert_eq!(counts(&scaled)[0].2, "7");
    assert_eq!(count(&scaled, "7").text, scaled.text);
    assert_eq!(timeline(&count(&scaled, "2"))[3]["input"]["desiredCount"], json!(2));
}

const SCALED: &str = r#"{"version": 1,
  "taskDefinitions": [
    {"family": "web", "containerDefinitions": [{"name": "a", "image": "a:1", "memory": 64}]},
    {"family": "web", "containerDefinitions": [{"name": "a", "image": "a:2", "memory": 64}]}],
  "services": [{"serviceName": "shop", "taskDefinition": "web:1", "desiredCount": 2}],
  "autoScalingGroups": [{"AutoScalingGroupName": "pool", "MinSize": 1, "MaxSize": 3, "DesiredCapacity": 1, "AvailabilityZones": ["us-east-1a"], "simulation": {"instanceType": "t3.medium"}}],
  "capacityProviders": [{"name": "pool", "autoScalingGroupProvider": {"autoScalingGroupArn": "pool", "managedScaling": {"status": "ENABLED", "targetCapacity": 100}}}],
  "scalableTargets": [{"ResourceId": "service/default/shop", "MinCapacity": 1, "MaxCapacity": 4}],
  "simulation": {"durationSeconds": 1800, "timeline": [
    {"atSeconds": 100, "action": "ecs:DeregisterTaskDefinition", "input": {"taskDefinition": "web:2"}}]}}"#;

/// A member of an entry as the tables of the forms edit it.
fn member(entry: &str, place: &'static str, typed: &str) -> Edit {
    let field = MemberField::new(place, place, MemberKind::Whole(0, 100));
    Edit::Member(entry.to_owned(), Box::leak(Box::new(field)), typed.to_owned())
}

#[test]
fn scaling_and_groups_act_by_their_calls() {
    let state = at_second(SCALED, 300);
    let state = edited(&state, member("/scalableTargets/0", "MaxCapacity", "9"));
    let state = edited(&state, member("/scalableTargets/0", "MinCapacity", "2"));
    let state = edited(&state, member("/autoScalingGroups/0", "MaxSize", "5"));
    let target = "autoScalingGroupProvider/managedScaling/targetCapacity";
    let state = edited(&state, member("/capacityProviders/0", target, "80"));
    let made = timeline(&state);
    let calls: Vec<(&str, &Value)> =
        made[1..].iter().map(|call| (call["action"].as_str().unwrap(), &call["input"])).collect();
    let scalable = json!({"ResourceId": "service/default/shop", "MinCapacity": 2, "MaxCapacity": 9});
    let group = json!({"AutoScalingGroupName": "pool", "MaxSize": 5});
    let provider = json!({"name": "pool", "autoScalingGroupProvider": {"managedScaling": {"status": "ENABLED", "targetCapacity": 80}}});
    assert_eq!(
        calls,
        [
            ("application-autoscaling:RegisterScalableTarget", &scalable),
            ("autoscaling:UpdateAutoScalingGroup", &group),
            ("ecs:UpdateCapacityProvider", &provider)
        ]
    );
    // The forms show it, and no more than the first call is made where nothing differs.
    let again = edited(&state, member("/capacityProviders/0", target, "80"));
    assert_eq!(again.text, state.text);
    let begun = edited(&state, member("/autoScalingGroups/0", "HealthCheckGracePeriod", "60"));
    assert!(timeline(&begun) == made && begun.text.contains("\"HealthCheckGracePeriod\": 60"));
    assert!(begun.text.contains("\"MaxSize\": 3"));
}

#[test]
fn what_was_deregistered_is_not_to_be_chosen() {
    let active =
        |state: &State| -> Vec<bool> { state.outline.definitions.iter().map(|row| row.is_active).collect() };
    assert_eq!(active(&at_second(SCALED, 50)), [true, true]);
    assert_eq!(active(&at_second(SCALED, 300)), [true, false]);
}

/// Spec: LOAD-1.
#[test]
fn traffic_is_changed_at_the_beginning_by_its_form_and_where_somebody_acts_by_its_control() {
    let text = TEXT
        .replace("\"serviceName\": \"shop\"", "\"schedulingStrategy\": \"REPLICA\", \"serviceName\": \"shop\"")
        .replace("\"services\": [", "\"queues\": [{\"QueueName\": \"jobs\"}], \"services\": [")
        .replace("\"simulation\": {", "\"simulation\": {\"traffic\": [{\"name\": \"orders\", \"queue\": \"jobs\", \"shape\": {\"constant\": 2}}], ");
    let late = at_second(&text, 900);
    let shaped = edited(&late, Edit::Traffic(TrafficEdit::Shape(0, "ramp".to_owned())));
    let document = Document::read(&shaped.text);
    assert!(!document.has_errors(), "{:?}", document.findings);
    let shape = |state: &State| {
        Document::read(&state.text).root.unwrap().at("/simulation/traffic/0/shape").unwrap().to_value()
    };
    assert_eq!(shape(&shaped), json!({"ramp": {"from": 2, "to": 4, "startSeconds": 60, "endSeconds": 600}}));
    let note = shaped.note.as_ref().unwrap();
    assert_eq!(&*note.text, "The beginning is changed: traffic does not act from a form.");
    let moved = reduce(&late, Action::SetTraffic("orders".to_owned(), 75));
    assert_eq!(shape(&moved), json!({"constant": 2}));
    let set = json!({"atSeconds": 901, "action": "simulation:SetTraffic", "input": {"name": "orders", "shape": {"constant": 7.5}}});
    assert_eq!(timeline(&moved).last(), Some(&set));
    assert_eq!(&*moved.note.as_ref().unwrap().text, "From t+15:01 on: 7.5 a second of orders.");
    let again = reduce(&moved, Action::SetTraffic("orders".to_owned(), 80));
    assert_eq!(timeline(&again).len(), timeline(&moved).len(), "one call a second");
    let back = reduce(&again, Action::Undo);
    assert_eq!(timeline(&back), timeline(&late), "one step to undo");
    let there = reduce(&at_second(&again.text, 901), Action::SetTraffic("orders".to_owned(), 90));
    assert_eq!(
        timeline(&there).len(),
        timeline(&again).len(),
        "the call where the playhead stands is changed"
    );
    let between = again.text.replace("\"atSeconds\": 901", "\"atSeconds\": 901.5");
    let between = gone(&ran(&between), Move::To(SimTime::from_ms(901_500)));
    let later = reduce(&between, Action::SetTraffic("orders".to_owned(), 90));
    assert_eq!(timeline(&later).last().unwrap()["atSeconds"], 902, "never before the playhead");
}

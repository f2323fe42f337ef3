//! Actions that are written: by their forms, and as JSON.

use super::{CALLS, FieldKind, Step, form_of};
use crate::player::Reply;
use crate::session::outline::Outline;
use crate::session::state::State;
use crate::session::{Action, reduce};
use ecs_core::aws::LifecycleStage;
use ecs_core::{Budget, Document, SimTime, Simulation};
use ecs_workshop::link::Decoded;

const TEXT: &str = r#"{"version": 1, // mine
  "taskDefinitions": [
    {"family": "web", "containerDefinitions": [{"name": "a", "image": "a:1", "memory": 64}]},
    {"family": "web", "containerDefinitions": [{"name": "a", "image": "a:2", "memory": 64}]}],
  "services": [{"serviceName": "shop", "taskDefinition": "web:1", "desiredCount": 2}],
  "containerInstances": [{"name": "host", "instanceType": "t3.medium", "availabilityZone": "us-east-1b", "count": 2}],
  "simulation": {"traffic": [{"targetGroup": "web", "shape": {"constant": 5}}],
    "timeline": [{"atSeconds": 9, "action": "ecs:RunTask", "input": {"taskDefinition": "web", "count": 3}}]}}"#;

fn opened() -> State {
    let link = Decoded { scenario: TEXT.to_owned(), fingerprint: None };
    reduce(&State::new(), Action::OpenLink(link))
}

fn after(state: &State, steps: impl IntoIterator<Item = Step>) -> State {
    steps.into_iter().fold(state.clone(), |state, step| reduce(&state, step.into()))
}

/// The run that was asked for has come to its end.
fn run(state: &State) -> State {
    let (number, snapshot) = (state.run.number, Box::default());
    reduce(state, Action::Reply(Reply::Reached { number, snapshot, log_hash: 0, at_the_end: true }))
}

fn words(state: &State) -> Vec<String> {
    state.outline.actions.iter().map(|row| row.words.clone()).collect()
}

/// The input of the action of that number.
fn input(state: &State, number: usize) -> serde_json::Value {
    let root = Document::read(&state.text).root.unwrap();
    root.at(&format!("/simulation/timeline/{number}/input")).unwrap().to_value()
}

#[test]
fn every_form_begins_with_a_call_that_its_fields_can_read_again() {
    let state = after(&opened(), [Step::Add]);
    for form in &CALLS {
        let state = after(&state, [Step::Call(form.action.to_owned())]);
        let act = state.act.clone().unwrap();
        for (field, value) in form.fields.iter().zip(&act.values) {
            let may_be_left_out = field.first.is_empty()
                && matches!(
                    field.kind,
                    FieldKind::Number
                        | FieldKind::Flag
                        | FieldKind::Text
                        | FieldKind::AnotherDefinition
                        | FieldKind::Group
                );
            assert_eq!(value.is_empty(), may_be_left_out, "{} {}", form.action, field.label);
        }
        let made = after(&state, [Step::Make]);
        let unknown =
            Document::read(&made.text).findings.into_iter().find(|finding| finding.code == "unknown-action");
        assert_eq!(unknown, None, "{}", form.action);
        assert!(made.text.contains("// mine") && made.outline.actions.len() == 2);
        assert_eq!(made.outline.actions[1].is_fault, form.is_fault, "{}", form.action);
    }
}

/// Something for every call to be about.
const RICH: &str = r#"{"version": 1,
  "taskDefinitions": [{"family": "web", "networkMode": "awsvpc", "requiresCompatibilities": ["EC2"], "memory": "256",
    "enableFaultInjection": true, "pidMode": "task",
    "containerDefinitions": [{"name": "app", "image": "a:1", "memory": 64, "portMappings": [{"containerPort": 80}]}]}],
  "services": [{"serviceName": "shop", "taskDefinition": "web", "desiredCount": 2,
    "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-a"]}}}],
  "containerInstances": [{"name": "host", "instanceType": "t3.medium", "availabilityZone": "us-east-1a", "simulation": {"purchaseOption": "spot"}, "count": 2}],
  "autoScalingGroups": [{"AutoScalingGroupName": "pool", "MinSize": 0, "MaxSize": 2, "AvailabilityZones": ["us-east-1a"], "simulation": {"instanceType": "t3.medium"}}],
  "targetGroups": [{"Name": "web", "Protocol": "HTTP", "Port": 80, "TargetType": "ip"}],
  "simulation": {"traffic": [{"name": "people", "targetGroup": "web", "shape": {"constant": 5}}]}}"#;

#[test]
fn every_form_makes_an_action_that_the_core_reads_without_a_finding() {
    let link = Decoded { scenario: RICH.to_owned(), fingerprint: None };
    let opened = after(&reduce(&State::new(), Action::OpenLink(link)), [Step::Add]);
    let mut refused = Vec::new();
    for form in &CALLS {
        let begun = after(&opened, [Step::Call(form.action.to_owned()), Step::At("120".into())]);
        // What has to be chosen and nothing stands for at first.
        let container = form.fields.iter().position(|field| field.pointer == "/container");
        let chosen = container.map(|number| Step::Field(number, "app".into()));
        let made = after(&begun, chosen.into_iter().chain([Step::Make]));
        let said = Document::read(&made.text).findings.into_iter();
        let of_action = said.filter(|finding| finding.pointer.starts_with("/simulation/timeline"));
        let said: Vec<_> = of_action.collect();
        assert!(said.is_empty(), "{}: {said:#?}", form.action);
        let mut run = Simulation::new(Document::read(&made.text).scenario.expect("a scenario"));
        run.advance_to(run.duration(), Budget::UNLIMITED);
        refused.extend(run.report().refusals.into_iter().map(|refusal| refusal["action"].clone()));
    }
    // No deployment waits for an answer.
    assert_eq!(refused, ["ecs:ContinueServiceDeployment"]);
}

#[test]
fn fields_write_what_is_typed_and_nothing_leaves_the_member_out() {
    let update = after(
        &opened(),
        [
            Step::Add,
            Step::At("60".into()),
            Step::Field(1, "web:2".into()),
            Step::Field(2, "5".into()),
            Step::Field(3, "true".into()),
        ],
    );
    let made = after(&update, [Step::Make]);
    assert_eq!(
        input(&made, 1),
        serde_json::json!({"service": "shop", "taskDefinition": "web:2", "desiredCount": 5, "forceNewDeployment": true})
    );
    assert_eq!(
        words(&made)[1],
        "UpdateService shop, taskDefinition web:2, desiredCount 5, forceNewDeployment true"
    );
    assert_eq!((made.outline.actions[1].at_seconds.as_str(), made.act.is_none()), ("60", true));
    let fewer = after(&update, [Step::Field(2, String::new()), Step::Field(3, "false".into()), Step::Make]);
    assert_eq!(input(&fewer, 1), serde_json::json!({"service": "shop", "taskDefinition": "web:2"}));
    let undone = reduce(&made, Action::Undo);
    assert_eq!(&*undone.text, TEXT);
    assert_eq!(reduce(&undone, Action::Redo).text, made.text);
}

#[test]
fn lists_and_objects_on_the_way_are_made() {
    let fault = after(
        &opened(),
        [
            Step::Add,
            Step::Call("aws:ec2:terminate-instances".into()),
            Step::Field(0, String::new()),
            Step::Input("{}".into()),
            Step::Field(0, "host/2".into()),
            Step::Make,
        ],
    );
    assert_eq!(input(&fault, 1), serde_json::json!({"targets": {"resourceArns": ["host/2"]}}));
    assert_eq!(words(&fault)[1], "terminate-instances host/2");
}

#[test]
fn json_is_kept_as_typed_and_only_taken_once_it_is_json() {
    let broken = after(&opened(), [Step::Add, Step::Input(r#"{"service": "#.into())]);
    let act = broken.act.clone().unwrap();
    assert!(act.is_broken && act.input == r#"{"service": "#);
    assert_eq!(after(&broken, [Step::Make]), broken);
    let typed = r#"{"service":  "shop", "desiredCount": 4}"#;
    let made = after(&broken, [Step::Input(typed.into()), Step::Make]);
    assert!(made.text.contains(typed));
    assert_eq!(words(&made)[1], "UpdateService shop, desiredCount 4");
    let other = after(
        &opened(),
        [Step::Add, Step::Call("s3:PutObject".into()), Step::Input(r#"{"Bucket": "b"}"#.into()), Step::Make],
    );
    assert!(form_of("s3:PutObject").is_none() && words(&other)[1] == "PutObject");
    assert_eq!(input(&other, 1), serde_json::json!({"Bucket": "b"}));
}

#[test]
fn an_action_that_is_there_is_written_anew_by_a_small_edit() {
    let changed = after(&opened(), [Step::Change(0), Step::Field(1, "2".into()), Step::Make]);
    assert_eq!(*changed.text, TEXT.replace("\"count\": 3", "\"count\": 2"));
    let closed = after(&opened(), [Step::Change(0), Step::Field(1, "2".into()), Step::Close]);
    assert_eq!((&*closed.text, closed.act), (TEXT, None));
    assert!(after(&opened(), [Step::Change(7)]).alert.is_some());
    assert_eq!(Outline::read(&changed.text).actions.len(), 1);
}

/// What a PAUSE hook may stand at is what the core says.
#[test]
fn a_paused_deployment_is_answered_at_any_stage_that_takes_a_pause() {
    let form = form_of("ecs:ContinueServiceDeployment").unwrap();
    let FieldKind::Choice(stages) = form.fields[1].kind else { panic!("a choice") };
    let pauses = LifecycleStage::ALL.into_iter().filter(|stage| stage.takes_pause());
    assert!(pauses.map(LifecycleStage::name).eq(stages.iter().copied()));
}

#[test]
fn a_button_beside_a_service_begins_an_action_about_it() {
    let fields = vec![("/service", "shop".to_owned()), ("/taskDefinition", "web:2".to_owned())];
    let state = after(&opened(), [Step::Begin("ecs:UpdateService", fields), Step::Make]);
    assert_eq!(input(&state, 1), serde_json::json!({"service": "shop", "taskDefinition": "web:2"}));
}

/// What is asked follows what is written, and an answer to anything else is not taken.
#[test]
fn an_update_is_foreseen_in_the_run_that_it_will_be_a_part_of() {
    let at_nothing = after(&opened(), [Step::Add]);
    assert_eq!(at_nothing.forecast.question, None, "nothing has run");
    let state = run(&opened());
    let state = after(&state, [Step::Add]);
    let question = state.forecast.question.clone().unwrap();
    assert!(question.service == "shop" && question.place == 1 && question.text == state.act.unwrap().text);
    let state = after(&run(&opened()), [Step::Add, Step::At("7".to_owned())]);
    assert_eq!(state.forecast.question.as_ref().unwrap().at, SimTime::from_seconds(7));
    let late = Reply::Foreseen { number: state.forecast.number - 1, foresight: None };
    assert_eq!(reduce(&state, Action::Reply(late)).forecast.answer, None);
    let answer = Reply::Foreseen { number: state.forecast.number, foresight: None };
    let told = reduce(&state, Action::Reply(answer));
    assert!(told.forecast.answer.is_some());
    // Letters that are typed do not clear it, another call does.
    assert!(after(&told, [Step::At("8".to_owned())]).forecast.answer.is_some());
    assert_eq!(after(&told, [Step::Call("ecs:RunTask".to_owned())]).forecast.question, None);
}

/// Whoever names another task is offered its containers, and no name of one that it has not is left.
#[test]
fn the_container_follows_the_task() {
    let text = TEXT.replace(
        "\"services\": [",
        "\"services\": [{\"serviceName\": \"jobs\", \"taskDefinition\": \"job\", \"desiredCount\": 1}, ",
    );
    let text = text.replacen("\"taskDefinitions\": [", "\"taskDefinitions\": [{\"family\": \"job\", \"containerDefinitions\": [{\"name\": \"work\", \"image\": \"w:1\", \"memory\": 64}]},", 1);
    let state = reduce(&State::new(), Action::OpenLink(Decoded { scenario: text, fingerprint: None }));
    let begun = after(&state, [Step::Add, Step::Call("simulation:SetBehaviour".to_owned())]);
    let container = |state: &State| state.act.as_ref().unwrap().values[1].clone();
    assert_eq!(container(&begun), "work");
    let other = after(&begun, [Step::Field(0, "service:shop/1".to_owned())]);
    assert_eq!((container(&other), other.act.unwrap().containers), ("a".to_owned(), vec!["a".to_owned()]));
}

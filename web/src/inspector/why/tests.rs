use super::headline::{headline, occasion};
use super::rules::rules;
use super::text::as_text;
use super::words::{failing, in_order, is_about, need_and_have};
use crate::player::Reply;
use crate::session::{Action, Selection, Shown, State, reduce};
use ecs_core::report::Explanation;
use ecs_core::{Budget, Document, Simulation};
use ecs_workshop::gallery;

/// A run to its end, and what the page shows of it.
fn run(text: &str) -> (Simulation, Shown) {
    let mut run = Simulation::new(Document::read(text).scenario.expect("a scenario"));
    run.advance_to(run.duration(), Budget::UNLIMITED);
    let state = reduce(&State::new(), Action::Run);
    let reply = Reply::Reached {
        number: state.run.number,
        snapshot: Box::new(run.snapshot(200)),
        log_hash: run.log_hash(),
        at_the_end: true,
    };
    let shown = reduce(&state, Action::Reply(reply)).shown.expect("a run on the stage");
    (run, Shown::clone(&shown))
}

fn entry(id: &str) -> &'static str {
    gallery::ENTRIES.iter().find(|entry| entry.id == id).expect("an entry").text
}

fn next(run: &Simulation, service: &str) -> Explanation {
    run.explain_service(service).expect("a service")
}

#[test]
fn a_task_that_waits_is_told_with_all_that_is_missing_and_what_would_help() {
    let (run, shown) = run(entry("gaps-fit-nobody"));
    let decision = next(&run, "report");
    let selection = Selection::Service(1);
    let title = headline(&shown, selection, "", Some(&decision)).expect("a service");
    assert_eq!(title, "The next task of report has no place");
    let text = as_text(&title, &occasion(&shown, selection, Some(&decision)), &decision, &rules(&decision));
    let id = &decision.candidates[0].ec2_instance_id;
    for line in [
        "As things stand at t+30:00.",
        "- CPU units: 1536",
        "- CPU, memory, ports, GPUs, ENIs: 3 → 0",
        &format!("- {id} (host/1): 1024 CPU units left, 1536 needed"),
        "  - CPU units: needs 1536; has 1024",
        "  - would help: free 512 CPU units",
        "- PLACE-2 what rules an instance out",
        "- PLACE-3 which reason is reported",
        "- PLACE-8 the closest instance",
    ] {
        assert!(text.lines().any(|told| told == line), "{line:?} is missing in\n{text}");
    }
    assert!(text.contains("ECS says: (service report) was unable to place a task"));
}

#[test]
fn the_chosen_instance_comes_first_and_those_that_failed_most_come_last() {
    let (run, _) = run(entry("member-of-zones"));
    let decision = next(&run, "db");
    let ordered = in_order(&decision.candidates);
    assert!(ordered[0].chosen);
    let failed: Vec<usize> = ordered.iter().map(|candidate| failing(candidate).count()).collect();
    assert_eq!(failed, [0, 0, 1, 1]);
    let (need, have) = need_and_have(failing(ordered[3]).next().expect("a failed check"));
    assert!(need.starts_with("attribute:ecs.availability-zone in [") && have == "not a member", "{need}");
    let found = |wanted: &str| ordered.iter().filter(|candidate| is_about(candidate, wanted)).count();
    assert_eq!((found("disk-c/1"), found("member of what"), found(""), found("nowhere")), (1, 2, 4, 0));
}

#[test]
fn rules_say_what_aws_documents_and_what_it_does_not() {
    let (mut run, shown) = run(entry("zone-spread"));
    let task = run.explain_task(&shown.snapshot.tasks[0].short).expect("a task").remove(0);
    let ids = |decision: &Explanation| {
        let rules = rules(decision);
        let ids = |rules: &[super::rules::Rule]| rules.iter().map(|rule| rule.id).collect::<Vec<_>>();
        (ids(&rules.documented), ids(&rules.ours))
    };
    assert_eq!(ids(&task), (vec!["PLACE-2", "PLACE-4"], vec!["PLACE-6"]));
    let fargate = Explanation { requirement: serde_json::json!({"launchType": "FARGATE"}), ..task };
    assert_eq!(ids(&fargate), (vec!["PLACE-7"], vec!["PLACE-6"]));
}

#[test]
fn every_rule_that_a_receipt_names_has_the_status_that_it_claims() {
    let spec = include_str!("../../../../docs/spec/placement.md");
    let status = |id: &str| {
        let (_, section) = spec.split_once(&format!("### {id} ")).expect("a heading");
        section.lines().find(|line| line.starts_with("Status: ")).expect("a status").to_owned()
    };
    for entry in gallery::ENTRIES.iter().filter(|entry| entry.runs) {
        let (run, shown) = run(entry.text);
        for service in &shown.snapshot.services {
            let rules = rules(&next(&run, &service.name));
            assert!(rules.documented.iter().all(|rule| status(rule.id).starts_with("Status: documented")));
            assert!(rules.ours.iter().all(|rule| status(rule.id).starts_with("Status: not documented")));
        }
    }
}

#[test]
fn headlines_say_where_a_task_stands_or_would() {
    let (mut run, shown) = run(entry("one-host-port"));
    let instances = &shown.snapshot.instances;
    let task = run.explain_task(&shown.snapshot.tasks[0].short).expect("a task").remove(0);
    let on = &instances[shown.snapshot.tasks[0].instance.expect("an instance")].id[..8];
    let id = &shown.snapshot.tasks[0].id[..4];
    let told = |selection, decision| headline(&shown, selection, "api", decision).expect("a headline");
    assert_eq!(told(Selection::Task(0), Some(&task)), format!("Task {id} landed on {on}"));
    assert_eq!(told(Selection::Task(0), None), format!("Task {id} was put on {on}"));
    assert_eq!(occasion(&shown, Selection::Task(0), Some(&task)), "At t+00:00: service api keeps 3 tasks.");
    let next = next(&run, "api");
    let here = &instances[0].id[..8];
    assert_eq!(
        told(Selection::Instance(0), Some(&next)),
        format!("The next task of api cannot land on {here}")
    );
    assert_eq!(headline(&shown, Selection::Task(9), "api", None), None);
}

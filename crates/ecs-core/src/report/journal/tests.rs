use super::{EventKind, Journal, JournalFilter, PageFrom};
use crate::{Budget, Document, Progress, SimTime, Simulation};

const TEXT: &str = r#"{"version": 1,
  "taskDefinitions": [{"family": "web", "containerDefinitions": [
    {"name": "app", "image": "app:1", "memory": 64, "simulation": {"exit": {"afterSeconds": 40, "code": 137}}}]}],
  "services": [{"serviceName": "web", "taskDefinition": "web", "desiredCount": 6}],
  "containerInstances": [{"name": "host", "instanceType": "t3.medium", "availabilityZone": "us-east-1a"}]}"#;

fn journal(text: &str) -> (Simulation, Journal) {
    let mut run = Simulation::recorded(Document::read(text).scenario.unwrap(), 10);
    run.advance_to(run.duration(), Budget::UNLIMITED);
    let mut journal = run.journal();
    assert_eq!(journal.advance(Budget::UNLIMITED), Progress::Reached);
    (run, journal)
}

fn search(journal: &mut Journal, text: &str, kind: Option<EventKind>) -> usize {
    journal.look_for(&JournalFilter { text: text.to_owned(), kind });
    while journal.advance(Budget { events: 7 }) == Progress::OutOfBudget {}
    journal.page(PageFrom::Offset(0), 5).total
}

#[test]
fn pages_have_every_entry_once_newest_first() {
    let (run, journal) = journal(TEXT);
    let total = journal.page(PageFrom::Offset(0), 1).total;
    let pages = (0..total).step_by(20).map(|offset| journal.page(PageFrom::Offset(offset), 20));
    let all: Vec<(u64, String)> =
        pages.flat_map(|page| page.entries).map(|entry| (entry.number, entry.text)).collect();
    let numbers: Vec<u64> = all.iter().map(|(number, _)| *number).collect();
    assert_eq!(numbers, (0..total as u64).rev().collect::<Vec<_>>());
    let told: Vec<String> = run.snapshot(usize::MAX).events.into_iter().map(|event| event.text).collect();
    assert_eq!(all.into_iter().map(|(_, text)| text).collect::<Vec<_>>(), told);
}

#[test]
fn a_moment_is_found_on_its_page_also_once_the_run_has_gone_back() {
    let (mut run, journal) = journal(TEXT);
    run.seek(SimTime::from_seconds(1));
    for at in [0, 500, 3_000, 21_050, 61_000, 900_000, 1_800_000] {
        let at = SimTime::from_ms(at);
        let page = journal.page(PageFrom::Moment(at), 10);
        assert_eq!(page.offset % 10, 0);
        let newest = journal.page(PageFrom::Offset(0), usize::MAX).entries;
        let expected = newest.iter().position(|entry| entry.at <= at).unwrap();
        assert!(page.entries.iter().any(|entry| entry.number == newest[expected].number), "{at:?}");
        assert!(page.shows(at));
        let others = (0..page.total).step_by(10).filter(|offset| *offset != page.offset);
        let mut others = others.map(|offset| journal.page(PageFrom::Offset(offset), 10));
        assert!(!others.any(|other| other.shows(at)), "{at:?}");
    }
    assert_eq!(journal.page(PageFrom::Offset(usize::MAX), 10).entries.len(), 1);
}

#[test]
fn words_and_kinds_are_looked_for() {
    let (_, mut journal) = journal(TEXT);
    let all = search(&mut journal, "", None);
    let of_kinds: Vec<usize> =
        EventKind::ALL.iter().map(|kind| search(&mut journal, "", Some(*kind))).collect();
    assert_eq!(of_kinds.iter().sum::<usize>(), all, "{of_kinds:?}");
    assert!(of_kinds[4..].iter().all(|found| *found == 0), "{of_kinds:?}");
    let kills = search(&mut journal, " EXITED with code 137 ", Some(EventKind::Stop));
    assert!(kills > 6, "{kills}");
    assert_eq!(search(&mut journal, "exited with code 137", Some(EventKind::Health)), 0);
    assert_eq!(search(&mut journal, "host/1", Some(EventKind::Service)), 0);
    assert!(search(&mut journal, "host/1", None) > 6);
    assert_eq!(search(&mut journal, "nowhere", None), 0);
    assert!(journal.page(PageFrom::Moment(SimTime::ZERO), 10).entries.is_empty());
}

/// An entry says what was known at its moment: a task that waits has no instance, also once it got one.
#[test]
fn a_task_that_waits_leads_to_no_instance() {
    let text = r#"{"version": 1,
      "taskDefinitions": [{"family": "web", "containerDefinitions": [{"name": "app", "image": "app:1", "cpu": 256, "memory": 256}]}],
      "autoScalingGroups": [{"AutoScalingGroupName": "pool", "MinSize": 0, "MaxSize": 3, "AvailabilityZones": ["us-east-1a"], "simulation": {"instanceType": "t3.medium"}}],
      "capacityProviders": [{"name": "pool", "autoScalingGroupProvider": {"autoScalingGroupArn": "pool", "managedScaling": {"status": "ENABLED"}}}],
      "services": [{"serviceName": "web", "taskDefinition": "web", "desiredCount": 2, "capacityProviderStrategy": [{"capacityProvider": "pool"}]}]}"#;
    let (_, journal) = journal(text);
    let entries = journal.page(PageFrom::Offset(0), usize::MAX).entries;
    let stands = |status: &str| -> Vec<bool> {
        let of = entries
            .iter()
            .filter(|entry| entry.text.starts_with("service:web/") && entry.text.ends_with(status));
        of.map(|entry| entry.landmarks.iter().any(|one| matches!(one, super::Landmark::Instance { .. })))
            .collect()
    };
    assert_eq!(stands("is PROVISIONING"), [false, false]);
    assert_eq!(stands("is RUNNING"), [true, true]);
}

use super::{Received, Sent};
use crate::Reply;
use ecs_core::report::Snapshot;
use ecs_core::{Budget, Document, SimTime, Simulation};
use ecs_workshop::gallery;
use std::rc::Rc;

fn sought(run: &Simulation) -> Reply {
    let snapshot = Some(Box::new(run.snapshot(200)));
    Reply::Sought { run: 1, at: run.now(), events: run.events(), snapshot }
}

fn picture(reply: Reply) -> Snapshot {
    match reply {
        Reply::Sought { snapshot: Some(snapshot), .. } => *snapshot,
        other => panic!("{other:?} has no picture"),
    }
}

#[test]
fn every_picture_arrives_as_it_was_sent() {
    for entry in gallery::ENTRIES {
        let Some(scenario) = Document::read(entry.text).scenario else { continue };
        let mut run = Simulation::recorded(scenario, 50);
        let (mut sent, mut received) = (Sent::default(), Received::default());
        let end = run.duration().as_ms();
        for step in [0, 1, 2, 3, 8, 20, 19, 5, 0, 20] {
            let at = SimTime::from_ms(end * step / 20);
            run.seek(at);
            run.advance_to(at, Budget::UNLIMITED);
            let bytes = sent.to_bytes(sought(&run));
            assert_eq!(picture(received.reply(&bytes).unwrap()), run.snapshot(200), "{}", entry.id);
        }
    }
}

#[test]
fn what_is_as_it_was_is_neither_sent_nor_made_again() {
    let mut run = Simulation::new(Document::read(gallery::ENTRIES[0].text).scenario.unwrap());
    run.advance_to(run.duration(), Budget::UNLIMITED);
    let (mut sent, mut received) = (Sent::default(), Received::default());
    let first = sent.to_bytes(sought(&run));
    let second = sent.to_bytes(sought(&run));
    assert!(second.len() < first.len(), "{} bytes after {}", second.len(), first.len());
    let (before, after) =
        (picture(received.reply(&first).unwrap()), picture(received.reply(&second).unwrap()));
    assert!(before.tasks.iter().zip(&after.tasks).all(|(one, other)| Rc::ptr_eq(one, other)));
}

#[test]
fn bytes_of_something_else_are_no_reply() {
    let mut received = Received::default();
    assert!(received.reply(&[]).is_none());
    assert!(received.reply(b"nothing that postcard wrote").is_none());
    // Parts of a picture that has not come.
    let run = Simulation::new(Document::read(gallery::ENTRIES[0].text).scenario.unwrap());
    let mut sent = Sent::default();
    sent.to_bytes(sought(&run));
    assert!(received.reply(&sent.to_bytes(sought(&run))).is_none());
}

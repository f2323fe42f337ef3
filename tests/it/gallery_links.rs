//! Links of old: what was shared once opens for good, to the run that its maker saw.

use ecs_core::scenario::canonical;
use ecs_core::{Budget, Document, ENGINE_VERSION, Scenario, Simulation};
use ecs_workshop::gallery;
use ecs_workshop::link::{Fingerprint, decode, encode};

/// Links that stand for good: a line each, `<gallery id> <link>`.
const GOLDEN: &str = include_str!("../golden/links.txt");

fn scenario(text: &str) -> Scenario {
    let document = Document::read(text);
    document.scenario.unwrap_or_else(|| panic!("{text}: {:#?}", document.findings))
}

fn fingerprint(scenario: Scenario) -> Fingerprint {
    let mut simulation = Simulation::new(scenario);
    simulation.advance_to(simulation.duration(), Budget::UNLIMITED);
    let at_seconds = simulation.now().as_ms() / 1000;
    Fingerprint { engine_version: ENGINE_VERSION, at_seconds, log_hash: simulation.log_hash() }
}

fn link(text: &str) -> String {
    let root = Document::read(text).root.expect("a scenario is JSON");
    encode(&canonical(&root), Some(fingerprint(scenario(text))))
}

#[test]
fn golden_links_open_and_replay() {
    for line in GOLDEN.lines() {
        let (id, link) = line.split_once(' ').expect("an id and a link");
        let opened = decode(link).unwrap_or_else(|error| panic!("{id}: {error}"));
        let seen = opened.fingerprint.expect("a golden link says what was seen");
        let replayed = fingerprint(scenario(&opened.scenario));
        if seen.engine_version == ENGINE_VERSION {
            assert_eq!(replayed, seen, "{id}: raise ENGINE_VERSION where the event log is meant to change");
        }
    }
    assert!(GOLDEN.lines().count() >= 2);
}

#[test]
fn a_link_of_a_link_is_the_same_link() {
    for entry in gallery::ENTRIES.iter().filter(|entry| entry.runs) {
        let first = link(entry.text);
        let opened = decode(&first).expect("a link that was just made");
        assert_eq!(first, link(&opened.scenario), "{}", entry.id);
    }
}

#[test]
fn no_text_makes_the_decoder_panic() {
    let whole = link(gallery::ENTRIES[0].text);
    for seed in crate::seeds(2000, 200_000) {
        let mut bytes = whole.clone().into_bytes();
        for counter in 0..3 {
            let drawn = ecs_core::rng::draw(seed, ecs_core::rng::Purpose::Id, "damage", counter);
            let at = ecs_core::rng::below(drawn, u32::try_from(bytes.len()).expect("a short link")) as usize;
            bytes[at] = b"ABCxyz019-_.#*"[usize::from(drawn.to_le_bytes()[0]) % 14];
        }
        if let Ok(opened) = decode(&String::from_utf8_lossy(&bytes)) {
            let _ = Document::read(&opened.scenario);
        }
    }
}

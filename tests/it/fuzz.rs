//! The fuzz target's property, without the fuzzer: over every input of the suite, each cut off and
//! bent in a fixed way, and over what the fuzzer once found (`tests/fuzz/seeds`).

use crate::{repository, seeds};
use ecs_tests::fuzz::{check_text, suite_inputs};

#[test]
fn every_input_of_the_suite_keeps_the_property() {
    for text in suite_inputs() {
        check_text(&text);
    }
}

#[test]
fn so_does_every_one_that_is_cut_off_or_bent() {
    const PARTS: usize = 13;
    for (number, text) in suite_inputs().iter().enumerate() {
        for round in seeds(1, 12) {
            let part = 1 + (number + usize::try_from(round).expect("a small number")) % (PARTS - 1);
            let wanted = text.len() * part / PARTS;
            let at = (wanted..=text.len()).find(|at| text.is_char_boundary(*at)).expect("the end is one");
            let (before, behind) = text.split_at(at);
            check_text(before);
            check_text(behind);
            for between in ["\"", "{", "]", ",", "\\", "\u{feff}", "...", "null", "\u{202e}"] {
                check_text(&format!("{before}{between}{behind}"));
            }
        }
    }
}

#[test]
fn what_the_fuzzer_found_stays_mended() {
    let folder = repository().join("tests/fuzz/seeds");
    for entry in std::fs::read_dir(&folder).expect("a folder of seeds") {
        let path = entry.expect("a readable folder").path();
        check_text(&String::from_utf8_lossy(&std::fs::read(&path).expect("a readable file")));
    }
}

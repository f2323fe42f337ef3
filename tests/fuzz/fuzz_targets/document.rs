//! Any bytes, read as a document: `ecs_tests::fuzz` has what must hold.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(text) = std::str::from_utf8(bytes) {
        ecs_tests::fuzz::check_text(text);
    }
});

//! The figure audit, over any narrative: nothing panics, and every place lies in the text.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let length = text.chars().count();
    for relation in taizhang::figures::audit(text).relations {
        assert!(relation.start <= relation.end && relation.end <= length);
    }
});

//! Bytes of any kind, as a file comes in.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    taizhang_fuzz::hold("a.bin", data);
});

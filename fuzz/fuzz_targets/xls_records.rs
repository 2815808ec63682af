//! The records of an .xls.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    taizhang_fuzz::hold("a.xls", &taizhang_fuzz::compound("/Workbook", data));
});

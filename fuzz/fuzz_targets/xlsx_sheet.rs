//! The sheet part of an .xlsx.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    taizhang_fuzz::hold("a.xlsx", &taizhang_fuzz::workbook(taizhang_fuzz::WORKBOOK, "xml", data, b"<sst/>"));
});

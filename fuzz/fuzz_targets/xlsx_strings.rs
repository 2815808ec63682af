//! The shared strings of an .xlsx.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let sheet = b"<worksheet><sheetData><row><c t=\"s\"><v>0</v></c></row></sheetData></worksheet>";
    taizhang_fuzz::hold("a.xlsx", &taizhang_fuzz::workbook(taizhang_fuzz::WORKBOOK, "xml", sheet, data));
});

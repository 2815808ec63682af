//! Texts: CSV, HTML, SpreadsheetML 2003, flat OpenDocument.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    const STARTS: [&str; 4] = ["", "<html><table>", "<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">", "<office:document office:mimetype=\"application/vnd.oasis.opendocument.spreadsheet\">"];
    let Some((&which, rest)) = data.split_first() else { return };
    let start = STARTS[usize::from(which) % STARTS.len()];
    taizhang_fuzz::hold("a.csv", &[start.as_bytes(), rest].concat());
});

//! The content of an .ods.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let media = b"application/vnd.oasis.opendocument.spreadsheet";
    taizhang_fuzz::hold("a.ods", &taizhang_fuzz::zipped(&[("mimetype", media), ("content.xml", data)]));
});
